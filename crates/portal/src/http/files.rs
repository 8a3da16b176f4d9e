//! The bytes of a file that was seen: as an attachment, whole or the part asked for.

use std::ops::Range;

use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, IF_RANGE, RANGE,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use store::{Blobs, SeenFile, file_name};

use super::answer::{for_this_reader, half_as_tag, names};
use super::problem::Problem;

/// Hands out the bytes.
pub(crate) async fn content(
    blobs: &Blobs,
    file: &SeenFile,
    asked: &HeaderMap,
) -> Result<Response, Problem> {
    let (Some(size), Some(half)) = (file.size(), file.fingerprint()) else {
        return Err(Problem::NotFound);
    };
    let tag = half_as_tag(&half);
    let known = asked.get(IF_NONE_MATCH);
    if known.is_some_and(|known| names(known, &tag)) {
        return Ok(as_known(tag));
    }
    let part = part(asked, size, &tag)?;
    let bytes = blobs
        .bytes(file, part.clone())
        .await?
        .ok_or(Problem::NotFound)?;
    let mut response = Response::new(Body::from_stream(bytes));
    let length = part.as_ref().map_or(size, |part| part.end - part.start);
    if let Some(part) = part {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let range = format!("bytes {}-{}/{size}", part.start, part.end - 1);
        response.headers_mut().insert(CONTENT_RANGE, text(&range));
    }
    let headers = response.headers_mut();
    headers.insert(ETAG, tag);
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let kind = HeaderValue::from_str(file.content_type());
    headers.insert(
        CONTENT_TYPE,
        kind.unwrap_or(HeaderValue::from_static("application/octet-stream")),
    );
    // A bundle's names come in as they are.
    let name = file_name::cleaned(file.name());
    headers.insert(CONTENT_DISPOSITION, text(&attachment(&name)));
    for_this_reader(&mut response);
    Ok(response)
}

/// The reader has these bytes.
fn as_known(tag: HeaderValue) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    response.headers_mut().insert(ETAG, tag);
    for_this_reader(&mut response);
    response
}

fn text(value: &str) -> HeaderValue {
    HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static("attachment"))
}

/// The part asked for; none where the whole is, or where several are, or where the reader has a part of other bytes.
fn part(asked: &HeaderMap, size: u64, tag: &HeaderValue) -> Result<Option<Range<u64>>, Problem> {
    let same = asked.get(IF_RANGE).is_none_or(|of| of == tag);
    let range = asked.get(RANGE).filter(|_| same);
    let Some(one) = range.and_then(|range| range.to_str().ok()?.strip_prefix("bytes=")) else {
        return Ok(None);
    };
    let Some((first, last)) = one
        .trim()
        .split_once('-')
        .filter(|(_, last)| !last.contains(','))
    else {
        return Ok(None);
    };
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let part = match (first.trim(), last.trim()) {
        ("", tail) => match number(tail) {
            Some(tail) => size.saturating_sub(tail)..size,
            None => return Ok(None),
        },
        (first, "") => match number(first) {
            Some(first) => first..size,
            None => return Ok(None),
        },
        (first, last) => match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => first..size.min(last.saturating_add(1)),
            _ => return Ok(None),
        },
    };
    if part.is_empty() {
        Err(Problem::NoSuchPart(size))
    } else {
        Ok(Some(part))
    }
}

/// To be saved under its name, in letters that every browser takes and in its own.
fn attachment(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%' | '/') || c == ' ' {
                c
            } else {
                '_'
            }
        })
        .collect();
    let mut header = format!("attachment; filename=\"{plain}\"");
    if plain != name {
        header.push_str("; filename*=UTF-8''");
        for byte in name.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
                header.push(char::from(byte));
            } else {
                header.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    header
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn asked(range: &str) -> HeaderMap {
        HeaderMap::from_iter([(RANGE, HeaderValue::from_str(range).unwrap())])
    }

    #[test]
    fn a_part_is_given_where_there_is_one() {
        let tag = HeaderValue::from_static("\"t\"");
        for (range, wanted) in [
            ("bytes=0-4", Some(0..5)),
            ("bytes=5-", Some(5..10)),
            ("bytes=-3", Some(7..10)),
            ("bytes=-30", Some(0..10)),
            ("bytes=2-99", Some(2..10)),
            ("bytes=0-18446744073709551615", Some(0..10)),
            ("bytes=4-2", None),
            ("bytes=0-1,3-4", None),
            ("bytes=x-1", None),
            ("bytes=-", None),
            ("lines=0-1", None),
        ] {
            assert_eq!(part(&asked(range), 10, &tag).unwrap(), wanted, "{range}");
        }
        for range in ["bytes=10-", "bytes=10-20", "bytes=-0"] {
            assert!(
                matches!(part(&asked(range), 10, &tag), Err(Problem::NoSuchPart(10))),
                "{range}"
            );
        }
        let mut conditional = asked("bytes=0-4");
        conditional.insert(IF_RANGE, HeaderValue::from_static("\"x\""));
        assert_eq!(part(&conditional, 10, &tag).unwrap(), None);
        conditional.insert(IF_RANGE, tag.clone());
        assert_eq!(part(&conditional, 10, &tag).unwrap(), Some(0..5));
    }

    #[test]
    fn a_name_is_safe_in_a_header_whatever_it_holds() {
        assert_eq!(
            attachment("draft 2.pdf"),
            "attachment; filename=\"draft 2.pdf\""
        );
        assert_eq!(
            attachment("Übersicht \"a\"\r\n.pdf"),
            "attachment; filename=\"_bersicht _a___.pdf\"; filename*=UTF-8''%C3%9Cbersicht%20%22a%22%0D%0A.pdf"
        );
    }
}
