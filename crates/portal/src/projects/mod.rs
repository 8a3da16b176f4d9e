//! Projects: a guest's page of one, and the staff's list and page.

mod edit;
mod info;
mod milestones;
mod money;
mod page;
pub(crate) mod participants;
mod parties;
mod portal;
mod portal_project;
pub(crate) mod roadmap;
pub(crate) mod table;
mod tasks;
pub(crate) mod undo;
pub(crate) mod view;
mod workspace;

use access::Module;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use std::sync::Arc;

use crate::frame::{Paged, Posted, Visit};
use crate::http::App;
use crate::workspace::stage;

pub(crate) use info::until;
pub(crate) use portal::with_milestones;

/// The pages of this feature.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{account}/projects", get(list).post(edit::create))
        .route("/{account}/projects/new", get(edit::new))
        .route("/{account}/projects/picked", post(picked))
        .route("/{account}/projects/{id}", get(one).post(edit::change))
        .route("/{account}/projects/{id}/edit", get(edit::edit))
        .route(
            "/{account}/projects/{id}/delete",
            get(edit::ask).post(edit::delete),
        )
        .route("/{account}/projects/{id}/tasks", get(every_task))
        .route("/{account}/projects/{id}/stage", post(restage))
        .route("/{account}/projects/{id}/parties", post(parties::add))
        .route(
            "/{account}/projects/{id}/parties/{part}",
            post(parties::change),
        )
        .route(
            "/{account}/projects/{id}/parties/{part}/remove",
            post(parties::remove),
        )
        .route(
            "/{account}/projects/{id}/milestones",
            post(milestones::create),
        )
        .route(
            "/{account}/projects/{id}/milestones/new",
            get(milestones::new),
        )
        .route(
            "/{account}/projects/{id}/milestones/{milestone}",
            get(milestones::edit).post(milestones::change),
        )
        .route(
            "/{account}/projects/{id}/milestones/{milestone}/done",
            post(milestones::done),
        )
        .route(
            "/{account}/projects/{id}/milestones/{milestone}/delete",
            post(milestones::delete),
        )
}

async fn list(visit: Visit) -> Paged {
    if visit.is_guest() {
        return portal::list(visit).await;
    }
    workspace::list(visit).await
}

async fn one(Path((_, id)): Path<(String, String)>, visit: Visit) -> Paged {
    if visit.is_guest() {
        return portal_project::show(visit, &id).await;
    }
    page::show(visit, &id).await
}

async fn every_task(Path((_, id)): Path<(String, String)>, visit: Visit) -> Paged {
    portal::tasks(visit, &id).await
}

async fn picked(posted: Posted) -> Paged {
    stage::picked(Module::Projects, posted).await
}

async fn restage(Path((_, id)): Path<(String, String)>, posted: Posted) -> Paged {
    stage::change(Module::Projects, &id, posted).await
}
