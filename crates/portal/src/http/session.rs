//! Who comes by the browser's cookie, and that what they send comes from a page of theirs.

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, Method};
use jiff::Timestamp;
use std::sync::Arc;
use store::{Arrival, Viewer};

use super::app::App;
use super::problem::Problem;
use crate::frame::{cookie, csrf};

/// The header that carries the token of a session's pages.
const TOKEN: &str = "x-csrf-token";

/// The secret of the session that a request comes by: none where it brings a token of its own, good or bad.
pub(crate) fn session<'a>(app: &App, headers: &'a HeaderMap) -> Option<&'a str> {
    if headers.contains_key(AUTHORIZATION) {
        return None;
    }
    cookie::session(headers, app.start.encrypted)
}

/// Lets in who comes by a session; what changes something must come from a page of it.
pub(super) async fn arrive(
    app: &App,
    method: &Method,
    headers: &HeaderMap,
    account: &str,
    session: &str,
    now: Timestamp,
) -> Result<Arrival, Problem> {
    let arrival = app
        .start
        .db
        .arrive_by_session(account, session, now)
        .await?;
    if let Arrival::In(reader) = &arrival {
        ours(method, headers, session)?;
        note(app, reader.viewer(), session);
    }
    Ok(arrival)
}

/// Refuses what changes something and does not come from a page of this session.
pub(super) fn ours(method: &Method, headers: &HeaderMap, session: &str) -> Result<(), Problem> {
    if method.is_safe() {
        return Ok(());
    }
    let given = headers.get(TOKEN).and_then(|token| token.to_str().ok());
    let fits = given.is_some_and(|given| csrf::fits(given, session));
    if fits && csrf::from_here(method, headers) {
        Ok(())
    } else {
        Err(Problem::NotFromHere)
    }
}

/// Notes that a session is used, where that is due, without keeping anybody waiting.
pub(crate) fn note(app: &App, viewer: &Viewer, session: &str) {
    if !viewer.is_due_to_be_noted() {
        return;
    }
    let (db, lengths) = (app.start.db.clone(), app.start.entrance.lengths);
    let now = app.start.clock.now();
    let (account, session): (Arc<str>, Arc<str>) = (viewer.account_slug().into(), session.into());
    tokio::spawn(async move {
        if let Err(error) = db.note_session(&account, &session, lengths, now).await {
            tracing::debug!(%error, "the use of a session was not noted");
        }
    });
}
