//! The schemas of answers that are lists over documents, of imports, and of problems.

use serde_json::{Value, json};

use super::items::{or_null, reference};
use super::values::{described, object, page};
use crate::http::problem::KINDS;

/// Their names and themselves.
pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let text = || json!({"type": "string"});
    let maybe = || json!({"type": ["string", "null"]});
    let day = || json!({"type": ["string", "null"], "format": "date"});
    let invoice = || {
        object(
            json!({"id": reference("Id"), "number": text()}),
            &["id", "number"],
        )
    };
    let wrong = || {
        object(
            json!({"pointer": text(), "message": text()}),
            &["pointer", "message"],
        )
    };
    vec![
        (
            "DuePayments",
            page(object(
                json!({
                    "invoice": invoice(),
                    "due_on": day(),
                    "days_overdue": {"type": ["integer", "null"], "minimum": 0},
                    "balance": or_null("Decimal"),
                    "currency": maybe(),
                }),
                &["invoice", "balance"],
            )),
        ),
        (
            "PaymentHistory",
            page(object(
                json!({
                    "id": reference("Id"),
                    "invoice": invoice(),
                    "paid_on": day(),
                    "amount": or_null("Decimal"),
                    "currency": maybe(),
                    "method": maybe(),
                }),
                &["id", "invoice", "paid_on", "amount", "method"],
            )),
        ),
        ("Me", me()),
        ("Imported", imported(&wrong())),
        ("State", object(json!({"status": text()}), &["status"])),
        (
            "Problem",
            object(
                json!({
                    "type": {
                        "type": "string",
                        "enum": KINDS.iter().map(|kind| format!("/problems/{}", kind.name)).collect::<Vec<_>>(),
                    },
                    "title": text(),
                    "status": {"type": "integer"},
                    "detail": text(),
                    "errors": {"type": "array", "items": wrong()},
                }),
                &["type", "title", "status", "detail"],
            ),
        ),
    ]
}

fn me() -> Value {
    let text = || json!({"type": "string"});
    let kind = || json!({"type": "string", "enum": ["member", "guest"]});
    let user = object(
        json!({
            "id": reference("Id"),
            "name": text(),
            "kind": kind(),
            "role": {"type": "string", "enum": ["owner", "admin", "manager", "member", "limited"]},
        }),
        &["id", "name", "kind"],
    );
    let account = object(
        json!({"account": text(), "name": text(), "time_zone": {"type": ["string", "null"]}}),
        &["account", "name", "time_zone"],
    );
    let place = object(
        json!({"account": text(), "name": text(), "kind": kind()}),
        &["account", "name", "kind"],
    );
    object(
        json!({
            "identity": object(json!({"email": text()}), &["email"]),
            "user": user,
            "account": account,
            "accounts": {"type": "array", "items": place},
            "csrf": described(
                "To be sent back as `X-CSRF-Token`; for who comes by a session, and has no account by itself.",
                text(),
            ),
        }),
        &["identity", "accounts"],
    )
}

fn imported(wrong: &Value) -> Value {
    let number = || json!({"type": "integer", "minimum": 0});
    let count = object(
        json!({"created": number(), "changed": number(), "unchanged": number(), "deleted": number()}),
        &["created", "changed", "unchanged", "deleted"],
    );
    described(
        "What an import did, or would have done: records by kind, and with `keep_going` the lines that were not taken.",
        object(
            json!({
                "written": {"type": "boolean"},
                "lines": number(),
                "bytes": number(),
                "sha256": {"type": "string"},
                "counts": {"type": "object", "additionalProperties": count},
                "rejected": number(),
                "errors": {"type": "array", "items": wrong},
            }),
            &[
                "written", "lines", "bytes", "sha256", "counts", "rejected", "errors",
            ],
        ),
    )
}
