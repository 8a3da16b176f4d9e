//! Mail: a queue of facts in the database, judged as the recipient at the moment of sending.
//!
//! [`queue()`] stands in the transaction that causes a mail. Who sends claims one, opens it (which asks again what
//! the recipient may see) and settles what came of it.

mod kind;
mod queue;
mod state;
mod wake;

pub(crate) use kind::Kind;
pub(crate) use queue::{Mail, drop_about, drop_for, queue};
pub use state::State;
pub use wake::until_queued;

use crate::error::{Result, StoreError};

/// What a mail is about, from its column.
fn kind_of(detail: &str) -> Result<Kind> {
    serde_json::from_str(detail).map_err(|e| StoreError::broken(e.to_string()))
}
