//! Invoices and estimates.

mod list;
mod page;
mod rows;
mod sums;
pub(crate) mod view;

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use std::sync::Arc;

use crate::frame::{Paged, Visit};
use crate::http::App;

pub(crate) use page::percent;
pub(crate) use rows::{address, name, row};
pub(crate) use view::{Kind, Paper};

/// The pages of this feature.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{account}/invoices", get(invoices))
        .route("/{account}/invoices/{id}", get(invoice))
        .route("/{account}/estimates", get(estimates))
        .route("/{account}/estimates/{id}", get(estimate))
}

async fn invoices(visit: Visit) -> Paged {
    list::list(visit, Kind::Invoice).await
}

async fn invoice(Path((_, id)): Path<(String, String)>, visit: Visit) -> Paged {
    page::show(visit, Kind::Invoice, &id).await
}

async fn estimates(visit: Visit) -> Paged {
    list::list(visit, Kind::Estimate).await
}

async fn estimate(Path((_, id)): Path<(String, String)>, visit: Visit) -> Paged {
    page::show(visit, Kind::Estimate, &id).await
}
