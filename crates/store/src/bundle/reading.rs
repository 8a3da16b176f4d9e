//! The first half of an import: reads the bundle line by line, checks each by itself, and keeps it aside.

use super::frames::{Frame, Frames, LINE};
use super::given::{Content, Given, Line, What};
use super::json::{Json, cut};
use super::kinds::{KINDS, Kind, Space};
use super::parse;
use super::report::{Phase, Problem, Progress, Rejected, Rejections};
use super::scratch::{Noted, Scratch};
use crate::blobs::{self, Blobs, Stored};
use crate::error::{Result, StoreError};
use access::Fault;
use base64::Engine;
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::PathBuf;

/// The most bytes of a file in a line.
const FILE: usize = 16 << 20;
/// Lines between two reports of progress.
const REPORT: u64 = 2000;

/// A bundle that was read.
pub(crate) struct Bundle {
    pub(crate) scratch: Scratch,
    pub(crate) rejected: Rejections,
    pub(crate) lines: u64,
    pub(crate) bytes: u64,
    pub(crate) digest: String,
}

/// Where the bytes of files go, and where those beside the bundle are.
pub(crate) struct Files<'w> {
    pub(crate) blobs: &'w Blobs,
    /// The folder of the bundle; none where it came without one.
    pub(crate) beside: Option<PathBuf>,
    /// Whether bytes are only named and not kept.
    pub(crate) dry_run: bool,
}

/// Reads a bundle to its end.
///
/// # Errors
/// Where the source or the temporary file fails; bad lines are in the bundle's report.
pub(crate) async fn read(
    source: impl Read,
    files: &Files<'_>,
    keep_going: bool,
    mut progress: impl FnMut(Progress),
) -> Result<Bundle> {
    let mut frames = Frames::new(source, LINE);
    let mut digest = Sha256::new();
    let mut scratch = Scratch::new()?;
    let mut rejected = Rejections::default();
    loop {
        let line = frames.line + 1;
        let frame = frames.next(|piece| digest.update(piece)).map_err(|error| {
            StoreError::BrokenOff(format!("the bundle cannot be read to its end: {error}"))
        })?;
        let unreadable = match frame {
            None => break,
            Some(Frame::TooLong) => Some(too_long()),
            Some(Frame::Line(bytes)) if bytes.iter().all(u8::is_ascii_whitespace) => None,
            Some(Frame::Line(bytes)) => match parse::tree(bytes) {
                Ok(tree) => {
                    if let Some(fault) =
                        take(&mut scratch, bytes, tree, line, files, keep_going).await?
                    {
                        rejected.push(Rejected::of(line, fault, Problem::Invalid));
                    }
                    None
                }
                Err(fault) => Some(fault),
            },
        };
        if let Some(fault) = unreadable {
            rejected.push(Rejected::of(line, fault, Problem::Unreadable));
        }
        if line.is_multiple_of(REPORT) {
            progress(Progress {
                phase: Phase::Reading,
                lines: line,
                bytes: frames.bytes,
            });
        }
    }
    progress(Progress {
        phase: Phase::Reading,
        lines: frames.line,
        bytes: frames.bytes,
    });
    let digest = blobs::hex(&digest.finalize());
    Ok(Bundle {
        scratch,
        rejected,
        lines: frames.line,
        bytes: frames.bytes,
        digest,
    })
}

/// Keeps a line aside; gives what is wrong with it.
async fn take<'a>(
    scratch: &mut Scratch,
    bytes: &'a [u8],
    mut tree: Json<'a>,
    number: u64,
    files: &Files<'_>,
    keep_going: bool,
) -> Result<Option<Fault>> {
    let line = match parse::line(&tree) {
        Ok(line) => line,
        Err(fault) => {
            if let (false, Some((place, space, id))) = (keep_going, meant(&tree)) {
                scratch.stand_in(place, space, id, number)?;
            }
            return Ok(Some(fault));
        }
    };
    let Some(space) = line.space else {
        scratch.keep(line.place, number, 0, bytes, None)?;
        return Ok(None);
    };
    let stored = match content(&line) {
        None => None,
        Some(content) => match store(content, files).await? {
            Ok(stored) => Some(stored),
            Err(fault) => return Ok(Some(fault)),
        },
    };
    let noted = match (&line.what, stored) {
        (What::Deleted, _) => scratch.note(line.place, space, &line.id, number, None)?,
        (What::Record(_), None) => {
            scratch.note(line.place, space, &line.id, number, Some((bytes, None)))?
        }
        (What::Record(_), Some(stored)) => {
            // The bytes are where files are; the line is kept without them.
            if let Json::Object(entries) = &mut tree {
                entries.retain(|(key, _)| key != "content");
            }
            let text =
                serde_json::to_vec(&tree).map_err(|error| StoreError::broken(error.to_string()))?;
            scratch.note(
                line.place,
                space,
                &line.id,
                number,
                Some((&text, Some(&stored))),
            )?
        }
    };
    if let Noted::OtherSort(before) = noted {
        let other = if line.kind.name == "guest" {
            "member"
        } else {
            "guest"
        };
        let expected = format!("an id that no {other} has; line {before} gives it to one");
        return Ok(Some(Fault {
            pointer: "/id".to_owned(),
            found: format!("`{}`", cut(&line.id)),
            expected,
        }));
    }
    if let (Space::Person, Some(Given::Text(email))) = (space, line.value("email")) {
        scratch.address(&line.id, email, number)?;
    }
    Ok(None)
}

/// The kind and id of a bad line, where they can be read.
fn meant<'t>(tree: &'t Json<'_>) -> Option<(usize, Space, &'t str)> {
    let Json::Object(entries) = tree else {
        return None;
    };
    let text = |key: &str| {
        entries
            .iter()
            .find(|(name, _)| name == key)
            .and_then(|(_, value)| match value {
                Json::Text(text) => Some(text.as_ref()),
                _ => None,
            })
    };
    let (place, kind): (usize, &Kind) = Kind::named(text("kind")?)?;
    let space = match (kind.is_stage(), text("module")) {
        (true, Some("tasks")) => Space::TaskStage,
        _ => KINDS[place].space?,
    };
    Some((place, space, text("id")?))
}

/// The bytes that a line brings.
fn content<'l>(line: &'l Line<'_>) -> Option<&'l Content<'l>> {
    match line.value("sha256") {
        Some(Given::Content(content @ (Content::Base64(_) | Content::Path(_)))) => Some(content),
        _ => None,
    }
}

async fn store(
    content: &Content<'_>,
    files: &Files<'_>,
) -> Result<std::result::Result<Stored, Fault>> {
    let wrong = |key: &str, found: String, expected: String| {
        Ok(Err(Fault {
            pointer: format!("/content/{key}"),
            found,
            expected,
        }))
    };
    match content {
        Content::Base64(text) => {
            let most = format!("bytes in base64, at most {} MiB of them", FILE >> 20);
            let Ok(bytes) = base64::engine::general_purpose::STANDARD.decode(text.as_ref()) else {
                return wrong("base64", format!("`{}`", cut(text)), most);
            };
            if bytes.len() > FILE {
                return wrong("base64", format!("{} bytes", bytes.len()), most);
            }
            if files.dry_run {
                return Ok(Ok(blobs::named(&bytes)));
            }
            Ok(Ok(files.blobs.put(Bytes::from(bytes)).await?))
        }
        Content::Path(path) => {
            let found = format!("`{}`", cut(path));
            let Some(beside) = &files.beside else {
                return wrong(
                    "path",
                    found,
                    "a file in the line itself: this bundle came without a folder".to_owned(),
                );
            };
            let file = beside.join(path.as_ref());
            // A link could lead out of the folder.
            let inside = file.canonicalize().ok().zip(beside.canonicalize().ok());
            if !inside.is_some_and(|(file, beside)| file.starts_with(beside) && file.is_file()) {
                return wrong("path", found, "a file below the bundle's folder".to_owned());
            }
            if files.dry_run {
                return Ok(Ok(blobs::named_file(&file)?));
            }
            Ok(Ok(files.blobs.put_file(&file).await?))
        }
        Content::Named { .. } => Err(StoreError::broken(
            "a file that is only named brings no bytes",
        )),
    }
}

fn too_long() -> Fault {
    Fault {
        pointer: String::new(),
        found: "a longer line".to_owned(),
        expected: format!("at most {} MiB a line", LINE >> 20),
    }
}
