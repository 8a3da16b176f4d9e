//! The built-in roles: the ladder for customers (`L10` … `L90`) and the presets.

use crate::catalogue::{Facet, Module};
use crate::permissions::Permissions;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

#[cfg(test)]
mod tests;

/// A role every account has. Its name is a reserved id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum BuiltIn {
    /// The customer's card and contacts.
    L10,
    /// And orders without prices.
    L20,
    /// And orders with all their details.
    L30,
    /// And invoices, payments, estimates, credit limit and balance.
    L40,
    /// And all else of the customer, and managing its external access.
    L80,
    /// As `L80`, and irrevocable.
    L90,
    /// Looks, does nothing; what a guest has who was given no role.
    Viewer,
    /// `Viewer`, and what hangs on the customer.
    Client,
    /// `Viewer`, and comments and conversation.
    Commenter,
    /// `Commenter`, and approvals, accepting and declining.
    Approver,
    /// `Approver`, and creating, assigning, completing, uploading.
    Collaborator,
}

impl BuiltIn {
    /// All of them, in the order of the catalogue.
    pub const ALL: [BuiltIn; 11] = [
        BuiltIn::L10,
        BuiltIn::L20,
        BuiltIn::L30,
        BuiltIn::L40,
        BuiltIn::L80,
        BuiltIn::L90,
        BuiltIn::Viewer,
        BuiltIn::Client,
        BuiltIn::Commenter,
        BuiltIn::Approver,
        BuiltIn::Collaborator,
    ];

    /// Its name, which is its id.
    pub const fn name(self) -> &'static str {
        DECLARATIONS[self as usize].name
    }

    /// The role of that name; names are compared as they stand.
    pub fn named(name: &str) -> Option<BuiltIn> {
        BuiltIn::ALL.into_iter().find(|r| r.name() == name)
    }

    /// Whether it is a level of the ladder, which goes on customers only.
    pub const fn is_level(self) -> bool {
        (self as u8) <= BuiltIn::L90 as u8
    }

    /// What it opens.
    pub fn permissions(self) -> &'static Permissions {
        &PERMISSIONS[self as usize]
    }
}

/// How a role names a set: all of it, or names.
enum Names {
    All,
    These(&'static [&'static str]),
}
use Names::{All, These};

struct Part {
    module: Module,
    sets: &'static [(Facet, Names)],
}

struct Declaration {
    name: &'static str,
    includes: Option<BuiltIn>,
    everything: bool,
    except: &'static [&'static str],
    parts: &'static [Part],
}

const fn role(
    name: &'static str,
    includes: Option<BuiltIn>,
    parts: &'static [Part],
) -> Declaration {
    Declaration {
        name,
        includes,
        everything: false,
        except: &[],
        parts,
    }
}

const fn part(module: Module, sets: &'static [(Facet, Names)]) -> Part {
    Part { module, sets }
}

use Facet::{Actions, Fields, Notifications, Relations};
use Module::{
    Customers, Estimates, Invoices, Knowledge, Meetings, Orders, Projects, Tasks, Tickets,
};

/// What is the company's own, whoever the customer's admin is.
const COMPANYS_OWN: &[&str] = &[
    "projects.fields.budget",
    "projects.relations.revenues",
    "projects.relations.expenses",
    "customers.relations.company",
];

static DECLARATIONS: [Declaration; 11] = [
    role(
        "L10",
        None,
        &[part(
            Customers,
            &[
                (Fields, These(&["kind", "email", "phone", "address"])),
                (Relations, These(&["contacts"])),
            ],
        )],
    ),
    role(
        "L20",
        Some(BuiltIn::L10),
        &[
            part(Customers, &[(Relations, These(&["orders"]))]),
            // No total, which is the sum of the amounts; no files, which may hold prices.
            part(
                Orders,
                &[
                    (
                        Fields,
                        These(&[
                            "ordered_on",
                            "status",
                            "delivery_on",
                            "ship_to",
                            "lines",
                            "currency",
                        ]),
                    ),
                    (Relations, These(&["customer"])),
                    (Actions, These(&["download_pdf"])),
                    (Notifications, All),
                ],
            ),
        ],
    ),
    role(
        "L30",
        Some(BuiltIn::L20),
        &[part(Orders, &[(Fields, All), (Relations, All)])],
    ),
    role(
        "L40",
        Some(BuiltIn::L30),
        &[
            part(
                Customers,
                &[
                    (Fields, These(&["tax_id", "credit_limit", "balance"])),
                    (Relations, These(&["invoices", "estimates", "files"])),
                    (Actions, These(&["upload_file", "delete_own_file"])),
                ],
            ),
            part(
                Invoices,
                &[
                    (Fields, All),
                    (Relations, These(&["customer", "payments", "files"])),
                    (Actions, These(&["download_pdf"])),
                    (Notifications, All),
                ],
            ),
            part(
                Estimates,
                &[
                    (Fields, All),
                    (Relations, These(&["customer", "invoice", "files"])),
                    (Actions, These(&["download_pdf"])),
                    (Notifications, All),
                ],
            ),
        ],
    ),
    Declaration {
        name: "L80",
        includes: Some(BuiltIn::L40),
        everything: true,
        except: COMPANYS_OWN,
        parts: &[],
    },
    Declaration {
        name: "L90",
        includes: Some(BuiltIn::L80),
        everything: true,
        except: COMPANYS_OWN,
        parts: &[],
    },
    role(
        "Viewer",
        None,
        &[
            part(
                Customers,
                &[
                    (
                        Fields,
                        These(&["kind", "email", "phone", "address", "website"]),
                    ),
                    (Relations, These(&["contacts"])),
                ],
            ),
            part(
                Projects,
                &[
                    (
                        Fields,
                        These(&[
                            "description",
                            "stage",
                            "starts_on",
                            "due_on",
                            "percent_tasks",
                            "percent_hours",
                            "manager",
                            "client",
                        ]),
                    ),
                    (
                        Relations,
                        These(&[
                            "tasks",
                            "milestones",
                            "meetings",
                            "tickets",
                            "files",
                            "comments",
                            "team",
                            "invoices",
                            "estimates",
                        ]),
                    ),
                    (Notifications, All),
                ],
            ),
            part(
                Tasks,
                &[
                    (
                        Fields,
                        These(&[
                            "description",
                            "stage",
                            "priority",
                            "starts_on",
                            "due_on",
                            "percent",
                            "owner",
                            "assignee",
                            "approval",
                        ]),
                    ),
                    (Relations, These(&["subtasks", "files", "comments"])),
                    (Notifications, All),
                ],
            ),
            part(
                Meetings,
                &[
                    (
                        Fields,
                        These(&[
                            "starts_at",
                            "ends_at",
                            "location",
                            "agenda",
                            "minutes",
                            "organiser",
                            "attendees",
                        ]),
                    ),
                    (Relations, These(&["files"])),
                    (Notifications, All),
                ],
            ),
            part(
                Tickets,
                &[
                    (
                        Fields,
                        These(&[
                            "description",
                            "status",
                            "priority",
                            "assignee",
                            "requester",
                            "opened_at",
                            "closed_at",
                        ]),
                    ),
                    (Relations, These(&["files", "comments"])),
                    (Notifications, All),
                ],
            ),
            part(
                Invoices,
                &[
                    (Fields, All),
                    (Relations, These(&["payments", "files"])),
                    (Actions, These(&["download_pdf"])),
                    (Notifications, All),
                ],
            ),
            part(
                Estimates,
                &[
                    (Fields, All),
                    (Relations, These(&["invoice", "files"])),
                    (Actions, These(&["download_pdf"])),
                    (Notifications, All),
                ],
            ),
            part(
                Orders,
                &[
                    (
                        Fields,
                        These(&["ordered_on", "status", "delivery_on", "ship_to", "lines"]),
                    ),
                    (Relations, These(&[])),
                    (Notifications, All),
                ],
            ),
            part(
                Knowledge,
                &[
                    (Fields, All),
                    (Relations, These(&["articles", "files"])),
                    (Notifications, All),
                ],
            ),
        ],
    ),
    role(
        "Client",
        Some(BuiltIn::Viewer),
        &[part(
            Customers,
            &[
                (
                    Relations,
                    These(&[
                        "company",
                        "projects",
                        "tasks",
                        "meetings",
                        "tickets",
                        "invoices",
                        "estimates",
                    ]),
                ),
                (Notifications, All),
            ],
        )],
    ),
    role(
        "Commenter",
        Some(BuiltIn::Viewer),
        &[
            part(
                Projects,
                &[
                    (Relations, These(&["messages"])),
                    (Actions, These(&["comment", "chat"])),
                ],
            ),
            part(Tasks, &[(Actions, These(&["comment"]))]),
            part(
                Meetings,
                &[
                    (Relations, These(&["comments"])),
                    (Actions, These(&["respond", "comment"])),
                ],
            ),
            part(Tickets, &[(Actions, These(&["create", "comment"]))]),
            part(
                Invoices,
                &[
                    (Relations, These(&["comments"])),
                    (Actions, These(&["comment"])),
                ],
            ),
            part(
                Estimates,
                &[
                    (Relations, These(&["comments"])),
                    (Actions, These(&["comment"])),
                ],
            ),
            part(
                Knowledge,
                &[
                    (Relations, These(&["comments"])),
                    (Actions, These(&["comment"])),
                ],
            ),
        ],
    ),
    role(
        "Approver",
        Some(BuiltIn::Commenter),
        &[
            part(Tasks, &[(Actions, These(&["approve"]))]),
            part(
                Estimates,
                &[(Actions, These(&["convert_to_invoice", "decline"]))],
            ),
        ],
    ),
    role(
        "Collaborator",
        Some(BuiltIn::Approver),
        &[
            part(
                Projects,
                &[(
                    Actions,
                    These(&["upload_file", "delete_own_file", "create_task"]),
                )],
            ),
            part(
                Tasks,
                &[(
                    Actions,
                    These(&["assign", "complete", "upload_file", "delete_own_file"]),
                )],
            ),
            part(
                Tickets,
                &[(Actions, These(&["close", "upload_file", "delete_own_file"]))],
            ),
            part(
                Invoices,
                &[(Actions, These(&["upload_file", "delete_own_file"]))],
            ),
            part(
                Estimates,
                &[(Actions, These(&["upload_file", "delete_own_file"]))],
            ),
            part(
                Knowledge,
                &[(Actions, These(&["upload_file", "delete_own_file"]))],
            ),
        ],
    ),
];

static PERMISSIONS: LazyLock<[Permissions; 11]> = LazyLock::new(|| BuiltIn::ALL.map(resolve));

fn resolve(role: BuiltIn) -> Permissions {
    let declared = &DECLARATIONS[role as usize];
    let mut permissions = match declared.includes {
        Some(included) => resolve(included),
        None => Permissions::NOTHING,
    };
    if declared.everything {
        permissions = Permissions::everything();
    }
    for part in declared.parts {
        let sets = permissions.module_mut(part.module);
        for (facet, names) in part.sets {
            *sets.get_mut(*facet) |= match names {
                All => part.module.all(*facet),
                These(list) => list
                    .iter()
                    .filter_map(|name| part.module.bit(*facet, name))
                    .fold(Default::default(), std::ops::BitOr::bitor),
            };
        }
    }
    for (module, facet, name) in declared.except.iter().filter_map(|path| excepted(path)) {
        let set = permissions.module_mut(module).get_mut(facet);
        *set = *set - module.bit(facet, name).unwrap_or_default();
    }
    permissions
}

fn excepted(path: &'static str) -> Option<(Module, Facet, &'static str)> {
    let mut parts = path.split('.');
    let module = Module::named(parts.next()?)?;
    let facet = parts.next()?;
    let facet = Facet::ALL.into_iter().find(|f| f.name() == facet)?;
    Some((module, facet, parts.next()?))
}

/// The catalogue and the built-in roles as JSON, as they are declared: `"*"`, `includes`,
/// `everything` and `except` included.
pub fn catalogue() -> Value {
    let modules: Map<String, Value> = Module::ALL
        .iter()
        .map(|m| {
            let entry = m.entry();
            let mut tables = Map::new();
            tables.insert("identity".to_owned(), json!(entry.identity));
            for facet in Facet::ALL {
                tables.insert(facet.name().to_owned(), json!(entry.names(facet)));
            }
            (entry.name.to_owned(), Value::Object(tables))
        })
        .collect();
    let roles: Map<String, Value> = DECLARATIONS
        .iter()
        .map(|d| (d.name.to_owned(), declared(d)))
        .collect();
    json!({"modules": modules, "roles": roles})
}

fn declared(role: &Declaration) -> Value {
    let mut table = Map::new();
    if let Some(included) = role.includes {
        table.insert("includes".to_owned(), json!(included.name()));
    }
    if role.everything {
        table.insert("everything".to_owned(), json!(true));
        table.insert("except".to_owned(), json!(role.except));
    }
    if !role.parts.is_empty() {
        let mut modules = Map::new();
        for part in role.parts {
            let sets: Map<String, Value> = part
                .sets
                .iter()
                .map(|(facet, names)| {
                    let names = match names {
                        All => json!("*"),
                        These(list) => json!(list),
                    };
                    (facet.name().to_owned(), names)
                })
                .collect();
            modules.insert(part.module.name().to_owned(), Value::Object(sets));
        }
        table.insert("permissions".to_owned(), Value::Object(modules));
    }
    Value::Object(table)
}
