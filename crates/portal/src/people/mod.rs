//! Colleagues: invited, given another role, deactivated and brought back.

mod becoming;
mod change;
mod list;

use axum::Router;
use axum::routing::{get, post};
use std::sync::Arc;

use crate::http::App;

pub(crate) use becoming::sees;
pub(crate) use list::role_name;

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
            "/{account}/members/{id}/guest",
            get(becoming::ask).post(becoming::become_guest),
        )
        .route(
            "/{account}/members/{id}/reactivate",
            post(change::reactivate),
        )
}
