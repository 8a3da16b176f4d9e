//! Sharing: opening items to people outside, and ending it (`docs/sharing.md`).
//!
//! Everything here is done in the account's turn (`turn`): one transaction that judges, counts, writes with
//! history, ends what hangs on what is ended, queues the mail and leaves a line in the audit log.

mod becoming;
mod body;
mod end;
mod ending;
mod external;
mod files;
mod granting;
mod grants;
mod guests;
mod holders;
mod invite;
mod item;
mod may_open;
mod noted;
mod participants;
mod people;
mod plan;
mod preview;
mod receipt;
mod roles;
mod rows;
mod share;
mod table;
mod telling;
#[cfg(test)]
mod tests;
mod to_whom;
mod turn;
mod wish;
mod would;

pub use becoming::{Becomes, Sees};
pub use grants::MOST_DAYS_MORE;
pub use item::Item;
pub use may_open::{ManageGuests, OpenAccess};
use receipt::Still;
pub use turn::Once;
pub use wish::Share;
