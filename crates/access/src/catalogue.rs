//! Every module, what identifies its items, and the names of its four sets. Declared here and nowhere
//! else: JSON keys, permissions, the description of the interface and the documentation come from it.

use std::fmt;
use std::ops::{BitAnd, BitOr, BitOrAssign, Not, Sub};

/// One of the nine modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Module {
    /// Companies and persons the account works for.
    Customers,
    /// Projects.
    Projects,
    /// Tasks.
    Tasks,
    /// Meetings.
    Meetings,
    /// Tickets.
    Tickets,
    /// Orders.
    Orders,
    /// Invoices.
    Invoices,
    /// Estimates.
    Estimates,
    /// Knowledge bases.
    Knowledge,
}

/// One of the four sets that permissions hold for a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// What is shown of an item.
    Fields,
    /// What is shown that hangs on an item.
    Relations,
    /// What can be done to an item.
    Actions,
    /// Which changes are told.
    Notifications,
}

impl Facet {
    /// The four, in the order of the catalogue.
    pub const ALL: [Facet; 4] = [
        Facet::Fields,
        Facet::Relations,
        Facet::Actions,
        Facet::Notifications,
    ];

    /// The name used in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Facet::Fields => "fields",
            Facet::Relations => "relations",
            Facet::Actions => "actions",
            Facet::Notifications => "notifications",
        }
    }
}

/// What the catalogue says of one module.
#[derive(Debug)]
pub struct Entry {
    /// The name used in JSON, addresses and permissions.
    pub name: &'static str,
    /// The word for one item, used as the subject of grants and in bundles.
    pub singular: &'static str,
    /// Keys that show with the item, always.
    pub identity: &'static [&'static str],
    /// Fields that permissions open one by one.
    pub fields: &'static [&'static str],
    /// Relations to other modules and to contained parts.
    pub relations: &'static [&'static str],
    /// What can be done.
    pub actions: &'static [&'static str],
    /// What can be told.
    pub notifications: &'static [&'static str],
}

impl Entry {
    /// The names of one of the four sets, in the order of the catalogue.
    pub const fn names(&self, facet: Facet) -> &'static [&'static str] {
        match facet {
            Facet::Fields => self.fields,
            Facet::Relations => self.relations,
            Facet::Actions => self.actions,
            Facet::Notifications => self.notifications,
        }
    }
}

static ENTRIES: [Entry; 9] = [
    Entry {
        name: "customers",
        singular: "customer",
        identity: &["name"],
        fields: &[
            "kind",
            "email",
            "phone",
            "address",
            "tax_id",
            "website",
            "industry",
            "credit_limit",
            "balance",
            "account_manager",
            "created_at",
        ],
        relations: &[
            "contacts",
            "company",
            "projects",
            "tasks",
            "meetings",
            "tickets",
            "orders",
            "invoices",
            "estimates",
            "files",
        ],
        actions: &[
            "update_contact_details",
            "create_task",
            "upload_file",
            "delete_own_file",
        ],
        notifications: &["updated"],
    },
    Entry {
        name: "projects",
        singular: "project",
        identity: &["name"],
        fields: &[
            "code",
            "description",
            "stage",
            "starts_on",
            "due_on",
            "percent_tasks",
            "percent_hours",
            "budget",
            "manager",
            "client",
            "created_at",
        ],
        relations: &[
            "tasks",
            "milestones",
            "meetings",
            "tickets",
            "files",
            "comments",
            "messages",
            "team",
            "invoices",
            "estimates",
            "revenues",
            "expenses",
            "work_orders",
        ],
        actions: &[
            "comment",
            "upload_file",
            "delete_own_file",
            "create_task",
            "chat",
        ],
        notifications: &[
            "shared",
            "stage_changed",
            "comment_added",
            "file_added",
            "milestone_reached",
            "message_posted",
        ],
    },
    Entry {
        name: "tasks",
        singular: "task",
        identity: &["title"],
        fields: &[
            "description",
            "stage",
            "priority",
            "starts_on",
            "due_on",
            "percent",
            "hours_estimated",
            "hours_spent",
            "owner",
            "assignee",
            "collaborators",
            "followers",
            "approval",
            "created_at",
        ],
        relations: &["project", "customer", "subtasks", "files", "comments"],
        actions: &[
            "comment",
            "assign",
            "complete",
            "approve",
            "upload_file",
            "delete_own_file",
        ],
        notifications: &[
            "shared",
            "assigned",
            "stage_changed",
            "due_soon",
            "comment_added",
            "file_added",
            "approval_requested",
        ],
    },
    Entry {
        name: "meetings",
        singular: "meeting",
        identity: &["title"],
        fields: &[
            "starts_at",
            "ends_at",
            "location",
            "agenda",
            "minutes",
            "organiser",
            "attendees",
        ],
        relations: &["project", "customer", "files", "comments"],
        actions: &["respond", "comment"],
        notifications: &["scheduled", "changed", "cancelled"],
    },
    Entry {
        name: "tickets",
        singular: "ticket",
        identity: &["number", "subject"],
        fields: &[
            "description",
            "status",
            "priority",
            "assignee",
            "requester",
            "opened_at",
            "closed_at",
        ],
        relations: &["project", "customer", "files", "comments"],
        actions: &[
            "create",
            "comment",
            "close",
            "upload_file",
            "delete_own_file",
        ],
        notifications: &["opened", "status_changed", "comment_added"],
    },
    Entry {
        name: "orders",
        singular: "order",
        identity: &["number"],
        fields: &[
            "ordered_on",
            "status",
            "delivery_on",
            "ship_to",
            "lines",
            "unit_price",
            "discount",
            "amount",
            "currency",
            "total",
        ],
        relations: &["customer", "project", "files"],
        actions: &["download_pdf"],
        notifications: &["created", "status_changed"],
    },
    Entry {
        name: "invoices",
        singular: "invoice",
        identity: &["number"],
        fields: &[
            "issued_on",
            "due_on",
            "status",
            "sent_at",
            "lines",
            "currency",
            "subtotal",
            "tax",
            "total",
            "paid",
            "balance",
        ],
        relations: &["customer", "project", "payments", "files", "comments"],
        actions: &[
            "comment",
            "upload_file",
            "delete_own_file",
            "delete_file",
            "download_pdf",
        ],
        notifications: &["sent", "due_soon", "overdue", "paid", "comment_added"],
    },
    Entry {
        name: "estimates",
        singular: "estimate",
        identity: &["number"],
        fields: &[
            "issued_on",
            "valid_until",
            "status",
            "sent_at",
            "lines",
            "currency",
            "subtotal",
            "tax",
            "total",
        ],
        relations: &["customer", "project", "invoice", "files", "comments"],
        actions: &[
            "comment",
            "upload_file",
            "delete_own_file",
            "delete_file",
            "download_pdf",
            "convert_to_invoice",
            "decline",
        ],
        notifications: &["sent", "expiring", "comment_added"],
    },
    Entry {
        name: "knowledge",
        singular: "knowledge_base",
        identity: &["title"],
        fields: &["summary", "author", "updated_at"],
        relations: &["articles", "files", "comments"],
        actions: &["comment", "upload_file", "delete_own_file", "delete_file"],
        notifications: &["published", "updated"],
    },
];

impl Module {
    /// The nine, in the order of the catalogue.
    pub const ALL: [Module; 9] = [
        Module::Customers,
        Module::Projects,
        Module::Tasks,
        Module::Meetings,
        Module::Tickets,
        Module::Orders,
        Module::Invoices,
        Module::Estimates,
        Module::Knowledge,
    ];

    /// What the catalogue says of it.
    pub const fn entry(self) -> &'static Entry {
        &ENTRIES[self as usize]
    }

    /// Its name in JSON, addresses and permissions.
    pub const fn name(self) -> &'static str {
        self.entry().name
    }

    /// The word for one of its items, as bundles and grants use it.
    pub const fn singular(self) -> &'static str {
        self.entry().singular
    }

    /// The module of that name.
    pub fn named(name: &str) -> Option<Module> {
        Module::ALL.into_iter().find(|m| m.name() == name)
    }

    /// The module whose items are called by that word.
    pub fn of_singular(word: &str) -> Option<Module> {
        Module::ALL.into_iter().find(|m| m.singular() == word)
    }

    /// The module stored under that number (its place in the catalogue).
    pub fn numbered(number: i64) -> Option<Module> {
        usize::try_from(number)
            .ok()
            .and_then(|n| Module::ALL.get(n).copied())
    }

    /// The bit of a field. A constant with a misspelt name does not compile.
    pub const fn field(self, name: &str) -> Bits {
        Bits::at(position(self.entry().fields, name))
    }

    /// The bit of a relation. A constant with a misspelt name does not compile.
    pub const fn relation(self, name: &str) -> Bits {
        Bits::at(position(self.entry().relations, name))
    }

    /// The bit of an action. A constant with a misspelt name does not compile.
    pub const fn action(self, name: &str) -> Bits {
        Bits::at(position(self.entry().actions, name))
    }

    /// The bit of a name that comes from outside, where the catalogue has it.
    pub fn bit(self, facet: Facet, name: &str) -> Option<Bits> {
        self.entry()
            .names(facet)
            .iter()
            .position(|n| *n == name)
            .map(Bits::at)
    }

    /// All names of one set.
    pub const fn all(self, facet: Facet) -> Bits {
        Bits::first(self.entry().names(facet).len())
    }
}

impl fmt::Display for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of names of one [`Facet`] of one [`Module`]; a name's place in the catalogue is its bit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bits(u32);

impl Bits {
    /// No name.
    pub const NONE: Bits = Bits(0);

    const fn at(place: usize) -> Bits {
        Bits(1 << place)
    }

    const fn first(count: usize) -> Bits {
        Bits((1 << count) - 1)
    }

    /// Whether all of `other` is in here; nothing is in everything.
    pub const fn has(self, other: Bits) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether there is no name in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Either.
    pub const fn or(self, other: Bits) -> Bits {
        Bits(self.0 | other.0)
    }

    /// The names in it, in the order of the catalogue.
    pub fn names(self, module: Module, facet: Facet) -> impl Iterator<Item = &'static str> {
        module
            .entry()
            .names(facet)
            .iter()
            .enumerate()
            .filter(move |(place, _)| self.0 & (1 << place) != 0)
            .map(|(_, name)| *name)
    }
}

impl BitOr for Bits {
    type Output = Bits;
    fn bitor(self, other: Bits) -> Bits {
        self.or(other)
    }
}

impl BitOrAssign for Bits {
    fn bitor_assign(&mut self, other: Bits) {
        self.0 |= other.0;
    }
}

impl BitAnd for Bits {
    type Output = Bits;
    fn bitand(self, other: Bits) -> Bits {
        Bits(self.0 & other.0)
    }
}

impl Sub for Bits {
    type Output = Bits;
    fn sub(self, other: Bits) -> Bits {
        Bits(self.0 & !other.0)
    }
}

impl Not for Bits {
    type Output = Bits;
    fn not(self) -> Bits {
        Bits(!self.0)
    }
}

const fn position(names: &[&str], name: &str) -> usize {
    let mut place = 0;
    while place < names.len() {
        if same(names[place], name) {
            return place;
        }
        place += 1;
    }
    panic!("the catalogue has no such name")
}

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_its_place_and_comes_back() {
        for module in Module::ALL {
            for facet in Facet::ALL {
                for name in module.entry().names(facet) {
                    let bit = module.bit(facet, name).unwrap_or_default();
                    assert_eq!(bit.names(module, facet).collect::<Vec<_>>(), [*name]);
                    assert!(module.all(facet).has(bit));
                }
                assert_eq!(module.bit(facet, "salary"), None);
            }
            assert_eq!(Module::named(module.name()), Some(module));
            assert_eq!(Module::of_singular(module.singular()), Some(module));
            assert_eq!(Module::numbered(module as i64), Some(module));
        }
        assert_eq!(Module::numbered(9), None);
        assert_eq!(Module::numbered(-1), None);
    }
}
