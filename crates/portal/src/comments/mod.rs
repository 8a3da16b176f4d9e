//! Comments on what has no page of the staff's own: what becomes of one that was sent. Tasks take theirs themselves.

use access::Module;
use axum::Router;
use axum::extract::Path;
use axum::routing::post;
use std::sync::Arc;

use crate::frame::{Paged, Posted, see};
use crate::http::App;
use crate::workspace::{Writer, comments, ended};

/// The modules whose items take comments here.
const MODULES: [Module; 6] = [
    Module::Projects,
    Module::Meetings,
    Module::Tickets,
    Module::Invoices,
    Module::Estimates,
    Module::Knowledge,
];

/// The pages of this feature.
pub(crate) fn routes() -> Router<Arc<App>> {
    MODULES.into_iter().fold(Router::new(), |router, module| {
        let path = format!("/{{account}}/{}/{{id}}/comments", module.name());
        let add =
            move |Path((_, id)): Path<(String, String)>, posted: Posted| add(module, id, posted);
        router.route(&path, post(add))
    })
}

async fn add(module: Module, id: String, Posted { visit, fields }: Posted) -> Paged {
    let back = visit.at(&format!("{}/{id}", module.name()));
    if fields.text("text").is_empty() {
        return Ok(see(&format!("{back}#comments")));
    }
    let (writer, away) = Writer::of(visit);
    let written = comments::write(&writer, module, &id, &fields).await;
    let visit = away.back().await?;
    written.map_err(|error| ended(&visit, error))?;
    Ok(see(&format!("{back}?said=commented#comments")))
}
