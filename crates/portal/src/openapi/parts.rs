//! The schemas of what hangs on an item and is no item itself.

use serde_json::{Value, json};

use super::items::{or_null, reference};
use super::values::{described, object};

/// The name of the schema of a part, by the relation that shows it; none for modules.
pub(super) fn name(relation: &str) -> Option<&'static str> {
    Some(match relation {
        "contacts" => "Contact",
        "milestones" => "Milestone",
        "files" => "File",
        "comments" => "Comment",
        "messages" => "Message",
        "team" => "Person",
        "revenues" | "expenses" => "LedgerEntry",
        "work_orders" => "WorkOrder",
        "payments" => "Payment",
        "articles" => "ArticleHead",
        _ => return None,
    })
}

/// Their names and themselves.
pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let text = || json!({"type": "string"});
    let maybe = || json!({"type": ["string", "null"]});
    let day = || json!({"type": ["string", "null"], "format": "date"});
    let instant = || json!({"type": "string", "format": "date-time"});
    let truth = || json!({"type": "boolean"});
    let id = || reference("Id");
    let article = json!({
        "id": id(),
        "title": text(),
        "section": maybe(),
        "published": truth(),
        "author": or_null("Person"),
        "updated_at": instant(),
    });
    let mut whole = article.clone();
    whole["body_markdown"] = maybe();
    whole["files"] = json!({"type": "array", "items": reference("File")});
    vec![
        (
            "Contact",
            object(
                json!({"id": id(), "name": text(), "email": maybe(), "phone": maybe(), "position": maybe()}),
                &["id", "name", "email", "phone", "position"],
            ),
        ),
        (
            "Milestone",
            object(
                json!({"id": id(), "name": text(), "starts_on": day(), "due_on": day(), "done": truth()}),
                &["id", "name", "starts_on", "due_on", "done"],
            ),
        ),
        (
            "File",
            described(
                "A file; `external` is for staff alone, `size` null where its bytes are missing.",
                object(
                    json!({
                        "id": id(),
                        "name": text(),
                        "content_type": text(),
                        "size": {"type": ["integer", "null"], "minimum": 0},
                        "sha256": maybe(),
                        "uploaded_by": or_null("Person"),
                        "external": truth(),
                    }),
                    &["id", "name", "content_type", "uploaded_by"],
                ),
            ),
        ),
        (
            "Comment",
            described(
                "A comment; `internal` is for staff alone.",
                object(
                    json!({
                        "id": id(),
                        "author": or_null("Person"),
                        "text": text(),
                        "at": instant(),
                        "internal": truth(),
                    }),
                    &["id", "author", "text", "at"],
                ),
            ),
        ),
        (
            "Message",
            object(
                json!({"id": id(), "author": or_null("Person"), "text": text(), "at": instant()}),
                &["id", "author", "text", "at"],
            ),
        ),
        (
            "LedgerEntry",
            object(
                json!({
                    "id": id(),
                    "type": {"type": "string", "enum": ["revenue", "expense"]},
                    "on": day(),
                    "description": maybe(),
                    "amount": or_null("Decimal"),
                    "currency": maybe(),
                }),
                &["id", "type", "on", "description", "amount", "currency"],
            ),
        ),
        (
            "WorkOrder",
            object(
                json!({
                    "id": id(),
                    "number": maybe(),
                    "status": maybe(),
                    "scheduled_on": day(),
                    "description": maybe(),
                }),
                &["id", "number", "status", "scheduled_on", "description"],
            ),
        ),
        (
            "Payment",
            object(
                json!({"id": id(), "paid_on": day(), "amount": or_null("Decimal"), "method": maybe()}),
                &["id", "paid_on", "amount", "method"],
            ),
        ),
        (
            "ArticleHead",
            object(article, &["id", "title", "section", "author", "updated_at"]),
        ),
        (
            "Article",
            object(
                whole,
                &[
                    "id",
                    "title",
                    "section",
                    "author",
                    "updated_at",
                    "body_markdown",
                ],
            ),
        ),
    ]
}
