//! Ending grants: revoked, kept with their history, and everything that hung on them ends in the same
//! transaction.

use super::rows::{self, Row};
use crate::bundle::history;
use crate::engine::{Sql, Tx};
use crate::error::{Result, StoreError};
use crate::mail;
use std::collections::BTreeMap;

/// What ended, for the receipt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ended {
    pub(super) grants: u64,
    pub(super) sessions: u64,
    pub(super) tokens: u64,
    pub(super) links: u64,
    pub(super) mails: u64,
}

impl std::ops::AddAssign for Ended {
    fn add_assign(&mut self, more: Ended) {
        self.grants += more.grants;
        self.sessions += more.sessions;
        self.tokens += more.tokens;
        self.links += more.links;
        self.mails += more.mails;
    }
}

/// Revokes grants that were not revoked yet. Those whose time was over already are revoked too, so that nothing
/// brings them back, but do not count as ended now.
pub(super) async fn end(tx: &mut Tx, account: i64, rows: &[Row], now: i64) -> Result<Ended> {
    static REVOKE: Sql = Sql::fixed(
        "UPDATE access_grant SET revoked_at = $3 WHERE account_id = $1 AND id = ANY($2) AND revoked_at IS NULL",
    );
    static SWITCHED_OFF: Sql = Sql::fixed(
        "UPDATE participant SET grant_id = NULL WHERE account_id = $1 AND grant_id = ANY($2)",
    );
    let mut ended = Ended::default();
    if rows.is_empty() {
        return Ok(ended);
    }
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    tx.execute(
        &REVOKE,
        &[account.into(), ids.as_slice().into(), now.into()],
    )
    .await?;
    history::again(tx, account, now, "grant", &ids).await?;
    tx.execute(&SWITCHED_OFF, &[account.into(), ids.as_slice().into()])
        .await?;
    let lasted = |row: &&Row| row.expires_at.is_none_or(|end| end > now);
    ended.grants = rows.iter().filter(lasted).count() as u64;
    let mut of: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for row in rows {
        of.entry(row.person).or_default().push(row.id);
    }
    for (person, grants) in of {
        ended.links += end_links_about(tx, account, person, &grants, now).await?;
        ended.mails += mail::drop_about(tx, account, person, &grants, now).await?;
    }
    Ok(ended)
}

/// Revokes every grant of a user.
pub(super) async fn end_all_of(tx: &mut Tx, account: i64, person: i64, now: i64) -> Result<Ended> {
    let rows = rows::of(tx, account, person).await?;
    end(tx, account, &rows, now).await
}

/// Ends the links that were sent for nothing but these grants.
async fn end_links_about(
    tx: &mut Tx,
    account: i64,
    person: i64,
    grants: &[i64],
    now: i64,
) -> Result<u64> {
    static LIVING: Sql = Sql::fixed(
        "SELECT hash, grants FROM sign_in_link WHERE account_id = $1 AND person_id = $2 AND used_at IS NULL \
         AND expires_at > $3",
    );
    static END: Sql = Sql::fixed("DELETE FROM sign_in_link WHERE account_id = $1 AND hash = $2");
    let links = tx
        .rows(
            &LIVING,
            &[account.into(), person.into(), now.into()],
            |row| {
                let about: Vec<i64> = serde_json::from_str(row.text(1)?)
                    .map_err(|e| StoreError::broken(e.to_string()))?;
                Ok((row.blob(0)?.to_vec(), about))
            },
        )
        .await?;
    let mut ended = 0;
    for (hash, about) in links {
        if !about.is_empty() && about.iter().all(|grant| grants.contains(grant)) {
            ended += tx
                .execute(&END, &[account.into(), hash.as_slice().into()])
                .await?;
        }
    }
    Ok(ended)
}
