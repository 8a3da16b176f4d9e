//! Many rows at once.

use super::*;
use crate::engine::{Batch, Column, Kind, Upsert};
use crate::error::StoreError;

const COLUMNS: &[Column] = &[
    Column {
        name: "account_id",
        kind: Kind::Int,
    },
    Column {
        name: "id",
        kind: Kind::Int,
    },
    Column {
        name: "name",
        kind: Kind::Text,
    },
    Column {
        name: "key",
        kind: Kind::Blob,
    },
];
static UPDATING: Upsert = Upsert::updating("thing", COLUMNS, &["account_id", "id"]);
static KEEPING: Upsert = Upsert::keeping("thing", COLUMNS, &["account_id", "id"]);
static PLAIN: Upsert = Upsert::keeping("thing", COLUMNS, &[]);

type Thing<'a> = (i64, Option<&'a str>, Option<&'a [u8]>);

fn batch(rows: &[Thing<'_>]) -> Batch {
    let mut batch = UPDATING.batch();
    for (id, name, key) in rows {
        batch.int(1).int(*id).opt_text(*name).opt_blob(*key);
    }
    batch
}

async fn put(db: &Db, upsert: &Upsert, batch: &Batch) -> Result<u64> {
    let mut tx = db.write().await.unwrap();
    let touched = tx.upsert_many(upsert, batch).await?;
    tx.commit().await?;
    Ok(touched)
}

async fn things(db: &Db) -> Vec<(i64, Option<String>, Option<Vec<u8>>)> {
    let all = Sql::fixed("select id, name, key from thing order by id");
    let read = |row: &Row<'_>| {
        Ok((
            row.int(0)?,
            row.opt_text(1)?.map(str::to_owned),
            row.opt_blob(2)?.map(<[u8]>::to_vec),
        ))
    };
    rows(db, &all, &[], read).await
}

#[tokio::test]
async fn an_upsert_twice_gives_one_row_with_the_later_values() {
    for (engine, test) in databases().await {
        assert_eq!(
            put(test.db(), &UPDATING, &batch(&[(1, Some("a"), None)])).await,
            Ok(1)
        );
        let again = batch(&[(1, Some("b"), Some(&[0, 255])), (2, None, Some(&[]))]);
        assert_eq!(put(test.db(), &UPDATING, &again).await, Ok(2));
        let wanted = [
            (1, Some("b".to_owned()), Some(vec![0, 255])),
            (2, None, Some(Vec::new())),
        ];
        assert_eq!(things(test.db()).await, wanted, "{engine:?}");
    }
}

#[tokio::test]
async fn a_key_twice_in_one_batch_ends_as_the_later_row() {
    for (engine, test) in databases().await {
        let twice = batch(&[
            (1, Some("a"), None),
            (2, Some("x"), None),
            (1, Some("b"), None),
        ]);
        put(test.db(), &UPDATING, &twice).await.unwrap();
        let wanted = [
            (1, Some("b".to_owned()), None),
            (2, Some("x".to_owned()), None),
        ];
        assert_eq!(things(test.db()).await, wanted, "{engine:?}");
    }
}

#[tokio::test]
async fn a_keeping_upsert_leaves_what_is_there() {
    for (engine, test) in databases().await {
        put(test.db(), &KEEPING, &batch(&[(1, Some("a"), None)]))
            .await
            .unwrap();
        let again = batch(&[
            (1, Some("b"), None),
            (2, Some("c"), None),
            (2, Some("d"), None),
        ]);
        assert_eq!(put(test.db(), &KEEPING, &again).await, Ok(1), "{engine:?}");
        let wanted = [
            (1, Some("a".to_owned()), None),
            (2, Some("c".to_owned()), None),
        ];
        assert_eq!(things(test.db()).await, wanted, "{engine:?}");
    }
}

#[tokio::test]
async fn without_a_key_a_row_that_is_there_is_a_conflict() {
    for (engine, test) in databases().await {
        put(test.db(), &PLAIN, &batch(&[(1, Some("a"), None)]))
            .await
            .unwrap();
        let error = put(
            test.db(),
            &PLAIN,
            &batch(&[(2, None, None), (1, None, None)]),
        )
        .await
        .unwrap_err();
        assert_eq!(
            error,
            StoreError::Conflict("thing.account_id, thing.id".to_owned()),
            "{engine:?}"
        );
        assert_eq!(count(test.db()).await, 1, "{engine:?}");
    }
}

#[tokio::test]
async fn a_cleared_batch_is_filled_anew_and_an_empty_one_does_nothing() {
    for (engine, test) in databases().await {
        let mut batch = batch(&[(1, None, Some(&[1]))]);
        batch.clear();
        assert_eq!(batch.rows(), 0);
        assert_eq!(put(test.db(), &UPDATING, &batch).await, Ok(0));
        batch.int(1).int(7).text("seven").blob(&[7]);
        assert_eq!(put(test.db(), &UPDATING, &batch).await, Ok(1));
        assert_eq!(
            things(test.db()).await,
            [(7, Some("seven".to_owned()), Some(vec![7]))],
            "{engine:?}"
        );
    }
}

#[tokio::test]
async fn a_batch_that_does_not_fit_its_columns_is_refused() {
    for (engine, test) in databases().await {
        let mut half = UPDATING.batch();
        half.int(1).int(1).text("a").blob(&[]).int(1);
        let mut other = UPDATING.batch();
        other.int(1).text("not a number").text("a").opt_int(None);
        for wrong in [half, other] {
            let answer = put(test.db(), &UPDATING, &wrong).await;
            assert!(
                matches!(answer, Err(StoreError::Broken(_))),
                "{engine:?}: {answer:?}"
            );
        }
        assert_eq!(count(test.db()).await, 0, "{engine:?}");
    }
}

#[tokio::test]
async fn a_large_batch_arrives_whole() {
    for (engine, test) in databases().await {
        let mut batch = UPDATING.batch();
        for id in 0..5_000_i64 {
            batch
                .int(1)
                .int(id)
                .text(&format!("thing {id}"))
                .blob(&id.to_be_bytes());
        }
        assert_eq!(put(test.db(), &UPDATING, &batch).await, Ok(5_000));
        let found = things(test.db()).await;
        let last = (
            4_999,
            Some("thing 4999".to_owned()),
            Some(4_999_i64.to_be_bytes().to_vec()),
        );
        assert_eq!((found.len(), &found[4_999]), (5_000, &last), "{engine:?}");
    }
}
