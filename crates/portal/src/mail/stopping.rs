//! "No more of these": a page with a button, and the one press that mail programs offer (RFC 8058).
//!
//! Neither needs a session: who holds the link may stop these mails and nothing else. Looking at the page changes
//! nothing, as scanners of mail look at every link.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use store::mail::Stopped;

use crate::frame::layout::{Answer, threshold};
use crate::frame::parts::doorway;
use crate::frame::{Fields, Paged, Stop};
use crate::http::App;
use crate::texts::{Texts, Value};

fn texts() -> Texts {
    // Nobody is signed in, so there is no language but the first.
    Texts::of("en", TimeZone::UTC)
}

pub(super) async fn show(State(app): State<Arc<App>>, Path(token): Path<String>) -> Paged {
    match app.start.db.mail_stopped_by(&token).await? {
        Some(of) if of.stopped => Ok(Answer::plain(stopped(&of))),
        Some(of) => Ok(Answer::plain(question(&of))),
        None => Err(Stop::NotShared(None)),
    }
}

pub(super) async fn stop(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    body: Bytes,
) -> Paged {
    let stop = !Fields::read(&body).has("again");
    let now = app.start.clock.now();
    let of = app.start.db.stop_mail(&token, stop, now).await?;
    let of = of.ok_or(Stop::NotShared(None))?;
    Ok(Answer::plain(if stop {
        stopped(&of)
    } else {
        goes_on(&of)
    }))
}

fn said(texts: &Texts, key: &str, of: &Stopped) -> String {
    let given = [
        ("email", Value::from(of.email.as_str())),
        ("company", Value::from(of.account_name.as_str())),
    ];
    texts.say_with(key, &given)
}

fn page(title: &str, open: bool, main: &Markup) -> Markup {
    let texts = texts();
    let main = html! { (doorway(open)) h1 { (title) } (main) };
    threshold(&texts, title, None, &main)
}

fn question(of: &Stopped) -> Markup {
    let texts = texts();
    let main = html! {
        p class="quiet" { (said(&texts, "mail-stop-question", of)) }
        form method="post" { button type="submit" class="btn main wide-btn" { (texts.say("mail-stop-button")) } }
    };
    page(&texts.say("mail-stop-title"), true, &main)
}

fn stopped(of: &Stopped) -> Markup {
    let texts = texts();
    let main = html! {
        p class="quiet" { (said(&texts, "mail-stopped", of)) }
        form method="post" {
            button type="submit" name="again" value="1" class="btn wide-btn" { (texts.say("mail-stop-undo")) }
        }
    };
    page(&texts.say("mail-stopped-title"), false, &main)
}

fn goes_on(of: &Stopped) -> Markup {
    let texts = texts();
    let main = html! { p class="quiet" { (said(&texts, "mail-going-on", of)) } };
    page(&texts.say("mail-stopped-title"), true, &main)
}
