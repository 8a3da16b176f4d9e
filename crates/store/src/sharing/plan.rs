//! The places that the account's plan has for guests.

use crate::bundle::judge::PLACES;
use crate::engine::{Sql, Tx};
use crate::writes::WriteError;

/// Refuses `more` guests, beside those who are there, for whom the plan has no place. To be asked while the account's turn is held, so that of
/// two who want the last place one gets it.
///
/// # Errors
/// [`WriteError::PlanFull`].
pub(super) async fn has_room(tx: &mut Tx, account: i64, more: usize) -> Result<(), WriteError> {
    static TAKEN: Sql = Sql::fixed(
        "SELECT (SELECT COUNT(*) FROM person WHERE account_id = $1 AND is_guest = 1 AND state <> 3), \
         (SELECT plan FROM account_setting WHERE account_id = $1)",
    );
    let values = [account.into()];
    let read = tx
        .one(&TAKEN, &values, |row| Ok((row.int(0)?, row.int(1)?)))
        .await?;
    let (taken, plan) = read.unwrap_or_default();
    let most = usize::try_from(plan)
        .ok()
        .and_then(|plan| PLACES.get(plan).copied());
    match most.flatten() {
        Some(most) if taken.saturating_add_unsigned(more as u64) > most => {
            Err(WriteError::PlanFull)
        }
        _ => Ok(()),
    }
}
