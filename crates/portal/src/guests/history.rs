//! What was given to a guest and taken from them, as the card tells of it.

use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::HashMap;

use crate::frame::{Listed, Stop, Visit, read};
use crate::sharing::{self, On, Role};
use crate::texts::{Day, Texts, Value, stamp};

/// How many changes a card lists.
const CHANGES: &str = "20";

#[derive(Deserialize)]
struct Change {
    at: Timestamp,
    before: Option<Json>,
    after: Option<Json>,
}

/// A change in words.
pub(super) struct Told {
    at: Timestamp,
    words: Vec<String>,
}

/// The newest changes.
pub(super) async fn load(
    visit: &mut Visit,
    guest: &str,
    roles: &[Role],
) -> Result<Vec<Told>, Stop> {
    let limit = [("limit".to_owned(), CHANGES.to_owned())];
    let changes: Listed<Change> = read(&visit.reader.history(guest, None, &limit).await?)?;
    let mut names: HashMap<String, String> = HashMap::new();
    let mut told = Vec::with_capacity(changes.items.len());
    for change in changes.items {
        let on = change.after.as_ref().or(change.before.as_ref());
        let on = on.and_then(|stood| On::read(&stood["on"]));
        let name = match &on {
            Some(on) => match names.get(&on.path()) {
                Some(name) => Some(name.clone()),
                None => {
                    let name = sharing::name_of(visit, on).await?;
                    let name = name.unwrap_or_else(|| sharing::kind(&visit.texts, on.module));
                    names.insert(on.path(), name.clone());
                    Some(name)
                }
            },
            None => None,
        };
        let teller = Teller {
            visit,
            roles,
            before: change.before.as_ref(),
            after: change.after.as_ref(),
        };
        let words = teller.words(name.as_deref());
        if !words.is_empty() {
            told.push(Told {
                at: change.at,
                words,
            });
        }
    }
    Ok(told)
}

/// The section of the card.
pub(super) fn section(visit: &Visit, told: &[Told]) -> Markup {
    let texts = &visit.texts;
    html! {
        section class="section" id="history" aria-labelledby="hist-h" {
            div class="card-head" {
                h2 id="hist-h" { (texts.say("guests-history")) }
                span class="faint" { (texts.say("guests-history-hint")) }
            }
            @if told.is_empty() { p class="card quiet" { (texts.say("guests-no-history")) } }
            @else {
                ol class="card log" { @for one in told {
                    li {
                        time datetime=(stamp(one.at)) { (texts.moment(one.at, Day::Short, visit.today())) }
                        div { @for words in &one.words { p { (words) } } }
                    }
                } }
            }
        }
    }
}

struct Teller<'a> {
    visit: &'a Visit,
    roles: &'a [Role],
    before: Option<&'a Json>,
    after: Option<&'a Json>,
}

impl Teller<'_> {
    fn texts(&self) -> &Texts {
        &self.visit.texts
    }

    /// What changed; of a share where it has a name.
    fn words(&self, name: Option<&str>) -> Vec<String> {
        match name {
            Some(name) => self.of_share(name),
            None => self.of_card(),
        }
    }

    /// Whether a key has another value than before.
    fn differs(&self, key: &str) -> bool {
        let value = |stood: Option<&Json>| stood.map_or(Json::Null, |stood| stood[key].clone());
        value(self.before) != value(self.after)
    }

    fn text(stood: Option<&Json>, key: &str) -> Option<String> {
        Some(stood?[key].as_str()?.to_owned())
    }

    fn role(&self, id: &str) -> String {
        let role = self.roles.iter().find(|role| role.id == id);
        match (role, id) {
            (Some(role), _) => sharing::role_name(self.texts(), &role.name),
            (None, "deleted") => self.texts().say("guests-history-role-gone"),
            (None, id) => sharing::role_name(self.texts(), id),
        }
    }

    /// The end that stands after the change, in words.
    fn end(&self) -> String {
        let end = Self::text(self.after, "expires_at").and_then(|end| end.parse().ok());
        match end {
            Some(end) => {
                let texts = self.texts();
                let end = sharing::last_moment(texts, end);
                let when = texts.moment(end, Day::Short, self.visit.today());
                texts.say_with("guests-history-until", &[("when", Value::from(when))])
            }
            None => self.texts().say("guests-history-no-end"),
        }
    }

    fn with(&self) -> String {
        match self.after {
            Some(stood) if !stood["permissions"].is_null() => self.texts().say("guests-with-own"),
            stood => match Self::text(stood, "role") {
                Some(role) => self.role(&role),
                None => self.texts().say("guests-with-their-roles"),
            },
        }
    }

    fn of_share(&self, name: &str) -> Vec<String> {
        let texts = self.texts();
        let said = |key: &str| {
            let given = [
                ("item", Value::from(name)),
                ("with", Value::from(self.with())),
                ("end", Value::from(self.end())),
            ];
            texts.say_with(key, &given)
        };
        let (Some(_), Some(after)) = (self.before, self.after) else {
            let key = match self.after {
                Some(_) => "guests-history-shared",
                None => "guests-history-deleted",
            };
            return vec![said(key)];
        };
        let mut words = Vec::new();
        if self.differs("revoked_at") && !after["revoked_at"].is_null() {
            words.push(said("guests-history-ended"));
        }
        if self.differs("role") || self.differs("permissions") {
            words.push(said("guests-history-with"));
        }
        if self.differs("expires_at") {
            words.push(said("guests-history-end-of"));
        }
        if self.differs("days_back") {
            words.push(said("guests-history-days-back"));
        }
        words
    }

    fn of_card(&self) -> Vec<String> {
        let texts = self.texts();
        // A member has a role and no state.
        let member = |stood: Option<&Json>| Self::text(stood, "state").is_none();
        if let (Some(_), Some(_), false, true) = (
            self.before,
            self.after,
            member(self.before),
            member(self.after),
        ) {
            return vec![texts.say("guests-history-became-member")];
        }
        if let (Some(_), Some(_), true, false) = (
            self.before,
            self.after,
            member(self.before),
            member(self.after),
        ) {
            return vec![texts.say("guests-history-became-guest")];
        }
        if member(self.after) {
            return vec![texts.say("guests-history-as-member")];
        }
        let mut words = Vec::new();
        if self.differs("state")
            && let Some(state) = Self::text(self.after, "state")
        {
            let again = state == "active"
                && Self::text(self.before, "state").as_deref() == Some("suspended");
            let key = match again {
                true => "guests-history-resumed".to_owned(),
                false => format!("guests-history-{state}"),
            };
            words.push(texts.say_with(&key, &[]));
        }
        if self.before.is_none() {
            return words;
        }
        if self.differs("roles") {
            let roles = self.after.and_then(|after| after["roles"].as_array());
            let names: Vec<String> = roles
                .into_iter()
                .flatten()
                .filter_map(|role| Some(self.role(role.as_str()?)))
                .collect();
            words.push(if names.is_empty() {
                texts.say("guests-history-no-roles")
            } else {
                texts.say_with(
                    "guests-history-roles",
                    &[("roles", Value::from(names.join(", ")))],
                )
            });
        }
        if self.differs("permissions") {
            let set = self
                .after
                .is_some_and(|after| !after["permissions"].is_null());
            words.push(texts.say(if set {
                "guests-history-own"
            } else {
                "guests-history-own-gone"
            }));
        }
        if self.differs("expires_at") {
            let end = [("end", Value::from(self.end()))];
            words.push(texts.say_with("guests-history-ends", &end));
        }
        words
    }
}
