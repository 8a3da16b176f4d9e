//! Under which user a cluster runs: PostgreSQL refuses root.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The user who owns a cluster's files and processes.
#[derive(Clone, Copy)]
pub(crate) enum Owner {
    /// Whoever runs this program.
    Ourselves,
    /// Another user, because this program runs as root.
    Other { user: u32, group: u32 },
}

impl Owner {
    /// Ourselves; as root the user `postgres`, or `nobody` where there is no such user.
    ///
    /// # Errors
    /// Where this is root and neither of the two users exists.
    pub(crate) fn find() -> Result<Owner> {
        if !is_root()? {
            return Ok(Owner::Ourselves);
        }
        for name in ["postgres", "nobody"] {
            if let (Ok(user), Ok(group)) = (id(&["-u", name]), id(&["-g", name])) {
                return Ok(Owner::Other { user, group });
            }
        }
        bail!(
            "PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it as"
        )
    }

    /// A command that will run as this user.
    pub(crate) fn command(self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        if let Owner::Other { user, group } = self {
            command.uid(user).gid(group);
        }
        command
    }

    /// Hands a file or folder over to this user.
    ///
    /// # Errors
    /// Where the operating system refuses.
    pub(crate) fn take(self, path: &Path) -> Result<()> {
        if let Owner::Other { user, group } = self {
            std::os::unix::fs::chown(path, Some(user), Some(group)).with_context(|| {
                format!("`{}` cannot be handed to another user", path.display())
            })?;
        }
        Ok(())
    }
}

/// Whether this program runs as root.
///
/// # Errors
/// Where the program `id` cannot be asked.
pub(crate) fn is_root() -> Result<bool> {
    Ok(id(&["-u"])? == 0)
}

fn id(arguments: &[&str]) -> Result<u32> {
    let answer = Command::new("id")
        .args(arguments)
        .output()
        .context("`id` did not start")?;
    String::from_utf8_lossy(&answer.stdout)
        .trim()
        .parse()
        .with_context(|| format!("`id {}` gave no number", arguments.join(" ")))
}
