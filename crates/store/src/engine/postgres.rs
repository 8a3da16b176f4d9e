//! PostgreSQL: a pool of connections whose `BEGIN` travels with the first question.

mod connect;

use std::ops::ControlFlow;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Hook, HookError, Object, Pool, PoolError, Runtime, TimeoutType, Timeouts};
use futures_util::future::{FutureExt, join, join3};
use futures_util::stream::TryStreamExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_postgres::error::DbError;
use tokio_postgres::types::BorrowToSql;

use super::address::Options;
use super::tx::Ask;
use super::upsert::{Batch, Upsert};
use super::{Row, Sql, Value};
use crate::error::{Result, StoreError};

const BEGIN_SNAPSHOT: &str = "begin isolation level repeatable read read only";
const BEGIN_WRITE: &str = "begin isolation level read committed read write";
/// How long a server may take to answer a new connection.
const CONNECTING: Duration = Duration::from_secs(10);
/// Prepared statements a connection may keep before it starts anew.
const STATEMENTS: usize = 512;

/// Connections to one server.
pub(super) struct PostgresPool {
    pool: Pool,
    /// Writers wait for each other on the server, each with a connection; some must be left for readers.
    writers: Arc<Semaphore>,
    turn: Duration,
}

/// A page is one prepared statement of many arms: planning it anew each time, or compiling it, costs
/// more than running it. Behind a pooler that shares sessions these may be lost, which costs time alone.
const SETTLED: &str = "set plan_cache_mode = force_generic_plan; set jit = off";

impl PostgresPool {
    pub(super) async fn open(url: &str, options: &Options) -> Result<Self> {
        let manager = connect::manager(url, options.patience.min(CONNECTING))?;
        let pool = Pool::builder(manager)
            .max_size(options.connections.max(1))
            .runtime(Runtime::Tokio1)
            .post_create(Hook::async_fn(|client, _| {
                Box::pin(async move {
                    client
                        .batch_execute(SETTLED)
                        .await
                        .map_err(HookError::Backend)
                })
            }))
            .timeouts(Timeouts {
                wait: Some(options.patience),
                create: Some(options.patience),
                recycle: None,
            })
            .build()
            .map_err(|error| StoreError::Setting(error.to_string()))?;
        let opened = Self {
            pool,
            writers: Arc::new(Semaphore::new((options.connections / 2).max(1))),
            turn: options.turn,
        };
        drop(opened.connection().await?);
        Ok(opened)
    }

    pub(super) async fn snapshot(&self) -> Result<PostgresTx> {
        self.begin(BEGIN_SNAPSHOT, None).await
    }

    pub(super) async fn write(&self) -> Result<PostgresTx> {
        let turn = tokio::time::timeout(self.turn, self.writers.clone().acquire_owned())
            .await
            .map_err(|_| StoreError::Locked)?
            .map_err(|_| StoreError::broken("the writers were closed"))?;
        self.begin(BEGIN_WRITE, Some(turn)).await
    }

    async fn begin(
        &self,
        text: &'static str,
        turn: Option<OwnedSemaphorePermit>,
    ) -> Result<PostgresTx> {
        Ok(PostgresTx {
            client: Some(self.connection().await?),
            to_begin: Some(text),
            standing: Standing::Sound,
            _turn: turn,
        })
    }

    async fn connection(&self) -> Result<Object> {
        let client = self.pool.get().await.map_err(|error| match error {
            PoolError::Timeout(TimeoutType::Create) => {
                StoreError::Unreachable("no connection was made in time".to_owned())
            }
            other => other.into(),
        })?;
        if client.statement_cache.size() > STATEMENTS {
            client.statement_cache.clear();
        }
        Ok(client)
    }
}

/// A transaction on the server.
pub(crate) struct PostgresTx {
    /// None once the connection was lost, so that nobody gets it after us.
    client: Option<Object>,
    /// The `BEGIN` not sent yet.
    to_begin: Option<&'static str>,
    standing: Standing,
    /// Held by a write until it ends.
    _turn: Option<OwnedSemaphorePermit>,
}

/// Whether a transaction may still be committed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Sound,
    /// A question is under way; still so when the next comes, it was given up half way.
    Asking,
    Failed,
}

impl PostgresTx {
    pub(super) async fn each(
        &mut self,
        sql: &Sql,
        values: &[Value<'_>],
        see: impl FnMut(&Row<'_>) -> Result<ControlFlow<()>> + Send,
    ) -> Result<()> {
        let (client, first) = self.set_out()?;
        // Polled in this order, so that the server reads BEGIN before the question.
        let (begun, answer) = join(send(client, first), ask(client, sql, values, see)).await;
        self.heed(begun.and(answer))
    }

    pub(super) async fn pair<A: Send, B: Send>(
        &mut self,
        one: Ask<'_, impl FnMut(&Row<'_>) -> Result<A> + Send>,
        other: Ask<'_, impl FnMut(&Row<'_>) -> Result<B> + Send>,
    ) -> Result<(Vec<A>, Vec<B>)> {
        let (client, first) = self.set_out()?;
        let (begun, one, other) = join3(
            send(client, first),
            collect(client, one),
            collect(client, other),
        )
        .await;
        self.heed(begun.and_then(|()| Ok((one?, other?))))
    }

    pub(super) async fn execute(&mut self, sql: &Sql, values: &[Value<'_>]) -> Result<u64> {
        let (client, first) = self.set_out()?;
        let changed = change(client, sql.postgres(), values.iter());
        let (begun, touched) = join(send(client, first), changed).await;
        self.heed(begun.and(touched))
    }

    pub(super) async fn upsert_many(&mut self, upsert: &Upsert, batch: &Batch) -> Result<u64> {
        let (client, first) = self.set_out()?;
        let changed = change(client, upsert.postgres(), batch.arrays());
        let (begun, touched) = join(send(client, first), changed).await;
        self.heed(begun.and(touched))
    }

    pub(super) async fn run_script(&mut self, text: &str) -> Result<()> {
        let (client, first) = self.set_out()?;
        let (begun, ran) = join(send(client, first), send(client, Some(text))).await;
        self.heed(begun.and(ran))
    }

    pub(super) async fn commit(mut self) -> Result<()> {
        // The server answers the COMMIT of a failed transaction by rolling back, without an error.
        if self.standing != Standing::Sound {
            return Err(StoreError::broken(
                "a transaction cannot be committed after an error in it",
            ));
        }
        if self.to_begin.is_none() {
            let (client, _) = self.set_out()?;
            let committed = send(client, Some("commit")).await;
            self.heed(committed)?;
            self.to_begin = Some(BEGIN_WRITE);
        }
        Ok(())
    }

    /// The connection for the next question, and the `BEGIN` to send before it.
    fn set_out(&mut self) -> Result<(&Object, Option<&'static str>)> {
        self.standing = match self.standing {
            Standing::Sound => Standing::Asking,
            Standing::Asking | Standing::Failed => Standing::Failed,
        };
        let first = self.to_begin.take();
        match &self.client {
            Some(client) => Ok((client, first)),
            None => Err(StoreError::Unreachable(
                "the connection was closed".to_owned(),
            )),
        }
    }

    /// Remembers how a question ended, and gives up a connection that was lost.
    fn heed<T>(&mut self, answer: Result<T>) -> Result<T> {
        self.standing = match (&answer, self.standing) {
            (Ok(_), Standing::Asking) => Standing::Sound,
            _ => Standing::Failed,
        };
        if matches!(answer, Err(StoreError::Unreachable(_))) {
            drop(self.client.take().map(Object::take));
        }
        answer
    }
}

impl Drop for PostgresTx {
    fn drop(&mut self) {
        if let (None, Some(client)) = (self.to_begin, &self.client) {
            // The first poll sends it; nobody waits for the answer, and the next user's questions queue behind.
            let _ = client.batch_execute("rollback").now_or_never();
        }
    }
}

/// Sends text without parameters, if there is any.
async fn send(client: &Object, text: Option<&str>) -> Result<()> {
    match text {
        Some(text) => Ok(client.batch_execute(text).await?),
        None => Ok(()),
    }
}

async fn change<P, I>(client: &Object, text: &str, parameters: I) -> Result<u64>
where
    P: BorrowToSql + Send,
    I: ExactSizeIterator<Item = P> + Send,
{
    let touched = async {
        let statement = client.prepare_cached(text).await?;
        client.execute_raw(&statement, parameters).await
    };
    touched.await.map_err(|error| outdated(client, error))
}

async fn ask(
    client: &Object,
    sql: &Sql,
    values: &[Value<'_>],
    mut see: impl FnMut(&Row<'_>) -> Result<ControlFlow<()>> + Send,
) -> Result<()> {
    let rows = async {
        let statement = client.prepare_cached(sql.postgres()).await?;
        client.query_raw(&statement, values.iter()).await
    };
    let mut rows = pin!(rows.await.map_err(|error| outdated(client, error))?);
    while let Some(row) = rows.try_next().await? {
        if see(&Row::Postgres(&row))?.is_break() {
            break;
        }
    }
    Ok(())
}

async fn collect<T: Send>(
    client: &Object,
    question: Ask<'_, impl FnMut(&Row<'_>) -> Result<T> + Send>,
) -> Result<Vec<T>> {
    let Ask(sql, values, mut read) = question;
    let mut all = Vec::new();
    let see = |row: &Row<'_>| {
        all.push(read(row)?);
        Ok(ControlFlow::Continue(()))
    };
    ask(client, sql, values, see).await?;
    Ok(all)
}

/// After a migration by another server a kept statement may answer with other columns; they are all prepared anew.
fn outdated(client: &Object, error: tokio_postgres::Error) -> StoreError {
    let routine = error.as_db_error().and_then(DbError::routine);
    if routine == Some("RevalidateCachedQuery") {
        client.statement_cache.clear();
        return StoreError::Locked;
    }
    error.into()
}
