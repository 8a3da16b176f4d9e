//! What can go wrong in the store, said so that an operator can act on it.

/// The result of everything in the store that may fail.
pub type Result<T> = std::result::Result<T, StoreError>;

/// A failure of the database, or of what we asked of it.
///
/// Values of people never appear in the messages; names of tables, columns and settings do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The database was written by a later version of the program.
    #[error(
        "the database has schema {found} but this program knows only up to {known}: use a newer program"
    )]
    Newer {
        /// The schema version the database has.
        found: i64,
        /// The last schema version this program knows.
        known: i64,
    },
    /// The database was written by an earlier version of the program, or has no tables yet.
    #[error(
        "the database has schema {found} and this program needs {needed}: `vestibule migrate` brings it there"
    )]
    Older {
        /// The schema version the database has; 0 for none.
        found: i64,
        /// The schema version this program works with.
        needed: i64,
    },
    /// A step of the schema is not the one this database was made with; the value is `0001_name`.
    #[error(
        "the migration `{0}` is not the one this database was made with: use the program that made it, or restore a backup"
    )]
    Changed(String),
    /// Another writer or another program held the data too long; trying again is safe.
    #[error("the database is busy with other work, try again")]
    Locked,
    /// The disk refused to read or write, for whatever reason: a limit, a fault, a full one that does not say so.
    #[error(
        "the disk under the database or its temporary files failed ({0}): look whether there is room"
    )]
    Disk(String),
    /// The place where the bytes of files lie failed.
    #[error("the storage of files failed: {0}")]
    Storage(String),
    /// What was to be read or written beside the database broke off; the value is the whole sentence.
    #[error("{0}")]
    BrokenOff(String),
    /// No room is left where the data lies.
    #[error("no space is left where the database keeps its files")]
    Full,
    /// The database file is not as it was written.
    #[error("the database is damaged ({0}): restore a backup")]
    Damaged(String),
    /// A file or a database that should be there is not, or may not be written.
    #[error("the database cannot be opened: {0}")]
    Gone(String),
    /// The PostgreSQL server did not answer.
    #[error("the database server cannot be reached: {0}")]
    Unreachable(String),
    /// A row with this unique key exists; the value is `table.column, table.column`, alike on both engines.
    #[error("a row with the same {0} already exists")]
    Conflict(String),
    /// A constraint other than uniqueness refused the row: a reference, a check or a missing value.
    #[error("the database refused the row: {0}")]
    Refused(String),
    /// A setting that leads to the database is wrong.
    #[error("{0}")]
    Setting(String),
    /// Anything unexpected: a statement, a row or a file that is not as the program believes.
    #[error("the database answered unexpectedly: {0}")]
    Broken(String),
}

impl StoreError {
    /// Says that something is not as the program believes.
    pub(crate) fn broken(what: impl Into<String>) -> Self {
        Self::Broken(what.into())
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let rusqlite::Error::SqliteFailure(failure, message) = &error else {
            return Self::Broken(error.to_string());
        };
        let message = message.clone().unwrap_or_else(|| failure.to_string());
        match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Locked,
            ErrorCode::DiskFull => Self::Full,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged(message),
            ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied => {
                Self::Gone(message)
            }
            ErrorCode::SystemIoFailure => Self::Disk(message),
            ErrorCode::ConstraintViolation => sqlite_constraint(failure.extended_code, &message),
            _ => Self::Broken(message),
        }
    }
}

/// SQLite's `UNIQUE constraint failed: t.a, t.b` carries the columns after the colon.
fn sqlite_constraint(extended_code: i32, message: &str) -> StoreError {
    use rusqlite::ffi;
    let named = message
        .split_once(": ")
        .map_or(message, |(_, columns)| columns)
        .to_owned();
    match extended_code {
        ffi::SQLITE_CONSTRAINT_UNIQUE
        | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
        | ffi::SQLITE_CONSTRAINT_ROWID => StoreError::Conflict(named),
        _ => StoreError::Refused(message.to_owned()),
    }
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        match error.as_db_error() {
            Some(refusal) => postgres_refusal(refusal),
            None if error.is_closed() => Self::Unreachable("the connection was closed".to_owned()),
            None => without_answer(&error),
        }
    }
}

fn postgres_refusal(refusal: &tokio_postgres::error::DbError) -> StoreError {
    use tokio_postgres::error::SqlState;
    let code = refusal.code();
    if *code == SqlState::UNIQUE_VIOLATION {
        return StoreError::Conflict(postgres_key(refusal));
    }
    match code.code().get(..2).unwrap_or_default() {
        // Values may stand in the detail of these, so only the names are taken over.
        "23" => StoreError::Refused(refusal.message().to_owned()),
        "40" | "55" => StoreError::Locked,
        "53" if *code == SqlState::DISK_FULL => StoreError::Full,
        "08" | "53" | "57" | "58" => StoreError::Unreachable(refusal.message().to_owned()),
        "28" | "3D" => StoreError::Gone(refusal.message().to_owned()),
        _ => StoreError::Broken(format!("{} ({})", refusal.message(), code.code())),
    }
}

/// The key as SQLite names it, from the detail `Key (a, b)=(…) already exists.`, whose values are left out.
fn postgres_key(refusal: &tokio_postgres::error::DbError) -> String {
    let columns = refusal
        .detail()
        .and_then(|detail| detail.split_once('('))
        .and_then(|(_, rest)| rest.split_once(")=("))
        .map(|(columns, _)| columns);
    match (columns, refusal.table()) {
        (Some(columns), Some(table)) => columns
            .split(", ")
            .map(|column| format!("{table}.{column}"))
            .collect::<Vec<_>>()
            .join(", "),
        _ => refusal.constraint().unwrap_or("key").to_owned(),
    }
}

/// Failures that are not the server's answer: no connection, or a value we could not send or read.
fn without_answer(error: &tokio_postgres::Error) -> StoreError {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = std::error::Error::source(error);
    let mut said = error.to_string();
    let mut unreachable =
        said.starts_with("error connecting") || said.starts_with("error performing");
    while let Some(inner) = cause {
        unreachable |= inner.is::<std::io::Error>();
        let text = inner.to_string();
        if !said.contains(&text) {
            said = format!("{said}: {text}");
        }
        cause = inner.source();
    }
    if unreachable {
        StoreError::Unreachable(said)
    } else {
        StoreError::Broken(said)
    }
}

impl From<deadpool_postgres::PoolError> for StoreError {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        use deadpool_postgres::PoolError;
        match error {
            PoolError::Backend(inner) => inner.into(),
            PoolError::Timeout(_) => Self::Locked,
            other => Self::Broken(other.to_string()),
        }
    }
}
