//! Doing what there is leave for: one transaction with the judgement, the write and the audit line.

use super::{Action, Permit};
use crate::engine::{Db, Sql, Tx};
use crate::error::{Result, StoreError};
use crate::viewer::{Viewer, by_id};
use crate::visible::Reader;
use crate::{accounts, audit, ids};
use jiff::Timestamp;

/// Why nothing was done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// The record is no longer there for the viewer.
    #[error("not found")]
    NotFound,
    /// The action is no longer the viewer's.
    #[error("not allowed")]
    NotAllowed,
    /// The record's state refuses it.
    #[error("{0}")]
    WrongState(&'static str),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An action that [`Db::act`] does.
pub trait Change: Action + writing::Write {}

impl<A: Action + writing::Write> Change for A {}

pub(crate) mod writing {
    use super::ActError;
    use crate::visible::Reader;

    /// The write of an action, whose reader stands in the transaction that writes.
    pub trait Write: Sized {
        /// Judges again and writes, or says why not.
        fn write(
            reader: &mut Reader,
            on: &[u8; 16],
        ) -> impl Future<Output = std::result::Result<(), ActError>> + Send;
    }
}

impl Db {
    /// Does what there is leave for, with a line in the audit log.
    ///
    /// Whoever holds the permit is judged again as of `now`, in the transaction that writes: what was revoked
    /// since is not done.
    ///
    /// # Errors
    /// Why nothing was done; then nothing was written.
    pub async fn act<A: Change>(
        &self,
        permit: Permit<A>,
        now: Timestamp,
    ) -> std::result::Result<(), ActError> {
        let now = now.as_microsecond();
        let mut tx = self.write().await?;
        // Other writers of the account wait from here, so that nothing is taken away between judging and writing.
        accounts::allocate(&mut tx, permit.account, 0).await?;
        let viewer = again(&mut tx, permit.account, permit.person, now).await?;
        let mut reader = Reader::new(viewer.ok_or(ActError::NotFound)?, tx);
        A::write(&mut reader, &permit.on).await?;
        let Reader { mut tx, .. } = reader;
        let detail = format!(r#"{{"on":"{}"}}"#, ids::show(&permit.on));
        audit::append(
            &mut tx,
            permit.account,
            now,
            permit.person,
            A::NAME,
            &detail,
        )
        .await?;
        Ok(tx.commit().await?)
    }
}

/// The user who holds a permit, as they stand now; nobody where they may not come in any more, and for the
/// operator, who does nothing to items.
pub(crate) async fn again(
    tx: &mut Tx,
    account: i64,
    person: Option<i64>,
    now: i64,
) -> Result<Option<Viewer>> {
    static ACTIVE: Sql =
        Sql::fixed("SELECT 1 FROM person WHERE account_id = $1 AND id = $2 AND state = 1");
    let Some(person) = person else {
        return Ok(None);
    };
    let active = tx
        .one(&ACTIVE, &[account.into(), person.into()], |_| Ok(()))
        .await?;
    match active {
        Some(()) => by_id(tx, account, person, now).await,
        None => Ok(None),
    }
}
