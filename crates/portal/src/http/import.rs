//! Brings a bundle in: all or nothing, judged before its first byte is read.

use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::response::Response;
use store::Reader;
use store::bundle::{self, Imported, Wish};

use super::answer::json;
use super::app::App;
use super::incoming;
use super::problem::{Problem, Wrong};
use super::query::{only, parameters, truth};
use crate::imported;

pub(super) async fn import(
    app: &App,
    reader: Box<Reader>,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem> {
    let permit = reader
        .viewer()
        .may_import()
        .map_err(|_| Problem::ActionNotAllowed)?;
    // The snapshot ends before a long import begins.
    drop(reader);
    let parameters = parameters(parts.uri.query())?;
    only(&parameters, &["keep_going", "dry_run"])?;
    let (keep_going, dry_run) = (
        truth(&parameters, "keep_going")?,
        truth(&parameters, "dry_run")?,
    );
    let limit = app.start.upload_limit;
    announced(&parts.headers, limit)?;

    let (outlet, source) = incoming::ends(body, limit);
    let wish = Wish {
        keep_going,
        dry_run,
        beside: None,
        now: app.start.clock.now(),
    };
    let work = bundle::import(
        &app.start.db,
        &app.start.blobs,
        permit,
        wish,
        source,
        |_| {},
    );
    let (passed, imported) = tokio::join!(outlet.pass_on(), work);
    passed?;
    let imported = imported?;
    match refusal(
        &imported,
        keep_going || dry_run && imported.rejected.total == 0,
    ) {
        Some(problem) => Err(problem),
        None => Ok(json(
            imported::json(&imported).to_string(),
            &HeaderMap::new(),
        )),
    }
}

/// Refuses what can be seen to be wrong before anything is read.
fn announced(headers: &HeaderMap, limit: u64) -> Result<(), Problem> {
    const EXPECTED: &str = "a bundle is sent as `application/x-ndjson`";
    if let Some(kind) = headers.get(CONTENT_TYPE) {
        let kind = kind
            .to_str()
            .unwrap_or_default()
            .split(';')
            .next()
            .unwrap_or_default()
            .trim();
        let kinds = [
            "application/x-ndjson",
            "application/ndjson",
            "application/jsonl",
        ];
        if !kinds.iter().any(|known| kind.eq_ignore_ascii_case(known)) {
            return Err(Problem::Unreadable(EXPECTED));
        }
    }
    let length = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > limit) {
        Err(Problem::TooLarge)
    } else {
        Ok(())
    }
}

/// Why nothing was taken; none where it was, or would have been.
fn refusal(imported: &Imported, takes_good_lines: bool) -> Option<Problem> {
    let rejected = &imported.rejected;
    let has = |kind| rejected.first.iter().any(|one| one.problem == kind);
    let whole = [
        bundle::Problem::OwnerGrant,
        bundle::Problem::PlanFull,
        bundle::Problem::LastAdmin,
    ];
    if rejected.total == 0 || imported.written || takes_good_lines && !whole.into_iter().any(has) {
        return None;
    }
    let name = if has(bundle::Problem::Invalid) {
        "invalid"
    } else if has(bundle::Problem::Unreadable) {
        "unreadable"
    } else if has(bundle::Problem::OwnerGrant) {
        "owner-grant"
    } else if has(bundle::Problem::PlanFull) {
        "plan-full"
    } else {
        "conflict"
    };
    let wrong = |one| Wrong {
        pointer: imported::pointer(one),
        message: imported::message(one),
    };
    Some(Problem::Bundle(
        name,
        rejected.first.iter().map(wrong).collect(),
        rejected.total,
    ))
}
