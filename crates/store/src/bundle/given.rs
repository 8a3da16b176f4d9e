//! A line as it was given: checked by itself, references not looked up yet.

use super::kinds::{Kind, Space};
use std::borrow::Cow;

/// What a key was given.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Given<'a> {
    /// No value; for a moment, the instant of import.
    Nothing,
    Int(i64),
    Text(Cow<'a, str>),
    Money(i64, Cow<'a, str>),
    /// The id of a record, of a role or the name of a built-in one.
    Id(Cow<'a, str>),
    /// Which of the field's tags, and the id or text beside it.
    Tagged(usize, Cow<'a, str>),
    Ids(Vec<Cow<'a, str>>),
    Lines {
        /// The lines in one spelling.
        json: String,
        subtotal: i64,
        tax: i64,
        total: i64,
    },
    Payments(Vec<Payment<'a>>),
    Content(Content<'a>),
}

/// A payment of an invoice.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Payment<'a> {
    pub(crate) paid_on: Option<i64>,
    pub(crate) amount: i64,
    pub(crate) method: Option<Cow<'a, str>>,
}

/// A file's bytes, or what is said of them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Content<'a> {
    /// In the line.
    Base64(Cow<'a, str>),
    /// Beside the bundle.
    Path(Cow<'a, str>),
    /// Missing, but named.
    Named { sha256: Cow<'a, str>, size: i64 },
}

/// A line that is right by itself.
#[derive(Clone, Debug)]
pub(crate) struct Line<'a> {
    /// The kind's place in the table.
    pub(crate) place: usize,
    pub(crate) kind: &'static Kind,
    /// None for settings alone.
    pub(crate) space: Option<Space>,
    pub(crate) id: Cow<'a, str>,
    pub(crate) what: What<'a>,
}

/// What a line wants.
#[derive(Clone, Debug)]
pub(crate) enum What<'a> {
    /// The record gone.
    Deleted,
    /// The record like this, a value for each field of the kind.
    Record(Vec<Given<'a>>),
}

impl<'a> Line<'a> {
    /// The value of the field that is kept in these columns, first of them named.
    pub(crate) fn value(&self, column: &str) -> Option<&Given<'a>> {
        let What::Record(values) = &self.what else {
            return None;
        };
        let place = self
            .kind
            .fields
            .iter()
            .position(|field| field.columns.first() == Some(&column))?;
        values.get(place)
    }
}
