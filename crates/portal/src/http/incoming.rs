//! A body as it comes in, read by work on a thread of its own.
//!
//! The end is said, never guessed: where the sender goes away in the middle, the reading end fails, so that half
//! a bundle is never taken for a whole one.

use std::io::{self, Read};

use axum::body::{Body, Bytes};
use futures_util::StreamExt as _;
use tokio::sync::mpsc;

use super::problem::Problem;
use super::wait::wait_for;

/// Pieces that wait to be read; the sender is held up beyond.
const WAITING: usize = 16;

enum Piece {
    Bytes(Bytes),
    End,
}

/// The reading end.
pub(super) struct Incoming {
    pieces: mpsc::Receiver<Piece>,
    rest: Bytes,
    ended: bool,
}

/// The end that takes the body off the connection.
pub(super) struct Outlet {
    body: Body,
    pieces: mpsc::Sender<Piece>,
    limit: u64,
}

/// The two ends of a body of at most `limit` bytes.
pub(super) fn ends(body: Body, limit: u64) -> (Outlet, Incoming) {
    let (sender, pieces) = mpsc::channel(WAITING);
    let outlet = Outlet {
        body,
        pieces: sender,
        limit,
    };
    (
        outlet,
        Incoming {
            pieces,
            rest: Bytes::new(),
            ended: false,
        },
    )
}

impl Outlet {
    /// Passes everything on, until it ends or nobody reads any more.
    pub(super) async fn pass_on(self) -> Result<(), Problem> {
        let mut stream = self.body.into_data_stream();
        let mut left = self.limit;
        while let Some(bytes) = stream.next().await {
            let bytes = bytes.map_err(|_| Problem::Unreadable("what was sent broke off"))?;
            left = left
                .checked_sub(bytes.len() as u64)
                .ok_or(Problem::TooLarge)?;
            if self.pieces.send(Piece::Bytes(bytes)).await.is_err() {
                return Ok(());
            }
        }
        let _ = self.pieces.send(Piece::End).await;
        Ok(())
    }
}

impl Read for Incoming {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() && !self.ended {
            match wait_for(self.pieces.recv()) {
                Some(Piece::Bytes(bytes)) => self.rest = bytes,
                Some(Piece::End) => self.ended = true,
                None => {
                    return Err(io::Error::new(
                        io::ErrorKind::UnexpectedEof,
                        "what was sent broke off",
                    ));
                }
            }
        }
        let count = into.len().min(self.rest.len());
        into[..count].copy_from_slice(&self.rest.split_to(count));
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use futures_util::stream;
    use tokio::runtime::Handle;

    async fn read(body: Body, limit: u64) -> (Result<(), Problem>, io::Result<String>) {
        let (outlet, mut incoming) = ends(body, limit);
        let reading = tokio::task::spawn_blocking(move || {
            let mut text = String::new();
            // Imports read inside work that the runtime drives.
            Handle::current().block_on(async { incoming.read_to_string(&mut text).map(|_| text) })
        });
        let (passed, text) = tokio::join!(outlet.pass_on(), reading);
        (passed, text.unwrap())
    }

    fn pieces(pieces: Vec<Result<&'static str, io::Error>>) -> Body {
        Body::from_stream(stream::iter(pieces))
    }

    #[tokio::test]
    async fn a_body_arrives_whole_and_in_order() {
        let long = "x".repeat(100_000);
        let (passed, text) = read(Body::from(long.clone()), 200_000).await;
        assert!(passed.is_ok());
        assert_eq!(text.unwrap(), long);
        let (_, text) = read(pieces((0..1_000).map(|_| Ok("ab")).collect()), 5_000).await;
        assert_eq!(text.unwrap(), "ab".repeat(1_000));
        assert_eq!(read(Body::empty(), 0).await.1.unwrap(), "");
    }

    #[tokio::test]
    async fn a_body_that_breaks_off_or_is_too_large_never_looks_whole() {
        let (passed, text) = read(
            pieces(vec![Ok("half"), Err(io::ErrorKind::ConnectionReset.into())]),
            100,
        )
        .await;
        assert!(matches!(passed, Err(Problem::Unreadable(_))));
        assert!(text.is_err());
        let (passed, text) = read(pieces(vec![Ok("half"), Ok("more")]), 7).await;
        assert!(matches!(passed, Err(Problem::TooLarge)));
        assert!(text.is_err());
    }
}
