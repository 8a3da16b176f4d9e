//! PostgreSQL: a pool of connections whose `BEGIN` travels with the first question.

use std::ops::ControlFlow;
use std::pin::pin;
use std::time::Duration;

use deadpool_postgres::{
    Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime, TimeoutType,
    Timeouts,
};
use futures_util::future::{FutureExt, join, join3};
use futures_util::stream::TryStreamExt;
use tokio_postgres::config::SslMode;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Config, NoTls};

use super::address::Options;
use super::tx::Ask;
use super::upsert::{Batch, Upsert};
use super::{Row, Sql, Value};
use crate::error::{Result, StoreError};

const BEGIN_SNAPSHOT: &str = "begin isolation level repeatable read read only";
const BEGIN_WRITE: &str = "begin isolation level read committed read write";
/// Prepared statements a connection may keep before it starts anew.
const STATEMENTS: usize = 512;

/// Connections to one server.
pub(super) struct PostgresPool {
    pool: Pool,
}

impl PostgresPool {
    pub(super) async fn open(url: &str, options: &Options) -> Result<Self> {
        let mut config = config(url)?;
        config.application_name("vestibule");
        config.connect_timeout(options.patience.min(Duration::from_secs(10)));
        let recycling = ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        };
        let manager = match config.get_ssl_mode() {
            SslMode::Require => Manager::from_config(config, tls()?, recycling),
            _ => Manager::from_config(config.ssl_mode(SslMode::Disable).clone(), NoTls, recycling),
        };
        let pool = Pool::builder(manager)
            .max_size(options.connections.max(1))
            .runtime(Runtime::Tokio1)
            .timeouts(Timeouts {
                wait: Some(options.patience),
                create: Some(options.patience),
                recycle: None,
            })
            .build()
            .map_err(|error| StoreError::Setting(error.to_string()))?;
        let opened = Self { pool };
        drop(opened.connection().await?);
        Ok(opened)
    }

    pub(super) async fn snapshot(&self) -> Result<PostgresTx> {
        self.begin(BEGIN_SNAPSHOT).await
    }

    pub(super) async fn write(&self) -> Result<PostgresTx> {
        self.begin(BEGIN_WRITE).await
    }

    async fn begin(&self, text: &'static str) -> Result<PostgresTx> {
        Ok(PostgresTx {
            client: self.connection().await?,
            to_begin: Some(text),
            sound: true,
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

/// Reads the address. A wrong one is not repeated, since it may hold a password.
fn config(url: &str) -> Result<Config> {
    // The stricter modes of libpq are what `require` does here: the certificate and its name are always checked.
    let url = url
        .replace("sslmode=verify-full", "sslmode=require")
        .replace("sslmode=verify-ca", "sslmode=require");
    url.parse().map_err(|error: tokio_postgres::Error| {
        let cause = std::error::Error::source(&error)
            .map_or_else(|| error.to_string(), ToString::to_string);
        StoreError::Setting(format!(
            "the database address is not a PostgreSQL one: {cause}"
        ))
    })
}

fn tls() -> Result<tokio_postgres_rustls::MakeRustlsConnect> {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let roots = webpki_roots::TLS_SERVER_ROOTS
        .iter()
        .cloned()
        .collect::<rustls::RootCertStore>();
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::Setting(format!("TLS cannot be set up: {error}")))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(tokio_postgres_rustls::MakeRustlsConnect::new(config))
}

/// A transaction on the server.
pub(crate) struct PostgresTx {
    client: Object,
    /// The `BEGIN` not sent yet.
    to_begin: Option<&'static str>,
    /// False while a question is under way and after one that failed, so that neither is ever committed.
    sound: bool,
}

impl PostgresTx {
    pub(super) async fn each(
        &mut self,
        sql: &Sql,
        values: &[Value<'_>],
        see: impl FnMut(&Row<'_>) -> Result<ControlFlow<()>> + Send,
    ) -> Result<()> {
        let begin = self.to_begin.take();
        self.sound = false;
        let answer = match begin {
            None => ask(&self.client, sql, values, see).await,
            Some(text) => {
                // Polled in this order, so that the server reads BEGIN before the question.
                let (begun, answer) = join(
                    self.client.batch_execute(text),
                    ask(&self.client, sql, values, see),
                )
                .await;
                begun.map_err(StoreError::from).and(answer)
            }
        };
        self.sound = answer.is_ok();
        answer
    }

    pub(super) async fn pair<A: Send, B: Send>(
        &mut self,
        first: Ask<'_, impl FnMut(&Row<'_>) -> Result<A> + Send>,
        second: Ask<'_, impl FnMut(&Row<'_>) -> Result<B> + Send>,
    ) -> Result<(Vec<A>, Vec<B>)> {
        let begin = self.to_begin.take();
        self.sound = false;
        let client = &self.client;
        let begun = async {
            match begin {
                Some(text) => client.batch_execute(text).await,
                None => Ok(()),
            }
        };
        let (begun, a, b) = join3(begun, collect(client, first), collect(client, second)).await;
        begun?;
        let answers = (a?, b?);
        self.sound = true;
        Ok(answers)
    }

    pub(super) async fn execute(&mut self, sql: &Sql, values: &[Value<'_>]) -> Result<u64> {
        self.change(sql.postgres(), values.iter()).await
    }

    pub(super) async fn upsert_many(&mut self, upsert: &Upsert, batch: &Batch) -> Result<u64> {
        self.change(upsert.postgres(), batch.arrays()).await
    }

    async fn change<P, I>(&mut self, text: &str, parameters: I) -> Result<u64>
    where
        P: tokio_postgres::types::BorrowToSql + Send,
        I: ExactSizeIterator<Item = P> + Send,
    {
        let begin = self.to_begin.take();
        self.sound = false;
        let client = &self.client;
        let begun = async {
            match begin {
                Some(text) => client.batch_execute(text).await,
                None => Ok(()),
            }
        };
        let change = async {
            let statement = client.prepare_cached(text).await?;
            client.execute_raw(&statement, parameters).await
        };
        let (begun, touched) = join(begun, change).await;
        begun?;
        let touched = touched.map_err(|error| outdated(client, error))?;
        self.sound = true;
        Ok(touched)
    }

    pub(super) async fn run_script(&mut self, text: &str) -> Result<()> {
        self.sound = false;
        if let Some(begin) = self.to_begin.take() {
            self.client.batch_execute(begin).await?;
        }
        self.client.batch_execute(text).await?;
        self.sound = true;
        Ok(())
    }

    pub(super) async fn commit(mut self) -> Result<()> {
        // The server answers the COMMIT of a failed transaction by rolling back, without an error.
        if !self.sound {
            return Err(StoreError::broken(
                "a transaction cannot be committed after an error in it",
            ));
        }
        if self.to_begin.is_none() {
            self.client.batch_execute("commit").await?;
            self.to_begin = Some(BEGIN_WRITE);
        }
        Ok(())
    }
}

impl Drop for PostgresTx {
    fn drop(&mut self) {
        if self.to_begin.is_none() {
            // The first poll sends it; the answer is waited for by nobody, and the next user's questions queue behind.
            let _ = self.client.batch_execute("rollback").now_or_never();
        }
    }
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
    if error.code() == Some(&SqlState::FEATURE_NOT_SUPPORTED) {
        client.statement_cache.clear();
        return StoreError::Locked;
    }
    error.into()
}
