//! Invoices and estimates as the interface answers them. What is hidden or has no value is `None`, or an empty list.

use access::Module;
use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use crate::portal_page::{Guest, Held, Named};
use crate::texts::Value;

/// Which of the two a paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What is to be paid.
    Invoice,
    /// What would be to be paid.
    Estimate,
}

impl Kind {
    /// The module of such papers.
    pub(crate) const fn module(self) -> Module {
        match self {
            Kind::Invoice => Module::Invoices,
            Kind::Estimate => Module::Estimates,
        }
    }

    /// Its icon.
    pub(crate) const fn icon(self) -> &'static str {
        match self {
            Kind::Invoice => "invoice",
            Kind::Estimate => "estimate",
        }
    }
}

/// An invoice or an estimate.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Paper {
    /// Its public id.
    pub(crate) id: String,
    /// Its number, as people say it.
    pub(crate) number: String,
    /// The day it is of.
    pub(crate) issued_on: Option<Date>,
    /// The day an invoice is due.
    pub(crate) due_on: Option<Date>,
    /// The last day an estimate holds.
    pub(crate) valid_until: Option<Date>,
    /// How it stands, by the module's names.
    pub(crate) status: Option<String>,
    /// When it was sent.
    pub(crate) sent_at: Option<Timestamp>,
    /// What it is for.
    pub(crate) lines: Option<Vec<Line>>,
    /// The currency of its amounts.
    pub(crate) currency: Option<String>,
    /// The sum without tax.
    pub(crate) subtotal: Option<String>,
    /// The tax.
    pub(crate) tax: Option<String>,
    /// The sum with tax.
    pub(crate) total: Option<String>,
    /// What was paid.
    pub(crate) paid: Option<String>,
    /// What is left to pay.
    pub(crate) balance: Option<String>,
    /// Its customer, where it says so.
    pub(crate) customer: Option<Named>,
    /// What hangs on it for this reader.
    #[serde(default)]
    pub(crate) relations: Held,
    /// What this reader may do to it.
    #[serde(default)]
    pub(crate) can: Held,
}

/// A line of a paper.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Line {
    /// What it is for.
    pub(crate) description: Option<String>,
    /// How much of it.
    pub(crate) quantity: Option<String>,
    /// What one costs.
    pub(crate) unit_price: Option<String>,
    /// The part of tax: `0.19`.
    pub(crate) tax_rate: Option<String>,
    /// What the line comes to, without tax.
    pub(crate) amount: Option<String>,
}

/// A payment of an invoice.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Payment {
    /// The day it came.
    pub(crate) paid_on: Option<Date>,
    /// How much.
    pub(crate) amount: Option<String>,
    /// How.
    pub(crate) method: Option<String>,
}

/// Whether a decimal is more than nothing.
pub(crate) fn positive(amount: &str) -> bool {
    !amount.starts_with('-') && amount.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}

impl Paper {
    /// The fields that rows show.
    pub(crate) const ROW: &[&str] = &[
        "issued_on",
        "due_on",
        "valid_until",
        "status",
        "sent_at",
        "currency",
        "total",
        "balance",
    ];

    /// Whether a relation is open.
    pub(crate) fn holds(&self, relation: &str) -> bool {
        self.relations.has(relation)
    }

    /// Whether an action is.
    pub(crate) fn may(&self, action: &str) -> bool {
        self.can.has(action)
    }

    /// An amount of it, with its currency where that shows.
    pub(crate) fn money(&self, guest: &Guest, amount: &str) -> String {
        match &self.currency {
            Some(currency) => guest.texts.money(amount, currency),
            None => guest.texts.number(amount),
        }
    }

    /// What is left to pay of an invoice that was sent and is not void; none where nothing is, or it does not show.
    pub(crate) fn left(&self) -> Option<&str> {
        let asked = self.status.as_deref() == Some("sent");
        self.balance
            .as_deref()
            .filter(|balance| asked && positive(balance))
    }

    /// Whether the reader should pay it, as far as that shows.
    pub(crate) fn to_pay(&self) -> bool {
        self.status.as_deref() == Some("sent") && (self.balance.is_none() || self.left().is_some())
    }

    /// Whether the reader may decide on this estimate now.
    pub(crate) fn to_decide(&self, guest: &Guest) -> bool {
        let may = self.may("convert_to_invoice") || self.may("decline");
        let holds = self.valid_until.is_none_or(|day| day >= guest.today);
        may && holds && self.status.as_deref() == Some("sent")
    }

    /// How it stands, in a word.
    pub(crate) fn state(&self, guest: &Guest, kind: Kind) -> Markup {
        let say = |key: &str| guest.texts.say_with(key, &[]);
        match (kind, self.status.as_deref()) {
            (_, Some("draft")) => guest.state("off", "edit", &say("papers-draft")),
            (_, Some("void")) => guest.state("off", "no", &say("papers-void")),
            (_, Some("paid")) => guest.state("good", "check", &say("papers-paid")),
            (Kind::Invoice, Some("sent")) => self.owed(guest),
            (_, Some("accepted" | "converted")) => {
                guest.state("good", "check", &say("papers-accepted"))
            }
            (_, Some("declined")) => guest.state("off", "no", &say("papers-declined")),
            (_, Some("expired")) => guest.state("off", "clock", &say("papers-expired")),
            (Kind::Estimate, Some("sent")) => {
                if self.valid_until.is_some_and(|day| day < guest.today) {
                    guest.state("off", "clock", &say("papers-expired"))
                } else if self.to_decide(guest) {
                    guest.state("attend", "clock", &say("papers-waits"))
                } else {
                    guest.state("attend", "clock", &say("papers-sent"))
                }
            }
            _ => html! {},
        }
    }

    fn owed(&self, guest: &Guest) -> Markup {
        let late = self.due_on.map_or(0, |day| -guest.days_to(day));
        match self.left() {
            Some(left) => {
                let given = [("amount", Value::from(self.money(guest, left)))];
                let words = guest.texts.say_with("papers-to-pay", &given);
                if late > 0 {
                    html! { (guest.state("bad", "clock", &guest.say("papers-overdue"))) " " span class="nowrap" { (words) } }
                } else {
                    guest.state("attend", "clock", &words)
                }
            }
            None if self.balance.is_some() => {
                guest.state("good", "check", &guest.say("papers-paid"))
            }
            None => guest.state("attend", "clock", &guest.say("papers-open")),
        }
    }
}
