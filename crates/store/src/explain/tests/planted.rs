//! Bundles in an account of their own, beside the naive twin's reading of them.

use crate::accounts::{self, tests::ACME};
use crate::blobs::Blobs;
use crate::bundle::{Wish, import};
use crate::chain::Permit;
use crate::engine::Db;
use crate::engine::Sql;
use crate::operator::Operator;
use crate::testing::{Engine, TestDb};
use crate::viewer;
use crate::visible::Reader;
use crate::visible::table::table;
use access::Module;
use jiff::Timestamp;
use naive::World;
use naive::worlds::NOW;
use serde_json::Value;
use std::collections::HashMap;

/// An account `acme` and what was imported into it.
pub(super) struct Planted {
    test: TestDb,
    account: i64,
    lines: Vec<Value>,
    /// Internal keys and public ids by table and the bundle's id.
    ids: HashMap<(&'static str, String), (i64, [u8; 16])>,
}

impl Planted {
    /// An account with this bundle, imported at [`NOW`].
    pub(super) async fn new(engine: Engine, lines: Vec<Value>) -> Planted {
        let mut planted = Planted::empty(engine).await;
        planted.import(lines, NOW).await;
        planted
    }

    pub(super) async fn empty(engine: Engine) -> Planted {
        let test = TestDb::new(engine).await;
        let account = accounts::create(test.db(), &ACME, Timestamp::UNIX_EPOCH)
            .await
            .unwrap()
            .account_id;
        Planted {
            test,
            account,
            lines: Vec::new(),
            ids: HashMap::new(),
        }
    }

    /// Imports more lines.
    pub(super) async fn import(&mut self, lines: Vec<Value>, now: Timestamp) {
        let bundle: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::at_dir(dir.path()).unwrap();
        let wish = Wish {
            keep_going: false,
            dry_run: false,
            beside: None,
            now,
        };
        let source = std::io::Cursor::new(bundle.into_bytes());
        let imported = import(
            self.db(),
            &blobs,
            Permit::for_operator(self.account),
            wish,
            source,
            |_| {},
        )
        .await
        .unwrap();
        assert!(imported.written, "{:?}", imported.rejected);
        self.lines.extend(lines);
        let mut tx = self.db().snapshot().await.unwrap();
        let modules = Module::ALL.map(|module| table(module).name);
        for table in ["person", "role", "access_grant"]
            .into_iter()
            .chain(modules)
        {
            let sql = Sql::built(format!(
                "SELECT source_id, id, public_id FROM {table} WHERE account_id = $1 AND source_id IS NOT NULL"
            ));
            let found = tx
                .rows(&sql, &[self.account.into()], |row| {
                    Ok(((table, row.text(0)?.to_owned()), (row.int(1)?, row.id(2)?)))
                })
                .await
                .unwrap();
            self.ids.extend(found);
        }
    }

    /// The twin's reading of everything that was imported.
    pub(super) fn world(&self) -> World {
        World::from_lines(&self.lines, NOW)
    }

    pub(super) fn db(&self) -> &Db {
        self.test.db()
    }

    /// The server's id of a user.
    pub(super) fn user(&self, id: &str) -> String {
        self.shown("person", id)
    }

    /// The server's id of a grant.
    pub(super) fn grant(&self, id: &str) -> String {
        self.shown("access_grant", id)
    }

    fn shown(&self, table: &'static str, id: &str) -> String {
        crate::ids::show(&self.ids[&(table, id.to_owned())].1)
    }

    /// `tasks/ID` with the server's id.
    pub(super) fn item(&self, place: &str) -> String {
        let (module, id) = place.split_once('/').unwrap();
        format!(
            "{module}/{}",
            self.shown(table(Module::named(module).unwrap()).name, id)
        )
    }

    /// A reader with the rights of staff.
    pub(super) async fn operator(&self, now: Timestamp) -> Reader {
        Operator::of_this_machine()
            .reader(self.db(), "acme", now)
            .await
            .unwrap()
    }

    /// A reader for a user, whatever their state.
    pub(super) async fn reader(&self, user: &str) -> Reader {
        let mut tx = self.db().snapshot().await.unwrap();
        let key = self.ids[&("person", user.to_owned())].0;
        let found = viewer::by_id(&mut tx, self.account, key, NOW.as_microsecond())
            .await
            .unwrap();
        Reader::new(found.unwrap(), tx)
    }
}
