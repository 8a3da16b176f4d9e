//! What lasts, what is seen, and what is left behind.

use super::*;
use crate::error::StoreError;

static DONE: Sql = Sql::fixed("update thing set done = 1 - done where id = $1 returning done");
static NEXT: Sql =
    Sql::fixed("insert into thing (account_id, id) select 1, count(*) + 1 from thing where true");

#[tokio::test]
async fn a_write_that_was_not_committed_is_gone() {
    for (engine, test) in databases().await {
        let mut tx = test.db().write().await.unwrap();
        assert_eq!(
            tx.execute(&ADD, &[1.into(), "a".into(), Value::Null])
                .await
                .unwrap(),
            1
        );
        drop(tx);
        assert_eq!(count(test.db()).await, 0, "{engine:?}");
        add(test.db(), &["a"]).await;
        assert_eq!(count(test.db()).await, 1, "{engine:?}");
    }
}

#[tokio::test]
async fn a_snapshot_does_not_see_a_later_commit() {
    for (engine, test) in databases().await {
        let mut before = test.db().snapshot().await.unwrap();
        assert_eq!(
            before.one(&COUNT, &[], |row| row.int(0)).await.unwrap(),
            Some(0)
        );
        add(test.db(), &["a"]).await;
        assert_eq!(
            before.one(&COUNT, &[], |row| row.int(0)).await.unwrap(),
            Some(0),
            "{engine:?}"
        );
        before.done();
        assert_eq!(count(test.db()).await, 1, "{engine:?}");
    }
}

#[tokio::test]
async fn a_snapshot_cannot_write() {
    for (engine, test) in databases().await {
        let mut tx = test.db().snapshot().await.unwrap();
        assert!(tx.execute(&NEXT, &[]).await.is_err(), "{engine:?}");
        drop(tx);
        assert_eq!(count(test.db()).await, 0, "{engine:?}");
    }
}

#[tokio::test]
async fn a_change_can_tell_what_it_changed() {
    for (engine, test) in databases().await {
        add(test.db(), &["a"]).await;
        let mut tx = test.db().write().await.unwrap();
        assert_eq!(
            tx.one(&DONE, &[1.into()], |row| row.truth(0))
                .await
                .unwrap(),
            Some(true),
            "{engine:?}"
        );
        assert_eq!(
            tx.one(&DONE, &[9.into()], |row| row.truth(0))
                .await
                .unwrap(),
            None,
            "{engine:?}"
        );
        tx.commit().await.unwrap();
        let mut tx = test.db().snapshot().await.unwrap();
        let done = Sql::fixed("select done from thing");
        assert_eq!(
            tx.one(&done, &[], |row| row.truth(0)).await.unwrap(),
            Some(true),
            "{engine:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_writers_at_once_both_count() {
    static RAISE: Sql = Sql::fixed("update thing set id = id + 1 where account_id = 1");
    for (engine, test) in databases().await {
        add(test.db(), &["a"]).await;
        let mut writers = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let db = test.db().clone();
            writers.spawn(async move {
                for _ in 0..5 {
                    let mut tx = db.write().await.unwrap();
                    tx.execute(&RAISE, &[]).await.unwrap();
                    tx.commit().await.unwrap();
                }
            });
        }
        writers.join_all().await;
        let id = Sql::fixed("select id from thing");
        assert_eq!(
            rows(test.db(), &id, &[], |row| row.int(0)).await,
            [41],
            "{engine:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn programs_that_share_a_database_both_write() {
    for (engine, test) in databases().await {
        let mut programs = tokio::task::JoinSet::new();
        for program in 0..2_i64 {
            let db = test.open_again().await;
            programs.spawn(async move {
                for i in 0..20 {
                    let mut tx = db.write().await.unwrap();
                    tx.execute(
                        &ADD,
                        &[(program * 100 + i).into(), Value::Null, Value::Null],
                    )
                    .await
                    .unwrap();
                    tx.commit().await.unwrap();
                }
            });
        }
        programs.join_all().await;
        assert_eq!(count(test.db()).await, 40, "{engine:?}");
    }
}

#[tokio::test]
async fn a_second_row_of_one_key_is_a_conflict_that_names_the_columns() {
    for (engine, test) in databases().await {
        add(test.db(), &["a"]).await;
        let mut tx = test.db().write().await.unwrap();
        let error = tx
            .execute(&ADD, &[2.into(), "a".into(), Value::Null])
            .await
            .unwrap_err();
        assert_eq!(
            error,
            StoreError::Conflict("thing.account_id, thing.name".to_owned()),
            "{engine:?}"
        );
        drop(tx);
        let mut tx = test.db().write().await.unwrap();
        let error = tx
            .execute(&ADD, &[1.into(), "b".into(), Value::Null])
            .await
            .unwrap_err();
        assert_eq!(
            error,
            StoreError::Conflict("thing.account_id, thing.id".to_owned()),
            "{engine:?}"
        );
    }
}

#[tokio::test]
async fn other_constraints_refuse_a_row() {
    let refused = [
        "update thing set done = 2",
        "insert into part (account_id, thing_id, note) values (1, 77, '')",
        "insert into part (account_id, thing_id, note) values (1, 1, null)",
    ];
    for (engine, test) in databases().await {
        add(test.db(), &["a"]).await;
        for text in refused {
            let mut tx = test.db().write().await.unwrap();
            let answer = tx.execute(&Sql::fixed(text), &[]).await;
            assert!(
                matches!(answer, Err(StoreError::Refused(_))),
                "{engine:?}: {answer:?}"
            );
        }
    }
}

#[tokio::test]
async fn nothing_is_committed_after_an_error() {
    for (engine, test) in databases().await {
        let mut tx = test.db().write().await.unwrap();
        tx.execute(&ADD, &[1.into(), "a".into(), Value::Null])
            .await
            .unwrap();
        tx.execute(&ADD, &[2.into(), "a".into(), Value::Null])
            .await
            .unwrap_err();
        assert!(tx.commit().await.is_err(), "{engine:?}");
        assert_eq!(count(test.db()).await, 0, "{engine:?}");
    }
}

#[tokio::test]
async fn dropped_transactions_leave_the_pool_usable() {
    for (engine, test) in databases().await {
        for _ in 0..100 {
            let mut read = test.db().snapshot().await.unwrap();
            read.one(&COUNT, &[], |row| row.int(0)).await.unwrap();
            drop(read);
            drop(test.db().snapshot().await.unwrap());
            let mut write = test.db().write().await.unwrap();
            write.execute(&NEXT, &[]).await.unwrap();
            drop(write);
            drop(test.db().write().await.unwrap());
        }
        assert_eq!(count(test.db()).await, 0, "{engine:?}");
    }
}

#[tokio::test]
async fn a_question_given_up_half_way_leaves_the_pool_usable() {
    static MANY: Sql = Sql::fixed(
        "with recursive n (i) as (select cast(1 as bigint) union all select i + 1 from n where i < 200000) select i from n",
    );
    for (engine, test) in databases().await {
        let mut tx = test.db().write().await.unwrap();
        tx.execute(&NEXT, &[]).await.unwrap();
        tokio::select! {
            biased;
            _ = tx.rows(&MANY, &[], |row| row.int(0)) => {}
            () = std::future::ready(()) => {}
        }
        drop(tx);
        assert_eq!(count(test.db()).await, 0, "{engine:?}");
    }
}

#[tokio::test]
async fn an_empty_write_commits() {
    for (engine, test) in databases().await {
        assert_eq!(
            test.db().write().await.unwrap().commit().await,
            Ok(()),
            "{engine:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn transactions_move_between_threads_as_a_handler_needs() {
    for (engine, test) in databases().await {
        let db = test.db().clone();
        let handler = tokio::spawn(async move {
            let mut tx = db.snapshot().await.unwrap();
            let first = tx.one(&COUNT, &[], |row| row.int(0)).await.unwrap();
            tokio::task::yield_now().await;
            let ids = vec![1_i64, 2];
            let by_id = Sql::fixed("select id from thing where id = ANY($1)");
            let found = tx
                .rows(&by_id, &[Value::Ids(&ids)], |row| row.int(0))
                .await
                .unwrap();
            (first, found.len())
        });
        assert_eq!(handler.await.unwrap(), (Some(0), 0), "{engine:?}");
    }
}

#[tokio::test]
async fn an_error_of_the_reader_also_forbids_the_commit() {
    for (engine, test) in databases().await {
        let mut tx = test.db().write().await.unwrap();
        tx.execute(&NEXT, &[]).await.unwrap();
        let wrong = tx.one(&COUNT, &[], |row| row.text(0).map(str::len)).await;
        assert!(wrong.is_err(), "{engine:?}");
        assert_eq!(tx.one(&COUNT, &[], |row| row.int(0)).await, Ok(Some(1)));
        assert!(tx.commit().await.is_err(), "{engine:?}");
        assert_eq!(count(test.db()).await, 0, "{engine:?}");
    }
}

#[tokio::test]
async fn a_lost_connection_is_named_and_the_next_one_works() {
    static END: Sql = Sql::fixed("select pg_terminate_backend(pg_backend_pid())");
    let test = TestDb::with(Engine::Postgres, TABLES).await;
    let mut tx = test.db().write().await.unwrap();
    // The server may finish the answer before it ends the connection.
    let ended = tx.rows(&END, &[], |row| row.int(0)).await;
    let lost = ended
        .and(tx.rows(&COUNT, &[], |row| row.int(0)).await)
        .unwrap_err();
    assert!(matches!(lost, StoreError::Unreachable(_)), "{lost}");
    assert!(tx.execute(&NEXT, &[]).await.is_err());
    assert!(tx.commit().await.is_err());
    assert_eq!(count(test.db()).await, 0);
}

#[tokio::test]
async fn a_table_that_changed_under_a_kept_statement_is_asked_anew() {
    static ALL: Sql = Sql::fixed("select * from part");
    for (engine, test) in databases().await {
        assert!(
            rows(test.db(), &ALL, &[], |row| row.int(0))
                .await
                .is_empty()
        );
        let mut tx = test.db().write().await.unwrap();
        tx.run_script("alter table part add column more BIGINT")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        // PostgreSQL says so once on each connection; then the statement is prepared again.
        let mut answers = Vec::new();
        for _ in 0..3 {
            let mut tx = test.db().snapshot().await.unwrap();
            answers.push(tx.rows(&ALL, &[], |row| row.int(0)).await.is_ok());
        }
        assert!(answers.ends_with(&[true, true]), "{engine:?}: {answers:?}");
    }
}
