//! Grants of every kind, participants, and the account's settings.

use serde_json::{Value, json};

use super::Making;
use super::opened::{ceiling, maybe_permissions};
use super::values::{WINDOWS, title};
use crate::roles::{LEVELS, PRESETS};

impl Making {
    pub(crate) fn grant_lines(&mut self) {
        for id in self.ids("gr", 8, 22) {
            let to = match self.dice.below(12) {
                0 => self.dice.one(&self.staff),
                1 | 2 => self.dice.one(&self.limited),
                _ => self.dice.one(&self.guests),
            };
            let on = self.subject();
            if let Some(project) = on["project"].as_str() {
                self.project_grants.push((project.to_owned(), id.clone()));
            }
            let line = self.grant(&id, &to, &on);
            self.line(line);
        }
    }

    fn grant(&mut self, id: &str, to: &Value, on: &Value) -> Value {
        let level = on.get("customer").is_some() && self.dice.percent(55);
        let mut line = json!({ "kind": "grant", "id": id, "to": to, "on": on });
        if level {
            let may_own = self
                .may_own
                .iter()
                .chain(&self.limited)
                .any(|user| to == user);
            let levels = if may_own { &LEVELS[..] } else { &LEVELS[..5] };
            let level = self.dice.pick(levels);
            line["role"] = json!(level);
            if level == "L90" {
                return line;
            }
        } else {
            let own = self.roles.clone();
            line["role"] = match self.dice.below(7) {
                0 | 1 => json!(self.dice.pick(&PRESETS)),
                2 => json!("Client"),
                3 | 4 => self.dice.one(&own),
                _ => Value::Null,
            };
        }
        line["permissions"] = maybe_permissions(&mut self.dice, if level { 85 } else { 55 });
        if self.dice.percent(25) {
            line["starts_at"] = self.clock.about_now(&mut self.dice);
        }
        if self.dice.percent(28) {
            line["expires_at"] = self.clock.about_now(&mut self.dice);
        }
        if self.dice.percent(40) {
            line["days_back"] = json!(self.dice.pick(&WINDOWS));
        }
        if self.dice.percent(8) {
            line["revoked_at"] = self.clock.past(&mut self.dice);
        }
        if self.dice.percent(20) {
            line["notes"] = title(&mut self.dice);
        }
        line
    }

    /// A subject: mostly one of the few that much hangs on, so that paths overlap.
    fn subject(&mut self) -> Value {
        let kinds = [
            ("customer", self.customers.clone()),
            ("customer", self.customers.clone()),
            ("project", self.projects.clone()),
            ("project", self.projects.clone()),
            ("project", self.projects.clone()),
            ("task", self.tasks.clone()),
            ("task", self.tasks.clone()),
            ("meeting", self.meetings.clone()),
            ("ticket", self.tickets.clone()),
            ("order", self.orders.clone()),
            ("invoice", self.invoices.clone()),
            ("estimate", self.estimates.clone()),
            ("estimate", self.estimates.clone()),
            ("knowledge_base", self.bases.clone()),
        ];
        let (kind, ids) = self.dice.pick(&kinds);
        let few = if self.dice.percent(65) {
            ids.len().min(2)
        } else {
            ids.len()
        };
        json!({ kind: self.dice.one(&ids[..few]) })
    }

    pub(crate) fn participant_lines(&mut self) {
        for id in self.ids("pp", 0, 3) {
            let project = self.hanging_project();
            let party = match self.dice.below(4) {
                0 => json!({ "contact": self.dice.one(&self.contacts) }),
                1 => json!({ "customer": self.dice.one(&self.customers) }),
                2 => json!({ "guest": self.dice.one(&self.guests) }),
                _ => json!({ "name": title(&mut self.dice) }),
            };
            let grants: Vec<String> = self
                .project_grants
                .iter()
                .filter(|(of, _)| project == *of)
                .map(|(_, grant)| grant.clone())
                .collect();
            let grant = if self.dice.percent(50) {
                self.dice.one(&grants)
            } else {
                Value::Null
            };
            self.line(json!({
                "kind": "participant", "id": id, "project": project, "party": party,
                "label": "External co-worker", "grant": grant,
            }));
        }
    }

    pub(crate) fn settings_line(&mut self, zone: &str) {
        let line = json!({
            "kind": "settings", "ceiling": ceiling(&mut self.dice),
            "sharing_enabled": !self.dice.percent(6), "who_can_share": "admins",
            "files_external": self.dice.percent(40), "plan": "business", "time_zone": zone,
            "locale": "en",
        });
        self.line(line);
    }
}
