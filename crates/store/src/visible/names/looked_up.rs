//! The one statement that looks up what a page's rows point to, and the people of their lists; on PostgreSQL
//! that is one round trip.

use super::{FOLLOWERS, Listed, Named, Names, Stage, User};
use crate::engine::{Row, Sql};
use crate::error::{Result, StoreError};
use access::openings::Keys;
use access::people::Person;
use access::rule::Record;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// A kind of item that rows point to by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    Person,
    Stage,
    Project,
    Customer,
    Parent,
}

const THINGS: [Thing; 5] = [
    Thing::Person,
    Thing::Stage,
    Thing::Project,
    Thing::Customer,
    Thing::Parent,
];

/// The lists of people that items have: the table and its column of the item.
const LISTS: [(&str, &str); 4] = [
    ("task_collaborator", "task_id"),
    ("task_follower", "task_id"),
    ("meeting_attendee", "meeting_id"),
    (FOLLOWERS, "project_id"),
];

/// Everything that one part of the statement may ask for.
const PARTS: usize = THINGS.len() + LISTS.len();

/// One part: its columns after the number that says which it is, where PostgreSQL and SQLite read them, and
/// the column that the list of keys is for. The columns are a key, a public id, a name, a text and five numbers.
struct Part {
    columns: String,
    postgres: String,
    sqlite: String,
    account: &'static str,
    key: String,
}

const NO_NUMBER: &str = ", CAST(NULL AS BIGINT)";

impl Part {
    fn of(part: usize) -> Part {
        match THINGS.get(part) {
            Some(thing) => Part::of_things(*thing),
            None => Part::of_list(LISTS[part - THINGS.len()]),
        }
    }

    fn of_things(thing: Thing) -> Part {
        let plain = |own: &str, numbers: usize, table: &str| Part {
            columns: format!("id, public_id, {own}{}", NO_NUMBER.repeat(5 - numbers)),
            postgres: table.to_owned(),
            sqlite: table.to_owned(),
            account: "account_id",
            key: "id".to_owned(),
        };
        match thing {
            Thing::Person => Part {
                columns: format!("{PERSON}{}", NO_NUMBER.repeat(3)),
                postgres: format!("person p {CONTACT}"),
                sqlite: format!("person p {CONTACT}"),
                account: "p.account_id",
                key: "p.id".to_owned(),
            },
            Thing::Stage => plain("name, color, closed", 1, "stage"),
            Thing::Project => plain("name, CAST(NULL AS TEXT)", 0, "project"),
            Thing::Customer => plain("name, CAST(NULL AS TEXT)", 0, "customer"),
            Thing::Parent => plain(
                "title, CAST(NULL AS TEXT), project_id, customer_id, parent_id, created_at",
                4,
                "task",
            ),
        }
    }

    fn of_list((table, item): (&str, &str)) -> Part {
        let response = match table {
            "meeting_attendee" => ", l.response",
            _ => NO_NUMBER,
        };
        let joined = "ON p.account_id = l.account_id AND p.id = l.person_id";
        Part {
            columns: format!("{PERSON}, l.{item}, l.position{response}"),
            postgres: format!("{table} l JOIN person p {joined} {CONTACT}"),
            sqlite: format!("{table} l CROSS JOIN person p {joined} {CONTACT}"),
            account: "l.account_id",
            key: format!("l.{item}"),
        }
    }
}

const PERSON: &str = "p.id, p.public_id, p.name, CAST(NULL AS TEXT), p.is_guest, \
     COALESCE(p.customer_id, c.customer_id)";
const CONTACT: &str = "LEFT JOIN contact c ON c.account_id = p.account_id AND c.id = p.contact_id";

/// What is to be looked up, by internal key.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    things: [BTreeSet<i64>; THINGS.len()],
    /// The items whose lists of people are wanted.
    lists: [Vec<i64>; LISTS.len()],
}

impl Wanted {
    /// The things of a kind.
    pub(super) fn of(&mut self, thing: Thing) -> &mut BTreeSet<i64> {
        &mut self.things[thing as usize]
    }

    /// The people of these items' lists in a table.
    pub(super) fn list(&mut self, table: &str, items: impl Iterator<Item = i64>) {
        if let Some(place) = LISTS.iter().position(|(name, _)| *name == table) {
            self.lists[place].extend(items);
        }
    }

    /// The statement, and the lists of keys for its parameters from `$2` on; nothing where nothing is wanted.
    pub(super) fn statement(&self) -> Option<(&'static Sql, Vec<Vec<i64>>)> {
        static STATEMENTS: [OnceLock<Sql>; 1 << PARTS] = [const { OnceLock::new() }; 1 << PARTS];
        let things = self
            .things
            .iter()
            .map(|keys| keys.iter().copied().collect());
        let keys: Vec<Vec<i64>> = things.chain(self.lists.iter().cloned()).collect();
        let parts = || (0..PARTS).filter(|part| !keys[*part].is_empty());
        let place = parts().fold(0, |all, part| all | 1 << part);
        if place == 0 {
            return None;
        }
        let sql = STATEMENTS[place].get_or_init(|| statement(parts()));
        Some((
            sql,
            keys.into_iter().filter(|keys| !keys.is_empty()).collect(),
        ))
    }
}

/// One question for each part, with its own list of keys. SQLite fills a table of its own for `IN`;
/// following the list is quicker.
fn statement(parts: impl Iterator<Item = usize>) -> Sql {
    let (mut postgres, mut sqlite) = (Vec::new(), Vec::new());
    for (n, number) in (2..).zip(parts) {
        let part = Part::of(number);
        let Part {
            columns,
            account,
            key,
            ..
        } = &part;
        postgres.push(format!(
            "SELECT CAST({number} AS BIGINT), {columns} FROM {} WHERE {account} = $1 AND {key} = ANY(${n})",
            part.postgres
        ));
        sqlite.push(format!(
            "SELECT {number}, {columns} FROM (SELECT value AS wanted FROM json_each(?{n})) CROSS JOIN {} \
             WHERE {account} = ?1 AND {key} = wanted",
            part.sqlite
        ));
    }
    Sql::built_two(postgres.join(" UNION ALL "), sqlite.join(" UNION ALL "))
}

/// A row of the statement.
pub(super) enum Found {
    Person(User),
    Stage(i64, Stage),
    Project(i64, Named),
    Customer(i64, Named),
    /// A parent has still to be judged.
    Parent(Keys, Named),
    /// Somebody in a list: the table and the item, the place, and the person with an answer.
    Listed((&'static str, i64), i64, Listed, User),
}

pub(super) fn found(row: &Row<'_>) -> Result<Found> {
    let part = usize::try_from(row.int(0)?).unwrap_or(usize::MAX);
    let key = row.int(1)?;
    let public_id = crate::ids::read(row.blob(2)?)?;
    let name = row.text(3)?.to_owned();
    let user = |public_id, name| -> Result<User> {
        Ok(User {
            person: Person {
                id: key,
                member: !row.truth(5)?,
                customer: row.opt_int(6)?,
            },
            public_id,
            name,
        })
    };
    Ok(match THINGS.get(part) {
        Some(Thing::Person) => Found::Person(user(public_id, name)?),
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
            let list = part.checked_sub(THINGS.len()).and_then(|at| LISTS.get(at));
            let (table, _) =
                list.ok_or_else(|| StoreError::broken("something was looked up that is nothing"))?;
            Found::Listed(
                (*table, row.int(7)?),
                row.int(8)?,
                (key, row.opt_int(9)?),
                user(public_id, name)?,
            )
        }
    })
}

impl Names {
    /// Keeps what was looked up; but a parent has to be judged first, and lists to be put in order.
    pub(super) fn keep(&mut self, found: Found, later: &mut Later) {
        match found {
            Found::Person(user) => drop(self.people.insert(user.person.id, user)),
            Found::Stage(key, stage) => drop(self.stages.insert(key, stage)),
            Found::Project(key, named) => drop(self.projects.insert(key, named)),
            Found::Customer(key, named) => drop(self.customers.insert(key, named)),
            Found::Parent(keys, named) => later.parents.push((keys, named)),
            Found::Listed(list, place, listed, user) => {
                self.people.insert(user.person.id, user);
                later.lists.push((list, place, listed));
            }
        }
    }
}

/// What is not yet fit to be kept.
#[derive(Default)]
pub(super) struct Later {
    pub(super) parents: Vec<(Keys, Named)>,
    pub(super) lists: Vec<((&'static str, i64), i64, Listed)>,
}
