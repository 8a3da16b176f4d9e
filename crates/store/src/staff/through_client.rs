//! Who sees projects as their client: the guest who is, and those with a grant on the customer that opens its
//! projects.

use super::shared_with::{self, Share};
use crate::engine::{Row, SqlBuilder};
use crate::error::Result;
use crate::parsed;
use crate::viewer::{Viewer, roles_listed};
use crate::visible::Reader;
use access::roles::BuiltIn;
use access::rule::{Because, Role};
use access::{Bits, Facet, Module, Permissions};
use std::sync::Arc;

/// What of a grant and its holder decides what the grant opens: columns after those of a [`Share`].
pub(super) const OPENS: &str =
    ", g.permissions, g.built_in, r.permissions, r.active, r.expires_at, p.permissions, p.roles";
const OWN: usize = 10;

/// Grants on the customers that these projects are for.
const OF_CUSTOMERS: &str = " FROM project s JOIN access_grant g ON g.account_id = s.account_id \
     AND g.subject_module = 0 AND g.subject_id = s.client_customer_id \
     JOIN person p ON p.account_id = g.account_id AND p.id = g.person_id \
     LEFT JOIN role r ON r.account_id = g.account_id AND r.id = g.role_id";
/// Guests for whom these projects are.
const GUESTS: &str = "SELECT s.public_id, p.public_id, p.public_id, p.name, p.email, p.state, \
     CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), p.expires_at FROM project s \
     JOIN person p ON p.account_id = s.account_id AND p.id = s.client_person_id";

impl Reader {
    /// Those who see these projects as their client, of all projects where none are named. `narrow` keeps the
    /// statement to the projects about which the viewer may know.
    pub(super) async fn clients_of(
        &mut self,
        items: Option<&[&str]>,
        narrow: impl Fn(&Reader, &mut SqlBuilder<'_>),
    ) -> Result<Vec<Share>> {
        let now = self.viewer.now;
        let mut sql = SqlBuilder::new(shared_with::SELECTED);
        sql.push(OPENS).push(OF_CUSTOMERS);
        self.which(&mut sql, items, &narrow);
        let (sql, values) = sql.finish();
        let viewer = &self.viewer;
        let found = self.tx.rows(&sql, &values, |row| {
            let opens = opens_projects(viewer, row)?;
            opens
                .then(|| shared_with::share(row, now, true))
                .transpose()
        });
        let mut clients: Vec<Share> = found.await?.into_iter().flatten().collect();

        let mut sql = SqlBuilder::new(GUESTS);
        self.which(&mut sql, items, &narrow);
        let (sql, values) = sql.finish();
        let guests = self
            .tx
            .rows(&sql, &values, |row| shared_with::share(row, now, true));
        clients.extend(guests.await?);
        Ok(clients)
    }

    fn which<'a>(
        &self,
        sql: &mut SqlBuilder<'a>,
        items: Option<&[&str]>,
        narrow: &impl Fn(&Reader, &mut SqlBuilder<'a>),
    ) {
        sql.push(" WHERE s.account_id = ")
            .bind(self.viewer.account.id);
        sql.push(" AND p.state <> 3 AND (p.is_guest = 1 OR p.role = 0)");
        shared_with::named(sql, items);
        narrow(self, sql);
        sql.push(" ORDER BY s.id, p.id");
    }
}

/// Whether a grant on a customer opens the customer's projects, under the ceiling.
fn opens_projects(viewer: &Viewer, row: &Row<'_>) -> Result<bool> {
    const PROJECTS: Bits = Module::Customers.relation("projects");
    let Some(held) = held(viewer, row)? else {
        return Ok(false);
    };
    let ceiling = &viewer.account.ceiling;
    let both = [
        held.module(Module::Customers),
        ceiling.module(Module::Customers),
    ];
    let leads = |sets: &Option<access::Sets>| {
        sets.is_some_and(|sets| sets.get(Facet::Relations).has(PROJECTS))
    };
    Ok(both.iter().all(leads) && opens(viewer, &held, Module::Projects))
}

/// Whether permissions open items of a module, under the ceiling.
pub(super) fn opens(viewer: &Viewer, held: &Permissions, module: Module) -> bool {
    held.module(module).is_some() && viewer.account.ceiling.module(module).is_some()
}

/// What a grant carries: its own permissions, else its role's, else those of whoever holds it; nothing where its role
/// is dead.
pub(super) fn held(viewer: &Viewer, row: &Row<'_>) -> Result<Option<Arc<Permissions>>> {
    if let Some(own) = row.opt_text(OWN)? {
        return Ok(Some(parsed::permissions(own)?));
    }
    if let Some(built_in) = row.opt_text(OWN + 1)?.and_then(BuiltIn::named) {
        return Ok(Some(parsed::built_in(built_in)));
    }
    if let Some(made) = row.opt_text(OWN + 2)? {
        let role = Role {
            permissions: parsed::permissions(made)?,
            active: row.truth(OWN + 3)?,
            expires_at: row.opt_int(OWN + 4)?,
        };
        let open = role.at(viewer.now) == Because::Open;
        return Ok(open.then_some(role.permissions));
    }
    if let Some(card) = row.opt_text(OWN + 5)? {
        return Ok(Some(parsed::permissions(card)?));
    }
    let (built_in, made) = roles_listed(row.text(OWN + 6)?)?;
    if !made.is_empty() {
        // What the account's own roles of a guest open is looked up when the guest looks; here they may.
        return Ok(Some(Arc::new(Permissions::everything())));
    }
    let union = built_in.iter().fold(Permissions::NOTHING, |all, role| {
        all.union(role.permissions())
    });
    Ok(Some(Arc::new(union)))
}
