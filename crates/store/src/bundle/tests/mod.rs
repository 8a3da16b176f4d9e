//! Bundles in and out, on both engines.
#![allow(clippy::unwrap_used)]

mod speed;

use super::report::Imported;
use super::{Wish, import};
use crate::accounts::{self, NewAccount};
use crate::blobs::Blobs;
use crate::engine::{Sql, Value};
use crate::testing::{Engine, TestDb};
use jiff::Timestamp;

/// When the tests import.
const NOW: i64 = 1_781_562_600_000_000;

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
        let new = NewAccount { slug: "acme", name: "Acme", admin_email: "ada@acme.example" };
        let created = accounts::create(test.db(), &new, Timestamp::UNIX_EPOCH).await.unwrap();
        Self { test, blobs, _dir: dir, id: created.account_id }
    }

    fn wish(&self) -> Wish {
        Wish {
            account_id: self.id,
            by: None,
            makes_owners: true,
            keep_going: false,
            dry_run: false,
            beside: None,
            now: Timestamp::from_microsecond(NOW).unwrap(),
        }
    }

    async fn import_as(&self, wish: Wish, bundle: &str) -> Imported {
        let source = std::io::Cursor::new(bundle.as_bytes().to_vec());
        import(self.test.db(), &self.blobs, wish, source, |_| {}).await.unwrap()
    }

    async fn import(&self, bundle: &str) -> Imported {
        self.import_as(self.wish(), bundle).await
    }

    /// The whole number that a question answers, with `$1` the account.
    async fn number(&self, question: &'static str) -> i64 {
        let mut tx = self.test.db().snapshot().await.unwrap();
        tx.one(&Sql::fixed(question), &[Value::Int(self.id)], |row| row.int(0)).await.unwrap().unwrap()
    }
}
