//! The only crate that knows the databases: viewers, judged reads, permitted writes.

pub mod accounts;
pub mod audit;
pub mod blobs;
mod days;
pub mod email;
mod engine;
mod error;
mod ids;
pub mod migrate;
pub mod money;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

pub use engine::{Db, DbAddress, Options};
pub use error::{Result, StoreError};
