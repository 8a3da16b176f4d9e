//! Bytes on their way in whose name is known only when the last has come.
//!
//! They lie apart until their file is noted; what is let go before leaves nothing.

use super::{Blobs, PIECE, Stored, gone, hex, key};
use crate::error::Result;
use crate::media_type;
use bytes::Bytes;
use object_store::path::Path as Key;
use object_store::{MultipartUpload, ObjectStoreExt, PutPayload};
use sha2::{Digest, Sha256};

/// The folder of what is not noted yet.
const APART: &str = "incoming";

/// Bytes that are still coming. Dropped, it leaves nothing.
pub struct Incoming {
    blobs: Blobs,
    key: Key,
    parts: Box<dyn MultipartUpload>,
    hash: Sha256,
    size: u64,
    /// The first bytes, which tell what they are.
    head: Vec<u8>,
    waiting: Vec<Bytes>,
    waits: usize,
}

/// Bytes that are all there and survive a crash. Dropped before they are noted, they go away.
pub struct Kept {
    blobs: Blobs,
    /// Where they lie apart; none once they have their place.
    apart: Option<Key>,
    stored: Stored,
    media_type: &'static str,
}

impl Blobs {
    /// Begins to take bytes in.
    ///
    /// # Errors
    /// `Storage` where nothing can be written.
    pub async fn receive(&self) -> Result<Incoming> {
        let name = uuid::Uuid::new_v4().simple();
        let key = Key::from(format!("{APART}/{name}"));
        let parts = self.store.put_multipart(&key).await;
        Ok(Incoming {
            blobs: self.clone(),
            key,
            parts: parts.map_err(|error| gone(&error))?,
            hash: Sha256::new(),
            size: 0,
            head: Vec::new(),
            waiting: Vec::new(),
            waits: 0,
        })
    }
}

impl Incoming {
    /// The next piece.
    ///
    /// # Errors
    /// `Storage` where it cannot be written.
    pub async fn take(&mut self, piece: Bytes) -> Result<()> {
        self.hash.update(&piece);
        self.size += piece.len() as u64;
        let missing = media_type::HEAD.saturating_sub(self.head.len());
        self.head
            .extend_from_slice(&piece[..missing.min(piece.len())]);
        self.waits += piece.len();
        self.waiting.push(piece);
        if self.waits >= PIECE {
            self.write().await?;
        }
        Ok(())
    }

    async fn write(&mut self) -> Result<()> {
        self.waits = 0;
        let pieces = PutPayload::from_iter(std::mem::take(&mut self.waiting));
        let written = self.parts.put_part(pieces).await;
        written.map_err(|error| gone(&error))
    }

    /// Leaves nothing, at once.
    pub async fn give_up(mut self) {
        let _ = self.parts.abort().await;
    }

    /// That was all: the bytes lie safely, apart from all others.
    ///
    /// # Errors
    /// `Storage` where they cannot be written.
    pub async fn end(mut self) -> Result<Kept> {
        if self.waits > 0 {
            self.write().await?;
        }
        let ended = self.parts.complete().await;
        ended.map_err(|error| gone(&error))?;
        Ok(Kept {
            media_type: media_type::of(&self.head),
            stored: Stored {
                sha256: hex(&self.hash.finalize()),
                size: self.size,
            },
            apart: Some(self.key),
            blobs: self.blobs,
        })
    }
}

impl Kept {
    /// How many bytes they are.
    pub const fn size(&self) -> u64 {
        self.stored.size
    }

    /// What they are, by themselves.
    pub(crate) const fn media_type(&self) -> &'static str {
        self.media_type
    }

    pub(crate) const fn stored(&self) -> &Stored {
        &self.stored
    }

    /// Gives the bytes their place, for good.
    pub(crate) async fn settle(&mut self) -> Result<()> {
        if let Some(apart) = &self.apart {
            let place = key(&self.stored.sha256)?;
            let moved = self.blobs.store.rename(apart, &place).await;
            moved.map_err(|error| gone(&error))?;
            self.apart = None;
        }
        Ok(())
    }

    /// Lets them go at once, unless they have their place.
    pub async fn forget(mut self) {
        if let Some(apart) = self.apart.take() {
            let _ = self.blobs.store.delete(&apart).await;
        }
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        if let (Some(apart), Ok(runtime)) =
            (self.apart.take(), tokio::runtime::Handle::try_current())
        {
            let blobs = self.blobs.clone();
            runtime.spawn(async move {
                let _ = blobs.store.delete(&apart).await;
            });
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::named;
    use super::*;
    use futures_util::TryStreamExt;

    /// Every file below a folder.
    fn lying(dir: &std::path::Path) -> Vec<String> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(lying(&path));
            } else {
                found.push(path.display().to_string());
            }
        }
        found
    }

    async fn received(blobs: &Blobs, bytes: &[u8], piece: usize) -> Incoming {
        let mut incoming = blobs.receive().await.unwrap();
        for piece in bytes.chunks(piece) {
            let piece = Bytes::copy_from_slice(piece);
            incoming.take(piece).await.unwrap();
        }
        incoming
    }

    #[tokio::test]
    async fn what_comes_in_pieces_lies_under_the_name_of_its_content_once_it_is_noted() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::at_dir(dir.path()).unwrap();
        let bytes: Vec<u8> = (0..2_500_000_u32).map(|n| (n % 251) as u8).collect();
        let mut kept = received(&blobs, &bytes, 70_000).await.end().await.unwrap();
        assert_eq!(*kept.stored(), named(&bytes));
        let name = kept.stored().sha256.clone();
        assert!(!blobs.has(&name).await);
        kept.settle().await.unwrap();
        kept.settle().await.unwrap();
        kept.forget().await;
        let read = blobs.read(&name, None).await.unwrap().unwrap();
        let read: Vec<Bytes> = read.try_collect().await.unwrap();
        assert_eq!(read.concat(), bytes);
        assert_eq!(lying(dir.path()).len(), 1);
    }

    #[tokio::test]
    async fn what_is_let_go_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::at_dir(dir.path()).unwrap();
        let kept = received(&blobs, b"some words", 3)
            .await
            .end()
            .await
            .unwrap();
        assert_eq!(lying(dir.path()).len(), 1);
        kept.forget().await;
        assert_eq!(lying(dir.path()), Vec::<String>::new());
        let kept = received(&blobs, b"some words", 3)
            .await
            .end()
            .await
            .unwrap();
        let half = received(&blobs, &[7; 2 * PIECE], 1000).await;
        assert_eq!(lying(dir.path()).len(), 2);
        drop((kept, half));
        // It goes on threads of its own.
        let gone = async {
            while !lying(dir.path()).is_empty() {
                tokio::task::yield_now().await;
            }
        };
        let waited = tokio::time::timeout(std::time::Duration::from_secs(20), gone).await;
        assert!(waited.is_ok());
    }
}
