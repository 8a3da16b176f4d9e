//! Files to take home: the bytes of one that is shown, by the same judgement as the interface's.

use axum::Router;
use axum::extract::Path;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderMap, HeaderValue};
use axum::routing::get;
use std::sync::Arc;

use crate::frame::{Paged, Visit};
use crate::http::problem::Problem;
use crate::http::{App, files};

/// The pages of this feature.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{account}/files/{id}", get(download))
}

/// The bytes, to be saved and never shown in this site's name: whole, or the part asked for.
async fn download(
    Path((_, id)): Path<(String, String)>,
    mut visit: Visit,
    asked: HeaderMap,
) -> Paged {
    let stop = visit.not_shared();
    let Some(file) = visit.reader.file(&id).await? else {
        return Err(stop);
    };
    let app = visit.app.clone();
    // The snapshot ends before a long download begins.
    drop(visit);
    let mut response = match files::content(&app.start.blobs, &file, &asked).await {
        Ok(response) => response,
        Err(Problem::NotFound) => return Err(stop),
        Err(problem) => problem.into_response(),
    };
    response.headers_mut().insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox"),
    );
    Ok(response)
}
