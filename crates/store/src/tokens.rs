//! Tokens: 256 random bits for the bearer, a hash of them for the database.

use crate::accounts::random_id;
use crate::engine::{Db, Sql, Tx};
use crate::error::{Result, StoreError};
use crate::viewer::token_hash;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;

/// Makes a bearer token of a user that lives until `expires_at`, and forgets the user's dead ones. Instants in
/// microseconds; `name` is what its maker calls it. What is given back is kept nowhere.
pub(crate) async fn mint(
    tx: &mut Tx,
    account: i64,
    person: i64,
    name: Option<&str>,
    now: i64,
    expires_at: i64,
) -> Result<Minted> {
    static FORGET: Sql = Sql::fixed(
        "DELETE FROM token WHERE account_id = $1 AND person_id = $2 AND expires_at <= $3",
    );
    // Every token is a bearer's: purpose 0.
    static KEEP: Sql = Sql::fixed(
        "INSERT INTO token (account_id, hash, person_id, purpose, created_at, expires_at, public_id, name) \
         VALUES ($1, $2, $3, 0, $4, $5, $6, $7)",
    );
    let bearer = random()?;
    let hash = token_hash(&bearer);
    let public_id = random_id();
    tx.execute(&FORGET, &[account.into(), person.into(), now.into()])
        .await?;
    let values = [
        account.into(),
        (&hash).into(),
        person.into(),
        now.into(),
        expires_at.into(),
        public_id.into(),
        name.into(),
    ];
    tx.execute(&KEEP, &values).await?;
    Ok(Minted { bearer, public_id })
}

/// A token that was just made.
pub(crate) struct Minted {
    /// What the bearer sends.
    pub(crate) bearer: String,
    /// What it is called in lists.
    pub(crate) public_id: [u8; 16],
}

/// 256 bits from the machine's source of randomness, in 43 characters that need no escaping in an address.
pub(crate) fn random() -> Result<String> {
    let mut bits = [0; 32];
    rustls::crypto::ring::default_provider()
        .secure_random
        .fill(&mut bits)
        .map_err(|_| StoreError::broken("the machine gives no random bits"))?;
    Ok(URL_SAFE_NO_PAD.encode(bits))
}

impl Db {
    /// The slug of the account that a living bearer token belongs to, for the addresses that name none;
    /// nothing where there is no such token. Whether its user may come in is [`Db::arrive`]'s to say.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn account_of_bearer(&self, bearer: &str, now: Timestamp) -> Result<Option<String>> {
        static OF: Sql = Sql::fixed(
            "SELECT a.slug FROM token t JOIN account a ON a.id = t.account_id \
             WHERE t.hash = $1 AND t.expires_at > $2 AND t.purpose = 0",
        );
        let hash = token_hash(bearer);
        let values = [(&hash).into(), now.as_microsecond().into()];
        let mut tx = self.snapshot().await?;
        let slug = tx
            .one(&OF, &values, |row| Ok(row.text(0)?.to_owned()))
            .await?;
        tx.done();
        Ok(slug)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn no_two_tokens_are_alike_and_none_needs_escaping() {
        let (one, other) = (random().unwrap(), random().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.len(), 43);
        assert!(
            one.bytes()
                .all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_')
        );
    }
}
