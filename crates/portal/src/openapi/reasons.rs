//! The schemas of answers about access: why, who, and what a user held.

use serde_json::{Value, json};

use super::items::reference;
use super::values::{described, object, page};

/// Every reason why a path opens, or does not.
const BECAUSE: [&str; 18] = [
    "open",
    "not-started",
    "ended",
    "revoked",
    "role-off",
    "role-ended",
    "guest-not-active",
    "guest-ended",
    "sharing-off",
    "source-closed",
    "relation-not-held",
    "relation-capped",
    "too-old",
    "no-date",
    "not-sent",
    "module-not-held",
    "module-closed",
    "no-access",
];

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
                        "because": {"type": "string", "enum": &BECAUSE[..17]},
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
        (
            "WhoSees",
            page(object(
                json!({"user": user, "paths": {"type": "array", "items": reference("Path")}}),
                &["user", "paths"],
            )),
        ),
        ("History", json!({"type": "object"})),
    ]
}
