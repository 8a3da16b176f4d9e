//! What the engine promises, asked of both databases with the same text.
#![allow(clippy::unwrap_used)]

mod bulk;
mod questions;
mod transactions;
mod turns;

use super::{Db, Row, Sql, SqlBuilder, Value};
use crate::error::Result;
use crate::migrate::Migration;
use crate::testing::{Engine, TestDb};

const TABLES: &[Migration] = &[Migration {
    version: 1,
    name: "conformance",
    text: "create table thing (
               account_id BIGINT not null,
               id BIGINT not null,
               name TEXT,
               key BYTEA,
               done BIGINT not null default 0 check (done in (0, 1)),
               primary key (account_id, id),
               unique (account_id, name)
           );
           create table part (
               account_id BIGINT not null,
               thing_id BIGINT not null,
               note TEXT not null,
               foreign key (account_id, thing_id) references thing (account_id, id)
           );",
}];

static ADD: Sql =
    Sql::fixed("insert into thing (account_id, id, name, key) values (1, $1, $2, $3)");
static NAMES: Sql = Sql::fixed("select name from thing where account_id = $1 order by id");
static COUNT: Sql = Sql::fixed("select count(*) from thing");

/// A database with the tables above, on each engine.
async fn databases() -> Vec<(Engine, TestDb)> {
    let mut all = Vec::new();
    for engine in Engine::both() {
        all.push((engine, TestDb::with(engine, TABLES).await));
    }
    all
}

/// Adds things with the ids from 1 on and these names.
async fn add(db: &Db, names: &[&str]) {
    let mut tx = db.write().await.unwrap();
    for (i, name) in names.iter().enumerate() {
        let id = i64::try_from(i).unwrap() + 1;
        tx.execute(&ADD, &[id.into(), (*name).into(), Value::Null])
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

/// The answer to one question in a snapshot of its own.
async fn rows<T: Send>(
    db: &Db,
    sql: &Sql,
    values: &[Value<'_>],
    read: impl FnMut(&Row<'_>) -> Result<T> + Send,
) -> Vec<T> {
    let mut tx = db.snapshot().await.unwrap();
    let rows = tx.rows(sql, values, read).await.unwrap();
    tx.done();
    rows
}

async fn count(db: &Db) -> i64 {
    rows(db, &COUNT, &[], |row| row.int(0)).await[0]
}

fn owned_text(row: &Row<'_>) -> Result<String> {
    Ok(row.text(0)?.to_owned())
}

/// Statements of a loop's length, built: `select $1 union all …` for each value.
fn union_of(values: &[i64]) -> SqlBuilder<'static> {
    let mut sql = SqlBuilder::new("");
    for (i, value) in values.iter().enumerate() {
        sql.push(if i == 0 {
            "select cast("
        } else {
            " union all select cast("
        });
        sql.bind(*value).push(" as bigint)");
    }
    sql
}
