//! Databases for tests, on both engines, each its own and gone afterwards.
//!
//! Failing to make one panics with what to do about it: only tests are built with this module.

pub mod mail;
pub mod overhead;
pub mod scale;
mod server;
pub mod statements;
pub mod unprepared;

use std::path::PathBuf;

use jiff::Timestamp;

use crate::engine::{Db, DbAddress, Options};
use crate::migrate::{MIGRATIONS, Migration, migrate_with};

/// The engine a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file in a temporary directory.
    Sqlite,
    /// A database of the test's own on the server that `cargo xtask test` starts.
    Postgres,
}

impl Engine {
    /// Both engines; what is true on one must be true on the other.
    pub const fn both() -> [Self; 2] {
        [Self::Sqlite, Self::Postgres]
    }
}

/// A database that is deleted when it is dropped.
pub struct TestDb {
    db: Db,
    options: Options,
    // Dropped last, when nobody uses the database any more.
    _place: Place,
}

enum Place {
    Directory(#[expect(dead_code, reason = "kept for its drop")] Directory),
    Server(#[expect(dead_code, reason = "kept for its drop")] server::Database),
}

impl TestDb {
    /// A database with this program's schema and no rows.
    pub async fn new(engine: Engine) -> Self {
        Self::with(engine, MIGRATIONS).await
    }

    /// A database with a schema of the test's own.
    pub async fn with(engine: Engine, migrations: &[Migration]) -> Self {
        match engine {
            Engine::Sqlite => {
                let made = Self::empty(engine).await;
                migrated(&made.db, migrations).await;
                made
            }
            Engine::Postgres => Self::on_server(server::Database::migrated(migrations).await).await,
        }
    }

    /// A database without any table.
    pub async fn empty(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let directory = Directory::new();
                let options = options(DbAddress::Sqlite {
                    dir: directory.0.clone(),
                });
                let db = opened(&options).await;
                Self {
                    db,
                    options,
                    _place: Place::Directory(directory),
                }
            }
            Engine::Postgres => Self::on_server(server::Database::empty().await).await,
        }
    }

    async fn on_server(database: server::Database) -> Self {
        let options = options(DbAddress::Postgres {
            url: database.url(),
        });
        let db = opened(&options).await;
        Self {
            db,
            options,
            _place: Place::Server(database),
        }
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Where it is, to start a program on it.
    pub fn address(&self) -> &DbAddress {
        &self.options.address
    }

    /// Opens it once more, as another program would.
    pub async fn open_again(&self) -> Db {
        opened(&self.options).await
    }
}

/// The turn to write, held as a long import would hold it until this is dropped.
pub struct Turn(#[expect(dead_code, reason = "kept for its drop")] crate::engine::Tx);

/// Takes the turn to write and keeps it.
pub async fn take_turn(db: &Db) -> Turn {
    match db.write().await {
        Ok(tx) => Turn(tx),
        Err(error) => panic!("the turn to write does not come: {error}"),
    }
}

/// What lasts need not survive a power cut here; waiting for the disk would be most of a test.
fn options(address: DbAddress) -> Options {
    Options {
        durable: false,
        connections: 8,
        ..Options::new(address)
    }
}

async fn opened(options: &Options) -> Db {
    match Db::open(options).await {
        Ok(db) => db,
        Err(error) => panic!("the test database does not open: {error}"),
    }
}

async fn migrated(db: &Db, migrations: &[Migration]) {
    if let Err(error) = migrate_with(db, migrations, Timestamp::UNIX_EPOCH).await {
        panic!("the test database does not migrate: {error}");
    }
}

/// A temporary directory, deleted on drop.
struct Directory(PathBuf);

impl Directory {
    fn new() -> Self {
        let path =
            std::env::temp_dir().join(format!("vestibule-test-{}", uuid::Uuid::new_v4().simple()));
        if let Err(error) = std::fs::create_dir(&path) {
            panic!("no temporary directory for the test database: {error}");
        }
        Self(path)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn a_new_database_has_this_programs_schema_on_both_engines() {
        for engine in Engine::both() {
            let test = TestDb::new(engine).await;
            let report = crate::migrate::migrate(test.db(), Timestamp::UNIX_EPOCH)
                .await
                .unwrap();
            assert!(report.applied.is_empty());
            assert_eq!(report.to, MIGRATIONS.last().unwrap().version);
        }
    }

    #[tokio::test]
    async fn a_dropped_database_is_gone() {
        let test = TestDb::empty(Engine::Sqlite).await;
        let options = test.options.clone();
        drop(test);
        assert!(Db::open(&options).await.is_err());
        let test = TestDb::empty(Engine::Postgres).await;
        let options = test.options.clone();
        drop(test);
        assert!(Db::open(&options).await.is_err());
    }
}
