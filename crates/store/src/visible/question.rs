//! What a list is asked: its parameters, read and checked before anything is looked up.

use super::fold;
use super::table::{Field, Shape, Table};
use crate::ids;
use access::Bits;
use jiff::Timestamp;
use jiff::civil::Date;

/// Something wrong with what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The parameter.
    pub pointer: String,
    /// What was found and what was expected; lower case, one sentence.
    pub message: String,
}

impl Wrong {
    pub(crate) fn new(pointer: impl Into<String>, message: impl Into<String>) -> Wrong {
        Wrong {
            pointer: pointer.into(),
            message: message.into(),
        }
    }
}

/// A list's question.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) limit: usize,
    pub(crate) count: bool,
    pub(crate) cursor: Option<String>,
    pub(crate) sort: Option<Sort>,
    pub(crate) filters: Vec<Filter>,
    /// Whether to show those in a closed stage alone, or those in no closed stage; asked by pages alone.
    pub(crate) finished: Option<bool>,
    /// The fields that the page shows, where it does not show all; asked by pages alone.
    pub(crate) only: Option<Bits>,
    /// The sender's own id, which staff alone may filter by.
    pub(crate) source: Option<String>,
    /// Words to search for, folded.
    pub(crate) words: Vec<String>,
    /// Everything that decides which items come and in which order, in one spelling.
    pub(crate) canonical: String,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Sort {
    pub(crate) field: Field,
    /// The bit the field needs; none for identity.
    pub(crate) bit: Bits,
    pub(crate) descending: bool,
}

#[derive(Debug)]
pub(crate) struct Filter {
    pub(crate) field: Field,
    pub(crate) bit: Bits,
    pub(crate) test: Test,
    /// The parameter, for errors.
    pub(crate) pointer: String,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Test {
    /// No value.
    Empty,
    AnyOf(Vec<Operand>),
    Compare(Order, Operand),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    AtLeast,
    Above,
    AtMost,
    Below,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Operand {
    Int(i64),
    Text(String),
    /// Millionths.
    Decimal(i128),
    /// A public id; one that nothing has where it was no id.
    Id([u8; 16]),
}

const LIMIT: std::ops::RangeInclusive<usize> = 1..=200;

impl Question {
    /// Reads a list's parameters. Hidden fields are judged later, with the words of [`unsortable`]
    /// and [`unfilterable`], so that hidden and unknown read alike.
    pub(crate) fn read(
        table: &Table,
        parameters: &[(String, String)],
    ) -> Result<Question, Vec<Wrong>> {
        let mut question = Question {
            limit: 50,
            count: false,
            cursor: None,
            sort: None,
            filters: Vec::new(),
            finished: None,
            only: None,
            source: None,
            words: Vec::new(),
            canonical: String::new(),
        };
        let mut wrongs = Vec::new();
        for (place, (name, value)) in parameters.iter().enumerate() {
            let read = if parameters[..place].iter().any(|(n, _)| n == name) {
                Err(Wrong::new(name.clone(), format!("`{name}` is given twice")))
            } else {
                question.take(table, name, value)
            };
            wrongs.extend(read.err());
        }
        let mut deciding: Vec<_> = parameters
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "limit" | "cursor" | "count"))
            .collect();
        deciding.sort();
        question.canonical = format!("{} {deciding:?}", table.name);
        if wrongs.is_empty() {
            Ok(question)
        } else {
            Err(wrongs)
        }
    }

    fn take(&mut self, table: &Table, name: &str, value: &str) -> Result<(), Wrong> {
        match name {
            "limit" => {
                let limit = value.parse().ok().filter(|n| LIMIT.contains(n));
                self.limit = limit.ok_or_else(|| {
                    Wrong::new(
                        name,
                        format!("found `{value}`, expected a number from 1 to 200"),
                    )
                })?;
            }
            "count" => {
                self.count = match value {
                    "true" => true,
                    "false" => false,
                    _ => {
                        return Err(Wrong::new(
                            name,
                            format!("found `{value}`, expected `true` or `false`"),
                        ));
                    }
                }
            }
            "cursor" => self.cursor = Some(value.to_owned()),
            "q" => {
                let folded = fold::for_search(value);
                self.words = fold::words(&folded).map(str::to_owned).collect();
            }
            "sort" => self.sort = Some(sort(table, value)?),
            "filter[source]" => self.source = Some(value.to_owned()),
            _ => match name.strip_prefix("filter[") {
                Some(rest) => self.filters.push(filter(table, name, rest, value)?),
                None => {
                    return Err(Wrong::new(
                        name,
                        format!("`{name}` is not a parameter of this list"),
                    ));
                }
            },
        }
        Ok(())
    }
}

impl Question {
    /// Narrows the question to what is finished, or is not; a cursor of one is none of the other.
    pub(crate) fn narrow(&mut self, finished: Option<bool>) {
        self.finished = finished;
        match finished {
            Some(true) => self.canonical.push_str(" finished"),
            Some(false) => self.canonical.push_str(" unfinished"),
            None => {}
        }
    }
}

impl Question {
    /// The fields whose values decide which items come, and in which order.
    pub(crate) fn decides_by(&self, table: &Table) -> Bits {
        let bit = |name: &str| table.find(name).map_or(Bits::NONE, |(_, bit)| bit);
        let filters = self.filters.iter().map(|filter| filter.bit);
        let sort = self.sort.map(|sort| sort.bit);
        let stage = self.finished.map(|_| bit("stage"));
        let words = table.searched.iter().filter(|_| !self.words.is_empty());
        filters
            .chain(sort)
            .chain(stage)
            .chain(words.map(|name| bit(name)))
            .fold(Bits::NONE, Bits::or)
    }

    /// The fields to select, of those that may show: what decides, and what the page shows.
    pub(crate) fn selects(&self, table: &Table, widest: Bits) -> Bits {
        match self.only {
            Some(only) => widest & (only | self.decides_by(table)),
            None => widest,
        }
    }
}

/// The one answer to sorting by what is hidden, does not exist or has no order.
pub(crate) fn unsortable(name: &str) -> Wrong {
    Wrong::new("sort", format!("`{name}` is not a field to sort by"))
}

/// The one answer to filtering on what is hidden, does not exist or cannot be compared.
pub(crate) fn unfilterable(pointer: &str, name: &str) -> Wrong {
    Wrong::new(pointer, format!("`{name}` is not a field to filter on"))
}

fn sort(table: &Table, value: &str) -> Result<Sort, Wrong> {
    let (name, descending) = match value.strip_prefix('-') {
        Some(name) => (name, true),
        None => (value, false),
    };
    let found = table.find(name).filter(|(field, _)| {
        matches!(
            field.shape,
            Shape::Text(_)
                | Shape::Date(_)
                | Shape::Instant(_)
                | Shape::Percent(_)
                | Shape::Hours(_)
                | Shape::Choice(..)
                | Shape::Stage(_)
                | Shape::Amount(_)
                | Shape::Money(..)
        )
    });
    let (field, bit) = found.ok_or_else(|| unsortable(name))?;
    Ok(Sort {
        field,
        bit,
        descending,
    })
}

fn filter(table: &Table, pointer: &str, rest: &str, value: &str) -> Result<Filter, Wrong> {
    let (name, order) = match rest.strip_suffix(']').unwrap_or(rest).split_once("][") {
        None => (rest.strip_suffix(']').unwrap_or(rest), None),
        Some((name, word)) => {
            let order = match word {
                "gte" => Order::AtLeast,
                "gt" => Order::Above,
                "lte" => Order::AtMost,
                "lt" => Order::Below,
                _ => {
                    let message = format!("found `{word}`, expected `gte`, `gt`, `lte` or `lt`");
                    return Err(Wrong::new(pointer, message));
                }
            };
            (name, Some(order))
        }
    };
    let found = table.find(name).filter(|(field, _)| {
        !matches!(
            field.shape,
            Shape::Balance | Shape::OrderLines | Shape::TaxLines | Shape::LineColumn
        )
    });
    let (field, bit) = found.ok_or_else(|| unfilterable(pointer, name))?;
    let wrong =
        |expected: &str| Wrong::new(pointer, format!("found `{value}`, expected {expected}"));
    let test = match order {
        None if value.is_empty() => Test::Empty,
        None => Test::AnyOf(
            value
                .split(',')
                .map(|one| operand(field.shape, one).map_err(|expected| wrong(&expected)))
                .collect::<Result<_, _>>()?,
        ),
        Some(order) => {
            let ordered = matches!(
                field.shape,
                Shape::Text(_)
                    | Shape::Date(_)
                    | Shape::Instant(_)
                    | Shape::Percent(_)
                    | Shape::Hours(_)
                    | Shape::Choice(..)
                    | Shape::Stage(_)
                    | Shape::Amount(_)
                    | Shape::Money(..)
            );
            if !ordered {
                return Err(unfilterable(pointer, name));
            }
            let operand = operand(field.shape, value).map_err(|expected| wrong(&expected))?;
            Test::Compare(order, operand)
        }
    };
    Ok(Filter {
        field,
        bit,
        test,
        pointer: pointer.to_owned(),
    })
}

fn operand(shape: Shape, value: &str) -> Result<Operand, String> {
    match shape {
        Shape::Text(_) => Ok(Operand::Text(value.to_owned())),
        Shape::Date(_) => strict_date(value)
            .map(|day| Operand::Int(crate::days::number(day)))
            .ok_or_else(|| "a day as `YYYY-MM-DD`".to_owned()),
        Shape::Instant(_) => value
            .parse::<Timestamp>()
            .map(|at| Operand::Int(at.as_microsecond()))
            .map_err(|_| "an instant as `2026-01-31T09:00:00Z`".to_owned()),
        Shape::Percent(_) => value
            .parse()
            .map(Operand::Int)
            .map_err(|_| "a whole number".to_owned()),
        Shape::Hours(_) | Shape::Amount(_) | Shape::Money(..) => decimal(value)
            .map(Operand::Decimal)
            .ok_or_else(|| "a decimal number of at most 6 decimals".to_owned()),
        Shape::Choice(_, names) => names
            .iter()
            .position(|name| *name == value)
            .map(|place| Operand::Int(place as i64))
            .ok_or_else(|| format!("one of `{}`", names.join("`, `"))),
        _ => Ok(Operand::Id(ids::parse(value))),
    }
}

fn strict_date(value: &str) -> Option<Date> {
    (value.len() == 10).then(|| value.parse().ok()).flatten()
}

/// A decimal number in millionths.
fn decimal(value: &str) -> Option<i128> {
    let (negative, digits) = match value.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, value),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let sound = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 18 || part.len() > 6 || !sound(whole) || !sound(part) {
        return None;
    }
    let millionths: i128 = format!("{whole}{part:0<6}").parse().ok()?;
    Some(if negative { -millionths } else { millionths })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::table::table;
    use super::*;
    use access::Module;

    fn asked(parameters: &[(&str, &str)]) -> Result<Question, Vec<Wrong>> {
        let owned: Vec<_> = parameters
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect();
        Question::read(table(Module::Tasks), &owned)
    }

    #[test]
    fn every_mistake_is_named_with_its_parameter() {
        for (name, value) in [
            ("limit", "0"),
            ("limit", "201"),
            ("count", "yes"),
            ("sort", "salary"),
            ("sort", "-assignee"),
            ("filter[salary]", "1"),
            ("filter[due_on]", "tomorrow"),
            ("filter[due_on]", "20260301"),
            ("filter[due_on][about]", "2026-03-01"),
            ("filter[assignee][gte]", "a"),
            ("filter[priority]", "sky-high"),
            ("filter[percent]", "4,x"),
            ("page", "2"),
        ] {
            let wrongs = asked(&[(name, value)]).unwrap_err();
            assert_eq!(wrongs.len(), 1, "{name}={value}");
        }
        assert_eq!(
            asked(&[("q", "a"), ("q", "b")]).unwrap_err()[0].message,
            "`q` is given twice"
        );
    }

    #[test]
    fn the_order_of_parameters_does_not_change_the_question() {
        let one = asked(&[("sort", "due_on"), ("q", "x"), ("limit", "3")]).unwrap();
        let two = asked(&[("q", "x"), ("sort", "due_on")]).unwrap();
        assert_eq!(one.canonical, two.canonical);
    }

    #[test]
    fn decimals_are_exact() {
        assert_eq!(decimal("12.5"), Some(12_500_000));
        assert_eq!(decimal("-0.000001"), Some(-1));
        for wrong in ["", ".", "1.", "1e3", "0.0000001", "+1", "1,5", "-"] {
            assert_eq!(decimal(wrong).is_some(), wrong == "1.", "{wrong}");
        }
    }
}
