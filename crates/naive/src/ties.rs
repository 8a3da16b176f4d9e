//! What ties a user to items, and what leads from one item to another: facts alone, nothing
//! is judged here.

use crate::catalogue::{module, module_of_kind};
use crate::references::{Record, tag};
use crate::world::{Item, World, lists, text};

/// A grant or a link of one user, before anything is judged.
pub(crate) struct Tie<'a> {
    pub(crate) kind: &'static str,
    pub(crate) grant: Option<(&'a str, &'a Record)>,
    pub(crate) subject: Item<'a>,
    /// The customer whose grant reaches the project that it is the client of.
    pub(crate) as_client: Option<&'a str>,
}

impl World {
    /// Every grant and link of a user.
    pub(crate) fn ties(&self, user: &str) -> Vec<Tie<'_>> {
        let mut ties = Vec::new();
        for (id, grant) in self.grants(user) {
            if let Some(subject) = subject(grant) {
                ties.push(Tie {
                    kind: "grant",
                    grant: Some((id, grant)),
                    subject,
                    as_client: None,
                });
            }
        }
        let mut link = |kind, module, id| {
            let subject = Item { module, id };
            ties.push(Tie {
                kind,
                grant: None,
                subject,
                as_client: None,
            });
        };
        for (id, task) in self.all("task") {
            for key in ["owner", "assignee"] {
                if text(task, key) == Some(user) {
                    link(key, "tasks", id);
                }
            }
            for key in ["collaborators", "followers"] {
                if lists(task, key, user) {
                    link(key, "tasks", id);
                }
            }
        }
        for (id, meeting) in self.all("meeting") {
            if lists(meeting, "attendees", user) {
                link("attendees", "meetings", id);
            }
        }
        for (id, ticket) in self.all("ticket") {
            if text(ticket, "requester") == Some(user) {
                link("requester", "tickets", id);
            }
        }
        for (id, base) in self.all("knowledge_base") {
            if lists(base, "access", user) {
                link("access", "knowledge", id);
            }
        }
        for (id, project) in self.all("project") {
            let subject = Item {
                module: "projects",
                id,
            };
            match project.get("client").and_then(tag) {
                Some(("guest", guest)) if guest == user => {
                    ties.push(Tie {
                        kind: "client",
                        grant: None,
                        subject,
                        as_client: None,
                    });
                }
                Some(("customer", customer)) => {
                    for (id, grant) in self.grants(user) {
                        if grant.get("on").and_then(tag) == Some(("customer", customer)) {
                            let grant = Some((id, grant));
                            let as_client = Some(customer);
                            ties.push(Tie {
                                kind: "client",
                                grant,
                                subject,
                                as_client,
                            });
                        }
                    }
                }
                _ => {}
            }
        }
        ties
    }

    fn grants<'a>(&'a self, user: &str) -> Vec<(&'a str, &'a Record)> {
        let all = self.all("grant");
        all.filter(|(_, grant)| text(grant, "to") == Some(user))
            .map(|(id, grant)| (id.as_str(), grant))
            .collect()
    }

    /// The relations that lead from one item to another, by the records' own fields.
    pub(crate) fn leads(&self, from: Item, to: Item) -> Vec<&'static str> {
        let (Some(source), Some(target)) = (self.item(from), self.item(to)) else {
            return Vec::new();
        };
        let mut relations = Vec::new();
        let mut lead = |when: bool, relation| {
            if when {
                relations.push(relation);
            }
        };
        match (from.module, to.module) {
            ("projects", "tasks" | "meetings" | "tickets" | "invoices" | "estimates") => {
                lead(
                    text(target, "project") == Some(from.id),
                    relation_to(to.module),
                );
            }
            (
                "customers",
                "tasks" | "meetings" | "tickets" | "orders" | "invoices" | "estimates",
            ) => {
                lead(
                    text(target, "customer") == Some(from.id),
                    relation_to(to.module),
                );
            }
            ("tasks", "tasks") => lead(text(target, "parent") == Some(from.id), "subtasks"),
            (
                "tasks" | "meetings" | "tickets" | "orders" | "invoices" | "estimates",
                "projects",
            ) => lead(text(source, "project") == Some(to.id), "project"),
            (
                "tasks" | "meetings" | "tickets" | "orders" | "invoices" | "estimates",
                "customers",
            ) => lead(text(source, "customer") == Some(to.id), "customer"),
            ("estimates", "invoices") => {
                lead(text(target, "estimate") == Some(from.id), "invoice");
            }
            ("customers", "customers") => {
                lead(text(source, "company") == Some(to.id), "company");
            }
            _ => {}
        }
        relations
    }
}

/// The subject of a grant.
fn subject(grant: &Record) -> Option<Item<'_>> {
    let (kind, id) = grant.get("on").and_then(tag)?;
    let module = module_of_kind(kind)?;
    Some(Item {
        module: module.name,
        id,
    })
}

/// The relation by which a project or customer leads to the items of a module: its name.
fn relation_to(module_name: &str) -> &'static str {
    module(module_name).map_or("", |module| module.name)
}
