//! Cuts a stream into lines without ever holding more than one.

use std::io::{BufRead, BufReader, Read};

/// The most bytes of a line.
pub(crate) const LINE: usize = 32 << 20;

/// A line of the stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Frame<'f> {
    /// Its bytes, without the end of the line.
    Line(&'f [u8]),
    /// It was longer than is taken; its end was skipped to.
    TooLong,
}

/// Lines of a stream, counted from 1.
pub(crate) struct Frames<R> {
    source: BufReader<R>,
    buffer: Vec<u8>,
    most: usize,
    /// The line given last.
    pub(crate) line: u64,
    /// Bytes read so far.
    pub(crate) bytes: u64,
}

impl<R: Read> Frames<R> {
    pub(crate) fn new(source: R, most: usize) -> Self {
        Self {
            source: BufReader::with_capacity(1 << 16, source),
            buffer: Vec::new(),
            most,
            line: 0,
            bytes: 0,
        }
    }

    /// The next line; `seen` is shown every piece of the stream as it passes. None at the end.
    pub(crate) fn next(
        &mut self,
        mut seen: impl FnMut(&[u8]),
    ) -> std::io::Result<Option<Frame<'_>>> {
        // One unusually long line should not hold its memory for the rest of the bundle.
        if self.buffer.capacity() > 1 << 20 {
            self.buffer = Vec::new();
        }
        self.buffer.clear();
        let mut too_long = false;
        let mut any = false;
        loop {
            let piece = match self.source.fill_buf() {
                Ok(piece) => piece,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if piece.is_empty() {
                break;
            }
            any = true;
            let end = piece.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(piece.len(), |end| end + 1);
            let kept = &piece[..end.unwrap_or(piece.len())];
            if self.buffer.len() + kept.len() > self.most {
                too_long = true;
            } else if !too_long {
                self.buffer.extend_from_slice(kept);
            }
            seen(&piece[..taken]);
            self.bytes += taken as u64;
            self.source.consume(taken);
            if end.is_some() {
                break;
            }
        }
        if !any {
            return Ok(None);
        }
        self.line += 1;
        Ok(Some(if too_long {
            Frame::TooLong
        } else {
            Frame::Line(self.buffer.strip_suffix(b"\r").unwrap_or(&self.buffer))
        }))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn lines_come_one_by_one_and_the_last_needs_no_end() {
        let mut frames = Frames::new(&b"a\r\n\n0123456789\nlast"[..], 5);
        let mut bytes = Vec::new();
        let mut next = || {
            frames
                .next(|piece| bytes.extend_from_slice(piece))
                .unwrap()
                .map(|frame| match frame {
                    Frame::Line(line) => String::from_utf8(line.to_vec()).unwrap(),
                    Frame::TooLong => "too long".to_owned(),
                })
        };
        let all: Vec<_> = std::iter::from_fn(&mut next).collect();
        assert_eq!(all, ["a", "", "too long", "last"]);
        assert_eq!(bytes, b"a\r\n\n0123456789\nlast");
        assert_eq!((frames.line, frames.bytes), (4, 19));
    }
}
