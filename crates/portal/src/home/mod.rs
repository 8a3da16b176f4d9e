//! The first page of a company: what a guest finds behind the door. Staff begin at their projects.

mod cards;
mod news;
mod page;
mod waiting;

use axum::Router;
use axum::routing::get;
use std::sync::Arc;

use crate::http::App;

pub(crate) use cards::card;

/// The pages of this feature.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{account}", get(page::show))
}
