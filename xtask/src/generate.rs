//! Writes the pages of the documentation that come from the code.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};

use crate::workspace::{cargo, root};

/// Pages that the program itself prints, by the name it knows them under.
const PRINTED: [(&str, &str); 2] = [("settings", "settings.md"), ("bundle", "bundle-keys.md")];

/// Writes every generated page that no running server is needed for.
///
/// # Errors
/// Where a page cannot be written, or the program does not build.
pub(crate) fn run() -> Result<ExitCode> {
    let docs = root().join("docs");
    write(&docs, "policy.txt", access::policy::page().as_bytes())?;
    write(
        &docs,
        "catalogue.toml",
        access::policy::catalogue().as_bytes(),
    )?;
    for (name, file) in PRINTED {
        let printed = cargo()
            .args([
                "run",
                "--quiet",
                "--package",
                "portal",
                "--",
                "generate",
                name,
            ])
            .output()
            .context("cargo did not start")?;
        let said = String::from_utf8_lossy(&printed.stderr);
        ensure!(
            printed.status.success(),
            "the program does not print `{name}`: {said}"
        );
        write(&docs, file, &printed.stdout)?;
    }
    println!("docs/doors.txt is written by its test, as its first lines say");
    Ok(ExitCode::SUCCESS)
}

fn write(docs: &Path, file: &str, page: &[u8]) -> Result<()> {
    let path = docs.join(file);
    let same = fs::read(&path).is_ok_and(|old| old == page);
    fs::write(&path, page).with_context(|| format!("`docs/{file}` cannot be written"))?;
    println!(
        "docs/{file} {}",
        if same {
            "is as it was"
        } else {
            "is written anew"
        }
    );
    Ok(())
}
