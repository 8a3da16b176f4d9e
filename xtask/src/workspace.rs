//! Where the workspace is, and cargo as a person would call it there.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

/// The folder that holds the workspace's `Cargo.toml`.
pub(crate) fn root() -> PathBuf {
    let mut folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    folder.pop();
    folder
}

/// One of this machine's environment variables.
#[expect(
    clippy::disallowed_methods,
    reason = "these are the machine's, not the program's settings"
)]
pub(crate) fn environment(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

/// Cargo, started in the workspace's folder.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(environment("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root());
    // What cargo told this program about itself would make build scripts run again.
    #[expect(
        clippy::disallowed_methods,
        reason = "these are the machine's, not the program's settings"
    )]
    for (name, _) in std::env::vars_os() {
        let told = name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
        });
        if told {
            cargo.env_remove(name);
        }
    }
    cargo
}

/// The platform that this machine builds for, such as `x86_64-unknown-linux-gnu`.
///
/// # Errors
/// Where `rustc` does not start or does not say it.
pub(crate) fn target_triple() -> Result<String> {
    let answer = Command::new("rustc")
        .arg("-vV")
        .current_dir(root())
        .output()
        .context("rustc did not start")?;
    let answer = String::from_utf8_lossy(&answer.stdout).into_owned();
    let host = answer.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .context("`rustc -vV` does not name its platform")
}

/// The command without the settings of the program that this machine's environment holds.
#[expect(
    clippy::disallowed_methods,
    reason = "these are the machine's, not the program's settings"
)]
pub(crate) fn without_settings(mut command: Command) -> Command {
    for (name, _) in std::env::vars_os() {
        if name
            .to_str()
            .is_some_and(|name| name.starts_with("VESTIBULE_"))
        {
            command.env_remove(name);
        }
    }
    command
}
