//! The operator: the person at the server's own machine, who runs commands there.
//!
//! Whoever can read the data directory can read everything in it, so that this is no way round the rule: it is
//! the same power, with names. It reads through a viewer like everybody else, and what it does is in the log.

use crate::accounts;
use crate::audit;
use crate::chain::{Export, Import, Permit};
use crate::engine::{Db, Sql, Tx};
use crate::error::StoreError;
use crate::identity::{self, Purpose};
use crate::tokens;
use crate::viewer::{Account, Party, Viewer, Who};
use crate::visible::Reader;
use crate::{email, parsed};
use access::people::Acquaintance;
use access::rule::{Source, Standing};
use access::staff::MemberRole;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// Leave to act as the machine's operator.
#[derive(Debug)]
pub struct Operator {
    _made_here: (),
}

/// Why the operator's wish was not granted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OperatorError {
    /// There is no such account.
    #[error("there is no account `{0}`")]
    NoAccount(String),
    /// The address is none.
    #[error("`{0}` is not an e-mail address")]
    NotAnAddress(String),
    /// Nobody in the account has the address.
    #[error("there is no user `{email}` in the account `{account}`")]
    NoUser {
        /// The address as it was given.
        email: String,
        /// The slug of the account.
        account: String,
    },
    /// The guest was removed.
    #[error("the guest `{email}` was removed from the account `{account}`")]
    Removed {
        /// The address as it was given.
        email: String,
        /// The slug of the account.
        account: String,
    },
    /// A token would be dead when it is made.
    #[error("a token has to live for a while, not for `{0}`")]
    Lifetime(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An account as the operator picks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountName {
    /// Its name in addresses.
    pub slug: String,
    /// Its name for people.
    pub name: String,
}

type Wish<T> = std::result::Result<T, OperatorError>;

impl Operator {
    /// The operator of the machine this program runs on. For the command line alone: nothing that answers
    /// requests from elsewhere may call it.
    pub const fn of_this_machine() -> Operator {
        Operator { _made_here: () }
    }

    /// Every account, in the order of their slugs.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn accounts(&self, db: &Db) -> Wish<Vec<AccountName>> {
        static ALL: Sql = Sql::fixed("SELECT slug, name FROM account");
        let mut tx = db.snapshot().await?;
        let mut all = tx
            .rows(&ALL, &[], |row| {
                Ok(AccountName {
                    slug: row.text(0)?.to_owned(),
                    name: row.text(1)?.to_owned(),
                })
            })
            .await?;
        tx.done();
        all.sort_by(|a, b| a.slug.cmp(&b.slug));
        Ok(all)
    }

    /// A bearer token of a user that lives for `ttl`. It opens what its user may see, and nothing to a guest
    /// whose access has not begun or is over.
    ///
    /// # Errors
    /// What is wrong with the account, the address or the lifetime, or the database's own failure.
    pub async fn token(
        &self,
        db: &Db,
        slug: &str,
        email: &str,
        ttl: SignedDuration,
        now: Timestamp,
    ) -> Wish<String> {
        let (mut tx, account, person) = self.user(db, slug, email, ttl, now).await?;
        let now = now.as_microsecond();
        let expires_at = end(now, ttl);
        let made = tokens::mint(&mut tx, account, person.id, None, now, expires_at).await?;
        note(&mut tx, account, &person, "token", now, expires_at).await?;
        tx.commit().await?;
        Ok(made.bearer)
    }

    /// The secret of a link by which a user signs in, living for `ttl`. It is no bearer token.
    ///
    /// # Errors
    /// As [`Operator::token`].
    pub async fn sign_in_link_token(
        &self,
        db: &Db,
        slug: &str,
        email: &str,
        ttl: SignedDuration,
        now: Timestamp,
    ) -> Wish<String> {
        let (mut tx, account, person) = self.user(db, slug, email, ttl, now).await?;
        let now = now.as_microsecond();
        let purpose = Purpose::SignIn;
        let id = person.id;
        let secret = identity::mint(&mut tx, account, id, purpose, None, &[], now, ttl).await?;
        note(
            &mut tx,
            account,
            &person,
            "sign-in-link",
            now,
            end(now, ttl),
        )
        .await?;
        tx.commit().await?;
        Ok(secret)
    }

    /// A reader that sees everything in an account, as its staff does.
    ///
    /// # Errors
    /// Where there is no such account, or the database fails.
    pub async fn reader(&self, db: &Db, slug: &str, now: Timestamp) -> Wish<Reader> {
        let mut tx = db.snapshot().await?;
        let viewer = viewer(&mut tx, slug, now.as_microsecond()).await?;
        Ok(Reader::new(viewer, tx))
    }

    /// Leave to bring a bundle into an account.
    ///
    /// # Errors
    /// As [`Operator::reader`].
    pub async fn may_import(&self, db: &Db, slug: &str) -> Wish<Permit<Import>> {
        Ok(Permit::for_operator(account(db, slug).await?))
    }

    /// Leave to hand an account out as a bundle.
    ///
    /// # Errors
    /// As [`Operator::reader`].
    pub async fn may_export(&self, db: &Db, slug: &str) -> Wish<Permit<Export>> {
        Ok(Permit::for_operator(account(db, slug).await?))
    }

    /// A transaction to write in, with the account and the user in it that something is made for.
    async fn user(
        &self,
        db: &Db,
        slug: &str,
        email: &str,
        ttl: SignedDuration,
        now: Timestamp,
    ) -> Wish<(Tx, i64, User)> {
        if ttl <= SignedDuration::ZERO || now.checked_add(ttl).is_err() {
            return Err(OperatorError::Lifetime(format!("{ttl:#}")));
        }
        let account = account(db, slug).await?;
        let mut tx = db.write().await?;
        let person = user(&mut tx, account, slug, email).await?;
        Ok((tx, account, person))
    }
}

/// When something made at `now` ends, in microseconds.
fn end(now: i64, ttl: SignedDuration) -> i64 {
    i64::try_from(ttl.as_micros()).map_or(now, |ttl| now.saturating_add(ttl))
}

/// Writes into the log that the operator made something for a user.
async fn note(
    tx: &mut Tx,
    account: i64,
    person: &User,
    action: &str,
    now: i64,
    expires_at: i64,
) -> Wish<()> {
    let user = crate::ids::show(&person.public_id);
    let detail = format!(r#"{{"user":"{user}","expires_at":{expires_at}}}"#);
    Ok(audit::append(tx, account, now, None, action, &detail).await?)
}

async fn account(db: &Db, slug: &str) -> Wish<i64> {
    accounts::find(db, slug)
        .await?
        .ok_or_else(|| OperatorError::NoAccount(slug.to_owned()))
}

struct User {
    id: i64,
    public_id: [u8; 16],
}

async fn user(tx: &mut Tx, account: i64, slug: &str, address: &str) -> Wish<User> {
    static USER: Sql = Sql::fixed(
        "SELECT id, public_id, is_guest, state FROM person WHERE account_id = $1 AND email = $2",
    );
    let normal =
        email::normal(address).ok_or_else(|| OperatorError::NotAnAddress(address.to_owned()))?;
    let found = tx
        .one(&USER, &[account.into(), normal.as_str().into()], |row| {
            let removed = row.truth(2)? && row.int(3)? == 3;
            Ok((
                User {
                    id: row.int(0)?,
                    public_id: row.id(1)?,
                },
                removed,
            ))
        })
        .await?;
    let (email, account) = (address.to_owned(), slug.to_owned());
    match found {
        Some((user, false)) => Ok(user),
        Some((_, true)) => Err(OperatorError::Removed { email, account }),
        None => Err(OperatorError::NoUser { email, account }),
    }
}

/// A viewer who is no user: it reads everything, by name, and owns nothing.
async fn viewer(tx: &mut Tx, slug: &str, now: i64) -> Wish<Viewer> {
    static ACCOUNT: Sql = Sql::fixed(
        "SELECT a.id, a.slug, a.name, s.ceiling, s.sharing_enabled, s.time_zone, \
         (SELECT value FROM secret WHERE name = 'cursor') \
         FROM account a JOIN account_setting s ON s.account_id = a.id WHERE a.slug = $1",
    );
    let found = tx
        .one(&ACCOUNT, &[slug.into()], |row| {
            let account = Account {
                id: row.int(0)?,
                slug: row.text(1)?.to_owned(),
                name: row.text(2)?.to_owned(),
                ceiling: parsed::ceiling(row.text(3)?)?,
                sharing: row.truth(4)?,
                time_zone: TimeZone::get(row.text(5)?).unwrap_or(TimeZone::UTC),
            };
            let key = row.opt_blob(6)?.and_then(|key| key.try_into().ok());
            Ok((account, key))
        })
        .await?;
    let (account, key) = found.ok_or_else(|| OperatorError::NoAccount(slug.to_owned()))?;
    let cursor_key = key.ok_or_else(|| {
        StoreError::broken("the secret of cursors is missing: run `vestibule migrate`")
    })?;
    let party = Party {
        // Users are counted from 1.
        id: 0,
        public_id: [0; 16],
        name: "operator".to_owned(),
        email: String::new(),
        who: Who::Member(MemberRole::Admin),
        standing: Standing::MEMBER,
        own: (Arc::default(), Source::Roles),
        knows: Acquaintance::Everyone,
        locale: "en".to_owned(),
        time_zone: None,
    };
    Ok(Viewer {
        account,
        party,
        now,
        cursor_key,
        due: false,
    })
}

#[cfg(test)]
mod tests;
