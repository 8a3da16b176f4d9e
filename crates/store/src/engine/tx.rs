//! A transaction on either engine, and the questions it can be asked.

use std::ops::ControlFlow;

use super::postgres::PostgresTx;
use super::sqlite::SqliteTx;
use super::upsert::{Batch, Upsert};
use super::{Row, Sql, Value};
use crate::error::{Result, StoreError};
use sync_wrapper::SyncWrapper;

/// A transaction: a snapshot to read from, or a write to commit. Dropped, it leaves nothing behind.
///
/// After any error it can only be dropped: PostgreSQL has given it up by then, so SQLite's is given up too.
/// Every question takes it alone (`&mut`), so that a connection which only one thread at a time may use can
/// still be held by a future that moves between threads.
#[must_use = "a dropped transaction writes nothing"]
pub(crate) enum Tx {
    /// On the file in this process.
    Sqlite(SyncWrapper<SqliteTx>),
    /// On a server.
    Postgres(PostgresTx),
}

/// One of two questions for [`Tx::pair`]: the statement, its parameters, and how to read a row.
pub(crate) struct Ask<'a, F>(pub(crate) &'a Sql, pub(crate) &'a [Value<'a>], pub(crate) F);

impl Tx {
    /// All rows of the answer, each read by `read` as it passes.
    #[inline]
    pub(crate) async fn rows<T: Send>(
        &mut self,
        sql: &Sql,
        values: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T> + Send,
    ) -> Result<Vec<T>> {
        let mut all = Vec::new();
        self.each(sql, values, |row| {
            all.push(read(row)?);
            Ok(ControlFlow::Continue(()))
        })
        .await?;
        Ok(all)
    }

    /// The first row of the answer, or nothing. The statement should ask for one only.
    #[inline]
    pub(crate) async fn one<T: Send>(
        &mut self,
        sql: &Sql,
        values: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T> + Send,
    ) -> Result<Option<T>> {
        let mut first = None;
        self.each(sql, values, |row| {
            first = Some(read(row)?);
            Ok(ControlFlow::Break(()))
        })
        .await?;
        Ok(first)
    }

    /// Shows each row to `see` until it breaks; memory does not grow with the answer.
    #[inline]
    pub(crate) async fn each(
        &mut self,
        sql: &Sql,
        values: &[Value<'_>],
        see: impl FnMut(&Row<'_>) -> Result<ControlFlow<()>> + Send,
    ) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.get_mut().each(sql, values, see),
            Self::Postgres(tx) => {
                #[cfg(any(test, feature = "testing"))]
                crate::testing::statements::note();
                tx.each(sql, values, see).await
            }
        }
    }

    /// Two independent questions; on PostgreSQL they travel together and cost one round trip.
    pub(crate) async fn pair<A: Send, B: Send>(
        &mut self,
        first: Ask<'_, impl FnMut(&Row<'_>) -> Result<A> + Send>,
        second: Ask<'_, impl FnMut(&Row<'_>) -> Result<B> + Send>,
    ) -> Result<(Vec<A>, Vec<B>)> {
        match self {
            Self::Sqlite(_) => {
                let a = self.rows(first.0, first.1, first.2).await?;
                let b = self.rows(second.0, second.1, second.2).await?;
                Ok((a, b))
            }
            Self::Postgres(tx) => {
                #[cfg(any(test, feature = "testing"))]
                crate::testing::statements::note();
                tx.pair(first, second).await
            }
        }
    }

    /// Runs a statement that changes data; gives how many rows it touched.
    pub(crate) async fn execute(&mut self, sql: &Sql, values: &[Value<'_>]) -> Result<u64> {
        match self {
            Self::Sqlite(tx) => tx.get_mut().execute(sql, values),
            Self::Postgres(tx) => tx.execute(sql, values).await,
        }
    }

    /// Runs text without parameters as it stands, several statements if need be: for migrations.
    pub(crate) async fn run_script(&mut self, text: &str) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.get_mut().run_script(text),
            Self::Postgres(tx) => tx.run_script(text).await,
        }
    }

    /// Inserts the rows of `batch`, or brings those that are there up to date; gives how many rows it touched.
    ///
    /// Where a key comes twice in one batch, the later row wins if the upsert updates, else the first.
    pub(crate) async fn upsert_many(&mut self, upsert: &Upsert, batch: &Batch) -> Result<u64> {
        if batch.rows() == 0 {
            return Ok(0);
        }
        if !batch.fits(upsert) {
            return Err(StoreError::broken(
                "a batch of rows does not have the columns of its statement",
            ));
        }
        match self {
            Self::Sqlite(tx) => tx.get_mut().upsert_many(upsert, batch),
            Self::Postgres(tx) => tx.upsert_many(upsert, batch).await,
        }
    }

    /// Whether the data lies on a PostgreSQL server, for the few statements that differ.
    pub(crate) fn on_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Makes what was written last, and visible to others.
    pub(crate) async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.into_inner().commit(),
            Self::Postgres(tx) => tx.commit().await,
        }
    }

    /// Ends a snapshot. The same as dropping it, but says so.
    pub(crate) fn done(self) {}
}
