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
mod parsed;
mod secrets;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod viewer;
mod visible;

pub use engine::{Db, DbAddress, Options};
pub use error::{Result, StoreError};
pub use viewer::{Arrival, Viewer, Who};
pub use visible::{ReadError, Reader, SeenFile, Wrong};
