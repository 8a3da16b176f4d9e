//! Whose permissions a tie has, and what stops it: clocks, roles, the guest, the switch.

use jiff::Timestamp;
use serde_json::Value;

use crate::permissions::Permissions;
use crate::reasons::{Because, Source};
use crate::references::Record;
use crate::roles;
use crate::ties::Tie;
use crate::world::{Viewer, World, instant, text};

/// What a tie is worth at an instant.
pub(crate) struct Worth {
    pub(crate) permissions: Permissions,
    pub(crate) source: Source,
    pub(crate) stopped: Option<Because>,
    pub(crate) window: Option<i64>,
}

impl World {
    /// What a grant or link is worth at an instant.
    pub(crate) fn worth(&self, user: &str, tie: &Tie, at: Timestamp) -> Worth {
        let Some((_, grant)) = tie.grant else {
            let own = self.own_permissions(user, at);
            let stopped = self.stopped_by_user(user, at);
            return Worth {
                permissions: own.0,
                source: own.1,
                stopped,
                window: None,
            };
        };
        let mut role_stopped = None;
        let (permissions, source) = match (grant.get("permissions"), text(grant, "role")) {
            (Some(set), _) => (Permissions::read(set), Source::Grant),
            (None, Some(role)) => {
                role_stopped = self.role_stopped(role, at);
                (
                    self.live_role(role, at).unwrap_or_else(Permissions::none),
                    Source::Role,
                )
            }
            (None, None) => self.own_permissions(user, at),
        };
        let stopped = self.stopped_by_clock(grant, at);
        let stopped = stopped
            .or(role_stopped)
            .or_else(|| self.stopped_by_user(user, at));
        let window = grant.get("days_back").and_then(Value::as_i64);
        Worth {
            permissions,
            source,
            stopped,
            window,
        }
    }

    fn stopped_by_clock(&self, grant: &Record, at: Timestamp) -> Option<Because> {
        if instant(grant, "starts_at").is_some_and(|starts| at < starts) {
            return Some(Because::NotStarted);
        }
        if instant(grant, "expires_at").is_some_and(|expires| at >= expires) {
            return Some(Because::Ended);
        }
        if instant(grant, "revoked_at").is_some_and(|revoked| at >= revoked) {
            return Some(Because::Revoked);
        }
        None
    }

    fn stopped_by_user(&self, user: &str, at: Timestamp) -> Option<Because> {
        let guest = self.record("guest", user)?;
        if text(guest, "state") != Some("active") {
            return Some(Because::GuestNotActive);
        }
        if instant(guest, "expires_at").is_some_and(|expires| at >= expires) {
            return Some(Because::GuestEnded);
        }
        if !self.sharing_enabled() {
            return Some(Because::SharingOff);
        }
        None
    }

    /// A user's own permissions: everything for staff, `Collaborator` for limited members; for
    /// guests their card's, else the union of their live roles, else `Viewer` where they were
    /// given no role.
    pub(crate) fn own_permissions(&self, user: &str, at: Timestamp) -> (Permissions, Source) {
        let Some(guest) = self.record("guest", user) else {
            let own = match self.viewer(user) {
                Some(Viewer::Staff) => Permissions::everything(),
                Some(_) => roles::built_in("Collaborator").unwrap_or_else(Permissions::none),
                None => Permissions::none(),
            };
            return (own, Source::Roles);
        };
        if let Some(card) = guest.get("permissions") {
            return (Permissions::read(card), Source::Card);
        }
        let given = guest
            .get("roles")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        if given.is_empty() {
            let viewer = roles::built_in("Viewer").unwrap_or_else(Permissions::none);
            return (viewer, Source::Roles);
        }
        let mut union = Permissions::none();
        for role in given.iter().filter_map(Value::as_str) {
            if let Some(live) = self.live_role(role, at) {
                union.add(&live);
            }
        }
        (union, Source::Roles)
    }

    fn live_role(&self, role: &str, at: Timestamp) -> Option<Permissions> {
        if let Some(built_in) = roles::built_in(role) {
            return Some(built_in);
        }
        if self.role_stopped(role, at).is_some() {
            return None;
        }
        let permissions = self.record("role", role)?.get("permissions");
        Some(permissions.map_or_else(Permissions::none, Permissions::read))
    }

    fn role_stopped(&self, role: &str, at: Timestamp) -> Option<Because> {
        let role = self.record("role", role)?;
        if role.get("active") == Some(&Value::Bool(false)) {
            return Some(Because::RoleOff);
        }
        if instant(role, "expires_at").is_some_and(|expires| at >= expires) {
            return Some(Because::RoleEnded);
        }
        None
    }
}
