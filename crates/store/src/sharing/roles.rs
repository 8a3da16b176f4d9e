//! The role that a grant is made with.

use crate::engine::{Sql, Tx};
use crate::error::Result;
use access::roles::BuiltIn;
use access::rule::{Because, Role as Made};
use std::sync::Arc;

/// A role, by what is kept of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    BuiltIn(BuiltIn),
    Made(i64),
}

impl Role {
    /// The level of the ladder that it is.
    pub(super) fn level(self) -> Option<BuiltIn> {
        match self {
            Role::BuiltIn(role) if role.is_level() => Some(role),
            _ => None,
        }
    }
}

/// The role of that id, and whether it is alive: a built-in one by its name, or one the account made.
pub(super) async fn role(
    tx: &mut Tx,
    account: i64,
    id: &str,
    now: i64,
) -> Result<Option<(Role, bool)>> {
    static ROLE: Sql = Sql::fixed(
        "SELECT id, active, expires_at FROM role WHERE account_id = $1 AND public_id = $2",
    );
    if let Some(role) = BuiltIn::named(id) {
        return Ok(Some((Role::BuiltIn(role), true)));
    }
    let values = [account.into(), crate::ids::parse(id).into()];
    tx.one(&ROLE, &values, |row| {
        let made = Made {
            permissions: Arc::default(),
            active: row.truth(1)?,
            expires_at: row.opt_int(2)?,
        };
        Ok((Role::Made(row.int(0)?), made.at(now) == Because::Open))
    })
    .await
}
