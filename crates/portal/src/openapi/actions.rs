//! What is said of the doors that do something to an item.

use serde_json::{Value, json};
use store::ItemAction;

use super::items::reference;
use super::values::object;

/// What a door does, in a few words.
pub(super) const fn summary(action: ItemAction) -> &'static str {
    match action {
        ItemAction::Complete => "Complete a task: into the first closed stage, 100 percent",
        ItemAction::Assign => "Assign a task to somebody else",
        ItemAction::Approve => "Approve a task, or ask for changes with a reason",
        ItemAction::Respond => "Answer as an attendee whether one comes",
        ItemAction::Close => "Close a ticket",
        ItemAction::SendInvoice => "Send a draft invoice",
        ItemAction::SendEstimate => "Send a draft estimate",
    }
}

/// The schema of what it takes; none where it takes nothing.
pub(super) fn takes(action: ItemAction) -> Option<Value> {
    Some(match action {
        ItemAction::Assign => object(json!({"to": reference("Id")}), &["to"]),
        ItemAction::Approve => object(
            json!({
                "decision": {"type": "string", "enum": ["approved", "changes_requested"]},
                "reason": {"type": ["string", "null"]},
            }),
            &["decision"],
        ),
        ItemAction::Respond => object(
            json!({"response": {"type": "string", "enum": ["yes", "no", "maybe"]}}),
            &["response"],
        ),
        _ => return None,
    })
}
