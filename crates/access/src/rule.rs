//! The rule: what a path opens, and if it opens nothing, the first reason why.
//!
//! A path is a grant or a link, possibly followed by relations ([`Step`]). What an attacker would
//! try is to make something count that is not there: a missing role, a dead grant, a module that
//! is not named. Each of these is a named value here, and each closes.

use crate::catalogue::{Bits, Module};
use crate::permissions::{Ceiling, Permissions, Sets};
use std::sync::Arc;

/// Why a path opens an item or does not: the first that holds, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Because {
    /// It opens the item.
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
    /// The same path does not open the item it comes from.
    SourceClosed,
    /// The relation is not in the path's permissions.
    RelationNotHeld,
    /// The ceiling takes the relation away.
    RelationCapped,
    /// The record date lies before the path's window.
    TooOld,
    /// The path has a window and the record has no date.
    NoDate,
    /// The document was never sent.
    NotSent,
    /// The path's permissions do not name the module.
    ModuleNotHeld,
    /// The ceiling closes the module.
    ModuleClosed,
}

impl Because {
    /// All of them, in that order.
    pub const ALL: [Because; 17] = [
        Because::Open,
        Because::NotStarted,
        Because::Ended,
        Because::Revoked,
        Because::RoleOff,
        Because::RoleEnded,
        Because::GuestNotActive,
        Because::GuestEnded,
        Because::SharingOff,
        Because::SourceClosed,
        Because::RelationNotHeld,
        Because::RelationCapped,
        Because::TooOld,
        Because::NoDate,
        Because::NotSent,
        Because::ModuleNotHeld,
        Because::ModuleClosed,
    ];

    /// The word for it in `explain`.
    pub const fn word(self) -> &'static str {
        match self {
            Because::Open => "open",
            Because::NotStarted => "not-started",
            Because::Ended => "ended",
            Because::Revoked => "revoked",
            Because::RoleOff => "role-off",
            Because::RoleEnded => "role-ended",
            Because::GuestNotActive => "guest-not-active",
            Because::GuestEnded => "guest-ended",
            Because::SharingOff => "sharing-off",
            Because::SourceClosed => "source-closed",
            Because::RelationNotHeld => "relation-not-held",
            Because::RelationCapped => "relation-capped",
            Because::TooOld => "too-old",
            Because::NoDate => "no-date",
            Because::NotSent => "not-sent",
            Because::ModuleNotHeld => "module-not-held",
            Because::ModuleClosed => "module-closed",
        }
    }
}

/// Where a path's permissions come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The grant's own.
    Grant,
    /// The grant's role.
    Role,
    /// Set on the guest's card.
    Card,
    /// The union of the guest's live roles.
    Roles,
}

impl Source {
    /// The word for it in `explain`.
    pub const fn word(self) -> &'static str {
        match self {
            Source::Grant => "grant",
            Source::Role => "role",
            Source::Card => "card",
            Source::Roles => "roles",
        }
    }
}

/// The earliest record date a path shows, as a day and as the instant at which that day begins in
/// the account's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Window {
    /// Days since 1970-01-01.
    pub from_day: i64,
    /// Microseconds since 1970-01-01T00:00:00Z.
    pub from_instant: i64,
}

/// The date by which a window judges an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record {
    /// The module has none: no window narrows it.
    Undated,
    /// A day, or none entered.
    Day(Option<i64>),
    /// An instant in microseconds, or none entered.
    Instant(Option<i64>),
}

impl Window {
    fn judge(self, record: Record) -> Because {
        let inside = match record {
            Record::Undated => return Because::Open,
            Record::Day(None) | Record::Instant(None) => return Because::NoDate,
            Record::Day(Some(day)) => day >= self.from_day,
            Record::Instant(Some(at)) => at >= self.from_instant,
        };
        if inside {
            Because::Open
        } else {
            Because::TooOld
        }
    }
}

/// What a grant or link carries along its path.
#[derive(Clone, Debug)]
pub struct Held {
    /// Its permissions, before the ceiling.
    pub permissions: Arc<Permissions>,
    /// Where they come from.
    pub source: Source,
    /// [`Because::Open`] while it is alive, else why it is dead.
    pub life: Because,
    /// Its days-back window.
    pub window: Option<Window>,
}

/// What is known of an item that a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The item's module.
    pub module: Module,
    /// Its record date.
    pub record: Record,
    /// Whether it counts as sent; true for everything that is not an invoice or an estimate.
    pub sent: bool,
}

/// One relation followed: from an item, along a relation of its module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The item it starts from.
    pub from: Facts,
    /// The relation followed, one bit.
    pub relation: Bits,
}

/// Whether a path opens an item: alive, every source opened by the same path, every relation held
/// and not capped, the item inside the window, sent where it is reached by a relation, and the
/// module named and not closed.
pub fn judge(held: &Held, ceiling: &Ceiling, steps: &[Step], item: &Facts) -> Because {
    if held.life != Because::Open {
        return held.life;
    }
    for step in steps {
        let source = opened(held, ceiling, &step.from);
        if source != Because::Open {
            return Because::SourceClosed;
        }
        let relation = follows(held, ceiling, step.from.module, step.relation);
        if relation != Because::Open {
            return relation;
        }
    }
    if !steps.is_empty() && !item.sent {
        // The window is asked first, as the order of reasons has it.
        return match windowed(held, item.record) {
            Because::Open => Because::NotSent,
            outside => outside,
        };
    }
    opened(held, ceiling, item)
}

/// Whether a living path that reaches an item opens it: window, then module, then ceiling.
pub fn opened(held: &Held, ceiling: &Ceiling, item: &Facts) -> Because {
    let recent = windowed(held, item.record);
    if recent != Because::Open {
        return recent;
    }
    if held.permissions.module(item.module).is_none() {
        return Because::ModuleNotHeld;
    }
    if ceiling.module(item.module).is_none() {
        return Because::ModuleClosed;
    }
    Because::Open
}

/// Whether a path may follow a relation: in its permissions, and under the ceiling.
pub fn follows(held: &Held, ceiling: &Ceiling, module: Module, relation: Bits) -> Because {
    let own = held.permissions.module(module).unwrap_or_default();
    let cap = ceiling.module(module).unwrap_or_default();
    if !own.relations.has(relation) {
        Because::RelationNotHeld
    } else if !cap.relations.has(relation) {
        Because::RelationCapped
    } else {
        Because::Open
    }
}

/// What a path shows of the items of a module, under the ceiling; `None` where it opens none.
pub fn shown(permissions: &Permissions, ceiling: &Ceiling, module: Module) -> Option<Sets> {
    Some(
        permissions
            .module(module)?
            .intersection(ceiling.module(module)?),
    )
}

fn windowed(held: &Held, record: Record) -> Because {
    held.window.map_or(Because::Open, |w| w.judge(record))
}

/// The clocks of one grant, in microseconds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clocks {
    /// When it starts; none has started.
    pub starts_at: Option<i64>,
    /// When it ends; none never does.
    pub expires_at: Option<i64>,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
}

impl Clocks {
    /// Whether a grant lives at an instant, by its own clocks.
    pub fn at(&self, now: i64) -> Because {
        if self.starts_at.is_some_and(|t| t > now) {
            Because::NotStarted
        } else if self.expires_at.is_some_and(|t| t <= now) {
            Because::Ended
        } else if self.revoked_at.is_some_and(|t| t <= now) {
            Because::Revoked
        } else {
            Because::Open
        }
    }
}

/// A role that an account made, or a built-in one, as a grant or a guest holds it.
#[derive(Clone, Debug)]
pub struct Role {
    /// What it opens.
    pub permissions: Arc<Permissions>,
    /// Whether it is switched on.
    pub active: bool,
    /// When it ends, in microseconds; none never does.
    pub expires_at: Option<i64>,
}

impl Role {
    /// Whether it opens anything at an instant.
    pub fn at(&self, now: i64) -> Because {
        if !self.active {
            Because::RoleOff
        } else if self.expires_at.is_some_and(|t| t <= now) {
            Because::RoleEnded
        } else {
            Because::Open
        }
    }
}

/// Everything that ends all paths of a user at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The guest's state is `active`; a limited member always is.
    pub active: bool,
    /// When the guest as a whole ends, in microseconds.
    pub expires_at: Option<i64>,
    /// The account's sharing is on; for a limited member it always is.
    pub sharing: bool,
}

impl Standing {
    /// The standing of a limited member, whom states and the switch do not touch.
    pub const MEMBER: Standing = Standing {
        active: true,
        expires_at: None,
        sharing: true,
    };

    /// Whether the user's paths live at an instant.
    pub fn at(&self, now: i64) -> Because {
        if !self.active {
            Because::GuestNotActive
        } else if self.expires_at.is_some_and(|t| t <= now) {
            Because::GuestEnded
        } else if !self.sharing {
            Because::SharingOff
        } else {
            Because::Open
        }
    }
}

/// The first of several reasons that is not [`Because::Open`].
pub fn first(reasons: impl IntoIterator<Item = Because>) -> Because {
    reasons
        .into_iter()
        .find(|r| *r != Because::Open)
        .unwrap_or(Because::Open)
}

/// The permissions of a user that are not a grant's: those on the card where there are any, else
/// the union of the live roles.
pub fn own(card: Option<Arc<Permissions>>, roles: &[Role], now: i64) -> (Arc<Permissions>, Source) {
    if let Some(card) = card {
        return (card, Source::Card);
    }
    let mut alive = roles.iter().filter(|r| r.at(now) == Because::Open);
    let Some(one) = alive.next() else {
        return (Arc::new(Permissions::NOTHING), Source::Roles);
    };
    let mut union = Arc::clone(&one.permissions);
    for role in alive {
        union = Arc::new(Permissions::clone(&union).union(&role.permissions));
    }
    (union, Source::Roles)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roles::BuiltIn;

    const DAY: i64 = 86_400_000_000;

    fn held(role: BuiltIn) -> Held {
        Held {
            permissions: Arc::new(role.permissions().clone()),
            source: Source::Role,
            life: Because::Open,
            window: None,
        }
    }

    fn facts(module: Module) -> Facts {
        Facts {
            module,
            record: Record::Undated,
            sent: true,
        }
    }

    fn step(module: Module, relation: &str) -> Step {
        Step {
            from: facts(module),
            relation: module.relation(relation),
        }
    }

    #[test]
    fn a_project_shared_with_a_viewer_opens_its_tasks_and_not_its_orders() {
        let ceiling = Ceiling::open();
        let path = held(BuiltIn::Viewer);
        let along = [step(Module::Projects, "tasks")];
        assert_eq!(
            judge(&path, &ceiling, &along, &facts(Module::Tasks)),
            Because::Open
        );
        let along = [step(Module::Customers, "orders")];
        assert_eq!(
            judge(&path, &ceiling, &along, &facts(Module::Orders)),
            Because::RelationNotHeld
        );
    }

    #[test]
    fn a_draft_is_opened_by_a_grant_on_it_and_by_no_relation() {
        let ceiling = Ceiling::open();
        let path = held(BuiltIn::L40);
        let draft = Facts {
            sent: false,
            ..facts(Module::Invoices)
        };
        assert_eq!(judge(&path, &ceiling, &[], &draft), Because::Open);
        let along = [step(Module::Customers, "invoices")];
        assert_eq!(judge(&path, &ceiling, &along, &draft), Because::NotSent);
    }

    #[test]
    fn a_record_without_a_date_is_outside_every_window() {
        let ceiling = Ceiling::open();
        let mut path = held(BuiltIn::L30);
        path.window = Some(Window {
            from_day: 100,
            from_instant: 100 * DAY,
        });
        let order = |day| Facts {
            record: Record::Day(day),
            ..facts(Module::Orders)
        };
        assert_eq!(
            judge(&path, &ceiling, &[], &order(Some(100))),
            Because::Open
        );
        assert_eq!(
            judge(&path, &ceiling, &[], &order(Some(99))),
            Because::TooOld
        );
        assert_eq!(judge(&path, &ceiling, &[], &order(None)), Because::NoDate);
        assert_eq!(
            judge(&path, &ceiling, &[], &facts(Module::Customers)),
            Because::Open
        );
    }

    #[test]
    fn a_grant_lives_from_its_start_until_just_before_its_end() {
        let clocks = Clocks {
            starts_at: Some(10),
            expires_at: Some(20),
            revoked_at: None,
        };
        assert_eq!(clocks.at(9), Because::NotStarted);
        assert_eq!(clocks.at(10), Because::Open);
        assert_eq!(clocks.at(19), Because::Open);
        assert_eq!(clocks.at(20), Because::Ended);
        let revoked = Clocks {
            revoked_at: Some(15),
            ..clocks
        };
        assert_eq!(revoked.at(15), Because::Revoked);
        assert_eq!(revoked.at(14), Because::Open);
    }

    #[test]
    fn the_card_replaces_the_roles_and_dead_roles_leave_nothing() {
        let viewer = Role {
            permissions: Arc::new(BuiltIn::Viewer.permissions().clone()),
            active: true,
            expires_at: None,
        };
        let off = Role {
            active: false,
            ..viewer.clone()
        };
        let (permissions, source) = own(Some(Arc::default()), std::slice::from_ref(&viewer), 0);
        assert_eq!(
            (&*permissions, source),
            (&Permissions::NOTHING, Source::Card)
        );
        let (permissions, _) = own(None, std::slice::from_ref(&off), 0);
        assert_eq!(*permissions, Permissions::NOTHING);
        let (permissions, _) = own(None, &[off, viewer], 0);
        assert_eq!(&*permissions, BuiltIn::Viewer.permissions());
    }

    #[test]
    fn the_ceiling_says_no_by_name() {
        let mut path = held(BuiltIn::Viewer);
        let read = |v| Ceiling::read(&v).unwrap_or_else(|_| Ceiling::open());
        let closed = read(serde_json::json!({"tasks": false}));
        let along = [step(Module::Projects, "tasks")];
        assert_eq!(
            judge(&path, &closed, &along, &facts(Module::Tasks)),
            Because::ModuleClosed
        );
        let capped = read(serde_json::json!({"projects": {"relations": []}}));
        assert_eq!(
            judge(&path, &capped, &along, &facts(Module::Tasks)),
            Because::RelationCapped
        );
        let shut = read(serde_json::json!({"projects": false}));
        assert_eq!(
            judge(&path, &shut, &along, &facts(Module::Tasks)),
            Because::SourceClosed
        );
        path.life = Because::Revoked;
        assert_eq!(
            judge(&path, &shut, &along, &facts(Module::Tasks)),
            Because::Revoked
        );
    }
}
