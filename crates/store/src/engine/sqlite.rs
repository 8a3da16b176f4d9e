//! SQLite: readers that work where the request runs, and one writer.

mod checkpoint;
mod merge;

use std::ops::{ControlFlow, Deref};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{CachedStatement, Connection, OpenFlags};
use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use self::checkpoint::{Bell, Checkpointer};
pub(crate) use self::merge::Cursor;
use super::address::Options;
use super::upsert::{Batch, Upsert};
use super::{Row, Sql, Value};
use crate::error::{Result, StoreError};

/// The name of the database in the data directory.
const FILE: &str = "vestibule.db";
/// How much of the file may be read through the memory map, in bytes; it is not private memory.
/// SQLite's own limit, 2 GiB unless it was built with another, holds below this.
const MAPPED: i64 = 8 << 30;
/// Pages that a reader keeps, in KiB (negative, as SQLite wants it). It is for pages still in the log alone:
/// those of the file are read where they are mapped, so that a commit by somebody else makes none be read again,
/// and memory does not grow with the readers.
const READ_CACHE: i64 = -4_096;
/// Readers kept open while idle; those beyond are closed again, so a burst does not stay in memory.
const IDLE_READERS: usize = 8;
/// How long a thread is held while another program writes, before the write waits without one.
const MOMENT: Duration = Duration::from_millis(100);
/// How long it waits without a thread before it asks again.
const PAUSE: Duration = Duration::from_millis(25);
/// Prepared statements each connection keeps.
const STATEMENTS: usize = 256;

/// The open file.
pub(super) struct SqlitePool {
    readers: Arc<Readers>,
    free: Arc<Semaphore>,
    writer: Arc<tokio::sync::Mutex<Connection>>,
    patience: Duration,
    turn: Duration,
    checkpointer: Checkpointer,
}

struct Readers {
    path: std::path::PathBuf,
    patience: Duration,
    idle: Mutex<Vec<Connection>>,
}

impl SqlitePool {
    pub(super) fn open(dir: &Path, options: &Options) -> Result<Self> {
        Self::open_there(dir, options).map_err(|error| match error {
            StoreError::Gone(why) => {
                StoreError::Gone(format!("`{}`: {why}", dir.join(FILE).display()))
            }
            StoreError::Damaged(why) => {
                StoreError::Damaged(format!("`{}`: {why}", dir.join(FILE).display()))
            }
            other => other,
        })
    }

    fn open_there(dir: &Path, options: &Options) -> Result<Self> {
        if !dir.is_dir() {
            return Err(StoreError::Gone("its directory is not there".to_owned()));
        }
        let path = dir.join(FILE);
        let writer = writer(&path, options)?;
        let checkpointer = Checkpointer::start(connect(&path, options.patience)?);
        let readers = Readers {
            path,
            patience: options.patience,
            idle: Mutex::new(Vec::new()),
        };
        let first = readers.connect()?;
        readers.put_back(first);
        Ok(Self {
            readers: Arc::new(readers),
            free: Arc::new(Semaphore::new(options.connections.max(1))),
            writer: Arc::new(tokio::sync::Mutex::new(writer)),
            patience: options.patience,
            turn: options.turn,
            checkpointer,
        })
    }

    pub(super) async fn snapshot(&self) -> Result<SqliteTx> {
        let turn = match self.free.clone().try_acquire_owned() {
            Ok(turn) => turn,
            Err(_) => tokio::time::timeout(self.patience, self.free.clone().acquire_owned())
                .await
                .map_err(|_| StoreError::Locked)?
                .map_err(|_| StoreError::broken("the readers were closed"))?,
        };
        let connection = self.readers.take()?;
        connection.prepare_cached("begin")?.raw_execute()?;
        let held = Held::Reader {
            connection: Some(connection),
            readers: self.readers.clone(),
            _turn: turn,
        };
        Ok(SqliteTx {
            held,
            open: true,
            sound: true,
        })
    }

    pub(super) async fn write(&self) -> Result<SqliteTx> {
        let last = Instant::now() + self.turn;
        let connection = match self.writer.clone().try_lock_owned() {
            Ok(connection) => connection,
            Err(_) => tokio::time::timeout_at(last, self.writer.clone().lock_owned())
                .await
                .map_err(|_| StoreError::Locked)?,
        };
        // Another program may be writing for minutes, and SQLite itself would wait for it on this thread.
        loop {
            let begun = beside_other_work(|| begin_immediate(&connection));
            if !matches!(begun, Err(StoreError::Locked)) || Instant::now() >= last {
                begun?;
                break;
            }
            tokio::time::sleep(PAUSE).await;
        }
        let held = Held::Writer {
            connection,
            bell: self.checkpointer.bell(),
        };
        Ok(SqliteTx {
            held,
            open: true,
            sound: true,
        })
    }
}

impl Readers {
    fn take(&self) -> Result<Connection> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        idle.map_or_else(|| self.connect(), Ok)
    }

    fn put_back(&self, connection: Connection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE_READERS {
            idle.push(connection);
        }
    }

    fn connect(&self) -> Result<Connection> {
        let connection = connect(&self.path, self.patience)?;
        connection.pragma_update(None, "cache_size", READ_CACHE)?;
        connection.pragma_update(None, "query_only", true)?;
        Ok(connection)
    }
}

fn begin_immediate(writer: &Connection) -> Result<()> {
    writer.prepare_cached("begin immediate")?.raw_execute()?;
    Ok(())
}

fn writer(path: &Path, options: &Options) -> Result<Connection> {
    let connection = connect(path, options.patience)?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(
        None,
        "synchronous",
        if options.durable { "full" } else { "off" },
    )?;
    connection.pragma_update(None, "cache_size", -8192)?;
    // The checkpointer empties the log long before; this bounds it while writing never pauses.
    connection.pragma_update_and_check(None, "wal_autocheckpoint", 16_384, |_| Ok(()))?;
    connection.busy_timeout(options.patience.min(MOMENT))?;
    Ok(connection)
}

/// A reader of its own outside any pool, to measure the driver alone.
#[cfg(any(test, feature = "testing"))]
pub(crate) fn bare_reader(dir: &Path) -> Result<Connection> {
    Readers {
        path: dir.join(FILE),
        patience: Duration::from_secs(10),
        idle: Mutex::default(),
    }
    .connect()
}

/// A connection with what readers and the writer have in common.
fn connect(path: &Path, patience: Duration) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(patience)?;
    // Without this, a bound LIMIT makes SQLite plan the statement again on every execution.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // A mistyped "name" is an error, as on PostgreSQL, and not a string.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update_and_check(None, "mmap_size", MAPPED, |_| Ok(()))?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

/// Runs what may wait for the disk so that other requests of this worker go on elsewhere.
fn beside_other_work<T>(wait: impl FnOnce() -> T) -> T {
    use tokio::runtime::{Handle, RuntimeFlavor};
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(wait),
        _ => wait(),
    }
}

/// A transaction on the file.
pub(crate) struct SqliteTx {
    held: Held,
    open: bool,
    sound: bool,
}

enum Held {
    Reader {
        connection: Option<Connection>,
        readers: Arc<Readers>,
        _turn: OwnedSemaphorePermit,
    },
    Writer {
        connection: OwnedMutexGuard<Connection>,
        bell: Bell,
    },
}

impl SqliteTx {
    fn connection(&self) -> Result<&Connection> {
        match &self.held {
            Held::Reader {
                connection: Some(connection),
                ..
            } => Ok(connection),
            Held::Reader {
                connection: None, ..
            } => Err(StoreError::broken("the snapshot has ended")),
            Held::Writer { connection, .. } => Ok(connection.deref()),
        }
    }

    /// Asks, and remembers whether it went well: after an error nothing is committed.
    fn ask<T>(&mut self, ask: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        #[cfg(any(test, feature = "testing"))]
        crate::testing::statements::note();
        let answer = self.connection().and_then(ask);
        self.sound &= answer.is_ok();
        answer
    }

    #[inline]
    pub(super) fn each(
        &mut self,
        sql: &Sql,
        values: &[Value<'_>],
        mut see: impl FnMut(&Row<'_>) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        self.ask(|connection| {
            let mut statement = prepared(connection, sql, values)?;
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next()? {
                if see(&Row::Sqlite(row))?.is_break() {
                    break;
                }
            }
            Ok(())
        })
    }

    pub(super) fn execute(&mut self, sql: &Sql, values: &[Value<'_>]) -> Result<u64> {
        self.ask(|connection| Ok(prepared(connection, sql, values)?.raw_execute()? as u64))
    }

    pub(super) fn run_script(&mut self, text: &str) -> Result<()> {
        self.ask(|connection| Ok(connection.execute_batch(text)?))
    }

    pub(super) fn upsert_many(&mut self, upsert: &Upsert, batch: &Batch) -> Result<u64> {
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(upsert.sqlite())?;
            let mut columns = batch.cursors();
            let mut touched = 0;
            for _ in 0..batch.rows() {
                for (i, column) in columns.iter_mut().enumerate() {
                    statement.raw_bind_parameter(i + 1, column.next())?;
                }
                touched += statement.raw_execute()? as u64;
            }
            Ok(touched)
        })
    }

    pub(super) fn commit(mut self) -> Result<()> {
        if !self.sound {
            return Err(StoreError::broken(
                "a transaction cannot be committed after an error in it",
            ));
        }
        beside_other_work(|| {
            self.connection()?.prepare_cached("commit")?.raw_execute()?;
            Ok::<_, StoreError>(())
        })?;
        self.open = false;
        if let Held::Writer { bell, .. } = &self.held {
            bell.ring();
        }
        Ok(())
    }
}

/// The statement from the connection's cache, its parameters bound by number.
#[inline]
fn prepared<'c>(
    connection: &'c Connection,
    sql: &Sql,
    values: &[Value<'_>],
) -> Result<CachedStatement<'c>> {
    let mut statement = connection.prepare_cached(sql.sqlite())?;
    let wanted = statement.parameter_count();
    if wanted != values.len() {
        return Err(StoreError::Broken(format!(
            "a statement wants {wanted} parameters and was given {}",
            values.len()
        )));
    }
    for (i, value) in values.iter().enumerate() {
        statement.raw_bind_parameter(i + 1, value)?;
    }
    Ok(statement)
}

impl Drop for SqliteTx {
    fn drop(&mut self) {
        let ended = !self.open
            || self
                .connection()
                .and_then(|connection| Ok(connection.prepare_cached("rollback")?.raw_execute()?))
                .is_ok();
        if let Held::Reader {
            connection,
            readers,
            ..
        } = &mut self.held
            && let Some(connection) = connection.take()
            && (ended || connection.is_autocommit())
        {
            readers.put_back(connection);
        }
    }
}
