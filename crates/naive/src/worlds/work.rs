//! Customers, projects, tasks, meetings, tickets and knowledge bases.

use serde_json::{Value, json};

use super::Making;
use super::values::{hours, money, text, title};

impl Making {
    /// The project of a record: mostly the one that much hangs on.
    pub(crate) fn somewhere_project(&mut self) -> Value {
        match self.dice.below(10) {
            0..=5 => json!(self.projects[0]),
            6 | 7 => self.dice.one(&self.projects),
            _ => Value::Null,
        }
    }

    /// The customer of a record: mostly the one that much hangs on.
    pub(crate) fn somewhere_customer(&mut self) -> Value {
        match self.dice.below(10) {
            0..=4 => json!(self.customers[0]),
            5..=7 => self.dice.one(&self.customers),
            _ => Value::Null,
        }
    }

    fn maybe(&mut self, times: usize, ids: &[String]) -> Value {
        if self.dice.percent(times) {
            self.dice.one(ids)
        } else {
            Value::Null
        }
    }

    /// A stage of a module, or none.
    pub(crate) fn stage(&mut self, module: usize) -> Value {
        let stages = self.stages[module].clone();
        self.maybe(85, &stages)
    }

    /// Own stages for a module, or the ready-made ones.
    pub(crate) fn stage_lines(&mut self) {
        let modules = ["projects", "tasks"];
        let ready = [
            vec!["planned", "in-progress", "in-review", "on-hold", "done"],
            vec!["to-do", "doing", "review", "done"],
        ];
        for (index, module) in modules.into_iter().enumerate() {
            if self.dice.percent(40) {
                self.stages[index] = ready[index].iter().map(|id| (*id).to_owned()).collect();
                continue;
            }
            let prefix = self.dice.pick(&["s", "stage-", "d"]);
            self.stages[index] = self.ids(prefix, 2, 4);
            for (position, id) in self.stages[index].clone().into_iter().enumerate() {
                let line = json!({
                    "kind": "stage", "id": id, "module": module, "name": title(&mut self.dice),
                    "color": self.dice.pick(&["#3b82f6", "#64748b"]), "position": position + 1,
                    "closed": self.dice.percent(40),
                });
                self.line(line);
            }
        }
    }

    pub(crate) fn customer_lines(&mut self) {
        for id in self.customers.clone() {
            let customers = self.customers.clone();
            let line = json!({
                "kind": "customer", "id": id, "name": title(&mut self.dice),
                "type": self.dice.pick(&[json!("company"), json!("person"), Value::Null]),
                "email": self.dice.pick(&[json!("info@client.example"), Value::Null]),
                "phone": text(&mut self.dice), "address": text(&mut self.dice),
                "tax_id": text(&mut self.dice), "website": "https://client.example",
                "industry": text(&mut self.dice), "credit_limit": money(&mut self.dice),
                "account_manager": self.some_member(), "company": self.maybe(55, &customers),
                "created_at": self.clock.edge(&mut self.dice),
            });
            self.line(line);
        }
        for id in self.contacts.clone() {
            let line = json!({
                "kind": "contact", "id": id, "customer": self.dice.one(&self.customers),
                "name": title(&mut self.dice), "email": "maria@client.example",
                "phone": "030-0074321", "position": text(&mut self.dice),
            });
            self.line(line);
        }
    }

    pub(crate) fn project_lines(&mut self) {
        for id in self.projects.clone() {
            let client = match self.dice.below(6) {
                0..=2 => json!({ "customer": self.dice.pick(&self.customers[..2]) }),
                3 => json!({ "customer": self.dice.one(&self.customers) }),
                4 => json!({ "guest": self.dice.one(&self.guests) }),
                _ => Value::Null,
            };
            let line = json!({
                "kind": "project", "id": id, "name": title(&mut self.dice), "code": text(&mut self.dice),
                "description": text(&mut self.dice), "stage": self.stage(0),
                "starts_on": self.clock.date(&mut self.dice), "due_on": self.clock.date(&mut self.dice),
                "followers": self.some_members(), "created_by": self.some_member(),
                "budget": money(&mut self.dice), "manager": self.some_member(),
                "team": self.some_members(), "client": client,
                "created_at": self.clock.edge(&mut self.dice),
            });
            self.line(line);
        }
    }

    pub(crate) fn task_lines(&mut self) {
        for id in self.tasks.clone() {
            let tasks = self.tasks.clone();
            let mut line = json!({
                "kind": "task", "id": id, "title": title(&mut self.dice),
                "project": self.somewhere_project(), "customer": self.somewhere_customer(),
                "parent": self.maybe(40, &tasks), "description": text(&mut self.dice),
                "stage": self.stage(1),
                "priority": self.dice.pick(&[json!("low"), json!("normal"), json!("high"), json!("urgent"), Value::Null]),
                "starts_on": self.clock.date(&mut self.dice), "due_on": self.clock.date(&mut self.dice),
                "percent": self.dice.pick(&[json!(0), json!(40), json!(100), Value::Null]),
                "hours_estimated": hours(&mut self.dice), "hours_spent": hours(&mut self.dice),
                "approval": self.dice.pick(&["none", "requested", "approved", "changes_requested"]),
                "created_at": self.clock.edge(&mut self.dice),
            });
            // Half of the tasks are tied to nobody, so that relations alone lead there.
            if self.dice.percent(50) {
                line["owner"] = self.some_member();
                line["assignee"] = self.some_member();
            } else {
                line["owner"] = self.anybody();
                line["assignee"] = self.anybody();
                line["collaborators"] = self.a_few();
                line["followers"] = self.a_few();
            }
            self.line(line);
        }
    }

    pub(crate) fn meeting_and_ticket_lines(&mut self) {
        for id in self.meetings.clone() {
            let line = json!({
                "kind": "meeting", "id": id, "title": title(&mut self.dice),
                "project": self.somewhere_project(), "customer": self.somewhere_customer(),
                "starts_at": self.clock.edge(&mut self.dice), "ends_at": self.clock.edge(&mut self.dice),
                "location": text(&mut self.dice), "agenda": text(&mut self.dice),
                "minutes": text(&mut self.dice), "organiser": self.some_member(),
                "attendees": self.a_few(),
            });
            self.line(line);
        }
        for id in self.tickets.clone() {
            let line = json!({
                "kind": "ticket", "id": id, "number": title(&mut self.dice),
                "subject": title(&mut self.dice), "description": text(&mut self.dice),
                "status": self.dice.pick(&["open", "pending", "closed"]),
                "priority": self.dice.pick(&["low", "normal", "high", "urgent"]),
                "project": self.somewhere_project(), "customer": self.somewhere_customer(),
                "assignee": self.anybody(), "requester": self.anybody(),
                "opened_at": self.clock.edge(&mut self.dice),
                "closed_at": self.clock.edge(&mut self.dice),
            });
            self.line(line);
        }
    }

    pub(crate) fn knowledge_lines(&mut self) {
        for id in self.bases.clone() {
            let judged = [self.guests.clone(), self.limited.clone()].concat();
            let line = json!({
                "kind": "knowledge_base", "id": id, "title": title(&mut self.dice),
                "summary": text(&mut self.dice), "author": self.some_member(),
                "access": self.dice.some(&judged, 35), "public_link": self.dice.percent(30),
                "updated_at": self.clock.edge(&mut self.dice),
            });
            self.line(line);
        }
        for id in self.articles.clone() {
            let line = json!({
                "kind": "article", "id": id, "knowledge_base": self.dice.one(&self.bases),
                "title": title(&mut self.dice), "body_markdown": "# Hello\n\nworld",
                "section": text(&mut self.dice), "published": self.dice.percent(60),
                "author": self.anybody(), "updated_at": self.clock.edge(&mut self.dice),
            });
            self.line(line);
        }
    }
}
