//! The bytes of files, kept by their content: `files/aa/bb/<sha256>`.
//!
//! Bytes go in for anybody who may write a file; they come out inside this crate alone, for a file that was seen.
//! What nothing names is swept away once it has lain for a day, so whoever keeps bytes that are there already writes
//! them again: then they are young.

mod incoming;
mod lying;

pub use incoming::{Incoming, Kept};
pub(crate) use lying::Lying;

use crate::error::{Result, StoreError};
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{GetOptions, MultipartUpload, ObjectStore, ObjectStoreExt, PutPayload};
use sha2::{Digest, Sha256};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// How much of a file is held in memory while it passes, in bytes.
const PIECE: usize = 1 << 20;

/// Where the bytes of files lie. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    /// The folder it all lies in.
    root: Arc<Path>,
}

/// What was put: its name and its size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stored {
    /// SHA-256 in hexadecimal, which is its name.
    pub(crate) sha256: String,
    /// Bytes.
    pub(crate) size: u64,
}

impl Blobs {
    /// Files below `dir/files`, which is made if it is not there.
    ///
    /// # Errors
    /// `Storage` where the folder cannot be made.
    pub fn at_dir(dir: &Path) -> Result<Self> {
        let files = dir.join("files");
        std::fs::create_dir_all(&files).map_err(|error| gone(&error))?;
        let store = LocalFileSystem::new_with_prefix(&files).map_err(|error| gone(&error))?;
        // What the database says is there must be there after a power cut too.
        let store = store.with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            root: files.into(),
        })
    }

    /// Keeps bytes that are in memory.
    pub(crate) async fn put(&self, bytes: Bytes) -> Result<Stored> {
        let stored = named(&bytes);
        self.store
            .put(&key(&stored.sha256)?, PutPayload::from(bytes))
            .await
            .map_err(|error| gone(&error))?;
        Ok(stored)
    }

    /// Keeps a local file, read twice: for its name, and for its bytes.
    pub(crate) async fn put_file(&self, path: &Path) -> Result<Stored> {
        let stored = named_file(path)?;
        let mut upload = self
            .store
            .put_multipart(&key(&stored.sha256)?)
            .await
            .map_err(|error| gone(&error))?;
        let mut hash = Sha256::new();
        for piece in pieces(path)? {
            let piece = piece?;
            hash.update(&piece);
            upload
                .put_part(PutPayload::from(piece))
                .await
                .map_err(|error| gone(&error))?;
        }
        if hex(&hash.finalize()) != stored.sha256 {
            let _ = upload.abort().await;
            return Err(StoreError::Storage(
                "a file changed while it was read".to_owned(),
            ));
        }
        upload.complete().await.map_err(|error| gone(&error))?;
        Ok(stored)
    }

    /// Begins to keep bytes that come piece by piece under a name that is known; none where they are there already.
    pub(crate) async fn begin(&self, sha256: &str) -> Result<Option<Upload>> {
        let key = key(sha256)?;
        if self.store.head(&key).await.is_ok() {
            return Ok(None);
        }
        let parts = self
            .store
            .put_multipart(&key)
            .await
            .map_err(|error| gone(&error))?;
        Ok(Some(Upload {
            parts,
            hash: Sha256::new(),
            sha256: sha256.to_owned(),
        }))
    }

    /// Removes bytes that nothing names.
    pub(crate) async fn remove(&self, sha256: &str) -> Result<()> {
        self.store
            .delete(&key(sha256)?)
            .await
            .map_err(|error| gone(&error))
    }

    /// How many bytes there are; none where they are not there.
    pub(crate) async fn size(&self, sha256: &str) -> Result<Option<u64>> {
        match self.store.head(&key(sha256)?).await {
            Ok(found) => Ok(Some(found.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(gone(&error)),
        }
    }

    /// Whether the bytes are there.
    #[cfg(test)]
    pub(crate) async fn has(&self, sha256: &str) -> bool {
        match key(sha256) {
            Ok(key) => self.store.head(&key).await.is_ok(),
            Err(_) => false,
        }
    }

    /// The bytes, or a part of them, as they are read; `None` where they are not there.
    pub(crate) async fn read(
        &self,
        sha256: &str,
        range: Option<Range<u64>>,
    ) -> Result<Option<BoxStream<'static, Result<Bytes>>>> {
        let options = GetOptions {
            range: range.map(Into::into),
            ..GetOptions::default()
        };
        match self.store.get_opts(&key(sha256)?, options).await {
            Ok(found) => Ok(Some(
                found
                    .into_stream()
                    .map(|piece| piece.map_err(|error| gone(&error)))
                    .boxed(),
            )),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(gone(&error)),
        }
    }
}

/// Bytes on their way in.
pub(crate) struct Upload {
    parts: Box<dyn MultipartUpload>,
    hash: Sha256,
    sha256: String,
}

impl Upload {
    /// The next piece.
    pub(crate) async fn piece(&mut self, bytes: Bytes) -> Result<()> {
        self.hash.update(&bytes);
        self.parts
            .put_part(PutPayload::from(bytes))
            .await
            .map_err(|error| gone(&error))
    }

    /// Keeps the bytes; where they are not those of the name, keeps nothing and gives false.
    pub(crate) async fn finish(mut self) -> Result<bool> {
        if hex(&self.hash.clone().finalize()) != self.sha256 {
            self.give_up().await;
            return Ok(false);
        }
        self.parts.complete().await.map_err(|error| gone(&error))?;
        Ok(true)
    }

    /// Keeps nothing.
    pub(crate) async fn give_up(mut self) {
        let _ = self.parts.abort().await;
    }
}

/// The name bytes in memory would be kept under.
pub(crate) fn named(bytes: &[u8]) -> Stored {
    Stored {
        sha256: hex(&Sha256::digest(bytes)),
        size: bytes.len() as u64,
    }
}

/// The name a local file would be kept under.
pub(crate) fn named_file(path: &Path) -> Result<Stored> {
    let mut hash = Sha256::new();
    let mut size = 0;
    for piece in pieces(path)? {
        let piece = piece?;
        hash.update(&piece);
        size += piece.len() as u64;
    }
    Ok(Stored {
        sha256: hex(&hash.finalize()),
        size,
    })
}

/// Whether a text is the name of bytes: 64 hexadecimal digits in lower case.
pub(crate) fn is_name(sha256: &str) -> bool {
    sha256.len() == 64
        && sha256
            .bytes()
            .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
}

fn key(sha256: &str) -> Result<Key> {
    if !is_name(sha256) {
        return Err(StoreError::broken("a file's name is no SHA-256"));
    }
    Ok(Key::from(format!(
        "{}/{}/{sha256}",
        &sha256[..2],
        &sha256[2..4]
    )))
}

fn pieces(path: &Path) -> Result<impl Iterator<Item = Result<Bytes>>> {
    use std::io::Read;
    let mut file = std::fs::File::open(path).map_err(|error| gone(&error))?;
    Ok(std::iter::from_fn(move || {
        let mut piece = Vec::with_capacity(PIECE);
        match file.by_ref().take(PIECE as u64).read_to_end(&mut piece) {
            Ok(0) => None,
            Ok(_) => Some(Ok(Bytes::from(piece))),
            Err(error) => Some(Err(gone(&error))),
        }
    }))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn gone(error: &dyn std::fmt::Display) -> StoreError {
    StoreError::Storage(error.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use futures_util::TryStreamExt;

    async fn all(blobs: &Blobs, sha256: &str, range: Option<Range<u64>>) -> Option<Vec<u8>> {
        let pieces: Vec<Bytes> = blobs
            .read(sha256, range)
            .await
            .unwrap()?
            .try_collect()
            .await
            .unwrap();
        Some(pieces.concat())
    }

    #[tokio::test]
    async fn bytes_come_out_as_they_went_in_under_the_name_of_their_content() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::at_dir(dir.path()).unwrap();
        let stored = blobs.put(Bytes::from_static(b"hello")).await.unwrap();
        assert_eq!(
            stored.sha256,
            "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
        );
        assert!(
            dir.path()
                .join("files/2c/f2")
                .join(&stored.sha256)
                .is_file()
        );
        assert_eq!(
            blobs.put(Bytes::from_static(b"hello")).await.unwrap(),
            stored
        );
        assert_eq!(all(&blobs, &stored.sha256, None).await.unwrap(), b"hello");
        assert_eq!(
            all(&blobs, &stored.sha256, Some(1..3)).await.unwrap(),
            b"el"
        );
    }

    #[tokio::test]
    async fn a_local_file_is_kept_whole_however_large() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::at_dir(dir.path()).unwrap();
        let bytes: Vec<u8> = (0..2_500_000_u32).map(|n| (n % 251) as u8).collect();
        let path = dir.path().join("large");
        std::fs::write(&path, &bytes).unwrap();
        let stored = blobs.put_file(&path).await.unwrap();
        assert_eq!(stored, named(&bytes));
        assert_eq!(all(&blobs, &stored.sha256, None).await.unwrap(), bytes);
    }

    #[tokio::test]
    async fn what_was_never_put_is_not_there_and_a_wrong_name_leads_nowhere() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::at_dir(dir.path()).unwrap();
        assert!(blobs.read(&"0".repeat(64), None).await.unwrap().is_none());
        assert!(!blobs.has("../../../etc/passwd").await);
        assert!(blobs.read("../x", None).await.is_err());
    }
}
