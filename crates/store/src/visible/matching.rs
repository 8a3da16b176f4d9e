//! Whether a judged row is what was asked for. A field that does not show on a row has no value
//! there: for filters, for words, and for order.

use super::cursor::SortKey;
use super::fold;
use super::question::{Operand, Order, Question, Sort, Test};
use super::rows::{Layout, Rows, Shown};
use super::table::Shape;
use crate::money;
use access::Bits;
use std::collections::HashMap;

/// A filter with everything looked up that it needs.
#[derive(Debug)]
pub(crate) struct Matcher {
    /// The bit of its field.
    pub(crate) bit: Bits,
    pub(crate) value: Wanted,
}

/// What the value of a row must be.
#[derive(Debug)]
pub(crate) enum Wanted {
    /// A value, of a field that shows on no item of the list.
    Never,
    /// None at all.
    Nothing(usize),
    /// No key, or one of these: a user whom the viewer does not see, a stage that is not closed.
    NobodyBut(usize, Vec<i64>),
    /// One of these keys or numbers.
    Among(usize, Vec<i64>),
    /// One of these texts.
    Text(usize, Vec<String>),
    /// A number that compares so.
    Compared(usize, Order, i64),
    /// A text that compares so, as texts are ordered.
    ComparedText(usize, Order, SortKey),
    /// A stage whose position, given for each, compares so.
    ComparedStage(usize, Order, HashMap<i64, i64>, i64),
    /// A decimal number that is one of these, or compares so; in millionths.
    Decimals(Shown, Vec<i128>),
    ComparedDecimal(Shown, Order, i128),
    /// The flag of this place is up, or down.
    Flag(usize, bool),
    /// The client is one of these customers or one of these guests.
    Client([usize; 2], Vec<i64>, Vec<i64>),
    /// There is no client, or a guest that the viewer does not see.
    NoClientBut([usize; 2], Vec<i64>),
}

impl Matcher {
    /// Whether a row passes; `shows` is whether the field shows on it.
    fn passes(&self, rows: &Rows, row: usize, flags: &[bool], shows: bool) -> bool {
        if !shows {
            return matches!(
                self.value,
                Wanted::Nothing(_)
                    | Wanted::NobodyBut(..)
                    | Wanted::NoClientBut(..)
                    | Wanted::Flag(_, false)
            );
        }
        match &self.value {
            Wanted::Never => false,
            Wanted::Nothing(at) => rows.int(row, *at).is_none() && rows.text(row, *at).is_none(),
            Wanted::NobodyBut(at, hidden) => {
                rows.int(row, *at).is_none_or(|id| hidden.contains(&id))
            }
            Wanted::Among(at, ids) => rows.int(row, *at).is_some_and(|id| ids.contains(&id)),
            Wanted::Text(at, texts) => rows
                .text(row, *at)
                .is_some_and(|t| texts.iter().any(|x| x == t)),
            Wanted::Compared(at, order, to) => rows
                .int(row, *at)
                .is_some_and(|value| order.holds(value, *to)),
            Wanted::ComparedText(at, order, to) => rows
                .text(row, *at)
                .is_some_and(|text| order.holds(SortKey::text(text), to.clone())),
            Wanted::ComparedStage(at, order, positions, to) => rows
                .int(row, *at)
                .and_then(|stage| positions.get(&stage))
                .is_some_and(|position| order.holds(position, to)),
            Wanted::Decimals(field, values) => {
                millionths(rows, row, field).is_some_and(|value| values.contains(&value))
            }
            Wanted::ComparedDecimal(field, order, to) => {
                millionths(rows, row, field).is_some_and(|value| order.holds(value, *to))
            }
            Wanted::Flag(place, up) => flags[*place] == *up,
            Wanted::Client(at, customers, guests) => {
                rows.int(row, at[0])
                    .is_some_and(|id| customers.contains(&id))
                    || rows.int(row, at[1]).is_some_and(|id| guests.contains(&id))
            }
            Wanted::NoClientBut(at, hidden) => {
                rows.int(row, at[0]).is_none()
                    && rows.int(row, at[1]).is_none_or(|id| hidden.contains(&id))
            }
        }
    }
}

impl Order {
    fn holds<T: PartialOrd>(self, value: T, to: T) -> bool {
        match self {
            Order::AtLeast => value >= to,
            Order::Above => value > to,
            Order::AtMost => value <= to,
            Order::Below => value < to,
        }
    }
}

/// Whether a judged row passes every filter and holds every word.
pub(crate) fn matches(
    rows: &Rows,
    row: usize,
    flags: &[bool],
    matchers: &[Matcher],
    question: &Question,
) -> bool {
    let fields = rows.sets[row].fields;
    matchers
        .iter()
        .all(|m| m.passes(rows, row, flags, fields.has(m.bit)))
        && (question.words.is_empty() || holds_words(rows, row, fields, &question.words))
}

fn holds_words(rows: &Rows, row: usize, fields: Bits, words: &[String]) -> bool {
    let layout = &rows.layout;
    let texts: Vec<String> = layout
        .fields
        .iter()
        .filter(|shown| layout.table.searched.contains(&shown.field.name) && fields.has(shown.bit))
        .filter_map(|shown| rows.text(row, shown.at[0]))
        .map(fold::for_search)
        .collect();
    words.iter().all(|word| {
        texts
            .iter()
            .any(|text| fold::words(text).any(|w| w.starts_with(word.as_str())))
    })
}

/// A row's amount, money or hours in millionths.
fn millionths(rows: &Rows, row: usize, shown: &Shown) -> Option<i128> {
    let value = i128::from(rows.int(row, shown.at[0])?);
    Some(match shown.field.shape {
        Shape::Hours(_) => value * 100,
        _ => value * 10_i128.pow(6 - money::document_decimals(rows.text(row, shown.at[1]))),
    })
}

/// The key of a row in the order asked for; none where the field has no value or does not show.
pub(crate) fn sort_key(
    rows: &Rows,
    row: usize,
    sort: &Sort,
    shown: &Shown,
    stages: &HashMap<i64, i64>,
) -> Option<SortKey> {
    if !rows.sets[row].fields.has(sort.bit) {
        return None;
    }
    match sort.field.shape {
        Shape::Text(_) => rows.text(row, shown.at[0]).map(SortKey::text),
        Shape::Amount(_) | Shape::Money(..) => millionths(rows, row, shown).map(SortKey::Number),
        Shape::Stage(_) => {
            let stage = rows.int(row, shown.at[0])?;
            stages
                .get(&stage)
                .map(|position| SortKey::Number(i128::from(*position)))
        }
        _ => rows
            .int(row, shown.at[0])
            .map(|n| SortKey::Number(i128::from(n))),
    }
}

/// The column by which the database can order, where the field is a whole number in one.
pub(crate) fn ordering_column(shape: Shape) -> Option<&'static str> {
    match shape {
        Shape::Date(c)
        | Shape::Instant(c)
        | Shape::Percent(c)
        | Shape::Hours(c)
        | Shape::Choice(c, _) => Some(c),
        _ => None,
    }
}

/// The matcher of a filter on plain values; `None` for stages, people and clients, whose ids must
/// be looked up first.
pub(crate) fn plain(layout: &Layout, name: &str, bit: Bits, test: &Test) -> Option<Matcher> {
    let shown = *layout.field(name)?;
    let at = shown.at[0];
    let value = match (shown.field.shape, test) {
        (Shape::Person(_) | Shape::People(..) | Shape::Attendees | Shape::Client, _) => {
            return None;
        }
        (_, Test::Empty) => Wanted::Nothing(at),
        (Shape::Stage(_), _) => return None,
        (_, Test::AnyOf(values)) => any_of(shown, values)?,
        (_, Test::Compare(order, Operand::Int(to))) => Wanted::Compared(at, *order, *to),
        (_, Test::Compare(order, Operand::Decimal(to))) => {
            Wanted::ComparedDecimal(shown, *order, *to)
        }
        (_, Test::Compare(order, Operand::Text(to))) => {
            Wanted::ComparedText(at, *order, SortKey::text(to))
        }
        (_, Test::Compare(..)) => return None,
    };
    Some(Matcher { bit, value })
}

fn any_of(shown: Shown, values: &[Operand]) -> Option<Wanted> {
    let (mut ints, mut texts, mut decimals) = (Vec::new(), Vec::new(), Vec::new());
    for value in values {
        match value {
            Operand::Int(value) => ints.push(*value),
            Operand::Text(text) => texts.push(text.clone()),
            Operand::Decimal(value) => decimals.push(*value),
            Operand::Id(_) => return None,
        }
    }
    Some(match shown.field.shape {
        Shape::Text(_) => Wanted::Text(shown.at[0], texts),
        Shape::Hours(_) | Shape::Amount(_) | Shape::Money(..) => Wanted::Decimals(shown, decimals),
        _ => Wanted::Among(shown.at[0], ints),
    })
}
