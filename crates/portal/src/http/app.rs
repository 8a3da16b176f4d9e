//! What every request may use, made once when the server starts.

use std::sync::Arc;

use axum::body::Bytes;
use jiff::Timestamp;
use store::{Blobs, Db};

use super::metrics::Metrics;
use super::routes::{Route, routes};
use crate::openapi;
use crate::sign_in::Entrance;

/// Where the time comes from.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The machine's clock.
    pub fn of_this_machine() -> Clock {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is where the clock comes in"
        )]
        Clock::from(Timestamp::now)
    }

    /// A clock that asks `read`.
    pub fn from(read: impl Fn() -> Timestamp + Send + Sync + 'static) -> Clock {
        Clock(Arc::new(read))
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

/// What the server is told when it starts.
pub struct Start {
    /// The database, at this program's schema.
    pub db: Db,
    /// The bytes of files.
    pub blobs: Blobs,
    /// Where the time comes from.
    pub clock: Clock,
    /// The largest body that is taken, in bytes.
    pub upload_limit: u64,
    /// What opens `/metrics` here; without it nothing does.
    pub metrics_token: Option<String>,
    /// Whether people reach the server by https alone.
    pub encrypted: bool,
    /// How people come in.
    pub entrance: Entrance,
    /// Whether everybody who reaches the server may read what it would have sent: for trying it out.
    pub mailbox: bool,
}

/// What every request may use.
pub struct App {
    pub(crate) start: Start,
    pub(super) routes: Vec<Route>,
    pub(super) metrics: Metrics,
    pub(super) openapi: Bytes,
}

impl App {
    /// Puts together what requests use.
    pub fn new(start: Start) -> Arc<App> {
        let routes = routes();
        let metrics = Metrics::new(&routes);
        let openapi = Bytes::from(openapi::document(&routes).to_string());
        Arc::new(App {
            start,
            routes,
            metrics,
            openapi,
        })
    }
}
