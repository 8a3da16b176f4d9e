//! The roles that can be chosen in place of ticks.

use access::roles::BuiltIn;
use access::{Module, Permissions};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::on::On;
use crate::frame::{Listed, Stop, Visit, read};

/// A role.
#[derive(Clone, Debug)]
pub(crate) struct Role {
    /// Its id; of a built-in one its name.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// What it opens.
    pub(crate) permissions: Permissions,
    /// Whether it is switched on.
    pub(crate) active: bool,
    /// When it ends.
    pub(crate) expires_at: Option<Timestamp>,
    /// Whether that is over.
    pub(crate) over: bool,
}

impl Role {
    /// Whether it opens anything now.
    pub(crate) fn is_alive(&self) -> bool {
        self.active && !self.over
    }

    /// Whether it is one of those that every account has, which nobody changes.
    pub(crate) fn is_built_in(&self) -> bool {
        BuiltIn::named(&self.id).is_some()
    }

    /// Whether it is a level of the ladder: those go on customers, never on a guest's card.
    pub(crate) fn is_level(&self) -> bool {
        BuiltIn::named(&self.id).is_some_and(BuiltIn::is_level)
    }
}

#[derive(Deserialize)]
struct Answered {
    id: String,
    name: String,
    active: bool,
    expires_at: Option<Timestamp>,
    permissions: Value,
}

/// Every role of the account, the built-in ones first. Whoever is no admin knows the built-in ones alone.
pub(crate) async fn all(visit: &mut Visit) -> Result<Vec<Role>, Stop> {
    if !visit.reader.viewer().administers() {
        let built_in = BuiltIn::ALL.map(|role| Role {
            id: role.name().to_owned(),
            name: role.name().to_owned(),
            permissions: role.permissions().clone(),
            active: true,
            expires_at: None,
            over: false,
        });
        return Ok(built_in.to_vec());
    }
    let limit = [("limit".to_owned(), "200".to_owned())];
    let body = visit.reader.roles(&limit).await?;
    let answered: Listed<Answered> = read(&body)?;
    let now = visit.now;
    let roles = answered.items.into_iter().map(|role| Role {
        active: role.active,
        expires_at: role.expires_at,
        over: role.expires_at.is_some_and(|end| end <= now),
        permissions: Permissions::read(&role.permissions).unwrap_or(Permissions::NOTHING),
        id: role.id,
        name: role.name,
    });
    Ok(roles.collect())
}

/// Those of them that fit what is shared: levels go on customers, and owners are made by admins.
pub(super) fn fitting(roles: Vec<Role>, on: &[On], administers: bool) -> Vec<Role> {
    let customers = on.iter().all(|on| on.module == Module::Customers);
    let fits = |role: &Role| match BuiltIn::named(&role.id) {
        Some(BuiltIn::L90) => customers && administers,
        Some(level) if level.is_level() => customers,
        _ => role.is_alive(),
    };
    roles.into_iter().filter(fits).collect()
}
