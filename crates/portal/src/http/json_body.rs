//! A small body of JSON: one object with the keys that are known.

use axum::body::Body;
use axum::http::HeaderMap;
use serde_json::{Map, Value};

use super::problem::{Problem, Wrong};
use super::sent::{self, EXPECTED};

/// The largest that is taken, in bytes.
const LARGEST: u64 = 64 * 1024;

/// What was sent.
#[derive(Debug, Default)]
pub(super) struct JsonBody(Map<String, Value>);

impl JsonBody {
    /// Reads a body in which the keys of `known` may stand, and no other.
    pub(super) async fn read(
        headers: &HeaderMap,
        body: Body,
        known: &[&str],
    ) -> Result<JsonBody, Problem> {
        let sent = sent::json(headers, body, LARGEST).await?;
        let sent = sent.ok_or(Problem::Unreadable(EXPECTED))?;
        let read: Map<String, Value> =
            serde_json::from_slice(&sent).map_err(|_| Problem::Unreadable(EXPECTED))?;
        let unknown: Vec<Wrong> = read
            .keys()
            .filter(|key| !known.contains(&key.as_str()))
            .map(|key| Wrong::at(key, "there is no such key here"))
            .collect();
        if !unknown.is_empty() {
            return Err(Problem::Invalid(unknown));
        }
        Ok(JsonBody(read))
    }

    /// The value of a key; none where it is not there.
    pub(super) fn value(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// The text of a key; none where it is not there, or null.
    pub(super) fn text(&self, key: &str) -> Result<Option<&str>, Problem> {
        match self.0.get(key) {
            None | Some(Value::Null) => Ok(None),
            // PostgreSQL keeps no text with the byte 0 in it.
            Some(Value::String(text)) if !text.contains('\0') => Ok(Some(text)),
            Some(_) => Err(Problem::parameter(key, "expected a text")),
        }
    }

    /// The text of a key that must be there.
    pub(super) fn needed(&self, key: &str) -> Result<&str, Problem> {
        self.text(key)?
            .ok_or_else(|| Problem::parameter(key, "it is missing"))
    }
}
