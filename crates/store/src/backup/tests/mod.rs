//! Copies of whole databases, within an engine and across, and what is no whole copy.
#![allow(clippy::unwrap_used)]

mod refused;
mod sweep;
mod whole;

use super::layout::{self, Table};
use super::{BackupError, Copied, backup, restore, rows};
use crate::accounts::{self, NewAccount};
use crate::blobs::Blobs;
use crate::bundle::{Wish, import};
use crate::chain::Permit;
use crate::engine::{Db, Sql};
use crate::migrate::{self, MIGRATIONS};
use crate::operator::Operator;
use crate::testing::{Engine, TestDb};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;
use std::sync::{Arc, Mutex};

const EXAMPLE: &str = include_str!("../../bundle/tests/example.ndjson");
/// A file with contents, hung on a task of the example.
const FILE: &str = r#"{"kind":"file","id":"backed-up","on":{"task":"t1"},"name":"a.txt","content_type":"text/plain","content":{"base64":"aGVsbG8="}}"#;
/// Where the bytes of that file lie.
const FILE_AT: &str =
    "files/2c/f2/2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

fn now() -> Timestamp {
    Timestamp::from_second(1_781_562_600).unwrap()
}

/// A database and the place of its files.
struct House {
    test: TestDb,
    dir: tempfile::TempDir,
}

impl House {
    /// Without tables.
    async fn empty(engine: Engine) -> House {
        House {
            test: TestDb::empty(engine).await,
            dir: tempfile::tempdir().unwrap(),
        }
    }

    /// With an account that has something of every kind, a file, a token and a log.
    async fn lived_in(engine: Engine) -> (House, String) {
        let house = House {
            test: TestDb::new(engine).await,
            dir: tempfile::tempdir().unwrap(),
        };
        let new = NewAccount {
            slug: "acme",
            name: "Acme",
            admin_email: "ada@acme.example",
        };
        let account = accounts::create(house.db(), &new, now())
            .await
            .unwrap()
            .account_id;
        let wish = Wish {
            keep_going: false,
            dry_run: false,
            beside: None,
            now: now(),
        };
        let bundle = Cursor::new(format!("{EXAMPLE}\n{FILE}\n"));
        let permit = Permit::for_operator(account);
        let imported = import(house.db(), &house.blobs(), permit, wish, bundle, |_| {})
            .await
            .unwrap();
        assert!(imported.written, "{:?}", imported.rejected);
        let hour = SignedDuration::from_hours(1);
        let token = Operator::of_this_machine()
            .token(house.db(), "acme", "ada@acme.example", hour, now())
            .await;
        (house, token.unwrap())
    }

    fn db(&self) -> &Db {
        self.test.db()
    }

    fn blobs(&self) -> Blobs {
        Blobs::at_dir(self.dir.path()).unwrap()
    }

    async fn backup(&self) -> (Vec<u8>, Copied) {
        let out = Shared::default();
        let operator = Operator::of_this_machine();
        let copied = backup(
            &operator,
            self.db(),
            &self.blobs(),
            now(),
            out.clone(),
            |_| {},
        )
        .await
        .unwrap();
        (out.taken(), copied)
    }

    async fn restore(&self, backup: &[u8]) -> Result<Copied, BackupError> {
        let source = Cursor::new(backup.to_vec());
        restore(
            &Operator::of_this_machine(),
            self.db(),
            &self.blobs(),
            now(),
            source,
            |_| {},
        )
        .await
    }

    /// Every row of every table, in an order of its own.
    async fn rows(&self) -> BTreeMap<String, Vec<String>> {
        let mut tx = self.db().snapshot().await.unwrap();
        let mut all = BTreeMap::new();
        let Some(version) = layout::version(&mut tx).await.unwrap() else {
            return all;
        };
        for table in layout::tables(&mut tx, version).await.unwrap() {
            let sql = Sql::built(format!("SELECT {} FROM {}", table.names(), table.name));
            let mut lines = tx
                .rows(&sql, &[], |row| Ok(line(&table, row)))
                .await
                .unwrap();
            lines.sort();
            all.insert(table.name, lines);
        }
        all
    }

    /// How many rows there are, without the secrets that every database makes for itself.
    async fn row_count(&self) -> usize {
        let rows = self.rows().await;
        rows.iter()
            .filter(|(table, _)| *table != "secret")
            .map(|(_, rows)| rows.len())
            .sum()
    }

    /// How many files lie in the place of files.
    fn file_count(&self) -> usize {
        count_files(&self.dir.path().join("files"))
    }
}

fn line(table: &Table, row: &crate::engine::Row<'_>) -> String {
    let mut line = Vec::new();
    rows::push(&mut line, table, row).unwrap();
    String::from_utf8(line).unwrap()
}

fn count_files(dir: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return 0;
    };
    let count = |path: std::path::PathBuf| if path.is_dir() { count_files(&path) } else { 1 };
    entries.map(|entry| count(entry.unwrap().path())).sum()
}

/// Bytes that are still there after they were written.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    fn taken(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl std::io::Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
