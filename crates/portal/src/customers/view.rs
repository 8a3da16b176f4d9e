//! A customer as the interface answers it. What is hidden or has no value is `None`, or an empty list.

use jiff::civil::Date;
use serde::Deserialize;

use crate::portal_page::{Held, Named, Person};

/// A customer: the guest's own company, or one that was opened to them.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Customer {
    /// Its public id.
    pub(super) id: String,
    /// Its name.
    pub(super) name: String,
    /// Its address of e-mail.
    pub(super) email: Option<String>,
    /// Its telephone number.
    pub(super) phone: Option<String>,
    /// Its address.
    pub(super) address: Option<String>,
    /// Its tax number.
    pub(super) tax_id: Option<String>,
    /// Its site.
    pub(super) website: Option<String>,
    /// What it does.
    pub(super) industry: Option<String>,
    /// Up to what it may owe.
    pub(super) credit_limit: Option<Money>,
    /// What it has left to pay, a currency each.
    pub(super) balance: Option<Vec<Money>>,
    /// Who looks after it.
    pub(super) account_manager: Option<Person>,
    /// The company that it belongs to.
    pub(super) company: Option<Named>,
    /// What hangs on it for this reader.
    #[serde(default)]
    pub(super) relations: Held,
    /// What the reader may do to it.
    #[serde(default)]
    pub(super) can: Held,
}

impl Customer {
    /// Whether a relation is open.
    pub(super) fn holds(&self, relation: &str) -> bool {
        self.relations.has(relation)
    }
}

/// An amount in a currency.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Money {
    /// A decimal.
    pub(super) amount: String,
    /// The currency's code.
    pub(super) currency: String,
}

/// Somebody at a customer.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Contact {
    /// Their name.
    pub(super) name: String,
    /// Their address of e-mail.
    pub(super) email: Option<String>,
    /// Their telephone number.
    pub(super) phone: Option<String>,
    /// What they do there.
    pub(super) position: Option<String>,
}

/// Something left to pay.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Due {
    /// The invoice.
    pub(super) invoice: Named,
    /// The day it is due.
    pub(super) due_on: Option<Date>,
    /// How many days it has been due.
    pub(super) days_overdue: Option<i64>,
    /// What is left.
    pub(super) balance: Option<String>,
    /// In which currency.
    pub(super) currency: Option<String>,
}

/// Something that was paid.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Paid {
    /// On which invoice.
    pub(super) invoice: Named,
    /// The day it came.
    pub(super) paid_on: Option<Date>,
    /// How much.
    pub(super) amount: Option<String>,
    /// In which currency.
    pub(super) currency: Option<String>,
    /// How.
    pub(super) method: Option<String>,
}
