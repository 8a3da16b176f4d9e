//! A ticket as the interface answers it. What is hidden or has no value is `None`.

use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;

use crate::portal_page::{Guest, Held, Person};
use crate::texts::Value;

/// A ticket.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Ticket {
    /// Its public id.
    pub(crate) id: String,
    /// Its number, as people say it.
    pub(crate) number: String,
    /// What it is about.
    pub(crate) subject: String,
    /// What happened.
    pub(crate) description: Option<String>,
    /// `open`, `pending` or `closed`.
    pub(crate) status: Option<String>,
    /// `low`, `normal`, `high` or `urgent`.
    pub(crate) priority: Option<String>,
    /// Who works on it.
    pub(crate) assignee: Option<Person>,
    /// Who opened it.
    pub(crate) requester: Option<Person>,
    /// When it was opened.
    pub(crate) opened_at: Option<Timestamp>,
    /// When it was closed.
    pub(crate) closed_at: Option<Timestamp>,
    /// What hangs on it for this reader.
    #[serde(default)]
    pub(crate) relations: Held,
    /// What this reader may do to it.
    #[serde(default)]
    pub(crate) can: Held,
}

impl Ticket {
    /// The fields that rows show.
    pub(crate) const ROW: &[&str] = &["status", "requester", "opened_at", "closed_at"];

    /// Whether a relation is open.
    pub(crate) fn holds(&self, relation: &str) -> bool {
        self.relations.has(relation)
    }

    /// Whether an action is.
    pub(crate) fn may(&self, action: &str) -> bool {
        self.can.has(action)
    }

    /// Whether it is closed, as far as that shows.
    pub(crate) fn over(&self) -> bool {
        self.status.as_deref() == Some("closed")
    }

    /// Whether the company waits for an answer to it, from this reader too.
    pub(crate) fn waits(&self) -> bool {
        (self.may("comment") || self.may("close")) && self.status.as_deref() == Some("pending")
    }

    /// Number and subject.
    pub(crate) fn name(&self) -> String {
        format!("{}: {}", self.number, self.subject)
    }

    /// How it stands.
    pub(crate) fn state(&self, guest: &Guest) -> Markup {
        match self.status.as_deref() {
            Some("open") => guest.state("attend", "clock", &guest.say("tickets-open")),
            Some("pending") if self.waits() => {
                guest.state("attend", "chat", &guest.say("tickets-waits"))
            }
            Some("pending") => guest.state("attend", "clock", &guest.say("tickets-pending")),
            Some("closed") => guest.state("good", "check", &guest.say("tickets-closed")),
            _ => html! {},
        }
    }

    /// Who opened it and when, as far as that shows.
    pub(crate) fn opened(&self, guest: &Guest) -> Option<String> {
        let day = self.opened_at.map(|at| guest.on(at));
        let by = self.requester.as_ref();
        let key = match (by, &day) {
            (Some(by), Some(_)) if guest.is_me(by) => "tickets-opened-by-you-on",
            (Some(_), Some(_)) => "tickets-opened-by-on",
            (Some(by), None) if guest.is_me(by) => "tickets-opened-by-you",
            (Some(_), None) => "tickets-opened-by",
            (None, Some(_)) => "tickets-opened-on",
            (None, None) => return None,
        };
        let given = [
            (
                "by",
                Value::from(by.map(|by| by.name.clone()).unwrap_or_default()),
            ),
            ("day", Value::from(day.unwrap_or_default())),
        ];
        Some(guest.texts.say_with(key, &given))
    }
}
