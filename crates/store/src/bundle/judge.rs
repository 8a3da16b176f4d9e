//! Judges what an import comes to: places for guests, and an admin who remains.

use super::kinds::REMOVED;
use super::report::{Problem, Rejected};
use super::work::Work;
use crate::engine::{Sql, Tx};
use crate::error::Result;
use access::staff::MemberRole;

/// How many guests each plan has places for, in the order in which plans are kept.
pub(crate) const PLACES: [Option<i64>; 3] = [Some(50), Some(100), None];

/// What was there before, to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Places {
    guests: i64,
    plan: i64,
}

/// Counts the guests that take a place.
pub(crate) async fn places(tx: &mut Tx, account: i64) -> Result<Places> {
    static COUNT: Sql = Sql::fixed(
        "SELECT (SELECT COUNT(*) FROM person WHERE account_id = $1 AND is_guest = 1 AND state <> $2), \
         (SELECT plan FROM account_setting WHERE account_id = $1)",
    );
    let counted = tx
        .one(&COUNT, &[account.into(), REMOVED.into()], |row| {
            Ok(Places {
                guests: row.int(0)?,
                plan: row.int(1)?,
            })
        })
        .await?;
    Ok(counted.unwrap_or(Places { guests: 0, plan: 0 }))
}

/// Refuses the whole import where the plan has not the places, or nobody would administer the account; gives
/// whether it stands.
pub(crate) async fn judge(work: &mut Work, tx: &mut Tx, before: Places) -> Result<bool> {
    let after = places(tx, work.hand.account).await?;
    let most = usize::try_from(after.plan)
        .ok()
        .and_then(|plan| PLACES.get(plan).copied())
        .flatten();
    let grew = after.guests > before.guests || after.plan != before.plan;
    let full = most.filter(|most| after.guests > *most && grew);
    if let Some(most) = full {
        let found = format!("{} guests", after.guests);
        refuse(
            work,
            found,
            format!("at most {most}, which is what the account's plan has places for"),
            Problem::PlanFull,
        );
    }
    if !an_admin_remains(tx, work.hand.account).await? {
        refuse(
            work,
            "no owner or admin".to_owned(),
            "one who remains".to_owned(),
            Problem::LastAdmin,
        );
        return Ok(false);
    }
    Ok(full.is_none())
}

/// Whether somebody administers the account.
pub(crate) async fn an_admin_remains(tx: &mut Tx, account: i64) -> Result<bool> {
    static ADMINS: Sql = Sql::fixed(
        "SELECT 1 FROM person WHERE account_id = $1 AND is_guest = 0 AND state = 1 AND role >= $2 LIMIT 1",
    );
    let least = MemberRole::Admin as i64;
    let one = tx
        .one(&ADMINS, &[account.into(), least.into()], |_| Ok(()))
        .await?;
    Ok(one.is_some())
}

fn refuse(work: &mut Work, found: String, expected: String, problem: Problem) {
    work.rejected.push(Rejected {
        line: None,
        pointer: String::new(),
        found,
        expected,
        problem,
    });
}
