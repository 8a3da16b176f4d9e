//! Writing records: what was sent is read here, judged and done by the store, and answered as the record reads now.

use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::header::IF_MATCH;
use axum::http::request::Parts;
use axum::response::Response;
use store::{ItemAction, Reader, Shelf, StillAs, Written};

use super::account::segment;
use super::answer::{names, nothing, tag, written};
use super::app::App;
use super::problem::Problem;
use super::query::{Parameters, only, parameters, value};
use super::routes::{Deed, Records, Target};
use super::sent;

/// The largest record that is taken, in bytes.
const LARGEST: u64 = 1024 * 1024;

pub(super) async fn write(
    app: &App,
    (deed, target): (Deed, Target),
    reader: Box<Reader>,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem> {
    let viewer = reader.viewer().clone();
    // The snapshot ends before the write begins.
    drop(reader);
    let asked = parameters(parts.uri.query())?;
    let known: &[&str] = match (deed, target) {
        (Deed::Delete, Target::Record(Records::Stages)) => &["replacement"],
        _ => &[],
    };
    only(&asked, known)?;
    let body = match deed {
        Deed::Delete => None,
        _ => sent::json(&parts.headers, body, LARGEST).await?,
    };
    let tagged = parts.headers.get(IF_MATCH).cloned();
    let same = |body: &str| {
        tagged
            .as_ref()
            .is_none_or(|asked| names(asked, &tag(body.as_bytes())))
    };
    let still_as: StillAs<'_> = tagged.is_some().then_some(&same);
    let (db, now) = (&app.start.db, app.start.clock.now());
    let sent = body.as_deref();
    let Some((shelf, id)) = place(target, parts) else {
        let changed = db.change_settings(&viewer, sent, still_as, now).await?;
        return Ok(shown(changed, None));
    };
    match deed {
        Deed::Create => {
            let key = idempotency_key(&parts.headers);
            let made = db.create(&viewer, shelf, sent, key, now).await?;
            let address = format!("{}/{}", parts.uri.path(), made.id);
            Ok(shown(made, Some(&address)))
        }
        Deed::Change => {
            let changed = db.change(&viewer, shelf, id, sent, still_as, now).await?;
            Ok(shown(changed, None))
        }
        Deed::Delete => {
            match replacement(&asked) {
                Some(to) => {
                    db.delete_stage(&viewer, id, Some(to), still_as, now)
                        .await?
                }
                None => db.delete(&viewer, shelf, id, still_as, now).await?,
            }
            Ok(nothing())
        }
    }
}

pub(super) async fn act(
    app: &App,
    action: ItemAction,
    reader: Box<Reader>,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem> {
    let viewer = reader.viewer().clone();
    drop(reader);
    only(&parameters(parts.uri.query())?, &[])?;
    let body = sent::json(&parts.headers, body, LARGEST).await?;
    let (db, now) = (&app.start.db, app.start.clock.now());
    let key = idempotency_key(&parts.headers);
    let id = segment(parts, 2);
    let done = db
        .perform(&viewer, action, id, body.as_deref(), key, now)
        .await?;
    Ok(shown(done, None))
}

/// The collection that an address names, and the record in it; none for settings.
fn place(target: Target, parts: &Parts) -> Option<(Shelf<'_>, &str)> {
    let (id, part) = (segment(parts, 2), segment(parts, 4));
    Some(match target {
        Target::Item(module) => (Shelf::Items(module), id),
        Target::Part(module, relation) => (Shelf::Parts(module, id, relation), part),
        Target::Record(Records::Stages) => (Shelf::Stages, id),
        Target::Record(Records::Roles) => (Shelf::Roles, id),
        Target::Record(_) => (Shelf::Members, id),
        Target::Settings => return None,
    })
}

/// The record as its writer reads it, or nothing where it is not theirs to see any more.
fn shown(done: Written, made_at: Option<&str>) -> Response {
    match done.json {
        Some(json) => written(json, made_at),
        None => nothing(),
    }
}

fn replacement(asked: &Parameters) -> Option<&str> {
    value(asked, "replacement")
}

pub(super) fn idempotency_key(headers: &HeaderMap) -> Option<&str> {
    let key = headers.get("idempotency-key")?;
    // What is no text is no good key, as the empty one is none.
    Some(key.to_str().unwrap_or_default())
}
