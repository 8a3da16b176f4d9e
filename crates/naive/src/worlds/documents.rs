//! Orders, estimates, invoices, and the parts that hang on items.

use serde_json::{Value, json};

use super::Making;
use super::values::{amount, currency, quantity, text, title, unit_price};

impl Making {
    pub(crate) fn order_lines(&mut self) {
        for id in self.orders.clone() {
            let mut lines = Vec::new();
            for _ in 0..self.dice.below(4) {
                lines.push(json!({
                    "product": title(&mut self.dice), "quantity": quantity(&mut self.dice),
                    "unit_price": unit_price(&mut self.dice),
                    "discount": self.dice.pick(&[json!("0"), json!("0.05"), json!("0.333"), json!("1"), Value::Null]),
                }));
            }
            let line = json!({
                "kind": "order", "id": id, "number": title(&mut self.dice),
                "customer": self.somewhere_customer(), "project": self.somewhere_project(),
                "ordered_on": self.clock.date(&mut self.dice),
                "status": self.dice.pick(&["new", "confirmed", "shipped", "delivered", "cancelled"]),
                "delivery_on": self.clock.date(&mut self.dice), "ship_to": text(&mut self.dice),
                "currency": currency(&mut self.dice), "lines": lines,
            });
            self.line(line);
        }
    }

    fn document(&mut self, kind: &str, id: &str, statuses: &[&str]) -> Value {
        let mut lines = Vec::new();
        for _ in 0..self.dice.below(4) {
            lines.push(json!({
                "description": title(&mut self.dice), "quantity": quantity(&mut self.dice),
                "unit_price": unit_price(&mut self.dice),
                "tax_rate": self.dice.pick(&[json!("0.19"), json!("0.190"), json!("0.07"), json!("0"), json!("0.077"), Value::Null]),
            }));
        }
        let sent_at = if self.dice.percent(40) {
            Value::Null
        } else {
            self.clock.about_now(&mut self.dice)
        };
        json!({
            "kind": kind, "id": id, "number": title(&mut self.dice),
            "customer": self.somewhere_customer(), "project": self.somewhere_project(),
            "issued_on": self.clock.date(&mut self.dice), "status": self.dice.pick(statuses),
            "sent_at": sent_at, "currency": currency(&mut self.dice), "lines": lines,
        })
    }

    pub(crate) fn document_lines(&mut self) {
        for id in self.estimates.clone() {
            let statuses = [
                "draft",
                "sent",
                "accepted",
                "declined",
                "expired",
                "converted",
                "expired",
            ];
            let mut line = self.document("estimate", &id, &statuses);
            line["valid_until"] = self.clock.date(&mut self.dice);
            self.line(line);
        }
        for id in self.invoices.clone() {
            let mut line =
                self.document("invoice", &id, &["draft", "sent", "paid", "void", "sent"]);
            line["due_on"] = self.clock.date(&mut self.dice);
            if self.dice.percent(55) {
                line["estimate"] = self.dice.one(&self.estimates);
            }
            let currency = line["currency"].as_str().unwrap_or("EUR").to_owned();
            let mut payments = Vec::new();
            for _ in 0..self.dice.below(3) {
                payments.push(json!({
                    "paid_on": self.clock.date(&mut self.dice),
                    "amount": amount(&mut self.dice, &currency), "method": "transfer",
                }));
            }
            line["payments"] = json!(payments);
            self.line(line);
        }
    }

    pub(crate) fn part_lines(&mut self) {
        for id in self.ids("x", 4, 12) {
            let line = json!({
                "kind": "comment", "id": id, "on": self.commented(), "author": self.anybody(),
                "text": title(&mut self.dice), "internal": self.dice.percent(35),
                "at": self.clock.edge(&mut self.dice),
            });
            self.line(line);
        }
        for id in self.ids("f", 3, 10) {
            let on = if self.dice.percent(75) {
                self.commented()
            } else {
                self.dealt()
            };
            let mut line = json!({
                "kind": "file", "id": id, "on": on, "name": "draft.txt",
                "content_type": "text/plain", "uploaded_by": self.anybody(),
                "content": { "base64": self.dice.pick(&["aGVsbG8=", "d29ybGQ="]) },
            });
            if self.dice.percent(70) {
                line["external"] = json!(self.dice.percent(55));
            }
            self.line(line);
        }
        for id in self.ids("m", 1, 4) {
            let line = json!({
                "kind": "milestone", "id": id, "project": self.hanging_project(),
                "name": title(&mut self.dice), "starts_on": self.clock.date(&mut self.dice),
                "due_on": self.clock.date(&mut self.dice), "done": self.dice.percent(50),
            });
            self.line(line);
        }
        for id in self.ids("l", 1, 4) {
            let currency = currency(&mut self.dice);
            let line = json!({
                "kind": "ledger_entry", "id": id, "project": self.hanging_project(),
                "type": self.dice.pick(&["expense", "revenue"]), "on": "2026-02-05",
                "description": text(&mut self.dice), "amount": amount(&mut self.dice, currency),
                "currency": currency,
            });
            self.line(line);
        }
        for id in self.ids("w", 0, 3) {
            let line = json!({
                "kind": "work_order", "id": id, "project": self.hanging_project(),
                "number": title(&mut self.dice), "status": "done", "scheduled_on": "2026-02-10",
                "description": text(&mut self.dice),
            });
            self.line(line);
        }
    }

    pub(crate) fn hanging_project(&mut self) -> Value {
        if self.dice.percent(60) {
            json!(self.projects[0])
        } else {
            self.dice.one(&self.projects)
        }
    }

    fn commented(&mut self) -> Value {
        let kinds = [
            ("project", self.projects.clone()),
            ("task", self.tasks.clone()),
            ("meeting", self.meetings.clone()),
            ("ticket", self.tickets.clone()),
            ("invoice", self.invoices.clone()),
            ("estimate", self.estimates.clone()),
            ("knowledge_base", self.bases.clone()),
            ("article", self.articles.clone()),
        ];
        let (kind, ids) = self.dice.pick(&kinds);
        json!({ kind: self.dice.one(&ids[..ids.len().min(3)]) })
    }

    fn dealt(&mut self) -> Value {
        let kinds = [
            ("customer", self.customers.clone()),
            ("order", self.orders.clone()),
        ];
        let (kind, ids) = self.dice.pick(&kinds);
        json!({ kind: self.dice.one(&ids[..ids.len().min(3)]) })
    }
}
