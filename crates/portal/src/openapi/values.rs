//! The schemas that several answers share.

use serde_json::{Value, json};

use super::items::{or_null, reference};

/// Their names and themselves.
pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let text = || json!({"type": "string"});
    vec![
        (
            "Id",
            json!({"type": "string", "description": "Random, and says nothing."}),
        ),
        (
            "Decimal",
            json!({
                "type": "string",
                "pattern": "^-?[0-9]+(\\.[0-9]+)?$",
                "description": "A decimal number, exact.",
            }),
        ),
        (
            "Money",
            object(
                json!({"amount": reference("Decimal"), "currency": text()}),
                &["amount", "currency"],
            ),
        ),
        (
            "Person",
            described(
                "A user; a member who does not show by name has the account's name and no id.",
                object(json!({"id": reference("Id"), "name": text()}), &["name"]),
            ),
        ),
        (
            "Attendee",
            object(
                json!({
                    "id": reference("Id"),
                    "name": text(),
                    "response": {"enum": ["yes", "no", "maybe", null]},
                }),
                &["name"],
            ),
        ),
        (
            "Stage",
            object(
                json!({"id": reference("Id"), "name": text(), "color": {"type": ["string", "null"]}, "closed": {"type": "boolean"}}),
                &["id", "name", "color", "closed"],
            ),
        ),
        (
            "Named",
            object(
                json!({"id": reference("Id"), "name": text()}),
                &["id", "name"],
            ),
        ),
        (
            "Titled",
            object(
                json!({"id": reference("Id"), "title": text()}),
                &["id", "title"],
            ),
        ),
        (
            "Client",
            json!({
                "description": "A customer or a guest; the id only where the viewer sees it.",
                "oneOf": [
                    object(json!({"customer": reference("Person")}), &["customer"]),
                    object(json!({"guest": reference("Person")}), &["guest"]),
                ],
            }),
        ),
        (
            "OrderLine",
            described(
                "A line of an order; the columns of prices only where they are open.",
                object(
                    json!({
                        "product": {"type": ["string", "null"]},
                        "quantity": or_null("Decimal"),
                        "unit_price": or_null("Decimal"),
                        "discount": or_null("Decimal"),
                        "amount": or_null("Decimal"),
                    }),
                    &["product", "quantity"],
                ),
            ),
        ),
        (
            "TaxLine",
            object(
                json!({
                    "description": {"type": ["string", "null"]},
                    "quantity": or_null("Decimal"),
                    "unit_price": or_null("Decimal"),
                    "tax_rate": or_null("Decimal"),
                    "amount": or_null("Decimal"),
                }),
                &[
                    "description",
                    "quantity",
                    "unit_price",
                    "tax_rate",
                    "amount",
                ],
            ),
        ),
    ]
}

/// An object with exactly these keys, some of which are always there.
pub(super) fn object(properties: Value, required: &[&str]) -> Value {
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// A schema with a sentence about it.
pub(super) fn described(sentence: &str, mut schema: Value) -> Value {
    schema["description"] = Value::from(sentence);
    schema
}

/// A page of a list.
pub(super) fn page(of: Value) -> Value {
    object(
        json!({
            "items": {"type": "array", "items": of},
            "next": {
                "type": ["string", "null"],
                "description": "The `cursor` of the next page; null on the last.",
            },
            "count": {"type": "integer", "minimum": 0, "description": "With `count=true`: visible matches."},
        }),
        &["items", "next"],
    )
}
