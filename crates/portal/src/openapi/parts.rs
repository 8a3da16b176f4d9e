//! The schemas of what hangs on an item and is no item itself: the bundle's keys, with an id.

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
        "team" => "Named",
        "revenues" | "expenses" => "LedgerEntry",
        "work_orders" => "WorkOrder",
        "payments" => "Payment",
        "articles" => "Article",
        _ => return None,
    })
}

/// Their names and themselves.
pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let id = || reference("Id");
    let text = || json!({"type": "string"});
    let maybe = || json!({"type": ["string", "null"]});
    let day = || json!({"type": ["string", "null"], "format": "date"});
    let instant = || json!({"type": "string", "format": "date-time"});
    let truth = || json!({"type": "boolean"});
    let on = || reference("Subject");
    let person = || or_null("Person");
    vec![
        (
            "Contact",
            whole(json!({
                "id": id(),
                "customer": id(),
                "name": text(),
                "email": maybe(),
                "phone": maybe(),
                "position": maybe(),
            })),
        ),
        (
            "Milestone",
            whole(json!({
                "id": id(),
                "project": id(),
                "name": text(),
                "starts_on": day(),
                "due_on": day(),
                "done": truth(),
            })),
        ),
        (
            "File",
            described(
                "`external` is for staff alone; `size` is null where the bytes are missing.",
                but_for(
                    &["external"],
                    json!({
                        "id": id(),
                        "on": on(),
                        "name": text(),
                        "content_type": text(),
                        "external": truth(),
                        "uploaded_by": person(),
                        "size": {"type": ["integer", "null"], "minimum": 0},
                    }),
                ),
            ),
        ),
        (
            "NewFiles",
            object(
                json!({"files": {
                    "type": "array", "minItems": 1, "maxItems": store::MOST_FILES,
                    "items": {"type": "string", "format": "binary", "minLength": 1},
                    "description": "Each file a part of its own, with a file name. Its type is found out from its bytes.",
                }}),
                &["files"],
            ),
        ),
        (
            "Files",
            whole(json!({"items": {"type": "array", "items": reference("File")}})),
        ),
        (
            "Comment",
            described(
                "`internal` is for staff alone.",
                but_for(
                    &["internal"],
                    json!({
                        "id": id(),
                        "on": on(),
                        "author": person(),
                        "text": text(),
                        "internal": truth(),
                        "at": instant(),
                    }),
                ),
            ),
        ),
        (
            "Message",
            whole(json!({"id": id(), "author": person(), "text": text(), "at": instant()})),
        ),
        (
            "LedgerEntry",
            whole(json!({
                "id": id(),
                "project": id(),
                "type": {"type": "string", "enum": ["revenue", "expense"]},
                "on": day(),
                "description": maybe(),
                "amount": or_null("Decimal"),
                "currency": maybe(),
            })),
        ),
        (
            "WorkOrder",
            whole(json!({
                "id": id(),
                "project": id(),
                "number": maybe(),
                "status": maybe(),
                "scheduled_on": day(),
                "description": maybe(),
            })),
        ),
        (
            "Payment",
            whole(json!({
                "id": id(),
                "invoice": id(),
                "paid_on": day(),
                "amount": or_null("Decimal"),
                "method": maybe(),
            })),
        ),
        (
            "Article",
            whole(json!({
                "id": id(),
                "knowledge_base": id(),
                "title": text(),
                "body_markdown": maybe(),
                "section": maybe(),
                "published": truth(),
                "author": person(),
                "updated_at": instant(),
            })),
        ),
    ]
}

/// An object whose keys are always all there.
fn whole(properties: Value) -> Value {
    but_for(&[], properties)
}

/// An object whose keys are always there, but for some.
fn but_for(optional: &[&str], properties: Value) -> Value {
    let required: Vec<String> = properties
        .as_object()
        .into_iter()
        .flat_map(|keys| {
            keys.keys()
                .filter(|key| !optional.contains(&key.as_str()))
                .cloned()
        })
        .collect();
    let required: Vec<&str> = required.iter().map(String::as_str).collect();
    object(properties, &required)
}
