//! Stages of projects and tasks: the page where they are made, ordered, changed and deleted, and the menu of a Stage cell
//! that does the same without leaving a list.

mod form;
pub(crate) mod menu;
mod page;

use axum::Router;
use axum::routing::{get, post};
use serde::Deserialize;
use std::sync::Arc;

use crate::frame::{Listed, Stop, Visit, read};
use crate::http::App;

/// A stage as the staff's area of stages gives it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Stage {
    /// Its public id.
    pub(crate) id: String,
    /// `projects` or `tasks`.
    pub(crate) module: String,
    /// Its name.
    pub(crate) name: String,
    /// Its colour, as `#rrggbb`.
    pub(crate) color: Option<String>,
    /// Its place among the others.
    pub(crate) position: Option<i64>,
    /// Whether what is in it is done.
    pub(crate) closed: bool,
}

/// The pages of this feature.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{account}/stages", get(page::show).post(form::create))
        .route("/{account}/stages/new", get(form::new))
        .route("/{account}/stages/{id}", get(form::edit).post(form::change))
        .route("/{account}/stages/{id}/move", post(page::shift))
        .route("/{account}/stages/{id}/delete", post(form::delete))
}

/// The stages of a module (`projects` or `tasks`) in their order; none for those who may not read them.
pub(crate) async fn of(visit: &mut Visit, module: &str) -> Result<Vec<Stage>, Stop> {
    let mut stages = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let mut question = vec![
            ("filter[module]".to_owned(), module.to_owned()),
            ("sort".to_owned(), "position".to_owned()),
            ("limit".to_owned(), "200".to_owned()),
        ];
        question.extend(cursor.take().map(|cursor| ("cursor".to_owned(), cursor)));
        let body = match visit.reader.stages(&question).await {
            Ok(body) => body,
            Err(store::ReadError::NotAllowed) => return Ok(stages),
            Err(error) => return Err(error.into()),
        };
        let mut listed: Listed<Stage> = read(&body)?;
        stages.append(&mut listed.items);
        match listed.next {
            Some(next) => cursor = Some(next),
            None => return Ok(stages),
        }
    }
}
