//! Writers wait for a long write, such as an import, and readers do not.

use super::*;
use crate::engine::Options;
use crate::error::StoreError;
use std::pin::pin;
use std::time::Duration;
use tokio::time::timeout;

static RENAME: Sql = Sql::fixed("update thing set name = $1 where id = 1");
static ONE: Sql = Sql::fixed("select name from thing where id = 1");
const SHORT: Duration = Duration::from_millis(50);

/// Opened once more, with the patience of a person in a hurry and this one for its turn to write.
async fn hurried(test: &TestDb, turn: Duration) -> Db {
    let mut options = Options::new(test.address().clone());
    options.connections = 4;
    options.patience = SHORT;
    options.turn = turn;
    Db::open(&options).await.unwrap()
}

async fn rename(db: &Db, name: &str) -> Result<()> {
    let mut tx = db.write().await?;
    tx.execute(&RENAME, &[name.into()]).await?;
    tx.commit().await
}

#[tokio::test]
async fn a_write_waits_for_a_long_one_in_this_program_and_in_another_and_readers_go_on() {
    for (engine, test) in databases().await {
        add(test.db(), &["before"]).await;
        let db = hurried(&test, Duration::from_secs(60)).await;
        for holder in [&db, &test.open_again().await] {
            let mut long = holder.write().await.unwrap();
            long.execute(&RENAME, &["long".into()]).await.unwrap();
            let mut waiting = pin!(rename(&db, "after"));
            let early = timeout(SHORT * 8, &mut waiting).await;
            assert!(early.is_err(), "{engine:?}: {early:?}");
            assert_ne!(
                rows(&db, &ONE, &[], owned_text).await,
                ["long"],
                "{engine:?}"
            );
            long.commit().await.unwrap();
            waiting.await.unwrap();
            assert_eq!(
                rows(&db, &ONE, &[], owned_text).await,
                ["after"],
                "{engine:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_turn_that_never_comes_is_told_as_busy() {
    let test = TestDb::with(Engine::Sqlite, TABLES).await;
    let db = hurried(&test, SHORT).await;
    for holder in [&db, &test.open_again().await] {
        let held = holder.write().await.unwrap();
        assert_eq!(rename(&db, "never").await, Err(StoreError::Locked));
        drop(held);
        rename(&db, "now").await.unwrap();
    }
}

#[tokio::test]
async fn a_queue_of_writers_leaves_connections_for_readers() {
    for (engine, test) in databases().await {
        add(test.db(), &["before"]).await;
        let db = hurried(&test, Duration::from_secs(60)).await;
        let mut long = test.db().write().await.unwrap();
        long.execute(&RENAME, &["long".into()]).await.unwrap();
        let queue = futures_util::future::join_all((0..12).map(|_| rename(&db, "after")));
        let mut queue = pin!(queue);
        assert!(timeout(SHORT * 8, &mut queue).await.is_err(), "{engine:?}");
        assert_eq!(
            rows(&db, &ONE, &[], owned_text).await,
            ["before"],
            "{engine:?}"
        );
        drop(long);
        for written in queue.await {
            written.unwrap();
        }
    }
}
