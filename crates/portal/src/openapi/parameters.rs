//! What addresses take: their parts, and the parameters of their queries.

use access::Module;
use serde_json::{Value, json};

use super::kinds::{kind, several};
use super::sharing;
use crate::http::routes::{Door, Records};

/// The names in braces.
pub(super) fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

pub(super) fn path_parameter(name: &str) -> Value {
    let schema = match name {
        "account" => json!({"type": "string", "pattern": "^[a-z][a-z0-9-]{1,39}$"}),
        _ => json!({"type": "string"}),
    };
    json!({"name": name, "in": "path", "required": true, "schema": schema})
}

/// A parameter of the query, which may be left out.
fn optional(name: &str, schema: Value, description: &str) -> Value {
    json!({"name": name, "in": "query", "required": false, "schema": schema, "description": description})
}

pub(super) fn needed(name: &str, description: &str) -> Value {
    let text = json!({"type": "string"});
    json!({"name": name, "in": "query", "required": true, "schema": text, "description": description})
}

pub(super) fn query(door: Door) -> Vec<Value> {
    let truth = || json!({"type": "boolean", "default": false});
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
        Door::Sharing(door) => sharing::parameters(door),
        _ => Vec::new(),
    }
}

/// How much of an answer that comes in pages.
pub(super) fn paging() -> Vec<Value> {
    vec![
        optional(
            "limit",
            json!({"type": "integer", "minimum": 1, "maximum": 200, "default": 50}),
            "How many at most.",
        ),
        optional(
            "cursor",
            json!({"type": "string"}),
            "`next` of the page before, for the same question.",
        ),
    ]
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
            text(kind.any()),
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
                    text(kind.one()),
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
            text(form(area, name)),
            "Any of these, separated by commas.",
        )
    }));
    all
}

/// The form of a filter on records, where it is not any text.
fn form(area: Records, filter: &str) -> Option<String> {
    match (area, filter) {
        (Records::Guests, "state") => Some(several("invited|active|suspended|removed")),
        (Records::Grants, "live") => Some("^(true|false)$".to_owned()),
        (Records::Stages, "module") => Some(several("projects|tasks")),
        (Records::Members, "role") => Some(several("owner|admin|manager|member|limited")),
        _ => None,
    }
}

/// A text, of a certain form where there is one.
fn text(pattern: Option<String>) -> Value {
    match pattern {
        Some(pattern) => json!({"type": "string", "pattern": pattern}),
        None => json!({"type": "string"}),
    }
}
