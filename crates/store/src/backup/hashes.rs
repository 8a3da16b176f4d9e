//! Names of files kept aside in a private temporary file, so that memory does not grow with their number.

use crate::error::Result;
use rusqlite::{Connection, OptionalExtension};

/// A set of SHA-256 names.
pub(super) struct Hashes(Connection);

impl Hashes {
    /// An empty one.
    pub(super) fn new() -> Result<Self> {
        // Without a name it is a temporary file of SQLite's own, which goes away by itself.
        let db = Connection::open("")?;
        db.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -2048; PRAGMA temp_store = FILE;
             CREATE TABLE name (sha256 TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID; BEGIN;",
        )?;
        Ok(Self(db))
    }

    /// Adds a name, once.
    pub(super) fn add(&mut self, sha256: &str) -> Result<()> {
        self.0
            .prepare_cached("INSERT OR IGNORE INTO name VALUES (?1)")?
            .execute([sha256])?;
        Ok(())
    }

    /// Whether a name is among them.
    pub(super) fn has(&self, sha256: &str) -> Result<bool> {
        let text = "SELECT 1 FROM name WHERE sha256 = ?1";
        Ok(self
            .0
            .prepare_cached(text)?
            .query_row([sha256], |_| Ok(()))
            .optional()?
            .is_some())
    }

    /// The first name after `last` in their order; `""` asks for the first of all.
    pub(super) fn after(&self, last: &str) -> Result<Option<String>> {
        let text = "SELECT sha256 FROM name WHERE sha256 > ?1 ORDER BY sha256 LIMIT 1";
        Ok(self
            .0
            .prepare_cached(text)?
            .query_row([last], |row| row.get(0))
            .optional()?)
    }
}
