//! A temporary folder that is gone when this program is, however it ends.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

/// A temporary folder with a keeper: a shell that waits until this program drops it or dies,
/// then does what it was told, and removes the folder.
///
/// The keeper is in a process group of its own, so that Ctrl-C does not reach it.
pub(crate) struct Temporary {
    folder: PathBuf,
    keeper: Child,
}

impl Temporary {
    /// Makes the folder and starts its keeper from `shell`, a command for `/bin/sh` under the user
    /// who shall own the folder. `farewell` is shell text that runs inside the folder before it is
    /// removed; `own` hands the new folder to that user.
    ///
    /// # Errors
    /// Where the folder cannot be made or the shell does not start.
    pub(crate) fn keep(
        mut shell: Command,
        farewell: &str,
        own: impl FnOnce(&Path) -> Result<()>,
    ) -> Result<Temporary> {
        let folder = tempfile::Builder::new()
            .prefix("vestibule-")
            .tempdir()
            .context("no temporary folder can be made")?;
        own(folder.path())?;
        let keeper = shell
            .arg("-c")
            .arg(format!("cat >/dev/null; {farewell}\nrm -rf \"$1\""))
            .arg("keeper")
            .arg(folder.path())
            .current_dir(folder.path())
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("/bin/sh did not start")?;
        Ok(Temporary {
            folder: folder.keep(),
            keeper,
        })
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // The end of its input is the keeper's sign; nothing better can be done where it fails.
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
