//! Who could get it: people known already, the places of the plan, and who has access now.

use access::Module;
use jiff::Timestamp;
use serde::Deserialize;

use super::on::On;
use super::subject::Subject;
use crate::frame::{Listed, Stop, Visit, read};

/// The most people that are offered while typing.
const OFFERED: &str = "200";

/// A guest, as far as the dialog says something of one.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Guest {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) state: String,
}

#[derive(Debug, Deserialize)]
struct Contact {
    name: String,
    email: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Plan {
    plan: Option<String>,
}

/// The people who can be named, and how many places the plan has.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Addresses with names, to be offered while typing.
    pub(super) offered: Vec<(String, String)>,
    /// The guests, where the reader may know them all.
    pub(super) guests: Option<Vec<Guest>>,
    /// How many guests there are, and how many there may be.
    pub(super) places: Option<(i64, Option<i64>)>,
}

impl Known {
    /// Contacts of the customers of what is shared; for admins the guests too.
    pub(super) async fn load(visit: &mut Visit, subjects: &[Subject]) -> Result<Known, Stop> {
        let mut known = Known::default();
        let customers: Vec<String> = subjects
            .iter()
            .take(3)
            .filter_map(|subject| match subject.on.module {
                Module::Customers => Some(subject.on.id.clone()),
                _ => subject.customer.as_ref()?.id.clone(),
            })
            .collect();
        for customer in &customers {
            let question = [("limit", OFFERED)];
            let found: Option<Listed<Contact>> = visit
                .related(Module::Customers, customer, "contacts", &question)
                .await?;
            for contact in found.map(|found| found.items).unwrap_or_default() {
                if let Some(email) = contact.email {
                    known.offer(email, contact.name);
                }
            }
        }
        if visit.reader.viewer().administers() {
            known.know_guests(visit).await?;
        }
        Ok(known)
    }

    async fn know_guests(&mut self, visit: &mut Visit) -> Result<(), Stop> {
        let question = [("limit", OFFERED), ("count", "true"), ("sort", "name")];
        let question = question.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let body = visit.reader.guests(&question).await?;
        let guests: Listed<Guest> = read(&body)?;
        let plan: Plan = read(&visit.reader.settings().await?)?;
        let used = guests.count.unwrap_or_default();
        self.places = Some((used, places(plan.plan.as_deref())));
        for guest in &guests.items {
            self.offer(guest.email.clone(), guest.name.clone());
        }
        // Of those who are not on the first page nothing can be said.
        self.guests = guests.next.is_none().then_some(guests.items);
        Ok(())
    }

    fn offer(&mut self, email: String, name: String) {
        if !self.offered.iter().any(|(known, _)| *known == email) {
            self.offered.push((email, name));
        }
    }
}

/// How many guests a plan has places for.
pub(crate) fn places(plan: Option<&str>) -> Option<i64> {
    match plan {
        Some("free") => Some(50),
        Some("business") => Some(100),
        _ => None,
    }
}

/// One way by which somebody sees an item.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Way {
    pub(super) kind: String,
    pub(super) grant: Option<String>,
    pub(super) subject: String,
}

/// A user as explain names them.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct User {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) kind: String,
}

/// Somebody who sees an item.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Sees {
    pub(super) user: User,
    pub(super) paths: Vec<Way>,
    /// When the last of the grants ends by which they see it; none where one has no end, or it is not known.
    #[serde(skip)]
    pub(super) until: Option<Timestamp>,
    /// The grant on the item itself, where there is one.
    #[serde(skip)]
    pub(super) own_grant: Option<String>,
}

impl Sees {
    /// Their name; the address where they have none.
    pub(super) fn called(&self) -> &str {
        if self.user.name.trim().is_empty() {
            &self.user.email
        } else {
            &self.user.name
        }
    }
}

#[derive(Debug, Deserialize)]
struct GrantEnds {
    id: String,
    expires_at: Option<Timestamp>,
}

/// Who sees an item now, and whether there are more than are told.
pub(super) async fn seeing(visit: &mut Visit, on: &On) -> Result<(Vec<Sees>, bool), Stop> {
    let limit = [("limit".to_owned(), "50".to_owned())];
    let body = visit.reader.who(&on.path(), None, &limit).await?;
    let found: Listed<Sees> = read(&body)?;
    let ends = if visit.reader.viewer().administers() {
        let question = [
            ("filter[on]", on.path()),
            ("filter[live]", "true".to_owned()),
            ("limit", "200".to_owned()),
        ];
        let question = question.map(|(name, value)| (name.to_owned(), value));
        let grants: Listed<GrantEnds> = read(&visit.reader.grants(&question).await?)?;
        grants.items
    } else {
        Vec::new()
    };
    let place = on.path();
    let mut people = found.items;
    for one in &mut people {
        let own = one
            .paths
            .iter()
            .find(|way| way.subject == place && way.grant.is_some());
        one.own_grant = own.and_then(|way| way.grant.clone());
        let all_end = one
            .paths
            .iter()
            .all(|way| way.grant.is_some() && way.subject == place);
        let ends: Option<Vec<Timestamp>> = one
            .paths
            .iter()
            .map(|way| {
                let grant = ends
                    .iter()
                    .find(|grant| Some(&grant.id) == way.grant.as_ref());
                grant.and_then(|grant| grant.expires_at)
            })
            .collect();
        one.until = ends
            .filter(|_| all_end)
            .and_then(|ends| ends.into_iter().max());
    }
    Ok((people, found.next.is_some()))
}
