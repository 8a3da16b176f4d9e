//! Where the browser of the tests is; installs it on Debian where there is none.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::debian;
use crate::workspace::environment;

/// The program of Chromium.
///
/// # Errors
/// One sentence that says what to install, where nothing is found and nothing can be installed.
pub(crate) fn find_or_install() -> Result<PathBuf> {
    if let Some(program) = find() {
        return Ok(program);
    }
    debian::install("chromium", "the tests need a browser (`chromium`)")?;
    find().context("apt-get brought no `chromium`; install it, so that it is on the PATH")
}

fn find() -> Option<PathBuf> {
    let path = environment("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|program| program.is_file())
}
