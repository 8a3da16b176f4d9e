//! Every kind of line of a bundle, declared once: import reads and checks by this table, export writes by it.
//!
//! A new field is one line of a migration and one row here.

mod table;

use access::Module;
pub(crate) use table::{ACTIVE, FILED, KINDS, LINKS, REMOVED};

/// Where ids are unique. Members and guests share one; stages have one for each module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum Space {
    Person,
    ProjectStage,
    TaskStage,
    Role,
    Customer,
    Contact,
    Project,
    Participant,
    Milestone,
    Task,
    Comment,
    File,
    Meeting,
    Ticket,
    Order,
    Estimate,
    Invoice,
    LedgerEntry,
    WorkOrder,
    Knowledge,
    Article,
    Grant,
}

impl Space {
    /// How many there are.
    pub(crate) const COUNT: usize = 22;

    pub(crate) const ALL: [Space; Space::COUNT] = [
        Space::Person,
        Space::ProjectStage,
        Space::TaskStage,
        Space::Role,
        Space::Customer,
        Space::Contact,
        Space::Project,
        Space::Participant,
        Space::Milestone,
        Space::Task,
        Space::Comment,
        Space::File,
        Space::Meeting,
        Space::Ticket,
        Space::Order,
        Space::Estimate,
        Space::Invoice,
        Space::LedgerEntry,
        Space::WorkOrder,
        Space::Knowledge,
        Space::Article,
        Space::Grant,
    ];

    /// Its table, and what its messages call one of its records.
    pub(crate) const fn table_and_word(self) -> (&'static str, &'static str) {
        match self {
            Space::Person => ("person", "member or guest"),
            Space::ProjectStage => ("stage", "stage of projects"),
            Space::TaskStage => ("stage", "stage of tasks"),
            Space::Role => ("role", "role"),
            Space::Customer => ("customer", "customer"),
            Space::Contact => ("contact", "contact"),
            Space::Project => ("project", "project"),
            Space::Participant => ("participant", "participant"),
            Space::Milestone => ("milestone", "milestone"),
            Space::Task => ("task", "task"),
            Space::Comment => ("comment", "comment"),
            Space::File => ("file", "file"),
            Space::Meeting => ("meeting", "meeting"),
            Space::Ticket => ("ticket", "ticket"),
            Space::Order => ("sales_order", "order"),
            Space::Estimate => ("estimate", "estimate"),
            Space::Invoice => ("invoice", "invoice"),
            Space::LedgerEntry => ("ledger_entry", "ledger entry"),
            Space::WorkOrder => ("work_order", "work order"),
            Space::Knowledge => ("knowledge_base", "knowledge base"),
            Space::Article => ("article", "article"),
            Space::Grant => ("access_grant", "grant"),
        }
    }

    pub(crate) const fn table(self) -> &'static str {
        self.table_and_word().0
    }

    pub(crate) const fn word(self) -> &'static str {
        self.table_and_word().1
    }

    /// For stages, the module's place in the catalogue.
    pub(crate) const fn stage_module(self) -> Option<i64> {
        match self {
            Space::ProjectStage => Some(Module::Projects as i64),
            Space::TaskStage => Some(Module::Tasks as i64),
            _ => None,
        }
    }
}

/// Which of the persons a reference may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Any,
    Guest,
}

/// One way to fill `{"word": id}`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tag {
    pub(crate) word: &'static str,
    /// Where the id is looked up; none where the value is a plain text.
    pub(crate) space: Option<Space>,
    pub(crate) sort: Sort,
    /// The number kept for it where module and id are two columns.
    pub(crate) number: i64,
}

/// Lists of people beside a record.
#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) table: &'static str,
    /// The column of the record.
    pub(crate) of: &'static str,
}

/// What lines of money a document has, and which sums are kept beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sums {
    /// `total`; lines have a discount.
    Order,
    /// `subtotal`, `tax`, `total`; lines have a tax rate.
    Document,
}

/// What a key takes, and so how it is read, kept and written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Is {
    /// Text or no value.
    Text,
    /// Text; this where it is left out.
    TextOr(&'static str),
    /// True or false; a default, but for settings.
    Truth(Option<bool>),
    /// A whole number within bounds.
    Whole(i64, i64),
    Date,
    Instant,
    /// An instant; the moment of import where it is left out, kept as first taken.
    Moment,
    Hours,
    /// One of these words, kept as its place; a default.
    Choice(&'static [&'static str], Option<usize>),
    /// Which module's stage it is.
    StageModule,
    /// A user's e-mail address, kept in its normal form, and the identity it leads to.
    Email,
    /// Somebody's e-mail address, kept as given.
    Address,
    /// `{"amount","currency"}`: two columns.
    Money,
    /// An amount in the record's own currency.
    Amount,
    Currency,
    /// `#rrggbb`.
    Color,
    /// The id of a record.
    One(Space),
    /// `{"word": id}`, a column for each word.
    Tagged(&'static [Tag]),
    /// `{"word": id}`, kept as module and id.
    On(&'static [Tag]),
    /// A list of members and guests.
    People(&'static Link),
    /// A document's lines and the sums kept beside them.
    Lines(Sums),
    /// An invoice's payments, with what is paid and left.
    Payments,
    /// Permissions; whether no value is a value, or nothing at all is meant.
    Permissions {
        may_be_unset: bool,
    },
    Ceiling,
    /// One role, built in or the account's: two columns.
    RoleOf,
    /// A guest's roles: names and internal ids.
    Roles,
    /// The members a guest may know, or not set.
    Known,
    /// A file's bytes.
    Content,
    /// A file's switch, whose default hangs on who uploaded it.
    External,
    Zone,
    Locale,
}

/// A key of a kind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    /// The key; empty for a column that no key fills.
    pub(crate) key: &'static str,
    pub(crate) is: Is,
    pub(crate) columns: &'static [&'static str],
    pub(crate) required: bool,
}

/// A column that is the same in every row of a kind.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Constant {
    Int(&'static str, i64),
    /// This in a new row; in one that is there, what it has.
    Begins(&'static str, i64),
    Text(&'static str, &'static str),
    NoInt(&'static str),
    NoText(&'static str),
}

/// What is kept with the instant of each change.
#[derive(Debug)]
pub(crate) struct History {
    pub(crate) table: &'static str,
    pub(crate) columns: &'static [&'static str],
}

/// A kind of line.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// Where its ids live; a stage's is chosen by its module, settings have none.
    pub(crate) space: Option<Space>,
    pub(crate) fields: &'static [Field],
    pub(crate) constants: &'static [Constant],
    pub(crate) history: Option<&'static History>,
}

impl Kind {
    /// The kind of that name, and its place.
    pub(crate) fn named(name: &str) -> Option<(usize, &'static Kind)> {
        KINDS.iter().enumerate().find(|(_, kind)| kind.name == name)
    }

    pub(crate) fn is_settings(&self) -> bool {
        self.space.is_none()
    }

    pub(crate) fn is_stage(&self) -> bool {
        self.space == Some(Space::ProjectStage)
    }

    /// The table of its rows.
    pub(crate) fn table(&self) -> &'static str {
        self.space.map_or("account_setting", Space::table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_space_stands_at_its_place_and_every_kind_but_settings_has_one() {
        for (place, space) in Space::ALL.into_iter().enumerate() {
            assert_eq!(space as usize, place);
        }
        assert_eq!(KINDS.iter().filter(|kind| kind.is_settings()).count(), 1);
    }

    #[test]
    fn a_line_takes_every_field_of_the_catalogue_that_is_not_computed() {
        const COMPUTED: &[&str] = &[
            "balance",
            "percent_tasks",
            "percent_hours",
            "subtotal",
            "tax",
            "total",
            "paid",
        ];
        // Columns of an order's lines, not keys of the order.
        const OF_LINES: &[&str] = &["unit_price", "discount", "amount"];
        for module in Module::ALL {
            let (_, kind) = Kind::named(module.singular()).unwrap_or((0, &KINDS[0]));
            let entry = module.entry();
            for name in entry.identity.iter().chain(entry.fields) {
                let key = if module == Module::Customers && *name == "kind" {
                    "type"
                } else {
                    name
                };
                let taken = kind.fields.iter().any(|field| field.key == key);
                let computed = COMPUTED.contains(name)
                    || (module == Module::Orders && OF_LINES.contains(name));
                assert_ne!(taken, computed, "{module}.{name}");
            }
        }
    }
}
