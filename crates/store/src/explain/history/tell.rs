//! A change as it is told: before and after in the bundle's keys, with the server's ids.

use super::stays::{Card, Grant, Stay, What};
use crate::engine::{SqlBuilder, Tx};
use crate::error::Result;
use crate::visible::json::Json;
use crate::visible::table::table;
use access::Module;
use std::collections::HashMap;

impl What {
    pub(super) fn write(&self, names: &Names, json: &mut Json) {
        match self {
            What::Grant(grant) => grant.write(names, json),
            What::Guest(card) => card.write(names, json),
            What::Member(role) => {
                json.open('{').key("role").text(role.name()).close('}');
            }
        }
    }
}

impl Grant {
    fn write(&self, names: &Names, json: &mut Json) {
        json.open('{')
            .key("on")
            .open('{')
            .key(self.module.singular());
        match names.items.get(&(self.module, self.subject)) {
            Some(id) => json.id(id),
            None => json.null(),
        };
        json.close('}').key("role");
        match (&self.built_in, self.role) {
            (Some(name), _) => {
                json.text(name);
            }
            (None, Some(role)) => names.role(role, json),
            (None, None) => {
                json.null();
            }
        }
        permissions(self.permissions.as_deref(), json);
        for (key, at) in ["starts_at", "expires_at", "revoked_at"]
            .iter()
            .zip(self.clocks)
        {
            json.key(key).instant(at);
        }
        json.key("days_back");
        match self.days_back {
            Some(days) => json.int(days),
            None => json.null(),
        };
        json.close('}');
    }
}

impl Card {
    fn write(&self, names: &Names, json: &mut Json) {
        const STATES: [&str; 4] = ["invited", "active", "suspended", "removed"];
        let state = usize::try_from(self.state)
            .ok()
            .and_then(|n| STATES.get(n).copied());
        json.open('{')
            .key("state")
            .text_or_null(state)
            .key("roles")
            .open('[');
        for role in &self.built_in {
            json.text(role.name());
        }
        for role in &self.roles {
            names.role(*role, json);
        }
        json.close(']');
        permissions(self.permissions.as_deref(), json);
        json.key("expires_at").instant(self.expires_at).close('}');
    }
}

/// Permissions are kept as the JSON that they were given in.
fn permissions(kept: Option<&str>, json: &mut Json) {
    json.key("permissions").raw(kept.unwrap_or("null"));
}

/// Public ids of what the stays refer to and is still there.
pub(super) struct Names {
    items: HashMap<(Module, i64), [u8; 16]>,
    roles: HashMap<i64, [u8; 16]>,
}

impl Names {
    pub(super) async fn of(tx: &mut Tx, account: i64, stays: &[Stay]) -> Result<Names> {
        let mut subjects: HashMap<Module, Vec<i64>> = HashMap::new();
        let mut roles = Vec::new();
        for stay in stays {
            match &stay.what {
                What::Grant(grant) => {
                    subjects
                        .entry(grant.module)
                        .or_default()
                        .push(grant.subject);
                    roles.extend(grant.role);
                }
                What::Guest(card) => roles.extend(&card.roles),
                What::Member(_) => {}
            }
        }
        let mut items = HashMap::new();
        for (module, wanted) in subjects {
            let ids = public_ids(tx, account, table(module).name, &wanted).await?;
            items.extend(
                ids.into_iter()
                    .map(|(id, public_id)| ((module, id), public_id)),
            );
        }
        let roles = public_ids(tx, account, "role", &roles)
            .await?
            .into_iter()
            .collect();
        Ok(Names { items, roles })
    }

    fn role(&self, id: i64, json: &mut Json) {
        match self.roles.get(&id) {
            Some(public_id) => json.id(public_id),
            None => json.text("deleted"),
        };
    }
}

async fn public_ids(
    tx: &mut Tx,
    account: i64,
    table: &'static str,
    wanted: &[i64],
) -> Result<Vec<(i64, [u8; 16])>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = SqlBuilder::new("SELECT id, public_id FROM ");
    sql.push(table).push(" WHERE account_id = ").bind(account);
    sql.push(" AND id = ANY(").bind(wanted).push(")");
    let (sql, values) = sql.finish();
    tx.rows(&sql, &values, |row| Ok((row.int(0)?, row.id(1)?)))
        .await
}
