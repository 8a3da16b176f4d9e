//! The schemas of the modules' items, from the catalogue.

use access::{Facet, Module};
use serde_json::{Map, Value, json};

use super::kinds::{Kind, kind};

/// The name of the schema of a module's item.
pub(super) fn name(module: Module) -> String {
    let mut name = String::new();
    for word in module.singular().split('_') {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

/// The schema: what identifies the item always, every field where it is open to the viewer.
pub(super) fn schema(module: Module) -> Value {
    let entry = module.entry();
    let mut properties = Map::new();
    properties.insert("id".to_owned(), reference("Id"));
    for field in entry.identity {
        properties.insert((*field).to_owned(), json!({"type": "string"}));
    }
    for field in entry.fields {
        let kind = kind(module, field);
        if kind != Kind::LineColumn {
            properties.insert((*field).to_owned(), kind.schema());
        }
    }
    for relation in entry.relations {
        if matches!(*relation, "project" | "customer" | "company") {
            properties.insert((*relation).to_owned(), or_null("Named"));
        }
    }
    match module {
        Module::Tasks => {
            properties.insert("parent".to_owned(), or_null("Titled"));
        }
        Module::Projects => {
            properties.insert(
                "followers".to_owned(),
                json!({"type": "array", "items": reference("Person")}),
            );
            properties.insert("created_by".to_owned(), or_null("Person"));
        }
        _ => {}
    }
    properties.insert("relations".to_owned(), names(module, Facet::Relations));
    properties.insert("can".to_owned(), names(module, Facet::Actions));
    let mut required = vec!["id"];
    required.extend(entry.identity);
    required.extend(["relations", "can"]);
    json!({
        "type": "object",
        "description": format!("One of the {module}. A field that is not open to the viewer is absent."),
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn names(module: Module, facet: Facet) -> Value {
    json!({
        "type": "array",
        "items": {"type": "string", "enum": module.entry().names(facet)},
        "uniqueItems": true,
    })
}

/// A reference to a shared schema.
pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// A shared schema, or null.
pub(super) fn or_null(name: &str) -> Value {
    json!({"oneOf": [reference(name), {"type": "null"}]})
}
