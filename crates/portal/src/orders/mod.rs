//! Orders.

mod list;
mod page;
mod view;

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use std::sync::Arc;

use crate::frame::{Paged, Visit};
use crate::http::App;

/// The pages of this feature.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{account}/orders", get(list::list))
        .route("/{account}/orders/{id}", get(one))
}

async fn one(Path((_, id)): Path<(String, String)>, visit: Visit) -> Paged {
    page::show(visit, &id).await
}
