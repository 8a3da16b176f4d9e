//! `vestibule audit`

use std::process::ExitCode;

use clap::Subcommand;
use serde_json::json;

use super::failure::Failure;
use super::{output, place};
use crate::settings::PlaceFlags;

/// Look after the audit log
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vestibule audit verify --data /var/lib/vestibule")]
pub(super) struct Audit {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Verify(Verify),
}

/// Check the hash chain of every account's log
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vestibule audit verify --data /var/lib/vestibule")]
struct Verify {
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: PlaceFlags,
}

impl Audit {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        let Command::Verify(verify) = self.command;
        let db = place::database(&verify.place.place()?).await?;
        let found = store::audit::verify(&db).await?;
        let whole = found.broken_at.is_none();
        if verify.json {
            output::line(&json!({"whole": whole, "lines": found.lines}).to_string())?;
        } else if whole {
            eprintln!(
                "the audit log is whole: {} lines, each with the right hash",
                found.lines
            );
        }
        match found.broken_at {
            None => Ok(ExitCode::SUCCESS),
            Some((account, line)) => Err(Failure::work(format!(
                "the audit log was changed: the chain of account {account} is broken at line {line}, after {} lines that are whole",
                found.lines
            ))),
        }
    }
}
