#![allow(clippy::unwrap_used)]
use super::*;
use crate::testing::{Engine, TestDb};

const FIRST: Migration = Migration {
    version: 1,
    name: "notes",
    text: "create table note (id BIGINT not null primary key, body TEXT);",
};
const SECOND: Migration = Migration {
    version: 2,
    name: "places",
    text: "create table place (id BIGINT not null primary key);\n\
           -- only: sqlite\ncreate table only_sqlite (id BIGINT);\n\
           -- only: postgres\ncreate table only_postgres (id BIGINT);",
};
const BROKEN: Migration = Migration {
    version: 2,
    name: "broken",
    text: "create table half (id BIGINT); create tabel other (id BIGINT);",
};

fn noon() -> Timestamp {
    "2026-01-05T12:00:00Z".parse().unwrap()
}

/// Whether a table can be asked.
async fn exists(db: &Db, table: &str) -> bool {
    let mut tx = db.snapshot().await.unwrap();
    tx.rows(&Sql::built(format!("select 1 from {table}")), &[], |row| {
        row.int(0)
    })
    .await
    .is_ok()
}

#[tokio::test]
async fn an_empty_database_gets_every_step_and_a_second_run_does_nothing() {
    for engine in Engine::both() {
        let test = TestDb::empty(engine).await;
        let report = migrate_with(test.db(), &[FIRST, SECOND], noon())
            .await
            .unwrap();
        assert_eq!((report.from, report.to), (0, 2));
        assert_eq!(report.applied, ["0001_notes", "0002_places"]);
        let again = migrate_with(test.db(), &[FIRST, SECOND], noon())
            .await
            .unwrap();
        assert_eq!((again.from, again.to, again.applied.len()), (2, 2, 0));
    }
}

#[tokio::test]
async fn a_marked_statement_reaches_its_engine_alone() {
    for (engine, only) in [
        (Engine::Sqlite, [true, false]),
        (Engine::Postgres, [false, true]),
    ] {
        let test = TestDb::with(engine, &[FIRST, SECOND]).await;
        let found = [
            exists(test.db(), "only_sqlite").await,
            exists(test.db(), "only_postgres").await,
        ];
        assert_eq!(found, only, "{engine:?}");
    }
}

#[tokio::test]
async fn a_database_of_a_later_program_is_refused() {
    for engine in Engine::both() {
        let test = TestDb::with(engine, &[FIRST, SECOND]).await;
        let refused = migrate_with(test.db(), &[FIRST], noon()).await.unwrap_err();
        assert_eq!(refused, StoreError::Newer { found: 2, known: 1 });
    }
}

#[tokio::test]
async fn an_edited_step_is_refused() {
    for engine in Engine::both() {
        let test = TestDb::with(engine, &[FIRST]).await;
        let edited = Migration {
            text: "create table note (id TEXT);",
            ..FIRST
        };
        let refused = migrate_with(test.db(), &[edited, SECOND], noon())
            .await
            .unwrap_err();
        assert_eq!(refused, StoreError::Changed("0001_notes".to_owned()));
        assert!(!exists(test.db(), "place").await);
    }
}

#[tokio::test]
async fn a_step_that_fails_leaves_nothing_of_itself() {
    for engine in Engine::both() {
        let test = TestDb::with(engine, &[FIRST]).await;
        let error = migrate_with(test.db(), &[FIRST, BROKEN], noon())
            .await
            .unwrap_err();
        assert!(
            error.to_string().contains("`0002_broken`, statement 2"),
            "{error}"
        );
        assert!(!exists(test.db(), "half").await);
        let mended = migrate_with(test.db(), &[FIRST, SECOND], noon())
            .await
            .unwrap();
        assert_eq!(mended.applied, ["0002_places"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn servers_that_start_at_once_apply_each_step_once() {
    for engine in Engine::both() {
        let test = TestDb::empty(engine).await;
        let mut servers = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let db = test.open_again().await;
            servers
                .spawn(async move { migrate_with(&db, &[FIRST, SECOND], noon()).await.unwrap() });
        }
        let reports = servers.join_all().await;
        let applied = reports
            .iter()
            .map(|report| report.applied.len())
            .sum::<usize>();
        assert_eq!(applied, 2, "{engine:?}");
        assert!(reports.iter().all(|report| report.to == 2));
    }
}

#[test]
fn every_file_of_the_folder_is_in_the_list() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
    let mut files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".sql"))
        .collect::<Vec<_>>();
    files.sort();
    let listed = MIGRATIONS
        .iter()
        .map(|migration| format!("{}.sql", migration.label()))
        .collect::<Vec<_>>();
    assert_eq!(files, listed);
}
