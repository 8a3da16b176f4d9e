//! Which keys of a line point at other lines, and what becomes of them when those are gone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::catalogue::MODULES;
use crate::roles;

/// A line of the bundle without its `kind`.
pub type Record = Map<String, Value>;

/// All records, by kind and id. Stages stand under `module/id`.
pub type Records = BTreeMap<String, BTreeMap<String, Record>>;

/// How a key points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// An id that may be empty.
    One,
    /// An id without which the record does not stand.
    Owner,
    /// A list of ids.
    List,
    /// `{"kind": id}` that may be empty.
    Tagged,
    /// `{"kind": id}` without which the record does not stand.
    TaggedOwner,
}

/// Kind, key, kind pointed at (`user` is a member or guest), shape.
const REFERENCES: &[(&str, &str, &str, Shape)] = &[
    ("customer", "account_manager", "user", Shape::One),
    ("customer", "company", "customer", Shape::One),
    ("contact", "customer", "customer", Shape::Owner),
    ("guest", "contact", "contact", Shape::One),
    ("guest", "customer", "customer", Shape::One),
    ("guest", "roles", "role", Shape::List),
    ("guest", "available_users", "user", Shape::List),
    ("project", "stage", "projects stage", Shape::One),
    ("project", "followers", "user", Shape::List),
    ("project", "created_by", "user", Shape::One),
    ("project", "manager", "user", Shape::One),
    ("project", "team", "user", Shape::List),
    ("project", "client", "", Shape::Tagged),
    ("participant", "project", "project", Shape::Owner),
    ("participant", "party", "", Shape::Tagged),
    ("participant", "grant", "grant", Shape::One),
    ("milestone", "project", "project", Shape::Owner),
    ("ledger_entry", "project", "project", Shape::Owner),
    ("work_order", "project", "project", Shape::Owner),
    ("task", "project", "project", Shape::One),
    ("task", "customer", "customer", Shape::One),
    ("task", "parent", "task", Shape::One),
    ("task", "stage", "tasks stage", Shape::One),
    ("task", "owner", "user", Shape::One),
    ("task", "assignee", "user", Shape::One),
    ("task", "collaborators", "user", Shape::List),
    ("task", "followers", "user", Shape::List),
    ("comment", "on", "", Shape::TaggedOwner),
    ("comment", "author", "user", Shape::One),
    ("file", "on", "", Shape::TaggedOwner),
    ("file", "uploaded_by", "user", Shape::One),
    ("meeting", "project", "project", Shape::One),
    ("meeting", "customer", "customer", Shape::One),
    ("meeting", "organiser", "user", Shape::One),
    ("meeting", "attendees", "user", Shape::List),
    ("ticket", "project", "project", Shape::One),
    ("ticket", "customer", "customer", Shape::One),
    ("ticket", "assignee", "user", Shape::One),
    ("ticket", "requester", "user", Shape::One),
    ("order", "customer", "customer", Shape::One),
    ("order", "project", "project", Shape::One),
    ("estimate", "customer", "customer", Shape::One),
    ("estimate", "project", "project", Shape::One),
    ("invoice", "customer", "customer", Shape::One),
    ("invoice", "project", "project", Shape::One),
    ("invoice", "estimate", "estimate", Shape::One),
    ("knowledge_base", "access", "user", Shape::List),
    ("knowledge_base", "author", "user", Shape::One),
    ("article", "knowledge_base", "knowledge_base", Shape::Owner),
    ("article", "author", "user", Shape::One),
    ("grant", "to", "user", Shape::Owner),
    ("grant", "on", "", Shape::TaggedOwner),
    ("grant", "role", "role", Shape::One),
];

/// Takes away what hangs on records that are gone, and empties references to them, until
/// nothing points nowhere. Lists of people drop repeats.
pub fn settle(records: &mut Records) {
    loop {
        let there = records.clone();
        for (kind, key, target, shape) in REFERENCES {
            let Some(of_kind) = records.get_mut(*kind) else { continue };
            of_kind.retain(|_, record| settle_key(record, key, target, *shape, &there));
        }
        if *records == there {
            return;
        }
    }
}

/// Settles one key of one record; false where the record cannot stand any more.
fn settle_key(record: &mut Record, key: &str, target: &str, shape: Shape, there: &Records) -> bool {
    let value = record.get(key).cloned().unwrap_or(Value::Null);
    let settled = match shape {
        Shape::One | Shape::Owner => match value.as_str() {
            Some(id) if exists(there, target, id) => value,
            _ => Value::Null,
        },
        Shape::List => match value.as_array() {
            Some(ids) => kept(ids, target, there),
            None => value,
        },
        Shape::Tagged | Shape::TaggedOwner => match tag(&value) {
            Some(("name", _)) => value,
            Some((kind, id)) if exists(there, kind, id) => value,
            _ => Value::Null,
        },
    };
    let stands = !settled.is_null() || !matches!(shape, Shape::Owner | Shape::TaggedOwner);
    record.insert(key.to_owned(), settled);
    stands
}

fn kept(ids: &[Value], target: &str, there: &Records) -> Value {
    let mut met = BTreeSet::new();
    let mut kept = Vec::new();
    for id in ids.iter().filter_map(Value::as_str) {
        if exists(there, target, id) && met.insert(id) {
            kept.push(Value::from(id));
        }
    }
    Value::Array(kept)
}

/// The one key and the id of `{"kind": id}`.
pub fn tag(value: &Value) -> Option<(&str, &str)> {
    let (kind, id) = value.as_object()?.iter().find(|(_, id)| !id.is_null())?;
    Some((kind, id.as_str()?))
}

fn exists(records: &Records, target: &str, id: &str) -> bool {
    let has = |kind: &str, id: &str| records.get(kind).is_some_and(|all| all.contains_key(id));
    match target {
        "user" => has("member", id) || has("guest", id),
        "role" => roles::built_in(id).is_some() || has("role", id),
        "projects stage" => has("stage", &format!("projects/{id}")),
        "tasks stage" => has("stage", &format!("tasks/{id}")),
        kind => has(kind, id),
    }
}

/// The keys of a kind of line that point at stages or other lines, for those who cut worlds
/// down: whether the record falls with what it points at.
pub fn pointing_keys(kind: &str) -> Vec<(&'static str, bool)> {
    let of_kind = REFERENCES.iter().filter(|(of, ..)| *of == kind);
    of_kind
        .map(|(_, key, _, shape)| (*key, matches!(shape, Shape::Owner | Shape::TaggedOwner)))
        .collect()
}

/// Every kind of line that stands for an item.
pub fn is_item(kind: &str) -> bool {
    MODULES.iter().any(|module| module.kind == kind)
}
