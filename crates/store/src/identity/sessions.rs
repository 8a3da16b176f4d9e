//! Sessions: a browser that is signed in. They are rows, so that they are listed and end at once.

use crate::accounts::random_id;
use crate::engine::{Db, Row, Sql, Tx};
use crate::error::{Result, StoreError};
use crate::tokens;
use crate::viewer::token_hash;
use jiff::{SignedDuration, Timestamp};

/// How often use is noted, in microseconds.
pub(crate) const NOTED_EVERY: i64 = 60_000_000;

/// How long sessions live, as the operator set it.
#[derive(Clone, Copy, Debug)]
pub struct Lengths {
    /// At most, from signing in.
    pub most: SignedDuration,
    /// Without a request.
    pub idle: SignedDuration,
}

impl Lengths {
    /// When a session that began at `began` and is used at `now` ends, all in microseconds.
    fn end(self, began: i64, now: i64) -> i64 {
        let after = |from: i64, length: SignedDuration| {
            i64::try_from(length.as_micros()).map_or(from, |length| from.saturating_add(length))
        };
        after(began, self.most).min(after(now, self.idle))
    }
}

/// What a session is begun from, for the list of devices.
#[derive(Clone, Copy, Debug, Default)]
pub struct Device<'a> {
    /// What the browser says it is; cut to 200 characters.
    pub name: Option<&'a str>,
    /// The network address it comes from.
    pub address: Option<&'a str>,
}

/// One session in the list of devices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its public id.
    pub id: String,
    /// What the browser said it is.
    pub device: Option<String>,
    /// The network address it began at.
    pub address: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// When it ends unless it is used.
    pub expires_at: Timestamp,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// Begins a session and gives its secret, which is kept nowhere. Forgets the identity's ended ones.
pub(super) async fn begin(
    tx: &mut Tx,
    identity: i64,
    device: Device<'_>,
    lengths: Lengths,
    now: i64,
) -> Result<String> {
    static FORGET: Sql =
        Sql::fixed("DELETE FROM session WHERE identity_id = $1 AND expires_at <= $2");
    static BEGIN: Sql = Sql::fixed(
        "INSERT INTO session (hash, public_id, identity_id, created_at, last_seen_at, expires_at, device, address) \
         VALUES ($1, $2, $3, $4, $4, $5, $6, $7)",
    );
    tx.execute(&FORGET, &[identity.into(), now.into()]).await?;
    let secret = tokens::random()?;
    let hash = token_hash(&secret);
    let name = device.name.map(|name| {
        let clean = name.chars().filter(|c| !c.is_control());
        clean.take(200).collect::<String>()
    });
    let values = [
        (&hash).into(),
        random_id().into(),
        identity.into(),
        now.into(),
        lengths.end(now, now).into(),
        name.as_deref().into(),
        device.address.into(),
    ];
    tx.execute(&BEGIN, &values).await?;
    Ok(secret)
}

/// The identity of a living session.
pub(super) async fn identity(tx: &mut Tx, secret: &str, now: i64) -> Result<Option<i64>> {
    static OF: Sql =
        Sql::fixed("SELECT identity_id FROM session WHERE hash = $1 AND expires_at > $2");
    let hash = token_hash(secret);
    tx.one(&OF, &[(&hash).into(), now.into()], |row| row.int(0))
        .await
}

/// Ends every session of an identity, but for the one of `kept`; gives how many.
pub(super) async fn end_all(tx: &mut Tx, identity: i64, kept: Option<&str>) -> Result<u64> {
    static END: Sql = Sql::fixed("DELETE FROM session WHERE identity_id = $1 AND hash <> $2");
    // No hash is empty, so that an empty one keeps none.
    let hash = kept.map(token_hash);
    let kept: &[u8] = hash.as_ref().map_or(&[], |hash| hash);
    tx.execute(&END, &[identity.into(), kept.into()]).await
}

fn session(row: &Row<'_>, this: &[u8]) -> Result<Session> {
    let at = |n: usize| -> Result<Timestamp> {
        Timestamp::from_microsecond(row.int(n)?).map_err(|e| StoreError::broken(e.to_string()))
    };
    Ok(Session {
        id: crate::ids::show(&row.id(0)?),
        device: row.opt_text(1)?.map(str::to_owned),
        address: row.opt_text(2)?.map(str::to_owned),
        created_at: at(3)?,
        last_seen_at: at(4)?,
        expires_at: at(5)?,
        this: row.blob(6)? == this,
    })
}

impl Db {
    /// Notes that a session and its user in an account were seen, and moves the session's end on. To be called
    /// where [`Viewer::is_due_to_be_noted`](crate::Viewer::is_due_to_be_noted) says so, at most once a minute.
    ///
    /// # Errors
    /// Those of the database; nobody need wait for it.
    pub async fn note_session(
        &self,
        account: &str,
        secret: &str,
        lengths: Lengths,
        now: Timestamp,
    ) -> Result<()> {
        static OF: Sql = Sql::fixed(
            "SELECT identity_id, created_at FROM session \
             WHERE hash = $1 AND expires_at > $2 AND last_seen_at <= $3",
        );
        static NOTE: Sql =
            Sql::fixed("UPDATE session SET last_seen_at = $2, expires_at = $3 WHERE hash = $1");
        static SEEN: Sql = Sql::fixed(
            "UPDATE person SET last_seen_at = $3 WHERE identity_id = $2 \
             AND account_id = (SELECT id FROM account WHERE slug = $1)",
        );
        let now = now.as_microsecond();
        let hash = token_hash(secret);
        let mut tx = self.write().await?;
        let due = [(&hash).into(), now.into(), (now - NOTED_EVERY).into()];
        let found = tx
            .one(&OF, &due, |row| Ok((row.int(0)?, row.int(1)?)))
            .await?;
        let Some((identity, began)) = found else {
            return Ok(());
        };
        let end = lengths.end(began, now);
        tx.execute(&NOTE, &[(&hash).into(), now.into(), end.into()])
            .await?;
        tx.execute(&SEEN, &[account.into(), identity.into(), now.into()])
            .await?;
        tx.commit().await
    }

    /// The living sessions of the identity that holds one, the latest used first; nothing where the secret is
    /// of none.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn sessions(&self, secret: &str, now: Timestamp) -> Result<Option<Vec<Session>>> {
        static ALL: Sql = Sql::fixed(
            "SELECT public_id, device, address, created_at, last_seen_at, expires_at, hash FROM session \
             WHERE identity_id = $1 AND expires_at > $2 ORDER BY last_seen_at DESC, public_id",
        );
        let now = now.as_microsecond();
        let mut tx = self.snapshot().await?;
        let Some(identity) = identity(&mut tx, secret, now).await? else {
            return Ok(None);
        };
        let this = token_hash(secret);
        let all = tx
            .rows(&ALL, &[identity.into(), now.into()], |row| {
                session(row, &this)
            })
            .await?;
        tx.done();
        Ok(Some(all))
    }

    /// Ends one session of the identity that holds `secret`; whether there was such a one.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn end_session(&self, secret: &str, id: &str, now: Timestamp) -> Result<bool> {
        static END: Sql =
            Sql::fixed("DELETE FROM session WHERE identity_id = $1 AND public_id = $2");
        let mut tx = self.write().await?;
        let Some(identity) = identity(&mut tx, secret, now.as_microsecond()).await? else {
            return Ok(false);
        };
        let id = crate::ids::parse(id);
        let ended = tx.execute(&END, &[identity.into(), id.into()]).await?;
        tx.commit().await?;
        Ok(ended > 0)
    }

    /// Ends every session of the identity that holds `secret`, this one included; gives how many.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn end_all_sessions(&self, secret: &str, now: Timestamp) -> Result<u64> {
        let mut tx = self.write().await?;
        let Some(identity) = identity(&mut tx, secret, now.as_microsecond()).await? else {
            return Ok(0);
        };
        let ended = end_all(&mut tx, identity, None).await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// Ends the session of this secret: signing out.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn sign_out(&self, secret: &str) -> Result<()> {
        static END: Sql = Sql::fixed("DELETE FROM session WHERE hash = $1");
        let hash = token_hash(secret);
        let mut tx = self.write().await?;
        tx.execute(&END, &[(&hash).into()]).await?;
        tx.commit().await
    }
}
