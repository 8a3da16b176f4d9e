//! Every kind of line of a bundle, declared once: import reads and checks by this table, export writes by it.
//!
//! A new field is one line of a migration and one row here.

use access::Module;

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
    Permissions { may_be_unset: bool },
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

const fn field(key: &'static str, is: Is, columns: &'static [&'static str]) -> Field {
    Field { key, is, columns, required: false }
}

const fn required(key: &'static str, is: Is, columns: &'static [&'static str]) -> Field {
    Field { key, is, columns, required: true }
}

const fn tag(word: &'static str, space: Space, number: i64) -> Tag {
    Tag { word, space: Some(space), sort: Sort::Any, number }
}

const GUEST: Tag = Tag { word: "guest", space: Some(Space::Person), sort: Sort::Guest, number: -1 };
const PROJECT: Tag = tag("project", Space::Project, Module::Projects as i64);
const CUSTOMER: Tag = tag("customer", Space::Customer, Module::Customers as i64);
const TASK: Tag = tag("task", Space::Task, Module::Tasks as i64);
const MEETING: Tag = tag("meeting", Space::Meeting, Module::Meetings as i64);
const TICKET: Tag = tag("ticket", Space::Ticket, Module::Tickets as i64);
const ORDER: Tag = tag("order", Space::Order, Module::Orders as i64);
const INVOICE: Tag = tag("invoice", Space::Invoice, Module::Invoices as i64);
const ESTIMATE: Tag = tag("estimate", Space::Estimate, Module::Estimates as i64);
const KNOWLEDGE: Tag = tag("knowledge_base", Space::Knowledge, Module::Knowledge as i64);
const ARTICLE: Tag = tag("article", Space::Article, 9);

static SUBJECTS: [Tag; 9] =
    [CUSTOMER, PROJECT, TASK, MEETING, TICKET, ORDER, INVOICE, ESTIMATE, KNOWLEDGE];
static COMMENTED: [Tag; 8] = [PROJECT, TASK, MEETING, TICKET, INVOICE, ESTIMATE, KNOWLEDGE, ARTICLE];
static FILED: [Tag; 10] =
    [PROJECT, TASK, MEETING, TICKET, INVOICE, ESTIMATE, KNOWLEDGE, ARTICLE, CUSTOMER, ORDER];
static CLIENTS: [Tag; 2] = [CUSTOMER, GUEST];
static PARTIES: [Tag; 4] = [
    tag("contact", Space::Contact, -1),
    CUSTOMER,
    GUEST,
    Tag { word: "name", space: None, sort: Sort::Any, number: -1 },
];

static TEAM: Link = Link { table: "project_team", of: "project_id" };
static PROJECT_FOLLOWERS: Link = Link { table: "project_follower", of: "project_id" };
static COLLABORATORS: Link = Link { table: "task_collaborator", of: "task_id" };
static TASK_FOLLOWERS: Link = Link { table: "task_follower", of: "task_id" };
static ATTENDEES: Link = Link { table: "meeting_attendee", of: "meeting_id" };
static ACCESS: Link = Link { table: "knowledge_access", of: "knowledge_id" };

/// Every list of people.
pub(crate) static LINKS: [&Link; 6] =
    [&TEAM, &PROJECT_FOLLOWERS, &COLLABORATORS, &TASK_FOLLOWERS, &ATTENDEES, &ACCESS];

/// The states of a guest, in the order in which they are kept.
pub(crate) const REMOVED: i64 = 3;

const MEMBER_ROLES: &[&str] = &["limited", "member", "manager", "admin", "owner"];
const STATES: &[&str] = &["invited", "active", "suspended", "removed"];
const PRIORITIES: &[&str] = &["low", "normal", "high", "urgent"];
const APPROVALS: &[&str] = &["none", "requested", "approved", "changes_requested"];
const TICKET_STATUSES: &[&str] = &["open", "pending", "closed"];
const ORDER_STATUSES: &[&str] = &["new", "confirmed", "shipped", "delivered", "cancelled"];
const INVOICE_STATUSES: &[&str] = &["draft", "sent", "paid", "void"];
const ESTIMATE_STATUSES: &[&str] = &["draft", "sent", "accepted", "declined", "expired", "converted"];

/// The farthest place among stages, either way.
const PLACES: i64 = 1_000_000_000;
/// More days than the calendar's written years hold.
const MOST_DAYS: i64 = 1_000_000;

static PERSON_HISTORY: History = History {
    table: "person_history",
    columns: &["is_guest", "role", "state", "roles", "permissions", "expires_at"],
};
static ROLE_HISTORY: History =
    History { table: "role_history", columns: &["active", "expires_at", "permissions"] };
static GRANT_HISTORY: History = History {
    table: "access_grant_history",
    columns: &[
        "public_id",
        "person_id",
        "subject_module",
        "subject_id",
        "built_in",
        "role_id",
        "permissions",
        "starts_at",
        "expires_at",
        "revoked_at",
        "days_back",
    ],
};

const fn kind(name: &'static str, space: Space, fields: &'static [Field]) -> Kind {
    Kind { name, space: Some(space), fields, constants: &[], history: None }
}

/// The kinds, in the order in which they are exported.
pub(crate) static KINDS: [Kind; 23] = [
    Kind {
        name: "settings",
        space: None,
        fields: &[
            field("ceiling", Is::Ceiling, &["ceiling"]),
            field("sharing_enabled", Is::Truth(None), &["sharing_enabled"]),
            field("who_can_share", Is::Choice(&["admins", "managers", "members", "staff"], None), &["who_can_share"]),
            field("files_external", Is::Truth(None), &["files_external"]),
            field("plan", Is::Choice(&["free", "business", "enterprise"], None), &["plan"]),
            field("time_zone", Is::Zone, &["time_zone"]),
            field("locale", Is::Locale, &["locale"]),
        ],
        constants: &[],
        history: None,
    },
    Kind {
        name: "member",
        space: Some(Space::Person),
        fields: &[
            required("email", Is::Email, &["email", "identity_id"]),
            field("name", Is::TextOr(""), &["name"]),
            field("role", Is::Choice(MEMBER_ROLES, Some(1)), &["role"]),
            field("", Is::Moment, &["created_at"]),
        ],
        constants: &[
            Constant::Int("is_guest", 0),
            Constant::Int("state", 1),
            Constant::Text("roles", "[]"),
            Constant::NoText("permissions"),
            Constant::NoInt("expires_at"),
            Constant::NoInt("contact_id"),
            Constant::NoInt("customer_id"),
            Constant::NoText("available_users"),
        ],
        history: Some(&PERSON_HISTORY),
    },
    Kind {
        name: "stage",
        space: Some(Space::ProjectStage),
        fields: &[
            required("module", Is::StageModule, &["module"]),
            field("name", Is::TextOr(""), &["name"]),
            field("color", Is::Color, &["color"]),
            field("position", Is::Whole(-PLACES, PLACES), &["position"]),
            field("closed", Is::Truth(Some(false)), &["closed"]),
        ],
        constants: &[Constant::Int("ready_made", 0)],
        history: None,
    },
    Kind {
        name: "role",
        space: Some(Space::Role),
        fields: &[
            field("name", Is::TextOr(""), &["name"]),
            field("active", Is::Truth(Some(true)), &["active"]),
            field("expires_at", Is::Instant, &["expires_at"]),
            field("permissions", Is::Permissions { may_be_unset: false }, &["permissions"]),
        ],
        constants: &[],
        history: Some(&ROLE_HISTORY),
    },
    kind(
        "customer",
        Space::Customer,
        &[
            required("name", Is::Text, &["name"]),
            field("type", Is::Choice(&["company", "person"], None), &["kind"]),
            field("email", Is::Address, &["email"]),
            field("phone", Is::Text, &["phone"]),
            field("address", Is::Text, &["address"]),
            field("tax_id", Is::Text, &["tax_id"]),
            field("website", Is::Text, &["website"]),
            field("industry", Is::Text, &["industry"]),
            field("credit_limit", Is::Money, &["credit_limit", "credit_currency"]),
            field("account_manager", Is::One(Space::Person), &["account_manager_id"]),
            field("company", Is::One(Space::Customer), &["company_id"]),
            field("created_at", Is::Moment, &["created_at"]),
        ],
    ),
    kind(
        "contact",
        Space::Contact,
        &[
            required("customer", Is::One(Space::Customer), &["customer_id"]),
            field("name", Is::TextOr(""), &["name"]),
            field("email", Is::Address, &["email"]),
            field("phone", Is::Text, &["phone"]),
            field("position", Is::Text, &["position"]),
        ],
    ),
    Kind {
        name: "guest",
        space: Some(Space::Person),
        fields: &[
            required("email", Is::Email, &["email", "identity_id"]),
            field("name", Is::TextOr(""), &["name"]),
            field("roles", Is::Roles, &["roles"]),
            field("permissions", Is::Permissions { may_be_unset: true }, &["permissions"]),
            field("state", Is::Choice(STATES, Some(1)), &["state"]),
            field("contact", Is::One(Space::Contact), &["contact_id"]),
            field("customer", Is::One(Space::Customer), &["customer_id"]),
            field("expires_at", Is::Instant, &["expires_at"]),
            field("available_users", Is::Known, &["available_users"]),
            field("", Is::Moment, &["created_at"]),
        ],
        constants: &[Constant::Int("is_guest", 1), Constant::Int("role", 0)],
        history: Some(&PERSON_HISTORY),
    },
    kind(
        "project",
        Space::Project,
        &[
            required("name", Is::Text, &["name"]),
            field("code", Is::Text, &["code"]),
            field("description", Is::Text, &["description"]),
            field("stage", Is::One(Space::ProjectStage), &["stage_id"]),
            field("starts_on", Is::Date, &["starts_on"]),
            field("due_on", Is::Date, &["due_on"]),
            field("followers", Is::People(&PROJECT_FOLLOWERS), &[]),
            field("created_by", Is::One(Space::Person), &["created_by_id"]),
            field("budget", Is::Money, &["budget", "budget_currency"]),
            field("manager", Is::One(Space::Person), &["manager_id"]),
            field("team", Is::People(&TEAM), &[]),
            field("client", Is::Tagged(&CLIENTS), &["client_customer_id", "client_person_id"]),
            field("created_at", Is::Moment, &["created_at"]),
        ],
    ),
    kind(
        "milestone",
        Space::Milestone,
        &[
            required("project", Is::One(Space::Project), &["project_id"]),
            field("name", Is::TextOr(""), &["name"]),
            field("starts_on", Is::Date, &["starts_on"]),
            field("due_on", Is::Date, &["due_on"]),
            field("done", Is::Truth(Some(false)), &["done"]),
        ],
    ),
    kind(
        "task",
        Space::Task,
        &[
            field("project", Is::One(Space::Project), &["project_id"]),
            field("customer", Is::One(Space::Customer), &["customer_id"]),
            field("parent", Is::One(Space::Task), &["parent_id"]),
            required("title", Is::Text, &["title"]),
            field("description", Is::Text, &["description"]),
            field("stage", Is::One(Space::TaskStage), &["stage_id"]),
            field("priority", Is::Choice(PRIORITIES, Some(1)), &["priority"]),
            field("starts_on", Is::Date, &["starts_on"]),
            field("due_on", Is::Date, &["due_on"]),
            field("percent", Is::Whole(0, 100), &["percent"]),
            field("hours_estimated", Is::Hours, &["hours_estimated"]),
            field("hours_spent", Is::Hours, &["hours_spent"]),
            field("owner", Is::One(Space::Person), &["owner_id"]),
            field("assignee", Is::One(Space::Person), &["assignee_id"]),
            field("collaborators", Is::People(&COLLABORATORS), &[]),
            field("followers", Is::People(&TASK_FOLLOWERS), &[]),
            field("approval", Is::Choice(APPROVALS, Some(0)), &["approval"]),
            field("created_at", Is::Moment, &["created_at"]),
        ],
    ),
    kind(
        "meeting",
        Space::Meeting,
        &[
            field("project", Is::One(Space::Project), &["project_id"]),
            field("customer", Is::One(Space::Customer), &["customer_id"]),
            required("title", Is::Text, &["title"]),
            field("starts_at", Is::Instant, &["starts_at"]),
            field("ends_at", Is::Instant, &["ends_at"]),
            field("location", Is::Text, &["location"]),
            field("agenda", Is::Text, &["agenda"]),
            field("minutes", Is::Text, &["minutes"]),
            field("organiser", Is::One(Space::Person), &["organiser_id"]),
            field("attendees", Is::People(&ATTENDEES), &[]),
        ],
    ),
    kind(
        "ticket",
        Space::Ticket,
        &[
            required("number", Is::Text, &["number"]),
            required("subject", Is::Text, &["subject"]),
            field("description", Is::Text, &["description"]),
            field("status", Is::Choice(TICKET_STATUSES, Some(0)), &["status"]),
            field("priority", Is::Choice(PRIORITIES, Some(1)), &["priority"]),
            field("project", Is::One(Space::Project), &["project_id"]),
            field("customer", Is::One(Space::Customer), &["customer_id"]),
            field("assignee", Is::One(Space::Person), &["assignee_id"]),
            field("requester", Is::One(Space::Person), &["requester_id"]),
            field("opened_at", Is::Moment, &["opened_at"]),
            field("closed_at", Is::Instant, &["closed_at"]),
        ],
    ),
    kind(
        "order",
        Space::Order,
        &[
            required("number", Is::Text, &["number"]),
            field("customer", Is::One(Space::Customer), &["customer_id"]),
            field("project", Is::One(Space::Project), &["project_id"]),
            field("ordered_on", Is::Date, &["ordered_on"]),
            field("status", Is::Choice(ORDER_STATUSES, Some(0)), &["status"]),
            field("delivery_on", Is::Date, &["delivery_on"]),
            field("ship_to", Is::Text, &["ship_to"]),
            field("currency", Is::Currency, &["currency"]),
            field("lines", Is::Lines(Sums::Order), &["lines", "total"]),
        ],
    ),
    kind(
        "estimate",
        Space::Estimate,
        &[
            required("number", Is::Text, &["number"]),
            field("customer", Is::One(Space::Customer), &["customer_id"]),
            field("project", Is::One(Space::Project), &["project_id"]),
            field("issued_on", Is::Date, &["issued_on"]),
            field("valid_until", Is::Date, &["valid_until"]),
            field("status", Is::Choice(ESTIMATE_STATUSES, Some(0)), &["status"]),
            field("sent_at", Is::Instant, &["sent_at"]),
            field("currency", Is::Currency, &["currency"]),
            field("lines", Is::Lines(Sums::Document), &["lines", "subtotal", "tax", "total"]),
        ],
    ),
    kind(
        "invoice",
        Space::Invoice,
        &[
            required("number", Is::Text, &["number"]),
            field("customer", Is::One(Space::Customer), &["customer_id"]),
            field("project", Is::One(Space::Project), &["project_id"]),
            field("issued_on", Is::Date, &["issued_on"]),
            field("due_on", Is::Date, &["due_on"]),
            field("status", Is::Choice(INVOICE_STATUSES, Some(0)), &["status"]),
            field("sent_at", Is::Instant, &["sent_at"]),
            field("currency", Is::Currency, &["currency"]),
            field("estimate", Is::One(Space::Estimate), &["estimate_id"]),
            field("lines", Is::Lines(Sums::Document), &["lines", "subtotal", "tax", "total"]),
            field("payments", Is::Payments, &["paid", "balance"]),
        ],
    ),
    kind(
        "ledger_entry",
        Space::LedgerEntry,
        &[
            required("project", Is::One(Space::Project), &["project_id"]),
            field("type", Is::Choice(&["revenue", "expense"], None), &["is_expense"]),
            field("on", Is::Date, &["entered_on"]),
            field("description", Is::Text, &["description"]),
            field("amount", Is::Amount, &["amount"]),
            field("currency", Is::Currency, &["currency"]),
        ],
    ),
    kind(
        "work_order",
        Space::WorkOrder,
        &[
            required("project", Is::One(Space::Project), &["project_id"]),
            field("number", Is::Text, &["number"]),
            field("status", Is::Text, &["status"]),
            field("scheduled_on", Is::Date, &["scheduled_on"]),
            field("description", Is::Text, &["description"]),
        ],
    ),
    kind(
        "knowledge_base",
        Space::Knowledge,
        &[
            required("title", Is::Text, &["title"]),
            field("summary", Is::Text, &["summary"]),
            field("author", Is::One(Space::Person), &["author_id"]),
            field("access", Is::People(&ACCESS), &[]),
            field("public_link", Is::Truth(Some(false)), &["public_link"]),
            field("updated_at", Is::Moment, &["updated_at"]),
        ],
    ),
    kind(
        "article",
        Space::Article,
        &[
            required("knowledge_base", Is::One(Space::Knowledge), &["knowledge_id"]),
            field("title", Is::TextOr(""), &["title"]),
            field("body_markdown", Is::Text, &["body_markdown"]),
            field("section", Is::Text, &["section"]),
            field("published", Is::Truth(Some(false)), &["published"]),
            field("author", Is::One(Space::Person), &["author_id"]),
            field("updated_at", Is::Moment, &["updated_at"]),
        ],
    ),
    kind(
        "comment",
        Space::Comment,
        &[
            required("on", Is::On(&COMMENTED), &["on_module", "on_id"]),
            field("author", Is::One(Space::Person), &["author_id"]),
            field("text", Is::TextOr(""), &["text"]),
            field("internal", Is::Truth(Some(false)), &["internal"]),
            field("at", Is::Moment, &["at"]),
        ],
    ),
    kind(
        "file",
        Space::File,
        &[
            required("on", Is::On(&FILED), &["on_module", "on_id"]),
            field("name", Is::TextOr(""), &["name"]),
            field("content_type", Is::TextOr("application/octet-stream"), &["content_type"]),
            field("external", Is::External, &["external"]),
            field("uploaded_by", Is::One(Space::Person), &["uploaded_by_id"]),
            field("content", Is::Content, &["sha256", "size", "stored"]),
        ],
    ),
    Kind {
        name: "grant",
        space: Some(Space::Grant),
        fields: &[
            required("to", Is::One(Space::Person), &["person_id"]),
            required("on", Is::On(&SUBJECTS), &["subject_module", "subject_id"]),
            field("role", Is::RoleOf, &["built_in", "role_id"]),
            field("permissions", Is::Permissions { may_be_unset: true }, &["permissions"]),
            field("starts_at", Is::Instant, &["starts_at"]),
            field("expires_at", Is::Instant, &["expires_at"]),
            field("days_back", Is::Whole(0, MOST_DAYS), &["days_back"]),
            field("notes", Is::Text, &["notes"]),
            field("revoked_at", Is::Instant, &["revoked_at"]),
        ],
        constants: &[],
        history: Some(&GRANT_HISTORY),
    },
    kind(
        "participant",
        Space::Participant,
        &[
            required("project", Is::One(Space::Project), &["project_id"]),
            field("party", Is::Tagged(&PARTIES), &["contact_id", "customer_id", "person_id", "name"]),
            field("label", Is::Text, &["label"]),
            field("grant", Is::One(Space::Grant), &["grant_id"]),
        ],
    ),
];

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
        const COMPUTED: &[&str] =
            &["balance", "percent_tasks", "percent_hours", "subtotal", "tax", "total", "paid"];
        // Columns of an order's lines, not keys of the order.
        const OF_LINES: &[&str] = &["unit_price", "discount", "amount"];
        for module in Module::ALL {
            let (_, kind) = Kind::named(module.singular()).unwrap_or((0, &KINDS[0]));
            let entry = module.entry();
            for name in entry.identity.iter().chain(entry.fields) {
                let key = if module == Module::Customers && *name == "kind" { "type" } else { name };
                let taken = kind.fields.iter().any(|field| field.key == key);
                let computed = COMPUTED.contains(name) || (module == Module::Orders && OF_LINES.contains(name));
                assert_ne!(taken, computed, "{module}.{name}");
            }
        }
    }
}
