//! Files: taking them home by the same judgement as the interface's, adding them to an item, and what becomes of one.

mod add;
mod here;
mod list;
mod one;
mod size;
mod table;

use access::{Facet, Module};
use axum::Router;
use axum::extract::{Path, Request};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderMap, HeaderValue};
use axum::routing::{get, post};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) use here::Files;

use crate::frame::{Paged, Posted, Stop, Visit};
use crate::http::problem::Problem;
use crate::http::{App, files};
use crate::portal_page::{Held, Named};

/// The pages of this feature.
pub(crate) fn routes() -> Router<Arc<App>> {
    let router = Router::new().route("/{account}/files/{id}", get(download));
    let filed = |module: &Module| module.bit(Facet::Relations, "files").is_some();
    Module::ALL.into_iter().filter(filed).fold(router, of_items)
}

/// The files of the items of a module.
fn of_items(router: Router<Arc<App>>, module: Module) -> Router<Arc<App>> {
    type Item = Path<(String, String)>;
    type One = Path<(String, String, String)>;
    let files = format!("/{{account}}/{module}/{{id}}/files");
    let switch = move |Path((_, id)): Item, posted: Posted| async move {
        one::switch(module, &id, posted).await
    };
    let form =
        move |Path((_, id)): Item, visit: Visit| async move { add::form(module, &id, visit).await };
    let add = move |Path((_, id)): Item, visit: Visit, request: Request| async move {
        add::add(module, &id, visit, request).await
    };
    let edit = move |Path((_, id, file)): One, visit: Visit| async move {
        one::edit(module, &id, &file, visit).await
    };
    let rename = move |Path((_, id, file)): One, posted: Posted| async move {
        one::rename(module, &id, &file, posted).await
    };
    let ask = move |Path((_, id, file)): One, visit: Visit| async move {
        one::ask(module, &id, &file, visit).await
    };
    let delete = move |Path((_, id, file)): One, posted: Posted| async move {
        one::delete(module, &id, &file, posted).await
    };
    let back = move |Path((_, id, file)): One, posted: Posted| async move {
        one::back(module, &id, &file, posted).await
    };
    router
        .route(&files, post(switch))
        .route(&format!("{files}/new"), get(form).post(add))
        .route(&format!("{files}/{{file}}"), get(edit).post(rename))
        .route(&format!("{files}/{{file}}/delete"), get(ask).post(delete))
        .route(&format!("{files}/{{file}}/back"), post(back))
}

/// What an item is called, and what the reader may do to it.
async fn named(visit: &mut Visit, module: Module, id: &str) -> Result<(String, Held), Stop> {
    #[derive(Deserialize)]
    struct Item {
        #[serde(flatten)]
        named: Named,
        #[serde(default)]
        can: Held,
    }
    let item: Item = visit.item(module, id).await?;
    Ok((item.named.name, item.can))
}

/// The bytes, to be saved and never shown in this site's name: whole, or the part asked for.
async fn download(
    Path((_, id)): Path<(String, String)>,
    mut visit: Visit,
    asked: HeaderMap,
) -> Paged {
    let stop = visit.not_shared();
    let Some(file) = visit.reader.file(&id).await? else {
        return Err(stop);
    };
    let app = visit.app.clone();
    // The snapshot ends before a long download begins.
    drop(visit);
    let mut response = match files::content(&app.start.blobs, &file, &asked).await {
        Ok(response) => response,
        Err(Problem::NotFound) => return Err(stop),
        Err(problem) => problem.into_response(),
    };
    response.headers_mut().insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox"),
    );
    Ok(response)
}
