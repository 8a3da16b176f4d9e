//! The only crate that knows the databases: viewers, judged reads, permitted writes.

pub mod accounts;
pub mod audit;
pub mod backup;
pub mod blobs;
pub mod bundle;
pub mod chain;
mod days;
pub mod email;
mod engine;
mod error;
mod explain;
pub mod file_name;
pub mod identity;
mod ids;
pub mod mail;
mod media_type;
pub mod migrate;
pub mod money;
pub mod operator;
mod parsed;
mod percentages;
mod secrets;
pub mod sharing;
mod staff;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod tokens;
#[cfg(test)]
mod twin;
mod viewer;
mod visible;
mod writes;

pub use blobs::Blobs;
pub use chain::{ActError, Permit, Refusal, Seen};
pub use engine::{Db, DbAddress, Options};
pub use error::{Result, StoreError};
pub use operator::{Operator, OperatorError};
pub use staff::{Choice, ContactFacts, FormerMember, GuestFacts, Party, PartyAccess, Share};
pub use viewer::{Arrival, Viewer, Who};
pub use visible::{ReadError, Reader, SeenFile, Wrong};
pub use writes::{
    DeletedFile, ItemAction, MOST_FILES, Shelf, StillAs, Upload, WriteError, Written,
};
