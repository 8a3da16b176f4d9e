//! Colleagues: invited, given another role, deactivated and brought back.

mod change;
mod list;

use axum::Router;
use axum::routing::{get, post};
use std::sync::Arc;

use crate::http::App;

/// The pages of this feature.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{account}/members", get(list::show).post(change::invite))
        .route("/{account}/members/new", get(list::ask))
        .route("/{account}/members/{id}", post(change::role))
        .route(
            "/{account}/members/{id}/deactivate",
            get(change::ask).post(change::deactivate),
        )
        .route(
            "/{account}/members/{id}/reactivate",
            post(change::reactivate),
        )
}
