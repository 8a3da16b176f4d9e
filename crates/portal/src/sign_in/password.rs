//! A forgotten password: a mail with a link to choose a new one.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::html;
use std::sync::Arc;
use store::identity::{Asked, Purpose, Wanted};

use super::ask::{email_field, form, seconds};
use super::texts;
use crate::frame::layout::{Answer, threshold};
use crate::frame::parts::{doorway, icon};
use crate::frame::{Paged, Stop, see};
use crate::http::App;

pub(super) async fn show() -> Response {
    page("", None)
}

pub(super) async fn send(State(app): State<Arc<App>>, request: Request) -> Paged {
    let (visitor, fields) = form(&app, request).await?;
    let wanted = Wanted {
        email: fields.text("email"),
        account: None,
        purpose: Purpose::Password,
        next: None,
        address: &visitor.network,
    };
    let now = app.start.clock.now();
    match app.start.db.ask_for_link(wanted, now).await? {
        Asked::Heard => Ok(see("/sign-in/sent")),
        Asked::TooMany(wait) => Err(Stop::TooMany(seconds(wait))),
        Asked::NotAnAddress => {
            let wrong = texts().say("sign-in-no-address");
            let mut response = page(wanted.email, Some(&wrong));
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}

fn page(typed: &str, wrong: Option<&str>) -> Response {
    let texts = texts();
    let title = texts.say("sign-in-new-password");
    let main = html! {
        (doorway(true))
        h1 { (title) }
        p class="quiet" { (texts.say("sign-in-new-password-about")) }
        div class="card sign" {
            form method="post" action="/sign-in/password" {
                (email_field(&texts, "email", typed, wrong))
                button class="btn main wide-btn" type="submit" { (icon("mail")) (texts.say("sign-in-send")) }
            }
        }
        p { a href="/sign-in" { (texts.say("sign-in-back")) } }
    };
    Answer::plain(threshold(&texts, &title, None, &main))
}
