//! The first and the last member of a backup.

use super::layout::Table;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The layout that this program writes and reads.
pub(super) const FORMAT: u32 = 1;
/// The name of the first member.
pub(super) const HEAD: &str = "backup.json";
/// The name of the last member.
pub(super) const END: &str = "end.json";

/// What every version of the layout begins with.
#[derive(Debug, Deserialize)]
pub(super) struct AnyHead {
    pub(super) format: u32,
}

/// What the rest is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) format: u32,
    /// The version of the program that wrote it.
    pub(super) program: String,
    /// The instant it was made, for people.
    pub(super) made_at: String,
    pub(super) schema: Schema,
    /// In the order in which their rows come.
    pub(super) tables: Vec<Table>,
}

/// The schema of the tables.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Schema {
    /// The number of its last migration.
    pub(super) version: i64,
    /// What the migrations up to it come to.
    pub(super) fingerprint: String,
}

/// What there was, compared byte by byte with what was read.
#[derive(Debug, Serialize)]
pub(super) struct End<'a> {
    /// Rows of each table.
    pub(super) rows: &'a BTreeMap<String, u64>,
    pub(super) files: u64,
    /// SHA-256, in hexadecimal, of every byte before this member.
    pub(super) sha256: String,
}

impl End<'_> {
    /// As it stands in the archive.
    pub(super) fn bytes(&self) -> Vec<u8> {
        json(self)
    }
}

/// A value as JSON, which none of ours fails to be.
pub(super) fn json(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
