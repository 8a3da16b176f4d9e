//! The account's turn as sharing takes it: with a permit, whose holder is judged again.

use crate::chain::Permit;
use crate::engine::{Db, Tx};
use crate::writes::WriteError;
pub(super) use crate::writes::turn::Turn;
use access::Fault;
use jiff::Timestamp;
use serde_json::Value;

/// Takes the turn for who holds a permit. Other writers of the account wait until it ends, so that what is counted
/// and judged holds.
///
/// # Errors
/// [`WriteError::NotFound`] where the holder may not come in any more.
pub(super) async fn take<A>(
    db: &Db,
    permit: Permit<A>,
    now: Timestamp,
) -> Result<Turn, WriteError> {
    Turn::of(db, permit.account(), permit.person(), now).await
}

impl Turn {
    pub(super) fn account(&self) -> i64 {
        self.hand.account
    }

    /// The user whose turn it is.
    pub(super) fn by(&self) -> i64 {
        self.reader.viewer.party.id
    }

    pub(super) fn now(&self) -> i64 {
        self.hand.now
    }

    pub(super) fn tx(&mut self) -> &mut Tx {
        &mut self.reader.tx
    }
}

/// One wrong value.
pub(super) fn wrong(pointer: &str, found: &Value, expected: impl Into<String>) -> WriteError {
    WriteError::fault(Fault::new(pointer, found, expected))
}
