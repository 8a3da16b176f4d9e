//! Users of the account as sharing knows them: by address and by id.

use super::Still;
use crate::engine::{Row, Sql, Tx};
use crate::error::Result;
use crate::viewer::Viewer;
use access::rule::{Because, Standing};
use access::staff::MemberRole;
use std::collections::HashMap;

/// States of a guest, as they are kept.
pub(super) const INVITED: i64 = 0;
pub(super) const ACTIVE: i64 = 1;
pub(super) const SUSPENDED: i64 = 2;
pub(super) const REMOVED: i64 = 3;
/// Their names, in that order.
pub(super) const STATES: [&str; 4] = ["invited", "active", "suspended", "removed"];

/// A user.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) id: i64,
    pub(super) public_id: [u8; 16],
    pub(super) email: String,
    pub(super) name: String,
    pub(super) guest: bool,
    pub(super) role: i64,
    pub(super) state: i64,
    pub(super) expires_at: Option<i64>,
    /// The contact that the guest is.
    pub(super) contact: Option<i64>,
}

const COLUMNS: &str = "id, public_id, email, name, is_guest, role, state, expires_at, contact_id";

fn person(row: &Row<'_>) -> Result<Person> {
    Ok(Person {
        id: row.int(0)?,
        public_id: row.id(1)?,
        email: row.text(2)?.to_owned(),
        name: row.text(3)?.to_owned(),
        guest: row.truth(4)?,
        role: row.int(5)?,
        state: row.int(6)?,
        expires_at: row.opt_int(7)?,
        contact: row.opt_int(8)?,
    })
}

impl Person {
    /// Whether it is a member who reads everything.
    pub(super) fn reads_everything(&self) -> bool {
        !self.guest && MemberRole::numbered(self.role).is_some_and(MemberRole::reads_everything)
    }

    /// Whether what is opened to them is open now, as far as they are concerned.
    pub(super) fn standing(&self, sharer: &Viewer) -> Because {
        if !self.guest {
            return Because::Open;
        }
        let standing = Standing {
            active: self.state == ACTIVE,
            expires_at: self.expires_at,
            sharing: sharer.account.sharing,
        };
        standing.at(sharer.now)
    }

    /// As somebody who sees something still.
    pub(super) fn still(self, because: &'static str) -> Still {
        Still {
            public_id: self.public_id,
            name: self.name,
            email: self.email,
            because,
        }
    }

    /// The word for their state.
    pub(super) fn state_word(&self) -> &'static str {
        let state = usize::try_from(self.state).ok();
        state
            .and_then(|n| STATES.get(n).copied())
            .unwrap_or("active")
    }
}

/// Who has these addresses, which are in normal form.
pub(super) async fn by_addresses(
    tx: &mut Tx,
    account: i64,
    addresses: &[&str],
) -> Result<HashMap<String, Person>> {
    static BY: std::sync::LazyLock<Sql> = std::sync::LazyLock::new(|| {
        Sql::built(format!(
            "SELECT {COLUMNS} FROM person WHERE account_id = $1 AND email = ANY($2)"
        ))
    });
    let found = tx
        .rows(&BY, &[account.into(), addresses.into()], person)
        .await?;
    Ok(found.into_iter().map(|p| (p.email.clone(), p)).collect())
}

/// The user with that public id.
pub(super) async fn by_public_id(
    tx: &mut Tx,
    account: i64,
    id: [u8; 16],
) -> Result<Option<Person>> {
    static BY: std::sync::LazyLock<Sql> = std::sync::LazyLock::new(|| {
        Sql::built(format!(
            "SELECT {COLUMNS} FROM person WHERE account_id = $1 AND public_id = $2"
        ))
    });
    tx.one(&BY, &[account.into(), id.into()], person).await
}

/// Users by internal key.
pub(super) async fn by_ids(tx: &mut Tx, account: i64, ids: &[i64]) -> Result<Vec<Person>> {
    static BY: std::sync::LazyLock<Sql> = std::sync::LazyLock::new(|| {
        Sql::built(format!(
            "SELECT {COLUMNS} FROM person WHERE account_id = $1 AND id = ANY($2) ORDER BY public_id"
        ))
    });
    tx.rows(&BY, &[account.into(), ids.into()], person).await
}
