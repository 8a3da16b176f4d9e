//! Installs what the tests need from Debian's packages, where that is possible, and says so.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::postgres::is_root;

/// Installs a package; `needed` says what for, in words that begin each message.
///
/// # Errors
/// One sentence that says what to install, where nothing can be installed.
pub(crate) fn install(package: &str, needed: &str) -> Result<()> {
    let apt: &[&str] = if is_root()? {
        &["apt-get"]
    } else if succeeds(Command::new("sudo").args(["-n", "true"])) {
        &["sudo", "-n", "apt-get"]
    } else {
        bail!("{needed}: run `sudo apt-get install {package}` and start again");
    };
    if !succeeds(Command::new("apt-get").arg("--version")) {
        bail!("{needed}: install it, so that it is on the PATH, and start again");
    }
    eprintln!("{needed}: installing Debian's package `{package}` with apt-get");
    for step in [
        &["update", "-q"][..],
        &["install", "-q", "-y", "--no-install-recommends", package],
    ] {
        let status = Command::new(apt[0])
            .args(&apt[1..])
            .args(step)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdout(std::io::stderr())
            .status()
            .context("apt-get did not start")?;
        if !status.success() {
            bail!("{needed}, and `apt-get {}` failed", step.join(" "));
        }
    }
    Ok(())
}

fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
