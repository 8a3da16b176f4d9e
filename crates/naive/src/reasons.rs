//! Paths, and why they open or do not.

use crate::permissions::Permissions;

/// Why a path opens an item or does not: the first that holds, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Because {
    /// It opens.
    Open,
    /// The grant starts later.
    NotStarted,
    /// The grant has ended.
    Ended,
    /// The grant was revoked.
    Revoked,
    /// The grant's role is switched off.
    RoleOff,
    /// The grant's role has expired.
    RoleEnded,
    /// The guest is invited, suspended or removed.
    GuestNotActive,
    /// The guest as a whole has expired.
    GuestEnded,
    /// The account's sharing is switched off.
    SharingOff,
    /// The path does not open what it would be followed from.
    SourceClosed,
    /// The path's permissions lack the relation.
    RelationNotHeld,
    /// The ceiling takes the relation.
    RelationCapped,
    /// The record date is before the window.
    TooOld,
    /// There is a window and no record date.
    NoDate,
    /// The document was never sent.
    NotSent,
    /// The permissions do not name the module.
    ModuleNotHeld,
    /// The ceiling closes the module.
    ModuleClosed,
}

/// Where the permissions of a path come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The grant's own.
    Grant,
    /// The grant's role's.
    Role,
    /// Set on the guest's card.
    Card,
    /// The union of the guest's live roles; a limited member's `Collaborator`.
    Roles,
}

/// One path that was tried.
#[derive(Debug, Clone)]
pub struct Path {
    /// `grant`, or the field that ties: `owner`, `assignee`, `client`, `attendees`, …
    pub kind: &'static str,
    /// The grant's id, where there is one.
    pub grant: Option<String>,
    /// The module of the item that the grant or link is on.
    pub subject_module: &'static str,
    /// The id of that item.
    pub subject: String,
    /// The relation followed from there; none for the subject itself.
    pub relation: Option<&'static str>,
    /// Where the permissions come from.
    pub source: Source,
    /// The permissions.
    pub permissions: Permissions,
    /// Why it opens the item or does not.
    pub because: Because,
}

impl Path {
    /// Whether the path opens the item.
    pub fn opens(&self) -> bool {
        self.because == Because::Open
    }
}
