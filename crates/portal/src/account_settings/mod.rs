//! The settings of sharing: the switch, who may share, what new files start with, the time zone; the plan and the
//! ceiling to look at.

mod ceiling;
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
}
