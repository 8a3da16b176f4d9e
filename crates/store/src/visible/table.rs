//! Where each module's items lie and how each field is read: the one place that ties the
//! catalogue's names to columns.

use access::rule::Record;
use access::{Bits, Facet, Module};

/// How one field is stored and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A text.
    Text(&'static str),
    /// Days since 1970.
    Date(&'static str),
    /// Microseconds since 1970.
    Instant(&'static str),
    /// A whole number.
    Percent(&'static str),
    /// Ten-thousandths of an hour.
    Hours(&'static str),
    /// One of a fixed list; stored as its place.
    Choice(&'static str, &'static [&'static str]),
    /// A stage, by its internal key.
    Stage(&'static str),
    /// A user, by internal key.
    Person(&'static str),
    /// Users, in a table of their own: its name and its column for the item.
    People(&'static str, &'static str),
    /// Attendees with their answers.
    Attendees,
    /// Minor units in the item's own currency.
    Amount(&'static str),
    /// Minor units, and the column of their currency.
    Money(&'static str, &'static str),
    /// What a customer still has to pay, a currency each.
    Balance,
    /// A project's client.
    Client,
    /// The lines of an order.
    OrderLines,
    /// The lines of an invoice or estimate.
    TaxLines,
    /// A column of an order's lines; no key of its own.
    LineColumn,
}

impl Shape {
    /// The columns it is read from.
    pub(crate) const fn columns(self) -> [Option<&'static str>; 2] {
        match self {
            Shape::Text(c)
            | Shape::Date(c)
            | Shape::Instant(c)
            | Shape::Percent(c)
            | Shape::Hours(c)
            | Shape::Choice(c, _)
            | Shape::Stage(c)
            | Shape::Person(c) => [Some(c), None],
            Shape::Amount(c) => [Some(c), Some("currency")],
            Shape::Money(c, currency) => [Some(c), Some(currency)],
            Shape::Client => [Some("client_customer_id"), Some("client_person_id")],
            Shape::OrderLines | Shape::TaxLines => [Some("lines"), Some("currency")],
            Shape::People(..) | Shape::Attendees | Shape::Balance | Shape::LineColumn => {
                [None, None]
            }
        }
    }
}

/// One field of a module: a name of the catalogue, and how it is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    /// The catalogue's name.
    pub(crate) name: &'static str,
    /// How it is read.
    pub(crate) shape: Shape,
}

const fn field(name: &'static str, shape: Shape) -> Field {
    Field { name, shape }
}

/// Which column holds the record date that windows are measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dated {
    /// The module has none.
    No,
    /// A day.
    Day(&'static str),
    /// An instant.
    Instant(&'static str),
}

/// The table of one module.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) module: Module,
    pub(crate) name: &'static str,
    /// Whether there is a `project_id`.
    pub(crate) in_project: bool,
    /// Whether there is a `customer_id`.
    pub(crate) of_customer: bool,
    pub(crate) dated: Dated,
    /// Always shown with the item.
    pub(crate) identity: &'static [Field],
    /// In the order of the catalogue.
    pub(crate) fields: &'static [Field],
    /// Texts that `q` searches, identity included.
    pub(crate) searched: &'static [&'static str],
}

/// Priorities, the least first.
pub(crate) const PRIORITY: &[&str] = &["low", "normal", "high", "urgent"];
/// States of an approval.
pub(crate) const APPROVAL: &[&str] = &["none", "requested", "approved", "changes_requested"];
/// States of a ticket.
pub(crate) const TICKET: &[&str] = &["open", "pending", "closed"];
/// States of an order.
pub(crate) const ORDER: &[&str] = &["new", "confirmed", "shipped", "delivered", "cancelled"];
/// States of an invoice.
pub(crate) const INVOICE: &[&str] = &["draft", "sent", "paid", "void"];
/// States of an estimate.
pub(crate) const ESTIMATE: &[&str] = &[
    "draft",
    "sent",
    "accepted",
    "declined",
    "expired",
    "converted",
];
/// Kinds of customer.
pub(crate) const CUSTOMER: &[&str] = &["company", "person"];

static TABLES: [Table; 9] = [
    Table {
        module: Module::Customers,
        name: "customer",
        in_project: false,
        of_customer: false,
        dated: Dated::No,
        identity: &[field("name", Shape::Text("name"))],
        fields: &[
            field("kind", Shape::Choice("kind", CUSTOMER)),
            field("email", Shape::Text("email")),
            field("phone", Shape::Text("phone")),
            field("address", Shape::Text("address")),
            field("tax_id", Shape::Text("tax_id")),
            field("website", Shape::Text("website")),
            field("industry", Shape::Text("industry")),
            field(
                "credit_limit",
                Shape::Money("credit_limit", "credit_currency"),
            ),
            field("balance", Shape::Balance),
            field("account_manager", Shape::Person("account_manager_id")),
            field("created_at", Shape::Instant("created_at")),
        ],
        searched: &["name", "address"],
    },
    Table {
        module: Module::Projects,
        name: "project",
        in_project: false,
        of_customer: false,
        dated: Dated::No,
        identity: &[field("name", Shape::Text("name"))],
        fields: &[
            field("code", Shape::Text("code")),
            field("description", Shape::Text("description")),
            field("stage", Shape::Stage("stage_id")),
            field("starts_on", Shape::Date("starts_on")),
            field("due_on", Shape::Date("due_on")),
            field("percent_tasks", Shape::Percent("percent_tasks")),
            field("percent_hours", Shape::Percent("percent_hours")),
            field("budget", Shape::Money("budget", "budget_currency")),
            field("manager", Shape::Person("manager_id")),
            field("client", Shape::Client),
            field("created_at", Shape::Instant("created_at")),
        ],
        searched: &["name", "code", "description"],
    },
    Table {
        module: Module::Tasks,
        name: "task",
        in_project: true,
        of_customer: true,
        dated: Dated::Instant("created_at"),
        identity: &[field("title", Shape::Text("title"))],
        fields: &[
            field("description", Shape::Text("description")),
            field("stage", Shape::Stage("stage_id")),
            field("priority", Shape::Choice("priority", PRIORITY)),
            field("starts_on", Shape::Date("starts_on")),
            field("due_on", Shape::Date("due_on")),
            field("percent", Shape::Percent("percent")),
            field("hours_estimated", Shape::Hours("hours_estimated")),
            field("hours_spent", Shape::Hours("hours_spent")),
            field("owner", Shape::Person("owner_id")),
            field("assignee", Shape::Person("assignee_id")),
            field(
                "collaborators",
                Shape::People("task_collaborator", "task_id"),
            ),
            field("followers", Shape::People("task_follower", "task_id")),
            field("approval", Shape::Choice("approval", APPROVAL)),
            field("created_at", Shape::Instant("created_at")),
        ],
        searched: &["title", "description"],
    },
    Table {
        module: Module::Meetings,
        name: "meeting",
        in_project: true,
        of_customer: true,
        dated: Dated::Instant("starts_at"),
        identity: &[field("title", Shape::Text("title"))],
        fields: &[
            field("starts_at", Shape::Instant("starts_at")),
            field("ends_at", Shape::Instant("ends_at")),
            field("location", Shape::Text("location")),
            field("agenda", Shape::Text("agenda")),
            field("minutes", Shape::Text("minutes")),
            field("organiser", Shape::Person("organiser_id")),
            field("attendees", Shape::Attendees),
        ],
        searched: &["title", "location", "agenda", "minutes"],
    },
    Table {
        module: Module::Tickets,
        name: "ticket",
        in_project: true,
        of_customer: true,
        dated: Dated::Instant("opened_at"),
        identity: &[
            field("number", Shape::Text("number")),
            field("subject", Shape::Text("subject")),
        ],
        fields: &[
            field("description", Shape::Text("description")),
            field("status", Shape::Choice("status", TICKET)),
            field("priority", Shape::Choice("priority", PRIORITY)),
            field("assignee", Shape::Person("assignee_id")),
            field("requester", Shape::Person("requester_id")),
            field("opened_at", Shape::Instant("opened_at")),
            field("closed_at", Shape::Instant("closed_at")),
        ],
        searched: &["number", "subject", "description"],
    },
    Table {
        module: Module::Orders,
        name: "sales_order",
        in_project: true,
        of_customer: true,
        dated: Dated::Day("ordered_on"),
        identity: &[field("number", Shape::Text("number"))],
        fields: &[
            field("ordered_on", Shape::Date("ordered_on")),
            field("status", Shape::Choice("status", ORDER)),
            field("delivery_on", Shape::Date("delivery_on")),
            field("ship_to", Shape::Text("ship_to")),
            field("lines", Shape::OrderLines),
            field("unit_price", Shape::LineColumn),
            field("discount", Shape::LineColumn),
            field("amount", Shape::LineColumn),
            field("currency", Shape::Text("currency")),
            field("total", Shape::Amount("total")),
        ],
        searched: &["number", "ship_to"],
    },
    Table {
        module: Module::Invoices,
        name: "invoice",
        in_project: true,
        of_customer: true,
        dated: Dated::Day("issued_on"),
        identity: &[field("number", Shape::Text("number"))],
        fields: &[
            field("issued_on", Shape::Date("issued_on")),
            field("due_on", Shape::Date("due_on")),
            field("status", Shape::Choice("status", INVOICE)),
            field("sent_at", Shape::Instant("sent_at")),
            field("lines", Shape::TaxLines),
            field("currency", Shape::Text("currency")),
            field("subtotal", Shape::Amount("subtotal")),
            field("tax", Shape::Amount("tax")),
            field("total", Shape::Amount("total")),
            field("paid", Shape::Amount("paid")),
            field("balance", Shape::Amount("balance")),
        ],
        searched: &["number"],
    },
    Table {
        module: Module::Estimates,
        name: "estimate",
        in_project: true,
        of_customer: true,
        dated: Dated::Day("issued_on"),
        identity: &[field("number", Shape::Text("number"))],
        fields: &[
            field("issued_on", Shape::Date("issued_on")),
            field("valid_until", Shape::Date("valid_until")),
            field("status", Shape::Choice("status", ESTIMATE)),
            field("sent_at", Shape::Instant("sent_at")),
            field("lines", Shape::TaxLines),
            field("currency", Shape::Text("currency")),
            field("subtotal", Shape::Amount("subtotal")),
            field("tax", Shape::Amount("tax")),
            field("total", Shape::Amount("total")),
        ],
        searched: &["number"],
    },
    Table {
        module: Module::Knowledge,
        name: "knowledge_base",
        in_project: false,
        of_customer: false,
        dated: Dated::No,
        identity: &[field("title", Shape::Text("title"))],
        fields: &[
            field("summary", Shape::Text("summary")),
            field("author", Shape::Person("author_id")),
            field("updated_at", Shape::Instant("updated_at")),
        ],
        searched: &["title", "summary"],
    },
];

/// The table of a module.
pub(crate) fn table(module: Module) -> &'static Table {
    &TABLES[module as usize]
}

impl Table {
    /// The field of that name, identity or not, with the bit it needs (none for identity).
    pub(crate) fn find(&self, name: &str) -> Option<(Field, Bits)> {
        if let Some(field) = self.identity.iter().find(|f| f.name == name) {
            return Some((*field, Bits::NONE));
        }
        let field = self.fields.iter().find(|f| f.name == name)?;
        Some((*field, self.module.bit(Facet::Fields, name)?))
    }

    /// Whether its items are invoices or estimates, which must have been sent to be derived.
    pub(crate) fn is_document(&self) -> bool {
        matches!(self.module, Module::Invoices | Module::Estimates)
    }

    /// The record date read from its column's value.
    pub(crate) fn record(&self, value: Option<i64>) -> Record {
        match self.dated {
            Dated::No => Record::Undated,
            Dated::Day(_) => Record::Day(value),
            Dated::Instant(_) => Record::Instant(value),
        }
    }
}

/// The status in which a document may have been sent or not: a void invoice's, an expired estimate's. None for what
/// is never sent.
pub(crate) const fn void_or_expired(module: Module) -> Option<i64> {
    match module {
        Module::Invoices => Some(3),
        Module::Estimates => Some(4),
        _ => None,
    }
}

/// Whether a document with this status and `sent_at` counts as sent at an instant.
pub(crate) fn counts_as_sent(module: Module, status: i64, sent_at: Option<i64>, now: i64) -> bool {
    let Some(in_doubt) = void_or_expired(module) else {
        return true;
    };
    match status {
        0 => false,
        s if s == in_doubt => sent_at.is_some_and(|at| at <= now),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_catalogue_has_a_place_in_its_order() {
        for module in Module::ALL {
            let table = table(module);
            assert_eq!(table.module, module);
            let names: Vec<_> = table.fields.iter().map(|f| f.name).collect();
            assert_eq!(names, module.entry().fields, "{module}");
            let names: Vec<_> = table.identity.iter().map(|f| f.name).collect();
            assert_eq!(names, module.entry().identity, "{module}");
            for searched in table.searched {
                assert!(table.find(searched).is_some(), "{module} {searched}");
            }
        }
    }

    #[test]
    fn a_draft_is_a_draft_and_a_void_invoice_shows_if_it_was_sent() {
        assert!(!counts_as_sent(Module::Invoices, 0, Some(1), 2));
        assert!(counts_as_sent(Module::Invoices, 1, None, 2));
        assert!(counts_as_sent(Module::Invoices, 3, Some(2), 2));
        assert!(!counts_as_sent(Module::Invoices, 3, Some(3), 2));
        assert!(!counts_as_sent(Module::Estimates, 4, None, 2));
        assert!(counts_as_sent(Module::Estimates, 5, None, 2));
    }
}
