//! Whom a change of a role or of the settings is about.

use super::people::REMOVED;
use super::turn::Turn;
use crate::engine::{Row, Sql, Tx};
use crate::error::Result;
use crate::ids;
use crate::viewer::roles_listed;
use std::collections::BTreeSet;

impl Turn {
    /// Everybody for whom one of the account's own roles may open something: who holds it, and who has a grant with
    /// it. In the order of their keys; nobody for a role that is none.
    pub(super) async fn holders_of(&mut self, role: &str) -> Result<Vec<i64>> {
        static ROLE: Sql =
            Sql::fixed("SELECT id FROM role WHERE account_id = $1 AND public_id = $2");
        static CARDS: Sql = Sql::fixed(
            "SELECT id, roles FROM person WHERE account_id = $1 AND is_guest = 1 AND state <> 3 AND roles <> '[]'",
        );
        static GRANTS: Sql = Sql::fixed(
            "SELECT DISTINCT g.person_id FROM access_grant g \
             JOIN person p ON p.account_id = g.account_id AND p.id = g.person_id AND p.state <> 3 \
             WHERE g.account_id = $1 AND g.role_id = $2 AND g.permissions IS NULL AND g.revoked_at IS NULL",
        );
        let account = self.account();
        let values = [account.into(), ids::parse(role).into()];
        let Some(role) = self.tx().one(&ROLE, &values, |row| row.int(0)).await? else {
            return Ok(Vec::new());
        };
        let card = |row: &Row<'_>| Ok((row.int(0)?, roles_listed(row.text(1)?)?.1));
        let cards = self.tx().rows(&CARDS, &[account.into()], card).await?;
        let mut holders: BTreeSet<i64> = cards
            .into_iter()
            .filter(|(_, roles)| roles.contains(&role))
            .map(|(person, _)| person)
            .collect();
        let values = [account.into(), role.into()];
        holders.extend(self.tx().rows(&GRANTS, &values, |row| row.int(0)).await?);
        Ok(holders.into_iter().collect())
    }

    /// Everybody whom the ceiling caps: guests who were not removed, and limited members.
    pub(super) async fn everybody_judged(&mut self) -> Result<Vec<i64>> {
        static ALL: Sql = Sql::fixed(
            "SELECT id FROM person WHERE account_id = $1 AND state <> 3 AND (is_guest = 1 OR role = 0) ORDER BY id",
        );
        let account = self.account();
        self.tx()
            .rows(&ALL, &[account.into()], |row| row.int(0))
            .await
    }
}

/// Whether a user was removed.
pub(super) async fn removed(tx: &mut Tx, account: i64, person: i64) -> Result<bool> {
    static STATE: Sql = Sql::fixed("SELECT state FROM person WHERE account_id = $1 AND id = $2");
    let values = [account.into(), person.into()];
    let state = tx.one(&STATE, &values, |row| row.int(0)).await?;
    Ok(state == Some(REMOVED))
}
