//! Who a person is, whatever the company: links, sessions, passwords, passkeys, and limits on trying.
//!
//! An identity is known by its e-mail address and signs in once; what it may see is asked anew in each account,
//! by [`Db::arrive_by_session`](crate::Db::arrive_by_session).
//! What hangs on a person's place in an account ends in the transaction that ends the place.

mod api_tokens;
mod asking;
mod ending;
mod links;
mod passkeys;
mod passwords;
mod places;
mod profile;
mod redeem;
mod sessions;
mod tries;

pub use api_tokens::{ApiToken, NewApiToken, NoToken};
pub use asking::{Asked, Wanted};
pub(crate) use ending::{end_tokens_and_links, end_what_hangs_on, sweep};
pub use links::{Link, Looked, Purpose, is_local};
pub(crate) use links::{mint, withdraw};
pub use passkeys::{Challenge, Passkey, PasskeyError, Passkeys};
pub use passwords::{ByPassword, Changed, Coming, Fault, Renewed, fault};
pub use places::{Companies, Company, Standing};
pub use profile::{NoChange, Profile, ProfileChange};
pub use redeem::{Redeemed, SignedIn};
pub(crate) use sessions::NOTED_EVERY;
pub use sessions::{Device, Lengths, Session};
pub use tries::{Limit, Tries};

#[cfg(test)]
mod tests;
