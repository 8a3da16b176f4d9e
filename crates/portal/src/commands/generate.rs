//! `vestibule generate`: the pages of the documentation that are written from the code.

use std::process::ExitCode;

use clap::ValueEnum;

use super::failure::Failure;
use super::output;
use crate::{openapi, settings};

/// Print a page of the documentation that is written from the code
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  vestibule generate settings > docs/settings.md")]
pub(super) struct Generate {
    /// Which page
    page: Page,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Page {
    /// docs/settings.md
    Settings,
    /// docs/bundle-keys.md
    Bundle,
    /// The description of the interface
    Openapi,
}

impl Generate {
    pub(super) fn run(self) -> Result<ExitCode, Failure> {
        match self.page {
            Page::Settings => output::text(&settings::document()),
            Page::Bundle => output::text(&store::bundle::page()),
            Page::Openapi => {
                let document = openapi::document(&crate::http::routes::routes());
                output::line(&serde_json::to_string_pretty(&document).unwrap_or_default())
            }
        }
    }
}
