//! The rule: grants add, ceilings cap, clocks end.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde_json::Value;

use crate::catalogue::module;
use crate::permissions::Permissions;
use crate::references::{Record, tag};
use crate::roles;
use crate::world::{Item, Viewer, World, instant, lists, text};

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

/// A grant or a link of one user, before anything is judged.
struct Tie<'a> {
    kind: &'static str,
    grant: Option<(&'a str, &'a Record)>,
    subject: Item<'a>,
    /// The customer whose grant reaches the project that it is the client of.
    as_client: Option<&'a str>,
}

/// What a tie is worth at an instant.
struct Worth {
    permissions: Permissions,
    source: Source,
    stopped: Option<Because>,
    window: Option<i64>,
}

impl World {
    /// Whether the user sees the item.
    pub fn visible(&self, user: &str, item: Item, at: Timestamp) -> bool {
        match self.viewer(user) {
            Some(Viewer::Staff) => self.item(item).is_some(),
            _ => self.paths(user, item, at).iter().any(Path::opens),
        }
    }

    /// The fields that show beside the identity.
    pub fn fields(&self, user: &str, item: Item, at: Timestamp) -> BTreeSet<String> {
        self.set(user, item, "fields", at)
    }

    /// The relations that show.
    pub fn relations(&self, user: &str, item: Item, at: Timestamp) -> BTreeSet<String> {
        self.set(user, item, "relations", at)
    }

    /// The actions that are held.
    pub fn actions(&self, user: &str, item: Item, at: Timestamp) -> BTreeSet<String> {
        self.set(user, item, "actions", at)
    }

    /// The notifications that are sent.
    pub fn notifications(&self, user: &str, item: Item, at: Timestamp) -> BTreeSet<String> {
        self.set(user, item, "notifications", at)
    }

    fn set(&self, user: &str, item: Item, set: &str, at: Timestamp) -> BTreeSet<String> {
        if self.viewer(user) == Some(Viewer::Staff) {
            return match self.item(item) {
                Some(_) => Permissions::everything().set(item.module, set),
                None => BTreeSet::new(),
            };
        }
        let ceiling = self.ceiling();
        let mut union = BTreeSet::new();
        for path in self.paths(user, item, at) {
            if path.opens() {
                union.extend(path.permissions.set(item.module, set));
            }
        }
        union.retain(|name| ceiling.allows(item.module, set, name));
        union
    }

    /// Guests and limited members who see the item.
    pub fn who(&self, item: Item, at: Timestamp) -> BTreeSet<String> {
        let users = self.users().into_iter();
        users
            .filter(|user| self.viewer(user) != Some(Viewer::Staff))
            .filter(|user| self.visible(user, item, at))
            .collect()
    }

    /// Every path of a guest or limited member that leads to the item, alive or dead. For an
    /// item that is not there, and for other members, there is none.
    pub fn paths(&self, user: &str, item: Item, at: Timestamp) -> Vec<Path> {
        let mut paths = Vec::new();
        if self.item(item).is_none() || self.viewer(user) == Some(Viewer::Staff) {
            return paths;
        }
        for tie in self.ties(user) {
            if tie.subject == item {
                let worth = self.worth(user, &tie, at);
                let because = self.judge_subject(&tie, &worth, at);
                let relation = tie.as_client.map(|_| "projects");
                paths.push(path(&tie, relation, worth, because));
            }
            for relation in self.leads(tie.subject, item) {
                let worth = self.worth(user, &tie, at);
                let because = self.judge_relation(&tie, &worth, relation, item, at);
                paths.push(path(&tie, Some(relation), worth, because));
            }
        }
        paths
    }

    /// Every grant and link of a user.
    fn ties(&self, user: &str) -> Vec<Tie<'_>> {
        let mut ties = Vec::new();
        for (id, grant) in self.grants(user) {
            if let Some(subject) = subject(grant) {
                ties.push(Tie {
                    kind: "grant",
                    grant: Some((id, grant)),
                    subject,
                    as_client: None,
                });
            }
        }
        let mut link = |kind, module, id| {
            let subject = Item { module, id };
            ties.push(Tie {
                kind,
                grant: None,
                subject,
                as_client: None,
            });
        };
        for (id, task) in self.all("task") {
            for key in ["owner", "assignee"] {
                if text(task, key) == Some(user) {
                    link(key, "tasks", id);
                }
            }
            for key in ["collaborators", "followers"] {
                if lists(task, key, user) {
                    link(key, "tasks", id);
                }
            }
        }
        for (id, meeting) in self.all("meeting") {
            if lists(meeting, "attendees", user) {
                link("attendees", "meetings", id);
            }
        }
        for (id, ticket) in self.all("ticket") {
            if text(ticket, "requester") == Some(user) {
                link("requester", "tickets", id);
            }
        }
        for (id, base) in self.all("knowledge_base") {
            if lists(base, "access", user) {
                link("access", "knowledge", id);
            }
        }
        for (id, project) in self.all("project") {
            let subject = Item {
                module: "projects",
                id,
            };
            match project.get("client").and_then(tag) {
                Some(("guest", guest)) if guest == user => {
                    ties.push(Tie {
                        kind: "client",
                        grant: None,
                        subject,
                        as_client: None,
                    });
                }
                Some(("customer", customer)) => {
                    for (id, grant) in self.grants(user) {
                        if grant.get("on").and_then(tag) == Some(("customer", customer)) {
                            let grant = Some((id, grant));
                            let as_client = Some(customer);
                            ties.push(Tie {
                                kind: "client",
                                grant,
                                subject,
                                as_client,
                            });
                        }
                    }
                }
                _ => {}
            }
        }
        ties
    }

    fn grants<'a>(&'a self, user: &str) -> Vec<(&'a str, &'a Record)> {
        let all = self.all("grant");
        all.filter(|(_, grant)| text(grant, "to") == Some(user))
            .map(|(id, grant)| (id.as_str(), grant))
            .collect()
    }

    /// The relations that lead from one item to another, by the records' own fields.
    fn leads(&self, from: Item, to: Item) -> Vec<&'static str> {
        let (Some(source), Some(target)) = (self.item(from), self.item(to)) else {
            return Vec::new();
        };
        let mut relations = Vec::new();
        let mut lead = |when: bool, relation| {
            if when {
                relations.push(relation);
            }
        };
        match (from.module, to.module) {
            ("projects", "tasks" | "meetings" | "tickets" | "invoices" | "estimates") => {
                lead(
                    text(target, "project") == Some(from.id),
                    relation_to(to.module),
                );
            }
            (
                "customers",
                "tasks" | "meetings" | "tickets" | "orders" | "invoices" | "estimates",
            ) => {
                lead(
                    text(target, "customer") == Some(from.id),
                    relation_to(to.module),
                );
            }
            ("tasks", "tasks") => lead(text(target, "parent") == Some(from.id), "subtasks"),
            (
                "tasks" | "meetings" | "tickets" | "orders" | "invoices" | "estimates",
                "projects",
            ) => lead(text(source, "project") == Some(to.id), "project"),
            (
                "tasks" | "meetings" | "tickets" | "orders" | "invoices" | "estimates",
                "customers",
            ) => lead(text(source, "customer") == Some(to.id), "customer"),
            ("estimates", "invoices") => {
                lead(text(target, "estimate") == Some(from.id), "invoice");
            }
            ("customers", "customers") => {
                lead(text(source, "company") == Some(to.id), "company");
            }
            _ => {}
        }
        relations
    }

    /// Whether a tie opens its own subject.
    fn judge_subject(&self, tie: &Tie, worth: &Worth, at: Timestamp) -> Because {
        if let Some(because) = worth.stopped {
            return because;
        }
        let ceiling = self.ceiling();
        if tie.as_client.is_some() {
            if !worth.permissions.names("customers") || ceiling.closes("customers") {
                return Because::SourceClosed;
            }
            if !worth
                .permissions
                .holds("customers", "relations", "projects")
            {
                return Because::RelationNotHeld;
            }
            if !ceiling.allows("customers", "relations", "projects") {
                return Because::RelationCapped;
            }
        }
        self.judge_item(worth, tie.subject, false, at)
    }

    /// Whether a tie, followed by a relation, opens another item.
    fn judge_relation(
        &self,
        tie: &Tie,
        worth: &Worth,
        relation: &str,
        item: Item,
        at: Timestamp,
    ) -> Because {
        if let Some(because) = worth.stopped {
            return because;
        }
        if self.judge_subject(tie, worth, at) != Because::Open {
            return Because::SourceClosed;
        }
        let from = tie.subject.module;
        if !worth.permissions.holds(from, "relations", relation) {
            return Because::RelationNotHeld;
        }
        if !self.ceiling().allows(from, "relations", relation) {
            return Because::RelationCapped;
        }
        self.judge_item(worth, item, true, at)
    }

    /// The part of the rule that looks at the item itself: its date, whether it was sent where
    /// a relation leads to it, and its module.
    fn judge_item(&self, worth: &Worth, item: Item, derived: bool, at: Timestamp) -> Because {
        if let Some(days) = worth.window
            && let Some(key) = record_date_key(item.module)
        {
            match self.record_date(item, key) {
                None => return Because::NoDate,
                Some(date) if self.before_window(date, days, at) => return Because::TooOld,
                Some(_) => {}
            }
        }
        let document = matches!(item.module, "invoices" | "estimates");
        if derived && document && !self.item(item).is_some_and(|record| sent(record, at)) {
            return Because::NotSent;
        }
        if !worth.permissions.names(item.module) {
            return Because::ModuleNotHeld;
        }
        if self.ceiling().closes(item.module) {
            return Because::ModuleClosed;
        }
        Because::Open
    }

    fn record_date(&self, item: Item, key: &str) -> Option<Date> {
        let record = self.item(item)?;
        if key.ends_with("_at") {
            return Some(self.day(instant(record, key)?));
        }
        text(record, key)?.parse().ok()
    }

    /// Whether a date is before today − `days`. A window that reaches before the calendar's
    /// first day holds every date.
    fn before_window(&self, date: Date, days: i64, at: Timestamp) -> bool {
        let Ok(span) = 0.days().try_days(days) else {
            return false;
        };
        match self.day(at).checked_sub(span) {
            Ok(first) => date < first,
            Err(_) => false,
        }
    }

    /// What a grant or link is worth at an instant.
    fn worth(&self, user: &str, tie: &Tie, at: Timestamp) -> Worth {
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

    /// Whether a field is one that a list may be sorted by or filtered on at all: part of the
    /// identity, or held by the viewer's own permissions or those of a live grant, under the
    /// ceiling. Whether the field has an order is another question: `lists::has_order`.
    pub fn open_for_lists(&self, user: &str, in_module: &str, field: &str, at: Timestamp) -> bool {
        let Some(module) = module(in_module) else {
            return false;
        };
        if module.identity.contains(&field) {
            return true;
        }
        if !module.fields.contains(&field) {
            return false;
        }
        if self.viewer(user) == Some(Viewer::Staff) {
            return true;
        }
        let held = |permissions: &Permissions| permissions.holds(in_module, "fields", field);
        let by_grant = self
            .ties(user)
            .iter()
            .filter(|tie| tie.kind == "grant")
            .any(|tie| {
                let worth = self.worth(user, tie, at);
                worth.stopped.is_none() && held(&worth.permissions)
            });
        let by_own = held(&self.own_permissions(user, at).0);
        (by_own || by_grant) && self.ceiling().allows(in_module, "fields", field)
    }
}

fn path(tie: &Tie, relation: Option<&'static str>, worth: Worth, because: Because) -> Path {
    let subject_module = module(tie.subject.module).map_or("", |module| module.name);
    let (subject_module, subject) = match (tie.as_client, relation) {
        (Some(customer), Some("projects")) => ("customers", customer),
        _ => (subject_module, tie.subject.id),
    };
    Path {
        kind: tie.kind,
        grant: tie.grant.map(|(id, _)| id.to_owned()),
        subject_module,
        subject: subject.to_owned(),
        relation,
        source: worth.source,
        permissions: worth.permissions,
        because,
    }
}

/// The subject of a grant.
fn subject(grant: &Record) -> Option<Item<'_>> {
    let (kind, id) = grant.get("on").and_then(tag)?;
    let module = crate::catalogue::module_of_kind(kind)?;
    Some(Item {
        module: module.name,
        id,
    })
}

/// The relation by which a project or customer leads to the items of a module: its name.
fn relation_to(module_name: &str) -> &'static str {
    module(module_name).map_or("", |module| module.name)
}

/// The field that a window of days looks at; none for modules that are not narrowed.
fn record_date_key(module: &str) -> Option<&'static str> {
    match module {
        "orders" => Some("ordered_on"),
        "invoices" | "estimates" => Some("issued_on"),
        "meetings" => Some("starts_at"),
        "tickets" => Some("opened_at"),
        "tasks" => Some("created_at"),
        _ => None,
    }
}

/// Whether an invoice or estimate counts as sent.
pub fn sent(document: &Record, at: Timestamp) -> bool {
    match text(document, "status") {
        Some("sent" | "paid" | "accepted" | "declined" | "converted") => true,
        Some("void" | "expired") => instant(document, "sent_at").is_some_and(|sent| sent <= at),
        _ => false,
    }
}
