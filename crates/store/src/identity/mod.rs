//! Who a person is, whatever the company: links, sessions, passwords, passkeys, and limits on trying.
//!
//! An identity is known by its e-mail address and signs in once; what it may see is asked anew in each account,
//! by [`Db::arrive_by_session`](crate::Db::arrive_by_session).
//! What hangs on a person's place in an account ends in the transaction that ends the place.

mod asking;
mod ending;
pub(crate) mod links;
mod places;
mod redeem;
mod sessions;
mod tries;

pub use asking::{Asked, Wanted};
pub(crate) use ending::{Ended, end_what_hangs_on, sweep};
pub(crate) use links::mint;
pub use links::{Link, Looked, Purpose, is_local};
pub use places::{Companies, Company, Standing};
pub use redeem::{Redeemed, SignedIn};
pub(crate) use sessions::NOTED_EVERY;
pub use sessions::{Device, Lengths, Session};
pub use tries::{Limit, Tries};

#[cfg(test)]
mod tests;
