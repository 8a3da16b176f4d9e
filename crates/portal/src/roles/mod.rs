//! Roles: the built-in ones to look at, and the account's own, made, changed, switched off and deleted.

mod form;
mod list;

use axum::Router;
use axum::routing::get;
use std::sync::Arc;

use crate::frame::{Stop, Visit};
use crate::http::App;

/// The pages of this feature.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{account}/roles", get(list::show).post(form::create))
        .route("/{account}/roles/new", get(form::new))
        .route("/{account}/roles/{id}", get(form::edit).post(form::change))
        .route(
            "/{account}/roles/{id}/delete",
            get(form::ask).post(form::delete),
        )
}

/// Only admins come here; for guests there is no such page.
fn admins_only(visit: &Visit) -> Result<(), Stop> {
    if visit.is_guest() {
        return Err(visit.not_shared());
    }
    if visit.reader.viewer().administers() {
        Ok(())
    } else {
        Err(Stop::NotAllowed)
    }
}
