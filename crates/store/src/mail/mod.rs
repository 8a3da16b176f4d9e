//! Mail: a queue of facts in the database, judged as the recipient at the moment of sending.
//!
//! `queue()` stands in the transaction that causes a mail. Who sends claims one ([`Db::claim_mail`]), opens it
//! ([`Db::open_mail`], which asks again what the recipient may see) and settles what came of it
//! ([`Db::settle_mail`]).
//!
//! [`Db::claim_mail`]: crate::Db::claim_mail
//! [`Db::open_mail`]: crate::Db::open_mail
//! [`Db::settle_mail`]: crate::Db::settle_mail

mod again;
mod claim;
mod ending;
mod keepers;
mod kind;
mod letter;
mod open;
mod outbox;
mod queue;
mod queued;
mod recipient;
mod remind;
mod state;
mod stop;
mod subjects;
#[cfg(test)]
mod tests;
mod wake;

pub use again::SendAgain;
pub use claim::{Claimed, Outcome};
pub use ending::EndsSoon;
pub(crate) use keepers::tell_of_sharing;
pub(crate) use kind::Kind;
pub use letter::{Letter, Link, Opened, Says, SharedWith, Subject};
pub use outbox::{Kept, Message};
pub(crate) use queue::{Mail, drop_about, drop_for, queue};
pub use queued::Queued;
pub use state::State;
pub use stop::Stopped;
pub use wake::until_queued;

use crate::error::{Result, StoreError};

/// What a mail is about, from its column.
fn kind_of(detail: &str) -> Result<Kind> {
    serde_json::from_str(detail).map_err(|e| StoreError::broken(e.to_string()))
}
