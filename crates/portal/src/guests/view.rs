//! A guest, and what one holds, as the interface answers it.

use access::Permissions;
use access::roles::BuiltIn;
use access::ticks::Tick;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::frame::Visit;
use crate::frame::parts::icon;
use crate::sharing::{self, On, Role};
use crate::texts::{Day, Texts, Value};
use maud::{Markup, html};

/// A guest.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Guest {
    pub(super) id: String,
    pub(super) email: String,
    name: String,
    pub(super) roles: Vec<String>,
    pub(super) permissions: Json,
    pub(super) state: String,
    pub(super) contact: Option<String>,
    pub(super) available_users: Option<Vec<String>>,
    pub(super) expires_at: Option<Timestamp>,
    /// What tells whether the card is still what its reader saw.
    #[serde(skip)]
    pub(super) seen: String,
}

impl Guest {
    /// Permissions set for them alone, which take the place of their roles.
    pub(super) fn own(&self) -> Option<Permissions> {
        let set = !self.permissions.is_null();
        set.then(|| Permissions::read(&self.permissions).unwrap_or(Permissions::NOTHING))
    }

    /// What they hold where no grant says it: their own permissions, else what any of their living roles allows.
    pub(super) fn holds(&self, roles: &[Role]) -> Permissions {
        if let Some(own) = self.own() {
            return own;
        }
        if self.roles.is_empty() {
            return BuiltIn::Viewer.permissions().clone();
        }
        let held = roles
            .iter()
            .filter(|role| role.is_alive() && self.roles.contains(&role.id));
        held.fold(Permissions::NOTHING, |all, role| {
            all.union(&role.permissions)
        })
    }

    /// Their name; the address where they have none.
    pub(super) fn called(&self) -> &str {
        if self.name.trim().is_empty() {
            &self.email
        } else {
            &self.name
        }
    }

    /// The name as it stands on the card.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether their whole access is over by its date.
    pub(super) fn is_over(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }

    pub(super) fn is(&self, state: &str) -> bool {
        self.state == state
    }
}

/// A grant, for admins.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Grant {
    pub(super) id: String,
    pub(super) to: String,
    pub(super) on: Json,
    pub(super) role: Option<String>,
    pub(super) permissions: Json,
    pub(super) starts_at: Option<Timestamp>,
    pub(super) expires_at: Option<Timestamp>,
    pub(super) days_back: Option<i64>,
    pub(super) notes: Option<String>,
    pub(super) revoked_at: Option<Timestamp>,
}

impl Grant {
    /// The level of the external access table that it is a row of.
    pub(super) fn level(&self) -> Option<BuiltIn> {
        let level = BuiltIn::named(self.role.as_deref()?)?;
        (level.is_level() && self.permissions.is_null()).then_some(level)
    }

    /// Whether it is an owner's, which nobody ends but its holder.
    pub(super) fn is_owners(&self) -> bool {
        self.role.as_deref() == Some(BuiltIn::L90.name())
    }

    pub(super) fn item(&self) -> Option<On> {
        On::read(&self.on)
    }

    /// What it is made with, in words: a role, or the ticks.
    pub(super) fn made_with(&self, texts: &Texts, roles: &[Role]) -> String {
        let own = (!self.permissions.is_null())
            .then(|| Permissions::read(&self.permissions).ok())
            .flatten();
        let Some(permissions) = own else {
            return self.role.as_ref().map_or_else(
                || texts.say("guests-with-their-roles"),
                |id| {
                    let role = roles.iter().find(|role| role.id == *id);
                    sharing::role_name(texts, role.map_or(id, |role| &role.name))
                },
            );
        };
        let ticked = self
            .item()
            .map(|on| sharing::ticked(on.module, &permissions))
            .unwrap_or_default();
        let (ticks, doing) = ticked;
        let mut words: Vec<String> = ticks
            .iter()
            .filter(|tick| **tick != Tick::Conversation || ticks.len() == 1)
            .map(|tick| sharing::tick_name(texts, *tick))
            .collect();
        if words.is_empty() {
            return texts.say("guests-with-own");
        }
        if doing != access::ticks::Doing::Nothing {
            words.push(sharing::doing_name(texts, doing));
        }
        words.join(", ")
    }
}

/// That a role is switched off, ended or ends; nothing where it lasts.
pub(super) fn how_long(visit: &Visit, role: &Role) -> Option<String> {
    let texts = &visit.texts;
    if !role.active {
        return Some(texts.say("guests-role-is-off"));
    }
    let when = texts.moment(role.expires_at?, Day::Short, visit.today());
    let given = [("when", Value::from(when))];
    Some(if role.over {
        texts.say_with("guests-role-ended", &given)
    } else {
        texts.say_with("guests-role-until", &given)
    })
}

/// How a guest stands, in a word that never relies on its colour.
pub(super) fn state(texts: &Texts, guest: &Guest, now: Timestamp) -> Markup {
    let (class, icon_name, key) = match guest.state.as_str() {
        "invited" => ("attend", "mail", "guests-state-invited"),
        "suspended" => ("off", "lock", "guests-state-suspended"),
        "removed" => ("off", "no", "guests-state-removed"),
        _ if guest.is_over(now) => ("off", "clock", "guests-state-over"),
        _ => ("good", "check", "guests-state-active"),
    };
    html! { span class={ "state " (class) } { (icon(icon_name)) (texts.say_with(key, &[])) } }
}

/// When something ends, to the minute: in how many days where that is soon, that it has ended, or that it has no end
/// of its own.
pub(super) fn until(visit: &Visit, end: Option<Timestamp>) -> Markup {
    ends(visit, end, |end| {
        visit.texts.moment(end, Day::Short, visit.today())
    })
}

/// The same, to the day, for lists.
pub(super) fn until_day(visit: &Visit, end: Option<Timestamp>) -> Markup {
    let texts = &visit.texts;
    ends(visit, end, |end| {
        texts.day(texts.day_of(end), Day::Short, visit.today())
    })
}

fn ends(visit: &Visit, end: Option<Timestamp>, said: impl Fn(Timestamp) -> String) -> Markup {
    let texts = &visit.texts;
    let today = visit.today();
    let Some(end) = end else {
        return html! { span class="faint" { (texts.say("guests-no-end")) } };
    };
    let over = end <= visit.now;
    let end = sharing::last_moment(texts, end);
    let when = Value::from(said(end));
    if over {
        return html! { span class="state off" { (icon("no")) (texts.say_with("guests-ended", &[("when", when)])) } };
    }
    let days = (texts.day_of(end) - today).get_days();
    if days <= 14 {
        let given = [("when", when), ("days", Value::from(days))];
        return html! { span class="state attend" { (icon("clock")) (texts.say_with("guests-ends-soon", &given)) } };
    }
    html! { span class="nowrap" { (said(end)) } }
}
