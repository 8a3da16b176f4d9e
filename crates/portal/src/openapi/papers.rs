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
                    "balance": reference("Decimal"),
                    "currency": maybe(),
                    "days_overdue": {"type": ["integer", "null"]},
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
        (
            "Me",
            object(
                json!({
                    "identity": object(json!({"email": text()}), &["email"]),
                    "accounts": {
                        "type": "array",
                        "items": object(
                            json!({
                                "account": text(),
                                "name": text(),
                                "kind": {"type": "string", "enum": ["member", "guest"]},
                            }),
                            &["account", "name", "kind"],
                        ),
                    },
                }),
                &["identity", "accounts"],
            ),
        ),
        (
            "Imported",
            described(
                "What an import did: how many lines of each kind were taken and deleted, and with \
                 `keep_going=true` the lines that were not.",
                json!({"type": "object"}),
            ),
        ),
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
