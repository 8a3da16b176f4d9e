//! The kinds themselves: a row for each key.

use super::{Constant, Field, History, Is, Kind, Link, Sort, Space, Sums, Tag};
use access::Module;

const fn field(key: &'static str, is: Is, columns: &'static [&'static str]) -> Field {
    Field {
        key,
        is,
        columns,
        required: false,
    }
}

const fn required(key: &'static str, is: Is, columns: &'static [&'static str]) -> Field {
    Field {
        key,
        is,
        columns,
        required: true,
    }
}

const fn tag(word: &'static str, space: Space, number: i64) -> Tag {
    Tag {
        word,
        space: Some(space),
        sort: Sort::Any,
        number,
    }
}

const GUEST: Tag = Tag {
    word: "guest",
    space: Some(Space::Person),
    sort: Sort::Guest,
    number: -1,
};
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

static SUBJECTS: [Tag; 9] = [
    CUSTOMER, PROJECT, TASK, MEETING, TICKET, ORDER, INVOICE, ESTIMATE, KNOWLEDGE,
];
static COMMENTED: [Tag; 8] = [
    PROJECT, TASK, MEETING, TICKET, INVOICE, ESTIMATE, KNOWLEDGE, ARTICLE,
];
pub(crate) static FILED: [Tag; 10] = [
    PROJECT, TASK, MEETING, TICKET, INVOICE, ESTIMATE, KNOWLEDGE, ARTICLE, CUSTOMER, ORDER,
];
static CLIENTS: [Tag; 2] = [CUSTOMER, GUEST];
static PARTIES: [Tag; 4] = [
    tag("contact", Space::Contact, -1),
    CUSTOMER,
    GUEST,
    Tag {
        word: "name",
        space: None,
        sort: Sort::Any,
        number: -1,
    },
];

static TEAM: Link = Link {
    table: "project_team",
    of: "project_id",
};
static PROJECT_FOLLOWERS: Link = Link {
    table: "project_follower",
    of: "project_id",
};
static COLLABORATORS: Link = Link {
    table: "task_collaborator",
    of: "task_id",
};
static TASK_FOLLOWERS: Link = Link {
    table: "task_follower",
    of: "task_id",
};
static ATTENDEES: Link = Link {
    table: "meeting_attendee",
    of: "meeting_id",
};
static ACCESS: Link = Link {
    table: "knowledge_access",
    of: "knowledge_id",
};

/// Every list of people.
pub(crate) static LINKS: [&Link; 6] = [
    &TEAM,
    &PROJECT_FOLLOWERS,
    &COLLABORATORS,
    &TASK_FOLLOWERS,
    &ATTENDEES,
    &ACCESS,
];

/// The state of a user who may sign in.
pub(crate) const ACTIVE: i64 = 1;
/// The state of a guest who was removed.
pub(crate) const REMOVED: i64 = 3;

const MEMBER_ROLES: &[&str] = &["limited", "member", "manager", "admin", "owner"];
const STATES: &[&str] = &["invited", "active", "suspended", "removed"];
const PRIORITIES: &[&str] = &["low", "normal", "high", "urgent"];
const APPROVALS: &[&str] = &["none", "requested", "approved", "changes_requested"];
const TICKET_STATUSES: &[&str] = &["open", "pending", "closed"];
const ORDER_STATUSES: &[&str] = &["new", "confirmed", "shipped", "delivered", "cancelled"];
const INVOICE_STATUSES: &[&str] = &["draft", "sent", "paid", "void"];
const ESTIMATE_STATUSES: &[&str] = &[
    "draft",
    "sent",
    "accepted",
    "declined",
    "expired",
    "converted",
];

/// The farthest place among stages, either way.
const PLACES: i64 = 1_000_000_000;
/// More days than the calendar's written years hold.
const MOST_DAYS: i64 = 1_000_000;

static PERSON_HISTORY: History = History {
    table: "person_history",
    columns: &[
        "is_guest",
        "role",
        "state",
        "roles",
        "permissions",
        "expires_at",
    ],
};
static ROLE_HISTORY: History = History {
    table: "role_history",
    columns: &["active", "expires_at", "permissions"],
};
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
    Kind {
        name,
        space: Some(space),
        fields,
        constants: &[],
        history: None,
    }
}

/// The kinds, in the order in which they are exported.
pub(crate) static KINDS: [Kind; 23] = [
    Kind {
        name: "settings",
        space: None,
        fields: &[
            field("ceiling", Is::Ceiling, &["ceiling"]),
            field("sharing_enabled", Is::Truth(None), &["sharing_enabled"]),
            field(
                "who_can_share",
                Is::Choice(&["admins", "managers", "members", "staff"], None),
                &["who_can_share"],
            ),
            field("files_external", Is::Truth(None), &["files_external"]),
            field(
                "plan",
                Is::Choice(&["free", "business", "enterprise"], None),
                &["plan"],
            ),
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
            // No line brings a member back who was sent away.
            Constant::Begins("state", ACTIVE),
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
            field(
                "permissions",
                Is::Permissions {
                    may_be_unset: false,
                },
                &["permissions"],
            ),
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
            field(
                "credit_limit",
                Is::Money,
                &["credit_limit", "credit_currency"],
            ),
            field(
                "account_manager",
                Is::One(Space::Person),
                &["account_manager_id"],
            ),
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
            field(
                "permissions",
                Is::Permissions { may_be_unset: true },
                &["permissions"],
            ),
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
            field(
                "client",
                Is::Tagged(&CLIENTS),
                &["client_customer_id", "client_person_id"],
            ),
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
            field(
                "status",
                Is::Choice(ESTIMATE_STATUSES, Some(0)),
                &["status"],
            ),
            field("sent_at", Is::Instant, &["sent_at"]),
            field("currency", Is::Currency, &["currency"]),
            field(
                "lines",
                Is::Lines(Sums::Document),
                &["lines", "subtotal", "tax", "total"],
            ),
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
            field(
                "lines",
                Is::Lines(Sums::Document),
                &["lines", "subtotal", "tax", "total"],
            ),
            field("payments", Is::Payments, &["paid", "balance"]),
        ],
    ),
    kind(
        "ledger_entry",
        Space::LedgerEntry,
        &[
            required("project", Is::One(Space::Project), &["project_id"]),
            field(
                "type",
                Is::Choice(&["revenue", "expense"], None),
                &["is_expense"],
            ),
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
            required(
                "knowledge_base",
                Is::One(Space::Knowledge),
                &["knowledge_id"],
            ),
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
            field(
                "content_type",
                Is::TextOr("application/octet-stream"),
                &["content_type"],
            ),
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
            field(
                "permissions",
                Is::Permissions { may_be_unset: true },
                &["permissions"],
            ),
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
            field(
                "party",
                Is::Tagged(&PARTIES),
                &["contact_id", "customer_id", "person_id", "name"],
            ),
            field("label", Is::Text, &["label"]),
            field("grant", Is::One(Space::Grant), &["grant_id"]),
        ],
    ),
];
