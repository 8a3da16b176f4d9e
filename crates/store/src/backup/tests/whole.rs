//! What was copied is all there again.

use super::*;
use crate::audit;
use crate::backup::check;
use std::io::Write;

#[tokio::test]
async fn every_table_of_the_database_is_one_that_is_copied() {
    static THERE: Sql = Sql::two(
        "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema()",
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    );
    let mut layouts = Vec::new();
    for engine in Engine::both() {
        let test = TestDb::new(engine).await;
        let mut tx = test.db().snapshot().await.unwrap();
        let mut there = tx
            .rows(&THERE, &[], |row| Ok(row.text(0)?.to_owned()))
            .await
            .unwrap();
        let mut copied = migrate::tables(MIGRATIONS);
        // What the schema is stands at the head of a backup.
        copied.push("schema_migration".to_owned());
        there.sort();
        copied.sort();
        assert_eq!(there, copied, "{engine:?}");
        let version = layout::version(&mut tx).await.unwrap().unwrap();
        layouts.push(layout::tables(&mut tx, version).await.unwrap());
    }
    assert_eq!(layouts[0], layouts[1]);
}

#[test]
fn a_table_that_a_later_step_makes_or_drops_is_counted() {
    let step = |version, text| migrate::Migration {
        version,
        name: "x",
        text,
    };
    let steps = [
        step(
            1,
            "-- note\nCREATE TABLE one (a BIGINT); create table if not exists two(a TEXT); CREATE INDEX i ON one (a);",
        ),
        step(2, "DROP TABLE IF EXISTS one; CREATE TABLE three (a TEXT)"),
    ];
    assert_eq!(migrate::tables(&steps), ["two", "three"]);
}

#[tokio::test]
async fn a_copy_made_on_either_engine_fills_either_engine() {
    for from in Engine::both() {
        let (house, token) = House::lived_in(from).await;
        let (copy, made) = house.backup().await;
        assert_eq!((made.files_missing, made.bytes), (0, copy.len() as u64));
        assert_eq!(check(copy.as_slice(), |_| {}).unwrap(), made);
        let rows = house.rows().await;
        let empty: Vec<&String> = rows
            .iter()
            .filter(|(_, rows)| rows.is_empty())
            .map(|(name, _)| name)
            .collect();
        assert!(
            empty.len() < rows.len() / 3,
            "the example fills too little: {empty:?}"
        );
        for to in Engine::both() {
            let other = House::empty(to).await;
            assert_eq!(
                other.restore(&copy).await.unwrap(),
                made,
                "{from:?} to {to:?}"
            );
            assert_eq!(other.rows().await, rows, "{from:?} to {to:?}");
            assert_eq!(
                std::fs::read(other.dir.path().join(FILE_AT)).unwrap(),
                b"hello"
            );
            assert_eq!(other.file_count(), house.file_count());
            assert_eq!(
                other
                    .db()
                    .account_of_bearer(&token, now())
                    .await
                    .unwrap()
                    .as_deref(),
                Some("acme")
            );
            assert_eq!(
                audit::verify(other.db()).await.unwrap(),
                audit::verify(house.db()).await.unwrap()
            );
        }
    }
}

/// Has somebody write before each piece of the copy goes on.
struct Meanwhile {
    copy: Shared,
    ask: std::sync::mpsc::Sender<()>,
    written: std::sync::mpsc::Receiver<()>,
}

impl Write for Meanwhile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let _ = self.ask.send(());
        let _ = self.written.recv();
        self.copy.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_during_the_copy_is_not_in_it_and_tears_nothing() {
    static NEXT: Sql = Sql::fixed(
        "SELECT a.next_id - MAX(l.id) FROM account a JOIN audit l ON l.account_id = a.id GROUP BY a.id, a.next_id",
    );
    for engine in Engine::both() {
        let (house, _) = House::lived_in(engine).await;
        let db = house.db().clone();
        let long = format!("\"{}\"", "x".repeat(300_000));
        let log = async move |lines: usize| {
            for _ in 0..lines {
                let mut tx = db.write().await.unwrap();
                audit::append(&mut tx, 1, 1, None, "long", &long)
                    .await
                    .unwrap();
                tx.commit().await.unwrap();
            }
        };
        log(20).await;
        let before = house.rows().await;
        let (ask, asked) = std::sync::mpsc::channel();
        let (tell, written) = std::sync::mpsc::channel();
        let copy = Shared::default();
        let out = Meanwhile {
            copy: copy.clone(),
            ask,
            written,
        };
        let runtime = tokio::runtime::Handle::current();
        let writer = std::thread::spawn(move || {
            let mut times = 0;
            while asked.recv().is_ok() {
                runtime.block_on(log(1));
                times += 1;
                let _ = tell.send(());
            }
            times
        });
        let operator = Operator::of_this_machine();
        backup(&operator, house.db(), &house.blobs(), now(), out, |_| {})
            .await
            .unwrap();
        let times = writer.join().unwrap();
        assert!(times > 3, "it wrote {times} times");

        let other = House::empty(engine).await;
        other.restore(&copy.taken()).await.unwrap();
        assert_eq!(other.rows().await, before);
        assert_eq!(house.row_count().await, other.row_count().await + times);
        assert_eq!(audit::verify(other.db()).await.unwrap().broken_at, None);
        let mut tx = other.db().snapshot().await.unwrap();
        assert_eq!(tx.one(&NEXT, &[], |row| row.int(0)).await.unwrap(), Some(1));
    }
}

#[tokio::test]
async fn a_file_that_is_gone_or_spoilt_is_counted_and_the_rest_is_copied() {
    for engine in Engine::both() {
        let (house, _) = House::lived_in(engine).await;
        let whole = house.backup().await.1;
        std::fs::write(house.dir.path().join(FILE_AT), b"HELLO").unwrap();
        let (copy, _) = house.backup().await;
        let other = House::empty(engine).await;
        assert_eq!(other.restore(&copy).await.unwrap().files_missing, 1);
        assert_eq!(other.file_count(), house.file_count() - 1);

        std::fs::remove_file(house.dir.path().join(FILE_AT)).unwrap();
        let (copy, made) = house.backup().await;
        assert_eq!((made.files, made.files_missing), (whole.files - 1, 1));
        let other = House::empty(engine).await;
        assert_eq!(other.restore(&copy).await.unwrap().rows, whole.rows);
    }
}
