//! Turns a line into the cells of its row, its references followed.

use super::given::{Content, Given, Line, Payment, What};
use super::ids::{Found, Met};
use super::json::{below, cut};
use super::kinds::{Field, Is, Sort, Space, Sums, Tag};
use super::tables::{self, Cell};
use crate::blobs::Stored;
use access::Fault;
use access::roles::BuiltIn;
use std::borrow::Cow;
use std::collections::HashMap;

/// A record ready to be written.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    /// In the order of the kind's own columns.
    pub(crate) cells: Vec<Cell<'a>>,
    /// The lists of people, in the order of their fields.
    pub(crate) people: Vec<Vec<i64>>,
    pub(crate) payments: Vec<Payment<'a>>,
}

/// What a line that refers to nothing missing comes to.
pub(crate) enum Resolved<'a> {
    Row(Row<'a>),
    /// What it belongs to is deleted by this bundle.
    Falls,
}

/// Whose records a line of a bundle may refer to.
pub(crate) const OF_THE_BUNDLE: &str = "of the bundle or the account";

/// What a line's meaning hangs on beside the ids.
pub(crate) struct Around<'w> {
    pub(crate) ids: &'w Met,
    /// Whose records references may name, for messages.
    pub(crate) whose: &'static str,
    /// What a file's switch is where staff uploaded it.
    pub(crate) files_external: bool,
    /// The identities of addresses; empty while lines are only checked.
    pub(crate) identities: &'w HashMap<String, i64>,
}

/// Every id a line refers to.
pub(crate) fn wanted<'l>(line: &'l Line<'_>) -> Vec<(Space, &'l str)> {
    let What::Record(values) = &line.what else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for (field, value) in line.kind.fields.iter().zip(values) {
        match (field.is, value) {
            (Is::One(space), Given::Id(id)) => all.push((space, id.as_ref())),
            (Is::Tagged(tags) | Is::On(tags), Given::Tagged(place, id)) => {
                all.extend(tags[*place].space.map(|space| (space, id.as_ref())));
            }
            (Is::People(_) | Is::Known, Given::Ids(ids)) => {
                all.extend(ids.iter().map(|id| (Space::Person, id.as_ref())));
            }
            (Is::RoleOf, Given::Id(id)) => all.push((Space::Role, id.as_ref())),
            (Is::Roles, Given::Ids(ids)) => {
                all.extend(ids.iter().map(|id| (Space::Role, id.as_ref())))
            }
            _ => {}
        }
    }
    all
}

/// Follows the references of a line.
///
/// # Errors
/// The first reference to an id that no line and no record has.
pub(crate) fn resolve<'a>(
    line: Line<'a>,
    stored: Option<&Stored>,
    around: &Around<'_>,
) -> Result<Resolved<'a>, Fault> {
    let by_guest = uploaded_by_guest(&line, around.ids);
    let permissions_given = line
        .value("permissions")
        .is_some_and(|given| *given != Given::Nothing);
    let What::Record(values) = line.what else {
        return Ok(Resolved::Falls);
    };
    let mut row = Row {
        cells: Vec::new(),
        people: Vec::new(),
        payments: Vec::new(),
    };
    let mut total = 0;
    let mut closed = false;
    for (field, value) in line.kind.fields.iter().zip(values) {
        let cells = &mut row.cells;
        match (field.is, value) {
            (Is::One(space), Given::Id(id)) => {
                match one(around, space, Sort::Any, &id, || pointer(field))? {
                    Some(id) => cells.push(Cell::Int(id)),
                    None if field.required => return Ok(Resolved::Falls),
                    None => cells.push(Cell::Null),
                }
            }
            (Is::On(tags), Given::Tagged(place, id)) => {
                let tag = &tags[place];
                let Some(id) = tagged(around, field, tag, &id)? else {
                    return Ok(Resolved::Falls);
                };
                cells.extend([Cell::Int(tag.number), Cell::Int(id)]);
            }
            (Is::Tagged(tags), Given::Tagged(place, text)) => {
                let tag = &tags[place];
                let cell = if tag.space.is_none() {
                    Cell::Text(text)
                } else {
                    tagged(around, field, tag, &text)?.map_or(Cell::Null, Cell::Int)
                };
                let first = cells.len();
                cells.resize(first + tags.len(), Cell::Null);
                cells[first + place] = cell;
            }
            (Is::People(_), Given::Ids(ids)) => row.people.push(people(around, field, &ids)?),
            (Is::Known, Given::Ids(ids)) => {
                let known = people(around, field, &ids)?;
                let list: Vec<String> = known.iter().map(i64::to_string).collect();
                cells.push(Cell::Text(format!("[{}]", list.join(",")).into()));
            }
            (Is::RoleOf, Given::Id(id)) => match role(around, &id, || pointer(field))? {
                Some(Role::BuiltIn(name)) => cells.extend([Cell::Text(name.into()), Cell::Null]),
                Some(Role::Made(id)) => cells.extend([Cell::Null, Cell::Int(id)]),
                // Without its role the grant would open what the guest's own permissions do.
                None if !permissions_given => return Ok(Resolved::Falls),
                None => cells.extend([Cell::Null, Cell::Null]),
            },
            (Is::Roles, Given::Ids(ids)) => {
                let (list, dropped) = roles(around, field, &ids)?;
                // A guest whose roles are all deleted must not become one who was given none.
                closed = dropped && list.is_empty() && !permissions_given;
                cells.push(Cell::Text(format!("[{}]", list.join(",")).into()));
            }
            (Is::Permissions { .. }, Given::Nothing) if closed => {
                cells.push(Cell::Text("{}".into()))
            }
            (
                Is::Lines(sums),
                Given::Lines {
                    json,
                    subtotal,
                    tax,
                    total: sum,
                },
            ) => {
                total = sum;
                cells.push(Cell::Text(json.into()));
                match sums {
                    Sums::Order => cells.push(Cell::Int(sum)),
                    Sums::Document => {
                        cells.extend([Cell::Int(subtotal), Cell::Int(tax), Cell::Int(sum)])
                    }
                }
            }
            (Is::Payments, Given::Payments(payments)) => {
                let paid: i64 = payments.iter().map(|payment| payment.amount).sum();
                cells.extend([Cell::Int(paid), Cell::Int(total - paid)]);
                row.payments = payments;
            }
            (Is::Content, given) => cells.extend(content(given, stored)),
            (Is::External, Given::Nothing) => {
                cells.push(Cell::Int(i64::from(by_guest || around.files_external)));
            }
            (Is::Moment, Given::Nothing) => cells.push(Cell::FirstTaken),
            (Is::Email, Given::Text(email)) => {
                let identity = around.identities.get(email.as_ref()).copied().unwrap_or(0);
                cells.extend([Cell::Text(email), Cell::Int(identity)]);
            }
            (Is::Money, Given::Money(amount, currency)) => {
                cells.extend([Cell::Int(amount), Cell::Text(currency)]);
            }
            (_, Given::Int(value)) => cells.push(Cell::Int(value)),
            (_, Given::Text(text)) => cells.push(Cell::Text(text)),
            _ => cells.resize(cells.len() + field.columns.len(), Cell::Null),
        }
    }
    row.cells.extend(tables::constants(line.kind));
    Ok(Resolved::Row(row))
}

fn pointer(field: &Field) -> String {
    below("", field.key)
}

fn uploaded_by_guest(line: &Line<'_>, ids: &Met) -> bool {
    let Some(Given::Id(id)) = line.value("uploaded_by_id") else {
        return false;
    };
    matches!(ids.get(Space::Person, id), Found::There { guest: true, .. })
}

/// The record of an id; none where this bundle deletes it.
fn one(
    around: &Around<'_>,
    space: Space,
    sort: Sort,
    id: &str,
    pointer: impl FnOnce() -> String,
) -> Result<Option<i64>, Fault> {
    match around.ids.get(space, id) {
        Found::There { id, guest } if sort == Sort::Any || guest => Ok(Some(id)),
        Found::Gone => Ok(None),
        _ => {
            let word = if sort == Sort::Guest {
                "guest"
            } else {
                space.word()
            };
            let expected = format!("the id of a {word} {}", around.whose);
            Err(Fault {
                pointer: pointer(),
                found: format!("`{}`", cut(id)),
                expected,
            })
        }
    }
}

fn tagged(around: &Around<'_>, field: &Field, tag: &Tag, id: &str) -> Result<Option<i64>, Fault> {
    let Some(space) = tag.space else {
        return Ok(None);
    };
    one(around, space, tag.sort, id, || {
        below(&pointer(field), tag.word)
    })
}

/// The people of a list: repeats and those this bundle deletes are left out.
fn people(around: &Around<'_>, field: &Field, given: &[Cow<'_, str>]) -> Result<Vec<i64>, Fault> {
    let mut all: Vec<i64> = Vec::with_capacity(given.len());
    let mut met = std::collections::HashSet::new();
    for (n, id) in given.iter().enumerate() {
        let person = one(around, Space::Person, Sort::Any, id, || {
            format!("{}/{n}", pointer(field))
        })?;
        all.extend(person.filter(|person| met.insert(*person)));
    }
    Ok(all)
}

enum Role {
    BuiltIn(&'static str),
    Made(i64),
}

fn role(
    around: &Around<'_>,
    id: &str,
    pointer: impl FnOnce() -> String,
) -> Result<Option<Role>, Fault> {
    if let Some(built_in) = BuiltIn::named(id) {
        return Ok(Some(Role::BuiltIn(built_in.name())));
    }
    Ok(one(around, Space::Role, Sort::Any, id, pointer)?.map(Role::Made))
}

/// The roles of a guest as they are kept, and whether one was left out because this bundle deletes it.
fn roles(
    around: &Around<'_>,
    field: &Field,
    given: &[Cow<'_, str>],
) -> Result<(Vec<String>, bool), Fault> {
    let mut list: Vec<String> = Vec::new();
    let mut dropped = false;
    for (n, id) in given.iter().enumerate() {
        let kept = match role(around, id, || format!("{}/{n}", pointer(field)))? {
            Some(Role::BuiltIn(name)) => format!("\"{name}\""),
            Some(Role::Made(id)) => id.to_string(),
            None => {
                dropped = true;
                continue;
            }
        };
        if !list.contains(&kept) {
            list.push(kept);
        }
    }
    Ok((list, dropped))
}

fn content<'a>(given: Given<'a>, stored: Option<&Stored>) -> [Cell<'a>; 3] {
    match (given, stored) {
        (_, Some(stored)) => [
            Cell::Text(stored.sha256.clone().into()),
            Cell::Int(stored.size as i64),
            Cell::Int(1),
        ],
        (Given::Content(Content::Named { sha256, size }), None) => {
            [Cell::Text(sha256), Cell::Int(size), Cell::Int(0)]
        }
        _ => [Cell::Null, Cell::Null, Cell::Int(0)],
    }
}
