//! What is said of each address: what it gives, what it takes, and how it can refuse.

use serde_json::{Map, Value, json};

use super::items::{self, reference};
use super::parameters::{names, path_parameter, query, related_module};
use super::values::page;
use super::{actions, identity, parts, records, sharing, writes};
use crate::http::problem::KINDS;
use crate::http::routes::{Deed, Door, Entry, Route, Sharing};

/// The operation behind a route.
pub(super) fn operation(route: &Route) -> Value {
    let door = route.door;
    let (summary, tag) = words(door);
    let mut parameters: Vec<Value> = names(&route.path).map(path_parameter).collect();
    parameters.extend(query(door));
    if let Door::Write(deed, target) = door {
        parameters.extend(writes::parameters(deed, target));
    }
    if let Door::Act(_) | Door::Upload(_) = door {
        parameters.push(writes::idempotency_key());
    }
    let mut operation = json!({
        "operationId": operation_id(route),
        "summary": summary,
        "tags": [tag],
        "parameters": parameters,
        "responses": responses(door),
    });
    if door == Door::Import {
        let lines = json!({"schema": {"type": "string", "description": "One JSON object a line."}});
        let content = json!({"application/x-ndjson": lines});
        operation["requestBody"] = json!({"required": true, "content": content});
    }
    if let Door::Upload(_) = door {
        let content = json!({"multipart/form-data": {"schema": reference("NewFiles")}});
        operation["requestBody"] = json!({"required": true, "content": content});
    }
    if let Door::Sharing(door) = door
        && let Some(schema) = sharing::takes(door)
    {
        let content = json!({"application/json": {"schema": schema}});
        operation["requestBody"] = json!({"required": true, "content": content});
    }
    if let Door::Write(deed, target) = door
        && let Some(schema) = writes::takes(deed, target)
    {
        let content = json!({"application/json": {"schema": schema}});
        operation["requestBody"] = json!({"required": true, "content": content});
    }
    let own = match door {
        Door::Enter(entry) => identity::sent(entry),
        Door::Own(own) => identity::given(own),
        Door::Act(action) => actions::takes(action),
        _ => None,
    };
    if let Some(schema) = own {
        let content = json!({"application/json": {"schema": schema}});
        operation["requestBody"] = json!({"required": true, "content": content});
    }
    if matches!(
        door,
        Door::Healthz | Door::Readyz | Door::OpenApi | Door::Enter(_)
    ) {
        operation["security"] = json!([]);
    }
    operation
}

fn operation_id(route: &Route) -> String {
    let path = route.path.strip_prefix("/api/v1").unwrap_or(&route.path);
    let words: Vec<&str> = path
        .split(['/', '{', '}', '.'])
        .filter(|word| !word.is_empty())
        .collect();
    format!(
        "{}_{}",
        route.method.as_str().to_lowercase(),
        words.join("_")
    )
}

fn words(door: Door) -> (String, &'static str) {
    let (summary, tag): (String, _) = match door {
        Door::Healthz => ("Whether the process runs".into(), "running"),
        Door::Readyz => ("Whether the database answers".into(), "running"),
        Door::OpenApi => ("This document".into(), "running"),
        Door::Metrics => (
            "Counters for Prometheus; where a token is set, with it".into(),
            "running",
        ),
        Door::Me => (
            "The identity behind the token, and its accounts".into(),
            "identity",
        ),
        Door::List(module) => (
            format!("What the viewer sees of the {module}"),
            module.name(),
        ),
        Door::Item(module) => (format!("One of the {module}"), module.name()),
        Door::Related(module, relation) => (
            format!("The {} of one of the {module}", relation.replace('_', " ")),
            module.name(),
        ),
        Door::Article => ("One article of a knowledge base".into(), "knowledge"),
        Door::DuePayments => (
            "Invoices of a customer with something left to pay".into(),
            "customers",
        ),
        Door::PaymentHistory => ("Payments on a customer's invoices".into(), "customers"),
        Door::FileContent => ("The bytes of a file".into(), "files"),
        Door::Records(area) => (format!("The {} of the account", area.name()), "sharing"),
        Door::Record(area) => (format!("One of the {}", area.name()), "sharing"),
        Door::Settings => ("The settings of the account".into(), "sharing"),
        Door::Explain => ("Why a user sees an item, or not".into(), "access"),
        Door::Who => (
            "The guests and limited members who see an item".into(),
            "access",
        ),
        Door::History => ("What a user held at an instant".into(), "access"),
        Door::Import => ("Bring a bundle in".into(), "data"),
        Door::Export => ("Hand the account out as a bundle".into(), "data"),
        Door::Sharing(door) => (sharing::summary(door).into(), "sharing"),
        Door::Write(deed, target) => writes::words(deed, target),
        Door::Upload(module) => (format!("Add files to one of the {module}"), module.name()),
        Door::Act(action) => (actions::summary(action).into(), action.module().name()),
        Door::Enter(entry) => (identity::entering(entry).into(), "identity"),
        Door::Own(own) => (identity::keeping(own).into(), "identity"),
    };
    (summary, tag)
}

/// The schema of what a door gives, and its media type.
fn gives(door: Door) -> (Value, &'static str) {
    const JSON: &str = "application/json";
    match door {
        Door::Healthz | Door::Readyz => (reference("State"), JSON),
        Door::OpenApi => (json!({"type": "object"}), JSON),
        Door::Metrics => (json!({"type": "string"}), "text/plain"),
        Door::Me => (reference("Me"), JSON),
        Door::List(module) => (page(reference(&items::name(module))), JSON),
        Door::Item(module) => (reference(&items::name(module)), JSON),
        Door::Related(module, relation) => {
            let name = match related_module(module, relation) {
                Some(module) => items::name(module),
                None => parts::name(relation).unwrap_or("Id").to_owned(),
            };
            (page(reference(&name)), JSON)
        }
        Door::Article => (reference("Article"), JSON),
        Door::DuePayments => (reference("DuePayments"), JSON),
        Door::PaymentHistory => (reference("PaymentHistory"), JSON),
        Door::FileContent => (json!({"type": "string"}), "*/*"),
        Door::Records(area) => (page(reference(records::name(area))), JSON),
        Door::Record(area) => (reference(records::name(area)), JSON),
        Door::Settings => (reference("Settings"), JSON),
        Door::Explain => (reference("Explanation"), JSON),
        Door::Who => (reference("WhoSees"), JSON),
        Door::History => (reference("History"), JSON),
        Door::Import => (reference("Imported"), JSON),
        Door::Export => (json!({"type": "string"}), "application/x-ndjson"),
        Door::Sharing(door) => (sharing::gives(door), JSON),
        Door::Write(_, target) => (writes::gives(target), JSON),
        Door::Upload(_) => (reference("Files"), JSON),
        Door::Act(action) => (reference(&items::name(action.module())), JSON),
        Door::Enter(entry) => (identity::entered(entry).1, JSON),
        Door::Own(own) => (identity::kept(own).1, JSON),
    }
}

fn responses(door: Door) -> Value {
    let (schema, media) = gives(door);
    let mut all = Map::new();
    let content = json!({media: {"schema": schema}});
    let (status, what) = match door {
        Door::Sharing(door) if sharing::makes(door) => ("201", "What was made."),
        Door::Sharing(_) => ("200", "What came of it."),
        Door::Enter(entry) => (identity::entered(entry).0, "What came of it."),
        Door::Own(own) => (identity::kept(own).0, "What came of it."),
        Door::Write(Deed::Create, _) => ("201", "What was made, as the viewer sees it."),
        Door::Upload(_) => ("201", "The new files in the order they were sent."),
        Door::Write(Deed::Delete, _) => ("204", "It is deleted."),
        _ => ("200", "What the viewer sees."),
    };
    all.insert(
        status.to_owned(),
        match door {
            Door::Write(Deed::Delete, _) => json!({"description": what}),
            _ => json!({"description": what, "content": content}),
        },
    );
    if matches!(
        door,
        Door::Write(Deed::Create | Deed::Change, _) | Door::Act(_)
    ) {
        let what = "It is done, and the viewer does not see it any more.";
        all.insert("204".to_owned(), json!({"description": what}));
    }
    if door == Door::FileContent {
        let content = json!({"*/*": {"schema": {"type": "string"}}});
        all.insert(
            "206".to_owned(),
            json!({"description": "The part asked for.", "content": content}),
        );
    }
    if door == Door::Enter(Entry::SignIn) {
        let content = json!({"application/json": {"schema": reference("SignedIn")}});
        let signed_in = json!({"description": "Signed in by the password.", "content": content});
        all.insert("200".to_owned(), signed_in);
    }
    let writes = match door {
        Door::Metrics
        | Door::Import
        | Door::Export
        | Door::Sharing(_)
        | Door::Write(..)
        | Door::Upload(_)
        | Door::Act(_)
        | Door::Enter(_) => true,
        Door::Own(own) => !own.reads(),
        _ => false,
    };
    if !writes {
        all.insert(
            "304".to_owned(),
            json!({"description": "The same as the reader has."}),
        );
    }
    if door == Door::Sharing(Sharing::ChangeGrant) {
        all.insert(
            "204".to_owned(),
            json!({"description": "Changed, and not open to its writer any more."}),
        );
    }
    let mut refusals = vec!["unreadable", "invalid", "broken", "busy"];
    if door.in_account() {
        refusals.extend(["not-signed-in", "access-ended"]);
    }
    match door {
        Door::Me => refusals.extend(["not-signed-in", "access-ended"]),
        Door::Metrics => refusals.push("not-signed-in"),
        Door::FileContent => refusals.push("no-such-part"),
        Door::Import => refusals.extend(["conflict", "too-large"]),
        Door::Sharing(door) => refusals.extend(sharing::refusals(door)),
        Door::Write(deed, target) => refusals.extend(writes::refusals(deed, target)),
        Door::Upload(_) => refusals.extend(["not-found", "conflict", "too-large"]),
        Door::Act(_) => refusals.extend(["not-found", "wrong-state", "too-large"]),
        Door::Enter(entry) => refusals.extend(identity::refused(entry)),
        Door::Own(own) => refusals.extend(identity::withheld(own)),
        _ => {}
    }
    if matches!(
        door,
        Door::Item(_)
            | Door::Related(..)
            | Door::Article
            | Door::DuePayments
            | Door::PaymentHistory
            | Door::FileContent
            | Door::Record(_)
            | Door::Explain
            | Door::Who
            | Door::History
    ) {
        refusals.push("not-found");
    }
    let mut statuses: Vec<u16> = KINDS
        .iter()
        .filter(|kind| refusals.contains(&kind.name))
        .map(|kind| kind.status)
        .collect();
    statuses.dedup();
    for status in statuses {
        all.insert(
            status.to_string(),
            json!({"$ref": format!("#/components/responses/{status}")}),
        );
    }
    Value::Object(all)
}
