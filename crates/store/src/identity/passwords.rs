//! Passwords, for those who want one. They are kept as Argon2id hashes; the work is the same whether an address
//! has one, has none, or is nobody's.

use super::places::{note_sign_in, turns};
use super::redeem::{Redeemed, SignedIn, begin_instead, take};
use super::sessions::{self, Device, Lengths};
use super::tries::Tries;
use crate::email;
use crate::engine::{Db, Sql, Tx};
use crate::error::{Result, StoreError};
use crate::tokens;
use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use jiff::{SignedDuration, Timestamp};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// The fewest characters of a password.
const LEAST: usize = 10;
/// The most characters of a password.
const MOST: usize = 200;

/// What is wrong with a new password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is too short to be hard to guess.
    #[error("a password has at least {LEAST} characters")]
    TooShort,
    /// It is longer than anybody types.
    #[error("a password has at most {MOST} characters")]
    TooLong,
    /// It is one that is tried first.
    #[error("this password is one of the first that others would try, choose another")]
    Guessable,
}

/// What came of a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ByPassword {
    /// The person is in.
    In(SignedIn),
    /// It is not the password of this address, or the address has none, or is nobody's.
    Refused,
    /// Too many tries: wait this long.
    TooMany(SignedDuration),
}

/// What came of a link with a new password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Renewed {
    /// The password is set, every session before has ended, and the person is in.
    In(SignedIn),
    /// The password cannot be taken; the link is as it was.
    Fault(Fault),
    /// The link was used before, is one for something else, or ended.
    NoLink(Redeemed),
}

/// What came of changing a password within a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is changed, and every other session has ended.
    Done,
    /// The password before was not given, or is another.
    WrongBefore,
    /// The new one cannot be taken.
    Fault(Fault),
    /// Too many tries: wait this long.
    TooMany(SignedDuration),
    /// The session is none.
    NotSignedIn,
}

/// What is wrong with a new password of this address; nothing where it can be taken.
pub fn fault(password: &str, address: &str) -> Option<Fault> {
    let length = password.chars().count();
    if length < LEAST {
        return Some(Fault::TooShort);
    }
    if length > MOST {
        return Some(Fault::TooLong);
    }
    let lower = password.to_lowercase();
    let name = address.split('@').next().unwrap_or_default();
    let one_letter = lower.chars().all(|c| lower.starts_with(c));
    let counts_up = "01234567890123456789".contains(&lower)
        || "abcdefghijklmnopqrstuvwxyzabcdef".contains(&lower)
        || "qwertyuiopasdfghjkl".contains(&lower);
    let known = ["password", "passwort", "wachtwoord", "senha", "motdepasse"]
        .iter()
        .any(|word| lower.strip_prefix(word).is_some_and(|rest| rest.len() < 4));
    let of_address = lower == address || (name.len() >= LEAST && lower == name);
    (one_letter || counts_up || known || of_address).then_some(Fault::Guessable)
}

/// Hashing takes some twenty megabytes and a processor for a while: two at once, so that tries cannot take all.
static TURN: Semaphore = Semaphore::const_new(2);

async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _turn = TURN
        .acquire()
        .await
        .map_err(|e| StoreError::broken(e.to_string()))?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| StoreError::broken(e.to_string()))
}

async fn hashed(password: &str) -> Result<String> {
    let (password, salt) = (password.to_owned(), tokens::random()?);
    apart(move || hash(&password, &salt)).await?
}

fn hash(password: &str, salt: &str) -> Result<String> {
    let broken = |e: argon2::password_hash::Error| StoreError::broken(e.to_string());
    let salt = SaltString::encode_b64(&salt.as_bytes()[..16]).map_err(broken)?;
    let hash = Argon2::default().hash_password(password.as_bytes(), &salt);
    Ok(hash.map_err(broken)?.to_string())
}

/// Compares with what is kept; where nothing is kept, with what no password fits, at the same cost.
async fn fits(password: &str, kept: Option<String>) -> Result<bool> {
    static NOBODYS: LazyLock<Option<String>> =
        LazyLock::new(|| hash("nobody has this", "nobody's own salt").ok());
    if password.chars().count() > MOST {
        return Ok(false);
    }
    let password = password.to_owned();
    apart(move || {
        let known = kept.is_some();
        let Some(kept) = kept.or_else(|| NOBODYS.clone()) else {
            return false;
        };
        PasswordHash::new(&kept).is_ok_and(|kept| {
            let fits = Argon2::default().verify_password(password.as_bytes(), &kept);
            fits.is_ok() && known
        })
    })
    .await
}

async fn kept(tx: &mut Tx, identity: i64) -> Result<Option<String>> {
    static KEPT: Sql = Sql::fixed("SELECT phc FROM password WHERE identity_id = $1");
    tx.one(&KEPT, &[identity.into()], |row| Ok(row.text(0)?.to_owned()))
        .await
}

async fn keep(tx: &mut Tx, identity: i64, phc: &str, now: i64) -> Result<()> {
    static KEEP: Sql = Sql::fixed(
        "INSERT INTO password (identity_id, phc, set_at) VALUES ($1, $2, $3) \
         ON CONFLICT (identity_id) DO UPDATE SET phc = $2, set_at = $3",
    );
    tx.execute(&KEEP, &[identity.into(), phc.into(), now.into()])
        .await?;
    Ok(())
}

/// How a browser comes: the session it had, and what it is.
#[derive(Clone, Copy, Debug)]
pub struct Coming<'a> {
    /// The secret of the session before, which ends.
    pub before: Option<&'a str>,
    /// What the new session is begun from.
    pub device: Device<'a>,
    /// How long it lives.
    pub lengths: Lengths,
}

impl Db {
    /// Signs in by address and password. `network` is the address that the limits count.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn sign_in_by_password(
        &self,
        address: &str,
        password: &str,
        network: &str,
        coming: Coming<'_>,
        now: Timestamp,
    ) -> Result<ByPassword> {
        static KNOWN: Sql = Sql::fixed(
            "SELECT i.id, w.phc FROM identity i LEFT JOIN password w ON w.identity_id = i.id WHERE i.email = $1",
        );
        let Some(address) = email::normal(address) else {
            return Ok(ByPassword::Refused);
        };
        let tries = [
            (Tries::PASSWORDS_BY_EMAIL, address.as_str()),
            (Tries::PASSWORDS_BY_NETWORK, network),
        ];
        if let Some(wait) = self.count_try(&tries, now).await? {
            return Ok(ByPassword::TooMany(wait));
        }
        let mut tx = self.snapshot().await?;
        let known = tx
            .one(&KNOWN, &[(&address).into()], |row| {
                Ok((row.int(0)?, row.opt_text(1)?.map(str::to_owned)))
            })
            .await?;
        tx.done();
        let (identity, kept) = known.map_or((None, None), |(id, kept)| (Some(id), kept));
        let fits = fits(password, kept).await?;
        let Some(identity) = identity.filter(|_| fits) else {
            return Ok(ByPassword::Refused);
        };
        let now = now.as_microsecond();
        let mut tx = self.write().await?;
        let places = turns(&mut tx, identity).await?;
        note_sign_in(&mut tx, &places, "password", now).await?;
        let session = begin_instead(
            &mut tx,
            identity,
            coming.before,
            coming.device,
            coming.lengths,
            now,
        )
        .await?;
        tx.commit().await?;
        Ok(ByPassword::In(SignedIn {
            session,
            target: "/".to_owned(),
            email: address,
        }))
    }

    /// Uses up a link that was sent for a new password: sets it, ends every session of the identity, and begins
    /// one.
    ///
    /// # Errors
    /// Those of the database; then the link can be used again.
    pub async fn renew_password(
        &self,
        secret: &str,
        password: &str,
        coming: Coming<'_>,
        now: Timestamp,
    ) -> Result<Renewed> {
        let micros = now.as_microsecond();
        let mut tx = self.snapshot().await?;
        let found = super::links::find(&mut tx, secret, micros).await?;
        tx.done();
        // Nothing is hashed for who has no link.
        let Some(found) = found else {
            return Ok(Renewed::NoLink(Redeemed::Gone));
        };
        if found.link.purpose != super::Purpose::Password {
            return Ok(Renewed::NoLink(Redeemed::Gone));
        }
        if let Some(fault) = fault(password, &found.link.email) {
            return Ok(Renewed::Fault(fault));
        }
        let phc = hashed(password).await?;
        let mut tx = self.write().await?;
        let (found, places) = match take(&mut tx, secret, micros).await? {
            Ok(taken) => taken,
            Err(refused) => return Ok(Renewed::NoLink(refused)),
        };
        keep(&mut tx, found.identity, &phc, micros).await?;
        sessions::end_all(&mut tx, found.identity, None).await?;
        note_sign_in(&mut tx, &places, "new password", micros).await?;
        let session = begin_instead(
            &mut tx,
            found.identity,
            coming.before,
            coming.device,
            coming.lengths,
            micros,
        )
        .await?;
        tx.commit().await?;
        Ok(Renewed::In(SignedIn {
            session,
            target: found.link.target,
            email: found.link.email,
        }))
    }

    /// Whether the identity that holds a session has a password; nothing where the secret is of no session.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn has_password(&self, session: &str, now: Timestamp) -> Result<Option<bool>> {
        let mut tx = self.snapshot().await?;
        let identity = sessions::identity(&mut tx, session, now.as_microsecond()).await?;
        let Some(identity) = identity else {
            return Ok(None);
        };
        let has = kept(&mut tx, identity).await?.is_some();
        tx.done();
        Ok(Some(has))
    }

    /// Sets, changes or (with no `new` one) takes away the password of the identity that holds a session. Where
    /// there is one, `before` must be it. Every other session of the identity ends.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn change_password(
        &self,
        session: &str,
        before: Option<&str>,
        new: Option<&str>,
        now: Timestamp,
    ) -> Result<Changed> {
        static WHO: Sql = Sql::fixed(
            "SELECT i.id, i.email, w.phc FROM session s JOIN identity i ON i.id = s.identity_id \
             LEFT JOIN password w ON w.identity_id = i.id WHERE s.hash = $1 AND s.expires_at > $2",
        );
        static TAKE_AWAY: Sql = Sql::fixed("DELETE FROM password WHERE identity_id = $1");
        let micros = now.as_microsecond();
        let hash = crate::viewer::token_hash(session);
        let mut tx = self.snapshot().await?;
        let who = tx
            .one(&WHO, &[(&hash).into(), micros.into()], |row| {
                Ok((
                    row.int(0)?,
                    row.text(1)?.to_owned(),
                    row.opt_text(2)?.map(str::to_owned),
                ))
            })
            .await?;
        tx.done();
        let Some((identity, address, kept)) = who else {
            return Ok(Changed::NotSignedIn);
        };
        if let Some(fault) = new.and_then(|new| fault(new, &address)) {
            return Ok(Changed::Fault(fault));
        }
        if kept.is_some() {
            let tries = [(Tries::PASSWORDS_BY_EMAIL, address.as_str())];
            if let Some(wait) = self.count_try(&tries, now).await? {
                return Ok(Changed::TooMany(wait));
            }
            if !fits(before.unwrap_or_default(), kept).await? {
                return Ok(Changed::WrongBefore);
            }
        }
        let phc = match new {
            Some(new) => Some(hashed(new).await?),
            None => None,
        };
        let mut tx = self.write().await?;
        if sessions::identity(&mut tx, session, micros).await? != Some(identity) {
            return Ok(Changed::NotSignedIn);
        }
        match &phc {
            Some(phc) => keep(&mut tx, identity, phc, micros).await?,
            None => {
                tx.execute(&TAKE_AWAY, &[identity.into()]).await?;
            }
        }
        sessions::end_all(&mut tx, identity, Some(session)).await?;
        tx.commit().await?;
        Ok(Changed::Done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_enough_and_not_what_is_tried_first() {
        let of = |password: &str| fault(password, "maria.anders@alfreds.example");
        assert_eq!(of("short"), Some(Fault::TooShort));
        assert_eq!(of(&"x1".repeat(101)), Some(Fault::TooLong));
        for guessed in [
            "aaaaaaaaaaaa",
            "1234567890",
            "Password123",
            "qwertyuiop",
            "maria.anders",
            "Maria.Anders@alfreds.example",
        ] {
            assert_eq!(of(guessed), Some(Fault::Guessable), "{guessed}");
        }
        for good in ["ten letters", "ñandú y ocho pájaros", "correct horse"] {
            assert_eq!(of(good), None, "{good}");
        }
    }
}
