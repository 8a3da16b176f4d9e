//! Single grants: made, changed, prolonged and ended, by those who may open access to their subject.

use super::guests::message;
use super::may_open::OpenAccess;
use super::receipt::receipt;
use super::rows::{self, Row};
use super::telling;
use super::turn::{self, Once};
use crate::chain::Permit;
use crate::engine::Db;
use crate::writes::record::entries;
use crate::writes::{StillAs, WriteError, Written};
use crate::{ids, mail};
use jiff::Timestamp;
use serde_json::json;

const DAY: i64 = 86_400_000_000;
/// The most days by which an end is put off at once.
pub const MOST_DAYS_MORE: i64 = 3_660;

impl Db {
    /// Makes a grant: `body` is the bundle's line without kind, id and `revoked_at`; in the place of `to` it may name
    /// an `email`, which is invited where the account does not know it, with a `message`.
    ///
    /// Whoever manages a customer's external access makes rows of its table. What is sent several times under one key
    /// (`once`) is done once.
    ///
    /// # Errors
    /// Why nothing was written: [`WriteError::Conflict`] where the user has a row in the customer's table already,
    /// or something else was sent under the key.
    pub async fn create_grant(
        &self,
        permit: Permit<OpenAccess>,
        body: Option<&[u8]>,
        once: Option<&Once>,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let mut turn = turn::take(self, permit, now).await?;
        if let Some(id) = turn.before(once).await? {
            let row = turn.grant(&id, None).await?;
            let json = turn.grant_as_told(row.id, &id).await?;
            return Ok(Written { id, json });
        }
        let mut entries = entries(body)?;
        if !turn.reader.viewer.reads_everything() {
            return turn.create_row(&entries, once).await;
        }
        let message = message(&mut entries)?;
        let (person, put) = turn.make_grant(&mut entries).await?;
        let (account, by, at) = (turn.account(), turn.by(), turn.now());
        telling::tell_guest(&mut turn.reader, &person, &[put.id], message.as_deref()).await?;
        mail::tell_of_sharing(turn.tx(), account, at, Some(by), &[put.id]).await?;
        turn.note_once(once, &ids::show(&put.public_id)).await?;
        turn.end_grant_write("grant.create", put.id, &put.public_id, &[])
            .await
    }

    /// Changes a grant: role, permissions, clocks, window and notes; whose it is and on what stays.
    ///
    /// # Errors
    /// Why nothing was written: [`WriteError::OwnerGrant`] for an owner's, [`WriteError::WrongState`] for one that was
    /// ended.
    pub async fn change_grant(
        &self,
        permit: Permit<OpenAccess>,
        id: &str,
        body: Option<&[u8]>,
        still_as: StillAs<'_>,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let mut turn = turn::take(self, permit, now).await?;
        let row = turn.grant(id, still_as).await?;
        let sent = entries(body)?;
        if !turn.reader.viewer.reads_everything() {
            return turn.change_row(row, &sent).await;
        }
        let put = turn.alter_grant(&row, &sent).await?;
        turn.end_grant_write("grant.change", row.id, &row.public_id, &put.changed)
            .await
    }

    /// Ends a grant and what hangs on it; gives the receipt.
    ///
    /// # Errors
    /// Why nothing was written: [`WriteError::OwnerGrant`] for an owner's, which its holder alone gives up.
    pub async fn end_grant(
        &self,
        permit: Permit<OpenAccess>,
        id: &str,
        still_as: StillAs<'_>,
        now: Timestamp,
    ) -> Result<String, WriteError> {
        let mut turn = turn::take(self, permit, now).await?;
        let row = turn.grant(id, still_as).await?;
        let ended = turn.revoke(&row).await?;
        let still = match turn.subject(&row).await? {
            Some(item) if turn.reader.viewer.reads_everything() => {
                turn.reader.still(item, &[], Some(row.person)).await?
            }
            _ => Vec::new(),
        };
        let detail = json!({"on": format!("grants/{}", ids::show(&row.public_id))});
        turn.finish("grant.end", &detail).await?;
        Ok(receipt(&ended, &still))
    }

    /// Puts the end of a grant off by so many days, counted from its end, or from now where that is over.
    ///
    /// # Errors
    /// [`WriteError::WrongState`] where it has no end or was ended by hand; [`WriteError::Invalid`] for days outside 1
    /// to [`MOST_DAYS_MORE`].
    pub async fn extend_grant(
        &self,
        permit: Permit<OpenAccess>,
        id: &str,
        more: i64,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let mut turn = turn::take(self, permit, now).await?;
        let row = turn.grant(id, None).await?;
        if !turn.reader.viewer.reads_everything() {
            return Err(WriteError::NotAllowed);
        }
        let (Some(end), None) = (row.expires_at, row.revoked_at) else {
            return Err(WriteError::WrongState(
                "the grant has no end that could be put off",
            ));
        };
        let (account, at) = (turn.account(), turn.now());
        let (key, public_id) = (row.id, row.public_id);
        let longer = Row {
            expires_at: Some(put_off(end, more, at)?),
            ..row
        };
        rows::write(turn.tx(), account, at, &[longer]).await?;
        let fields = ["expires_at".to_owned()];
        turn.end_grant_write("grant.extend", key, &public_id, &fields)
            .await
    }
}

/// An end put off by so many days, from where it stands, or from now where it is over.
pub(super) fn put_off(end: i64, more: i64, now: i64) -> Result<i64, WriteError> {
    if (1..=MOST_DAYS_MORE).contains(&more) {
        return Ok(end.max(now).saturating_add(more * DAY));
    }
    let expected = format!("a number of days from 1 to {MOST_DAYS_MORE}");
    Err(WriteError::at("/days", format!("`{more}`"), expected))
}
