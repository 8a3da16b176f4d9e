//! The built-in roles, transcribed from the contract by hand.

use crate::catalogue::module;
use crate::permissions::Permissions;

/// A set of one module that a built-in role opens: module, set, names; `*` is the whole set.
type Opened = (&'static str, &'static str, &'static [&'static str]);

struct BuiltIn {
    name: &'static str,
    includes: Option<&'static str>,
    everything: bool,
    opened: &'static [Opened],
}

/// What `L80` and `L90` leave closed: module, set, name.
const COMPANYS_OWN: [(&str, &str, &str); 4] = [
    ("projects", "fields", "budget"),
    ("projects", "relations", "revenues"),
    ("projects", "relations", "expenses"),
    ("customers", "relations", "company"),
];

const ALL: &[&str] = &["*"];

const ROLES: [BuiltIn; 11] = [
    BuiltIn {
        name: "L10",
        includes: None,
        everything: false,
        opened: &[
            (
                "customers",
                "fields",
                &["kind", "email", "phone", "address"],
            ),
            ("customers", "relations", &["contacts"]),
        ],
    },
    BuiltIn {
        name: "L20",
        includes: Some("L10"),
        everything: false,
        opened: &[
            ("customers", "relations", &["orders"]),
            (
                "orders",
                "fields",
                &[
                    "ordered_on",
                    "status",
                    "delivery_on",
                    "ship_to",
                    "lines",
                    "currency",
                ],
            ),
            ("orders", "relations", &["customer"]),
            ("orders", "actions", &["download_pdf"]),
            ("orders", "notifications", ALL),
        ],
    },
    BuiltIn {
        name: "L30",
        includes: Some("L20"),
        everything: false,
        opened: &[("orders", "fields", ALL), ("orders", "relations", ALL)],
    },
    BuiltIn {
        name: "L40",
        includes: Some("L30"),
        everything: false,
        opened: &[
            (
                "customers",
                "fields",
                &["tax_id", "credit_limit", "balance"],
            ),
            (
                "customers",
                "relations",
                &["invoices", "estimates", "files"],
            ),
            ("customers", "actions", &["upload_file", "delete_own_file"]),
            ("invoices", "fields", ALL),
            ("invoices", "relations", &["customer", "payments", "files"]),
            ("invoices", "actions", &["download_pdf"]),
            ("invoices", "notifications", ALL),
            ("estimates", "fields", ALL),
            ("estimates", "relations", &["customer", "invoice", "files"]),
            ("estimates", "actions", &["download_pdf"]),
            ("estimates", "notifications", ALL),
        ],
    },
    BuiltIn {
        name: "L80",
        includes: Some("L40"),
        everything: true,
        opened: &[],
    },
    BuiltIn {
        name: "L90",
        includes: Some("L80"),
        everything: true,
        opened: &[],
    },
    BuiltIn {
        name: "Viewer",
        includes: None,
        everything: false,
        opened: &[
            (
                "customers",
                "fields",
                &["kind", "email", "phone", "address", "website"],
            ),
            ("customers", "relations", &["contacts"]),
            (
                "projects",
                "fields",
                &[
                    "description",
                    "stage",
                    "starts_on",
                    "due_on",
                    "percent_tasks",
                    "percent_hours",
                    "manager",
                    "client",
                ],
            ),
            (
                "projects",
                "relations",
                &[
                    "tasks",
                    "milestones",
                    "meetings",
                    "tickets",
                    "files",
                    "comments",
                    "team",
                    "invoices",
                    "estimates",
                ],
            ),
            ("projects", "notifications", ALL),
            (
                "tasks",
                "fields",
                &[
                    "description",
                    "stage",
                    "priority",
                    "starts_on",
                    "due_on",
                    "percent",
                    "owner",
                    "assignee",
                    "approval",
                ],
            ),
            ("tasks", "relations", &["subtasks", "files", "comments"]),
            ("tasks", "notifications", ALL),
            (
                "meetings",
                "fields",
                &[
                    "starts_at",
                    "ends_at",
                    "location",
                    "agenda",
                    "minutes",
                    "organiser",
                    "attendees",
                ],
            ),
            ("meetings", "relations", &["files"]),
            ("meetings", "notifications", ALL),
            (
                "tickets",
                "fields",
                &[
                    "description",
                    "status",
                    "priority",
                    "assignee",
                    "requester",
                    "opened_at",
                    "closed_at",
                ],
            ),
            ("tickets", "relations", &["files", "comments"]),
            ("tickets", "notifications", ALL),
            ("invoices", "fields", ALL),
            ("invoices", "relations", &["payments", "files"]),
            ("invoices", "actions", &["download_pdf"]),
            ("invoices", "notifications", ALL),
            ("estimates", "fields", ALL),
            ("estimates", "relations", &["invoice", "files"]),
            ("estimates", "actions", &["download_pdf"]),
            ("estimates", "notifications", ALL),
            (
                "orders",
                "fields",
                &["ordered_on", "status", "delivery_on", "ship_to", "lines"],
            ),
            ("orders", "relations", &[]),
            ("orders", "notifications", ALL),
            ("knowledge", "fields", ALL),
            ("knowledge", "relations", &["articles", "files"]),
            ("knowledge", "notifications", ALL),
        ],
    },
    BuiltIn {
        name: "Client",
        includes: Some("Viewer"),
        everything: false,
        opened: &[
            (
                "customers",
                "relations",
                &[
                    "company",
                    "projects",
                    "tasks",
                    "meetings",
                    "tickets",
                    "invoices",
                    "estimates",
                ],
            ),
            ("customers", "notifications", ALL),
        ],
    },
    BuiltIn {
        name: "Commenter",
        includes: Some("Viewer"),
        everything: false,
        opened: &[
            ("projects", "relations", &["messages"]),
            ("projects", "actions", &["comment", "chat"]),
            ("tasks", "actions", &["comment"]),
            ("meetings", "relations", &["comments"]),
            ("meetings", "actions", &["respond", "comment"]),
            ("tickets", "actions", &["create", "comment"]),
            ("invoices", "relations", &["comments"]),
            ("invoices", "actions", &["comment"]),
            ("estimates", "relations", &["comments"]),
            ("estimates", "actions", &["comment"]),
            ("knowledge", "relations", &["comments"]),
            ("knowledge", "actions", &["comment"]),
        ],
    },
    BuiltIn {
        name: "Approver",
        includes: Some("Commenter"),
        everything: false,
        opened: &[
            ("tasks", "actions", &["approve"]),
            ("estimates", "actions", &["convert_to_invoice", "decline"]),
        ],
    },
    BuiltIn {
        name: "Collaborator",
        includes: Some("Approver"),
        everything: false,
        opened: &[
            (
                "projects",
                "actions",
                &["upload_file", "delete_own_file", "create_task"],
            ),
            (
                "tasks",
                "actions",
                &["assign", "complete", "upload_file", "delete_own_file"],
            ),
            (
                "tickets",
                "actions",
                &["close", "upload_file", "delete_own_file"],
            ),
            ("invoices", "actions", &["upload_file", "delete_own_file"]),
            ("estimates", "actions", &["upload_file", "delete_own_file"]),
            ("knowledge", "actions", &["upload_file", "delete_own_file"]),
        ],
    },
];

/// The names of the ladder, lowest first.
pub const LEVELS: [&str; 6] = ["L10", "L20", "L30", "L40", "L80", "L90"];

/// The names of the presets.
pub const PRESETS: [&str; 5] = ["Viewer", "Client", "Commenter", "Approver", "Collaborator"];

/// The permissions of a built-in role; none for another name.
pub fn built_in(name: &str) -> Option<Permissions> {
    let role = ROLES.iter().find(|role| role.name == name)?;
    let mut permissions = match role.includes {
        Some(below) => built_in(below)?,
        None => Permissions::none(),
    };
    if role.everything {
        permissions.add(&Permissions::everything());
        for (module, set, name) in COMPANYS_OWN {
            permissions.take_away(module, set, name);
        }
    }
    for (in_module, set, names) in role.opened {
        permissions.name_module(in_module);
        let whole = module(in_module).map_or(&[][..], |module| module.whole(set));
        for name in if *names == ALL { whole } else { names } {
            permissions.open(in_module, set, name);
        }
    }
    Some(permissions)
}
