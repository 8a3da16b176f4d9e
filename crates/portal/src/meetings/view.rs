//! A meeting as the interface answers it. What is hidden or has no value is `None`, or an empty list.

use jiff::Timestamp;
use serde::Deserialize;

use crate::portal_page::{Guest, Held, Person};
use crate::texts::Value;

/// A meeting.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Meeting {
    /// Its public id.
    pub(crate) id: String,
    /// What it is about.
    pub(crate) title: String,
    /// When it begins.
    pub(crate) starts_at: Option<Timestamp>,
    /// When it ends.
    pub(crate) ends_at: Option<Timestamp>,
    /// Where it is.
    pub(crate) location: Option<String>,
    /// What is to be talked about.
    pub(crate) agenda: Option<String>,
    /// What was said.
    pub(crate) minutes: Option<String>,
    /// Who called it.
    pub(crate) organiser: Option<Person>,
    /// Who is to come.
    #[serde(default)]
    pub(crate) attendees: Vec<Person>,
    /// What hangs on it for this reader.
    #[serde(default)]
    pub(crate) relations: Held,
    /// What this reader may do to it.
    #[serde(default)]
    pub(crate) can: Held,
}

impl Meeting {
    /// The fields that rows show.
    pub(crate) const ROW: &[&str] = &["starts_at", "ends_at", "location", "minutes", "attendees"];

    /// Whether a relation is open.
    pub(crate) fn holds(&self, relation: &str) -> bool {
        self.relations.has(relation)
    }

    /// Whether an action is.
    pub(crate) fn may(&self, action: &str) -> bool {
        self.can.has(action)
    }

    /// Whether it waits for the reader's answer.
    pub(crate) fn waits(&self, guest: &Guest) -> bool {
        self.may("respond") && self.answer(guest) == Some(None) && !self.over(guest.now)
    }

    /// Whether it is over; false where its times do not show.
    pub(crate) fn over(&self, now: Timestamp) -> bool {
        self.ends_at.or(self.starts_at).is_some_and(|end| end < now)
    }

    /// The reader's own answer, where they are to come: `yes`, `no`, `maybe`, or none yet.
    pub(crate) fn answer(&self, guest: &Guest) -> Option<Option<&str>> {
        let me = self.attendees.iter().find(|person| guest.is_me(person))?;
        Some(me.response.as_deref())
    }

    /// Day, times and place in one line, as far as they show.
    pub(crate) fn when_and_where(&self, guest: &Guest) -> String {
        let when = self.starts_at.map(|from| {
            let day = guest.on(from);
            match self.ends_at {
                Some(to) => {
                    let same = guest.texts.day_of(from) == guest.texts.day_of(to);
                    let to = if same {
                        guest.texts.time(to)
                    } else {
                        format!("{}, {}", guest.on(to), guest.texts.time(to))
                    };
                    let given = [
                        ("day", Value::from(day)),
                        ("from", guest.texts.time(from).into()),
                        ("to", to.into()),
                    ];
                    guest.texts.say_with("meetings-when", &given)
                }
                None => format!("{day}, {}", guest.texts.time(from)),
            }
        });
        let place = self.location.clone().filter(|place| !place.is_empty());
        when.into_iter()
            .chain(place)
            .collect::<Vec<_>>()
            .join(" · ")
    }
}
