//! Opens what the settings lead to.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;

use jiff::Timestamp;
use store::{Blobs, Db, DbAddress, Options};

use super::failure::Failure;
use crate::http::Clock;
use crate::settings::{Place, WrongSetting};

/// The time, for commands.
pub(super) fn now() -> Timestamp {
    Clock::of_this_machine().now()
}

/// Opens the database that is there, with this program's schema. A directory without one is an error that says so.
pub(super) async fn database(place: &Place) -> Result<Db, Failure> {
    let db = database_as_it_is(place).await?;
    store::migrate::check(&db).await?;
    Ok(db)
}

/// Opens the database that is there, whatever its schema.
pub(super) async fn database_as_it_is(place: &Place) -> Result<Db, Failure> {
    let address = address(place)?;
    if let DbAddress::Sqlite { dir } = &address
        && !dir.join("vestibule.db").is_file()
    {
        let dir = dir.display();
        return Err(Failure::work(format!(
            "there is no database in `{dir}`: `vestibule init --data {dir} …` makes one"
        )));
    }
    Ok(Db::open(&Options::new(address)).await?)
}

/// Opens the database, makes it where it is missing, and brings it to this program's schema.
pub(super) async fn ready_database(place: &Place) -> Result<Db, Failure> {
    let db = new_database(place).await?;
    store::migrate::migrate(&db, now()).await?;
    Ok(db)
}

/// Opens the database, and makes it without tables where it is missing.
pub(super) async fn new_database(place: &Place) -> Result<Db, Failure> {
    let address = address(place)?;
    if let DbAddress::Sqlite { dir } = &address {
        make(dir)?;
    }
    Ok(Db::open(&Options::new(address)).await?)
}

/// The place of the bytes of files.
pub(super) fn blobs(place: &Place) -> Result<Blobs, Failure> {
    let dir = place.files()?;
    make(dir)?;
    Ok(Blobs::at_dir(dir)?)
}

fn address(place: &Place) -> Result<DbAddress, Failure> {
    match (&place.data, &place.database) {
        (None, None) => Err(WrongSetting::missing("data").into()),
        (data, url) => {
            let data = data.as_deref().unwrap_or(Path::new(""));
            Ok(DbAddress::from_settings(data, url.as_deref())?)
        }
    }
}

/// Makes a directory where it is missing, for the user of the program alone: whoever reads it reads everything.
fn make(dir: &Path) -> Result<(), Failure> {
    let mut made = DirBuilder::new();
    made.recursive(true)
        .mode(0o700)
        .create(dir)
        .map_err(|error| {
            Failure::work(format!(
                "the directory `{}` cannot be made: {error}",
                dir.display()
            ))
        })
}
