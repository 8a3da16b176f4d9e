//! Where the database is, and how much of it to hold open.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::{Result, StoreError};

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub enum DbAddress {
    /// A file `vestibule.db` in a directory of this machine.
    Sqlite {
        /// The directory; it must exist.
        dir: PathBuf,
    },
    /// A PostgreSQL server that several programs may share.
    Postgres {
        /// The address as the operator wrote it, with its password.
        url: String,
    },
}

impl DbAddress {
    /// The database meant by the settings: the server of `url` if there is one, else the file in `data`.
    pub fn from_settings(data: &Path, url: Option<&str>) -> Result<Self> {
        let Some(url) = url.map(str::trim).filter(|url| !url.is_empty()) else {
            return Ok(Self::Sqlite {
                dir: data.to_owned(),
            });
        };
        match url.split_once("://") {
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres {
                url: url.to_owned(),
            }),
            // The rest may hold a password, so only the scheme is repeated.
            Some((scheme, _)) => Err(StoreError::Setting(format!(
                "the database address begins with `{scheme}://`, but only `postgres://` is known: \
                 leave the setting out to use SQLite in the data directory"
            ))),
            None => Err(StoreError::Setting(
                "the database address must begin with `postgres://`: \
                 leave the setting out to use SQLite in the data directory"
                    .to_owned(),
            )),
        }
    }
}

/// Prints no password.
impl std::fmt::Debug for DbAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite { dir } => f.debug_struct("Sqlite").field("dir", dir).finish(),
            Self::Postgres { .. } => f.debug_struct("Postgres").finish_non_exhaustive(),
        }
    }
}

/// How to open a database.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where it is.
    pub address: DbAddress,
    /// How many snapshots may be open at once: SQLite's readers, or PostgreSQL's connections.
    pub connections: usize,
    /// How long to wait for a free connection before saying that the database is busy.
    pub patience: Duration,
    /// How long a write waits for its turn while others write: an import holds it for minutes, and readers go on.
    pub turn: Duration,
    /// Whether a commit waits until a power cut cannot undo it. Only tests turn this off.
    pub durable: bool,
}

impl Options {
    /// The settings a server runs with.
    pub fn new(address: DbAddress) -> Self {
        let connections = match address {
            DbAddress::Sqlite { .. } => 32,
            DbAddress::Postgres { .. } => 16,
        };
        Self {
            address,
            connections,
            patience: Duration::from_secs(10),
            turn: Duration::from_secs(15 * 60),
            durable: true,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn without_an_address_the_file_in_the_data_directory_is_meant() {
        let sqlite = DbAddress::Sqlite { dir: "data".into() };
        assert_eq!(
            DbAddress::from_settings(Path::new("data"), None).unwrap(),
            sqlite
        );
        assert_eq!(
            DbAddress::from_settings(Path::new("data"), Some(" ")).unwrap(),
            sqlite
        );
    }

    #[test]
    fn a_wrong_address_is_named_without_its_password() {
        let error = DbAddress::from_settings(Path::new("data"), Some("mysql://me:secret@host/db"))
            .unwrap_err();
        assert!(error.to_string().contains("`mysql://`"), "{error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }

    #[test]
    fn a_printed_address_hides_the_password() {
        let address =
            DbAddress::from_settings(Path::new("data"), Some("postgres://me:secret@host/db"))
                .unwrap();
        assert!(!format!("{address:?}").contains("secret"));
    }
}
