//! The guests and what is opened to them: each in another of the ways there are.

use serde_json::json;

use super::days::Days;
use super::lines::Line;

pub(super) fn lines(days: &Days) -> Vec<Line> {
    let mut lines = guests(days);
    lines.extend(customer_grants(days));
    lines.extend(item_grants(days));
    lines
}

fn guest(id: &str, email: &str, name: &str, roles: &[&str]) -> Line {
    Line::new("guest", id)
        .with("email", email)
        .with("name", name)
        .with("roles", json!(roles))
}

fn guests(days: &Days) -> Vec<Line> {
    vec![
        // Attached to a customer; may see and write to two of the staff.
        guest("helena", super::HELENA, "Helena Duarte", &["Client"])
            .with("state", "active")
            .with("contact", "helena")
            .with("available_users", json!(["marit", "rui"])),
        // Receives goods: orders of ninety days, no prices, nobody of the staff by name.
        guest("pieter", super::PIETER, "Pieter Vandersluis", &[])
            .with("state", "active")
            .with("contact", "pieter")
            .with("available_users", json!([])),
        // A freelancer: no grant at all, only the tasks that name her.
        guest("noor", super::NOOR, "Noor Haddad", &["Collaborator", "creative-partner"])
            .with("state", "active")
            .with("expires_at", days.at(180, 18, 0))
            .with("available_users", json!(["marit"])),
        // An adviser: one project by ticks, and permissions on his own card in place of any role.
        guest("oskar", super::OSKAR, "Oskar Brandvold", &["Viewer"])
            .with("state", "active")
            .with("contact", "oskar")
            .with(
                "permissions",
                json!({
                    "meetings": { "fields": ["starts_at", "ends_at", "location"], "actions": ["respond"] },
                    "tickets": { "fields": ["status", "opened_at"], "relations": ["comments"], "actions": ["comment"] }
                }),
            ),
        // Three customers, three levels.
        guest("amara", super::AMARA, "Amara Nwachi", &[])
            .with("state", "active")
            .with("contact", "amara"),
        // A sign maker whose only role is switched off at present.
        guest("lukas", super::LUKAS, "Lukas Ehrlinger", &["print-partner"])
            .with("state", "active")
            .with("available_users", json!(["ines", "beatriz"])),
        // A customer who is a person, and the client of his project by name.
        guest("yusuf", "yusuf@karademir-piano.example", "Yusuf Karademir", &["Approver"])
            .with("state", "active")
            .with("customer", "yusuf-karademir")
            .with("available_users", json!(["marit", "beatriz"])),
        // Has not yet accepted.
        guest("sofia", "sofia@marchetti.example", "Sofia Marchetti", &["Client"])
            .with("state", "invited")
            .with("contact", "sofia"),
        // Suspended, and past the end of the contract.
        guest("dimitar", "dimitar@grozev-software.example", "Dimitar Grozev", &["Collaborator"])
            .with("state", "suspended")
            .with("expires_at", days.at(-4, 18, 0))
            .with("available_users", json!(["tobias", "rui"])),
    ]
}

/// The rows of the external access table, and what is opened of a customer in other ways.
fn customer_grants(days: &Days) -> Vec<Line> {
    let grant = |id: &str, to: &str, customer: &str| {
        Line::new("grant", id)
            .with("to", to)
            .with("on", json!({ "customer": customer }))
    };
    vec![
        grant("helena-theatre", "helena", "harbour-lane")
            .with("role", "Client")
            .with("starts_at", days.at(-69, 9, 0))
            .with("expires_at", days.at(300, 18, 0))
            .with(
                "notes",
                "Head of communications; decides on texts. Until the end of her contract.",
            ),
        // The related company is opened by a grant of its own, with fields chosen.
        grant("helena-trust", "helena", "harbour-trust")
            .with(
                "permissions",
                json!({ "customers": { "fields": ["kind", "website", "address"] } }),
            )
            .with("starts_at", days.at(-69, 9, 0))
            .with("expires_at", days.at(300, 18, 0)),
        grant("pieter-kestrel", "pieter", "kestrel-cycles")
            .with("role", "L20")
            .with("starts_at", days.at(-160, 9, 0))
            .with("days_back", 90)
            .with("notes", "Goods in: what is coming, never what it costs."),
        grant("amara-quince", "amara", "quince-books")
            .with("role", "L90")
            .with("starts_at", days.at(-300, 9, 0))
            .with("notes", "Owner of the company."),
        grant("amara-fern", "amara", "fern-and-field")
            .with("role", "L40")
            .with("starts_at", days.at(-90, 9, 0))
            .with("notes", "Keeps Clara's books."),
        grant("amara-hjerting", "amara", "hjerting")
            .with("role", "L10")
            .with("starts_at", days.at(-30, 9, 0))
            .with(
                "notes",
                "Introduced them to us; wanted the address, no more.",
            ),
        grant("sofia-marchetti", "sofia", "marchetti")
            .with("role", "L80")
            .with("starts_at", days.at(-2, 9, 0))
            .with("notes", "Will manage the access of her people herself."),
        grant("beatriz-fern", "beatriz", "fern-and-field")
            .with("role", "L30")
            .with("starts_at", days.at(-60, 9, 0))
            .with("expires_at", days.at(60, 18, 0))
            .with("days_back", 365)
            .with("notes", "Traineeship: prepares the orders of the nursery."),
    ]
}

/// Projects, single items and a knowledge base that were shared by themselves.
fn item_grants(days: &Days) -> Vec<Line> {
    let grant = |id: &str, to: &str, kind: &str, item: &str| {
        Line::new("grant", id)
            .with("to", to)
            .with("on", json!({ kind: item }))
    };
    vec![
        // The ticks: tasks, due date, stage, roadmap, files.
        grant("oskar-northlight", "oskar", "project", "northlight-site")
            .with(
                "permissions",
                json!({
                    "projects": {
                        "fields": ["stage", "due_on"],
                        "relations": ["tasks", "milestones", "files"],
                        "notifications": ["shared", "stage_changed", "file_added", "milestone_reached"]
                    },
                    "tasks": {
                        "fields": ["stage", "due_on"],
                        "relations": ["files"],
                        "notifications": ["shared", "stage_changed", "due_soon", "file_added"]
                    }
                }),
            )
            .with("starts_at", days.at(-50, 9, 0))
            .with("expires_at", days.at(28, 18, 0))
            .with("notes", "Interim adviser until the launch."),
        // Begins only when the move is next on his desk.
        grant("oskar-move", "oskar", "project", "northlight-move")
            .with("role", "reviewer")
            .with("starts_at", days.at(3, 8, 0))
            .with("expires_at", days.at(28, 18, 0)),
        grant("noor-solbakken", "noor", "project", "solbakken-brand")
            .with("role", "Collaborator")
            .with("starts_at", days.at(-90, 9, 0))
            .with("revoked_at", days.at(-35, 17, 0))
            .with("notes", "Helped with the first sketches; finished."),
        // His role is off; this one has permissions of its own and does not ask it.
        grant("lukas-windows", "lukas", "meeting", "hjerting-windows")
            .with("role", "print-partner")
            .with("permissions", json!({ "meetings": { "fields": ["starts_at", "ends_at", "location", "agenda"], "actions": ["respond"] } }))
            .with("starts_at", days.at(-5, 9, 0))
            .with("expires_at", days.at(12, 18, 0)),
        // What she may decide on hangs on the projects, not on the customer.
        grant("helena-site", "helena", "project", "theatre-site")
            .with("role", "Approver")
            .with("starts_at", days.at(-69, 9, 0)),
        grant("helena-booking", "helena", "project", "theatre-booking")
            .with("role", "Approver")
            .with("starts_at", days.at(-22, 9, 0)),
        // A draft is opened by a grant on it alone.
        grant("yusuf-scores", "yusuf", "estimate", "estimate-yusuf-scores")
            .with("role", "Commenter")
            .with("starts_at", days.at(-1, 9, 0)),
        grant("yusuf-first-invoice", "yusuf", "invoice", "invoice-532")
            .with("role", "Viewer")
            .with("starts_at", days.at(-12, 9, 0)),
        grant("sofia-bowl", "sofia", "ticket", "ticket-213")
            .with("role", "Commenter")
            .with("starts_at", days.at(-2, 9, 0)),
        grant("helena-banners", "helena", "order", "order-1019")
            .with("role", "Viewer")
            .with("starts_at", days.at(-20, 9, 0)),
        grant("dimitar-osprey", "dimitar", "project", "osprey-intranet")
            .with("role", "Collaborator")
            .with("starts_at", days.at(-60, 9, 0)),
        grant("beatriz-fern-search", "beatriz", "project", "fern-search")
            .with("role", "Collaborator")
            .with("starts_at", days.at(-34, 9, 0)),
        grant("oskar-handbook", "oskar", "knowledge_base", "client-handbook")
            .with("role", "Viewer")
            .with("starts_at", days.at(-50, 9, 0))
            .with("expires_at", days.at(28, 18, 0)),
        grant("amara-guides", "amara", "task", "kestrel-shop.repair-guides")
            .with("role", "Commenter")
            .with("starts_at", days.at(-45, 9, 0))
            .with("notes", "Quince Books writes the repair guides."),
    ]
}
