//! What is said of each address: what it gives, what it takes, and how it can refuse.

use access::Module;
use serde_json::{Map, Value, json};

use super::items::{self, reference};
use super::kinds::kind;
use super::values::page;
use super::{parts, records};
use crate::http::problem::KINDS;
use crate::http::routes::{Door, Records, Route};

/// The operation behind a route.
pub(super) fn operation(route: &Route) -> Value {
    let door = route.door;
    let (summary, tag) = words(door);
    let mut parameters: Vec<Value> = names(&route.path).map(path_parameter).collect();
    parameters.extend(query(door));
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
    if matches!(door, Door::Healthz | Door::Readyz | Door::OpenApi) {
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

/// The names in braces.
fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn path_parameter(name: &str) -> Value {
    let schema = match name {
        "account" => json!({"type": "string", "pattern": "^[a-z][a-z0-9-]{1,39}$"}),
        _ => json!({"type": "string"}),
    };
    json!({"name": name, "in": "path", "required": true, "schema": schema})
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
    };
    (summary, tag)
}

/// A parameter of the query, which may be left out.
fn optional(name: &str, schema: Value, description: &str) -> Value {
    json!({"name": name, "in": "query", "required": false, "schema": schema, "description": description})
}

fn needed(name: &str, description: &str) -> Value {
    let text = json!({"type": "string"});
    json!({"name": name, "in": "query", "required": true, "schema": text, "description": description})
}

fn query(door: Door) -> Vec<Value> {
    let text = || json!({"type": "string"});
    let truth = || json!({"type": "boolean", "default": false});
    let paging = || {
        vec![
            optional(
                "limit",
                json!({"type": "integer", "minimum": 1, "maximum": 200, "default": 50}),
                "How many at most.",
            ),
            optional(
                "cursor",
                text(),
                "`next` of the page before, for the same question.",
            ),
        ]
    };
    let at = || {
        optional(
            "at",
            json!({"type": "string", "format": "date-time"}),
            "An earlier instant; items and links are read as they are now.",
        )
    };
    match door {
        Door::List(module) => list(module, paging()),
        Door::Related(module, relation) => match related_module(module, relation) {
            Some(module) => list(module, paging()),
            None => paging(),
        },
        Door::Records(area) => area_list(area, paging()),
        Door::DuePayments | Door::PaymentHistory => {
            let mut all = paging();
            all.push(optional("count", truth(), "Add `count`, the visible ones."));
            all
        }
        Door::Explain => vec![
            needed("user", "The user's id."),
            needed("item", "The item, such as `tasks/ID`."),
            at(),
        ],
        Door::Who => {
            let mut all = vec![needed("item", "The item, such as `tasks/ID`."), at()];
            all.extend(paging());
            all
        }
        Door::History => {
            let mut all = vec![needed("user", "The user's id."), at()];
            all.extend(paging());
            all
        }
        Door::Import => vec![
            optional(
                "keep_going",
                truth(),
                "Take the good lines and list the rest.",
            ),
            optional("dry_run", truth(), "Check everything and keep nothing."),
        ],
        Door::Export => vec![optional(
            "with_files",
            truth(),
            "Put the bytes of files into the lines.",
        )],
        _ => Vec::new(),
    }
}

/// The module that a relation leads to; none for parts.
pub(super) fn related_module(module: Module, relation: &str) -> Option<Module> {
    match relation {
        "company" => Some(Module::Customers),
        "subtasks" => Some(Module::Tasks),
        "invoice" => Some(Module::Invoices),
        "project" => Some(Module::Projects),
        "customer" => Some(Module::Customers),
        _ => Module::named(relation).filter(|other| *other != module),
    }
}

fn list(module: Module, mut all: Vec<Value>) -> Vec<Value> {
    let entry = module.entry();
    let fields = || {
        entry
            .identity
            .iter()
            .chain(entry.fields)
            .map(|field| (*field, kind(module, field)))
    };
    let sorts: Vec<String> = fields()
        .filter(|(_, kind)| kind.sorts())
        .flat_map(|(field, _)| [field.to_owned(), format!("-{field}")])
        .collect();
    all.push(optional(
        "sort",
        json!({"type": "string", "enum": sorts}),
        "The order; with `-` the last first. By `id` where it is left out. A field that is not open is refused.",
    ));
    all.push(optional(
        "q",
        json!({"type": "string"}),
        "Words, each of which must begin a word of a visible text.",
    ));
    all.push(optional(
        "count",
        json!({"type": "boolean", "default": false}),
        "Add `count`, the visible matches.",
    ));
    for (field, kind) in fields().filter(|(_, kind)| kind.filters()) {
        let operand = kind.operand();
        all.push(optional(
            &format!("filter[{field}]"),
            json!({"type": "string"}),
            &format!("Any of these {operand}, separated by commas; empty for no value."),
        ));
        if kind.compares() {
            for (word, meaning) in [
                ("gte", "at least"),
                ("gt", "more than"),
                ("lte", "at most"),
                ("lt", "less than"),
            ] {
                all.push(optional(
                    &format!("filter[{field}][{word}]"),
                    json!({"type": "string"}),
                    &format!("Only {meaning} this (one of {operand})."),
                ));
            }
        }
    }
    all.push(optional(
        "filter[source]",
        json!({"type": "string"}),
        "The id that the sender of a bundle gave; for staff.",
    ));
    all
}

/// What lists of records take: what they are sorted by, whether they are searched, what they are filtered on.
const fn taken(area: Records) -> (&'static [&'static str], bool, &'static [&'static str]) {
    match area {
        Records::Guests => (
            &["name", "email", "state", "expires_at"],
            true,
            &["state", "source"],
        ),
        Records::Grants => (
            &["starts_at", "expires_at"],
            false,
            &["to", "on", "customer", "live", "source"],
        ),
        Records::Roles => (&[], false, &["source"]),
        Records::Stages => (&["position", "name"], false, &["module", "source"]),
        Records::Members => (&["name", "email", "role"], true, &["role", "source"]),
    }
}

fn area_list(area: Records, mut all: Vec<Value>) -> Vec<Value> {
    let (sorts, searched, filters) = taken(area);
    if !sorts.is_empty() {
        let sorts: Vec<String> = sorts
            .iter()
            .flat_map(|name| [(*name).to_owned(), format!("-{name}")])
            .collect();
        all.push(optional(
            "sort",
            json!({"type": "string", "enum": sorts}),
            "The order; with `-` the last first. By `id` where it is left out.",
        ));
    }
    if searched {
        all.push(optional(
            "q",
            json!({"type": "string"}),
            "Words, each of which must begin a word of the name or address.",
        ));
    }
    all.push(optional(
        "count",
        json!({"type": "boolean", "default": false}),
        "Add `count`, the matches.",
    ));
    all.extend(filters.iter().map(|name| {
        optional(
            &format!("filter[{name}]"),
            json!({"type": "string"}),
            "Any of these, separated by commas.",
        )
    }));
    all
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
    }
}

fn responses(door: Door) -> Value {
    let (schema, media) = gives(door);
    let mut all = Map::new();
    let content = json!({media: {"schema": schema}});
    all.insert(
        "200".to_owned(),
        json!({"description": "What the viewer sees.", "content": content}),
    );
    if door == Door::FileContent {
        let content = json!({"*/*": {"schema": {"type": "string"}}});
        all.insert(
            "206".to_owned(),
            json!({"description": "The part asked for.", "content": content}),
        );
    }
    if !matches!(door, Door::Metrics | Door::Import | Door::Export) {
        all.insert(
            "304".to_owned(),
            json!({"description": "The same as the reader has."}),
        );
    }
    let mut refusals = vec!["unreadable", "invalid", "broken", "busy"];
    if door.in_account() {
        refusals.extend(["not-signed-in", "access-ended"]);
    }
    match door {
        Door::Me => refusals.extend(["not-signed-in", "access-ended"]),
        Door::Metrics => refusals.extend(["not-signed-in", "not-found"]),
        Door::FileContent => refusals.push("no-such-part"),
        Door::Import => refusals.extend(["conflict", "too-large"]),
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
