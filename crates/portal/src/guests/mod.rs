//! Guests as the staff see them: the list with invitations, one guest's card, changing and removing one.

mod attach;
mod available;
mod becoming;
mod card;
mod change;
mod customer;
mod history;
mod invite;
mod items;
mod letters;
mod list;
mod mine;
mod permissions;
mod remove;
mod view;
mod who;

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
        .route("/{account}/guests/attach", get(attach::ask))
        .route("/{account}/guests/{id}", get(card::show))
        .route(
            "/{account}/guests/{id}/edit",
            get(change::edit).post(change::save),
        )
        .route(
            "/{account}/guests/{id}/permissions",
            get(permissions::edit).post(permissions::save),
        )
        .route("/{account}/guests/{id}/users", post(available::save))
        .route("/{account}/guests/{id}/who", get(who::edit).post(who::save))
        .route(
            "/{account}/guests/{id}/of/{customer}",
            get(customer::edit).post(customer::save),
        )
        .route(
            "/{account}/guests/{id}/items/{grant}",
            get(items::edit).post(items::save),
        )
        .route(
            "/{account}/guests/{id}/member",
            get(becoming::ask).post(becoming::become_member),
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
