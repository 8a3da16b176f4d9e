//! The only crate that knows the databases: viewers, judged reads, permitted writes.

mod engine;
mod error;
pub mod migrate;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

pub use engine::{Db, DbAddress, Options};
pub use error::{Result, StoreError};
