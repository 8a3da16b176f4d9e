//! The built-in mailbox: what would have gone out, for trying the program without a mail server.
//!
//! It is there where the server was started to be tried out (`vestibule demo`), as whoever reaches it can follow
//! everybody's links; elsewhere these addresses are none.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use store::mail::Kept;

use crate::frame::layout::{Answer, threshold};
use crate::frame::parts::icon;
use crate::frame::{Paged, Stop};
use crate::http::App;
use crate::texts::{Day, Texts, stamp};

/// A mail may bring its own style and lead elsewhere; it may load, run and send nothing.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; \
     form-action 'none'; sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";
/// The page round it frames it, and nothing else.
const AROUND: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
     frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

fn texts() -> Texts {
    Texts::of("en", TimeZone::UTC)
}

async fn kept(app: &App, id: &str) -> Result<Kept, Stop> {
    open(app)?;
    let found = app.start.db.outbox_message(id).await?;
    found.ok_or(Stop::NotShared(None))
}

fn open(app: &App) -> Result<(), Stop> {
    match app.start.mailbox {
        true => Ok(()),
        false => Err(Stop::NotShared(None)),
    }
}

pub(super) async fn list(State(app): State<Arc<App>>) -> Paged {
    open(&app)?;
    let mails = app.start.db.outbox().await?;
    let texts = texts();
    let title = texts.say("mailbox-title");
    let today = texts.day_of(app.start.clock.now());
    let main = html! {
        div class="mailbox" {
            h1 { (title) }
            p class="quiet" { (texts.say("mailbox-lead")) }
            @if mails.is_empty() {
                div class="card" {
                    p { b { (texts.say("mailbox-none")) } }
                    p class="quiet" { (texts.say("mailbox-none-more")) }
                }
            } @else {
                section class="card flush" aria-label=(title) { ul class="list" {
                    @for mail in &mails {
                        li {
                            (icon("mail"))
                            div {
                                a href={ "/mailbox/" (mail.id) } { (mail.message.subject) }
                                p class="quiet" {
                                    (mail.message.recipient) " · "
                                    time datetime=(stamp(mail.at)) { (texts.moment(mail.at, Day::Near, today)) }
                                }
                            }
                        }
                    }
                } }
            }
        }
    };
    Ok(Answer::plain(threshold(&texts, &title, None, &main)))
}

pub(super) async fn show(State(app): State<Arc<App>>, Path(id): Path<String>) -> Paged {
    let mail = kept(&app, &id).await?;
    let texts = texts();
    let main = html! {
        div class="mailbox" {
            p { a href="/mailbox" { (texts.say("mailbox-back")) } }
            h1 { (mail.message.subject) }
            (head(&texts, &mail))
            iframe class="mail-part" title=(mail.message.subject) src={ "/mailbox/" (mail.id) "/html" }
                sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation" {}
            details {
                summary { (texts.say("mailbox-text")) }
                pre class="mail-text" tabindex="0" { (linked(&mail.message.text)) }
            }
            p { a href={ "/mailbox/" (mail.id) "/raw" } { (texts.say("mailbox-raw")) } }
        }
    };
    let mut response = Answer::plain(threshold(&texts, &mail.message.subject, None, &main));
    response
        .headers_mut()
        .insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(AROUND));
    Ok(response)
}

fn head(texts: &Texts, mail: &Kept) -> Markup {
    html! {
        dl class="pairs" {
            dt { (texts.say("mailbox-from")) } dd { (mail.message.sender) }
            dt { (texts.say("mailbox-to")) } dd { (mail.message.recipient) }
        }
    }
}

/// Text with its addresses as links, as mail programs show it.
fn linked(text: &str) -> Markup {
    html! {
        @for line in text.lines() {
            @if line.starts_with("http://") || line.starts_with("https://") {
                a href=(line) { (line) }
            } @else {
                (line)
            }
            "\n"
        }
    }
}

pub(super) async fn html_part(State(app): State<Arc<App>>, Path(id): Path<String>) -> Paged {
    let mail = kept(&app, &id).await?;
    // In its frame, a link opens in the page round it.
    let page = mail
        .message
        .html
        .replacen("<head>", "<head><base target=\"_top\">", 1);
    Ok(sent(page, "text/html; charset=utf-8"))
}

pub(super) async fn raw(State(app): State<Arc<App>>, Path(id): Path<String>) -> Paged {
    let mail = kept(&app, &id).await?;
    Ok(sent(mail.message.raw, "text/plain; charset=utf-8"))
}

fn sent(body: String, kind: &'static str) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}
