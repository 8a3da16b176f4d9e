//! Mail to a guest, as the card tells of it.

use maud::{Markup, html};
use store::mail::State;

use crate::frame::parts::icon;
use crate::texts::Texts;

/// What a mail was about.
pub(super) fn kind(texts: &Texts, kind: &str) -> String {
    match kind {
        "sign-in" => texts.say("guests-mail-sign-in"),
        "password-reset" => texts.say("guests-mail-password"),
        "shared" => texts.say("guests-mail-shared"),
        "grants-end" | "guest-ends" => texts.say("guests-mail-ends"),
        _ => texts.say("guests-mail-other"),
    }
}

/// What became of it.
pub(super) fn fate(texts: &Texts, state: State) -> Markup {
    let (class, icon_name, words) = match state {
        State::Waiting | State::Sending => ("attend", "clock", texts.say("guests-mail-waiting")),
        State::Sent => ("good", "check", texts.say("guests-mail-sent")),
        State::GaveUp => ("bad", "no", texts.say("guests-mail-gave-up")),
        State::Dropped => ("off", "no", texts.say("guests-mail-dropped")),
    };
    html! { span class={ "state " (class) } { (icon(icon_name)) (words) } }
}
