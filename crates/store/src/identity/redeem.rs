//! Using a link up: by the button on its page, never by opening it.

use super::links::{self, Found, Link, Purpose};
use super::places::{note_sign_in, turns};
use super::sessions::{self, Device, Lengths};
use crate::audit;
use crate::bundle::history;
use crate::engine::{Db, Sql, Tx};
use crate::error::Result;
use crate::viewer::token_hash;
use jiff::Timestamp;

/// Someone who just signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The secret of the new session, for the cookie.
    pub session: String,
    /// The path to go to.
    pub target: String,
    /// The address of the identity.
    pub email: String,
}

/// What came of using a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Redeemed {
    /// The person is in.
    In(SignedIn),
    /// It was used before.
    Used(Link),
    /// It is one that sets a new password, and needs that.
    WantsPassword(Link),
    /// It is none, or it ended.
    Gone,
}

impl Db {
    /// Uses a link up: begins a session of the person it was sent to, makes an invited one active, and ends the
    /// session that the browser had before, whoever's it was.
    ///
    /// # Errors
    /// Those of the database; then the link can be used again.
    pub async fn redeem(
        &self,
        secret: &str,
        before: Option<&str>,
        device: Device<'_>,
        lengths: Lengths,
        now: Timestamp,
    ) -> Result<Redeemed> {
        let now = now.as_microsecond();
        let mut tx = self.write().await?;
        let (found, places) = match take(&mut tx, secret, now).await? {
            Ok(taken) => taken,
            Err(refused) => return Ok(refused),
        };
        if found.link.purpose == Purpose::Password {
            return Ok(Redeemed::WantsPassword(found.link));
        }
        note_sign_in(&mut tx, &places, "link", now).await?;
        let session = begin_instead(&mut tx, found.identity, before, device, lengths, now).await?;
        tx.commit().await?;
        Ok(Redeemed::In(SignedIn {
            session,
            target: found.link.target,
            email: found.link.email,
        }))
    }
}

/// A link that was taken, with the places of its identity; or why it was not.
type Taken = std::result::Result<(Found, Vec<(i64, i64, bool)>), Redeemed>;

/// Marks a link as used and lets its person in where they were invited.
pub(super) async fn take(tx: &mut Tx, secret: &str, now: i64) -> Result<Taken> {
    static TAKE: Sql = Sql::fixed(
        "UPDATE sign_in_link SET used_at = $3 WHERE account_id = $1 AND hash = $2 AND used_at IS NULL",
    );
    let Some(found) = links::find(tx, secret, now).await? else {
        return Ok(Err(Redeemed::Gone));
    };
    turns(tx, found.identity).await?;
    // Asked again now that it is this writer's turn: what ended or was used meanwhile counts.
    let Some(found) = links::find(tx, secret, now).await? else {
        return Ok(Err(Redeemed::Gone));
    };
    let hash = token_hash(secret);
    let values = [found.account.into(), (&hash).into(), now.into()];
    if found.used || tx.execute(&TAKE, &values).await? == 0 {
        return Ok(Err(Redeemed::Used(found.link)));
    }
    if found.invited {
        accept(tx, &found, now).await?;
    }
    let places = turns(tx, found.identity).await?;
    Ok(Ok((found, places)))
}

/// Makes an invited person active, with its row of history and its line in the log.
async fn accept(tx: &mut Tx, found: &Found, now: i64) -> Result<()> {
    static ACCEPT: Sql =
        Sql::fixed("UPDATE person SET state = 1 WHERE account_id = $1 AND id = $2 AND state = 0");
    let person = [found.account.into(), found.person.into()];
    tx.execute(&ACCEPT, &person).await?;
    let kind = if found.guest { "guest" } else { "member" };
    history::again(tx, found.account, now, kind, &[found.person]).await?;
    let detail = format!(r#"{{"user":"{}"}}"#, crate::ids::show(&found.public_id));
    let who = Some(found.person);
    audit::append(tx, found.account, now, who, "invitation.accept", &detail).await
}

/// Begins a session in place of the one that the browser had.
pub(super) async fn begin_instead(
    tx: &mut Tx,
    identity: i64,
    before: Option<&str>,
    device: Device<'_>,
    lengths: Lengths,
    now: i64,
) -> Result<String> {
    static END: Sql = Sql::fixed("DELETE FROM session WHERE hash = $1");
    if let Some(before) = before {
        let hash = token_hash(before);
        tx.execute(&END, &[(&hash).into()]).await?;
    }
    sessions::begin(tx, identity, device, lengths, now).await
}
