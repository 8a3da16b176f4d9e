//! Files for an item: judged before their first byte is read, and again before they are noted.

use access::Module;
use axum::body::Body;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use store::Reader;

use super::account::{arrive, segment};
use super::answer::written;
use super::app::App;
use super::multipart;
use super::problem::Problem;
use super::query::{only, parameters};
use super::writes::idempotency_key;

pub(super) async fn upload(
    app: &App,
    module: Module,
    mut reader: Box<Reader>,
    parts: &Parts,
    body: Body,
) -> Result<Response, Problem> {
    only(&parameters(parts.uri.query())?, &[])?;
    let id = segment(parts, 2);
    reader.may_upload(module, id).await?;
    // The snapshot ends before a long upload begins.
    drop(reader);
    let (start, headers) = (&app.start, &parts.headers);
    let files = multipart::files(&start.blobs, headers, body, start.upload_limit, None).await?;
    // Whoever sends for an hour must be let in at its end.
    let viewer = arrive(app, parts).await?.viewer().clone();
    let (key, now) = (idempotency_key(headers), start.clock.now());
    let noted = start
        .db
        .upload(&viewer, (module, id), files, key, now)
        .await?;
    let shown: Vec<&str> = noted
        .iter()
        .filter_map(|file| file.json.as_deref())
        .collect();
    let mut response = written(format!("{{\"items\":[{}]}}", shown.join(",")), None);
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}
