//! The two statements that look up what a page's rows point to: the people of lists, then everything by
//! its key. Each goes once for all that is asked, so that on PostgreSQL it is one round trip.

use super::{Listed, Named, Names, Stage, User};
use crate::engine::{Row, Sql};
use crate::error::{Result, StoreError};
use access::openings::Keys;
use access::people::Person;
use access::rule::Record;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// A kind of item that rows point to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    Person,
    Stage,
    Project,
    Customer,
    Parent,
}

impl Thing {
    const ALL: [Thing; 5] = [
        Thing::Person,
        Thing::Stage,
        Thing::Project,
        Thing::Customer,
        Thing::Parent,
    ];

    /// What is asked of it, after its key and public id: a name, a text, four numbers; then its table, and
    /// the short name that columns have in front.
    const fn asked(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Thing::Person => (
                "p.name, CAST(NULL AS TEXT), p.is_guest, COALESCE(p.customer_id, c.customer_id), \
                 CAST(NULL AS BIGINT), CAST(NULL AS BIGINT)",
                "person p LEFT JOIN contact c ON c.account_id = p.account_id AND c.id = p.contact_id",
                "p.",
            ),
            Thing::Stage => (
                "name, color, closed, CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT)",
                "stage",
                "",
            ),
            Thing::Project => (NAME_ALONE, "project", ""),
            Thing::Customer => (NAME_ALONE, "customer", ""),
            Thing::Parent => (
                "title, CAST(NULL AS TEXT), project_id, customer_id, parent_id, created_at",
                "task",
                "",
            ),
        }
    }
}

const NAME_ALONE: &str = "name, CAST(NULL AS TEXT), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), \
     CAST(NULL AS BIGINT), CAST(NULL AS BIGINT)";

/// The things to look up, by internal key and without repeats.
#[derive(Debug, Default)]
pub(super) struct Wanted([BTreeSet<i64>; Thing::ALL.len()]);

impl Wanted {
    pub(super) fn of(&mut self, thing: Thing) -> &mut BTreeSet<i64> {
        &mut self.0[thing as usize]
    }

    /// The statement, and the lists of keys for its parameters from `$2` on; nothing where nothing is wanted.
    pub(super) fn statement(&self) -> Option<(&'static Sql, Vec<Vec<i64>>)> {
        static STATEMENTS: [OnceLock<Sql>; 1 << Thing::ALL.len()] =
            [const { OnceLock::new() }; 1 << Thing::ALL.len()];
        let things = || {
            Thing::ALL
                .into_iter()
                .filter(|t| !self.0[*t as usize].is_empty())
        };
        let place = things().fold(0, |all, thing| all | 1 << thing as usize);
        if place == 0 {
            return None;
        }
        let sql = STATEMENTS[place].get_or_init(|| {
            each_by_keys(things().map(|thing| {
                let (columns, table, short) = thing.asked();
                let what = thing as usize;
                (
                    format!("CAST({what} AS BIGINT), {short}id, {short}public_id, {columns}"),
                    table,
                    short,
                    "id",
                )
            }))
        });
        let keys = things().map(|thing| self.0[thing as usize].iter().copied().collect());
        Some((sql, keys.collect()))
    }
}

/// One question for each, with its own list of keys. SQLite fills a table of its own for `IN`; following
/// the list is quicker.
fn each_by_keys<'s>(
    asked: impl Iterator<Item = (String, &'s str, &'s str, &'s str)> + Clone,
) -> Sql {
    let postgres = (2..).zip(asked.clone()).map(|(n, (columns, table, short, key))| {
        format!(
            "SELECT {columns} FROM {table} WHERE {short}account_id = $1 AND {short}{key} = ANY(${n})"
        )
    });
    let sqlite = (2..).zip(asked).map(|(n, (columns, table, short, key))| {
        format!(
            "SELECT {} FROM (SELECT value AS wanted FROM json_each(?{n})) CROSS JOIN {table} \
             WHERE {short}account_id = ?1 AND {short}{key} = wanted",
            columns.replace("AS BYTEA", "AS BLOB"),
        )
    });
    Sql::built_two(
        postgres.collect::<Vec<_>>().join(" UNION ALL "),
        sqlite.collect::<Vec<_>>().join(" UNION ALL "),
    )
}

/// Something that was looked up, with its key.
pub(super) enum Found {
    Person(i64, User),
    Stage(i64, Stage),
    Project(i64, Named),
    Customer(i64, Named),
    /// A parent has still to be judged.
    Parent(Keys, Named),
}

pub(super) fn found(row: &Row<'_>) -> Result<Found> {
    let what = usize::try_from(row.int(0)?).ok();
    let thing = what.and_then(|what| Thing::ALL.get(what).copied());
    let key = row.int(1)?;
    let public_id = crate::ids::read(row.blob(2)?)?;
    let name = row.text(3)?.to_owned();
    Ok(match thing {
        Some(Thing::Person) => Found::Person(
            key,
            User {
                person: Person {
                    id: key,
                    member: !row.truth(5)?,
                    customer: row.opt_int(6)?,
                },
                public_id,
                name,
            },
        ),
        Some(Thing::Stage) => Found::Stage(
            key,
            Stage {
                public_id,
                name,
                color: row.opt_text(4)?.map(str::to_owned),
                closed: row.truth(5)?,
            },
        ),
        Some(Thing::Project) => Found::Project(key, Named { public_id, name }),
        Some(Thing::Customer) => Found::Customer(key, Named { public_id, name }),
        Some(Thing::Parent) => Found::Parent(
            Keys {
                id: key,
                project: row.opt_int(5)?,
                customer: row.opt_int(6)?,
                parent: row.opt_int(7)?,
                estimate: None,
                record: Record::Instant(row.opt_int(8)?),
                sent: true,
            },
            Named { public_id, name },
        ),
        None => {
            return Err(StoreError::broken(
                "something was looked up that is nothing",
            ));
        }
    })
}

/// The lists of people that items have: the table and its column of the item.
const LISTS: [(&str, &str); 4] = [
    ("task_collaborator", "task_id"),
    ("task_follower", "task_id"),
    ("meeting_attendee", "meeting_id"),
    (super::FOLLOWERS, "project_id"),
];

/// The items whose lists of people are wanted, by table.
#[derive(Debug, Default)]
pub(super) struct Lists([Vec<i64>; LISTS.len()]);

impl Lists {
    /// Asks for the lists of these items.
    pub(super) fn add(&mut self, table: &str, items: impl Iterator<Item = i64>) {
        if let Some(place) = LISTS.iter().position(|(name, _)| *name == table) {
            self.0[place].extend(items);
        }
    }

    /// The statement, and the lists of keys for its parameters from `$2` on; nothing where nothing is wanted.
    pub(super) fn statement(&self) -> Option<(&'static Sql, Vec<&[i64]>)> {
        static STATEMENTS: [OnceLock<Sql>; 1 << LISTS.len()] =
            [const { OnceLock::new() }; 1 << LISTS.len()];
        let lists = || (0..LISTS.len()).filter(|at| !self.0[*at].is_empty());
        let place = lists().fold(0, |all, at| all | 1 << at);
        if place == 0 {
            return None;
        }
        let sql = STATEMENTS[place].get_or_init(|| {
            each_by_keys(lists().map(|at| {
                let (table, item) = LISTS[at];
                let response = if table == "meeting_attendee" {
                    "response"
                } else {
                    "CAST(NULL AS BIGINT)"
                };
                (
                    format!("CAST({at} AS BIGINT), {item}, person_id, position, {response}"),
                    table,
                    "",
                    item,
                )
            }))
        });
        Some((sql, lists().map(|at| self.0[at].as_slice()).collect()))
    }
}

/// A person in a list: the table and the item, the place, the person with their answer.
pub(super) fn listed(row: &Row<'_>) -> Result<((&'static str, i64), i64, Listed)> {
    let table = usize::try_from(row.int(0)?)
        .ok()
        .and_then(|at| LISTS.get(at));
    let (table, _) =
        table.ok_or_else(|| StoreError::broken("somebody stands in a list that is none"))?;
    Ok((
        (*table, row.int(1)?),
        row.int(3)?,
        (row.int(2)?, row.opt_int(4)?),
    ))
}

impl Names {
    /// Keeps what was looked up, but for a parent, which has to be judged first.
    pub(super) fn keep(&mut self, found: Found) -> Option<(Keys, Named)> {
        match found {
            Found::Person(key, user) => drop(self.people.insert(key, user)),
            Found::Stage(key, stage) => drop(self.stages.insert(key, stage)),
            Found::Project(key, named) => drop(self.projects.insert(key, named)),
            Found::Customer(key, named) => drop(self.customers.insert(key, named)),
            Found::Parent(keys, named) => return Some((keys, named)),
        }
        None
    }
}
