//! `vestibule backup`

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use store::Operator;
use store::backup::{Copied, backup};

use super::failure::Failure;
use super::progress::Shown;
use super::{output, place};
use crate::settings::PlaceFlags;

/// Copy the database and all files into one file, while the server runs
///
/// The copy is of one moment. Tokens, secrets and the audit log are in it, so only its owner can read the file.
/// `vestibule restore` takes it into SQLite or PostgreSQL, whichever it was made from.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    vestibule backup --data /var/lib/vestibule /backups/monday.tar\n  \
    vestibule backup --data /var/lib/vestibule - | gzip > monday.tar.gz")]
pub(super) struct Backup {
    /// The file; `-` is standard output. A file that is there is replaced when the copy is whole
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Print what was copied as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: PlaceFlags,
}

impl Backup {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        let to_output = self.file == Path::new("-");
        if to_output && self.json {
            return Err(Failure::call(
                "`--json` and `-` cannot both have standard output",
            ));
        }
        let settings = self.place.place()?;
        let (db, blobs) = (
            place::database_as_it_is(&settings).await?,
            place::blobs(&settings)?,
        );
        let operator = Operator::of_this_machine();
        let mut shown = Shown::begin(None);
        let tell = move |progress| shown.tell_copied("copying", &progress);
        if to_output {
            let copied = backup(&operator, &db, &blobs, place::now(), io::stdout(), tell).await?;
            return self.say(&copied);
        }
        let (part, file) = Part::beside(&self.file)?;
        let writer = file
            .try_clone()
            .map_err(|error| unwritable(&self.file, &error))?;
        let copied = backup(&operator, &db, &blobs, place::now(), writer, tell).await?;
        part.becomes(&file, &self.file)?;
        self.say(&copied)
    }

    fn say(&self, copied: &Copied) -> Result<ExitCode, Failure> {
        eprintln!(
            "copied {} rows and {} files, {} MiB",
            copied.rows,
            copied.files,
            copied.bytes.div_ceil(1 << 20)
        );
        if copied.files_missing > 0 {
            eprintln!(
                "files whose bytes are missing in the storage: {}",
                copied.files_missing
            );
        }
        if self.json {
            return output::line(&json(copied).to_string());
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// What was copied, as JSON.
pub(super) fn json(copied: &Copied) -> serde_json::Value {
    serde_json::json!({
        "rows": copied.rows,
        "files": copied.files,
        "bytes": copied.bytes,
        "files_missing": copied.files_missing,
    })
}

fn unwritable(file: &Path, error: &io::Error) -> Failure {
    Failure::work(format!(
        "the file `{}` cannot be written: {error}",
        file.display()
    ))
}

/// The file while it is not whole, under a name of its own; gone when this is dropped before.
struct Part(Option<PathBuf>);

impl Part {
    /// An empty one beside `file`, for nobody but us.
    fn beside(file: &Path) -> Result<(Part, File), Failure> {
        let mut name = file.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", uuid::Uuid::new_v4().simple()));
        let path = file.with_file_name(name);
        let made = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path);
        match made {
            Ok(opened) => Ok((Part(Some(path)), opened)),
            Err(error) => Err(unwritable(file, &error)),
        }
    }

    /// Gives it the name of `file`, once all of it is on the disk.
    fn becomes(mut self, opened: &File, file: &Path) -> Result<(), Failure> {
        let Some(path) = &self.0 else { return Ok(()) };
        opened
            .sync_all()
            .and_then(|()| fs::rename(path, file))
            .and_then(|()| sync_folder(file))
            .map_err(|error| unwritable(file, &error))?;
        self.0 = None;
        Ok(())
    }
}

/// Without this the new name could be lost in a power cut.
fn sync_folder(file: &Path) -> io::Result<()> {
    match file.parent() {
        Some(folder) if folder != Path::new("") => File::open(folder)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if let Some(path) = &self.0 {
            let _ = fs::remove_file(path);
        }
    }
}
