//! The schemas of answers about access: why, who, and what a user held.

use access::rule::Because;
use serde_json::{Value, json};

use super::items::{or_null, reference};
use super::values::{described, object, page};

/// Their names and themselves.
pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let text = || json!({"type": "string"});
    let maybe = || json!({"type": ["string", "null"]});
    let truth = || json!({"type": "boolean"});
    let shown = || json!({"type": "object", "additionalProperties": reference("Shown")});
    let user = object(
        json!({
            "id": reference("Id"),
            "name": text(),
            "email": text(),
            "kind": {"type": "string", "enum": ["guest", "member"]},
        }),
        &["id", "name", "email", "kind"],
    );
    let mut who = page(object(
        json!({"user": user, "paths": {"type": "array", "items": reference("Path")}}),
        &["user", "paths"],
    ));
    who["properties"]["items_as_of"] = as_of();
    vec![
        (
            "Path",
            described(
                "One reason that was tried: a grant or a link, and the relation that was followed, if one was.",
                object(
                    json!({
                        "kind": text(),
                        "grant": maybe(),
                        "subject": maybe(),
                        "relation": maybe(),
                        "permissions": {"enum": ["grant", "role", "card", "roles", null]},
                        "opens": truth(),
                        "because": {"type": "string", "enum": Because::ALL.map(Because::word)},
                    }),
                    &[
                        "kind",
                        "grant",
                        "subject",
                        "relation",
                        "permissions",
                        "opens",
                        "because",
                    ],
                ),
            ),
        ),
        (
            "Shown",
            object(
                json!({
                    "shown": truth(),
                    "by": {"type": "array", "items": {"type": "integer", "minimum": 0}},
                    "capped": truth(),
                }),
                &["shown", "by", "capped"],
            ),
        ),
        (
            "Explanation",
            object(
                json!({
                    "user": text(),
                    "item": text(),
                    "at": {"type": ["string", "null"], "format": "date-time"},
                    "items_as_of": as_of(),
                    "visible": truth(),
                    "paths": {"type": "array", "items": reference("Path")},
                    "fields": shown(),
                    "relations": shown(),
                    "actions": shown(),
                }),
                &[
                    "user",
                    "item",
                    "at",
                    "visible",
                    "paths",
                    "fields",
                    "relations",
                    "actions",
                ],
            ),
        ),
        ("WhoSees", who),
        ("Change", change()),
        ("History", page(reference("Change"))),
    ]
}

/// Said where an earlier instant was asked about.
fn as_of() -> Value {
    json!({"const": "now", "description": "Items and links are read as they are now."})
}

/// A change of a grant or of a user's card.
fn change() -> Value {
    let instant = || json!({"type": ["string", "null"], "format": "date-time"});
    let held = || or_null("Permissions");
    let grant = object(
        json!({
            "on": {"type": "object", "minProperties": 1, "maxProperties": 1},
            "role": {"type": ["string", "null"]},
            "permissions": held(),
            "starts_at": instant(),
            "expires_at": instant(),
            "days_back": {"type": ["integer", "null"]},
            "revoked_at": instant(),
        }),
        &[
            "on",
            "role",
            "permissions",
            "starts_at",
            "expires_at",
            "days_back",
            "revoked_at",
        ],
    );
    let guest = object(
        json!({
            "state": {"type": ["string", "null"]},
            "roles": {"type": "array", "items": {"type": "string"}},
            "permissions": held(),
            "expires_at": instant(),
        }),
        &["state", "roles", "permissions", "expires_at"],
    );
    let member = object(json!({"role": {"type": "string"}}), &["role"]);
    let what = || json!({"oneOf": [grant, guest, member, {"type": "null"}]});
    described(
        "`before` is null for what was made then, `after` for what was deleted.",
        object(
            json!({
                "at": instant(),
                "of": {"type": "string", "enum": ["grant", "card"]},
                "grant": {"type": ["string", "null"]},
                "before": what(),
                "after": what(),
            }),
            &["at", "of", "grant", "before", "after"],
        ),
    )
}
