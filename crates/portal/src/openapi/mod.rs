//! The description of the interface, OpenAPI 3.1, made from the catalogue and the table of addresses.

mod actions;
mod identity;
mod items;
mod kinds;
mod operations;
mod papers;
mod parameters;
mod parts;
mod reasons;
mod records;
mod sharing;
mod values;
mod writes;

use access::Module;
use serde_json::{Map, Value, json};

use crate::http::problem::KINDS;
use crate::http::routes::Route;

const ABOUT: &str = "What each person may see of a company's customers, projects, tasks, meetings, tickets, orders, \
invoices, estimates and knowledge. Staff and guests use the same addresses: what a viewer may not see is absent, and \
what is hidden answers as what never existed.";

/// The document that describes these routes.
pub(crate) fn document(routes: &[Route]) -> Value {
    let mut paths = Map::new();
    for route in routes {
        let operations = paths.entry(route.path.clone()).or_insert_with(|| json!({}));
        operations[route.method.as_str().to_lowercase()] = operations::operation(route);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Vestibule",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}, {"session": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "__Host-session"},
            },
            "schemas": schemas(),
            "responses": problems(),
        },
    })
}

fn schemas() -> Map<String, Value> {
    let shared = values::schemas()
        .into_iter()
        .chain(parts::schemas())
        .chain(records::schemas())
        .chain(reasons::schemas())
        .chain(papers::schemas())
        .chain(identity::schemas())
        .chain(sharing::schemas())
        .map(|(name, schema)| (name.to_owned(), schema));
    let items = Module::ALL
        .into_iter()
        .map(|module| (items::name(module), items::schema(module)));
    shared.chain(items).chain(writes::schemas()).collect()
}

/// The refusals by their status.
fn problems() -> Map<String, Value> {
    let mut all = Map::new();
    for kind in KINDS {
        let titles: Vec<&str> = KINDS
            .iter()
            .filter(|other| other.status == kind.status)
            .map(|kind| kind.title)
            .collect();
        let schema = json!({"$ref": "#/components/schemas/Problem"});
        let problem = json!({
            "description": titles.join(", or "),
            "content": {"application/problem+json": {"schema": schema}},
        });
        all.insert(kind.status.to_string(), problem);
    }
    all
}

#[cfg(test)]
mod tests;
