//! What a page's rows point to: people, stages, and items of other modules. Looked up once a page,
//! and only for what shows on some row.

use super::list::item;
use super::reader::Reader;
use super::rows::Rows;
use super::table::{Shape, counts_as_sent};
use crate::engine::{Ask, Row, Sql};
use crate::error::Result;
use access::openings::Keys;
use access::people::{Person, Shown};
use access::rule::Record;
use access::{Bits, Module};
use std::collections::{BTreeSet, HashMap};

/// The rows of a table with keys from a list. SQLite fills a table of its own for `IN`; following the
/// list is quicker.
macro_rules! by_keys {
    ($columns:literal, $table:literal, $of:literal) => {
        Sql::two(
            concat!(
                "SELECT ",
                $columns,
                " FROM ",
                $table,
                " WHERE ",
                $of,
                "account_id = $1 AND ",
                $of,
                "id = ANY($2)"
            ),
            concat!(
                "SELECT ",
                $columns,
                " FROM (SELECT value AS wanted FROM json_each(?2)) CROSS JOIN ",
                $table,
                " WHERE ",
                $of,
                "account_id = ?1 AND ",
                $of,
                "id = wanted"
            ),
        )
    };
}

/// A person in an item's list, by internal key, with an attendee's answer.
pub(crate) type Listed = (i64, Option<i64>);

/// What the rows of a page point to, by internal key.
#[derive(Debug, Default)]
pub(crate) struct Names {
    people: HashMap<i64, User>,
    /// People of an item's list, in its order, with an attendee's answer.
    pub(crate) lists: HashMap<(&'static str, i64), Vec<Listed>>,
    pub(crate) stages: HashMap<i64, Stage>,
    /// Projects that the viewer sees.
    pub(crate) projects: HashMap<i64, Named>,
    /// Customers that the viewer sees.
    pub(crate) customers: HashMap<i64, Named>,
    /// Names of customers that stand as a project's client, seen or not.
    pub(crate) clients: HashMap<i64, String>,
    /// Parent tasks that the viewer sees with their subtasks.
    pub(crate) parents: HashMap<i64, Named>,
    /// What customers have left to pay: currency and minor units, in the order of the codes.
    pub(crate) balances: HashMap<i64, Vec<(String, i64)>>,
}

#[derive(Debug)]
struct User {
    person: Person,
    public_id: [u8; 16],
    name: String,
}

/// A stage as it shows.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) public_id: [u8; 16],
    pub(crate) name: String,
    pub(crate) color: Option<String>,
    pub(crate) closed: bool,
}

/// An item as it is referred to.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) public_id: [u8; 16],
    pub(crate) name: String,
}

/// A person as this viewer may see them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Seen<'a> {
    /// With id and name.
    ByName(&'a [u8; 16], &'a str),
    /// As the company.
    AsCompany,
    /// As no value.
    Nobody,
}

pub(crate) const FOLLOWERS: &str = "project_follower";

impl Names {
    /// A person in a field or list.
    pub(crate) fn person(&self, reader: &Reader, id: i64) -> Seen<'_> {
        let Some(user) = self.people.get(&id) else {
            return Seen::Nobody;
        };
        user.shown(reader.viewer.party.knows.of(&user.person))
    }

    /// A person as the author of what is read.
    pub(crate) fn author(&self, reader: &Reader, id: i64) -> Seen<'_> {
        let Some(user) = self.people.get(&id) else {
            return Seen::Nobody;
        };
        user.shown(reader.viewer.party.knows.of_author(&user.person))
    }
}

impl User {
    fn shown(&self, shown: Shown) -> Seen<'_> {
        match shown {
            Shown::ByName => Seen::ByName(&self.public_id, &self.name),
            Shown::AsCompany => Seen::AsCompany,
            Shown::NotAtAll => Seen::Nobody,
        }
    }
}

/// Keys to look up, without repeats.
#[derive(Default)]
struct Wanted {
    people: BTreeSet<i64>,
    stages: BTreeSet<i64>,
    clients: BTreeSet<i64>,
    balances: BTreeSet<i64>,
}

impl Reader {
    /// Looks up what the rows point to.
    pub(crate) async fn names(&mut self, rows: &Rows) -> Result<Names> {
        self.names_of(&[rows]).await
    }

    /// The same for the rows of several pages at once.
    pub(crate) async fn names_of(&mut self, pages: &[&Rows]) -> Result<Names> {
        let mut names = Names::default();
        let mut wanted = Wanted::default();
        for rows in pages {
            self.wanted_by(rows, &mut wanted, &mut names).await?;
        }
        self.people_and_stages(&wanted, &mut names).await?;
        self.clients(&wanted.clients, &mut names).await?;
        self.balances(&wanted.balances, &mut names).await?;
        self.references(pages, &mut names).await?;
        Ok(names)
    }

    async fn wanted_by(
        &mut self,
        rows: &Rows,
        wanted: &mut Wanted,
        names: &mut Names,
    ) -> Result<()> {
        for shown in &rows.layout.fields {
            let shape = shown.field.shape;
            self.field_names(rows, shape, shown.bit, shown.at, wanted, names)
                .await?;
        }
        let module = rows.layout.table.module;
        if module == Module::Projects && self.viewer.reads_everything() {
            if let Some(at) = rows.layout.at("created_by_id") {
                wanted
                    .people
                    .extend((0..rows.len()).filter_map(|row| rows.int(row, at)));
            }
            let ids: Vec<i64> = (0..rows.len()).map(|row| rows.id(row)).collect();
            self.list_of(FOLLOWERS, "project_id", &ids, wanted, names)
                .await?;
        }
        Ok(())
    }

    async fn field_names(
        &mut self,
        rows: &Rows,
        shape: Shape,
        bit: Bits,
        at: [usize; 2],
        wanted: &mut Wanted,
        names: &mut Names,
    ) -> Result<()> {
        let showing = || (0..rows.len()).filter(|row| rows.sets[*row].fields.has(bit));
        match shape {
            Shape::Person(_) => wanted
                .people
                .extend(showing().filter_map(|row| rows.int(row, at[0]))),
            Shape::Stage(_) => wanted
                .stages
                .extend(showing().filter_map(|row| rows.int(row, at[0]))),
            Shape::Client => {
                wanted
                    .clients
                    .extend(showing().filter_map(|row| rows.int(row, at[0])));
                wanted
                    .people
                    .extend(showing().filter_map(|row| rows.int(row, at[1])));
            }
            Shape::Balance => wanted.balances.extend(showing().map(|row| rows.id(row))),
            Shape::People(table, item) => {
                let ids: Vec<i64> = showing().map(|row| rows.id(row)).collect();
                self.list_of(table, item, &ids, wanted, names).await?;
            }
            Shape::Attendees => {
                let ids: Vec<i64> = showing().map(|row| rows.id(row)).collect();
                self.list_of("meeting_attendee", "meeting_id", &ids, wanted, names)
                    .await?;
            }
            _ => {}
        }
        Ok(())
    }

    async fn list_of(
        &mut self,
        table: &'static str,
        item: &'static str,
        ids: &[i64],
        wanted: &mut Wanted,
        names: &mut Names,
    ) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let response = if table == "meeting_attendee" {
            "response"
        } else {
            "CAST(NULL AS BIGINT)"
        };
        let sql = Sql::built(format!(
            "SELECT {item}, person_id, {response} FROM {table} WHERE account_id = $1 AND {item} = ANY($2) \
             ORDER BY {item}, position"
        ));
        let found = self
            .tx
            .rows(&sql, &[self.viewer.account.id.into(), ids.into()], |row| {
                Ok((row.int(0)?, row.int(1)?, row.opt_int(2)?))
            })
            .await?;
        for (item, person, response) in found {
            wanted.people.insert(person);
            names
                .lists
                .entry((table, item))
                .or_default()
                .push((person, response));
        }
        Ok(())
    }

    async fn people(&mut self, wanted: &BTreeSet<i64>, names: &mut Names) -> Result<()> {
        let found = self.by_keys(&PEOPLE, wanted, user).await?;
        names.people.extend(found);
        Ok(())
    }

    /// Both at once: on PostgreSQL that is one round trip.
    async fn people_and_stages(&mut self, wanted: &Wanted, names: &mut Names) -> Result<()> {
        if wanted.people.is_empty() || wanted.stages.is_empty() {
            let stages = self.by_keys(&STAGES, &wanted.stages, stage).await?;
            names.stages.extend(stages);
            return self.people(&wanted.people, names).await;
        }
        let people: Vec<i64> = wanted.people.iter().copied().collect();
        let stages: Vec<i64> = wanted.stages.iter().copied().collect();
        let account = self.viewer.account.id;
        let of_people = [account.into(), people.as_slice().into()];
        let of_stages = [account.into(), stages.as_slice().into()];
        let asked = (
            Ask(&PEOPLE, &of_people, user),
            Ask(&STAGES, &of_stages, stage),
        );
        let (people, stages) = self.tx.pair(asked.0, asked.1).await?;
        names.people.extend(people);
        names.stages.extend(stages);
        Ok(())
    }

    /// Looks up more people, for parts whose authors stand in rows of their own.
    pub(crate) async fn also_people(
        &mut self,
        ids: impl IntoIterator<Item = i64>,
        names: &mut Names,
    ) -> Result<()> {
        self.people(&ids.into_iter().collect(), names).await
    }

    async fn clients(&mut self, wanted: &BTreeSet<i64>, names: &mut Names) -> Result<()> {
        static CLIENTS: Sql = by_keys!("id, name", "customer", "");
        let found = self
            .by_keys(&CLIENTS, wanted, |row| {
                Ok((row.int(0)?, row.text(1)?.to_owned()))
            })
            .await?;
        names.clients.extend(found);
        Ok(())
    }

    async fn balances(&mut self, wanted: &BTreeSet<i64>, names: &mut Names) -> Result<()> {
        static OPEN: Sql = Sql::fixed(
            "SELECT customer_id, currency, status, sent_at, balance FROM invoice \
             WHERE account_id = $1 AND customer_id = ANY($2) AND status <> 0 AND status <> 3 \
             ORDER BY customer_id, currency",
        );
        let now = self.viewer.now;
        let found = self
            .by_keys(&OPEN, wanted, |row| {
                let sent = counts_as_sent(Module::Invoices, row.int(2)?, row.opt_int(3)?, now);
                let left = if sent {
                    row.opt_int(4)?.unwrap_or_default()
                } else {
                    0
                };
                Ok((row.int(0)?, row.opt_text(1)?.map(str::to_owned), left))
            })
            .await?;
        for (customer, currency, left) in found {
            let Some(currency) = currency else { continue };
            let sums = names.balances.entry(customer).or_default();
            match sums.iter_mut().find(|(code, _)| *code == currency) {
                Some((_, sum)) => *sum += left,
                None => sums.push((currency, left)),
            }
        }
        for sums in names.balances.values_mut() {
            sums.retain(|(_, sum)| *sum != 0);
            sums.sort();
        }
        Ok(())
    }

    /// The projects, customers, companies and parents that rows with the relation point to, where
    /// the viewer sees them.
    async fn references(&mut self, pages: &[&Rows], names: &mut Names) -> Result<()> {
        let mut projects = BTreeSet::new();
        let mut customers = BTreeSet::new();
        let mut parents = BTreeSet::new();
        for rows in pages {
            let module = rows.layout.table.module;
            let holding =
                |relation: &str| -> Option<Bits> { module.bit(access::Facet::Relations, relation) };
            let shows = |row: usize, bit: Bits| rows.sets[row].relations.has(bit);
            let every = || 0..rows.len();
            if let Some(bit) = holding("project") {
                projects.extend(
                    every()
                        .filter(|r| shows(*r, bit))
                        .filter_map(|r| rows.project(r)),
                );
            }
            if let Some(bit) = holding("customer") {
                customers.extend(
                    every()
                        .filter(|r| shows(*r, bit))
                        .filter_map(|r| rows.customer(r)),
                );
            }
            if let (Some(bit), Some(at)) = (holding("company"), rows.layout.at("company_id")) {
                customers.extend(
                    every()
                        .filter(|r| shows(*r, bit))
                        .filter_map(|r| rows.int(r, at)),
                );
            }
            parents.extend(every().filter_map(|row| rows.parent(row)));
        }
        customers.extend(names.clients.keys());
        names.projects = self.seen_items(Module::Projects, &projects).await?;
        names.customers = self.seen_items(Module::Customers, &customers).await?;
        names.parents = self.seen_parents(&parents).await?;
        Ok(())
    }

    pub(super) async fn seen_items(
        &mut self,
        module: Module,
        wanted: &BTreeSet<i64>,
    ) -> Result<HashMap<i64, Named>> {
        static PROJECTS: Sql = by_keys!("id, public_id, name", "project", "");
        static CUSTOMERS: Sql = by_keys!("id, public_id, name", "customer", "");
        if wanted.is_empty() {
            return Ok(HashMap::new());
        }
        let openings = self.openings(module).await?;
        let seen = wanted
            .iter()
            .copied()
            .filter(|id| openings.judge(&item(*id)).is_some())
            .collect();
        let sql = if module == Module::Projects {
            &PROJECTS
        } else {
            &CUSTOMERS
        };
        let found = self
            .by_keys(sql, &seen, |row| Ok((row.int(0)?, named(row)?)))
            .await?;
        Ok(found.into_iter().collect())
    }

    async fn seen_parents(&mut self, wanted: &BTreeSet<i64>) -> Result<HashMap<i64, Named>> {
        static PARENTS: Sql = by_keys!(
            "id, public_id, title, project_id, customer_id, parent_id, created_at",
            "task",
            ""
        );
        if wanted.is_empty() {
            return Ok(HashMap::new());
        }
        let openings = self.openings(Module::Tasks).await?;
        let found = self
            .by_keys(&PARENTS, wanted, |row| {
                let keys = Keys {
                    id: row.int(0)?,
                    project: row.opt_int(3)?,
                    customer: row.opt_int(4)?,
                    parent: row.opt_int(5)?,
                    estimate: None,
                    record: Record::Instant(row.opt_int(6)?),
                    sent: true,
                };
                Ok((keys, named(row)?))
            })
            .await?;
        let with_subtasks = found.into_iter().filter(|(keys, _)| {
            openings
                .judge(keys)
                .is_some_and(|sets| sets.relations.has(Module::Tasks.relation("subtasks")))
        });
        Ok(with_subtasks
            .map(|(keys, named)| (keys.id, named))
            .collect())
    }

    async fn by_keys<T: Send>(
        &mut self,
        sql: &Sql,
        wanted: &BTreeSet<i64>,
        read: impl FnMut(&Row<'_>) -> Result<T> + Send,
    ) -> Result<Vec<T>> {
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<i64> = wanted.iter().copied().collect();
        self.tx
            .rows(
                sql,
                &[self.viewer.account.id.into(), ids.as_slice().into()],
                read,
            )
            .await
    }
}

static PEOPLE: Sql = by_keys!(
    "p.id, p.public_id, p.name, p.is_guest, COALESCE(p.customer_id, c.customer_id)",
    "person p LEFT JOIN contact c ON c.account_id = p.account_id AND c.id = p.contact_id",
    "p."
);

fn user(row: &Row<'_>) -> Result<(i64, User)> {
    let person = Person {
        id: row.int(0)?,
        member: !row.truth(3)?,
        customer: row.opt_int(4)?,
    };
    let (public_id, name) = (crate::ids::read(row.blob(1)?)?, row.text(2)?.to_owned());
    Ok((
        person.id,
        User {
            person,
            public_id,
            name,
        },
    ))
}

static STAGES: Sql = by_keys!("id, public_id, name, color, closed", "stage", "");

fn stage(row: &Row<'_>) -> Result<(i64, Stage)> {
    let stage = Stage {
        public_id: crate::ids::read(row.blob(1)?)?,
        name: row.text(2)?.to_owned(),
        color: row.opt_text(3)?.map(str::to_owned),
        closed: row.truth(4)?,
    };
    Ok((row.int(0)?, stage))
}

fn named(row: &Row<'_>) -> Result<Named> {
    Ok(Named {
        public_id: crate::ids::read(row.blob(1)?)?,
        name: row.text(2)?.to_owned(),
    })
}
