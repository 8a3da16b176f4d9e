//! Where the data is.

use std::path::{Path, PathBuf};

use super::{Given, Storage, WrongSetting};

/// The settings that lead to the database and the files.
#[derive(Debug, Clone, Default)]
pub struct Place {
    /// The data directory.
    pub data: Option<PathBuf>,
    /// The PostgreSQL server, where it is not SQLite in the data directory.
    pub database: Option<String>,
    /// Where files lie, where it is not the data directory.
    pub storage: Option<Storage>,
}

impl Place {
    /// Reads the three settings.
    pub fn read(given: &Given) -> Result<Place, WrongSetting> {
        Ok(Place {
            data: given.text("data").map(PathBuf::from),
            database: given.text("database").map(str::to_owned),
            storage: given.read("storage")?,
        })
    }

    /// The same place with that data directory, unless one was given.
    pub fn or_data(mut self, dir: &Path) -> Place {
        self.data.get_or_insert_with(|| dir.to_owned());
        self
    }

    /// The data directory, which must have been given.
    pub fn data(&self) -> Result<&Path, WrongSetting> {
        self.data
            .as_deref()
            .ok_or_else(|| WrongSetting::missing("data"))
    }

    /// The directory under which files lie.
    pub fn files(&self) -> Result<&Path, WrongSetting> {
        match &self.storage {
            Some(Storage::Directory(dir)) => Ok(dir),
            None => self.data(),
        }
    }
}
