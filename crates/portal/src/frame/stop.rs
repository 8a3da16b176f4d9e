//! Where a page's way ends early: somewhere else to go, or one kind page that says why.

use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use store::{ReadError, StoreError, Wrong};

use super::layout::{self, Answer};
use super::parts::doorway;
use crate::texts::{Texts, Value};

/// What a page answers: itself, or why not.
pub(crate) type Paged = Result<Response, Stop>;

/// A company as a page names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Company {
    /// Its name in addresses.
    pub(crate) slug: String,
    /// Its name for people.
    pub(crate) name: String,
}

/// Why there is no page.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Go there instead.
    Elsewhere(String),
    /// Sign in first, then come back here.
    SignIn(String),
    /// It is not shared with the reader, no longer, or never was: one page for every address.
    NotShared(Option<Company>),
    /// The company shares nothing with the reader now; those that do are named.
    Closed(Company, Vec<Company>),
    /// The reader sees it and may not do this to it.
    NotAllowed,
    /// What was asked or filled in is wrong.
    Invalid(Vec<Wrong>),
    /// The state of things refuses it, for the reason given.
    Conflict(String),
    /// The form did not come from a page of this session, or the session is over.
    Again(String),
    /// Too many tries, and how many seconds to wait.
    TooMany(u64),
    /// The body is larger than the server takes.
    TooLarge,
    /// Something failed on our side; the reason is for the log.
    Broken(String),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Stop {
        Stop::Broken(error.to_string())
    }
}

impl From<ReadError> for Stop {
    fn from(error: ReadError) -> Stop {
        match error {
            ReadError::Invalid(wrongs) => Stop::Invalid(wrongs),
            ReadError::NotFound => Stop::NotShared(None),
            ReadError::NotAllowed => Stop::NotAllowed,
            ReadError::Store(error) => error.into(),
        }
    }
}

/// Where to go after a form was taken: the page is asked for anew, so that reloading it does nothing twice.
pub(crate) fn see(address: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    // An address is made of slugs and ids; what cannot stand in a header leads home.
    let address = HeaderValue::from_str(address).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(LOCATION, address);
    response
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        // Before anyone is known there is no language but the first.
        let texts = Texts::of("en", TimeZone::UTC);
        match self {
            Stop::Elsewhere(address) => see(&address),
            Stop::SignIn(back) => {
                let back: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
                see(&format!("/sign-in?next={back}"))
            }
            Stop::NotShared(company) => not_shared(&texts, company.as_ref()),
            Stop::Closed(company, open) => closed(&texts, &company, &open),
            other => said(&texts, other),
        }
    }
}

fn not_shared(texts: &Texts, company: Option<&Company>) -> Response {
    let title = texts.say("stop-not-shared-title");
    let words = match company {
        Some(company) => texts.say_with(
            "stop-not-shared",
            &[("company", Value::from(company.name.as_str()))],
        ),
        None => texts.say("stop-not-shared-anyone"),
    };
    let home = company.map_or_else(|| "/".to_owned(), |company| format!("/{}", company.slug));
    let main = html! {
        (doorway(false))
        h1 { (title) }
        p class="quiet" { (words) }
        p { a class="btn wide-btn" href=(home) { (texts.say("stop-go-home")) } }
    };
    threshold(texts, StatusCode::NOT_FOUND, &title, company, &main)
}

fn closed(texts: &Texts, company: &Company, open: &[Company]) -> Response {
    let title = texts.say("stop-closed-title");
    let named = [("company", Value::from(company.name.as_str()))];
    let main = html! {
        (doorway(false))
        h1 { (title) }
        p class="quiet" { (texts.say_with("stop-closed", &named)) }
        p class="quiet" { (texts.say("stop-closed-more")) }
        @if !open.is_empty() { (layout::elsewhere(texts, open)) }
    };
    threshold(texts, StatusCode::FORBIDDEN, &title, Some(company), &main)
}

fn said(texts: &Texts, stop: Stop) -> Response {
    let say = |name: &str| texts.say(name);
    let (status, title, words, more) = match &stop {
        Stop::NotAllowed => (
            StatusCode::FORBIDDEN,
            say("stop-not-allowed-title"),
            say("stop-not-allowed"),
            None,
        ),
        Stop::Invalid(wrongs) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            say("stop-invalid-title"),
            say("stop-invalid"),
            Some(html! { ul { @for wrong in wrongs { li { (wrong.message) } } } }),
        ),
        Stop::Conflict(why) => (
            StatusCode::CONFLICT,
            say("stop-conflict-title"),
            why.clone(),
            None,
        ),
        Stop::Again(back) => (
            StatusCode::FORBIDDEN,
            say("stop-again-title"),
            say("stop-again"),
            Some(html! { p { a class="btn wide-btn" href=(back) { (say("stop-again-link")) } } }),
        ),
        Stop::TooMany(_) => (
            StatusCode::TOO_MANY_REQUESTS,
            say("stop-too-many-title"),
            say("stop-too-many"),
            None,
        ),
        Stop::TooLarge => (
            StatusCode::PAYLOAD_TOO_LARGE,
            say("stop-too-large-title"),
            say("stop-too-large"),
            None,
        ),
        _ => (
            StatusCode::INTERNAL_SERVER_ERROR,
            say("stop-broken-title"),
            say("stop-broken"),
            None,
        ),
    };
    if let Stop::Broken(why) = &stop {
        tracing::error!(why, "a page failed");
    }
    let main = html! {
        (doorway(false))
        h1 { (title) }
        p class="quiet" { (words) }
        @if let Some(more) = more { (more) }
    };
    let mut response = threshold(texts, status, &title, None, &main);
    if let Stop::TooMany(seconds) = stop {
        response
            .headers_mut()
            .insert("retry-after", HeaderValue::from(seconds));
    }
    response
}

fn threshold(
    texts: &Texts,
    status: StatusCode,
    title: &str,
    company: Option<&Company>,
    main: &Markup,
) -> Response {
    let page = layout::threshold(texts, title, company, main);
    let mut response = Answer::plain(page);
    *response.status_mut() = status;
    response
}
