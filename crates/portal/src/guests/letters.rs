//! Mail to a guest, as the card tells of it.

use maud::{Markup, html};
use store::mail::{Queued, State};

use crate::frame::Visit;
use crate::frame::parts::icon;
use crate::texts::{Day, Texts, stamp};

/// The most mails that a card lists.
const MAILS: usize = 8;

/// The section of the card.
pub(super) fn section(visit: &Visit, mails: &[Queued]) -> Markup {
    let texts = &visit.texts;
    html! {
        section class="section" id="mails" aria-labelledby="mails-h" {
            div class="card-head" {
                h2 id="mails-h" { (texts.say("guests-mails")) }
                @if mails.len() > MAILS { a class="push" href=(visit.at("mail")) { (texts.say("guests-all-mails")) } }
            }
            @if mails.is_empty() {
                p class="card quiet" { (texts.say("guests-no-mails")) }
            } @else {
                ol class="card log" {
                    @for mail in mails.iter().take(MAILS) {
                        li {
                            time datetime=(stamp(mail.created_at)) { (texts.moment(mail.created_at, Day::Short, visit.today())) }
                            div {
                                p { (kind(texts, mail.kind)) " " (fate(texts, mail.state)) }
                                @if let Some(reason) = &mail.reason { p class="hint" { (reason) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What a mail was about.
fn kind(texts: &Texts, kind: &str) -> String {
    match kind {
        "sign-in" => texts.say("guests-mail-sign-in"),
        "password-reset" => texts.say("guests-mail-password"),
        "shared" => texts.say("guests-mail-shared"),
        "grants-end" | "guest-ends" => texts.say("guests-mail-ends"),
        _ => texts.say("guests-mail-other"),
    }
}

/// What became of it.
fn fate(texts: &Texts, state: State) -> Markup {
    let (class, icon_name, words) = match state {
        State::Waiting | State::Sending => ("attend", "clock", texts.say("guests-mail-waiting")),
        State::Sent => ("good", "check", texts.say("guests-mail-sent")),
        State::GaveUp => ("bad", "no", texts.say("guests-mail-gave-up")),
        State::Dropped => ("off", "no", texts.say("guests-mail-dropped")),
    };
    html! { span class={ "state " (class) } { (icon(icon_name)) (words) } }
}
