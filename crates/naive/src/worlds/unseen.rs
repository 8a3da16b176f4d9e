//! Another world that differs only in what a viewer cannot see.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::dice::Dice;
use super::values::unlike;
use crate::catalogue::{Module, module_of_kind};
use crate::references::tag;
use crate::world::{Item, Viewer, World};

/// Texts that stand for themselves: nothing is computed from them, no rule looks at them.
const TEXTS: [&str; 12] = [
    "description",
    "summary",
    "agenda",
    "minutes",
    "location",
    "address",
    "ship_to",
    "code",
    "phone",
    "tax_id",
    "website",
    "industry",
];

/// Dates that no window looks at.
const DATES: [&str; 5] = [
    "due_on",
    "starts_on",
    "valid_until",
    "delivery_on",
    "closed_at",
];

/// The bundle with other values wherever the user cannot see them, and with more that the user
/// cannot see; for members who are not limited the same bundle. The same seed makes the same.
pub fn unseen(lines: &[Value], user: &str, at: Timestamp, seed: u64) -> Vec<Value> {
    let world = World::from_lines(lines, at);
    if world.viewer(user) == Some(Viewer::Staff) {
        return lines.to_vec();
    }
    let mut change = Change {
        dice: Dice::new(seed),
        world: &world,
        user,
        at,
        number: 0,
    };
    let mut changed: Vec<Value> = lines
        .iter()
        .filter(|line| !change.leaves_out(line))
        .cloned()
        .collect();
    for line in &mut changed {
        change.line(line);
    }
    changed.extend(change.more(lines));
    changed
}

struct Change<'a> {
    dice: Dice,
    world: &'a World,
    user: &'a str,
    at: Timestamp,
    number: usize,
}

impl Change<'_> {
    /// Whether an unseen line goes: one that nothing seen is computed from and that no grant
    /// of the user is on.
    fn leaves_out(&mut self, line: &Value) -> bool {
        let (kind, id) = (line["kind"].as_str(), line["id"].as_str());
        let (Some(kind @ ("meeting" | "ticket" | "order")), Some(id)) = (kind, id) else {
            return false;
        };
        let Some(module) = module_of_kind(kind) else {
            return false;
        };
        let unseen = !self.world.visible(
            self.user,
            Item {
                module: module.name,
                id,
            },
            self.at,
        );
        let granted = self.world.all("grant").any(|(_, grant)| {
            grant.get("to").and_then(Value::as_str) == Some(self.user)
                && grant.get("on").and_then(tag) == Some((kind, id))
        });
        // A twin with other lines or a comment of its own stays, so that nothing dangles.
        let referred = ["comment", "file", "grant", "participant"]
            .iter()
            .any(|of| {
                self.world
                    .all(of)
                    .any(|(_, part)| part.get("on").and_then(tag) == Some((kind, id)))
            });
        unseen && !granted && !referred && self.dice.percent(50)
    }

    fn line(&mut self, line: &mut Value) {
        let kind = line["kind"].as_str().unwrap_or_default().to_owned();
        if line["deleted"] == true {
            return;
        }
        match module_of_kind(&kind) {
            Some(module) => self.item(module, line),
            None if kind == "comment" && self.part_unseen("comments", line) => {
                line["text"] = self.text();
            }
            None if kind == "file" && self.part_unseen("files", line) => {
                line["name"] = json!("unseen.txt");
            }
            None if kind == "ledger_entry" && self.part_unseen_of_project(line) => {
                line["description"] = self.text();
            }
            None => {}
        }
    }

    fn text(&mut self) -> Value {
        self.number += 1;
        unlike(&mut self.dice, self.number)
    }

    fn item(&mut self, module: &Module, line: &mut Value) {
        let id = line["id"].as_str().unwrap_or_default().to_owned();
        let item = Item {
            module: module.name,
            id: &id,
        };
        let visible = self.world.visible(self.user, item, self.at);
        let fields = self.world.fields(self.user, item, self.at);
        let hidden = |field: &str| !fields.contains(field) && module.fields.contains(&field);
        // A customer's name shows on the projects whose client it is.
        if !visible && module.name != "customers" {
            for key in module.identity {
                line[*key] = self.text();
            }
        }
        for key in TEXTS {
            if hidden(key) && self.dice.percent(70) {
                line[key] = self.text();
            }
        }
        for key in DATES {
            if hidden(key) && !line[key].is_null() {
                line[key] = if key.ends_with("_at") {
                    json!("2001-01-01T00:00:00Z")
                } else {
                    json!("2001-01-01")
                };
            }
        }
        if hidden("priority") {
            line["priority"] = json!(self.dice.pick(&["low", "normal", "high", "urgent"]));
        }
        if hidden("percent") {
            line["percent"] = json!(self.dice.below(101));
        }
    }

    /// Whether the user gets the part nowhere.
    fn part_unseen(&self, relation: &str, part: &Value) -> bool {
        let Some((kind, id)) = tag(&part["on"]) else {
            return false;
        };
        let Some(module) = module_of_kind(kind) else {
            return false;
        };
        self.not_among(
            Item {
                module: module.name,
                id,
            },
            relation,
            part,
        )
    }

    fn part_unseen_of_project(&self, part: &Value) -> bool {
        let Some(id) = part["project"].as_str() else {
            return false;
        };
        let project = Item {
            module: "projects",
            id,
        };
        self.not_among(project, "revenues", part) && self.not_among(project, "expenses", part)
    }

    fn not_among(&self, item: Item, relation: &str, part: &Value) -> bool {
        let parts = self
            .world
            .parts(self.user, item, relation, self.at)
            .unwrap_or_default();
        parts.iter().all(|other| other["id"] != part["id"])
    }

    /// Lines that the user sees nothing of.
    fn more(&mut self, lines: &[Value]) -> Vec<Value> {
        let first = |kind: &str| {
            lines
                .iter()
                .find(|line| line["kind"] == kind && line["deleted"] != true)
        };
        let mut more = vec![
            json!({"kind": "task", "id": "unseen", "title": self.text()}),
            json!({"kind": "customer", "id": "unseen", "name": self.text()}),
            json!({"kind": "project", "id": "unseen", "name": self.text()}),
            json!({"kind": "comment", "id": "unseen 2", "on": {"project": "unseen"}, "text": self.text()}),
        ];
        if let Some(customer) = first("customer") {
            more.push(json!({
                "kind": "invoice", "id": "unseen", "number": self.text(), "currency": "EUR",
                "customer": customer["id"], "status": "draft",
            }));
        }
        // Where the user reads comments, an internal one is the likeliest to show by mistake.
        let projects = self.world.ids("project");
        let read = |id: &&String| {
            let item = Item {
                module: "projects",
                id,
            };
            self.world
                .relations(self.user, item, self.at)
                .contains("comments")
        };
        if let Some(project) = projects.iter().find(read).or(projects.first()) {
            more.push(json!({
                "kind": "comment", "id": "unseen", "on": {"project": project},
                "text": self.text(), "internal": true,
            }));
            let staff = self.world.users().into_iter();
            let mut staff = staff.filter(|user| self.world.viewer(user) == Some(Viewer::Staff));
            if let Some(member) = staff.next() {
                more.push(json!({
                    "kind": "grant", "id": "unseen", "to": member, "role": "Viewer",
                    "on": {"project": project},
                }));
            }
        }
        more
    }
}
