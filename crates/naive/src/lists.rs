//! Lists: order, filters and search, over what shows.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::Value;

use crate::catalogue::module;
use crate::decimal::Decimal;
use crate::text::{case_folded, words};
use crate::world::{Item, Viewer, World};

const TEXT_FIELDS: [&str; 8] = [
    "description",
    "summary",
    "agenda",
    "minutes",
    "location",
    "address",
    "ship_to",
    "code",
];

/// What a field is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Case-folded, then by code point.
    Text,
    /// Numbers and amounts, whatever the currency.
    Number,
    /// Dates.
    Date,
    /// Instants.
    Instant,
    /// By the place in a list of names.
    Place(&'static [&'static str]),
    /// By a stage's position.
    Stage,
}

/// A value that can be compared with others of its field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Text(String, String),
    Number(Decimal),
    Date(jiff::civil::Date),
    Instant(Timestamp),
    Place(usize),
    Position(i64),
}

/// How a field is ordered; none where it is not, or is no field of the module.
pub fn has_order(in_module: &str, field: &str) -> Option<Order> {
    let module = module(in_module)?;
    if module.identity.contains(&field) {
        return Some(Order::Text);
    }
    if !module.fields.contains(&field) {
        return None;
    }
    Some(match (in_module, field) {
        ("customers", "balance") | ("orders", "amount" | "discount" | "unit_price") => return None,
        (_, "lines" | "account_manager" | "manager" | "client" | "owner" | "assignee") => {
            return None;
        }
        (_, "collaborators" | "followers" | "organiser" | "attendees" | "requester" | "author") => {
            return None;
        }
        ("tickets", "status") => Order::Place(&["open", "pending", "closed"]),
        ("orders", "status") => {
            Order::Place(&["new", "confirmed", "shipped", "delivered", "cancelled"])
        }
        ("invoices", "status") => Order::Place(&["draft", "sent", "paid", "void"]),
        ("estimates", "status") => Order::Place(&[
            "draft",
            "sent",
            "accepted",
            "declined",
            "expired",
            "converted",
        ]),
        (_, "priority") => Order::Place(&["low", "normal", "high", "urgent"]),
        (_, "approval") => Order::Place(&["none", "requested", "approved", "changes_requested"]),
        (_, "stage") => Order::Stage,
        (_, "percent" | "percent_tasks" | "percent_hours" | "hours_estimated" | "hours_spent") => {
            Order::Number
        }
        (_, "credit_limit" | "budget" | "subtotal" | "tax" | "total" | "paid" | "balance") => {
            Order::Number
        }
        (_, "valid_until") => Order::Date,
        (_, field) if field.ends_with("_on") => Order::Date,
        (_, field) if field.ends_with("_at") => Order::Instant,
        _ => Order::Text,
    })
}

impl World {
    /// The items of a module that the user sees, in the order of their ids.
    pub fn list(&self, user: &str, module_name: &str, at: Timestamp) -> Vec<String> {
        let Some(module) = module(module_name) else {
            return Vec::new();
        };
        let ids = self.ids(module.kind).into_iter();
        ids.filter(|id| {
            self.visible(
                user,
                Item {
                    module: module.name,
                    id,
                },
                at,
            )
        })
        .collect()
    }

    /// The fields that are not hidden for a list: the identity, and what the user's own
    /// permissions or those of any live grant hold, under the ceiling. Whether they have an
    /// order is another question: [`has_order`].
    pub fn open_for_lists(&self, user: &str, in_module: &str, at: Timestamp) -> BTreeSet<String> {
        let mut open = self.own_permissions(user, at).0.set(in_module, "fields");
        for tie in self.ties(user).iter().filter(|tie| tie.kind == "grant") {
            let worth = self.worth(user, tie, at);
            if worth.stopped.is_none() {
                open.extend(worth.permissions.set(in_module, "fields"));
            }
        }
        let (ceiling, staff) = (self.ceiling(), self.viewer(user) == Some(Viewer::Staff));
        open.retain(|field| staff || ceiling.allows(in_module, "fields", field));
        let identity = module(in_module).map_or(&[][..], |module| module.identity);
        open.extend(identity.iter().map(|field| (*field).to_owned()));
        open
    }

    /// The fields that the user may sort a list by; another is answered by `422`.
    pub fn sortable(&self, user: &str, module: &str, at: Timestamp) -> BTreeSet<String> {
        let mut fields = self.open_for_lists(user, module, at);
        fields.retain(|field| has_order(module, field).is_some());
        fields
    }

    /// The fields that the user may filter a list on; another is answered by `422`. Lines and
    /// lists of amounts have no filter.
    pub fn filterable(&self, user: &str, module: &str, at: Timestamp) -> BTreeSet<String> {
        let mut fields = self.open_for_lists(user, module, at);
        fields.retain(|field| {
            !matches!(
                (module, field.as_str()),
                (_, "lines")
                    | ("customers", "balance")
                    | ("orders", "amount" | "discount" | "unit_price")
            )
        });
        fields
    }

    /// The visible items that pass the filters and the search, as groups of items that are
    /// equal in what is sorted by; within a group the public ids decide, which are not known
    /// here. Filters are `(field, "" | "gte" | "gt" | "lte" | "lt", value)`; all must pass.
    pub fn list_sorted(
        &self,
        user: &str,
        module: &str,
        at: Timestamp,
        sort: Option<(&str, bool)>,
        filters: &[(&str, &str, &str)],
        q: Option<&str>,
    ) -> Vec<BTreeSet<String>> {
        let mut with_value: BTreeMap<Key, BTreeSet<String>> = BTreeMap::new();
        let mut without = BTreeSet::new();
        for id in self.list(user, module, at) {
            let Some(shown) = self.show(user, Item { module, id: &id }, at) else {
                continue;
            };
            let passes = filters
                .iter()
                .all(|(field, op, wanted)| self.passes(module, &shown, field, op, wanted));
            if !passes || !q.is_none_or(|q| found(module, &shown, q)) {
                continue;
            }
            let key = sort.and_then(|(field, _)| self.key(module, field, &shown[field]));
            match key {
                Some(key) => {
                    with_value.entry(key).or_default().insert(id);
                }
                None => {
                    without.insert(id);
                }
            }
        }
        let mut groups: Vec<BTreeSet<String>> = with_value.into_values().collect();
        if sort.is_some_and(|(_, descending)| descending) {
            groups.reverse();
        }
        if !without.is_empty() {
            groups.push(without);
        }
        groups
    }

    /// The key of a shown value; none where there is no value.
    fn key(&self, module: &str, field: &str, shown: &Value) -> Option<Key> {
        match has_order(module, field)? {
            Order::Stage => self.written_key(module, field, shown["id"].as_str()?),
            Order::Number if shown.is_object() => {
                self.written_key(module, field, shown["amount"].as_str()?)
            }
            Order::Number if shown.is_number() => {
                Some(Key::Number(Decimal::whole(i128::from(shown.as_i64()?))))
            }
            _ => self.written_key(module, field, shown.as_str()?),
        }
    }

    /// The key of a value as it stands in a filter; a stage stands by its id.
    fn written_key(&self, module: &str, field: &str, written: &str) -> Option<Key> {
        Some(match has_order(module, field)? {
            Order::Text => Key::Text(case_folded(written), written.to_owned()),
            Order::Number => Key::Number(Decimal::read(written)?),
            Order::Date => Key::Date(written.parse().ok()?),
            Order::Instant => Key::Instant(written.parse().ok()?),
            Order::Place(places) => Key::Place(places.iter().position(|place| *place == written)?),
            Order::Stage => Key::Position(self.stage(module, written)?.get("position")?.as_i64()?),
        })
    }

    fn passes(&self, module: &str, shown: &Value, field: &str, op: &str, wanted: &str) -> bool {
        let value = &shown[field];
        if op.is_empty() {
            if wanted.is_empty() {
                return value.is_null() || *value == Value::Array(Vec::new());
            }
            return wanted
                .split(',')
                .any(|wanted| self.equals(module, field, value, wanted));
        }
        let (Some(key), Some(bound)) = (
            self.key(module, field, value),
            self.written_key(module, field, wanted),
        ) else {
            return false;
        };
        match op {
            "gte" => key.cmp(&bound) != Ordering::Less,
            "gt" => key.cmp(&bound) == Ordering::Greater,
            "lte" => key.cmp(&bound) != Ordering::Greater,
            "lt" => key.cmp(&bound) == Ordering::Less,
            _ => false,
        }
    }

    fn equals(&self, module: &str, field: &str, value: &Value, wanted: &str) -> bool {
        let is = |thing: &Value| thing["id"].as_str() == Some(wanted);
        match (value, has_order(module, field)) {
            (Value::Null, _) => false,
            (Value::Array(several), _) => several.iter().any(is),
            (_, Some(Order::Stage) | None) => {
                is(value) || is(&value["customer"]) || is(&value["guest"])
            }
            _ => self.key(module, field, value) == self.written_key(module, field, wanted),
        }
    }
}

/// Whether every word begins a word of some text that shows.
fn found(in_module: &str, shown: &Value, q: &str) -> bool {
    let identity = module(in_module).map_or(&[][..], |module| module.identity);
    let texts = identity
        .iter()
        .chain(&TEXT_FIELDS)
        .filter_map(|field| shown[*field].as_str());
    let there: Vec<String> = texts.flat_map(words).collect();
    words(q)
        .iter()
        .all(|word| there.iter().any(|begun| begun.starts_with(word)))
}
