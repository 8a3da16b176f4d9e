//! Whether a value is what a schema of the interface's description says.

use serde_json::Value;

/// What is wrong with the value, each with its place; nothing where it is right.
pub(crate) fn wrongs(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(document, schema, value, "", &mut found);
    found
}

fn check(document: &Value, schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    if let Some(target) = schema["$ref"].as_str() {
        let target = document.pointer(target.trim_start_matches('#')).unwrap();
        return check(document, target, value, place, found);
    }
    let mut say = |what: String| found.push(format!("{place}: {what}"));
    if let Some(options) = schema["oneOf"].as_array() {
        let fitting = options
            .iter()
            .filter(|option| wrongs(document, option, value).is_empty())
            .count();
        if fitting != 1 {
            let closest = options
                .iter()
                .map(|option| wrongs(document, option, value))
                .min_by_key(Vec::len);
            say(format!("{fitting} of the options fit {value}; {closest:?}"));
        }
    }
    if let Some(wanted) = schema.get("const")
        && wanted != value
    {
        say(format!("{value} is not {wanted}"));
    }
    if let Some(names) = schema["enum"].as_array()
        && !names.contains(value)
    {
        say(format!("{value} is none of {names:?}"));
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !kinds.is_empty() && !kinds.iter().any(|kind| is_a(kind, value)) {
        say(format!("{value} is no {kinds:?}"));
    }
    if let Some(least) = schema["minimum"].as_i64()
        && value.as_i64().is_some_and(|number| number < least)
    {
        say(format!("{value} is less than {least}"));
    }
    match value {
        Value::Object(keys) => {
            for name in schema["required"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
            {
                if !keys.contains_key(name) {
                    say(format!("`{name}` is missing"));
                }
            }
            for (key, inner) in keys {
                let place = format!("{place}/{key}");
                match (
                    schema["properties"].get(key),
                    schema.get("additionalProperties"),
                ) {
                    (Some(schema), _) => check(document, schema, inner, &place, found),
                    (None, Some(Value::Bool(false))) => {
                        found.push(format!("{place}: is not described"))
                    }
                    (None, Some(schema)) => check(document, schema, inner, &place, found),
                    (None, None) => {}
                }
            }
        }
        Value::Array(values) if schema["items"].is_object() => {
            for (n, inner) in values.iter().enumerate() {
                check(
                    document,
                    &schema["items"],
                    inner,
                    &format!("{place}/{n}"),
                    found,
                );
            }
        }
        _ => {}
    }
}

fn is_a(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the description uses the type {other}"),
    }
}

#[test]
fn a_value_that_is_not_as_described_is_found() {
    let schema = serde_json::json!({
        "type": "object",
        "properties": {"a": {"type": ["string", "null"]}, "b": {"oneOf": [{"const": "*"}, {"type": "integer"}]}},
        "required": ["a"],
        "additionalProperties": false,
    });
    let wrong = |value: Value| wrongs(&Value::Null, &schema, &value).len();
    assert_eq!(wrong(serde_json::json!({"a": null, "b": 3})), 0);
    assert_eq!(wrong(serde_json::json!({"a": "x", "b": "*"})), 0);
    assert_eq!(wrong(serde_json::json!({"a": 1})), 1);
    assert_eq!(wrong(serde_json::json!({"b": "x", "c": 1})), 3);
}
