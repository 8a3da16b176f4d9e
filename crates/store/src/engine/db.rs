//! The database as the rest of the store holds it: something that gives transactions.

use std::sync::Arc;
use sync_wrapper::SyncWrapper;

use super::address::{DbAddress, Options};
use super::postgres::PostgresPool;
use super::sqlite::SqlitePool;
use super::tx::Tx;
use crate::error::Result;

/// An open database. Cheap to clone; there is no public way from it to a connection or a row.
#[derive(Clone)]
pub struct Db {
    engine: Arc<Pool>,
}

enum Pool {
    Sqlite(SqlitePool),
    Postgres(PostgresPool),
}

impl Db {
    /// Opens the database and checks that it answers; brings no schema (see `migrate`).
    pub async fn open(options: &Options) -> Result<Self> {
        let engine = match &options.address {
            DbAddress::Sqlite { dir } => Pool::Sqlite(SqlitePool::open(dir, options)?),
            DbAddress::Postgres { url } => Pool::Postgres(PostgresPool::open(url, options).await?),
        };
        Ok(Self {
            engine: Arc::new(engine),
        })
    }

    /// Whether this is a server that other programs may share.
    pub fn is_shared(&self) -> bool {
        matches!(*self.engine, Pool::Postgres(_))
    }

    /// A view of the data as it stands at the first question, whatever others commit meanwhile.
    ///
    /// Fails with `Locked` if no connection gets free in time.
    pub(crate) async fn snapshot(&self) -> Result<Tx> {
        Ok(match &*self.engine {
            Pool::Sqlite(pool) => Tx::Sqlite(SyncWrapper::new(pool.snapshot().await?)),
            Pool::Postgres(pool) => Tx::Postgres(pool.snapshot().await?),
        })
    }

    /// A transaction that may write. On SQLite there is one at a time, so keep it short and never open a
    /// second while holding it.
    ///
    /// Fails with `Locked` if the turn does not come in time.
    pub(crate) async fn write(&self) -> Result<Tx> {
        Ok(match &*self.engine {
            Pool::Sqlite(pool) => Tx::Sqlite(SyncWrapper::new(pool.write().await?)),
            Pool::Postgres(pool) => Tx::Postgres(pool.write().await?),
        })
    }
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db").finish_non_exhaustive()
    }
}
