//! What was true of a user's grants and card for a while, from the history that is kept of them.

use crate::engine::{Row, Sql, Tx};
use crate::error::{Result, StoreError};
use crate::viewer::roles_listed;
use access::Module;
use access::roles::BuiltIn;
use access::staff::MemberRole;

/// What was true of one grant, or of the card, for a while.
pub(super) struct Stay {
    /// The grant; none for the card.
    pub(super) grant: Option<[u8; 16]>,
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) what: What,
}

pub(super) enum What {
    Grant(Grant),
    Guest(Card),
    Member(MemberRole),
}

pub(super) struct Grant {
    pub(super) module: Module,
    pub(super) subject: i64,
    pub(super) built_in: Option<String>,
    pub(super) role: Option<i64>,
    pub(super) permissions: Option<String>,
    pub(super) clocks: [Option<i64>; 3],
    pub(super) days_back: Option<i64>,
}

pub(super) struct Card {
    pub(super) state: i64,
    pub(super) built_in: Vec<BuiltIn>,
    pub(super) roles: Vec<i64>,
    pub(super) permissions: Option<String>,
    pub(super) expires_at: Option<i64>,
}

/// The stays of a user's card, then of each grant, in the order of time.
pub(super) async fn stays(tx: &mut Tx, account: i64, user: i64) -> Result<Vec<Stay>> {
    static CARD: Sql = Sql::fixed(
        "SELECT valid_from, valid_to, is_guest, role, state, roles, permissions, expires_at \
         FROM person_history WHERE account_id = $1 AND id = $2 AND valid_from < valid_to ORDER BY valid_from",
    );
    static GRANTS: Sql = Sql::fixed(
        "SELECT valid_from, valid_to, public_id, subject_module, subject_id, built_in, role_id, permissions, \
         starts_at, expires_at, revoked_at, days_back FROM access_grant_history \
         WHERE account_id = $1 AND person_id = $2 AND valid_from < valid_to ORDER BY id, valid_from",
    );
    let values = [account.into(), user.into()];
    let mut stays = tx.rows(&CARD, &values, card).await?;
    stays.extend(tx.rows(&GRANTS, &values, grant).await?);
    Ok(stays)
}

fn card(row: &Row<'_>) -> Result<Stay> {
    let what = if row.truth(2)? {
        let (built_in, roles) = roles_listed(row.text(5)?)?;
        What::Guest(Card {
            state: row.int(4)?,
            built_in,
            roles,
            permissions: row.opt_text(6)?.map(str::to_owned),
            expires_at: row.opt_int(7)?,
        })
    } else {
        let role = MemberRole::numbered(row.int(3)?);
        What::Member(role.ok_or_else(|| StoreError::broken("a member's role is unknown"))?)
    };
    Ok(Stay {
        grant: None,
        from: row.int(0)?,
        to: row.int(1)?,
        what,
    })
}

fn grant(row: &Row<'_>) -> Result<Stay> {
    let module = Module::numbered(row.int(3)?);
    Ok(Stay {
        grant: Some(row.id(2)?),
        from: row.int(0)?,
        to: row.int(1)?,
        what: What::Grant(Grant {
            module: module
                .ok_or_else(|| StoreError::broken("a grant's subject is of no module"))?,
            subject: row.int(4)?,
            built_in: row.opt_text(5)?.map(str::to_owned),
            role: row.opt_int(6)?,
            permissions: row.opt_text(7)?.map(str::to_owned),
            clocks: [row.opt_int(8)?, row.opt_int(9)?, row.opt_int(10)?],
            days_back: row.opt_int(11)?,
        }),
    })
}
