//! Everything that lies where the bytes of files are, whoever left it there.

use super::{Blobs, gone, is_name};
use crate::error::Result;
use jiff::Timestamp;
use std::path::{Path, PathBuf};

/// Something that lies there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lying {
    path: PathBuf,
    /// The SHA-256 that it is named by; none for what did not get so far.
    pub(crate) sha256: Option<String>,
    /// Bytes.
    pub(crate) size: u64,
    /// When it was written last.
    pub(crate) written_at: Timestamp,
}

impl Blobs {
    /// What lies there and is wanted. What goes away meanwhile is left out.
    pub(crate) async fn lying(
        &self,
        wanted: impl Fn(&Lying) -> Result<bool> + Send + 'static,
    ) -> Result<Vec<Lying>> {
        let root = self.root.clone();
        let walk = move || {
            let mut found = Vec::new();
            let mut folders = vec![root.to_path_buf()];
            while let Some(folder) = folders.pop() {
                let Ok(entries) = std::fs::read_dir(&folder) else {
                    continue;
                };
                for entry in entries {
                    let path = entry.map_err(|error| gone(&error))?.path();
                    // Links lead elsewhere, and are not ours.
                    let Ok(about) = path.symlink_metadata() else {
                        continue;
                    };
                    if about.is_dir() {
                        folders.push(path);
                    } else if about.is_file() {
                        let lying = lying(path, &about);
                        if wanted(&lying)? {
                            found.push(lying);
                        }
                    }
                }
            }
            Ok(found)
        };
        tokio::task::spawn_blocking(walk)
            .await
            .map_err(|error| gone(&error))?
    }

    /// Takes away what lies there; false where it is not as old any more, or gone.
    pub(crate) async fn take_away(&self, lying: &Lying) -> Result<bool> {
        let there = lying.path.symlink_metadata().ok();
        let same = there.is_some_and(|about| written(&about) == lying.written_at);
        if !same {
            return Ok(false);
        }
        let removed = tokio::fs::remove_file(&lying.path).await;
        removed.map_err(|error| gone(&error))?;
        Ok(true)
    }
}

fn lying(path: PathBuf, about: &std::fs::Metadata) -> Lying {
    Lying {
        sha256: name(&path),
        size: about.len(),
        written_at: written(about),
        path,
    }
}

fn name(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    is_name(name).then(|| name.to_owned())
}

/// What has no time is as young as can be.
fn written(about: &std::fs::Metadata) -> Timestamp {
    let time = about.modified().ok();
    time.and_then(|time| Timestamp::try_from(time).ok())
        .unwrap_or(Timestamp::MAX)
}
