//! Tasks: what guests see of them, and the staff's list.

mod ask;
mod portal;
mod portal_task;
pub(crate) mod view;
mod workspace;
mod workspace_form;
pub(crate) mod workspace_table;
mod workspace_task;

use access::Module;
use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use std::sync::Arc;

use crate::frame::{Paged, Posted, Stop, Visit, see};
use crate::http::App;
use crate::workspace::{Writer, comments, ended, stage};

pub(crate) use ask::{mine, under_projects, waiting};
pub(crate) use portal::{decision, table};

/// The pages of this feature.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{account}/tasks", get(list).post(workspace_form::create))
        .route("/{account}/tasks/new", get(workspace_form::new))
        .route("/{account}/tasks/picked", post(picked))
        .route(
            "/{account}/tasks/{id}",
            get(one).post(workspace_form::change),
        )
        .route("/{account}/tasks/{id}/edit", get(workspace_form::edit))
        .route(
            "/{account}/tasks/{id}/delete",
            get(workspace_form::ask).post(workspace_form::delete),
        )
        .route("/{account}/tasks/{id}/stage", post(restage))
        .route("/{account}/tasks/{id}/comments", post(comment))
}

async fn list(visit: Visit) -> Paged {
    if !visit.is_guest() {
        return workspace::list(visit).await;
    }
    portal::list(visit).await
}

async fn one(Path((_, id)): Path<(String, String)>, visit: Visit) -> Paged {
    if !visit.is_guest() {
        return workspace_task::show(visit, &id).await;
    }
    portal_task::show(visit, &id).await
}

async fn picked(posted: Posted) -> Paged {
    stage::picked(Module::Tasks, posted).await
}

async fn restage(Path((_, id)): Path<(String, String)>, posted: Posted) -> Paged {
    stage::change(Module::Tasks, &id, posted).await
}

async fn comment(Path((_, id)): Path<(String, String)>, Posted { visit, fields }: Posted) -> Paged {
    let address = format!("{}/{id}", visit.at("tasks"));
    if fields.text("text").is_empty() {
        return Err(Stop::Elsewhere(format!("{address}#comments")));
    }
    let (writer, away) = Writer::of(visit);
    let written = comments::write(&writer, Module::Tasks, &id, &fields).await;
    let visit = away.back().await?;
    written.map_err(|error| ended(&visit, error))?;
    Ok(see(&format!("{address}?said=commented#comments")))
}
