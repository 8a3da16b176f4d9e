//! What hangs on an item: related items, and its parts.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::catalogue::{MODULES, module};
use crate::money::array;
use crate::people::Place;
use crate::references::{Record, tag};
use crate::world::{Item, Viewer, World, text};

impl World {
    /// The related items that the user sees, by id, in the order of their ids; none where the
    /// item or the relation is not the user's, or the relation leads to parts.
    pub fn related(
        &self,
        user: &str,
        item: Item,
        relation: &str,
        at: Timestamp,
    ) -> Option<Vec<String>> {
        if !self.relations(user, item, at).contains(relation) {
            return None;
        }
        let record = self.item(item)?;
        let (target, ids): (&str, Vec<&String>) = match relation {
            "project" | "customer" | "company" => {
                let target = if relation == "project" {
                    "projects"
                } else {
                    "customers"
                };
                let kind = module(target)?.kind;
                let wanted = text(record, relation);
                let ids = self.all(kind).map(|(id, _)| id);
                (
                    target,
                    ids.filter(|id| Some(id.as_str()) == wanted).collect(),
                )
            }
            "invoice" => ("invoices", self.pointing("invoice", "estimate", item.id)),
            "subtasks" => ("tasks", self.pointing("task", "parent", item.id)),
            "projects" => {
                let client = Some(("customer", item.id));
                let projects = self.all("project");
                let of =
                    projects.filter(|(_, project)| project.get("client").and_then(tag) == client);
                ("projects", of.map(|(id, _)| id).collect())
            }
            _ => {
                let target = module(relation)?;
                let key = if item.module == "projects" {
                    "project"
                } else {
                    "customer"
                };
                (target.name, self.pointing(target.kind, key, item.id))
            }
        };
        let seen = ids
            .into_iter()
            .filter(|id| self.visible(user, Item { module: target, id }, at));
        Some(seen.cloned().collect())
    }

    /// The records of a kind whose key names the id.
    fn pointing(&self, kind: &str, key: &str, id: &str) -> Vec<&String> {
        let all = self
            .all(kind)
            .filter(|(_, record)| text(record, key) == Some(id));
        all.map(|(id, _)| id).collect()
    }

    /// The parts of an item that the user sees, as JSON in the bundle's keys with `id`, in the
    /// order of their ids (payments have none: in the record's order); none where the item or
    /// the relation is not the user's, or the relation leads to items.
    pub fn parts(
        &self,
        user: &str,
        item: Item,
        relation: &str,
        at: Timestamp,
    ) -> Option<Vec<Value>> {
        if !self.relations(user, item, at).contains(relation) {
            return None;
        }
        let record = self.item(item)?;
        let staff = self.viewer(user) == Some(Viewer::Staff);
        let of_project = |kind| self.pointing(kind, "project", item.id);
        let (kind, ids): (&str, Vec<&String>) = match relation {
            "comments" => ("comment", self.hanging("comment", item)),
            "files" => ("file", self.hanging("file", item)),
            "milestones" => ("milestone", of_project("milestone")),
            "work_orders" => ("work_order", of_project("work_order")),
            "revenues" | "expenses" => {
                let sort = if relation == "revenues" {
                    "revenue"
                } else {
                    "expense"
                };
                let mut ids = of_project("ledger_entry");
                ids.retain(|id| {
                    let entry = self.record("ledger_entry", id);
                    entry.is_some_and(|entry| text(entry, "type") == Some(sort))
                });
                ("ledger_entry", ids)
            }
            "contacts" => ("contact", self.pointing("contact", "customer", item.id)),
            "articles" => (
                "article",
                self.pointing("article", "knowledge_base", item.id),
            ),
            "payments" => return Some(array(record, "payments").to_vec()),
            "team" => return Some(self.named_team(user, record)),
            // Conversations are no part of a bundle.
            "messages" => return Some(Vec::new()),
            _ => return None,
        };
        let parts = ids
            .into_iter()
            .filter_map(|id| Some((id, self.record(kind, id)?)));
        let shown = parts.filter(|(_, part)| staff || open_part(kind, part));
        Some(
            shown
                .map(|(id, part)| self.part(user, kind, id, part, staff))
                .collect(),
        )
    }

    fn hanging(&self, kind: &str, item: Item) -> Vec<&String> {
        let all = self.all(kind).filter(|(_, part)| {
            let on = part.get("on").and_then(tag);
            on.is_some_and(|(kind, id)| {
                id == item.id
                    && MODULES
                        .iter()
                        .any(|m| m.name == item.module && m.kind == kind)
            })
        });
        all.map(|(id, _)| id).collect()
    }

    fn named_team(&self, user: &str, project: &Record) -> Vec<Value> {
        let named = self.team(user, project);
        let persons = self.persons(user, project, "team").into_iter();
        persons
            .filter(|person| person["id"].as_str().is_some_and(|id| named.contains(id)))
            .collect()
    }

    fn part(&self, user: &str, kind: &str, id: &str, part: &Record, staff: bool) -> Value {
        let mut shown = Map::new();
        shown.insert("id".to_owned(), json!(id));
        for (key, value) in part {
            match key.as_str() {
                "kind" | "id" | "content" => {}
                "internal" | "external" if !staff => {}
                "author" if kind == "comment" => {
                    shown.insert(key.clone(), self.person(user, part, key, Place::Author));
                }
                "author" | "uploaded_by" => {
                    shown.insert(key.clone(), self.person(user, part, key, Place::Elsewhere));
                }
                _ => {
                    shown.insert(key.clone(), value.clone());
                }
            }
        }
        Value::Object(shown)
    }
}

/// Whether a part shows to who is not staff.
fn open_part(kind: &str, part: &Record) -> bool {
    let is = |key: &str| part.get(key) == Some(&Value::Bool(true));
    match kind {
        "comment" => !is("internal"),
        "file" => is("external"),
        "article" => is("published"),
        _ => true,
    }
}
