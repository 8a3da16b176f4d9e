//! Hands the account out as a bundle, line by line as it is read.

use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::response::Response;
use store::{Reader, bundle};

use super::answer::for_this_reader;
use super::app::App;
use super::outgoing;
use super::problem::Problem;
use super::query::{only, parameters, truth};

pub(super) async fn export(
    app: &App,
    reader: Box<Reader>,
    parts: &Parts,
) -> Result<Response, Problem> {
    let permit = reader
        .viewer()
        .may_export()
        .map_err(|_| Problem::ActionNotAllowed)?;
    // The snapshot ends before a long export begins: that has one of its own.
    drop(reader);
    let parameters = parameters(parts.uri.query())?;
    only(&parameters, &["with_files"])?;
    let with_files = truth(&parameters, "with_files")?;

    let (db, blobs, now) = (
        app.start.db.clone(),
        app.start.blobs.clone(),
        app.start.clock.now(),
    );
    let body = outgoing::body(move |out| async move {
        bundle::export(&db, &blobs, permit, with_files, now, out)
            .await
            .map(drop)
    });
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/x-ndjson"),
    );
    headers.insert(
        CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"bundle.ndjson\""),
    );
    for_this_reader(&mut response);
    Ok(response)
}
