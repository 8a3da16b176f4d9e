//! `Idempotency-Key`: what is sent twice is done once. Kept for a day.

use super::WriteError;
use super::turn::Turn;
use crate::engine::Sql;
use sha2::{Digest, Sha256};

/// How long a key is remembered, in microseconds.
const KEPT: i64 = 24 * 60 * 60 * 1_000_000;
/// The longest key.
const LONGEST: usize = 255;

/// What tells one request from another: where it was sent, and what.
pub(crate) fn digest(address: &str, body: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update((address.len() as u64).to_be_bytes());
    hash.update(address);
    hash.update(body);
    hash.finalize().into()
}

impl Turn {
    /// What the writer made under this key within the last day, as they noted it; nothing where they did not.
    ///
    /// # Errors
    /// [`WriteError::Conflict`] where something else was sent with it.
    pub(crate) async fn made_before(
        &mut self,
        key: &str,
        digest: &[u8; 32],
    ) -> Result<Option<String>, WriteError> {
        static MADE: Sql = Sql::fixed(
            "SELECT digest, made FROM idempotency_key \
             WHERE account_id = $1 AND person_id = $2 AND name = $3 AND created_at > $4",
        );
        if key.is_empty() || key.len() > LONGEST || !key.bytes().all(|b| b.is_ascii_graphic()) {
            let expected = format!("a key of 1 to {LONGEST} visible characters");
            return Err(WriteError::at(
                "/Idempotency-Key",
                "something else",
                expected,
            ));
        }
        let since = self.hand.now - KEPT;
        let writer = self.reader.viewer.party.id;
        let values = [
            self.hand.account.into(),
            writer.into(),
            key.into(),
            since.into(),
        ];
        let made = self
            .reader
            .tx
            .one(&MADE, &values, |row| {
                Ok((row.blob(0)?.to_vec(), row.text(1)?.to_owned()))
            })
            .await?;
        match made {
            Some((known, _)) if known != digest => Err(WriteError::Conflict(
                "the idempotency key was sent with something else before",
            )),
            made => Ok(made.map(|(_, made)| made)),
        }
    }

    /// Notes what was made under a key, and forgets what is older than a day.
    pub(crate) async fn remember(
        &mut self,
        key: &str,
        digest: &[u8; 32],
        made: &str,
    ) -> crate::error::Result<()> {
        static FORGET: Sql =
            Sql::fixed("DELETE FROM idempotency_key WHERE account_id = $1 AND created_at <= $2");
        static NOTE: Sql = Sql::fixed(
            "INSERT INTO idempotency_key (account_id, person_id, name, digest, made, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        );
        let (account, now) = (self.hand.account, self.hand.now);
        let writer = self.reader.viewer.party.id;
        let tx = &mut self.reader.tx;
        tx.execute(&FORGET, &[account.into(), (now - KEPT).into()])
            .await?;
        let values = [
            account.into(),
            writer.into(),
            key.into(),
            digest.into(),
            made.into(),
            now.into(),
        ];
        tx.execute(&NOTE, &values).await?;
        Ok(())
    }
}
