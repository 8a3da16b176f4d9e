//! One item as JSON, with the bundle's ids where the server's would stand.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::catalogue::module;
use crate::decimal::Decimal;
use crate::money::{array, decimals, number, totals};
use crate::people::Place;
use crate::references::{Record, tag};
use crate::world::{Item, Viewer, World, instant, text};

/// Columns of an order's lines; never keys of the order.
const COLUMNS: [&str; 3] = ["unit_price", "discount", "amount"];

impl World {
    /// What the user gets of an item; none where it is not visible.
    pub fn show(&self, user: &str, item: Item, at: Timestamp) -> Option<Value> {
        if !self.visible(user, item, at) {
            return None;
        }
        let (module, record) = (module(item.module)?, self.item(item)?);
        let fields = self.fields(user, item, at);
        let relations = self.relations(user, item, at);
        let mut shown = Map::new();
        shown.insert("id".to_owned(), json!(item.id));
        for key in module.identity {
            shown.insert((*key).to_owned(), plain(record, key));
        }
        for field in module.fields {
            let column = item.module == "orders" && COLUMNS.contains(field);
            if fields.contains(*field) && !column {
                let value = match *field {
                    "lines" => lines(record, |column| {
                        item.module != "orders" || fields.contains(column)
                    }),
                    field => self.value(user, item, record, field, at),
                };
                shown.insert((*field).to_owned(), value);
            }
        }
        for (relation, target) in [
            ("project", "projects"),
            ("customer", "customers"),
            ("company", "customers"),
        ] {
            if relations.contains(relation) {
                let seen = text(record, relation)
                    .filter(|id| self.visible(user, Item { module: target, id }, at));
                let seen = seen.map_or(Value::Null, |id| self.reference(target, id, "name"));
                shown.insert(relation.to_owned(), seen);
            }
        }
        if item.module == "tasks"
            && let Some(id) = text(record, "parent")
            && self
                .relations(
                    user,
                    Item {
                        module: "tasks",
                        id,
                    },
                    at,
                )
                .contains("subtasks")
        {
            shown.insert("parent".to_owned(), self.reference("tasks", id, "title"));
        }
        if item.module == "projects" && self.viewer(user) == Some(Viewer::Staff) {
            shown.insert(
                "followers".to_owned(),
                json!(self.persons(user, record, "followers")),
            );
            let created_by = self.person(user, record, "created_by", Place::Elsewhere);
            shown.insert("created_by".to_owned(), created_by);
        }
        let actions = self.actions(user, item, at);
        let in_order = |all: &[&str], held: &std::collections::BTreeSet<String>| -> Value {
            all.iter()
                .filter(|name| held.contains(**name))
                .copied()
                .collect()
        };
        shown.insert(
            "relations".to_owned(),
            in_order(module.relations, &relations),
        );
        shown.insert("can".to_owned(), in_order(module.actions, &actions));
        Some(Value::Object(shown))
    }

    fn reference(&self, module: &str, id: &str, key: &str) -> Value {
        let target = self.item(Item { module, id });
        let name = target.map_or(Value::Null, |target| plain(target, key));
        json!({ "id": id, key: name })
    }

    fn value(&self, user: &str, item: Item, record: &Record, field: &str, at: Timestamp) -> Value {
        match (item.module, field) {
            ("customers", "kind") => plain(record, "type"),
            ("customers", "balance") => self.balance(item.id),
            (_, "credit_limit" | "budget") => money(record, field),
            (_, "account_manager" | "manager" | "owner" | "assignee" | "requester")
            | (_, "organiser" | "author") => self.person(user, record, field, Place::Elsewhere),
            (_, "collaborators" | "followers") => json!(self.persons(user, record, field)),
            (_, "attendees") => self.attendees(user, record),
            (_, "client") => self.client(user, record, at),
            (_, "stage") => self.shown_stage(item.module, record),
            (_, "percent_tasks") => percentage(self.percent_tasks(item.id)),
            (_, "percent_hours") => percentage(self.percent_hours(item.id)),
            (_, "hours_estimated" | "hours_spent") => {
                let hours = text(record, field).and_then(Decimal::read);
                hours.map_or(Value::Null, |hours| json!(hours.shortest()))
            }
            (
                "orders" | "invoices" | "estimates",
                "subtotal" | "tax" | "total" | "paid" | "balance",
            ) => {
                let totals = totals(record);
                let amount = match field {
                    "subtotal" => totals.subtotal,
                    "tax" => totals.tax,
                    "total" => totals.total,
                    "paid" => totals.paid,
                    _ => totals.balance,
                };
                json!(amount.with_decimals(totals.decimals))
            }
            (_, field) if field.ends_with("_at") => {
                instant(record, field).map_or(Value::Null, |instant| json!(instant.to_string()))
            }
            (_, field) => plain(record, field),
        }
    }

    fn attendees(&self, user: &str, record: &Record) -> Value {
        let mut attendees = self.persons(user, record, "attendees");
        for attendee in &mut attendees {
            if attendee.get("id").is_some() {
                attendee["response"] = Value::Null;
            }
        }
        json!(attendees)
    }

    fn client(&self, user: &str, record: &Record, at: Timestamp) -> Value {
        match record.get("client").and_then(tag) {
            Some(("customer", id)) => {
                let customer = Item {
                    module: "customers",
                    id,
                };
                let mut shown = self.reference("customers", id, "name");
                if !self.visible(user, customer, at) {
                    shown = json!({ "name": shown["name"] });
                }
                json!({ "customer": shown })
            }
            Some(("guest", id)) => {
                let client = Map::from_iter([("guest".to_owned(), json!(id))]);
                match self.person(user, &client, "guest", Place::Elsewhere) {
                    Value::Null => Value::Null,
                    person => json!({ "guest": person }),
                }
            }
            _ => Value::Null,
        }
    }

    fn shown_stage(&self, module: &str, record: &Record) -> Value {
        let Some(id) = text(record, "stage") else {
            return Value::Null;
        };
        let Some(stage) = self.stage(module, id) else {
            return Value::Null;
        };
        json!({
            "id": id, "name": plain(stage, "name"), "color": plain(stage, "color"),
            "closed": plain(stage, "closed"),
        })
    }
}

/// A key as it is written; null without a value.
fn plain(record: &Record, key: &str) -> Value {
    record.get(key).cloned().unwrap_or(Value::Null)
}

fn percentage(percent: Option<i128>) -> Value {
    percent
        .and_then(|percent| i64::try_from(percent).ok())
        .map_or(Value::Null, Value::from)
}

fn money(record: &Record, key: &str) -> Value {
    let Some(money) = record.get(key) else {
        return Value::Null;
    };
    let currency = money["currency"].as_str().unwrap_or_default();
    let amount = number(money, "amount").map(|amount| amount.with_decimals(decimals(currency)));
    json!({ "amount": amount, "currency": currency })
}

/// The lines of a document: the columns of an order where they are open, all of the others'.
fn lines(document: &Record, open: impl Fn(&str) -> bool) -> Value {
    let totals = totals(document);
    let mut shown = Vec::new();
    for (line, amount) in array(document, "lines").iter().zip(&totals.amounts) {
        let mut columns = Map::new();
        for key in ["product", "description"] {
            if let Some(text) = line.get(key) {
                columns.insert(key.to_owned(), text.clone());
            }
        }
        let order = line.get("product").is_some();
        for key in [
            "quantity",
            "unit_price",
            if order { "discount" } else { "tax_rate" },
        ] {
            let decimals = if key == "unit_price" {
                totals.decimals
            } else {
                0
            };
            if key == "quantity" || open(key) {
                let value = number(line, key).map(|number| number.with_decimals(decimals));
                columns.insert(key.to_owned(), json!(value));
            }
        }
        if open("amount") {
            columns.insert(
                "amount".to_owned(),
                json!(amount.with_decimals(totals.decimals)),
            );
        }
        shown.push(Value::Object(columns));
    }
    json!(shown)
}
