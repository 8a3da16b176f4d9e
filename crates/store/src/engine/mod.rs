//! One small way to ask either database: SQLite in the process, or a PostgreSQL server.
//!
//! A [`Db`] gives transactions, a [`Tx`] asks [`Sql`] with [`Value`]s and hands out each [`Row`].
//! Nothing outside this folder sees a connection, and nothing outside the store sees a transaction.

mod address;
mod builder;
#[cfg(test)]
mod conformance;
mod db;
mod postgres;
mod row;
mod sql;
mod sqlite;
mod tx;
mod upsert;
mod value;

pub use address::{DbAddress, Options};
pub(crate) use builder::SqlBuilder;
pub use db::Db;
pub(crate) use row::Row;
pub(crate) use sql::Sql;
pub(crate) use sqlite::Cursor;
#[cfg(any(test, feature = "testing"))]
pub(crate) use sqlite::bare_reader;
pub(crate) use tx::Ask;
pub(crate) use tx::Tx;
pub(crate) use upsert::{Batch, Column, Kind, Upsert};
pub(crate) use value::Value;

/// The pieces of SQL text that the migration runner reads by the same rules.
pub(crate) mod text {
    pub(crate) use super::sql::{after, after_quoted};
}
