//! A bundle as the evaluation sees it: the last line of each record, defaults applied.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use crate::catalogue::{MODULES, module};
use crate::permissions::Ceiling;
use crate::references::{Record, Records, ready_made, settle};

/// One item, by its module and the bundle's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item<'a> {
    /// The module's name.
    pub module: &'a str,
    /// The bundle's id.
    pub id: &'a str,
}

/// What kind of viewer a user is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Viewer {
    /// A member who is not limited: everything, uncapped.
    Staff,
    /// A limited member.
    Limited,
    /// A guest, in whatever state.
    Guest,
}

/// One account, read from a bundle.
#[derive(Debug, Clone)]
pub struct World {
    /// The account's name, which stands for members who are not to be seen by name.
    pub account_name: String,
    records: Records,
    settings: Record,
}

impl World {
    /// Reads a bundle. `imported_at` is what instants left out become. Nothing is reported:
    /// the bundle is taken to be a good one.
    pub fn from_lines(lines: &[Value], imported_at: Timestamp) -> Self {
        let mut records = Records::new();
        ready_made(&mut records);
        let mut settings = json_object(json!({
            "ceiling": {}, "sharing_enabled": true, "files_external": false, "time_zone": "UTC",
        }));
        for line in lines {
            let Some(record) = line.as_object() else {
                continue;
            };
            let kind = record
                .get("kind")
                .and_then(Value::as_str)
                .unwrap_or_default();
            if kind == "settings" {
                for (key, value) in record {
                    settings.insert(key.clone(), value.clone());
                }
                continue;
            }
            let Some(id) = record.get("id").and_then(Value::as_str) else {
                continue;
            };
            let id = match (kind, record.get("module").and_then(Value::as_str)) {
                ("stage", Some(module)) => format!("{module}/{id}"),
                _ => id.to_owned(),
            };
            let of_kind = records.entry(kind.to_owned()).or_default();
            if record.get("deleted") == Some(&Value::Bool(true)) {
                of_kind.remove(&id);
            } else {
                of_kind.insert(id, record.clone());
            }
        }
        settle(&mut records);
        let mut world = World {
            account_name: "Acme".to_owned(),
            records,
            settings,
        };
        world.apply_defaults(imported_at);
        world
    }

    fn apply_defaults(&mut self, imported_at: Timestamp) {
        let guests: Vec<String> = self.ids("guest");
        let files_external = self.settings["files_external"] == true;
        for (kind, of_kind) in &mut self.records {
            for record in of_kind.values_mut() {
                record.retain(|_, value| !value.is_null());
                for (key, value) in defaults(kind) {
                    record.entry(key).or_insert(value);
                }
                for key in instants_of_import(kind) {
                    record
                        .entry(*key)
                        .or_insert(Value::from(imported_at.to_string()));
                }
                if kind == "file" {
                    let by = record.get("uploaded_by").and_then(Value::as_str);
                    let by_guest = by.is_some_and(|by| guests.iter().any(|guest| guest == by));
                    record
                        .entry("external")
                        .or_insert(Value::from(by_guest || files_external));
                }
            }
        }
    }

    /// The ids of every record of a kind, in order.
    pub fn ids(&self, kind: &str) -> Vec<String> {
        self.all(kind).map(|(id, _)| id.clone()).collect()
    }

    /// Every record of a kind with its id.
    pub fn all(&self, kind: &str) -> impl Iterator<Item = (&String, &Record)> {
        self.records.get(kind).into_iter().flatten()
    }

    /// One record.
    pub fn record(&self, kind: &str, id: &str) -> Option<&Record> {
        self.records.get(kind)?.get(id)
    }

    /// The record of an item.
    pub fn item(&self, item: Item) -> Option<&Record> {
        self.record(module(item.module)?.kind, item.id)
    }

    /// Every item of every module.
    pub fn items(&self) -> Vec<Item<'_>> {
        let modules = MODULES.iter();
        modules
            .flat_map(|module| {
                self.all(module.kind).map(|(id, _)| Item {
                    module: module.name,
                    id,
                })
            })
            .collect()
    }

    /// Every member and guest.
    pub fn users(&self) -> Vec<String> {
        [self.ids("member"), self.ids("guest")].concat()
    }

    /// What kind of viewer a user is; none where there is no such user.
    pub fn viewer(&self, user: &str) -> Option<Viewer> {
        if self.record("guest", user).is_some() {
            return Some(Viewer::Guest);
        }
        match text(self.record("member", user)?, "role") {
            Some("limited") => Some(Viewer::Limited),
            _ => Some(Viewer::Staff),
        }
    }

    /// The account's ceiling.
    pub fn ceiling(&self) -> Ceiling<'_> {
        Ceiling::read(self.settings.get("ceiling").unwrap_or(&Value::Null))
    }

    /// Whether the account shares at all.
    pub fn sharing_enabled(&self) -> bool {
        self.settings["sharing_enabled"] == true
    }

    /// The account's time zone; UTC where its name is not known here.
    pub fn time_zone(&self) -> TimeZone {
        let name = text(&self.settings, "time_zone").unwrap_or("UTC");
        TimeZone::get(name).unwrap_or(TimeZone::UTC)
    }

    /// The account's day at an instant.
    pub fn day(&self, at: Timestamp) -> Date {
        at.to_zoned_datetime(self.time_zone()).date()
    }
}

/// A key's text; none where it has no value.
pub fn text<'a>(record: &'a Record, key: &str) -> Option<&'a str> {
    record.get(key)?.as_str()
}

/// A key's instant.
pub fn instant(record: &Record, key: &str) -> Option<Timestamp> {
    text(record, key)?.parse().ok()
}

/// Whether a key's list of ids holds one.
pub fn lists(record: &Record, key: &str, id: &str) -> bool {
    let listed = record
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    listed.filter_map(Value::as_str).any(|listed| listed == id)
}

fn json_object(value: Value) -> Record {
    match value {
        Value::Object(record) => record,
        _ => Map::new(),
    }
}

/// What a key without a value becomes.
fn defaults(kind: &str) -> Vec<(&'static str, Value)> {
    match kind {
        "member" => vec![("role", json!("member"))],
        "guest" => vec![("state", json!("active")), ("roles", json!([]))],
        "role" => vec![("active", json!(true))],
        "stage" => vec![("closed", json!(false))],
        "milestone" => vec![("done", json!(false))],
        "project" => vec![("followers", json!([])), ("team", json!([]))],
        "task" => vec![
            ("priority", json!("normal")),
            ("approval", json!("none")),
            ("collaborators", json!([])),
            ("followers", json!([])),
        ],
        "meeting" => vec![("attendees", json!([]))],
        "ticket" => vec![("status", json!("open")), ("priority", json!("normal"))],
        "order" => vec![("status", json!("new")), ("lines", json!([]))],
        "invoice" => vec![
            ("status", json!("draft")),
            ("lines", json!([])),
            ("payments", json!([])),
        ],
        "estimate" => vec![("status", json!("draft")), ("lines", json!([]))],
        "comment" => vec![("internal", json!(false))],
        "knowledge_base" => vec![("access", json!([])), ("public_link", json!(false))],
        "article" => vec![("published", json!(false))],
        _ => vec![],
    }
}

/// Keys that take the moment of import where they are left out.
fn instants_of_import(kind: &str) -> &'static [&'static str] {
    match kind {
        "customer" | "project" | "task" => &["created_at"],
        "ticket" => &["opened_at"],
        "knowledge_base" | "article" => &["updated_at"],
        "comment" => &["at"],
        _ => &[],
    }
}
