//! `vestibule migrate`

use std::process::ExitCode;

use serde_json::json;

use super::failure::Failure;
use super::{output, place};
use crate::settings::PlaceFlags;

/// Bring the database to this version's schema; a newer one is refused
///
/// `serve` does the same when it starts.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vestibule migrate --data /var/lib/vestibule")]
pub(super) struct Migrate {
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: PlaceFlags,
}

impl Migrate {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        let db = place::database_as_it_is(&self.place.place()?).await?;
        let report = store::migrate::migrate(&db, place::now()).await?;
        if self.json {
            let result = json!({"from": report.from, "to": report.to, "applied": report.applied});
            return output::line(&result.to_string());
        }
        if report.applied.is_empty() {
            eprintln!("the database has schema {} already", report.to);
        } else {
            for step in &report.applied {
                eprintln!("applied {step}");
            }
            eprintln!(
                "the database has schema {} now, it had {}",
                report.to, report.from
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}
