//! Guests as the staff see them: the list with invitations, one guest's card, changing and removing one.

mod card;
mod change;
mod invite;
mod letters;
mod list;
mod mine;
mod remove;
mod view;

use axum::Router;
use axum::routing::{get, post};
use std::sync::Arc;

use crate::http::App;

/// The pages of this feature.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{account}/guests", get(list::show))
        .route(
            "/{account}/guests/new",
            get(invite::ask).post(invite::invite),
        )
        .route("/{account}/guests/{id}", get(card::show))
        .route(
            "/{account}/guests/{id}/edit",
            get(change::edit).post(change::save),
        )
        .route("/{account}/guests/{id}/state", post(change::state))
        .route("/{account}/guests/{id}/extend", post(change::extend))
        .route("/{account}/guests/{id}/invitation", post(change::again))
        .route(
            "/{account}/guests/{id}/remove",
            get(remove::ask).post(remove::remove),
        )
        .route("/{account}/guests/{id}/removed", get(remove::removed))
}
