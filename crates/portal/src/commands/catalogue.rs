//! `vestibule catalogue`

use std::process::ExitCode;

use super::failure::Failure;
use super::output;

/// Print every module with its fields, relations, actions and notifications, and the built-in roles
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vestibule catalogue --json | jq .modules.tasks.fields")]
pub(super) struct Catalogue {
    /// Print JSON (there is no other form)
    #[arg(long)]
    json: bool,
}

impl Catalogue {
    pub(super) fn run(self) -> Result<ExitCode, Failure> {
        let _ = self.json;
        let catalogue = access::roles::catalogue();
        output::line(&serde_json::to_string_pretty(&catalogue).unwrap_or_default())
    }
}
