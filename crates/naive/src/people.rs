//! Who shows by name to whom.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::references::Record;
use crate::world::{Viewer, World, lists, text};

/// How a person shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// By name, with an id.
    Named,
    /// As the account's name.
    AsAccount,
    /// Not at all.
    Not,
}

/// Where a person stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The author of a comment or message.
    Author,
    /// Any other field or relation.
    Elsewhere,
}

impl World {
    /// How a person shows to a viewer.
    pub fn shown(&self, viewer: &str, person: &str, place: Place) -> Shown {
        let Some(guest) = self.record("guest", viewer) else {
            // Staff and limited members: everybody shows by name.
            return Shown::Named;
        };
        if viewer == person {
            return Shown::Named;
        }
        match self.viewer(person) {
            Some(Viewer::Guest) if place == Place::Author => Shown::Named,
            Some(Viewer::Guest) => {
                let (mine, theirs) = (self.customer_of(viewer), self.customer_of(person));
                if mine.is_some() && mine == theirs {
                    Shown::Named
                } else {
                    Shown::Not
                }
            }
            Some(_) if !guest.contains_key("available_users") => Shown::Named,
            Some(_) if lists(guest, "available_users", person) => Shown::Named,
            Some(_) => Shown::AsAccount,
            None => Shown::Not,
        }
    }

    /// The customer that a guest is, or is a contact of.
    fn customer_of(&self, guest: &str) -> Option<&str> {
        let guest = self.record("guest", guest)?;
        match text(guest, "contact") {
            Some(contact) => text(self.record("contact", contact)?, "customer"),
            None => text(guest, "customer"),
        }
    }

    fn name_of(&self, person: &str) -> Value {
        let record = self
            .record("guest", person)
            .or_else(|| self.record("member", person));
        record
            .and_then(|record| record.get("name"))
            .cloned()
            .unwrap_or(Value::Null)
    }

    /// A field that holds one person.
    pub fn person(&self, viewer: &str, record: &Record, key: &str, place: Place) -> Value {
        let Some(person) = text(record, key) else {
            return Value::Null;
        };
        match self.shown(viewer, person, place) {
            Shown::Named => json!({ "id": person, "name": self.name_of(person) }),
            Shown::AsAccount => json!({ "name": self.account_name }),
            Shown::Not => Value::Null,
        }
    }

    /// A field that holds several persons, in the record's order; the account's name stands
    /// once, last, for all who are not named.
    pub fn persons(&self, viewer: &str, record: &Record, key: &str) -> Vec<Value> {
        let mut persons = Vec::new();
        let mut as_account = false;
        let people = record
            .get(key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        for person in people.filter_map(Value::as_str) {
            match self.shown(viewer, person, Place::Elsewhere) {
                Shown::Named => {
                    persons.push(json!({ "id": person, "name": self.name_of(person) }));
                }
                Shown::AsAccount => as_account = true,
                Shown::Not => {}
            }
        }
        if as_account {
            persons.push(json!({ "name": self.account_name }));
        }
        persons
    }

    /// The members of a project's team who show by name.
    pub fn team(&self, viewer: &str, project: &Record) -> BTreeSet<String> {
        let team = project
            .get("team")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        team.filter_map(Value::as_str)
            .filter(|person| self.shown(viewer, person, Place::Elsewhere) == Shown::Named)
            .map(str::to_owned)
            .collect()
    }
}
