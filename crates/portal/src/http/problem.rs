//! Refusals and failures, as RFC 9457 has them.
//!
//! Most are constants, so that what is hidden and what never existed answer with the same bytes. None says
//! more than its own kind, none holds a request id or a time.

use std::borrow::Cow;

use axum::body::{Body, Bytes};
use axum::http::header::{ALLOW, CONTENT_RANGE, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use jiff::SignedDuration;
use serde::Serialize;
use store::{ActError, StoreError, WriteError};

use super::kinds::named;
pub use super::kinds::{KINDS, Kind};

/// Why a request was not answered with what it asked for.
#[derive(Debug)]
pub enum Problem {
    /// What was sent cannot be read; the value says what should have come.
    Unreadable(&'static str),
    /// Nobody is asking, or nobody of this account.
    NotSignedIn,
    /// A guest whose access has ended or has not begun.
    AccessEnded,
    /// What would change something did not come from a page of the session.
    NotFromHere,
    /// Too many tries; the value is how long to wait.
    TooMany(SignedDuration),
    /// Visible, but the action is not held; or an area that is staff's.
    ActionNotAllowed,
    /// Not visible, or never existed.
    NotFound,
    /// The address knows other methods, those of the value.
    MethodNotAllowed(HeaderValue),
    /// More was sent than is taken.
    TooLarge,
    /// What is there is in a state that refuses it; the value says which, where it was found out by writing.
    WrongState(Option<&'static str>),
    /// Something that is there refuses it: a name that is taken, the last admin.
    Conflict(&'static str),
    /// The plan has no place left for another guest.
    PlanFull,
    /// It would get round an owner.
    OwnerGrant,
    /// What is there is not what `If-Match` names.
    ChangedMeanwhile,
    /// The file has no such part; it has as many bytes as the value says.
    NoSuchPart(u64),
    /// Values or parameters are wrong.
    Invalid(Vec<Wrong>),
    /// A bundle that was not taken: the kind of problem, the first of its wrong lines, and how many there are.
    Bundle(&'static str, Vec<Wrong>, u64),
    /// The database is busy or does not answer; trying again is safe. The value is for the log.
    Busy(String),
    /// Anything unexpected. The value is for the log, and never told.
    Broken(String),
}

fn of_bundle(listed: usize, total: u64) -> String {
    match total {
        1 => "nothing was taken: one thing is wrong, and `errors` says what".to_owned(),
        _ if listed as u64 == total => {
            format!("nothing was taken: {total} things are wrong, and `errors` says what")
        }
        _ => format!(
            "nothing was taken: {total} things are wrong, and `errors` lists the first {listed}"
        ),
    }
}

/// One wrong value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wrong {
    /// Where it stands, as a JSON pointer: a parameter is `/limit`, a line of an import `/3/due_on`.
    pub pointer: String,
    /// What is wrong with it.
    pub message: String,
}

impl Wrong {
    /// Something wrong with the value of that name.
    pub fn at(name: &str, message: impl Into<String>) -> Wrong {
        let name = if name.contains(['~', '/']) {
            Cow::Owned(name.replace('~', "~0").replace('/', "~1"))
        } else {
            Cow::Borrowed(name)
        };
        Wrong {
            pointer: format!("/{name}"),
            message: message.into(),
        }
    }
}

#[derive(Serialize)]
struct Shape<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    detail: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<&'a [Wrong]>,
}

impl Problem {
    /// One wrong parameter of the address.
    pub fn parameter(name: &str, message: impl Into<String>) -> Problem {
        Problem::Invalid(vec![Wrong::at(name, message)])
    }

    /// What it has alike with others of its kind.
    pub fn kind(&self) -> &'static Kind {
        named(match self {
            Problem::Unreadable(_) => "unreadable",
            Problem::NotSignedIn => "not-signed-in",
            Problem::AccessEnded => "access-ended",
            Problem::NotFromHere => "not-from-here",
            Problem::TooMany(_) => "too-many",
            Problem::ActionNotAllowed => "action-not-allowed",
            Problem::NotFound => "not-found",
            Problem::MethodNotAllowed(_) => "method-not-allowed",
            Problem::Bundle(kind, ..) => kind,
            Problem::TooLarge => "too-large",
            Problem::WrongState(_) => "wrong-state",
            Problem::Conflict(_) => "conflict",
            Problem::PlanFull => "plan-full",
            Problem::OwnerGrant => "owner-grant",
            Problem::ChangedMeanwhile => "changed-meanwhile",
            Problem::NoSuchPart(_) => "no-such-part",
            Problem::Invalid(_) => "invalid",
            Problem::Broken(_) => "broken",
            Problem::Busy(_) => "busy",
        })
    }

    fn body(&self) -> Vec<u8> {
        let kind = self.kind();
        let (detail, errors) = match self {
            Problem::Unreadable(expected) => (Cow::Borrowed(*expected), None),
            Problem::WrongState(Some(why)) | Problem::Conflict(why) => (Cow::Borrowed(*why), None),
            Problem::Bundle(_, errors, total) => (
                Cow::Owned(of_bundle(errors.len(), *total)),
                Some(errors.as_slice()),
            ),
            Problem::Invalid(errors) => (Cow::Borrowed(kind.detail), Some(errors.as_slice())),
            _ => (Cow::Borrowed(kind.detail), None),
        };
        let shape = Shape {
            r#type: format!("/problems/{}", kind.name),
            title: kind.title,
            status: kind.status,
            detail: &detail,
            errors,
        };
        serde_json::to_vec(&shape).unwrap_or_default()
    }

    /// The answer.
    pub fn into_response(self) -> Response {
        let kind = self.kind();
        let mut response = Response::new(Body::from(Bytes::from(self.body())));
        *response.status_mut() =
            StatusCode::from_u16(kind.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        match self {
            Problem::NotSignedIn => {
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Problem::MethodNotAllowed(methods) => {
                headers.insert(ALLOW, methods);
            }
            Problem::NoSuchPart(size) => {
                if let Ok(range) = HeaderValue::from_str(&format!("bytes */{size}")) {
                    headers.insert(CONTENT_RANGE, range);
                }
            }
            Problem::TooMany(wait) => {
                headers.insert(RETRY_AFTER, HeaderValue::from(wait.as_secs().max(0) + 1));
            }
            Problem::Busy(_) => {
                headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
            }
            _ => {}
        }
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        match error {
            StoreError::Locked | StoreError::Unreachable(_) => Problem::Busy(error.to_string()),
            error => Problem::Broken(error.to_string()),
        }
    }
}

impl From<ActError> for Problem {
    fn from(error: ActError) -> Problem {
        match error {
            ActError::NotFound => Problem::NotFound,
            ActError::NotAllowed => Problem::ActionNotAllowed,
            ActError::WrongState(_) => Problem::WrongState(None),
            ActError::Store(error) => error.into(),
        }
    }
}

impl From<WriteError> for Problem {
    fn from(error: WriteError) -> Problem {
        // These point into what was sent already.
        let wrong = |wrong: store::Wrong| Wrong {
            pointer: wrong.pointer,
            message: wrong.message,
        };
        match error {
            WriteError::NotFound => Problem::NotFound,
            WriteError::NotAllowed => Problem::ActionNotAllowed,
            WriteError::Unreadable(expected) => Problem::Unreadable(expected),
            WriteError::Invalid(wrongs) => {
                Problem::Invalid(wrongs.into_iter().map(wrong).collect())
            }
            WriteError::WrongState(why) => Problem::WrongState(Some(why)),
            WriteError::Conflict(why) => Problem::Conflict(why),
            WriteError::OwnerGrant => Problem::OwnerGrant,
            WriteError::PlanFull => Problem::PlanFull,
            WriteError::ChangedMeanwhile => Problem::ChangedMeanwhile,
            WriteError::Store(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn text(problem: &Problem) -> String {
        String::from_utf8(problem.body()).unwrap()
    }

    #[test]
    fn what_is_not_found_says_so_and_nothing_else() {
        assert_eq!(
            text(&Problem::NotFound),
            r#"{"type":"/problems/not-found","title":"Not found","status":404,"detail":"there is nothing here that is shared with you"}"#
        );
    }

    #[test]
    fn a_wrong_parameter_is_pointed_at() {
        let said = text(&Problem::parameter(
            "filter[a/b]",
            "is no field of this list",
        ));
        assert!(
            said.ends_with(
                r#""errors":[{"pointer":"/filter[a~1b]","message":"is no field of this list"}]}"#
            ),
            "{said}"
        );
    }

    #[test]
    fn a_failure_of_the_database_is_not_told() {
        let said = text(&Problem::from(StoreError::Broken(
            "table person".to_owned(),
        )));
        assert!(!said.contains("person"), "{said}");
        assert_eq!(
            Problem::from(StoreError::Locked).into_response().status(),
            503
        );
    }

    #[test]
    fn someone_without_a_token_is_told_how_to_send_one() {
        let response = Problem::NotSignedIn.into_response();
        assert_eq!(response.status(), 401);
        assert_eq!(response.headers()[WWW_AUTHENTICATE], "Bearer");
        assert_eq!(response.headers()[CONTENT_TYPE], "application/problem+json");
    }
}
