//! The frame round every page: its headers, its policy of what may load, a panic kept inside, a count and a log line.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use futures_util::FutureExt as _;
use uuid::Uuid;

use super::compress::{smaller, takes_gzip};
use super::layout::PAGE;
use super::{Stop, assets};
use crate::http::App;

/// Nothing loads but from here, nothing runs that stands in the page, and nobody frames it.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
     connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Every page there is, feature by feature.
pub(crate) fn router(app: &Arc<App>) -> Router<Arc<App>> {
    Router::new()
        .route("/assets/{digest}/{name}", get(assets::serve))
        .merge(crate::actions::routes())
        .merge(crate::home::routes())
        .merge(crate::guests::routes())
        .merge(crate::people::routes())
        .merge(crate::roles::routes())
        .merge(crate::account_settings::routes())
        .merge(crate::comments::routes())
        .merge(crate::files::routes())
        .merge(crate::knowledge::routes())
        .merge(crate::orders::routes())
        .merge(crate::profile::routes())
        .merge(crate::meetings::routes())
        .merge(crate::papers::routes())
        .merge(crate::tasks::routes())
        .merge(crate::tickets::routes())
        .merge(crate::sharing::routes())
        .merge(crate::mail::routes())
        .merge(crate::sign_in::routes())
        .merge(crate::projects::routes())
        .merge(crate::stages::routes())
        .merge(crate::customers::routes())
        .layer(from_fn_with_state(app.clone(), frame))
}

async fn frame(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = Uuid::new_v4().simple();
    let method = request.method().clone();
    let small = takes_gzip(request.headers().get(ACCEPT_ENCODING));
    let page = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(String::new, |path| path.as_str().to_owned());
    let mut response = AssertUnwindSafe(next.run(request))
        .catch_unwind()
        .await
        .unwrap_or_else(|_| Stop::Broken(format!("the page `{page}` panicked")).into_response());
    if small
        && response
            .headers()
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind == PAGE)
    {
        response = smaller(response).await;
    }
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    set(CONTENT_SECURITY_POLICY, POLICY);
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(REFERRER_POLICY, "same-origin");
    set(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set(
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=()",
    );
    if app.start.encrypted {
        set(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    let mut text = Uuid::encode_buffer();
    if let Ok(value) = HeaderValue::from_str(id.encode_lower(&mut text)) {
        headers.insert("x-request-id", value);
    }
    let (status, took) = (response.status().as_u16(), started.elapsed());
    tracing::debug!(%id, %method, page, status, took_us = took.as_micros() as u64, "page");
    response
}
