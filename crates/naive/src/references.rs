//! Which keys of a line point at other lines, and what becomes of them when those are gone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

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
            let Some(of_kind) = records.get_mut(*kind) else {
                continue;
            };
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

/// The lines of a bundle that still stand when others were left out: those that hang on
/// nothing go, references to nothing are emptied. Lines that delete stay as they are.
pub fn without_dangling(lines: &[Value]) -> Vec<Value> {
    let mut lines = lines.to_vec();
    loop {
        let mut there = Records::new();
        for line in &lines {
            if let (Some(kind), Some(id)) = (line["kind"].as_str(), line["id"].as_str()) {
                let id = match line["module"].as_str() {
                    Some(module) => format!("{module}/{id}"),
                    None => id.to_owned(),
                };
                there
                    .entry(kind.to_owned())
                    .or_default()
                    .insert(id, Record::new());
            }
        }
        ready_made(&mut there);
        let before = lines.clone();
        lines.retain_mut(|line| stands(line, &there));
        if lines == before {
            return lines;
        }
    }
}

fn stands(line: &mut Value, there: &Records) -> bool {
    if line["deleted"] == true {
        return true;
    }
    let kind = line["kind"].as_str().unwrap_or_default().to_owned();
    let Some(record) = line.as_object_mut() else {
        return false;
    };
    let mut of_kind = REFERENCES.iter().filter(|(of, ..)| *of == kind);
    of_kind.all(|(_, key, target, shape)| {
        // A participant is somebody.
        let owner = matches!(shape, Shape::Owner | Shape::TaggedOwner) || *key == "party";
        if !record.contains_key(*key) {
            return !owner;
        }
        settle_key(record, key, target, *shape, there) && !(owner && record[*key].is_null())
    })
}

/// The stages a new account has. The first bundle that brings stages of a module takes away
/// those that nothing uses; one that nothing uses cannot show, so they stay here.
pub fn ready_made(records: &mut Records) {
    let ready_made = [
        ("projects", "planned", "Planned", false),
        ("projects", "in-progress", "In progress", false),
        ("projects", "in-review", "In review", false),
        ("projects", "on-hold", "On hold", false),
        ("projects", "done", "Done", true),
        ("tasks", "to-do", "To do", false),
        ("tasks", "doing", "Doing", false),
        ("tasks", "review", "In review", false),
        ("tasks", "done", "Done", true),
    ];
    let stages = records.entry("stage".to_owned()).or_default();
    for (position, (module, id, name, closed)) in ready_made.into_iter().enumerate() {
        let stage = json!({
            "id": id, "module": module, "name": name, "position": position, "closed": closed,
        });
        let Value::Object(stage) = stage else {
            continue;
        };
        stages.entry(format!("{module}/{id}")).or_insert(stage);
    }
}
