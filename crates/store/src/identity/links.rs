//! Links by which a person signs in: bound to one mailbox, good once, and dead with what they were sent for.
//!
//! Looking at a link changes nothing, however often it happens: mail scanners open links. Only redeeming one
//! (`redeem`) uses it up.

use crate::engine::{Db, Row, Sql, Tx};
use crate::error::{Result, StoreError};
use crate::tokens;
use crate::viewer::token_hash;
use jiff::{SignedDuration, Timestamp};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub enum Purpose {
    /// To sign in, by who asked for it.
    SignIn = 0,
    /// To come in for the first time, by who was invited.
    Invitation = 1,
    /// To choose a new password.
    Password = 2,
}

impl Purpose {
    fn numbered(number: i64) -> Result<Purpose> {
        match number {
            0 => Ok(Purpose::SignIn),
            1 => Ok(Purpose::Invitation),
            2 => Ok(Purpose::Password),
            _ => Err(StoreError::broken("the purpose of a link is unknown")),
        }
    }
}

/// A living link, as the page with its button shows it to whoever holds the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What it is for.
    pub purpose: Purpose,
    /// The mailbox it was sent to, whose owner it signs in.
    pub email: String,
    /// The slug of the account that sent it.
    pub account: String,
    /// The name of the account that sent it.
    pub account_name: String,
    /// The path to go to afterwards.
    pub target: String,
}

/// What a secret leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// A link that can be used.
    Alive(Link),
    /// A link that was used before, told to those who hold it.
    Used(Link),
    /// No link, or one that ended: told alike.
    Gone,
}

/// A link with the internal keys, for using it up.
pub(super) struct Found {
    pub(super) account: i64,
    pub(super) person: i64,
    pub(super) identity: i64,
    pub(super) public_id: [u8; 16],
    pub(super) guest: bool,
    /// Whether the person has not come in yet.
    pub(super) invited: bool,
    pub(super) used: bool,
    pub(super) link: Link,
    alive: bool,
    grants: Vec<i64>,
}

/// How long dead links are kept, so that their holders can be told that they were used.
const KEPT: i64 = 30 * 86_400_000_000;

/// Makes a link that lives for `ttl` and gives its secret, which is kept nowhere: to be called where the mail
/// is written, at the moment of sending.
///
/// `target` is the path to go to afterwards; without one it is the account's first page. `grants` are the
/// internal ids of what it was sent for: once all of them have ended the link is dead, and where there are
/// none it is bound to the person alone. `now` in microseconds.
///
/// # Errors
/// Those of the database, and of a target that is no path of this site.
#[expect(
    clippy::too_many_arguments,
    reason = "each is a fact of its own that a link is made of"
)]
pub(crate) async fn mint(
    tx: &mut Tx,
    account: i64,
    person: i64,
    purpose: Purpose,
    target: Option<&str>,
    grants: &[i64],
    now: i64,
    ttl: SignedDuration,
) -> Result<String> {
    static FORGET: Sql = Sql::fixed(
        "DELETE FROM sign_in_link WHERE account_id = $1 AND person_id = $2 AND expires_at <= $3",
    );
    static KEEP: Sql = Sql::fixed(
        "INSERT INTO sign_in_link (account_id, hash, person_id, purpose, target, grants, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    );
    if target.is_some_and(|target| !is_local(target)) {
        return Err(StoreError::broken(
            "a link leads to a path of this site alone",
        ));
    }
    let expires_at = i64::try_from(ttl.as_micros()).map_or(now, |ttl| now.saturating_add(ttl));
    let forget = [account.into(), person.into(), (now - KEPT).into()];
    tx.execute(&FORGET, &forget).await?;
    let secret = tokens::random()?;
    let hash = token_hash(&secret);
    let grants = serde_json::to_string(grants).map_err(|e| StoreError::broken(e.to_string()))?;
    let values = [
        account.into(),
        (&hash).into(),
        person.into(),
        (purpose as i64).into(),
        target.into(),
        (&grants).into(),
        now.into(),
        expires_at.into(),
    ];
    tx.execute(&KEEP, &values).await?;
    Ok(secret)
}

/// Whether a text is a path of this site: one that a browser cannot read as another site's address.
pub fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= 512
        && !path.chars().any(|c| c == '\\' || c.is_control())
}

/// Ends the links of a person that were sent for one purpose and were not used: an invitation that is
/// withdrawn, or sent again. Gives how many.
///
/// # Errors
/// Those of the database.
pub(crate) async fn withdraw(
    tx: &mut Tx,
    account: i64,
    person: i64,
    purpose: Purpose,
) -> Result<u64> {
    static WITHDRAW: Sql = Sql::fixed(
        "DELETE FROM sign_in_link WHERE account_id = $1 AND person_id = $2 AND purpose = $3 AND used_at IS NULL",
    );
    let values = [account.into(), person.into(), (purpose as i64).into()];
    tx.execute(&WITHDRAW, &values).await
}

/// The link of a secret with what it hangs on, as of `now`; the row of the person is not locked.
pub(super) async fn find(tx: &mut Tx, secret: &str, now: i64) -> Result<Option<Found>> {
    static FIND: Sql = Sql::fixed(
        "SELECT l.account_id, l.person_id, p.identity_id, p.public_id, p.is_guest, p.state, p.expires_at, l.purpose, \
         l.used_at, l.expires_at, p.email, a.slug, a.name, l.target, l.grants FROM sign_in_link l \
         JOIN account a ON a.id = l.account_id \
         JOIN person p ON p.account_id = l.account_id AND p.id = l.person_id WHERE l.hash = $1",
    );
    static LIVING: Sql = Sql::fixed(
        "SELECT 1 FROM access_grant WHERE account_id = $1 AND id = ANY($2) AND person_id = $3 \
         AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $4) LIMIT 1",
    );
    let hash = token_hash(secret);
    let found = tx
        .one(&FIND, &[(&hash).into()], |row| found(row, now))
        .await?;
    let Some(mut found) = found else {
        return Ok(None);
    };
    if found.alive && !found.grants.is_empty() {
        let values = [
            found.account.into(),
            found.grants.as_slice().into(),
            found.person.into(),
            now.into(),
        ];
        found.alive = tx.one(&LIVING, &values, |_| Ok(())).await?.is_some();
    }
    Ok(found.alive.then_some(found))
}

fn found(row: &Row<'_>, now: i64) -> Result<Found> {
    let (guest, state) = (row.truth(4)?, row.int(5)?);
    let over = guest && row.opt_int(6)?.is_some_and(|end| end <= now);
    let account = row.text(11)?.to_owned();
    let target = row
        .opt_text(13)?
        .map_or_else(|| format!("/{account}"), str::to_owned);
    Ok(Found {
        account: row.int(0)?,
        person: row.int(1)?,
        identity: row.int(2)?,
        public_id: row.id(3)?,
        guest,
        invited: state == 0,
        used: row.opt_int(8)?.is_some(),
        alive: state <= 1 && !over && row.int(9)? > now,
        grants: serde_json::from_str(row.text(14)?)
            .map_err(|e| StoreError::broken(e.to_string()))?,
        link: Link {
            purpose: Purpose::numbered(row.int(7)?)?,
            email: row.text(10)?.to_owned(),
            account,
            account_name: row.text(12)?.to_owned(),
            target,
        },
    })
}

impl Db {
    /// What a link's secret leads to. It changes nothing, so it may be asked any number of times.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn look_at_link(&self, secret: &str, now: Timestamp) -> Result<Looked> {
        let mut tx = self.snapshot().await?;
        let found = find(&mut tx, secret, now.as_microsecond()).await?;
        tx.done();
        Ok(match found {
            None => Looked::Gone,
            Some(found) if found.used => Looked::Used(found.link),
            Some(found) => Looked::Alive(found.link),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn a_link_never_leads_to_another_site() {
        for good in ["/", "/acme", "/acme/projects/1?x=y"] {
            assert!(is_local(good), "{good}");
        }
        for bad in [
            "",
            "acme",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\nb",
        ] {
            assert!(!is_local(bad), "{bad}");
        }
    }
}
