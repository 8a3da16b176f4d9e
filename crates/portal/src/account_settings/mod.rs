//! The settings of sharing: the switch, who may share, what new files start with, the time zone; the plan to look at;
//! and the ceiling.

mod ceiling;
mod most;
mod page;

use axum::Router;
use axum::routing::{get, post};
use std::sync::Arc;

use crate::http::App;

/// The pages of this feature.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{account}/settings", get(page::show).post(page::save))
        .route("/{account}/settings/sharing", post(page::switch))
        .route(
            "/{account}/settings/ceiling",
            get(most::show).post(most::save),
        )
}
