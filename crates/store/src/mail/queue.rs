//! Into the queue, and out of it again without being sent. Always in the transaction that caused it.

use super::Kind;
use super::state::State;
use super::wake;
use crate::accounts;
use crate::engine::{Sql, Tx};
use crate::error::{Result, StoreError};

/// A mail to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Mail {
    /// To whom: a user of the account, by internal key.
    pub(crate) to: i64,
    /// The user whose doing it is; none for the program's own.
    pub(crate) caused_by: Option<i64>,
    /// Why, and about what.
    pub(crate) kind: Kind,
}

/// Puts a mail into the queue. It goes out soon after the transaction commits, and not if it does not.
pub(crate) async fn queue(tx: &mut Tx, account: i64, now: i64, mail: &Mail) -> Result<()> {
    static QUEUE: Sql = Sql::fixed(
        "INSERT INTO mail (account_id, id, public_id, kind, to_person_id, caused_by_id, detail, state, attempts, \
         due_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8, $8)",
    );
    let detail =
        serde_json::to_string(&mail.kind).map_err(|e| StoreError::broken(e.to_string()))?;
    let id = accounts::allocate(tx, account, 1).await?;
    let values = [
        account.into(),
        id.into(),
        accounts::random_id().into(),
        mail.kind.number().into(),
        mail.to.into(),
        mail.caused_by.into(),
        (&detail).into(),
        now.into(),
    ];
    tx.execute(&QUEUE, &values).await?;
    wake::something_is_queued();
    Ok(())
}

/// Drops all mail that waits for a user whose access ends; gives how many.
pub(crate) async fn drop_for(tx: &mut Tx, account: i64, person: i64, now: i64) -> Result<u64> {
    static DROP: Sql = Sql::fixed(
        "UPDATE mail SET state = $3, reason = $4, done_at = $5 \
         WHERE account_id = $1 AND to_person_id = $2 AND state < 2",
    );
    let values = [
        account.into(),
        person.into(),
        State::Dropped.number().into(),
        "the access ended before it was sent".into(),
        now.into(),
    ];
    tx.execute(&DROP, &values).await
}

/// Drops mail that waits for a user and is about nothing but these grants, which end; gives how many. Mail that
/// is about others too loses them when it is sent.
pub(crate) async fn drop_about(
    tx: &mut Tx,
    account: i64,
    person: i64,
    grants: &[i64],
    now: i64,
) -> Result<u64> {
    static WAITING: Sql = Sql::fixed(
        "SELECT id, detail FROM mail WHERE account_id = $1 AND to_person_id = $2 AND state < 2",
    );
    static DROP: Sql = Sql::fixed(
        "UPDATE mail SET state = $3, reason = $4, done_at = $5 \
         WHERE account_id = $1 AND id = ANY($2) AND state < 2",
    );
    let waiting = tx
        .rows(&WAITING, &[account.into(), person.into()], |row| {
            Ok((row.int(0)?, super::kind_of(row.text(1)?)?))
        })
        .await?;
    let of_nothing_else = |kind: &Kind| {
        kind.grants().is_some_and(|about| {
            !about.is_empty() && about.iter().all(|grant| grants.contains(grant))
        })
    };
    let gone: Vec<i64> = waiting
        .into_iter()
        .filter(|(_, kind)| of_nothing_else(kind))
        .map(|(id, _)| id)
        .collect();
    if gone.is_empty() {
        return Ok(0);
    }
    let values = [
        account.into(),
        gone.as_slice().into(),
        State::Dropped.number().into(),
        "the access ended before it was sent".into(),
        now.into(),
    ];
    tx.execute(&DROP, &values).await
}
