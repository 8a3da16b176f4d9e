//! Sharing: the dialog, who has access, ending it, extending it.

mod dialog;
mod end;
mod extend;
mod filled;
mod had;
mod on;
mod page;
mod people;
mod pick;
mod preview;
mod receipt;
mod roles;
mod subject;
mod ways;
mod why;
mod words;
mod wrong;

use axum::Router;
use axum::routing::{get, post};
use std::sync::Arc;

use crate::http::App;

pub(crate) use end::stop as refused;
pub(crate) use extend::DAYS;
pub(crate) use had::ticked;
pub(crate) use on::On;
pub(crate) use people::places;
pub(crate) use receipt::Ended;
pub(crate) use roles::{Role, all as all_roles};
pub(crate) use subject::name_of;
pub(crate) use why::show as why;
pub(crate) use words::{
    counted, doing as doing_name, kind, last_moment, role as role_name, tick as tick_name,
};
pub(crate) use wrong::Wrongs;

/// The pages of this feature.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{account}/share", get(page::show).post(page::save))
        .route("/{account}/share/end", get(end::ask).post(end::end))
        .route("/{account}/share/ended", get(end::ended))
        .route("/{account}/share/extend", post(extend::extend))
}
