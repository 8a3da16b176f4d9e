//! A body as it is written by work on a thread of its own.
//!
//! Where the work fails, the body breaks off instead of ending, so that half a bundle never looks whole.

use std::future::Future;
use std::io::{self, Write};

use axum::body::{Body, Bytes};
use futures_util::{FutureExt as _, StreamExt as _, stream};
use tokio::sync::mpsc;

use super::wait::wait_for;

/// Pieces that wait to be sent; the writer is held up beyond.
const WAITING: usize = 16;

/// The writing end.
pub(super) struct Outgoing {
    pieces: mpsc::Sender<Bytes>,
}

/// A body made of what `work` writes, whose failure ends it early.
pub(super) fn body<W, E>(work: impl FnOnce(Outgoing) -> W) -> Body
where
    W: Future<Output = Result<(), E>> + Send + 'static,
    E: std::error::Error + Send + 'static,
{
    let (sender, receiver) = mpsc::channel(WAITING);
    let work = tokio::spawn(work(Outgoing { pieces: sender }));
    let written = stream::unfold(receiver, |mut receiver| async {
        let piece = receiver.recv().await?;
        Some((Ok(piece), receiver))
    });
    let ended = async move {
        match work.await {
            Ok(Ok(())) => None,
            Ok(Err(error)) => {
                tracing::error!(%error, "a body broke off");
                Some(Err(io::Error::other("broken off")))
            }
            Err(_) => Some(Err(io::Error::other("broken off"))),
        }
    };
    let ended = ended.into_stream().filter_map(|failure| async { failure });
    Body::from_stream(written.chain(ended))
}

impl Write for Outgoing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        wait_for(self.pieces.send(Bytes::copy_from_slice(bytes)))
            .map(|()| bytes.len())
            .map_err(|_| io::Error::new(io::ErrorKind::BrokenPipe, "nobody reads any more"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use http_body_util::BodyExt as _;

    fn written(fails: bool) -> Body {
        body(move |mut out| async move {
            let work = move || {
                for _ in 0..1_000 {
                    out.write_all(b"line\n")?;
                }
                if fails {
                    Err(io::Error::other("no"))
                } else {
                    Ok(())
                }
            };
            tokio::task::spawn_blocking(work).await.unwrap()
        })
    }

    #[tokio::test]
    async fn a_body_is_all_that_was_written_or_breaks_off() {
        assert_eq!(
            written(false).collect().await.unwrap().to_bytes().len(),
            5_000
        );
        assert!(written(true).collect().await.is_err());
    }

    #[tokio::test]
    async fn the_writer_stops_when_nobody_reads() {
        let (sender, stopped) = tokio::sync::oneshot::channel();
        let endless = body(move |mut out| async move {
            let work = move || while out.write_all(b"line\n").is_ok() {};
            tokio::task::spawn_blocking(work).await.unwrap();
            let _ = sender.send(());
            Ok::<(), io::Error>(())
        });
        drop(endless);
        assert!(stopped.await.is_ok());
    }
}
