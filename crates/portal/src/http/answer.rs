//! Answers with a body: JSON with an ETag made of what the viewer sees, and nothing when the viewer has it.

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-cache");
const BY_READER: HeaderValue = HeaderValue::from_static("Authorization, Cookie");

/// JSON for this viewer of what they just wrote: 201 with where it is, or 200.
pub(crate) fn written(body: impl Into<Bytes>, made_at: Option<&str>) -> Response {
    let mut response = json(body, &HeaderMap::new());
    if let Some(made_at) = made_at {
        *response.status_mut() = StatusCode::CREATED;
        if let Ok(address) = HeaderValue::from_str(made_at) {
            response.headers_mut().insert(LOCATION, address);
        }
    }
    response
}

/// Done, and nothing to show.
pub(crate) fn nothing() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    for_this_reader(&mut response);
    response
}

/// JSON for this viewer, or 304 where `asked` names the same bytes.
pub(crate) fn json(body: impl Into<Bytes>, asked: &HeaderMap) -> Response {
    let body = body.into();
    let tag = tag(&body);
    let known = asked
        .get(IF_NONE_MATCH)
        .is_some_and(|known| names(known, &tag));
    let mut response = if known {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        let mut response = Response::new(Body::from(body));
        response.headers_mut().insert(CONTENT_TYPE, JSON);
        response
    };
    response.headers_mut().insert(ETAG, tag);
    for_this_reader(&mut response);
    response
}

/// Marks an answer as this reader's alone, to be asked for again each time.
pub(crate) fn for_this_reader(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, PRIVATE);
    headers.insert(VARY, BY_READER);
}

/// Half of BLAKE3 of the body: nothing but the visible bytes is in it. On a page of fifty items SHA-256 would cost as
/// much as writing its JSON.
pub(crate) fn tag(body: &[u8]) -> HeaderValue {
    let digest = blake3::hash(body);
    let mut half = [0; 16];
    half.copy_from_slice(&digest.as_bytes()[..16]);
    half_as_tag(&half)
}

/// A tag of sixteen bytes that tell a body from others, such as the first half of its digest.
pub(crate) fn half_as_tag(half: &[u8; 16]) -> HeaderValue {
    let mut text = [b'"'; 24];
    // Sixteen bytes are twenty-two characters.
    let written = URL_SAFE_NO_PAD.encode_slice(half, &mut text[1..23]);
    debug_assert_eq!(written, Ok(22));
    HeaderValue::from_bytes(&text).unwrap_or(HeaderValue::from_static("\"\""))
}

/// Whether an `If-None-Match` names the tag; weak tags compare by their text.
pub(crate) fn names(asked: &HeaderValue, tag: &HeaderValue) -> bool {
    asked.as_bytes() == tag.as_bytes()
        || asked.to_str().is_ok_and(|asked| {
            asked.split(',').any(|one| {
                let one = one.trim();
                one == "*" || one.strip_prefix("W/").unwrap_or(one).as_bytes() == tag.as_bytes()
            })
        })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn asked(tags: &str) -> HeaderMap {
        HeaderMap::from_iter([(IF_NONE_MATCH, HeaderValue::from_str(tags).unwrap())])
    }

    #[test]
    fn who_has_the_same_bytes_gets_none() {
        let first = json("{}", &HeaderMap::new());
        assert_eq!(first.status(), 200);
        let tag = first.headers()[ETAG].to_str().unwrap().to_owned();
        assert_eq!(tag.len(), 24);
        for known in [
            tag.clone(),
            format!("W/{tag}"),
            format!("\"x\", {tag}"),
            "*".to_owned(),
        ] {
            let again = json("{}", &asked(&known));
            assert_eq!(again.status(), 304, "{known}");
            assert_eq!(again.headers()[ETAG], tag.as_str());
            assert!(!again.headers().contains_key(CONTENT_TYPE));
        }
        for other in ["\"x\"", "x", "", "W/\"x\", \"y\""] {
            assert_eq!(json("{}", &asked(other)).status(), 200, "{other}");
        }
    }

    #[test]
    fn the_tag_is_made_of_the_body_alone() {
        let of = |body: &'static str| json(body, &HeaderMap::new()).headers()[ETAG].clone();
        assert_eq!(of("{\"a\":1}"), of("{\"a\":1}"));
        assert_ne!(of("{\"a\":1}"), of("{\"a\":2}"));
    }
}
