//! The staff's page of mail: what went to whom, how far it has come, and why not further.

use std::sync::Arc;

use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use jiff::Timestamp;
use maud::{Markup, html};
use store::ActError;
use store::mail::{Queued, SendAgain, State};

use super::{ends, mailbox, stopping};
use crate::frame::parts::{icon, person};
use crate::frame::{Paged, Posted, Stop, Visit, see};
use crate::http::App;
use crate::texts::{Day, Texts, Value, stamp};

/// The pages of this feature.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{account}/mail", get(show))
        .route("/{account}/mail/{id}/again", post(again))
        .route("/{account}/ends", get(ends::show))
        .route("/{account}/ends/{grant}", post(ends::extend))
        .route("/u/{token}", get(stopping::show).post(stopping::stop))
        .route("/mailbox", get(mailbox::list))
        .route("/mailbox/{id}", get(mailbox::show))
        .route("/mailbox/{id}/html", get(mailbox::html_part))
        .route("/mailbox/{id}/raw", get(mailbox::raw))
}

async fn show(mut visit: Visit) -> Paged {
    let mails = visit.reader.mails(None).await?;
    let texts = visit.texts.clone();
    let title = texts.say("mail-queue-title");
    let main = html! {
        div class="head" { h1 { (title) } }
        p class="quiet intro" { (texts.say("mail-queue-lead")) }
        @if mails.is_empty() {
            div class="card" {
                p { b { (texts.say("mail-queue-none")) } }
                p class="quiet" { (texts.say("mail-queue-none-more")) }
            }
        } @else {
            (table(&visit, &mails))
        }
    };
    visit.page(&title, "mail", main).await
}

fn table(visit: &Visit, mails: &[Queued]) -> Markup {
    let texts = &visit.texts;
    let heads = ["what", "to", "by", "state", "when"]
        .map(|column| (column, texts.say_with(&format!("mail-queue-{column}"), &[])));
    let name = |n: usize| heads[n].1.as_str();
    html! {
        div class="sheet" {
            table class="data reflow" {
                caption class="vh" { (texts.say("mail-queue-title")) }
                thead { tr {
                    @for (_, head) in &heads { th scope="col" { (head) } }
                    td {}
                } }
                tbody { @for mail in mails { tr {
                    th scope="row" { (texts.say_with(&format!("mail-kind-{}", mail.kind), &[])) }
                    td class="wide" data-label=(name(1)) { (recipient(mail)) }
                    td data-label=(name(2)) { @if let Some(by) = &mail.by { (by) } }
                    td class="wide" data-label=(name(3)) { (state(texts, mail)) }
                    td data-label=(name(4)) { (when(visit, mail)) }
                    td class="acts end" { (action(visit, mail)) }
                } } }
            }
        }
    }
}

fn recipient(mail: &Queued) -> Markup {
    html! {
        @if mail.to_name.is_empty() || mail.to_name == mail.to_email {
            (person(&mail.to_email))
        } @else {
            (person(&mail.to_name)) " " span class="faint" { (mail.to_email) }
        }
    }
}

fn state(texts: &Texts, mail: &Queued) -> Markup {
    let (class, drawn) = match mail.state {
        State::Waiting => ("attend", "clock"),
        State::Sending => ("off", "send"),
        State::Sent => ("good", "check"),
        State::GaveUp => ("bad", "x"),
        State::Dropped => ("off", "no"),
    };
    html! {
        span class={ "state " (class) } {
            (icon(drawn)) (texts.say_with(&format!("mail-state-{}", mail.state.name()), &[]))
        }
        @if let Some(reason) = &mail.reason { br; span class="faint" { (reason) } }
        @if mail.attempts > 1 {
            br; span class="faint" { (texts.say_with("mail-queue-attempts", &[("count", mail.attempts.into())])) }
        }
    }
}

fn when(visit: &Visit, mail: &Queued) -> Markup {
    let texts = &visit.texts;
    let at = |at: Timestamp| texts.moment(at, Day::Short, visit.today());
    let shown = mail.done_at.unwrap_or(mail.created_at);
    html! {
        time datetime=(stamp(shown)) { (at(shown)) }
        @if mail.state == State::Waiting && mail.attempts > 0 {
            br; span class="faint" { (texts.say_with("mail-queue-next", &[("when", Value::from(at(mail.due_at)))])) }
        }
    }
}

fn action(visit: &Visit, mail: &Queued) -> Markup {
    let label = match mail.state {
        State::Waiting if mail.attempts > 0 => "mail-queue-now",
        State::GaveUp => "mail-queue-again",
        _ => return html! {},
    };
    html! {
        form method="post" action={ (visit.at("mail")) "/" (mail.id) "/again" } class="inline-form" {
            (visit.csrf())
            button type="submit" class="btn bare" {
                (visit.texts.say_with(label, &[])) span class="vh" { ": " (mail.to_email) }
            }
        }
    }
}

async fn again(Path((_, id)): Path<(String, String)>, posted: Posted) -> Paged {
    let visit = posted.visit;
    let back = visit.at("mail");
    let viewer = visit.reader.viewer();
    let Ok(permit) = viewer.may::<SendAgain>(&visit.reader.company()) else {
        return Err(Stop::NotAllowed);
    };
    let (app, now) = (visit.app.clone(), visit.now);
    // The reader's snapshot ends before the write begins.
    drop(visit.reader);
    match app.start.db.send_mail_again(permit, &id, now).await {
        Ok(()) => Ok(see(&format!("{back}?said=mail-again"))),
        // Somebody was faster, or it was sent meanwhile: the page says so.
        Err(ActError::WrongState(_)) => Ok(see(&back)),
        Err(ActError::NotFound) => Err(Stop::NotShared(Some(visit.company))),
        Err(ActError::NotAllowed) => Err(Stop::NotAllowed),
        Err(ActError::Store(error)) => Err(error.into()),
    }
}
