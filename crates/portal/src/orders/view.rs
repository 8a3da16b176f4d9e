//! An order as the interface answers it. What is hidden or has no value is `None`, or an empty list.

use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use crate::portal_page::{Guest, Held, Named};

/// An order.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Order {
    /// Its public id.
    pub(crate) id: String,
    /// Its number, as people say it.
    pub(crate) number: String,
    /// The day it was ordered.
    pub(crate) ordered_on: Option<Date>,
    /// `new`, `confirmed`, `shipped`, `delivered` or `cancelled`.
    pub(crate) status: Option<String>,
    /// The day it comes.
    pub(crate) delivery_on: Option<Date>,
    /// Where it goes.
    pub(crate) ship_to: Option<String>,
    /// What was ordered.
    pub(crate) lines: Option<Vec<Line>>,
    /// The currency of its amounts.
    pub(crate) currency: Option<String>,
    /// What it comes to.
    pub(crate) total: Option<String>,
    /// Its project, where it says so.
    pub(crate) project: Option<Named>,
    /// Its customer, where it says so.
    pub(crate) customer: Option<Named>,
    /// What hangs on it for this reader.
    #[serde(default)]
    pub(crate) relations: Held,
    /// What the reader may do to it.
    #[serde(default)]
    pub(crate) can: Held,
}

/// A line of an order.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Line {
    /// What was ordered.
    pub(crate) product: Option<String>,
    /// How much of it.
    pub(crate) quantity: Option<String>,
    /// What one costs.
    pub(crate) unit_price: Option<String>,
    /// The part that is taken off: `0.05`.
    pub(crate) discount: Option<String>,
    /// What the line comes to.
    pub(crate) amount: Option<String>,
}

impl Order {
    /// Whether a relation is open.
    pub(crate) fn holds(&self, relation: &str) -> bool {
        self.relations.has(relation)
    }

    /// Whether it is on its way.
    pub(crate) fn comes(&self) -> bool {
        self.status.as_deref() == Some("shipped")
    }

    /// An amount of it, with its currency where that shows.
    pub(crate) fn money(&self, guest: &Guest, amount: &str) -> String {
        match &self.currency {
            Some(currency) => guest.texts.money(amount, currency),
            None => guest.texts.number(amount),
        }
    }

    /// How it stands.
    pub(crate) fn state(&self, guest: &Guest) -> Markup {
        match self.status.as_deref() {
            Some("new") => guest.state("off", "clock", &guest.say("orders-new")),
            Some("confirmed") => guest.state("attend", "clock", &guest.say("orders-confirmed")),
            Some("shipped") => guest.state("attend", "order", &guest.say("orders-shipped")),
            Some("delivered") => guest.state("good", "check", &guest.say("orders-delivered")),
            Some("cancelled") => guest.state("off", "no", &guest.say("orders-cancelled")),
            _ => html! {},
        }
    }
}

impl Line {
    /// Product and quantity in one line: "Escargots, 40".
    pub(crate) fn words(&self, guest: &Guest) -> String {
        let quantity = self
            .quantity
            .as_deref()
            .map(|quantity| format!("{} ×", guest.texts.number(quantity)));
        let product = self.product.clone();
        quantity
            .into_iter()
            .chain(product)
            .collect::<Vec<_>>()
            .join(" ")
    }
}
