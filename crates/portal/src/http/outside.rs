//! The doors outside every account.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use sha2::{Digest, Sha256};

use super::answer;
use super::app::App;
use super::bearer::bearer;
use super::problem::Problem;
use super::query::{only, parameters};
use super::routes::Door;
use super::{identity, profile};

pub(super) async fn open(app: &App, door: Door, request: Request) -> Result<Response, Problem> {
    only(&parameters(request.uri().query())?, &[])?;
    let headers = request.headers();
    match door {
        Door::Healthz => Ok(answer::json(
            Bytes::from_static(br#"{"status":"ok"}"#),
            headers,
        )),
        Door::Readyz => {
            // A question that the database must answer, about nobody.
            app.start
                .db
                .arrive("", "", app.start.clock.now())
                .await
                .map(drop)?;
            Ok(answer::json(
                Bytes::from_static(br#"{"status":"ready"}"#),
                headers,
            ))
        }
        Door::Me => profile::me(app, headers).await,
        Door::Enter(entry) => identity::enter(app, entry, request).await,
        Door::OpenApi => Ok(answer::json(app.openapi.clone(), headers)),
        Door::Metrics => {
            // Where no token was set there is none that opens, and that looks the same.
            match (bearer(headers), &app.start.metrics_token) {
                (Some(token), Some(opens)) if same(token, opens) => Ok(metrics(app)),
                _ => Err(Problem::NotSignedIn),
            }
        }
        _ => Err(Problem::NotFound),
    }
}

/// The counters, as Prometheus reads them.
pub(super) fn metrics(app: &App) -> Response {
    let mut response = Response::new(Body::from(app.metrics.text()));
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

/// Compares secrets by their digests, so that how long it takes says nothing.
fn same(a: &str, b: &str) -> bool {
    Sha256::digest(a) == Sha256::digest(b)
}
