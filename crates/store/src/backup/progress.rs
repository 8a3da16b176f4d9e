//! How far a copy is, and what it came to.

/// How far a copy is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Rows so far.
    pub rows: u64,
    /// Files so far.
    pub files: u64,
    /// Bytes of the backup so far.
    pub bytes: u64,
}

/// What was copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// Rows of all tables.
    pub rows: u64,
    /// Files whose bytes are in the copy.
    pub files: u64,
    /// Bytes of the backup.
    pub bytes: u64,
    /// Files that the database knows and whose bytes were not there, or were not what their name says.
    pub files_missing: u64,
}

impl Copied {
    /// How far it is, with so many rows more.
    pub(super) fn with_rows(&self, more: u64) -> Progress {
        Progress {
            rows: self.rows + more,
            files: self.files,
            bytes: self.bytes,
        }
    }
}
