//! Spells a record as a line: keys in the order of the table of kinds, defaults left out.

use super::kinds::{Field, Is, Kind, Space, Tag};
use super::names::Names;
use super::tables::Cell;
use super::write::push_text;
use crate::{days, money};
use std::fmt::Write;

/// A payment as it goes out.
pub(crate) struct Paid {
    pub(crate) paid_on: Option<i64>,
    pub(crate) amount: i64,
    pub(crate) method: Option<String>,
}

/// A record to spell.
pub(crate) struct Record<'r> {
    pub(crate) kind: &'static Kind,
    /// The id that goes out; none for settings.
    pub(crate) id: Option<&'r str>,
    /// In the order of the kind's own columns.
    pub(crate) cells: &'r [Cell<'static>],
    /// The lists of people, in the order of their fields.
    pub(crate) people: &'r [Vec<i64>],
    pub(crate) payments: &'r [Paid],
    /// The bytes of a file, in base64.
    pub(crate) bytes: Option<&'r str>,
}

/// Every record that a record refers to.
pub(crate) fn wanted(kind: &Kind, cells: &[Cell<'_>], people: &[Vec<i64>]) -> Vec<(Space, i64)> {
    let mut all: Vec<(Space, i64)> = people
        .iter()
        .flatten()
        .map(|id| (Space::Person, *id))
        .collect();
    let mut at = 0;
    for field in kind.fields {
        let own = &cells[at..at + field.columns.len()];
        at += field.columns.len();
        match field.is {
            Is::One(space) => all.extend(int(&own[0]).map(|id| (space, id))),
            Is::On(tags) => {
                all.extend(on(tags, own).and_then(|(tag, id)| tag.space.map(|space| (space, id))))
            }
            Is::Tagged(tags) => {
                let ids = tags
                    .iter()
                    .zip(own)
                    .filter_map(|(tag, cell)| Some((tag.space?, int(cell)?)));
                all.extend(ids);
            }
            Is::RoleOf => all.extend(int(&own[1]).map(|id| (Space::Role, id))),
            Is::Roles => all.extend(
                listed(&own[0])
                    .iter()
                    .filter_map(|role| Some((Space::Role, role.as_i64()?))),
            ),
            Is::Known => all.extend(
                listed(&own[0])
                    .iter()
                    .filter_map(|id| Some((Space::Person, id.as_i64()?))),
            ),
            _ => {}
        }
    }
    all
}

/// Appends the line of a record, without its end.
pub(crate) fn push(out: &mut String, record: &Record<'_>, names: &Names) {
    out.push_str("{\"kind\":\"");
    out.push_str(record.kind.name);
    out.push('"');
    if let Some(id) = record.id {
        out.push_str(",\"id\":");
        push_text(out, id);
    }
    let currency = currency_of(record);
    let (mut at, mut list) = (0, 0);
    for field in record.kind.fields {
        let own = &record.cells[at..at + field.columns.len()];
        at += field.columns.len();
        let before = out.len();
        if field.key.is_empty() {
            continue;
        }
        out.push(',');
        push_text(out, field.key);
        out.push(':');
        let written = match field.is {
            Is::People(_) => {
                list += 1;
                push_people(out, &record.people[list - 1], names)
            }
            Is::Payments => push_payments(out, record.payments, money::document_decimals(currency)),
            Is::Content => push_content(out, own, record.bytes),
            Is::Amount => int(&own[0]).is_some_and(|amount| {
                push_amount(out, amount, money::document_decimals(currency));
                true
            }),
            _ => push_value(out, field, own, names),
        };
        if !written {
            out.truncate(before);
        }
    }
    out.push('}');
}

/// Appends a value; false where it is the default, which is left out.
fn push_value(out: &mut String, field: &Field, own: &[Cell<'_>], names: &Names) -> bool {
    let write = |out: &mut String, write: &dyn Fn(&mut String, i64)| match int(&own[0]) {
        Some(value) => {
            write(out, value);
            true
        }
        None => false,
    };
    match field.is {
        Is::Truth(default) => {
            let truth = int(&own[0]) == Some(1);
            out.push_str(if truth { "true" } else { "false" });
            default != Some(truth)
        }
        Is::External => write(out, &|out, value| {
            out.push_str(if value == 1 { "true" } else { "false" })
        }),
        Is::Whole(..) => write(out, &|out, value| {
            let _ = write!(out, "{value}");
        }),
        Is::Date => write(out, &|out, value| {
            quoted(out, |out| days::push_date(out, value))
        }),
        Is::Instant | Is::Moment => write(out, &|out, value| {
            quoted(out, |out| days::push_instant(out, value))
        }),
        Is::Hours => write(out, &|out, value| {
            quoted(out, |out| money::push_shortest(out, value, money::QUANTITY))
        }),
        Is::Choice(words, default) => push_word(out, words, int(&own[0]), default),
        Is::StageModule => push_word(
            out,
            &["projects", "tasks"],
            int(&own[0]).map(|module| module - 1),
            None,
        ),
        Is::TextOr(default) => text(&own[0]).is_some_and(|text| {
            push_text(out, text);
            text != default
        }),
        // Kept in the spelling in which it goes out.
        Is::Permissions { may_be_unset } => text(&own[0]).is_some_and(|json| {
            out.push_str(json);
            may_be_unset || json != "{}"
        }),
        Is::Ceiling => text(&own[0]).is_some_and(|json| {
            out.push_str(json);
            true
        }),
        Is::Lines(_) => text(&own[0]).is_some_and(|json| {
            out.push_str(json);
            json != "[]"
        }),
        Is::Money => match (int(&own[0]), text(&own[1])) {
            (Some(amount), Some(currency)) => {
                out.push_str("{\"amount\":");
                push_amount(out, amount, money::document_decimals(Some(currency)));
                out.push_str(",\"currency\":");
                push_text(out, currency);
                out.push('}');
                true
            }
            _ => false,
        },
        Is::One(space) => push_name(out, int(&own[0]).and_then(|id| names.get(space, id))),
        Is::On(tags) => on(tags, own).is_some_and(|(tag, id)| push_tagged(out, tag, id, names)),
        Is::Tagged(tags) => {
            tags.iter()
                .zip(own)
                .any(|(tag, cell)| match (tag.space, int(cell), text(cell)) {
                    (Some(_), Some(id), _) => push_tagged(out, tag, id, names),
                    (None, _, Some(name)) => {
                        out.push('{');
                        push_text(out, tag.word);
                        out.push(':');
                        push_text(out, name);
                        out.push('}');
                        true
                    }
                    _ => false,
                })
        }
        Is::RoleOf => match text(&own[0]) {
            Some(built_in) => push_name(out, Some(built_in)),
            None => push_name(out, int(&own[1]).and_then(|id| names.get(Space::Role, id))),
        },
        Is::Roles => {
            let all = listed(&own[0]);
            let roles = all.iter().filter_map(|role| match role.as_i64() {
                Some(id) => names.get(Space::Role, id),
                None => role.as_str(),
            });
            push_list(out, roles)
        }
        Is::Known => text(&own[0]).is_some_and(|_| {
            let all = listed(&own[0]);
            push_list(
                out,
                all.iter()
                    .filter_map(|id| names.get(Space::Person, id.as_i64()?)),
            );
            true
        }),
        _ => text(&own[0]).is_some_and(|text| {
            push_text(out, text);
            true
        }),
    }
}

fn quoted(out: &mut String, write: impl FnOnce(&mut String)) {
    out.push('"');
    write(out);
    out.push('"');
}

fn push_amount(out: &mut String, amount: i64, decimals: u32) {
    quoted(out, |out| money::push_fixed(out, amount, decimals));
}

fn push_word(out: &mut String, words: &[&str], place: Option<i64>, default: Option<usize>) -> bool {
    let Some(place) = place.and_then(|place| usize::try_from(place).ok()) else {
        return false;
    };
    words.get(place).is_some_and(|word| {
        push_text(out, word);
        default != Some(place)
    })
}

fn push_name(out: &mut String, name: Option<&str>) -> bool {
    name.is_some_and(|name| {
        push_text(out, name);
        true
    })
}

fn push_tagged(out: &mut String, tag: &Tag, id: i64, names: &Names) -> bool {
    let Some(name) = tag.space.and_then(|space| names.get(space, id)) else {
        return false;
    };
    out.push('{');
    push_text(out, tag.word);
    out.push(':');
    push_text(out, name);
    out.push('}');
    true
}

fn push_list<'n>(out: &mut String, all: impl Iterator<Item = &'n str>) -> bool {
    out.push('[');
    let mut any = false;
    for name in all {
        if any {
            out.push(',');
        }
        any = true;
        push_text(out, name);
    }
    out.push(']');
    any
}

fn push_people(out: &mut String, people: &[i64], names: &Names) -> bool {
    push_list(
        out,
        people.iter().filter_map(|id| names.get(Space::Person, *id)),
    )
}

fn push_payments(out: &mut String, payments: &[Paid], decimals: u32) -> bool {
    for (n, payment) in payments.iter().enumerate() {
        out.push(if n == 0 { '[' } else { ',' });
        out.push_str("{\"amount\":");
        push_amount(out, payment.amount, decimals);
        if let Some(day) = payment.paid_on {
            out.push_str(",\"paid_on\":");
            quoted(out, |out| days::push_date(out, day));
        }
        if let Some(method) = &payment.method {
            out.push_str(",\"method\":");
            push_text(out, method);
        }
        out.push('}');
    }
    out.push(']');
    !payments.is_empty()
}

fn push_content(out: &mut String, own: &[Cell<'_>], bytes: Option<&str>) -> bool {
    if let Some(bytes) = bytes {
        let _ = write!(out, "{{\"base64\":\"{bytes}\"}}");
        return true;
    }
    match (text(&own[0]), int(&own[1])) {
        (Some(sha256), Some(size)) => {
            let _ = write!(out, "{{\"sha256\":\"{sha256}\",\"size\":{size}}}");
            true
        }
        _ => false,
    }
}

fn currency_of<'r>(record: &Record<'r>) -> Option<&'r str> {
    let place = super::tables::place(record.kind, "currency")?;
    text(&record.cells[place])
}

fn on<'t>(tags: &'t [Tag], own: &[Cell<'_>]) -> Option<(&'t Tag, i64)> {
    let module = int(&own[0])?;
    let tag = tags.iter().find(|tag| tag.number == module)?;
    Some((tag, int(&own[1])?))
}

fn listed(cell: &Cell<'_>) -> Vec<serde_json::Value> {
    text(cell)
        .and_then(|list| serde_json::from_str(list).ok())
        .unwrap_or_default()
}

fn int(cell: &Cell<'_>) -> Option<i64> {
    match cell {
        Cell::Int(value) => Some(*value),
        _ => None,
    }
}

fn text<'c>(cell: &'c Cell<'_>) -> Option<&'c str> {
    match cell {
        Cell::Text(text) => Some(text),
        _ => None,
    }
}
