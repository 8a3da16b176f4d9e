//! The bytes of a file that was shown.

use crate::blobs::Blobs;
use crate::error::Result;
use crate::visible::SeenFile;
use bytes::Bytes;
use futures_util::stream::BoxStream;
use std::ops::Range;

impl Blobs {
    /// The bytes of a file, or those in `range`, as they are read; nothing where they are missing.
    ///
    /// # Errors
    /// Where the storage fails.
    pub async fn bytes(
        &self,
        file: &SeenFile,
        range: Option<Range<u64>>,
    ) -> Result<Option<BoxStream<'static, Result<Bytes>>>> {
        match file.sha256() {
            Some(sha256) => self.read(sha256, range).await,
            None => Ok(None),
        }
    }
}
