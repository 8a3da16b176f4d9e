//! A body of JSON, taken off the connection whole.

use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use http_body_util::{BodyExt as _, Limited};

use super::problem::Problem;

/// What is told where something else came.
pub(super) const EXPECTED: &str = "a JSON object is sent as `application/json`";

/// The bytes of a body of at most `limit` bytes; nothing where it is no JSON by its own word.
///
/// # Errors
/// [`Problem::TooLarge`], and [`Problem::Unreadable`] where it breaks off.
pub(super) async fn json(
    headers: &HeaderMap,
    body: Body,
    limit: u64,
) -> Result<Option<Bytes>, Problem> {
    if let Some(kind) = headers.get(CONTENT_TYPE) {
        let kind = kind.to_str().unwrap_or_default().split(';').next();
        let kind = kind.unwrap_or_default().trim();
        let of_json = kind.eq_ignore_ascii_case("application/json")
            || kind.eq_ignore_ascii_case("application/merge-patch+json");
        if !of_json {
            return Ok(None);
        }
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    match Limited::new(body, limit).collect().await {
        Ok(whole) => Ok(Some(whole.to_bytes())),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => Err(Problem::TooLarge),
        Err(_) => Err(Problem::Unreadable("what was sent broke off")),
    }
}
