//! A world of the naive twin, written straight into the tables: as much of it as the rule looks at.

use crate::accounts::{self, FOREVER, tests::ACME};
use crate::engine::{Db, Sql, SqlBuilder, Tx, Value};
use access::Module;
use access::roles::BuiltIn;
use access::staff::MemberRole;
use jiff::Timestamp;
use jiff::civil::Date;
use naive::World;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Where everything of the world went.
pub(super) struct Planted {
    pub(super) account: i64,
    /// Internal keys by kind and the bundle's id; members and guests are of the kind `user`.
    keys: HashMap<(String, String), i64>,
}

impl Planted {
    pub(super) fn key(&self, kind: &str, id: &str) -> i64 {
        self.keys[&(kind.to_owned(), id.to_owned())]
    }

    /// The public id that shows outside.
    pub(super) fn shown(&self, kind: &str, id: &str) -> String {
        crate::ids::show(&public_id(self.key(kind, id)))
    }

    /// The item's module and public id.
    pub(super) fn item(&self, item: naive::Item) -> String {
        let module = Module::named(item.module).unwrap();
        format!("{}/{}", item.module, self.shown(module.singular(), item.id))
    }

    /// The same of `tasks/ID` with the bundle's id.
    pub(super) fn place(&self, place: &str) -> String {
        let (module, id) = place.split_once('/').unwrap();
        self.item(naive::Item { module, id })
    }
}

/// Public ids in another order than internal ones.
fn public_id(key: i64) -> [u8; 16] {
    Sha256::digest(key.to_be_bytes())[..16].try_into().unwrap()
}

const KINDS: [&str; 13] = [
    "member", "guest", "role", "grant", "customer", "project", "task", "meeting", "ticket", "order",
    "invoice", "estimate", "knowledge_base",
];

/// Plants a world in a new account `acme`, with a history that begins a second after 1970.
pub(super) async fn planted(db: &Db, world: &World, settings: &Json) -> Planted {
    let account = accounts::create(db, &ACME, Timestamp::UNIX_EPOCH).await.unwrap().account_id;
    let mut keys = HashMap::new();
    for kind in KINDS {
        for id in world.ids(kind) {
            let key = 1000 + keys.len() as i64;
            let kind = if matches!(kind, "member" | "guest") { "user" } else { kind };
            keys.insert((kind.to_owned(), id), key);
        }
    }
    let planted = Planted { account, keys };
    let mut tx = db.write().await.unwrap();
    for kind in KINDS {
        for id in world.ids(kind) {
            let record = Json::Object(world.record(kind, &id).unwrap().clone());
            Line { planted: &planted, kind, id, record }.write(&mut tx).await;
        }
    }
    settle(&mut tx, account, settings).await;
    remembered(&mut tx, account).await;
    tx.commit().await.unwrap();
    planted
}

async fn settle(tx: &mut Tx, account: i64, settings: &Json) {
    static SETTLE: Sql = Sql::fixed(
        "UPDATE account_setting SET ceiling = $2, sharing_enabled = $3, time_zone = $4 WHERE account_id = $1",
    );
    let ceiling = settings.get("ceiling").filter(|c| !c.is_null()).map_or("{}".to_owned(), Json::to_string);
    let sharing = settings["sharing_enabled"] != false;
    let zone = settings["time_zone"].as_str().unwrap_or("UTC");
    tx.execute(&SETTLE, &[account.into(), ceiling.as_str().into(), sharing.into(), zone.into()]).await.unwrap();
}

/// Gives everything the history that it has stood like this since shortly after 1970.
pub(super) async fn remembered(tx: &mut Tx, account: i64) {
    for (table, key, columns) in [
        ("person", "id, ", "is_guest, role, state, roles, permissions, expires_at"),
        ("role", "id, ", "active, expires_at, permissions"),
        (
            "access_grant",
            "id, ",
            "public_id, person_id, subject_module, subject_id, built_in, role_id, permissions, starts_at, \
             expires_at, revoked_at, days_back",
        ),
        (
            "account_setting",
            "",
            "ceiling, sharing_enabled, who_can_share, files_external, plan, time_zone, locale",
        ),
    ] {
        let clear = Sql::built(format!("DELETE FROM {table}_history WHERE account_id = $1"));
        tx.execute(&clear, &[account.into()]).await.unwrap();
        let keep = Sql::built(format!(
            "INSERT INTO {table}_history (account_id, {key}valid_from, valid_to, {columns}) \
             SELECT account_id, {key}CAST($2 AS BIGINT), CAST($3 AS BIGINT), {columns} FROM {table} WHERE account_id = $1"
        ));
        tx.execute(&keep, &[account.into(), 1_000_000.into(), FOREVER.into()]).await.unwrap();
    }
}

struct Line<'a> {
    planted: &'a Planted,
    kind: &'static str,
    id: String,
    record: Json,
}

type Cells = Vec<(&'static str, Cell)>;

enum Cell {
    Int(Option<i64>),
    Text(Option<String>),
    Id([u8; 16]),
}

impl Line<'_> {
    async fn write(&self, tx: &mut Tx) {
        let (table, mut cells) = self.cells();
        let kind = if matches!(self.kind, "member" | "guest") { "user" } else { self.kind };
        let key = self.planted.key(kind, &self.id);
        cells.push(("id", Cell::Int(Some(key))));
        cells.push(("public_id", Cell::Id(public_id(key))));
        if self.kind != "guest" && self.kind != "member" {
            cells.push(("source_id", Cell::Text(Some(self.id.clone()))));
        }
        insert(tx, self.planted.account, table, &cells).await;
        for (list, (table, item)) in self.lists() {
            for (place, user) in self.record[list].as_array().unwrap().iter().enumerate() {
                let user = self.planted.key("user", user.as_str().unwrap());
                let cells = [
                    (item, Cell::Int(Some(key))),
                    ("person_id", Cell::Int(Some(user))),
                    ("position", Cell::Int(Some(place as i64))),
                ];
                insert(tx, self.planted.account, table, &cells).await;
            }
        }
    }

    fn lists(&self) -> Vec<(&'static str, (&'static str, &'static str))> {
        match self.kind {
            "task" => vec![
                ("collaborators", ("task_collaborator", "task_id")),
                ("followers", ("task_follower", "task_id")),
            ],
            "meeting" => vec![("attendees", ("meeting_attendee", "meeting_id"))],
            "knowledge_base" => vec![("access", ("knowledge_access", "knowledge_id"))],
            _ => vec![],
        }
    }

    fn cells(&self) -> (&'static str, Cells) {
        match self.kind {
            "member" | "guest" => ("person", self.person()),
            "role" => ("role", vec![
                ("name", self.text("name")),
                ("active", Cell::Int(Some(i64::from(self.record["active"] == true)))),
                ("expires_at", self.instant("expires_at")),
                ("permissions", Cell::Text(Some(match self.record.get("permissions") {
                    Some(permissions) => permissions.to_string(),
                    None => "{}".to_owned(),
                }))),
            ]),
            "grant" => ("access_grant", self.grant()),
            "customer" => ("customer", vec![
                ("name", self.text("name")),
                ("kind", Cell::Int(Some(0))),
                ("company_id", self.reference("company", "customer")),
                ("created_at", self.instant("created_at")),
            ]),
            "project" => ("project", vec![
                ("name", self.text("name")),
                ("client_customer_id", self.tagged("client", "customer")),
                ("client_person_id", self.tagged("client", "guest")),
                ("created_at", self.instant("created_at")),
            ]),
            "task" => ("task", [self.hanging(), vec![
                ("title", self.text("title")),
                ("parent_id", self.reference("parent", "task")),
                ("priority", Cell::Int(Some(0))),
                ("approval", Cell::Int(Some(0))),
                ("owner_id", self.reference("owner", "user")),
                ("assignee_id", self.reference("assignee", "user")),
                ("created_at", self.instant("created_at")),
            ]].into_iter().flatten().collect()),
            "meeting" => ("meeting", [self.hanging(), vec![
                ("title", self.text("title")),
                ("starts_at", self.instant("starts_at")),
            ]].into_iter().flatten().collect()),
            "ticket" => ("ticket", [self.hanging(), vec![
                ("number", self.text("number")),
                ("subject", self.text("subject")),
                ("status", Cell::Int(Some(0))),
                ("priority", Cell::Int(Some(0))),
                ("requester_id", self.reference("requester", "user")),
                ("opened_at", self.instant("opened_at")),
            ]].into_iter().flatten().collect()),
            "order" => ("sales_order", self.document("ordered_on", &["new", "confirmed", "shipped", "delivered", "cancelled"])),
            "invoice" => {
                let mut cells = self.document("issued_on", &["draft", "sent", "paid", "void"]);
                cells.push(("estimate_id", self.reference("estimate", "estimate")));
                cells.push(("sent_at", self.instant("sent_at")));
                ("invoice", cells)
            }
            "estimate" => {
                let statuses = ["draft", "sent", "accepted", "declined", "expired", "converted"];
                let mut cells = self.document("issued_on", &statuses);
                cells.push(("sent_at", self.instant("sent_at")));
                ("estimate", cells)
            }
            _ => ("knowledge_base", vec![
                ("title", self.text("title")),
                ("public_link", Cell::Int(Some(0))),
                ("updated_at", self.instant("updated_at")),
            ]),
        }
    }

    fn person(&self) -> Cells {
        let guest = self.kind == "guest";
        let place = |names: &[&str], key: &str| {
            let name = self.record[key].as_str().unwrap();
            Cell::Int(Some(names.iter().position(|n| *n == name).unwrap() as i64))
        };
        let (role, state) = if guest {
            (Cell::Int(Some(0)), place(&["invited", "active", "suspended", "removed"], "state"))
        } else {
            (place(&MemberRole::ALL.map(MemberRole::name), "role"), Cell::Int(Some(1)))
        };
        let roles = self.record.get("roles").and_then(Json::as_array).cloned().unwrap_or_default();
        let listed: Vec<Json> = roles.iter().map(|role| match role.as_str().unwrap() {
            built_in if BuiltIn::named(built_in).is_some() => role.clone(),
            made => Json::from(self.planted.key("role", made)),
        }).collect();
        vec![
            ("identity_id", Cell::Int(Some(self.planted.key("user", &self.id)))),
            ("source_id", Cell::Text(Some(self.id.clone()))),
            ("email", self.text("email")),
            ("name", self.text("name")),
            ("is_guest", Cell::Int(Some(i64::from(guest)))),
            ("role", role),
            ("state", state),
            ("roles", Cell::Text(Some(Json::Array(listed).to_string()))),
            ("permissions", self.permissions()),
            ("expires_at", self.instant("expires_at")),
            ("created_at", Cell::Int(Some(0))),
        ]
    }

    fn grant(&self) -> Cells {
        let (kind, id) = self.record["on"].as_object().unwrap().iter().next().unwrap();
        let module = Module::of_singular(kind).unwrap();
        let role = self.record.get("role").and_then(Json::as_str);
        let built_in = role.filter(|role| BuiltIn::named(role).is_some());
        let made = role.filter(|_| built_in.is_none()).map(|role| self.planted.key("role", role));
        vec![
            ("person_id", self.reference("to", "user")),
            ("subject_module", Cell::Int(Some(module as i64))),
            ("subject_id", Cell::Int(Some(self.planted.key(kind, id.as_str().unwrap())))),
            ("built_in", Cell::Text(built_in.map(str::to_owned))),
            ("role_id", Cell::Int(made)),
            ("permissions", self.permissions()),
            ("starts_at", self.instant("starts_at")),
            ("expires_at", self.instant("expires_at")),
            ("revoked_at", self.instant("revoked_at")),
            ("days_back", Cell::Int(self.record.get("days_back").and_then(Json::as_i64))),
        ]
    }

    fn hanging(&self) -> Cells {
        vec![
            ("project_id", self.reference("project", "project")),
            ("customer_id", self.reference("customer", "customer")),
        ]
    }

    fn document(&self, dated: &'static str, statuses: &[&str]) -> Cells {
        let status = self.record["status"].as_str().unwrap();
        let place = statuses.iter().position(|s| *s == status).unwrap();
        let day = self.record.get(dated).map(|day| day.as_str().unwrap().parse::<Date>().unwrap());
        let mut cells = self.hanging();
        cells.push(("number", self.text("number")));
        cells.push(("status", Cell::Int(Some(place as i64))));
        cells.push((dated, Cell::Int(day.map(crate::days::number))));
        cells.push(("lines", Cell::Text(Some("[]".to_owned()))));
        cells
    }

    fn text(&self, key: &str) -> Cell {
        Cell::Text(Some(self.record[key].as_str().unwrap().to_owned()))
    }

    fn permissions(&self) -> Cell {
        Cell::Text(self.record.get("permissions").map(Json::to_string))
    }

    fn instant(&self, key: &str) -> Cell {
        let at = self.record.get(key).map(|at| at.as_str().unwrap().parse::<Timestamp>().unwrap());
        Cell::Int(at.map(Timestamp::as_microsecond))
    }

    fn reference(&self, key: &str, kind: &str) -> Cell {
        let id = self.record.get(key).and_then(Json::as_str);
        Cell::Int(id.map(|id| self.planted.key(kind, id)))
    }

    fn tagged(&self, key: &str, tag: &str) -> Cell {
        let id = self.record.get(key).and_then(|tagged| tagged.get(tag)).and_then(Json::as_str);
        let kind = if tag == "guest" { "user" } else { tag };
        Cell::Int(id.map(|id| self.planted.key(kind, id)))
    }
}

async fn insert(tx: &mut Tx, account: i64, table: &str, cells: &[(&'static str, Cell)]) {
    let mut sql = SqlBuilder::new("INSERT INTO ");
    sql.push(table).push(" (account_id");
    for (column, _) in cells {
        sql.push(", ").push(column);
    }
    sql.push(") VALUES (").bind(account);
    for (_, cell) in cells {
        sql.push(", ").bind(match cell {
            Cell::Int(value) => Value::from(*value),
            Cell::Text(value) => Value::from(value.as_deref()),
            Cell::Id(value) => Value::Id(*value),
        });
    }
    sql.push(")");
    let (sql, values) = sql.finish();
    tx.execute(&sql, &values).await.unwrap();
}
