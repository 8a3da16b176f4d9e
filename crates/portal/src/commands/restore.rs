//! `vestibule restore`

use std::fs::File;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use store::Operator;
use store::backup::{Copied, check, restore};

use super::backup::json;
use super::failure::Failure;
use super::progress::Shown;
use super::{output, place};
use crate::settings::{Place, PlaceFlags};

/// Fill an empty database and the storage from a backup, all or nothing
///
/// The backup may come from SQLite or PostgreSQL and from an earlier version. A file is read twice: nothing is
/// touched unless it is whole.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    vestibule restore --data /var/lib/vestibule /backups/monday.tar\n  \
    vestibule restore --data /var/lib/vestibule --database postgres://vestibule@db/new /backups/monday.tar")]
pub(super) struct Restore {
    /// The file; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print what was restored as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: PlaceFlags,
}

impl Restore {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        let settings = self.place.place()?;
        let restored = if self.file == Path::new("-") {
            if io::stdin().is_terminal() {
                return Err(Failure::call(
                    "`-` reads a backup from standard input, which is a terminal",
                ));
            }
            fill(&settings, None, io::stdin()).await?
        } else {
            let size = self.whole()?;
            fill(&settings, Some(size), self.open()?).await?
        };
        eprintln!(
            "restored {} rows and {} files",
            restored.rows, restored.files
        );
        if restored.files_missing > 0 {
            eprintln!(
                "files that were damaged already when the backup was made, and were left out: {}",
                restored.files_missing
            );
        }
        if self.json {
            return output::line(&json(&restored).to_string());
        }
        Ok(ExitCode::SUCCESS)
    }

    fn open(&self) -> Result<File, Failure> {
        let unreadable = |error| {
            Failure::work(format!(
                "the file `{}` cannot be read: {error}",
                self.file.display()
            ))
        };
        File::open(&self.file).map_err(unreadable)
    }

    /// Reads all of the file, and gives its size.
    fn whole(&self) -> Result<u64, Failure> {
        let file = self.open()?;
        let size = file.metadata().map_or(0, |found| found.len());
        let mut shown = Shown::begin(Some(size));
        let checked = check(file, |progress| shown.tell_copied("checking", &progress));
        checked.map_err(|error| Failure::work(format!("`{}`: {error}", self.file.display())))?;
        Ok(size)
    }
}

async fn fill(
    settings: &Place,
    size: Option<u64>,
    source: impl io::Read + Send + 'static,
) -> Result<Copied, Failure> {
    let (db, blobs) = (
        place::new_database(settings).await?,
        place::blobs(settings)?,
    );
    let mut shown = Shown::begin(size);
    let tell = move |progress| shown.tell_copied("restoring", &progress);
    let operator = Operator::of_this_machine();
    Ok(restore(&operator, &db, &blobs, place::now(), source, tell).await?)
}
