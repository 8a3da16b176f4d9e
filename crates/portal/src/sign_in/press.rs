//! The page behind a link in a mail: it says whom the link is for and has a button. Opening it changes nothing, so
//! that a mail scanner may; pressing the button uses the link up.

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use std::sync::Arc;
use store::identity::{Fault, Link, Looked, Purpose, Redeemed, Renewed, Tries};

use super::ask::{enter, form, seconds};
use super::{Visitor, texts};
use crate::frame::layout::{Answer, threshold};
use crate::frame::parts::doorway;
use crate::frame::{Company, Paged, Stop, see};
use crate::http::App;
use crate::texts::{Texts, Value};

pub(super) async fn show(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    request: Request,
) -> Paged {
    let (parts, _) = request.into_parts();
    let visitor = Visitor::of(&app, &parts);
    let path = parts.uri.path();
    let now = app.start.clock.now();
    let held = Tries::SECRETS_BY_NETWORK;
    if let Some(wait) = app
        .start
        .db
        .is_tried_out(held, &visitor.network, now)
        .await?
    {
        return Err(Stop::TooMany(seconds(wait)));
    }
    let who = who(&app, &visitor).await?;
    match app.start.db.look_at_link(&token, now).await? {
        Looked::Alive(link) => Ok(button(&texts(), path, &link, who.as_deref(), None)),
        Looked::Used(link) if who.as_ref() == Some(&link.email) => Ok(see(&link.target)),
        Looked::Used(_) => Ok(dead("sign-in-used-title", "sign-in-used")),
        Looked::Gone => {
            app.start
                .db
                .count_try(&[(held, &visitor.network)], now)
                .await?;
            Ok(gone())
        }
    }
}

pub(super) async fn press(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    request: Request,
) -> Paged {
    let path = request.uri().path().to_owned();
    let (visitor, fields) = form(&app, request).await?;
    let (db, now) = (&app.start.db, app.start.clock.now());
    let held = Tries::SECRETS_BY_NETWORK;
    if let Some(wait) = db.is_tried_out(held, &visitor.network, now).await? {
        return Err(Stop::TooMany(seconds(wait)));
    }
    let coming = visitor.coming(&app);
    let redeemed = if fields.has("password") {
        let password = fields.all("password").next().unwrap_or_default();
        match db.renew_password(&token, password, coming, now).await? {
            Renewed::In(signed_in) => Redeemed::In(signed_in),
            Renewed::Fault(fault) => return faulty(&app, &token, &path, fault).await,
            Renewed::NoLink(why) => why,
        }
    } else {
        db.redeem(&token, coming.before, coming.device, coming.lengths, now)
            .await?
    };
    Ok(match redeemed {
        Redeemed::In(signed_in) => enter(&app, &signed_in, None),
        Redeemed::WantsPassword(link) => button(&texts(), &path, &link, None, None),
        // Pressed twice: whoever is in by now just goes on.
        Redeemed::Used(link) if who(&app, &visitor).await?.as_ref() == Some(&link.email) => {
            see(&link.target)
        }
        Redeemed::Used(_) => dead("sign-in-used-title", "sign-in-used"),
        Redeemed::Gone => {
            db.count_try(&[(held, &visitor.network)], now).await?;
            gone()
        }
    })
}

/// The address of whoever the browser is signed in as.
async fn who(app: &App, visitor: &Visitor) -> Result<Option<String>, Stop> {
    let Some(session) = &visitor.session else {
        return Ok(None);
    };
    let now = app.start.clock.now();
    let companies = app.start.db.companies(session, now).await?;
    Ok(companies.map(|companies| companies.email))
}

/// The page again, where the new password cannot be taken.
async fn faulty(app: &App, token: &str, path: &str, fault: Fault) -> Paged {
    let now = app.start.clock.now();
    let Looked::Alive(link) = app.start.db.look_at_link(token, now).await? else {
        return Ok(gone());
    };
    let mut response = button(&texts(), path, &link, None, Some(fault));
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

fn button(
    texts: &Texts,
    path: &str,
    link: &Link,
    signed_in: Option<&str>,
    fault: Option<Fault>,
) -> Response {
    let company = Company {
        slug: link.account.clone(),
        name: link.account_name.clone(),
    };
    let say = |key: &str| {
        let given = [
            ("company", Value::from(link.account_name.as_str())),
            ("email", Value::from(link.email.as_str())),
            ("other", Value::from(signed_in.unwrap_or_default())),
        ];
        texts.say_with(key, &given)
    };
    let [title, about, press] = match link.purpose {
        Purpose::SignIn => [
            "sign-in-come-in",
            "sign-in-link-about",
            "sign-in-link-press",
        ],
        Purpose::Invitation => [
            "sign-in-invited",
            "sign-in-invited-about",
            "sign-in-invited-press",
        ],
        Purpose::Password => [
            "sign-in-new-password",
            "sign-in-choose-about",
            "sign-in-choose-press",
        ],
    };
    let another = signed_in.is_some_and(|signed_in| signed_in != link.email);
    let main = html! {
        (doorway(true))
        h1 { (say(title)) }
        p class="quiet" { (say(about)) }
        @if another { p class="notice" role="status" { span { (say("sign-in-as-another")) } } }
        div class="card sign" {
            form method="post" action=(path) {
                @if link.purpose == Purpose::Password { (new_password(texts, &link.email, fault)) }
                button class="btn main wide-btn" type="submit" { (say(press)) }
                p class="hint" { (say("sign-in-not-you")) }
            }
        }
    };
    Answer::plain(threshold(texts, &say(title), Some(&company), &main))
}

/// The field for a new password, with the address it is for, so that the browser keeps the two together.
fn new_password(texts: &Texts, email: &str, fault: Option<Fault>) -> Markup {
    html! {
        input class="vh" type="email" name="username" autocomplete="username" value=(email) readonly tabindex="-1" aria-hidden="true";
        div class="field" {
            label for="password" { (texts.say("sign-in-new-password")) }
            input class="input" id="password" name="password" type="password" autocomplete="new-password" required
                minlength="10" maxlength="200" aria-describedby="password-hint" aria-invalid=[fault.map(|_| "true")];
            p class={ "hint" @if fault.is_some() { " bad" } } id="password-hint" role=[fault.map(|_| "alert")] {
                (texts.say_with(fault.map_or("sign-in-password-hint", fault_key), &[]))
            }
        }
    }
}

/// The words for what is wrong with a new password.
pub(super) const fn fault_key(fault: Fault) -> &'static str {
    match fault {
        Fault::TooShort => "sign-in-password-short",
        Fault::TooLong => "sign-in-password-long",
        Fault::Guessable => "sign-in-password-guessable",
    }
}

/// A link that never was, ended, or was taken back: one page, the same for all.
fn gone() -> Response {
    let mut response = dead("sign-in-gone-title", "sign-in-gone");
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

fn dead(title: &str, words: &str) -> Response {
    let texts = texts();
    let title = texts.say_with(title, &[]);
    let main = html! {
        (doorway(false))
        h1 { (title) }
        p class="quiet" { (texts.say_with(words, &[])) }
        p { a class="btn main wide-btn" href="/sign-in" { (texts.say("sign-in-ask-anew")) } }
    };
    Answer::plain(threshold(&texts, &title, None, &main))
}
