//! What the value of each field is: its schema, whether lists can be sorted by it, and how it is filtered.

use access::Module;
use serde_json::{Value, json};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Date,
    Instant,
    Percent,
    Hours,
    Choice(&'static [&'static str]),
    Stage,
    Person,
    People,
    Attendees,
    /// In the item's own currency.
    Amount,
    /// With a currency beside it.
    Money,
    Balance,
    Client,
    OrderLines,
    TaxLines,
    /// A column of an order's lines, and no key of the order.
    LineColumn,
}

const PRIORITY: &[&str] = &["low", "normal", "high", "urgent"];
const APPROVAL: &[&str] = &["none", "requested", "approved", "changes_requested"];
const TICKET: &[&str] = &["open", "pending", "closed"];
const ORDER: &[&str] = &["new", "confirmed", "shipped", "delivered", "cancelled"];
const INVOICE: &[&str] = &["draft", "sent", "paid", "void"];
const ESTIMATE: &[&str] = &[
    "draft",
    "sent",
    "accepted",
    "declined",
    "expired",
    "converted",
];
const CUSTOMER: &[&str] = &["company", "person"];

/// What a field of a module holds; identity fields are texts.
pub(super) fn kind(module: Module, field: &str) -> Kind {
    match (module, field) {
        (Module::Customers, "kind") => Kind::Choice(CUSTOMER),
        (Module::Customers, "balance") => Kind::Balance,
        (Module::Tickets, "status") => Kind::Choice(TICKET),
        (Module::Orders, "status") => Kind::Choice(ORDER),
        (Module::Invoices, "status") => Kind::Choice(INVOICE),
        (Module::Estimates, "status") => Kind::Choice(ESTIMATE),
        (Module::Orders, "lines") => Kind::OrderLines,
        (Module::Orders, "unit_price" | "discount" | "amount") => Kind::LineColumn,
        (_, "lines") => Kind::TaxLines,
        (_, "priority") => Kind::Choice(PRIORITY),
        (_, "approval") => Kind::Choice(APPROVAL),
        (_, "stage") => Kind::Stage,
        (_, "client") => Kind::Client,
        (_, "attendees") => Kind::Attendees,
        (_, "collaborators" | "followers") => Kind::People,
        (
            _,
            "owner" | "assignee" | "manager" | "account_manager" | "organiser" | "requester"
            | "author",
        ) => Kind::Person,
        (_, "hours_estimated" | "hours_spent") => Kind::Hours,
        (_, "credit_limit" | "budget") => Kind::Money,
        (_, "subtotal" | "tax" | "total" | "paid" | "balance") => Kind::Amount,
        (_, "valid_until") => Kind::Date,
        (_, name) if name.starts_with("percent") => Kind::Percent,
        (_, name) if name.ends_with("_on") => Kind::Date,
        (_, name) if name.ends_with("_at") => Kind::Instant,
        _ => Kind::Text,
    }
}

impl Kind {
    /// The schema of its value.
    pub(super) fn schema(self) -> Value {
        let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let or_null = |name: &str| json!({"oneOf": [reference(name), {"type": "null"}]});
        let list = |name: &str| json!({"type": "array", "items": reference(name)});
        match self {
            Kind::Text => json!({"type": ["string", "null"]}),
            Kind::Date => json!({"type": ["string", "null"], "format": "date"}),
            Kind::Instant => json!({"type": ["string", "null"], "format": "date-time"}),
            Kind::Percent => json!({"type": ["integer", "null"]}),
            Kind::Hours | Kind::Amount => or_null("Decimal"),
            Kind::Choice(names) => json!({"type": "string", "enum": names}),
            Kind::Stage => or_null("Stage"),
            Kind::Person => or_null("Person"),
            Kind::People => list("Person"),
            Kind::Attendees => list("Attendee"),
            Kind::Money => or_null("Money"),
            Kind::Balance => list("Money"),
            Kind::Client => or_null("Client"),
            Kind::OrderLines => list("OrderLine"),
            Kind::TaxLines => list("TaxLine"),
            Kind::LineColumn => json!({}),
        }
    }

    /// Whether lists can be sorted by it.
    pub(super) fn sorts(self) -> bool {
        self.compares() || matches!(self, Kind::Text | Kind::Stage)
    }

    /// Whether it can be filtered on.
    pub(super) fn filters(self) -> bool {
        !matches!(
            self,
            Kind::Balance | Kind::OrderLines | Kind::TaxLines | Kind::LineColumn
        )
    }

    /// Whether filters can ask for more or less.
    pub(super) fn compares(self) -> bool {
        matches!(
            self,
            Kind::Date
                | Kind::Instant
                | Kind::Percent
                | Kind::Hours
                | Kind::Choice(_)
                | Kind::Amount
                | Kind::Money
        )
    }

    /// The form of one value that a filter on it takes, where it is not any text.
    fn form(self) -> Option<String> {
        Some(match self {
            Kind::Date => "[0-9]{4}-[0-9]{2}-[0-9]{2}".to_owned(),
            Kind::Percent => "[+-]?[0-9]{1,18}".to_owned(),
            Kind::Hours | Kind::Amount | Kind::Money => r"-?[0-9]{1,18}(\.[0-9]{0,6})?".to_owned(),
            Kind::Choice(names) => names.join("|"),
            _ => return None,
        })
    }

    /// The pattern of a filter that asks for more or less.
    pub(super) fn one(self) -> Option<String> {
        self.form().map(|form| format!("^({form})$"))
    }

    /// The pattern of a filter that asks for any of several, or for no value.
    pub(super) fn any(self) -> Option<String> {
        self.form().map(|form| format!("^(({form})(,({form}))*)?$"))
    }

    /// What a filter on it takes, in words.
    pub(super) fn operand(self) -> &'static str {
        match self {
            Kind::Date => "days as `YYYY-MM-DD`",
            Kind::Instant => "instants as RFC 3339 has them",
            Kind::Percent => "whole numbers",
            Kind::Hours | Kind::Amount | Kind::Money => "decimal numbers",
            Kind::Choice(_) => "names",
            Kind::Stage | Kind::Person | Kind::People | Kind::Attendees | Kind::Client => "ids",
            _ => "texts",
        }
    }
}

/// The pattern of one or several of these names, separated by commas.
pub(super) fn several(names: &str) -> String {
    format!("^({names})(,({names}))*$")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_that_is_no_text_is_known() {
        let texts: Vec<String> = Module::ALL
            .into_iter()
            .flat_map(|module| {
                module
                    .entry()
                    .fields
                    .iter()
                    .map(move |field| (module, *field))
            })
            .filter(|(module, field)| kind(*module, field) == Kind::Text)
            .map(|(module, field)| format!("{module}.{field}"))
            .collect();
        assert_eq!(
            texts.join(" "),
            "customers.email customers.phone customers.address customers.tax_id customers.website \
             customers.industry projects.code projects.description tasks.description meetings.location \
             meetings.agenda meetings.minutes tickets.description orders.ship_to orders.currency \
             invoices.currency estimates.currency knowledge.summary"
        );
    }
}
