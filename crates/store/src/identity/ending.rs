//! What ends with a person's place in an account, in the transaction that ends the place.

use crate::engine::{Sql, Tx};
use crate::error::Result;

/// How much ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ended {
    /// Sessions of an identity that can come in nowhere else.
    pub(crate) sessions: u64,
    /// Tokens of the user in this account.
    pub(crate) tokens: u64,
    /// Links that were sent to the user for this account.
    pub(crate) links: u64,
}

/// Whether an identity can come in somewhere: a member who is active, or a guest who is and has not ended.
const ELSEWHERE: &str = "SELECT 1 FROM person o WHERE o.identity_id = s.identity_id AND o.state = 1 \
     AND NOT (o.account_id = $1 AND o.id = $2) \
     AND (o.is_guest = 0 OR o.expires_at IS NULL OR o.expires_at > $3)";

/// Ends what a user of an account came in with: the tokens and links of that account, and the sessions of an
/// identity that has no other place to come in. To be called where a person is removed, suspended or
/// deactivated; arriving is refused anyway, and this keeps anything from coming back to life later.
///
/// # Errors
/// Those of the database.
pub(crate) async fn end_what_hangs_on(
    tx: &mut Tx,
    account: i64,
    person: i64,
    now: i64,
) -> Result<Ended> {
    static SESSIONS: std::sync::LazyLock<Sql> = std::sync::LazyLock::new(|| {
        Sql::built(format!(
            "DELETE FROM session AS s WHERE s.identity_id = \
             (SELECT identity_id FROM person WHERE account_id = $1 AND id = $2) AND NOT EXISTS ({ELSEWHERE})"
        ))
    });
    let place = [account.into(), person.into(), now.into()];
    let sessions = tx.execute(&SESSIONS, &place).await?;
    let ended = end_tokens_and_links(tx, account, person, now).await?;
    Ok(Ended { sessions, ..ended })
}

/// Ends the tokens of a user of an account and the links that were sent to them; they stay signed in. To be called
/// where they become another kind of user, so that nothing holds more than it was made for.
///
/// # Errors
/// Those of the database.
pub(crate) async fn end_tokens_and_links(
    tx: &mut Tx,
    account: i64,
    person: i64,
    now: i64,
) -> Result<Ended> {
    static TOKENS: Sql = Sql::fixed("DELETE FROM token WHERE account_id = $1 AND person_id = $2");
    static LINKS: Sql = Sql::fixed(
        "DELETE FROM sign_in_link WHERE account_id = $1 AND person_id = $2 AND used_at IS NULL AND expires_at > $3",
    );
    let place = [account.into(), person.into(), now.into()];
    Ok(Ended {
        sessions: 0,
        tokens: tx.execute(&TOKENS, &place[..2]).await?,
        links: tx.execute(&LINKS, &place).await?,
    })
}

/// Ends what everybody came in with whom an import left removed, suspended, deactivated or gone, so that nothing
/// comes back to life when they do.
///
/// # Errors
/// Those of the database.
pub(crate) async fn sweep(tx: &mut Tx, account: i64, now: i64) -> Result<()> {
    static TOKENS: Sql = Sql::fixed(
        "DELETE FROM token WHERE account_id = $1 AND NOT EXISTS (SELECT 1 FROM person p \
         WHERE p.account_id = token.account_id AND p.id = token.person_id AND p.state < 2)",
    );
    static LINKS: Sql = Sql::fixed(
        "DELETE FROM sign_in_link WHERE account_id = $1 AND NOT EXISTS (SELECT 1 FROM person p \
         WHERE p.account_id = sign_in_link.account_id AND p.id = sign_in_link.person_id AND p.state < 2)",
    );
    static SESSIONS: Sql = Sql::fixed(
        "DELETE FROM session WHERE identity_id IN \
         (SELECT identity_id FROM person WHERE account_id = $1 AND state > 1) \
         AND NOT EXISTS (SELECT 1 FROM person o WHERE o.identity_id = session.identity_id AND o.state = 1 \
         AND (o.is_guest = 0 OR o.expires_at IS NULL OR o.expires_at > $2))",
    );
    tx.execute(&TOKENS, &[account.into()]).await?;
    tx.execute(&LINKS, &[account.into()]).await?;
    tx.execute(&SESSIONS, &[account.into(), now.into()]).await?;
    Ok(())
}
