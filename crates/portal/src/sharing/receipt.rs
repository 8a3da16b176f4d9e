//! The receipt of what ended: written by the store, carried on to the page that shows it, drawn there.

use maud::{Markup, html};
use serde::Deserialize;

use crate::frame::parts::icon;
use crate::frame::{Stop, Visit, read};
use crate::texts::{Texts, Value};

/// What ended, in numbers.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
pub(crate) struct Ended {
    grants: u64,
    sessions: u64,
    tokens: u64,
    links: u64,
    mails: u64,
}

#[derive(Deserialize)]
struct Written {
    ended: Ended,
}

impl Ended {
    /// What the store's receipt says.
    pub(crate) fn read(receipt: &str) -> Result<Ended, Stop> {
        Ok(read::<Written>(receipt)?.ended)
    }

    /// As it stands in an address.
    pub(crate) fn query(&self) -> String {
        let Ended {
            grants,
            sessions,
            tokens,
            links,
            mails,
        } = self;
        format!("grants={grants}&sessions={sessions}&tokens={tokens}&links={links}&mails={mails}")
    }

    /// What an address says; nothing where it says nothing of it.
    pub(crate) fn asked(visit: &Visit) -> Option<Ended> {
        let number = |name: &str| visit.asked(name).and_then(|n| n.parse().ok());
        Some(Ended {
            grants: number("grants")?,
            sessions: number("sessions").unwrap_or_default(),
            tokens: number("tokens").unwrap_or_default(),
            links: number("links").unwrap_or_default(),
            mails: number("mails").unwrap_or_default(),
        })
    }

    /// The list of what ended.
    pub(crate) fn draw(&self, texts: &Texts) -> Markup {
        let line = |key: &str, count: u64| {
            let words = texts.say_with(key, &[("count", Value::from(count))]);
            (count > 0).then(|| html! { li { (icon("check")) (words) } })
        };
        let lines: Vec<Markup> = [
            line("ended-grants", self.grants),
            line("ended-sessions", self.sessions),
            line("ended-tokens", self.tokens),
            line("ended-links", self.links),
            line("ended-mails", self.mails),
        ]
        .into_iter()
        .flatten()
        .collect();
        html! {
            @if lines.is_empty() {
                p { (texts.say("ended-nothing")) }
            } @else {
                ul class="ended" { @for line in lines { (line) } }
            }
        }
    }
}
