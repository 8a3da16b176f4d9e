//! What a user holds: grants and links, read in the same snapshot as the data they open.

use super::table::{Dated, table};
use crate::engine::{Ask, Row, Sql, SqlBuilder, Tx};
use crate::error::{Result, StoreError};
use crate::parsed;
use crate::viewer::Viewer;
use access::openings::{DERIVATIONS, Openings, Primary, Tie};
use access::roles::BuiltIn;
use access::rule::{
    Because, Clocks, Facts, Held, Record, Role, Source, Step, first, follows, shown,
};
use access::{Bits, Module, Permissions, Sets};
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

/// One grant of a user, with what it carries.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub(crate) public_id: [u8; 16],
    pub(crate) module: Module,
    pub(crate) subject: i64,
    pub(crate) held: Held,
}

/// A user's grants and what they hold by themselves.
#[derive(Debug)]
pub(crate) struct Holdings {
    pub(crate) grants: Vec<Grant>,
    /// What a link carries.
    pub(crate) own: Held,
    openings: [Option<Arc<Openings>>; 9],
    /// What hangs on the user by the fields of [`LINKS`], as far as it was asked.
    links: [OnceLock<Vec<Link>>; LINKS.len()],
    /// Customers whose projects a grant opens, each with a project; read once.
    clients: OnceLock<Vec<(i64, i64)>>,
}

/// An item that a field ties to a user: its key, its project and its customer.
type Link = (i64, Option<i64>, Option<i64>);

/// Columns of a grant and its role, as [`grant`] reads them.
pub(crate) const GRANT_COLUMNS: &str = "g.public_id, g.subject_module, g.subject_id, g.built_in, \
     g.role_id, g.permissions, g.starts_at, g.expires_at, g.revoked_at, g.days_back, \
     r.active, r.expires_at, r.permissions";

static LIVE: std::sync::LazyLock<Sql> = std::sync::LazyLock::new(|| {
    Sql::built(format!(
        "SELECT {GRANT_COLUMNS} FROM access_grant g \
         LEFT JOIN role r ON r.account_id = g.account_id AND r.id = g.role_id \
         WHERE g.account_id = $1 AND g.person_id = $2 \
         AND (g.expires_at IS NULL OR g.expires_at > $3) AND (g.revoked_at IS NULL OR g.revoked_at > $3)"
    ))
});

/// A grant from its row, judged at the viewer's instant.
pub(crate) fn grant(row: &Row<'_>, viewer: &Viewer) -> Result<Grant> {
    let module = Module::numbered(row.int(1)?)
        .ok_or_else(|| StoreError::broken("a grant's subject is of no module"))?;
    let clocks = Clocks {
        starts_at: row.opt_int(6)?,
        expires_at: row.opt_int(7)?,
        revoked_at: row.opt_int(8)?,
    };
    let (permissions, source, role_life) =
        match (row.opt_text(5)?, row.opt_text(3)?, row.opt_int(4)?) {
            (Some(own), _, _) => (parsed::permissions(own)?, Source::Grant, Because::Open),
            (None, Some(name), _) => {
                let role = BuiltIn::named(name)
                    .ok_or_else(|| StoreError::broken("a grant's built-in role is unknown"))?;
                (parsed::built_in(role), Source::Role, Because::Open)
            }
            (None, None, Some(_)) => {
                let role = Role {
                    permissions: parsed::permissions(row.opt_text(12)?.unwrap_or("{}"))?,
                    active: row.opt_int(10)? == Some(1),
                    expires_at: row.opt_int(11)?,
                };
                let life = role.at(viewer.now);
                (role.permissions, Source::Role, life)
            }
            (None, None, None) => (
                Arc::clone(&viewer.party.own.0),
                viewer.party.own.1,
                Because::Open,
            ),
        };
    let life = first([
        clocks.at(viewer.now),
        role_life,
        viewer.party.standing.at(viewer.now),
    ]);
    let window = row
        .opt_int(9)?
        .map(|days| viewer.account.window(days, viewer.now))
        .transpose()?;
    Ok(Grant {
        public_id: crate::ids::read(row.blob(0)?)?,
        module,
        subject: row.int(2)?,
        held: Held {
            permissions,
            source,
            life,
            window,
        },
    })
}

impl Holdings {
    /// The statement that reads a user's living grants, for the test of its plan.
    #[cfg(test)]
    pub(super) fn statement() -> &'static Sql {
        &LIVE
    }

    /// What a viewer who reads everything holds: no grant, and openings that reach everything.
    pub(crate) fn of_staff() -> Holdings {
        Holdings {
            grants: Vec::new(),
            own: Held {
                permissions: Arc::default(),
                source: Source::Roles,
                life: Because::Open,
                window: None,
            },
            openings: Module::ALL.map(|m| Some(Arc::new(Openings::everything(m)))),
            links: [const { OnceLock::new() }; LINKS.len()],
            clients: OnceLock::new(),
        }
    }

    /// What somebody would hold with these grants and nothing of their own.
    pub(crate) fn of_grants(grants: Vec<Grant>) -> Holdings {
        Holdings {
            grants,
            own: Held {
                permissions: Arc::default(),
                source: Source::Card,
                life: Because::Open,
                window: None,
            },
            openings: [const { None }; 9],
            links: [const { OnceLock::new() }; LINKS.len()],
            clients: OnceLock::new(),
        }
    }

    /// Reads the living grants of a guest or limited member, and with them the links that lead into a module
    /// and into what its items refer to; on PostgreSQL that is one round trip.
    pub(crate) async fn load(
        tx: &mut Tx,
        viewer: &Viewer,
        module: Option<Module>,
    ) -> Result<Holdings> {
        if viewer.reads_everything() {
            return Ok(Holdings::of_staff());
        }
        let mut holdings = Holdings {
            grants: Vec::new(),
            own: Held {
                permissions: Arc::clone(&viewer.party.own.0),
                source: viewer.party.own.1,
                life: viewer.party.standing.at(viewer.now),
                window: None,
            },
            openings: [const { None }; 9],
            links: [const { OnceLock::new() }; LINKS.len()],
            clients: OnceLock::new(),
        };
        let (account, person) = (viewer.account.id, viewer.party.id);
        let of_grants = [account.into(), person.into(), viewer.now.into()];
        let read = |row: &Row<'_>| grant(row, viewer);
        let wanted = module.map_or(0, |module| {
            [module, Module::Projects, Module::Customers]
                .into_iter()
                .fold(0, |all, to| all | holdings.linking(viewer, to))
        });
        let grants = if wanted == 0 {
            tx.rows(&LIVE, &of_grants, read).await?
        } else {
            let of_links = [account.into(), person.into()];
            let links = Ask(linked(wanted), &of_links, link);
            let (grants, links) = tx.pair(Ask(&LIVE, &of_grants, read), links).await?;
            holdings.keep(wanted, links);
            grants
        };
        holdings.grants = grants;
        let open = |grant: &Grant| grant.held.life == Because::Open;
        holdings.grants.retain(open);
        Ok(holdings)
    }

    /// Whether a field of a module may stand in sort, filter and count: the viewer's own
    /// permissions or those of a living grant hold it under the ceiling.
    pub(crate) fn holds_field(&self, viewer: &Viewer, module: Module, field: Bits) -> bool {
        if viewer.reads_everything() {
            return true;
        }
        let holds = |permissions: &Permissions| {
            shown(permissions, &viewer.account.ceiling, module)
                .is_some_and(|sets| sets.fields.has(field))
        };
        holds(&self.own.permissions) || self.grants.iter().any(|g| holds(&g.held.permissions))
    }

    /// The viewer's openings into a module; read once, then kept for the snapshot.
    pub(crate) async fn openings(
        &mut self,
        tx: &mut Tx,
        viewer: &Viewer,
        module: Module,
    ) -> Result<Arc<Openings>> {
        if let Some(known) = &self.openings[module as usize] {
            return Ok(Arc::clone(known));
        }
        let primaries = self.primaries(tx, viewer, module).await?;
        let openings = Arc::new(Openings::of(module, &primaries, &viewer.account.ceiling));
        self.openings[module as usize] = Some(Arc::clone(&openings));
        Ok(openings)
    }

    /// The primary paths that can lead into a module, with the facts that deriving needs.
    pub(crate) async fn primaries(
        &self,
        tx: &mut Tx,
        viewer: &Viewer,
        module: Module,
    ) -> Result<Vec<Primary>> {
        let mut primaries = Vec::new();
        let mut asked: HashMap<Module, Vec<usize>> = HashMap::new();
        for grant in &self.grants {
            if self
                .leads(viewer, &grant.held, grant.module, module)
                .is_none()
            {
                continue;
            }
            if needs_facts(&grant.held, grant.module, module) {
                asked.entry(grant.module).or_default().push(primaries.len());
            }
            primaries.push(primary(&grant.held, grant.module, grant.subject));
        }
        for (source, places) in asked {
            fill(tx, viewer, source, &places, &mut primaries).await?;
        }
        self.links(tx, viewer, module, &mut primaries).await?;
        self.client_projects(tx, viewer, module, &mut primaries)
            .await?;
        Ok(primaries)
    }

    /// Whether a path on an item of `from` can open items of `to` at all: directly, or along a
    /// relation that it holds.
    fn leads(&self, viewer: &Viewer, held: &Held, from: Module, to: Module) -> Option<Sets> {
        let ceiling = &viewer.account.ceiling;
        let sets = shown(&held.permissions, ceiling, to)?;
        let along = DERIVATIONS.iter().any(|d| {
            d.from == from
                && d.to == to
                && follows(held, ceiling, from, d.relation) == Because::Open
        });
        (from == to || along).then_some(sets)
    }

    /// Items tied to the user by a field, which the user's own permissions open.
    async fn links(
        &self,
        tx: &mut Tx,
        viewer: &Viewer,
        module: Module,
        primaries: &mut Vec<Primary>,
    ) -> Result<()> {
        let wanted = self.linking(viewer, module);
        let unknown = |at: &usize| self.links[*at].get().is_none();
        let missing = places(wanted)
            .filter(unknown)
            .fold(0, |all, at| all | 1 << at);
        if missing != 0 {
            let of_links = [viewer.account.id.into(), viewer.party.id.into()];
            let found = tx.rows(linked(missing), &of_links, link).await?;
            self.keep(missing, found);
        }
        for at in places(wanted) {
            for (id, project, customer) in self.links[at].get().into_iter().flatten() {
                let mut linked = primary(&self.own, LINKS[at].0, *id);
                linked.project = *project;
                linked.customer = *customer;
                primaries.push(linked);
            }
        }
        Ok(())
    }

    /// Which of [`LINKS`] lead into a module, each named by the bit of its place.
    fn linking(&self, viewer: &Viewer, module: Module) -> usize {
        if self.own.life != Because::Open {
            return 0;
        }
        (0..LINKS.len())
            .filter(|at| {
                self.leads(viewer, &self.own, LINKS[*at].0, module)
                    .is_some()
            })
            .fold(0, |wanted, at| wanted | 1 << at)
    }

    /// Keeps the answer to [`linked`].
    fn keep(&self, asked: usize, found: Vec<(Module, Link)>) {
        for at in places(asked) {
            let of_it = found.iter().filter(|(module, _)| *module == LINKS[at].0);
            self.links[at].get_or_init(|| of_it.map(|(_, link)| *link).collect());
        }
    }

    /// Projects whose client is a customer that a living grant opens with its projects.
    async fn client_projects(
        &self,
        tx: &mut Tx,
        viewer: &Viewer,
        module: Module,
        primaries: &mut Vec<Primary>,
    ) -> Result<()> {
        const PROJECTS: Bits = Module::Customers.relation("projects");
        let ceiling = &viewer.account.ceiling;
        let with_projects = |grant: &&Grant| {
            grant.module == Module::Customers
                && shown(&grant.held.permissions, ceiling, Module::Customers).is_some()
                && follows(&grant.held, ceiling, Module::Customers, PROJECTS) == Because::Open
        };
        let leads = |grant: &&Grant| {
            self.leads(viewer, &grant.held, Module::Projects, module)
                .is_some()
        };
        let every: Vec<&Grant> = self.grants.iter().filter(with_projects).collect();
        let through: Vec<&Grant> = every.iter().copied().filter(leads).collect();
        if through.is_empty() {
            return Ok(());
        }
        static CLIENTS: Sql = Sql::fixed(
            "SELECT client_customer_id, id FROM project \
             WHERE account_id = $1 AND client_customer_id = ANY($2)",
        );
        if self.clients.get().is_none() {
            let customers: Vec<i64> = every.iter().map(|grant| grant.subject).collect();
            let of_customers = [viewer.account.id.into(), customers.as_slice().into()];
            let pair = |row: &Row<'_>| Ok((row.int(0)?, row.int(1)?));
            let found = tx.rows(&CLIENTS, &of_customers, pair).await?;
            self.clients.get_or_init(|| found);
        }
        for (customer, project) in self.clients.get().into_iter().flatten() {
            for grant in through.iter().filter(|grant| grant.subject == *customer) {
                let mut client = primary(&grant.held, Module::Projects, *project);
                client.steps.push(Step {
                    from: undated(Module::Customers),
                    relation: PROJECTS,
                });
                primaries.push(client);
            }
        }
        Ok(())
    }
}

/// The fields that tie items to a user: for each module, its number, the items, their project and
/// customer. An item may come several times: `UNION` would make SQLite walk all tasks in order to
/// merge them. `CROSS JOIN` keeps it from walking all items where it has no statistics of the links.
const LINKS: [(Module, &str); 5] = [
    (
        Module::Tasks,
        "SELECT CAST(2 AS BIGINT), id, project_id, customer_id FROM task \
         WHERE account_id = $1 AND owner_id = $2 \
         UNION ALL SELECT CAST(2 AS BIGINT), id, project_id, customer_id FROM task \
         WHERE account_id = $1 AND assignee_id = $2 \
         UNION ALL SELECT CAST(2 AS BIGINT), t.id, t.project_id, t.customer_id FROM task_collaborator c \
         CROSS JOIN task t WHERE t.account_id = c.account_id AND t.id = c.task_id \
         AND c.account_id = $1 AND c.person_id = $2 \
         UNION ALL SELECT CAST(2 AS BIGINT), t.id, t.project_id, t.customer_id FROM task_follower f \
         CROSS JOIN task t WHERE t.account_id = f.account_id AND t.id = f.task_id \
         AND f.account_id = $1 AND f.person_id = $2",
    ),
    (
        Module::Projects,
        "SELECT CAST(1 AS BIGINT), id, CAST(NULL AS BIGINT), CAST(NULL AS BIGINT) FROM project \
         WHERE account_id = $1 AND client_person_id = $2",
    ),
    (
        Module::Meetings,
        "SELECT CAST(3 AS BIGINT), m.id, m.project_id, m.customer_id FROM meeting_attendee a \
         CROSS JOIN meeting m WHERE m.account_id = a.account_id AND m.id = a.meeting_id \
         AND a.account_id = $1 AND a.person_id = $2",
    ),
    (
        Module::Tickets,
        "SELECT CAST(4 AS BIGINT), id, project_id, customer_id FROM ticket \
         WHERE account_id = $1 AND requester_id = $2",
    ),
    (
        Module::Knowledge,
        "SELECT CAST(8 AS BIGINT), knowledge_id, CAST(NULL AS BIGINT), CAST(NULL AS BIGINT) \
         FROM knowledge_access WHERE account_id = $1 AND person_id = $2",
    ),
];

/// The places whose bits are set.
fn places(wanted: usize) -> impl Iterator<Item = usize> {
    (0..LINKS.len()).filter(move |at| wanted & 1 << at != 0)
}

fn link(row: &Row<'_>) -> Result<(Module, Link)> {
    let module = Module::numbered(row.int(0)?)
        .ok_or_else(|| StoreError::broken("a link is of no module"))?;
    Ok((module, (row.int(1)?, row.opt_int(2)?, row.opt_int(3)?)))
}

/// The statement that asks for several of [`LINKS`] at once, each named by the bit of its place.
pub(super) fn linked(wanted: usize) -> &'static Sql {
    static STATEMENTS: [OnceLock<Sql>; 1 << LINKS.len()] =
        [const { OnceLock::new() }; 1 << LINKS.len()];
    STATEMENTS[wanted].get_or_init(|| {
        let texts: Vec<&str> = places(wanted).map(|at| LINKS[at].1).collect();
        Sql::built(texts.join(" UNION ALL "))
    })
}

pub(crate) fn undated(module: Module) -> Facts {
    Facts {
        module,
        record: Record::Undated,
        sent: true,
    }
}

fn primary(held: &Held, module: Module, id: i64) -> Primary {
    Primary {
        held: held.clone(),
        steps: Vec::new(),
        id,
        // The window of an item opened directly is judged row by row.
        facts: undated(module),
        project: None,
        customer: None,
        company: None,
    }
}

/// Whether deriving from a grant's subject needs more than its key: its record date inside a
/// window, or the project, customer or company it points to.
fn needs_facts(held: &Held, from: Module, to: Module) -> bool {
    let dated = held.window.is_some() && table(from).dated != Dated::No;
    DERIVATIONS.iter().any(|d| {
        d.from == from
            && d.to == to
            && (dated || matches!(d.tie, Tie::ProjectOf | Tie::CustomerOf | Tie::CompanyOf))
    })
}

async fn fill(
    tx: &mut Tx,
    viewer: &Viewer,
    source: Module,
    places: &[usize],
    primaries: &mut [Primary],
) -> Result<()> {
    let from = table(source);
    let ids: Vec<i64> = places.iter().map(|at| primaries[*at].id).collect();
    let record = match from.dated {
        Dated::No => "CAST(NULL AS BIGINT)",
        Dated::Day(column) | Dated::Instant(column) => column,
    };
    let project = if from.in_project {
        "project_id"
    } else {
        "CAST(NULL AS BIGINT)"
    };
    let customer = if from.of_customer {
        "customer_id"
    } else {
        "CAST(NULL AS BIGINT)"
    };
    let company = if source == Module::Customers {
        "company_id"
    } else {
        "CAST(NULL AS BIGINT)"
    };
    let mut sql = SqlBuilder::new("SELECT id, ");
    for column in [
        record, ", ", project, ", ", customer, ", ", company, " FROM ", from.name,
    ] {
        sql.push(column);
    }
    sql.push(" WHERE account_id = ").bind(viewer.account.id);
    sql.push(" AND id = ANY(").bind(ids.as_slice()).push(")");
    let (sql, values) = sql.finish();
    let mut known = HashMap::new();
    tx.each(&sql, &values, |row| {
        known.insert(
            row.int(0)?,
            (
                from.record(row.opt_int(1)?),
                row.opt_int(2)?,
                row.opt_int(3)?,
                row.opt_int(4)?,
            ),
        );
        Ok(ControlFlow::Continue(()))
    })
    .await?;
    for at in places {
        let primary = &mut primaries[*at];
        if let Some((record, project, customer, company)) = known.get(&primary.id) {
            primary.facts.record = *record;
            primary.project = *project;
            primary.customer = *customer;
            primary.company = *company;
        }
    }
    Ok(())
}

/// The union of what all ways into a module show: no more than this is selected from its table.
pub(crate) fn widest(openings: &Openings, module: Module) -> Sets {
    if openings.reach_everything() {
        return Sets::everything(module);
    }
    openings
        .ways()
        .iter()
        .fold(Sets::default(), |all, way| all.union(way.sets))
}
