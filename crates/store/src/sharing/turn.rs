//! The account's turn as sharing takes it: with a permit, whose holder is judged again.

use crate::chain::Permit;
use crate::engine::{Db, Tx};
pub(super) use crate::writes::turn::Turn;
use crate::writes::{WriteError, repeats};
use access::Fault;
use jiff::Timestamp;
use serde_json::Value;

/// What tells one request from another (`Idempotency-Key`), so that what is sent twice is done once.
#[derive(Clone, Debug)]
pub struct Once {
    key: String,
    digest: [u8; 32],
}

impl Once {
    /// The key of a request to an address with a body.
    pub fn new(key: &str, address: &str, body: &[u8]) -> Once {
        Once {
            key: key.to_owned(),
            digest: repeats::digest(address, body),
        }
    }
}

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

    /// What came of the same request before, within a day.
    ///
    /// # Errors
    /// [`WriteError::Conflict`] where something else was sent with its key.
    pub(super) async fn before(
        &mut self,
        once: Option<&Once>,
    ) -> Result<Option<String>, WriteError> {
        match once {
            Some(once) => self.made_before(&once.key, &once.digest).await,
            None => Ok(None),
        }
    }

    /// Notes what comes of a request.
    pub(super) async fn note_once(
        &mut self,
        once: Option<&Once>,
        made: &str,
    ) -> Result<(), WriteError> {
        match once {
            Some(once) => Ok(self.remember(&once.key, &once.digest, made).await?),
            None => Ok(()),
        }
    }

    pub(super) fn tx(&mut self) -> &mut Tx {
        &mut self.reader.tx
    }
}

/// One wrong value.
pub(super) fn wrong(pointer: &str, found: &Value, expected: impl Into<String>) -> WriteError {
    WriteError::fault(Fault::new(pointer, found, expected))
}
