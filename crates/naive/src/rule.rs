//! The rule: grants add, ceilings cap, clocks end.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::catalogue::module;
use crate::permissions::Permissions;
use crate::reasons::{Because, Path};
use crate::references::Record;
use crate::ties::Tie;
use crate::world::{Item, Viewer, World, instant, text};
use crate::worth::Worth;

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
