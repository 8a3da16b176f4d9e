//! The frame round every request: it finds the door, keeps a panic inside, sets the headers that all answers
//! have, counts and logs.
//!
//! Logs name the door, never the address as it was sent: ids, parameters and tokens stay out of them.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, Method};
use axum::response::Response;
use axum::routing::{any, get};
use futures_util::FutureExt as _;
use uuid::Uuid;
use uuid::fmt::Simple;

use super::app::App;
use super::problem::Problem;
use super::{account, outside};

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The doors behind one address, by the number of their route.
struct Address {
    doors: Vec<(Method, usize)>,
    methods: HeaderValue,
}

/// The server's router: every address of the table, and one answer for all others.
pub fn router(app: Arc<App>) -> Router {
    let mut router = Router::new();
    let mut paths: Vec<&str> = app.routes.iter().map(|route| route.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    for path in paths {
        let address = Arc::new(address(&app, path));
        router = router.route(
            path,
            any(move |State(app), request| enter(app, Some(address), request)),
        );
    }
    router
        .fallback(|State(app), request| enter(app, None, request))
        .merge(crate::frame::router(&app))
        .with_state(app)
}

/// The router of the listener that has the counters alone, for whoever reaches it.
pub fn metrics_router(app: Arc<App>) -> Router {
    let counters = |State(app): State<Arc<App>>| async move { outside::metrics(&app) };
    Router::new()
        .route("/metrics", get(counters))
        .with_state(app)
}

fn address(app: &App, path: &str) -> Address {
    let doors: Vec<(Method, usize)> = (app.routes.iter().enumerate())
        .filter(|(_, route)| route.path == path)
        .map(|(number, route)| (route.method.clone(), number))
        .collect();
    let methods: Vec<&str> = doors
        .iter()
        .flat_map(|(method, _)| {
            if method == Method::GET {
                vec!["GET", "HEAD"]
            } else {
                vec![method.as_str()]
            }
        })
        .collect();
    let methods = HeaderValue::from_str(&methods.join(", "));
    Address {
        doors,
        methods: methods.unwrap_or(HeaderValue::from_static("GET, HEAD")),
    }
}

async fn enter(app: Arc<App>, address: Option<Arc<Address>>, request: Request) -> Response {
    let started = Instant::now();
    let id = Uuid::new_v4().simple();
    let asked = if request.method() == Method::HEAD {
        &Method::GET
    } else {
        request.method()
    };
    let number = match address {
        None => Err(Problem::NotFound),
        Some(address) => match address.doors.iter().find(|(method, _)| method == asked) {
            Some((_, number)) => Ok(*number),
            None => Err(Problem::MethodNotAllowed(address.methods.clone())),
        },
    };
    let method = request.method().clone();
    let door = number.as_ref().copied().unwrap_or(usize::MAX);
    let answer = match number {
        Err(problem) => Err(problem),
        Ok(number) => AssertUnwindSafe(open(&app, number, request))
            .catch_unwind()
            .await
            .unwrap_or_else(|_| Err(Problem::Broken("a request panicked".to_owned()))),
    };
    let mut response = answer.unwrap_or_else(|problem| {
        if let Problem::Broken(why) | Problem::Busy(why) = &problem {
            tracing::error!(%id, door = name(&app, door), why, "a request failed");
        }
        problem.into_response()
    });
    frame(&app, &mut response, id);
    let (status, took) = (response.status().as_u16(), started.elapsed());
    app.metrics.count(door, status, took);
    tracing::debug!(%id, %method, door = name(&app, door), status, took_us = took.as_micros() as u64, "request");
    response
}

async fn open(app: &App, number: usize, request: Request) -> Result<Response, Problem> {
    let door = app.routes[number].door;
    if door.in_account() {
        account::open(app, door, request).await
    } else {
        outside::open(app, door, request).await
    }
}

fn name(app: &App, door: usize) -> &str {
    app.routes.get(door).map_or("none", |route| &route.path)
}

fn frame(app: &App, response: &mut Response, id: Simple) {
    let mut text = Uuid::encode_buffer();
    let id = HeaderValue::from_str(id.encode_lower(&mut text));
    let headers = response.headers_mut();
    headers.insert(X_REQUEST_ID, id.unwrap_or(HeaderValue::from_static("")));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox"),
    );
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(CORP, HeaderValue::from_static("same-origin"));
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    if app.start.encrypted {
        headers.insert(
            STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
}
