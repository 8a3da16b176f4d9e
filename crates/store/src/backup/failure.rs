//! Why a backup was not made, or not taken.

use crate::error::StoreError;
use std::io;

/// Why a backup was not made, or not taken. In both cases nothing half done is left in the database.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// It is something else.
    #[error("this is no backup of vestibule")]
    NoBackup,
    /// It was cut off, or changed since it was made; the value says where that showed.
    #[error("the backup is damaged: {0}")]
    Damaged(String),
    /// It was made by a program that writes another layout; the value is the layout's version.
    #[error("the backup has the layout {0}, which this program does not know: use a newer program")]
    NewerLayout(u32),
    /// Its tables have a schema that this program cannot bring up to date.
    #[error(
        "the backup was made with the schema {0}, which is not one of this program's: use the program that made it"
    )]
    OtherSchema(i64),
    /// The database to fill has tables of a later schema than the backup.
    #[error(
        "the database has the schema {found} already and the backup has {wanted}: restore into a database without tables"
    )]
    LaterTables {
        /// The schema of the database.
        found: i64,
        /// The schema of the backup.
        wanted: i64,
    },
    /// The database to copy has no tables.
    #[error("there is nothing to copy: the database has no tables yet")]
    NoTables,
    /// The database to fill has data; the value is a table with a row.
    #[error("the database is not empty (there are rows in `{0}`): restore into a new one")]
    NotEmpty(String),
    /// The backup cannot be read to its end.
    #[error("the backup cannot be read: {0}")]
    Input(io::Error),
    /// The backup cannot be written.
    #[error("the backup cannot be written: {0}")]
    Output(io::Error),
    /// The database or the place of files failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl BackupError {
    /// Says that a backup is not as it was written.
    pub(super) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged(what.into())
    }
}
