//! The operator's copy: the whole database and the bytes of all files in one file, from which either engine is
//! filled again; and [`sweep`], which takes away the bytes that nothing names.
//!
//! The file is a tar archive, written and read piece by piece, so that memory does not grow with it:
//!
//! - `backup.json`: the version of this layout, when it was made, the schema and the tables with their columns;
//! - `tables/TABLE/000001.ndjson` and on: rows as JSON lists in the order of the columns, bytes as base64;
//! - `files/aa/bb/SHA256`: the bytes of files;
//! - `end.json`: how much there was, and the SHA-256 of every byte before.
//!
//! Tokens, secrets and the audit log are in it: who has the file has everything.

mod failure;
mod hashes;
mod head;
mod insert;
mod layout;
mod progress;
mod restore;
mod rows;
mod save;
mod sweep;
mod tar;
#[cfg(test)]
mod tests;

pub use failure::BackupError;
pub use progress::{Copied, Progress};
pub use restore::{check, restore};
pub use save::backup;
pub use sweep::{Swept, sweep};
