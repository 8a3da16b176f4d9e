//! Customers: companies and persons the account works for, with their contacts.

mod contacts;
mod page;
mod view;
mod workspace;
mod workspace_customer;
mod workspace_form;

use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use std::sync::Arc;

use crate::frame::{Paged, Visit};
use crate::http::App;

/// The pages of this feature.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route(
            "/{account}/customers",
            get(list).post(workspace_form::create),
        )
        .route("/{account}/customers/new", get(workspace_form::new))
        .route(
            "/{account}/customers/{id}",
            get(one).post(workspace_form::change),
        )
        .route("/{account}/customers/{id}/edit", get(workspace_form::edit))
        .route(
            "/{account}/customers/{id}/delete",
            get(workspace_form::ask).post(workspace_form::delete),
        )
        .route("/{account}/customers/{id}/contacts", post(contacts::create))
        .route("/{account}/customers/{id}/contacts/new", get(contacts::new))
        .route(
            "/{account}/customers/{id}/contacts/{contact}",
            get(contacts::edit).post(contacts::change),
        )
        .route(
            "/{account}/customers/{id}/contacts/{contact}/delete",
            post(contacts::delete),
        )
}

async fn list(visit: Visit) -> Paged {
    if visit.is_guest() {
        return page::list(visit).await;
    }
    workspace::list(visit).await
}

async fn one(Path((_, id)): Path<(String, String)>, visit: Visit) -> Paged {
    if visit.is_guest() {
        return page::show(visit, &id).await;
    }
    workspace_customer::show(visit, &id).await
}
