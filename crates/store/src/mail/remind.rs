//! Before access ends, the guest and the one who opened it are told, once for each end.

use super::keepers::keepers;
use super::{Kind, Mail, queue};
use crate::accounts;
use crate::engine::{Db, Sql, Tx};
use crate::error::Result;
use access::staff::MemberRole;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// How long before the end people are told.
const AHEAD: i64 = 7 * DAY;
/// An end set more recently than this is not told of yet: it was just said.
const FRESH: i64 = DAY;
const DAY: i64 = 86_400_000_000;

/// A grant, or a guest's access as a whole (then the two keys are the same), that ends soon.
struct Ending {
    id: i64,
    guest: i64,
    expires_at: i64,
}

static GRANTS: Sql = Sql::fixed(
    "SELECT g.account_id, g.id, g.person_id, g.expires_at FROM access_grant g \
     JOIN person p ON p.account_id = g.account_id AND p.id = g.person_id AND p.is_guest = 1 AND p.state <= 1 \
     AND (p.expires_at IS NULL OR p.expires_at > g.expires_at) \
     JOIN access_grant_history h ON h.account_id = g.account_id AND h.id = g.id AND h.valid_to > $2 \
     AND h.valid_from <= $3 \
     WHERE ($4 = 0 OR g.account_id = $4) AND g.revoked_at IS NULL AND g.expires_at > $1 AND g.expires_at <= $2 \
     AND NOT EXISTS (SELECT 1 FROM told_of_end t WHERE t.account_id = g.account_id AND t.of_grant = 1 \
     AND t.subject_id = g.id AND t.expires_at = g.expires_at) ORDER BY g.account_id, g.id",
);
static GUESTS: Sql = Sql::fixed(
    "SELECT p.account_id, p.id, p.id, p.expires_at FROM person p \
     JOIN person_history h ON h.account_id = p.account_id AND h.id = p.id AND h.valid_to > $2 AND h.valid_from <= $3 \
     WHERE ($4 = 0 OR p.account_id = $4) AND p.is_guest = 1 AND p.state <= 1 \
     AND p.expires_at > $1 AND p.expires_at <= $2 \
     AND NOT EXISTS (SELECT 1 FROM told_of_end t WHERE t.account_id = p.account_id AND t.of_grant = 0 \
     AND t.subject_id = p.id AND t.expires_at = p.expires_at) ORDER BY p.account_id, p.id",
);

/// What ends soon and was not told of, in one account or (with none) in all, each with its account.
async fn ending(
    tx: &mut Tx,
    sql: &'static Sql,
    account: Option<i64>,
    now: i64,
) -> Result<Vec<(i64, Ending)>> {
    let values = [
        now.into(),
        (now + AHEAD).into(),
        (now - FRESH).into(),
        // No account has the key 0.
        account.unwrap_or(0).into(),
    ];
    tx.rows(sql, &values, |row| {
        let ending = Ending {
            id: row.int(1)?,
            guest: row.int(2)?,
            expires_at: row.int(3)?,
        };
        Ok((row.int(0)?, ending))
    })
    .await
}

impl Db {
    /// Queues mail about access that ends within a week; gives how many. To be called every now and then.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn remind_of_ends(&self, now: Timestamp) -> Result<u64> {
        let now = now.as_microsecond();
        let mut tx = self.snapshot().await?;
        let mut accounts: Vec<i64> = Vec::new();
        for sql in [&GRANTS, &GUESTS] {
            let found = ending(&mut tx, sql, None, now).await?;
            accounts.extend(found.into_iter().map(|(account, _)| account));
        }
        tx.done();
        accounts.sort_unstable();
        accounts.dedup();
        let mut queued = 0;
        for account in accounts {
            let mut tx = self.write().await?;
            // Asked again in the account's turn, so that two servers do not both tell.
            accounts::allocate(&mut tx, account, 0).await?;
            queued += remind(&mut tx, account, now).await?;
            tx.commit().await?;
        }
        Ok(queued)
    }
}

async fn remind(tx: &mut Tx, account: i64, now: i64) -> Result<u64> {
    let mut mails = Vec::new();
    let mut of_guest: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let mut of_staff: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (_, grant) in ending(tx, &GRANTS, Some(account), now).await? {
        told(tx, account, 1, &grant).await?;
        of_guest.entry(grant.guest).or_default().push(grant.id);
        for member in openers(tx, account, grant.id).await? {
            of_staff.entry(member).or_default().push(grant.id);
        }
    }
    for (to, grants) in of_guest.into_iter().chain(of_staff) {
        mails.push((to, Kind::GrantsEnd { grants }));
    }
    for (_, guest) in ending(tx, &GUESTS, Some(account), now).await? {
        told(tx, account, 0, &guest).await?;
        let kind = Kind::GuestEnds { guest: guest.id };
        mails.push((guest.id, kind.clone()));
        for member in who_may_extend(tx, account, guest.id).await? {
            mails.push((member, kind.clone()));
        }
    }
    let count = mails.len() as u64;
    for (to, kind) in mails {
        let caused_by = None;
        queue(
            tx,
            account,
            now,
            &Mail {
                to,
                caused_by,
                kind,
            },
        )
        .await?;
    }
    Ok(count)
}

async fn told(tx: &mut Tx, account: i64, of_grant: i64, ending: &Ending) -> Result<()> {
    static TOLD: Sql = Sql::fixed(
        "INSERT INTO told_of_end (account_id, of_grant, subject_id, expires_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (account_id, of_grant, subject_id) DO UPDATE SET expires_at = $4",
    );
    let values = [
        account.into(),
        of_grant.into(),
        ending.id.into(),
        ending.expires_at.into(),
    ];
    tx.execute(&TOLD, &values).await?;
    Ok(())
}

/// Who opened a grant, if they are still here; else those to whom its subject matters.
async fn openers(tx: &mut Tx, account: i64, grant: i64) -> Result<Vec<i64>> {
    static OPENER: Sql = Sql::fixed(
        "SELECT p.id FROM access_grant g \
         JOIN person p ON p.account_id = g.account_id AND p.id = g.opened_by_id AND p.is_guest = 0 AND p.state = 1 \
         WHERE g.account_id = $1 AND g.id = $2",
    );
    let opener = tx
        .one(&OPENER, &[account.into(), grant.into()], |row| row.int(0))
        .await?;
    match opener {
        Some(member) => Ok(vec![member]),
        None => Ok(keepers(tx, account, &[grant]).await?.into_keys().collect()),
    }
}

/// Who invited a guest, if they are still here; and where those do not administer, who does: the end of a whole guest is
/// an admin's to put off.
async fn who_may_extend(tx: &mut Tx, account: i64, guest: i64) -> Result<Vec<i64>> {
    static INVITER: Sql = Sql::fixed(
        "SELECT p.id, p.role FROM person g \
         JOIN person p ON p.account_id = g.account_id AND p.id = g.invited_by_id AND p.is_guest = 0 AND p.state = 1 \
         WHERE g.account_id = $1 AND g.id = $2",
    );
    static ADMINS: Sql = Sql::fixed(
        "SELECT id FROM person WHERE account_id = $1 AND is_guest = 0 AND state = 1 AND role >= $2 ORDER BY id",
    );
    let inviter = tx
        .one(&INVITER, &[account.into(), guest.into()], |row| {
            Ok((row.int(0)?, row.int(1)?))
        })
        .await?;
    let least = MemberRole::Admin as i64;
    if let Some((member, role)) = inviter
        && role >= least
    {
        return Ok(vec![member]);
    }
    let admins = tx
        .rows(&ADMINS, &[account.into(), least.into()], |row| row.int(0))
        .await?;
    Ok(inviter
        .map(|(member, _)| member)
        .into_iter()
        .chain(admins)
        .collect())
}
