#![allow(clippy::unwrap_used)]

use super::*;
use crate::http::routes::routes;

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(target)) = map.get("$ref") {
                found.push(target.clone());
            }
            map.values().for_each(|inner| references(inner, found));
        }
        Value::Array(list) => list.iter().for_each(|inner| references(inner, found)),
        _ => {}
    }
}

#[test]
fn every_address_is_described_and_nothing_else() {
    let document = document(&routes());
    let described: usize = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .map(|p| p.as_object().unwrap().len())
        .sum();
    assert_eq!(described, routes().len());
    for route in routes() {
        let operation = &document["paths"][&route.path][route.method.as_str().to_lowercase()];
        assert!(operation["summary"].is_string(), "{}", route.path);
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document(&routes());
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 100);
    for target in found {
        let pointer = target.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{target}");
    }
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let document = document(&routes());
    let mut names: Vec<String> = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|path| path.as_object().unwrap().values())
        .map(|operation| operation["operationId"].as_str().unwrap().to_owned())
        .collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), routes().len());
}

#[test]
fn an_item_has_every_field_of_the_catalogue_but_columns_of_lines() {
    let document = document(&routes());
    for module in Module::ALL {
        let properties = &document["components"]["schemas"][items::name(module)]["properties"];
        for field in module.entry().fields {
            let column =
                module == Module::Orders && matches!(*field, "unit_price" | "discount" | "amount");
            assert_ne!(properties[field].is_object(), column, "{module} {field}");
        }
    }
}
