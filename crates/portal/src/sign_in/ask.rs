//! The page that asks who comes, and what it sends.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use http_body_util::{BodyExt as _, Limited};
use maud::{Markup, html};
use std::sync::Arc;
use store::identity::{Asked, ByPassword, Purpose, SignedIn, Wanted, is_local};

use super::{Visitor, texts};
use crate::frame::layout::{Answer, threshold};
use crate::frame::parts::{doorway, icon};
use crate::frame::{Fields, Paged, Stop, assets, cookie, csrf, see};
use crate::http::App;
use crate::texts::Texts;

/// The largest form that a stranger may send, in bytes.
const LARGEST: usize = 16 * 1024;

/// What the form shows again.
#[derive(Default)]
struct Typed<'a> {
    email: &'a str,
    next: Option<&'a str>,
    /// What was wrong, in words, and whether with the password.
    wrong: Option<(String, bool)>,
}

pub(super) async fn show(State(app): State<Arc<App>>, request: Request) -> Paged {
    let (parts, _) = request.into_parts();
    let visitor = Visitor::of(&app, &parts);
    let fields = Fields::read(parts.uri.query().unwrap_or_default().as_bytes());
    let next = fields.given("next").filter(|next| is_local(next));
    if let Some(session) = &visitor.session {
        let now = app.start.clock.now();
        let companies = app.start.db.companies(session, now).await?;
        // Whoever is in but nowhere at home would be sent to and fro for ever.
        if companies.is_some_and(|companies| !companies.all.is_empty()) {
            return Ok(see(next.unwrap_or("/")));
        }
    }
    let typed = Typed {
        email: fields.text("email"),
        next,
        wrong: None,
    };
    Ok(page(
        &texts(),
        &typed,
        app.start.entrance.passkeys.is_some(),
    ))
}

pub(super) async fn send(State(app): State<Arc<App>>, request: Request) -> Paged {
    let (visitor, fields) = form(&app, request).await?;
    let texts = texts();
    let (email, next) = (
        fields.text("email"),
        fields.given("next").filter(|next| is_local(next)),
    );
    let now = app.start.clock.now();
    let again = |wrong: &str, with_password| {
        let typed = Typed {
            email,
            next,
            wrong: Some((texts.say_with(wrong, &[]), with_password)),
        };
        let mut response = page(&texts, &typed, app.start.entrance.passkeys.is_some());
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        response
    };
    if fields.has("password") {
        let password = fields.all("password").next().unwrap_or_default();
        let coming = visitor.coming(&app);
        let db = &app.start.db;
        let came = db
            .sign_in_by_password(email, password, &visitor.network, coming, now)
            .await?;
        return Ok(match came {
            ByPassword::In(signed_in) => enter(&app, &signed_in, next),
            ByPassword::Refused => again("sign-in-wrong-password", true),
            ByPassword::TooMany(wait) => return Err(Stop::TooMany(seconds(wait))),
        });
    }
    let wanted = Wanted {
        email,
        account: None,
        purpose: Purpose::SignIn,
        next,
        address: &visitor.network,
    };
    match app.start.db.ask_for_link(wanted, now).await? {
        Asked::Heard => Ok(see("/sign-in/sent")),
        Asked::NotAnAddress => Ok(again("sign-in-no-address", false)),
        Asked::TooMany(wait) => Err(Stop::TooMany(seconds(wait))),
    }
}

/// A form that somebody sent who need not be signed in, from a page of this site.
pub(super) async fn form(app: &App, request: Request) -> Result<(Visitor, Fields), Stop> {
    let (parts, body) = request.into_parts();
    if !csrf::from_here(&parts.method, &parts.headers) {
        return Err(Stop::Again(parts.uri.path().to_owned()));
    }
    let body = Limited::new(body, LARGEST).collect().await;
    let body = body.map_err(|_| Stop::TooLarge)?.to_bytes();
    Ok((Visitor::of(app, &parts), Fields::read(&body)))
}

/// Sets the cookie of a new session and goes where it leads.
pub(super) fn enter(app: &App, signed_in: &SignedIn, next: Option<&str>) -> Response {
    let mut response = see(next.unwrap_or(&signed_in.target));
    let length = app.start.entrance.lengths.most.as_secs();
    if let Some(set) = cookie::kept(&signed_in.session, length, app.start.encrypted) {
        response.headers_mut().insert(SET_COOKIE, set);
    }
    response
}

/// Whole seconds, at least one.
pub(super) fn seconds(wait: jiff::SignedDuration) -> u64 {
    u64::try_from(wait.as_secs()).map_or(1, |whole| whole + 1)
}

fn page(texts: &Texts, typed: &Typed<'_>, passkeys: bool) -> Response {
    let wrong = |with_password: bool| {
        typed
            .wrong
            .as_ref()
            .filter(|(_, of)| *of == with_password)
            .map(|(words, _)| words.as_str())
    };
    let title = texts.say("sign-in-title");
    let main = html! {
        (doorway(true))
        h1 { (texts.say("sign-in-come-in")) }
        p class="quiet" { (texts.say("sign-in-about")) }
        div class="card sign" {
            form method="post" action="/sign-in" {
                (next_field(typed.next))
                (email_field(texts, "email", typed.email, wrong(false)))
                button class="btn main wide-btn" type="submit" { (icon("mail")) (texts.say("sign-in-send")) }
                p class="hint" { (texts.say("sign-in-no-password-needed")) }
            }
            @if passkeys {
                div class="needs-script" data-passkey="/api/v1/sign-in/passkey" data-next=[typed.next] hidden {
                    p class="or" { (texts.say("sign-in-or")) }
                    button class="btn wide-btn" type="button" { (icon("key")) (texts.say("sign-in-passkey")) }
                    p class="hint" role="status" data-refused=(texts.say("sign-in-passkey-refused")) {}
                }
                script type="module" src=(assets::address("passkey.js")) {}
            }
            details open[typed.wrong.as_ref().is_some_and(|(_, of)| *of)] {
                summary { (texts.say("sign-in-by-password")) }
                form method="post" action="/sign-in" {
                    (next_field(typed.next))
                    (email_field(texts, "email-2", typed.email, wrong(true)))
                    div class="field" {
                        label for="password" { (texts.say("sign-in-password")) }
                        input class="input" id="password" name="password" type="password" autocomplete="current-password" required;
                    }
                    button class="btn wide-btn" type="submit" { (texts.say("sign-in-with-password")) }
                    p class="hint" { a href="/sign-in/password" { (texts.say("sign-in-forgotten")) } }
                }
            }
        }
    };
    Answer::plain(threshold(texts, &title, None, &main))
}

fn next_field(next: Option<&str>) -> Markup {
    html! { @if let Some(next) = next { input type="hidden" name="next" value=(next); } }
}

/// The field for an address, with what was wrong.
pub(super) fn email_field(texts: &Texts, id: &str, typed: &str, wrong: Option<&str>) -> Markup {
    let hint = format!("{id}-wrong");
    html! {
        div class="field" {
            label for=(id) { (texts.say("sign-in-email")) }
            input class="input" id=(id) name="email" type="email" autocomplete="username webauthn" required
                value=[Some(typed).filter(|typed| !typed.is_empty())]
                aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| hint.as_str())];
            @if let Some(wrong) = wrong { p class="hint bad" id=(hint) role="alert" { (wrong) } }
        }
    }
}
