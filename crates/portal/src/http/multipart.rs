//! Files as a form brings them: `multipart/form-data`, kept piece by piece while it comes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use futures_util::{Stream, StreamExt as _, stream};
use multer::{Field, Multipart};
use store::blobs::Incoming;
use store::{Blobs, MOST_FILES, Upload};

use super::problem::{Problem, Wrong};
use crate::frame::csrf;

/// The part that every file comes in.
const FILES: &str = "files";
/// The part of a page's form that tells whose page it was.
const TOKEN: &str = "csrf";
/// How much of a body is looked at in one go, in bytes.
const PIECE: usize = 64 * 1024;
/// How much may come before a part begins or goes on, in bytes: there are heads and nothing else.
const BETWEEN: u64 = 256 * 1024;
/// How long a body that is too large may go on.
const LINGER: Duration = Duration::from_secs(10);
/// The longest line between parts that there is.
const LONGEST_BOUNDARY: usize = 70;

const EXPECTED: &str =
    "files are sent as `multipart/form-data`, each in a part `files` with a file name";
const BROKE_OFF: &str = "what was sent broke off";

/// Takes the files of a body of at most `limit` bytes. Where a `session` is named, its token must come first.
///
/// Where something turns out to be wrong, nothing is left of what was taken before.
pub(crate) async fn files(
    blobs: &Blobs,
    headers: &HeaderMap,
    body: Body,
    limit: u64,
    session: Option<&str>,
) -> Result<Vec<Upload>, Problem> {
    let boundary = boundary(headers).ok_or(Problem::Unreadable(EXPECTED))?;
    if announced(headers) > limit {
        linger(body).await;
        return Err(Problem::TooLarge);
    }
    let passed = Arc::new(AtomicU64::new(0));
    let mut form = Form {
        parts: Multipart::new(pieces(body, limit, passed.clone()), boundary),
        passed,
        from_here: session.is_none(),
    };
    let mut files = Vec::new();
    match form.take(blobs, session, &mut files).await {
        Ok(()) => Ok(files),
        Err(problem) => {
            for file in files {
                file.bytes.forget().await;
            }
            Err(problem)
        }
    }
}

/// A form while it comes.
struct Form<'b> {
    parts: Multipart<'b>,
    /// How much came since the last part began or went on.
    passed: Arc<AtomicU64>,
    /// Whether it is known to come from a page of the session, or need not.
    from_here: bool,
}

impl Form<'_> {
    async fn take(
        &mut self,
        blobs: &Blobs,
        session: Option<&str>,
        files: &mut Vec<Upload>,
    ) -> Result<(), Problem> {
        while let Some(mut part) = self.parts.next_field().await.map_err(wrong)? {
            self.passed.store(0, Relaxed);
            match (part.name().unwrap_or_default(), file_name(part.headers())) {
                (FILES, Some(_)) if self.from_here && files.len() == MOST_FILES => {
                    let message = format!("at most {MOST_FILES} at once");
                    return Err(Problem::parameter(FILES, message));
                }
                (FILES, Some(name)) if self.from_here => {
                    files.extend(file(blobs, &mut part, name, &self.passed).await?);
                }
                (TOKEN, None) if session.is_some() => {
                    let given = text(part).await?;
                    self.from_here = session.is_some_and(|session| csrf::fits(&given, session));
                }
                (other, _) if self.from_here => {
                    let message = format!("found another part than a file in `{FILES}`");
                    return Err(Problem::Invalid(vec![Wrong::at(other, message)]));
                }
                _ => {}
            }
            if !self.from_here {
                return Err(Problem::NotFromHere);
            }
        }
        if self.from_here {
            Ok(())
        } else {
            Err(Problem::NotFromHere)
        }
    }
}

/// Keeps a file; none where a form was sent without one.
async fn file(
    blobs: &Blobs,
    part: &mut Field<'_>,
    name: String,
    passed: &AtomicU64,
) -> Result<Option<Upload>, Problem> {
    let mut incoming = blobs.receive().await?;
    if let Err(problem) = receive(&mut incoming, part, passed).await {
        incoming.give_up().await;
        return Err(problem);
    }
    let bytes = incoming.end().await?;
    if name.is_empty() && bytes.size() == 0 {
        bytes.forget().await;
        return Ok(None);
    }
    Ok(Some(Upload { name, bytes }))
}

async fn receive(
    incoming: &mut Incoming,
    part: &mut Field<'_>,
    passed: &AtomicU64,
) -> Result<(), Problem> {
    while let Some(piece) = part.chunk().await.map_err(wrong)? {
        passed.store(0, Relaxed);
        incoming.take(piece).await?;
    }
    Ok(())
}

/// What the sender calls a file; none where the part is no file.
///
/// Browsers write a quote as `%22` and leave backslashes alone, programs escape both.
fn file_name(headers: &HeaderMap) -> Option<String> {
    let header = String::from_utf8_lossy(headers.get(CONTENT_DISPOSITION)?.as_bytes());
    let (_, rest) = header.split_once("filename=")?;
    let Some(quoted) = rest.strip_prefix('"') else {
        let bare = rest.split(';').next().unwrap_or_default();
        return Some(bare.trim().to_owned());
    };
    let ends = |(place, _): &(usize, &str)| !quoted[..*place].ends_with('\\');
    let end = quoted.match_indices('"').find(ends);
    let end = end.map(|(place, _)| place).or(quoted.rfind('"'))?;
    Some(quoted[..end].replace("\\\"", "\""))
}

/// A short text.
async fn text(mut part: Field<'_>) -> Result<String, Problem> {
    let mut text = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(wrong)? {
        text.extend_from_slice(&piece);
        if text.len() > 1024 {
            return Err(Problem::NotFromHere);
        }
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// How much a body says that it is.
fn announced(headers: &HeaderMap) -> u64 {
    let length = headers.get(CONTENT_LENGTH);
    length
        .and_then(|length| length.to_str().ok()?.parse().ok())
        .unwrap_or(0)
}

/// Lets a body run past that is not taken, for a while: who is cut off in the middle of sending does not read why.
async fn linger(body: Body) {
    let mut body = body.into_data_stream();
    let past = async { while let Some(Ok(_)) = body.next().await {} };
    let _ = tokio::time::timeout(LINGER, past).await;
}

/// What stands between the parts.
fn boundary(headers: &HeaderMap) -> Option<String> {
    let kind = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let boundary = multer::parse_boundary(kind).ok()?;
    (1..=LONGEST_BOUNDARY)
        .contains(&boundary.len())
        .then_some(boundary)
}

/// Why a body is read no further.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error("too large")]
    TooLarge,
    #[error("no part comes of it")]
    Astray,
    #[error("broken off")]
    BrokenOff,
}

/// A body in pieces, each looked at before the next is taken: whoever reads the parts would keep whatever comes
/// until it makes sense, and some never does.
fn pieces(
    body: Body,
    limit: u64,
    passed: Arc<AtomicU64>,
) -> impl Stream<Item = Result<Bytes, Trouble>> + Send {
    struct Rest {
        body: BodyDataStream,
        piece: Bytes,
        left: u64,
    }
    let rest = Rest {
        body: body.into_data_stream(),
        piece: Bytes::new(),
        left: limit,
    };
    stream::try_unfold((rest, passed), |(mut rest, passed)| async move {
        // Given up once, so that the piece before is looked at.
        tokio::task::yield_now().await;
        while rest.piece.is_empty() {
            match rest.body.next().await {
                Some(piece) => rest.piece = piece.map_err(|_| Trouble::BrokenOff)?,
                None => return Ok(None),
            }
            let left = rest.left.checked_sub(rest.piece.len() as u64);
            rest.left = left.ok_or(Trouble::TooLarge)?;
        }
        let piece = rest.piece.split_to(PIECE.min(rest.piece.len()));
        if passed.fetch_add(piece.len() as u64, Relaxed) > BETWEEN {
            return Err(Trouble::Astray);
        }
        Ok(Some((piece, (rest, passed))))
    })
}

fn wrong(error: multer::Error) -> Problem {
    match error {
        multer::Error::StreamReadFailed(cause) => match cause.downcast_ref() {
            Some(Trouble::TooLarge) => Problem::TooLarge,
            Some(Trouble::Astray) => Problem::Unreadable(EXPECTED),
            _ => Problem::Unreadable(BROKE_OFF),
        },
        multer::Error::IncompleteStream
        | multer::Error::IncompleteFieldData { .. }
        | multer::Error::IncompleteHeaders => Problem::Unreadable(BROKE_OFF),
        _ => Problem::Unreadable(EXPECTED),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::http::HeaderValue;

    fn named(header: &str) -> Option<String> {
        let header = HeaderValue::from_bytes(header.as_bytes()).unwrap();
        file_name(&HeaderMap::from_iter([(CONTENT_DISPOSITION, header)]))
    }

    #[test]
    fn a_file_is_called_what_its_sender_calls_it() {
        for (header, name) in [
            (
                "form-data; name=\"files\"; filename=\"a b.txt\"",
                Some("a b.txt"),
            ),
            (
                "form-data; filename=\"a;b.txt\"; name=\"files\"",
                Some("a;b.txt"),
            ),
            (
                "form-data; name=\"files\"; filename=\"é.txt\"",
                Some("é.txt"),
            ),
            (
                "form-data; name=\"files\"; filename=\"a\\\"b.txt\"",
                Some("a\"b.txt"),
            ),
            (
                "form-data; name=\"files\"; filename=\"C:\\a\\\"",
                Some("C:\\a\\"),
            ),
            ("form-data; name=\"files\"; filename=\"\"", Some("")),
            ("form-data; name=files; filename=a.txt; x=y", Some("a.txt")),
            ("form-data; name=\"files\"; filename=\"open", None),
            ("form-data; name=\"files\"", None),
        ] {
            assert_eq!(named(header).as_deref(), name, "{header}");
        }
    }

    async fn taken(body: Body, headers: &[(&'static str, &'static str)]) -> Result<usize, Problem> {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::at_dir(dir.path()).unwrap();
        let headers = headers.iter().map(|(name, value)| {
            let name = axum::http::HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        let headers = HeaderMap::from_iter(headers);
        files(&blobs, &headers, body, u64::MAX, None)
            .await
            .map(|files| files.len())
    }

    const FORM: (&str, &str) = ("content-type", "multipart/form-data; boundary=b");

    #[tokio::test]
    async fn what_leads_to_no_part_is_not_kept_until_it_might() {
        let endless = |head: &'static str| {
            let rest = stream::repeat_with(|| Ok(Bytes::from_static(&[b'x'; 32 * 1024])));
            let head = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(head.as_bytes()))]);
            Body::from_stream(head.chain(rest))
        };
        for head in [
            "",
            "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"",
            "--b\r\nContent-Disposition: form-data; name=\"files\"\r\nX: ",
        ] {
            let refused = taken(endless(head), &[FORM]).await;
            assert!(
                matches!(refused, Err(Problem::Unreadable(EXPECTED))),
                "{head}"
            );
        }
    }

    #[tokio::test]
    async fn a_file_of_any_length_comes_in_whatever_the_pieces() {
        let whole = format!(
            "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\n{}\r\n--b--\r\n",
            "\r\n--".repeat(200_000)
        );
        for piece in [7, 4096, 1 << 20] {
            let pieces: Vec<_> = whole
                .as_bytes()
                .chunks(piece * 100)
                .map(|piece| Ok::<_, std::io::Error>(Bytes::copy_from_slice(piece)))
                .collect();
            let body = Body::from_stream(stream::iter(pieces));
            assert_eq!(taken(body, &[FORM]).await.unwrap(), 1);
        }
    }
}
