//! Signing out.

use axum::extract::{Request, State};
use axum::http::header::SET_COOKIE;
use maud::html;
use std::sync::Arc;

use super::ask::form;
use super::{Visitor, texts};
use crate::frame::layout::{Answer, threshold};
use crate::frame::parts::doorway;
use crate::frame::{Paged, Stop, cookie, csrf, see};
use crate::http::App;

/// The page with the button, for who comes here by an address.
pub(super) async fn show(State(app): State<Arc<App>>, request: Request) -> Paged {
    let (parts, _) = request.into_parts();
    let Some(session) = Visitor::of(&app, &parts).session else {
        return Ok(see("/sign-in"));
    };
    let texts = texts();
    let title = texts.say("sign-in-sign-out");
    let main = html! {
        (doorway(false))
        h1 { (title) }
        div class="card sign" {
            form method="post" action="/sign-out" {
                input type="hidden" name="csrf" value=(csrf::token(&session));
                button class="btn main wide-btn" type="submit" { (title) }
            }
        }
        p { a href="/" { (texts.say("sign-in-stay")) } }
    };
    Ok(Answer::plain(threshold(&texts, &title, None, &main)))
}

pub(super) async fn leave(State(app): State<Arc<App>>, request: Request) -> Paged {
    let (visitor, fields) = form(&app, request).await?;
    if let Some(session) = &visitor.session {
        if !csrf::fits(fields.text("csrf"), session) {
            return Err(Stop::Again("/sign-out".to_owned()));
        }
        app.start.db.sign_out(session).await?;
    }
    let mut response = see("/sign-in");
    if let Some(gone) = cookie::forgotten(app.start.encrypted) {
        response.headers_mut().insert(SET_COOKIE, gone);
    }
    Ok(response)
}
