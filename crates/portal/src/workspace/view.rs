//! What the staff's pages read of records. A key that a limited member is not shown reads as no value.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

use crate::frame::Visit;

/// A person or an item with its name, and its id where the reader may know it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Named {
    /// Its public id.
    pub(crate) id: Option<String>,
    /// Its name.
    #[serde(alias = "title")]
    pub(crate) name: String,
}

/// The stage of a project or task.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct StageOf {
    /// Its public id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// Its colour, as `#rrggbb`.
    pub(crate) color: Option<String>,
    /// Whether what is in it is done.
    #[serde(default)]
    pub(crate) closed: bool,
}

/// Who a project is for.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Client {
    /// A customer.
    #[serde(default)]
    pub(crate) customer: Option<Named>,
    /// A guest.
    #[serde(default)]
    pub(crate) guest: Option<Named>,
}

impl Client {
    /// Who it is, customer or guest.
    pub(crate) fn who(&self) -> Option<&Named> {
        self.customer.as_ref().or(self.guest.as_ref())
    }
}

/// An amount with its currency.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Money {
    /// A decimal number.
    pub(crate) amount: String,
    /// The currency's code.
    pub(crate) currency: String,
}

/// The last day of what ends at an instant, where the company is: an end that was picked as a day is the instant at which
/// the next one begins.
pub(crate) fn last_day(visit: &Visit, until: Timestamp) -> Date {
    let before = until
        .checked_sub(jiff::SignedDuration::from_micros(1))
        .unwrap_or(until);
    visit
        .reader
        .viewer()
        .account_zone()
        .to_datetime(before)
        .date()
}
