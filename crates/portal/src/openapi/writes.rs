//! What is said of the doors that write records: what they take comes from the declaration of kinds in bundles.

use serde_json::{Map, Value, json};
use store::bundle::takes::{Key, Takes, keys};

use super::items::{self, reference};
use super::values::{described, object};
use super::{parts, records};
use crate::http::routes::{Deed, Records, Target};

/// What a door does, in a few words, and the area it belongs to.
pub(super) fn words(deed: Deed, target: Target) -> (String, &'static str) {
    let verb = match deed {
        Deed::Create => "Make",
        Deed::Change => "Change",
        Deed::Delete => "Delete",
    };
    match target {
        Target::Item(module) => (format!("{verb} one of the {module}"), module.name()),
        Target::Part(module, relation) => {
            let what = relation.replace('_', " ");
            (
                format!("{verb} one of the {what} of one of the {module}"),
                module.name(),
            )
        }
        Target::Record(Records::Members) if deed == Deed::Delete => {
            ("Send a member away".to_owned(), "sharing")
        }
        Target::Record(Records::Stages) if deed == Deed::Delete => (
            "Delete a stage, and move what is in it to `replacement` or to none".to_owned(),
            "sharing",
        ),
        Target::Record(area) => (format!("{verb} one of the {}", area.name()), "sharing"),
        Target::Settings => ("Change the settings that are named".to_owned(), "sharing"),
    }
}

/// The schema of what it gives.
pub(super) fn gives(target: Target) -> Value {
    match target {
        Target::Item(module) => reference(&items::name(module)),
        Target::Part(_, relation) => reference(parts::name(relation).unwrap_or("Id")),
        Target::Record(area) => reference(records::name(area)),
        Target::Settings => reference("Settings"),
    }
}

/// The schema of what it takes; none where it takes nothing.
pub(super) fn takes(deed: Deed, target: Target) -> Option<Value> {
    let name = body(target);
    match deed {
        Deed::Create => Some(reference(&format!("New{name}"))),
        Deed::Change => Some(reference(&format!("{name}Change"))),
        Deed::Delete => None,
    }
}

/// The header under which the same is done once.
pub(super) fn idempotency_key() -> Value {
    header(
        "Idempotency-Key",
        "Under one key the same is done once within a day; a repeat answers with what was made.",
    )
}

fn header(name: &str, description: &str) -> Value {
    json!({
        "name": name, "in": "header", "required": false, "schema": {"type": "string"},
        "description": description,
    })
}

/// The headers and parameters that writing takes beside the address.
pub(super) fn parameters(deed: Deed, target: Target) -> Vec<Value> {
    let mut all = match deed {
        Deed::Create => vec![idempotency_key()],
        _ => vec![header(
            "If-Match",
            "The `ETag` of what was read; another writer's change in between refuses with 412.",
        )],
    };
    if (deed, target) == (Deed::Delete, Target::Record(Records::Stages)) {
        all.push(json!({
            "name": "replacement", "in": "query", "required": false, "schema": {"type": "string"},
            "description": "The stage of the same module that takes over what is in this one.",
        }));
    }
    all
}

/// How it can refuse, beside what every door in an account can.
pub(super) fn refusals(deed: Deed, target: Target) -> Vec<&'static str> {
    let mut all = vec!["conflict"];
    if deed != Deed::Delete {
        all.push("too-large");
    }
    if deed != Deed::Create {
        all.push("changed-meanwhile");
    }
    // A repeat of what is gone meanwhile, and whoever was sent away meanwhile, find nothing.
    if target != Target::Settings || deed == Deed::Change {
        all.push("not-found");
    }
    all
}

/// The schema's name of what is sent.
fn body(target: Target) -> String {
    match target {
        Target::Item(module) => items::name(module),
        Target::Part(_, relation) => parts::name(relation).unwrap_or("Id").to_owned(),
        Target::Record(area) => records::name(area).to_owned(),
        Target::Settings => "Settings".to_owned(),
    }
}

/// The names of the schemas of what is sent, and themselves.
pub(super) fn schemas() -> Vec<(String, Value)> {
    let mut all: Vec<(String, Value)> = access::Module::ALL
        .into_iter()
        .flat_map(|module| both(&items::name(module), module.singular(), &[]))
        .collect();
    let parts = [
        ("comments", "comment", &["on"][..]),
        ("milestones", "milestone", &["project"]),
        ("work_orders", "work_order", &["project"]),
        ("contacts", "contact", &["customer"]),
        ("articles", "article", &["knowledge_base"]),
    ];
    for (relation, kind, said) in parts {
        all.extend(both(parts::name(relation).unwrap_or("Id"), kind, said));
    }
    all.extend(both("LedgerEntry", "ledger_entry", &["project", "type"]));
    all.extend(both("ModuleStage", "stage", &[]));
    all.extend(both("Role", "role", &[]));
    all.extend(both("Member", "member", &[]));
    let file = parts::name("files").unwrap_or("Id");
    let switches = keys("file")
        .into_iter()
        .filter(|key| matches!(key.name, "name" | "external"));
    all.push((format!("{file}Change"), of(switches, &[])));
    let payment = parts::name("payments").unwrap_or("Id");
    let payment_keys = || payment_schema()["properties"].clone();
    all.push((format!("New{payment}"), object(payment_keys(), &["amount"])));
    all.push((format!("{payment}Change"), object(payment_keys(), &[])));
    let mut settings = of(
        keys("settings")
            .into_iter()
            .filter(|key| key.name != "plan"),
        &[],
    );
    settings["properties"]["name"] = json!({"type": "string"});
    settings["properties"]["plan"] = described(
        "As it is: who runs the server sets it.",
        json!({"type": "string"}),
    );
    all.push(("SettingsChange".to_owned(), settings));
    all
}

/// What makes a record of a kind, and what changes one. Keys that the address says need not be sent.
fn both(name: &str, kind: &str, said: &[&str]) -> [(String, Value); 2] {
    let required: Vec<&str> = keys(kind)
        .iter()
        .filter(|key| key.required && !said.contains(&key.name))
        .map(|key| key.name)
        .collect();
    [
        (format!("New{name}"), of(keys(kind).into_iter(), &required)),
        (format!("{name}Change"), of(keys(kind).into_iter(), &[])),
    ]
}

fn of(keys: impl Iterator<Item = Key>, required: &[&str]) -> Value {
    let properties: Map<String, Value> = keys
        .map(|key| (key.name.to_owned(), schema(&key)))
        .collect();
    object(Value::Object(properties), required)
}

fn schema(key: &Key) -> Value {
    let one = match &key.takes {
        Takes::Text | Takes::Id => json!({"type": "string"}),
        Takes::Truth => json!({"type": "boolean"}),
        Takes::Whole(least, most) => {
            json!({"type": "integer", "minimum": least, "maximum": most})
        }
        Takes::Date => json!({"type": "string", "format": "date"}),
        Takes::Instant => json!({"type": "string", "format": "date-time"}),
        Takes::Decimal => reference("Decimal"),
        Takes::Word(words) => json!({"type": "string", "enum": words}),
        Takes::Money => reference("Money"),
        Takes::Ids => json!({"type": "array", "items": {"type": "string"}}),
        Takes::Tagged(words) => tagged(words),
        Takes::Lines(keys) => json!({"type": "array", "items": line(keys)}),
        Takes::Payments => json!({"type": "array", "items": payment_schema()}),
        Takes::Permissions => reference("Permissions"),
        Takes::Ceiling => reference("Ceiling"),
        Takes::Content => json!({"type": "object"}),
    };
    if key.required {
        one
    } else {
        json!({"oneOf": [one, {"type": "null"}]})
    }
}

fn tagged(words: &[&'static str]) -> Value {
    let properties: Map<String, Value> = words
        .iter()
        .map(|word| ((*word).to_owned(), json!({"type": "string"})))
        .collect();
    json!({
        "type": "object", "properties": properties, "additionalProperties": false,
        "minProperties": 1, "maxProperties": 1,
    })
}

fn line(keys: &[&str]) -> Value {
    let properties: Map<String, Value> = keys
        .iter()
        .map(|key| {
            let schema = match *key {
                "product" | "description" => json!({"type": ["string", "null"]}),
                _ => json!({"oneOf": [reference("Decimal"), {"type": "null"}]}),
            };
            ((*key).to_owned(), schema)
        })
        .collect();
    object(Value::Object(properties), &[])
}

fn payment_schema() -> Value {
    object(
        json!({
            "paid_on": {"type": ["string", "null"], "format": "date"},
            "amount": reference("Decimal"),
            "method": {"type": ["string", "null"]},
        }),
        &["amount"],
    )
}
