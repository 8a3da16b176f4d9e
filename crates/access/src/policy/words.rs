//! The names of the catalogue in words that a customer would use.

use crate::catalogue::{Facet, Module};

/// What one name of a module means, in plain words.
pub(super) fn words(module: Module, facet: Facet, name: &str) -> String {
    let special = match facet {
        Facet::Fields => field(module, name),
        Facet::Relations => relation(module, name),
        Facet::Actions => action(name),
        Facet::Notifications => notification(name),
    };
    special.map_or_else(|| name.replace('_', " "), str::to_owned)
}

fn field(module: Module, name: &str) -> Option<&'static str> {
    Some(match (module, name) {
        (_, "kind") => "company or person",
        (_, "email") => "e-mail address",
        (_, "phone") => "telephone",
        (_, "tax_id") => "tax number",
        (Module::Customers, "balance") => "left to pay, over all it was sent",
        (_, "balance") => "left to pay",
        (_, "account_manager") => "who looks after it",
        (Module::Projects, "client") => "whose project it is",
        (_, "percent_tasks") => "share of tasks done, seen or not",
        (_, "percent_hours") => "share of hours spent, seen or not",
        (_, "percent") => "how far it is",
        (_, "hours_estimated") => "hours planned",
        (_, "starts_on") => "first day",
        (_, "due_on") => "due date",
        (_, "ordered_on") => "day of the order",
        (_, "delivery_on") => "day of delivery",
        (_, "issued_on") => "date",
        (_, "starts_at") => "beginning",
        (_, "ends_at") => "end",
        (_, "created_at") => "when it was made",
        (_, "opened_at") => "when it was opened",
        (_, "closed_at") => "when it was closed",
        (_, "updated_at") => "when it last changed",
        (_, "sent_at") => "when it was sent",
        (Module::Orders, "lines") => "lines: product and quantity",
        (_, "lines") => "lines, with prices and taxes",
        (_, "unit_price") => "price in each line",
        (_, "discount") => "discount in each line",
        (_, "amount") => "amount of each line",
        (_, "subtotal") => "sum before tax",
        (_, "total") => "sum",
        (_, "paid") => "paid so far",
        (_, "ship_to") => "where it goes",
        _ => return None,
    })
}

fn relation(module: Module, name: &str) -> Option<&'static str> {
    Some(match (module, name) {
        (_, "files") => "files marked for outsiders",
        (_, "comments") => "comments that are not internal",
        (_, "messages") => "the conversation with guests",
        (_, "team") => "the people on it",
        (_, "milestones") => "the roadmap",
        (_, "project") => "the card of its project",
        (_, "customer") => "the card of its customer",
        (_, "company") => "the related company",
        (_, "invoices") => "its invoices that were sent",
        (_, "estimates") => "its estimates that were sent",
        (_, "invoice") => "the invoice made from it, if sent",
        (_, "articles") => "articles that are published",
        (Module::Customers, "projects") => "projects it is the client of",
        _ => return None,
    })
}

fn action(name: &str) -> Option<&'static str> {
    Some(match name {
        "comment" => "write comments",
        "chat" => "write in the conversation",
        "upload_file" => "upload files",
        "delete_own_file" => "take back own uploads",
        "delete_file" => "delete any file shown there",
        "create_task" => "create tasks there",
        "create" => "open tickets",
        "close" => "close it",
        "assign" => "assign it",
        "complete" => "mark it done",
        "approve" => "approve it, or ask for changes",
        "respond" => "answer the invitation",
        "download_pdf" => "download it as PDF",
        "convert_to_invoice" => "accept it, which makes an invoice",
        "decline" => "decline it",
        "update_contact_details" => "correct the contact details shown",
        _ => return None,
    })
}

fn notification(name: &str) -> Option<&'static str> {
    Some(match name {
        "shared" => "it is shared",
        "updated" | "changed" => "it changes",
        "stage_changed" => "it moves to another stage",
        "status_changed" => "its status changes",
        "comment_added" => "somebody comments",
        "file_added" => "a file is added",
        "milestone_reached" => "a milestone is reached",
        "message_posted" => "somebody writes in the conversation",
        "assigned" => "it is assigned",
        "due_soon" => "it is due soon",
        "approval_requested" => "an approval is asked for",
        "scheduled" => "it is scheduled",
        "cancelled" => "it is cancelled",
        "opened" => "it is opened",
        "created" => "it is created",
        "sent" => "it is sent",
        "overdue" => "it is overdue",
        "paid" => "it is paid",
        "expiring" => "it is about to expire",
        "published" => "something is published",
        _ => return None,
    })
}

/// What a module's items are called, many and one.
pub(super) const fn called(module: Module) -> (&'static str, &'static str) {
    match module {
        Module::Customers => ("Customers", "customer"),
        Module::Projects => ("Projects", "project"),
        Module::Tasks => ("Tasks", "task"),
        Module::Meetings => ("Meetings", "meeting"),
        Module::Tickets => ("Tickets", "ticket"),
        Module::Orders => ("Orders", "order"),
        Module::Invoices => ("Invoices", "invoice"),
        Module::Estimates => ("Estimates", "estimate"),
        Module::Knowledge => ("Knowledge bases", "knowledge base"),
    }
}
