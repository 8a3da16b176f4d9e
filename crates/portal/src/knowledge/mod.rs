//! The handbook: knowledge bases and their articles.

mod page;
mod text;
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
        .route("/{account}/knowledge", get(page::list))
        .route("/{account}/knowledge/{id}", get(base))
        .route("/{account}/knowledge/{id}/{article}", get(article))
}

async fn base(Path((_, id)): Path<(String, String)>, visit: Visit) -> Paged {
    page::base(visit, &id).await
}

async fn article(Path((_, base, id)): Path<(String, String, String)>, visit: Visit) -> Paged {
    page::article(visit, &base, &id).await
}
