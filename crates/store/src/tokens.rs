//! Tokens: 256 random bits for the bearer, a hash of them for the database.

use crate::engine::{Db, Sql, Tx};
use crate::error::{Result, StoreError};
use crate::viewer::token_hash;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;

/// What a token is good for. One purpose never serves another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Purpose {
    /// To be sent with each request.
    Bearer = 0,
    /// To sign in once, by a link.
    SignInLink = 1,
}

/// Makes a token of a user that lives until `expires_at`, and forgets the user's dead ones. Instants in
/// microseconds. What is given back is kept nowhere.
pub(crate) async fn mint(
    tx: &mut Tx,
    account: i64,
    person: i64,
    purpose: Purpose,
    now: i64,
    expires_at: i64,
) -> Result<String> {
    static FORGET: Sql = Sql::fixed(
        "DELETE FROM token WHERE account_id = $1 AND person_id = $2 AND expires_at <= $3",
    );
    static KEEP: Sql = Sql::fixed(
        "INSERT INTO token (account_id, hash, person_id, purpose, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    );
    let bearer = random()?;
    let hash = token_hash(&bearer);
    tx.execute(&FORGET, &[account.into(), person.into(), now.into()])
        .await?;
    let values = [
        account.into(),
        (&hash).into(),
        person.into(),
        (purpose as i64).into(),
        now.into(),
        expires_at.into(),
    ];
    tx.execute(&KEEP, &values).await?;
    Ok(bearer)
}

/// 256 bits from the machine's source of randomness, in 43 characters that need no escaping in an address.
fn random() -> Result<String> {
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
        // A token is found by its account first, so this asks once an account; there are few of them.
        static OF: Sql = Sql::fixed(
            "SELECT a.slug FROM account a JOIN token t ON t.account_id = a.id \
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
