//! The archive: members one after the other, in the plain form that every `tar` reads.
//!
//! What is read must be exactly what would be written, down to the padding, so that no changed byte goes unseen.

use super::failure::BackupError;
use sha2::{Digest, Sha256};
use std::io::{Read, Write};

const BLOCK: usize = 512;
/// The longest size that the octal field of a header holds; larger ones are written in binary.
const OCTAL_SIZE: u64 = 8 << 30;

type Block = [u8; BLOCK];

/// The header of a member: its name of at most 99 characters, and its size in bytes.
fn header(name: &str, size: u64) -> Block {
    let mut block = [0; BLOCK];
    let mut put = |at: usize, bytes: &[u8]| block[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, name.as_bytes());
    put(100, b"0000600\x000000000\x000000000\x00");
    if size < OCTAL_SIZE {
        put(124, format!("{size:011o}\0").as_bytes());
    } else {
        put(124, &[0x80]);
        put(128, &size.to_be_bytes());
    }
    put(136, b"00000000000\x00");
    // The sum is taken with spaces in its own place.
    put(148, b"        0");
    put(257, b"ustar\x0000");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    block
}

/// The name and the size a header says.
fn named(block: &Block) -> Option<(String, u64)> {
    let name = block[..100].split(|byte| *byte == 0).next()?;
    let name = std::str::from_utf8(name).ok()?.to_owned();
    let size = if block[124] == 0x80 {
        u64::from_be_bytes(block[128..136].try_into().ok()?)
    } else {
        let digits = std::str::from_utf8(&block[124..135]).ok()?;
        u64::from_str_radix(digits, 8).ok()?
    };
    Some((name, size))
}

fn padding(size: u64) -> usize {
    (BLOCK - (size % BLOCK as u64) as usize) % BLOCK
}

/// Writes an archive.
pub(super) struct Packer<W> {
    out: W,
    hash: Sha256,
    /// Bytes so far.
    pub(super) bytes: u64,
    /// Bytes of the member that are still to come.
    left: u64,
    padding: usize,
}

impl<W: Write> Packer<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            out,
            hash: Sha256::new(),
            bytes: 0,
            left: 0,
            padding: 0,
        }
    }

    /// Writes a member whose content is in memory.
    pub(super) fn member(&mut self, name: &str, content: &[u8]) -> Result<(), BackupError> {
        self.begin(name, content.len() as u64)?;
        self.piece(content)
    }

    /// Begins a member, whose content follows in pieces.
    pub(super) fn begin(&mut self, name: &str, size: u64) -> Result<(), BackupError> {
        self.write(&header(name, size))?;
        (self.left, self.padding) = (size, padding(size));
        self.end_if_full()
    }

    /// A piece of the content of a member.
    pub(super) fn piece(&mut self, piece: &[u8]) -> Result<(), BackupError> {
        self.left = self
            .left
            .checked_sub(piece.len() as u64)
            .ok_or_else(changed)?;
        self.write(piece)?;
        self.end_if_full()
    }

    /// Fails where the member that was begun did not come whole.
    pub(super) fn ended(&self) -> Result<(), BackupError> {
        if self.left == 0 {
            Ok(())
        } else {
            Err(changed())
        }
    }

    fn end_if_full(&mut self) -> Result<(), BackupError> {
        if self.left == 0 && self.padding > 0 {
            let zeros = [0; BLOCK];
            let padding = std::mem::take(&mut self.padding);
            self.write(&zeros[..padding])?;
        }
        Ok(())
    }

    /// The SHA-256 of every byte so far.
    pub(super) fn digest(&self) -> [u8; 32] {
        self.hash.clone().finalize().into()
    }

    /// Ends the archive.
    pub(super) fn finish(mut self) -> Result<u64, BackupError> {
        self.write(&[0; 2 * BLOCK])?;
        self.out.flush().map_err(BackupError::Output)?;
        Ok(self.bytes)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), BackupError> {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        self.out.write_all(bytes).map_err(BackupError::Output)
    }
}

fn changed() -> BackupError {
    BackupError::Output(std::io::Error::other(
        "a file changed its size while it was copied",
    ))
}

/// A member as it was announced.
pub(super) struct Member {
    pub(super) name: String,
    pub(super) size: u64,
}

/// Reads an archive that a [`Packer`] wrote.
pub(super) struct Unpacker<R> {
    from: R,
    hash: Sha256,
    /// The SHA-256 of every byte before the member that was begun last.
    pub(super) digest_before: [u8; 32],
    /// Bytes so far.
    pub(super) bytes: u64,
    left: u64,
    padding: usize,
}

impl<R: Read> Unpacker<R> {
    pub(super) fn new(from: R) -> Self {
        Self {
            from,
            hash: Sha256::new(),
            digest_before: [0; 32],
            bytes: 0,
            left: 0,
            padding: 0,
        }
    }

    /// The next member, whose content is to be read whole before the one after.
    pub(super) fn next(&mut self) -> Result<Member, BackupError> {
        self.digest_before = self.hash.clone().finalize().into();
        let mut block = [0; BLOCK];
        self.fill(&mut block)?;
        let Some((name, size)) = named(&block).filter(|(name, size)| header(name, *size) == block)
        else {
            return Err(self.unlike("a member of the archive cannot be read"));
        };
        (self.left, self.padding) = (size, padding(size));
        self.end_if_read()?;
        Ok(Member { name, size })
    }

    /// The content of a member that must fit into `most` bytes.
    pub(super) fn content(&mut self, member: &Member, most: u64) -> Result<Vec<u8>, BackupError> {
        if member.size > most {
            return Err(self.unlike("a member of the archive is larger than any that is written"));
        }
        let mut content = vec![0; member.size as usize];
        let mut at = 0;
        while at < content.len() {
            at += self.read(&mut content[at..])?;
        }
        Ok(content)
    }

    /// Reads on in the content of a member; 0 at its end.
    pub(super) fn read(&mut self, into: &mut [u8]) -> Result<usize, BackupError> {
        let most = usize::try_from(self.left)
            .unwrap_or(usize::MAX)
            .min(into.len());
        if most == 0 {
            return Ok(0);
        }
        self.fill(&mut into[..most])?;
        self.left -= most as u64;
        self.end_if_read()?;
        Ok(most)
    }

    fn end_if_read(&mut self) -> Result<(), BackupError> {
        if self.left == 0 && self.padding > 0 {
            let mut zeros = [0; BLOCK];
            let padding = std::mem::take(&mut self.padding);
            self.fill(&mut zeros[..padding])?;
            if zeros != [0; BLOCK] {
                return Err(self.unlike("something stands between two members of the archive"));
            }
        }
        Ok(())
    }

    /// Reads the end of the archive, after which nothing may come.
    pub(super) fn finish(&mut self) -> Result<(), BackupError> {
        let mut zeros = [0; 2 * BLOCK];
        self.fill(&mut zeros)?;
        let after = self.from.read(&mut [0]).map_err(BackupError::Input)?;
        if zeros != [0; 2 * BLOCK] || after > 0 {
            return Err(self.unlike("something comes after its end"));
        }
        Ok(())
    }

    fn fill(&mut self, into: &mut [u8]) -> Result<(), BackupError> {
        self.from
            .read_exact(into)
            .map_err(|error| match error.kind() {
                std::io::ErrorKind::UnexpectedEof => self.unlike("it ends early"),
                _ => BackupError::Input(error),
            })?;
        self.hash.update(&into);
        self.bytes += into.len() as u64;
        Ok(())
    }

    /// What is wrong with the very first bytes was never a backup.
    fn unlike(&self, what: &str) -> BackupError {
        if self.bytes <= BLOCK as u64 {
            BackupError::NoBackup
        } else {
            BackupError::damaged(format!("{what}, after {} bytes", self.bytes))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn archive() -> Vec<u8> {
        let mut out = Vec::new();
        let mut packer = Packer::new(&mut out);
        packer.member("one", b"hello").unwrap();
        packer.member("empty", b"").unwrap();
        packer.member("block", &[7; BLOCK]).unwrap();
        packer.finish().unwrap();
        out
    }

    fn read(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, BackupError> {
        let mut unpacker = Unpacker::new(bytes);
        let mut members = Vec::new();
        for _ in 0..3 {
            let member = unpacker.next()?;
            let content = unpacker.content(&member, 4096)?;
            members.push((member.name, content));
        }
        unpacker.finish()?;
        Ok(members)
    }

    #[test]
    fn members_come_out_as_they_went_in() {
        let members = read(&archive()).unwrap();
        let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["one", "empty", "block"]);
        assert_eq!(
            (
                members[0].1.as_slice(),
                members[1].1.len(),
                members[2].1.len()
            ),
            (&b"hello"[..], 0, BLOCK)
        );
    }

    #[test]
    fn an_archive_that_ends_early_or_late_is_refused() {
        let whole = archive();
        for length in 0..whole.len() {
            assert!(read(&whole[..length]).is_err(), "{length}");
        }
        assert!(read(&[&whole[..], b"\0"].concat()).is_err());
    }

    #[test]
    fn a_member_of_many_gigabytes_is_announced_as_tar_knows_it() {
        for size in [0, 511, OCTAL_SIZE - 1, OCTAL_SIZE, 1 << 45] {
            assert_eq!(named(&header("x", size)), Some(("x".to_owned(), size)));
        }
    }

    #[test]
    fn a_member_that_is_not_as_long_as_announced_is_noticed() {
        let mut packer = Packer::new(Vec::new());
        packer.begin("short", 3).unwrap();
        packer.piece(b"ab").unwrap();
        assert!(packer.ended().is_err());
        assert!(packer.piece(b"cd").is_err());
    }
}
