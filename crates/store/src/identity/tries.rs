//! Limits on trying, counted in the database so that all servers count together.
//!
//! What is counted is kept as a hash, known addresses and unknown ones alike: a limit tells nobody who exists.

use crate::engine::{Db, Sql};
use crate::error::Result;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

/// How often something may be tried in a window of time.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// What it is, so that one limit does not use up another.
    pub name: &'static str,
    /// How many tries a window takes.
    pub tries: i64,
    /// How long a window is, in seconds.
    pub seconds: i64,
}

/// What counts as one: tries by e-mail address, and by network address.
pub struct Tries;

impl Tries {
    /// Links asked for, by e-mail address.
    pub const LINKS_BY_EMAIL: Limit = limit("link-email", 5, 900);
    /// Links asked for, by network address.
    pub const LINKS_BY_NETWORK: Limit = limit("link-network", 30, 900);
    /// Passwords tried, by e-mail address.
    pub const PASSWORDS_BY_EMAIL: Limit = limit("password-email", 10, 900);
    /// Passwords tried, by network address.
    pub const PASSWORDS_BY_NETWORK: Limit = limit("password-network", 50, 900);
    /// Links and passkeys that were none, by network address.
    pub const SECRETS_BY_NETWORK: Limit = limit("secret-network", 60, 900);
    /// Passkeys begun, by network address.
    pub const CEREMONIES_BY_NETWORK: Limit = limit("ceremony-network", 120, 900);
}

const fn limit(name: &'static str, tries: i64, seconds: i64) -> Limit {
    Limit {
        name,
        tries,
        seconds,
    }
}

/// How long counts are kept.
const KEPT: i64 = 86_400_000_000;

impl Db {
    /// Counts one try of `what` under each of these limits. Nothing where all allow it, else how long to wait.
    ///
    /// Each is counted even where another refuses, and before anything else is looked at, so that many tries at
    /// once do not pass together.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn count_try(
        &self,
        what: &[(Limit, &str)],
        now: Timestamp,
    ) -> Result<Option<SignedDuration>> {
        static COUNT: Sql = Sql::fixed(
            "INSERT INTO attempt (key, window_start, count) VALUES ($1, $2, 1) ON CONFLICT (key) DO UPDATE \
             SET count = CASE WHEN attempt.window_start = $2 THEN attempt.count + 1 ELSE 1 END, window_start = $2 \
             RETURNING count",
        );
        static FORGET: Sql = Sql::fixed("DELETE FROM attempt WHERE window_start < $1");
        let now = now.as_microsecond();
        let mut wait = None;
        let mut tx = self.write().await?;
        // In the order of their keys, so that two servers never wait for each other.
        let mut keyed: Vec<([u8; 32], Limit)> = what
            .iter()
            .map(|(limit, value)| (key(limit, value), *limit))
            .collect();
        keyed.sort_by_key(|(key, _)| *key);
        for (key, limit) in &keyed {
            let window = limit.seconds * 1_000_000;
            let start = now.div_euclid(window) * window;
            let count = tx
                .one(&COUNT, &[key.into(), start.into()], |row| row.int(0))
                .await?
                .unwrap_or(1);
            if count > limit.tries {
                let left = SignedDuration::from_micros(start + window - now);
                wait = wait.max(Some(left));
            }
        }
        tx.execute(&FORGET, &[(now - KEPT).into()]).await?;
        tx.commit().await?;
        Ok(wait)
    }

    /// Whether `what` has no try left under a limit, without counting one; then how long to wait.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn is_tried_out(
        &self,
        limit: Limit,
        what: &str,
        now: Timestamp,
    ) -> Result<Option<SignedDuration>> {
        static COUNTED: Sql =
            Sql::fixed("SELECT count FROM attempt WHERE key = $1 AND window_start = $2");
        let now = now.as_microsecond();
        let window = limit.seconds * 1_000_000;
        let start = now.div_euclid(window) * window;
        let key = key(&limit, what);
        let mut tx = self.snapshot().await?;
        let count = tx
            .one(&COUNTED, &[(&key).into(), start.into()], |row| row.int(0))
            .await?;
        tx.done();
        let out = count.is_some_and(|count| count >= limit.tries);
        Ok(out.then(|| SignedDuration::from_micros(start + window - now)))
    }
}

fn key(limit: &Limit, value: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(limit.name);
    hash.update([0]);
    hash.update(value);
    hash.finalize().into()
}
