//! What a page's rows point to: people, stages, and items of other modules. Looked up once a page,
//! and only for what shows on some row.

mod looked_up;

use super::list::item;
use super::reader::Reader;
use super::rows::Rows;
use super::table::{Shape, counts_as_sent};
use crate::engine::{Sql, Value};
use crate::error::Result;
use access::Module;
use access::people::{Person, Shown};
use looked_up::{Later, Thing, Wanted, found};
use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

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

impl Reader {
    /// Looks up what the rows point to.
    pub(crate) async fn names(&mut self, rows: &Rows) -> Result<Names> {
        self.names_of(&[rows]).await
    }

    /// The same for the rows of several pages at once.
    pub(crate) async fn names_of(&mut self, pages: &[&Rows]) -> Result<Names> {
        let mut names = Names::default();
        let mut wanted = Wanted::default();
        let (mut clients, mut balances) = (BTreeSet::new(), BTreeSet::new());
        for rows in pages {
            for shown in &rows.layout.fields {
                let showing =
                    || (0..rows.len()).filter(|row| rows.sets[*row].fields.has(shown.bit));
                let at = |place: usize| showing().filter_map(move |row| rows.int(row, place));
                match shown.field.shape {
                    Shape::Person(_) => wanted.of(Thing::Person).extend(at(shown.at[0])),
                    Shape::Stage(_) => wanted.of(Thing::Stage).extend(at(shown.at[0])),
                    Shape::Client => {
                        clients.extend(at(shown.at[0]));
                        wanted.of(Thing::Person).extend(at(shown.at[1]));
                    }
                    Shape::Balance => balances.extend(showing().map(|row| rows.id(row))),
                    Shape::People(table, _) => {
                        wanted.list(table, showing().map(|row| rows.id(row)))
                    }
                    Shape::Attendees => {
                        wanted.list("meeting_attendee", showing().map(|row| rows.id(row)));
                    }
                    _ => {}
                }
            }
            if rows.layout.table.module == Module::Projects && self.viewer.reads_everything() {
                if let Some(at) = rows.layout.at("created_by_id") {
                    let makers = (0..rows.len()).filter_map(|row| rows.int(row, at));
                    wanted.of(Thing::Person).extend(makers);
                }
                wanted.list(FOLLOWERS, (0..rows.len()).map(|row| rows.id(row)));
            }
            references(rows, &mut wanted);
        }
        self.seen(Module::Projects, wanted.of(Thing::Project))
            .await?;
        // A client's name shows with the field, its id where the customer is seen: all are named, and the seen kept.
        let customers = wanted.of(Thing::Customer);
        customers.extend(&clients);
        self.seen(Module::Customers, customers).await?;
        let seen = customers.clone();
        customers.extend(&clients);
        self.name_all(&wanted, &mut names).await?;
        let client = |key: &i64| Some((*key, names.customers.get(key)?.name.clone()));
        names.clients = clients.iter().filter_map(client).collect();
        names.customers.retain(|key, _| seen.contains(key));
        self.balances(&balances, &mut names).await?;
        Ok(names)
    }

    /// Keeps those that the viewer sees, of projects or customers.
    async fn seen(&mut self, module: Module, keys: &mut BTreeSet<i64>) -> Result<()> {
        if !keys.is_empty() {
            let openings = self.openings(module).await?;
            keys.retain(|id| openings.judge(&item(*id)).is_some());
        }
        Ok(())
    }

    /// Reads what is wanted into `names`; parents only where they are seen with their subtasks.
    async fn name_all(&mut self, wanted: &Wanted, names: &mut Names) -> Result<()> {
        let Some((sql, keys)) = wanted.statement() else {
            return Ok(());
        };
        let mut values: Vec<Value<'_>> = vec![self.viewer.account.id.into()];
        values.extend(keys.iter().map(|keys| Value::from(keys.as_slice())));
        let mut later = Later::default();
        self.tx
            .each(sql, &values, |row| {
                names.keep(found(row)?, &mut later);
                Ok(ControlFlow::Continue(()))
            })
            .await?;
        let Later {
            mut parents,
            mut lists,
        } = later;
        lists.sort_by_key(|(_, place, _)| *place);
        for (list, _, person) in lists {
            names.lists.entry(list).or_default().push(person);
        }
        if !parents.is_empty() {
            let openings = self.openings(Module::Tasks).await?;
            let subtasks = Module::Tasks.relation("subtasks");
            parents.retain(|(keys, _)| {
                let sets = openings.judge(keys);
                sets.is_some_and(|sets| sets.relations.has(subtasks))
            });
            names.parents = parents.into_iter().map(|(keys, n)| (keys.id, n)).collect();
        }
        Ok(())
    }

    /// Looks up more people, for parts whose authors stand in rows of their own.
    pub(crate) async fn also_people(
        &mut self,
        ids: impl IntoIterator<Item = i64>,
        names: &mut Names,
    ) -> Result<()> {
        let mut wanted = Wanted::default();
        wanted.of(Thing::Person).extend(ids);
        self.name_all(&wanted, names).await
    }

    /// The projects of these that the viewer sees.
    pub(super) async fn seen_projects(
        &mut self,
        keys: &BTreeSet<i64>,
    ) -> Result<HashMap<i64, Named>> {
        let mut wanted = Wanted::default();
        wanted.of(Thing::Project).extend(keys);
        self.seen(Module::Projects, wanted.of(Thing::Project))
            .await?;
        let mut names = Names::default();
        self.name_all(&wanted, &mut names).await?;
        Ok(names.projects)
    }

    async fn balances(&mut self, wanted: &BTreeSet<i64>, names: &mut Names) -> Result<()> {
        static OPEN: Sql = Sql::fixed(
            "SELECT customer_id, currency, status, sent_at, balance FROM invoice \
             WHERE account_id = $1 AND customer_id = ANY($2) AND status <> 0 AND status <> 3 \
             ORDER BY customer_id, currency",
        );
        if wanted.is_empty() {
            return Ok(());
        }
        let (account, now) = (self.viewer.account.id, self.viewer.now);
        let wanted: Vec<i64> = wanted.iter().copied().collect();
        let found = self
            .tx
            .rows(&OPEN, &[account.into(), wanted.as_slice().into()], |row| {
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
}

/// The projects, customers, companies and parents that rows with the relation point to.
fn references(rows: &Rows, wanted: &mut Wanted) {
    let module = rows.layout.table.module;
    let company = rows.layout.at("company_id");
    let every = || 0..rows.len();
    let holding = |relation: &str| {
        let bit = module.bit(access::Facet::Relations, relation);
        bit.map(|bit| every().filter(move |row| rows.sets[*row].relations.has(bit)))
    };
    if let Some(rows_of) = holding("project") {
        let projects = rows_of.filter_map(|row| rows.project(row));
        wanted.of(Thing::Project).extend(projects);
    }
    if let Some(rows_of) = holding("customer") {
        let customers = rows_of.filter_map(|row| rows.customer(row));
        wanted.of(Thing::Customer).extend(customers);
    }
    if let (Some(rows_of), Some(at)) = (holding("company"), company) {
        let companies = rows_of.filter_map(|row| rows.int(row, at));
        wanted.of(Thing::Customer).extend(companies);
    }
    let parents = every().filter_map(|row| rows.parent(row));
    wanted.of(Thing::Parent).extend(parents);
}
