//! Bundles in and out, on both engines.
#![allow(clippy::unwrap_used)]

mod defaults;
mod deleted;
mod guests_of_the_real;
mod outcome;
mod real;
mod refused;
mod round_trip;
mod speed;
mod strange;

use super::{Imported, Wish, export, import};
use crate::accounts::{self, NewAccount};
use crate::blobs::Blobs;
use crate::chain::Permit;
use crate::engine::{Sql, Value};
use crate::testing::{Engine, TestDb};
use jiff::Timestamp;

/// When the tests import.
const NOW: i64 = 1_781_562_600_000_000;

fn now() -> Timestamp {
    Timestamp::from_microsecond(NOW).unwrap()
}

/// An account in a database of its own.
struct Account {
    test: TestDb,
    blobs: Blobs,
    _dir: tempfile::TempDir,
    id: i64,
}

impl Account {
    async fn new(engine: Engine) -> Self {
        let test = TestDb::new(engine).await;
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::at_dir(dir.path()).unwrap();
        let new = NewAccount {
            slug: "acme",
            name: "Acme",
            admin_email: "ada@acme.example",
        };
        let created = accounts::create(test.db(), &new, Timestamp::UNIX_EPOCH)
            .await
            .unwrap();
        Self {
            test,
            blobs,
            _dir: dir,
            id: created.account_id,
        }
    }

    fn wish(&self) -> Wish {
        Wish {
            keep_going: false,
            dry_run: false,
            beside: None,
            now: now(),
        }
    }

    async fn import_as(&self, wish: Wish, bundle: &str) -> Imported {
        let source = std::io::Cursor::new(bundle.as_bytes().to_vec());
        import(
            self.test.db(),
            &self.blobs,
            Permit::for_operator(self.id),
            wish,
            source,
            |_| {},
        )
        .await
        .unwrap()
    }

    async fn import(&self, bundle: &str) -> Imported {
        self.import_as(self.wish(), bundle).await
    }

    async fn export(&self, with_files: bool) -> String {
        let out = Shared::default();
        export(
            self.test.db(),
            &self.blobs,
            Permit::for_operator(self.id),
            with_files,
            now(),
            out.clone(),
        )
        .await
        .unwrap();
        String::from_utf8(std::mem::take(&mut *out.0.lock().unwrap())).unwrap()
    }

    /// The whole number that a question answers, with `$1` the account.
    async fn number(&self, question: &'static str) -> i64 {
        let mut tx = self.test.db().snapshot().await.unwrap();
        tx.one(&Sql::fixed(question), &[Value::Int(self.id)], |row| {
            row.int(0)
        })
        .await
        .unwrap()
        .unwrap()
    }
}

/// Bytes that are still there after they were written.
#[derive(Clone, Default)]
struct Shared(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
