//! A random world, imported, with the names its records have inside and outside.

use crate::accounts::{self, NewAccount};
use crate::blobs::Blobs;
use crate::bundle::{Wish, import};
use crate::chain::Permit;
use crate::engine::{Db, Sql};
use crate::viewer;
use crate::visible::Reader;
use naive::World;
use naive::worlds::{NOW, world};
use serde_json::Value;
use std::collections::HashMap;
use std::fmt;

/// A world in the database, and its twin.
pub(super) struct Imported {
    pub(super) twin: World,
    db: Db,
    account: i64,
    seed: u64,
    /// The bundle's id of each public id.
    sources: HashMap<String, String>,
    /// The public id of each table's bundle id.
    publics: HashMap<(String, String), String>,
    people: HashMap<String, i64>,
    lines: Vec<Value>,
}

const TABLES: &[&str] = &[
    "person",
    "stage",
    "customer",
    "contact",
    "project",
    "milestone",
    "ledger_entry",
    "work_order",
    "task",
    "meeting",
    "ticket",
    "sales_order",
    "estimate",
    "invoice",
    "knowledge_base",
    "article",
    "comment",
    "file",
];

impl Imported {
    pub(super) async fn new(db: &Db, seed: u64) -> Imported {
        Imported::of(db, &format!("w{seed}"), seed, world(seed, NOW)).await
    }

    /// A world of these lines, in an account of that name.
    pub(super) async fn of(db: &Db, slug: &str, seed: u64, lines: Vec<Value>) -> Imported {
        let new = NewAccount {
            slug,
            name: "Acme",
            admin_email: "first-admin@vestibule.example",
        };
        let account = accounts::create(db, &new, NOW).await.unwrap().account_id;
        let mut imported = Imported {
            twin: World::from_lines(&lines, NOW),
            db: db.clone(),
            account,
            seed,
            sources: HashMap::new(),
            publics: HashMap::new(),
            people: HashMap::new(),
            lines: Vec::new(),
        };
        imported.bring(lines).await;
        imported
    }

    /// Imports lines into the account.
    async fn bring(&mut self, lines: Vec<Value>) {
        let mut bundle = Vec::new();
        for line in &lines {
            bundle.extend(line.to_string().bytes());
            bundle.push(b'\n');
        }
        let wish = Wish {
            keep_going: false,
            dry_run: false,
            beside: None,
            now: NOW,
        };
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::at_dir(dir.path()).unwrap();
        let permit = Permit::for_operator(self.account);
        let report = import(
            &self.db,
            &blobs,
            permit,
            wish,
            std::io::Cursor::new(bundle),
            |_| {},
        )
        .await
        .unwrap();
        assert!(
            report.written,
            "{self} was not taken: {:?}",
            report.rejected
        );
        self.lines = lines;
        self.learn_ids().await;
    }

    /// Makes the account another world: its lines come in, and what they leave out is deleted.
    pub(super) async fn become_world(&mut self, lines: Vec<Value>) {
        let key = |line: &Value| {
            (
                line["kind"].clone(),
                line["module"].clone(),
                line["id"].clone(),
            )
        };
        let stay: Vec<_> = lines.iter().map(key).collect();
        let mut all = lines.clone();
        for line in &self.lines {
            if line["id"].is_string() && line["deleted"].is_null() && !stay.contains(&key(line)) {
                let mut gone =
                    serde_json::json!({"kind": line["kind"], "id": line["id"], "deleted": true});
                if line["kind"] == "stage" {
                    gone["module"] = line["module"].clone();
                }
                all.push(gone);
            }
        }
        self.bring(all).await;
        self.twin = World::from_lines(&lines, NOW);
        self.lines = lines;
    }

    /// Another account of the same database with the same lines, ids and addresses.
    pub(super) async fn neighbour(&self) -> Imported {
        Imported::of(
            &self.db,
            &format!("n{}", self.seed),
            self.seed,
            self.lines.clone(),
        )
        .await
    }

    /// The lines that make the world.
    pub(super) fn lines(&self) -> &[Value] {
        &self.lines
    }

    async fn learn_ids(&mut self) {
        let mut tx = self.db.snapshot().await.unwrap();
        for table in TABLES {
            let sql = Sql::built(format!(
                "SELECT public_id, source_id, id, {} FROM {table} WHERE account_id = $1 AND source_id IS NOT NULL",
                if *table == "stage" {
                    "module"
                } else {
                    "CAST(NULL AS BIGINT)"
                }
            ));
            let rows = tx
                .rows(&sql, &[self.account.into()], |row| {
                    Ok((
                        crate::ids::show(&crate::ids::read(row.blob(0)?)?),
                        row.text(1)?.to_owned(),
                        row.int(2)?,
                        row.opt_int(3)?,
                    ))
                })
                .await
                .unwrap();
            for (public, source, id, module) in rows {
                // A stage's id is unique within its module alone.
                let module = module
                    .and_then(access::Module::numbered)
                    .map_or("", access::Module::name);
                if *table == "person" {
                    self.people.insert(source.clone(), id);
                }
                let table = if *table == "stage" {
                    format!("stage {module}")
                } else {
                    (*table).to_owned()
                };
                self.publics.insert((table, source.clone()), public.clone());
                self.sources.insert(public, source);
            }
        }
    }

    /// A reader for one of the world's users, as they stand at the world's instant.
    pub(super) async fn reader(&self, user: &str) -> Reader {
        self.reader_at(user, NOW).await
    }

    /// The same at another instant.
    pub(super) async fn reader_at(&self, user: &str, now: jiff::Timestamp) -> Reader {
        let mut tx = self.db.snapshot().await.unwrap();
        let person = self.people[user];
        let viewer = viewer::by_id(&mut tx, self.account, person, now.as_microsecond())
            .await
            .unwrap()
            .unwrap();
        Reader::new(viewer, tx)
    }

    /// The bundle's id of a public one.
    pub(super) fn source(&self, public: &str) -> String {
        self.sources
            .get(public)
            .cloned()
            .unwrap_or_else(|| format!("? {public}"))
    }

    /// The public id of an item.
    pub(super) fn public(&self, module: &str, id: &str) -> String {
        let module = access::Module::named(module).unwrap();
        let table = crate::visible::table::table(module).name;
        self.publics[&(table.to_owned(), id.to_owned())].clone()
    }

    /// The public id of a stage or a person.
    pub(super) fn public_of(&self, table: &str, id: &str) -> Option<String> {
        self.publics
            .get(&(table.to_owned(), id.to_owned()))
            .cloned()
    }

    /// An answer with the bundle's ids in place of the server's.
    pub(super) fn in_its_words(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => match self.sources.get(text) {
                Some(source) => Value::from(source.as_str()),
                None => value.clone(),
            },
            Value::Array(list) => list.iter().map(|v| self.in_its_words(v)).collect(),
            Value::Object(map) => map
                .iter()
                .map(|(k, v)| (k.clone(), self.in_its_words(v)))
                .collect::<serde_json::Map<_, _>>()
                .into(),
            other => other.clone(),
        }
    }
}

impl fmt::Display for Imported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "world {}", self.seed)
    }
}
