//! `vestibule export`

use std::io;
use std::process::ExitCode;

use store::{Operator, bundle};

use super::failure::Failure;
use super::place;
use crate::settings::PlaceFlags;

/// Write the account as a bundle to standard output
///
/// Importing it into an empty account gives the same account.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
    vestibule export --data /var/lib/vestibule --account acme --with-files > acme.ndjson")]
pub(super) struct Export {
    /// The account's name in addresses
    #[arg(long, value_name = "SLUG")]
    account: String,
    /// Put the bytes of files into the bundle, up to 16 MiB each
    #[arg(long)]
    with_files: bool,
    #[command(flatten)]
    place: PlaceFlags,
}

impl Export {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        let settings = self.place.place()?;
        let (db, blobs) = (place::database(&settings).await?, place::blobs(&settings)?);
        let permit = Operator::of_this_machine()
            .may_export(&db, &self.account)
            .await?;
        let done = bundle::export(
            &db,
            &blobs,
            permit,
            self.with_files,
            place::now(),
            io::stdout(),
        )
        .await?;
        eprintln!("exported {} lines", done.lines);
        if done.files_left_out > 0 {
            let left = done.files_left_out;
            eprintln!(
                "files without their bytes, because they are missing or larger than 16 MiB: {left}"
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}
