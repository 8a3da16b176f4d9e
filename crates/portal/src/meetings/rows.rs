//! Meetings in a list.

use maud::{Markup, html};

use super::view::Meeting;
use crate::frame::parts::icon;
use crate::portal_page::{Guest, Named};

/// A row of a list of meetings, with its project where that is worth saying.
pub(crate) fn row(guest: &Guest, meeting: &Meeting, project: Option<&Named>) -> Markup {
    let over = meeting.over(guest.now);
    let address = guest.at(&format!("meetings/{}", meeting.id));
    let about = [
        Some(meeting.when_and_where(guest)).filter(|words| !words.is_empty()),
        project.map(|project| project.name.clone()),
    ];
    let about: Vec<String> = about.into_iter().flatten().collect();
    html! {
        li {
            span class={ "glyph" @if over { " plain" } } { (icon("meeting")) }
            p class="what" {
                a href=(address) { (meeting.title) }
                @if !about.is_empty() { " " small { (about.join(" · ")) } }
            }
            p class="facts" {
                @if over && meeting.minutes.is_some() {
                    a href=(address) { (guest.say("meetings-read-notes")) span class="vh" { ": " (meeting.title) } }
                } @else if !over { (answer(guest, meeting)) }
            }
        }
    }
}

/// What the reader answered.
pub(crate) fn answer(guest: &Guest, meeting: &Meeting) -> Markup {
    match meeting.answer(guest) {
        Some(Some("yes")) => guest.state("good", "check", &guest.say("meetings-you-come")),
        Some(Some("no")) => guest.state("off", "x", &guest.say("meetings-you-do-not-come")),
        Some(Some("maybe")) => guest.state("attend", "clock", &guest.say("meetings-you-may-come")),
        Some(_) => guest.state("attend", "clock", &guest.say("meetings-no-answer")),
        None => html! {},
    }
}
