//! The second company: a small printer, in which one guest of the agency is a guest too.

use serde_json::json;

use super::days::Days;
use super::lines::Line;

pub(super) fn lines(days: &Days) -> Vec<Line> {
    let mut lines = people();
    lines.extend(work(days));
    lines.extend(papers(days));
    lines.extend(access(days));
    lines
}

fn people() -> Vec<Line> {
    let customer = |id: &str, name: &str, address: &str| {
        Line::new("customer", id)
            .with("name", name)
            .with("type", "company")
            .with("email", format!("print@{id}.example"))
            .with("address", address)
            .with("account_manager", "wilf")
    };
    vec![
        Line::of("settings")
            .with(
                "ceiling",
                json!({ "invoices": { "actions": ["download_pdf", "comment"] } }),
            )
            .with("sharing_enabled", true)
            .with("who_can_share", "admins")
            .with("files_external", true)
            .with("plan", "free")
            .with("time_zone", "Europe/London")
            .with("locale", "en"),
        Line::new("member", "wilf")
            .with("email", "wilf@mill-lane.example")
            .with("name", "Wilf Harrowgate")
            .with("role", "owner"),
        Line::new("member", "dot")
            .with("email", "dot@mill-lane.example")
            .with("name", "Dorothy Apsley")
            .with("role", "member"),
        customer(
            "theatre",
            "Harbour Lane Theatre",
            "4 Harbour Lane, 4050-217 Porto, Portugal",
        ),
        customer(
            "gallery",
            "Gallery at the Lock",
            "1 Lock Side, Ashcombe AS1 2LK, United Kingdom",
        ),
        Line::new("contact", "helena")
            .with("customer", "theatre")
            .with("name", "Helena Duarte")
            .with("email", super::HELENA)
            .with("position", "Head of communications"),
        Line::new("contact", "june")
            .with("customer", "gallery")
            .with("name", "June Fairweather")
            .with("email", "june@gallery.example")
            .with("position", "Curator"),
    ]
}

fn work(days: &Days) -> Vec<Line> {
    let project = |id: &str, name: &str, customer: &str, stage: &str, due: i32| {
        Line::new("project", id)
            .with("name", name)
            .with("client", json!({ "customer": customer }))
            .with("stage", stage)
            .with("starts_on", days.day(due - 40))
            .with("due_on", days.day(due))
            .with("manager", "wilf")
            .with("team", json!(["wilf", "dot"]))
            .with("created_at", days.at(due - 60, 9, 0))
    };
    let task = |id: &str, project: &str, title: &str, stage: &str, percent: i32, due: i32| {
        Line::new("task", id)
            .with("project", project)
            .with("title", title)
            .with("stage", stage)
            .with("percent", percent)
            .with("due_on", days.day(due))
            .with("owner", "wilf")
            .with("assignee", "dot")
            .with("created_at", days.at(due - 30, 9, 0))
    };
    vec![
        project("programme", "Season programme, 64 pages", "theatre", "in-progress", 21)
            .with("description", "Four thousand copies on uncoated paper, thread-stitched, with twelve drawings in two colours."),
        project("catalogue", "Exhibition catalogue", "gallery", "planned", 45)
            .with("description", "Six hundred copies, open spine, forty plates."),
        Line::new("milestone", "programme.paper")
            .with("project", "programme")
            .with("name", "Paper in the house")
            .with("due_on", days.day(-6))
            .with("done", true),
        Line::new("milestone", "programme.print")
            .with("project", "programme")
            .with("name", "Printed sheets")
            .with("due_on", days.day(9))
            .with("done", false),
        Line::new("milestone", "programme.bound")
            .with("project", "programme")
            .with("name", "Bound and packed")
            .with("due_on", days.day(21))
            .with("done", false),
        task("dummy", "programme", "Blank dummy to feel the weight", "done", 100, -14),
        task("proofs", "programme", "Proofs of the twelve drawings", "review", 90, 2)
            .with("approval", "requested")
            .with("followers", json!(["helena"])),
        task("plates", "programme", "Plates for both colours", "to-do", 0, 7),
        task("stitching", "programme", "Thread-stitching at the bindery", "to-do", 0, 16),
        task("spine", "catalogue", "Try three colours of thread for the open spine", "doing", 30, 12),
        Line::new("comment", "proofs-1")
            .with("on", json!({ "task": "proofs" }))
            .with("author", "dot")
            .with("text", "The ochre is one step warmer than on screen, and it suits the paper.")
            .with("internal", false)
            .with("at", days.ago(540)),
        Line::new("comment", "proofs-2")
            .with("on", json!({ "task": "proofs" }))
            .with("author", "wilf")
            .with("text", "Keep two sheets back for the bindery.")
            .with("internal", true)
            .with("at", days.ago(480)),
        Line::new("meeting", "at-the-press")
            .with("project", "programme")
            .with("title", "At the press: first sheet of the programme")
            .with("starts_at", days.at(8, 7, 30))
            .with("ends_at", days.at(8, 9, 0))
            .with("location", "Mill Lane Printworks, press hall")
            .with("agenda", "Sign the first sheet, drink tea.")
            .with("organiser", "wilf")
            .with("attendees", json!(["wilf", "helena"])),
        Line::new("ticket", "ticket-1")
            .with("number", "M-1")
            .with("subject", "Delivery to the stage door, before noon")
            .with("description", "The foyer is closed on Mondays; the stage door is open from eight.")
            .with("status", "open")
            .with("customer", "theatre")
            .with("assignee", "dot")
            .with("requester", "helena")
            .with("opened_at", days.at(-3, 11, 0)),
    ]
}

fn papers(days: &Days) -> Vec<Line> {
    let sheets = json!([
        { "description": "Season programme, 64 pages, 4,000 copies", "quantity": "4000", "unit_price": "1.85", "tax_rate": "0" },
        { "description": "Carriage to Porto", "quantity": "1", "unit_price": "210.00", "tax_rate": "0" }
    ]);
    vec![
        Line::new("order", "order-88")
            .with("number", "88")
            .with("customer", "theatre")
            .with("project", "programme")
            .with("ordered_on", days.day(-19))
            .with("status", "confirmed")
            .with("delivery_on", days.day(21))
            .with("ship_to", "Harbour Lane Theatre, stage door, 4 Harbour Lane, 4050-217 Porto")
            .with("currency", "GBP")
            .with(
                "lines",
                json!([{ "product": "Season programme, 64 pages", "quantity": "4000", "unit_price": "1.85", "discount": "0" }]),
            ),
        Line::new("estimate", "estimate-12")
            .with("number", "ME-12")
            .with("customer", "theatre")
            .with("project", "programme")
            .with("issued_on", days.day(-26))
            .with("valid_until", days.day(4))
            .with("status", "accepted")
            .with("sent_at", days.at(-26, 12, 0))
            .with("currency", "GBP")
            .with("lines", sheets.clone()),
        Line::new("invoice", "invoice-31")
            .with("number", "MI-31")
            .with("customer", "theatre")
            .with("project", "programme")
            .with("estimate", "estimate-12")
            .with("issued_on", days.day(-2))
            .with("due_on", days.day(28))
            .with("status", "draft")
            .with("currency", "GBP")
            .with("lines", sheets),
        Line::new("invoice", "invoice-27")
            .with("number", "MI-27")
            .with("customer", "theatre")
            .with("issued_on", days.day(-52))
            .with("due_on", days.day(-22))
            .with("status", "paid")
            .with("sent_at", days.at(-52, 12, 0))
            .with("currency", "GBP")
            .with(
                "lines",
                json!([{ "description": "Posters A2, two colours", "quantity": "300", "unit_price": "1.90", "tax_rate": "0" }]),
            )
            .with(
                "payments",
                json!([{ "paid_on": days.day(-30), "amount": "570.00", "method": "transfer" }]),
            ),
        Line::new("file", "proof-sheet")
            .with("on", json!({ "task": "proofs" }))
            .with("name", "proof-sheet-notes.txt")
            .with("content_type", "text/plain")
            .with("external", true)
            .with("uploaded_by", "dot")
            .with("content", json!({ "base64": "T2NocmU6IG9uZSBzdGVwIHdhcm1lci4KQmxhY2s6IGFzIG9uIHRoZSBzd2F0Y2guCg==" })),
    ]
}

fn access(days: &Days) -> Vec<Line> {
    let guest = |id: &str, email: &str, name: &str| {
        Line::new("guest", id)
            .with("email", email)
            .with("name", name)
            .with("roles", json!(["Approver"]))
            .with("state", "active")
            .with("contact", id)
    };
    vec![
        guest("helena", super::HELENA, "Helena Duarte").with("available_users", json!(["dot"])),
        guest("june", "june@gallery.example", "June Fairweather"),
        Line::new("grant", "helena-theatre")
            .with("to", "helena")
            .with("on", json!({ "customer": "theatre" }))
            .with("role", "Client")
            .with("starts_at", days.at(-30, 9, 0))
            .with("expires_at", days.at(90, 18, 0)),
        Line::new("grant", "june-gallery")
            .with("to", "june")
            .with("on", json!({ "customer": "gallery" }))
            .with("role", "L40")
            .with("starts_at", days.at(-30, 9, 0))
            .with("days_back", 365),
    ]
}
