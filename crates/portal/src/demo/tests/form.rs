//! What a line may hold: its keys, and the form of each value, as the page about the bundle says.

use access as rule;
use base64::Engine as _;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

/// The form of one value.
#[derive(Clone, Copy)]
enum Form {
    Text,
    Flag,
    Whole,
    /// A decimal as text with at most so many places.
    Decimal(usize),
    /// An amount with its currency.
    Money,
    Day,
    Instant,
    OneOf(&'static [&'static str]),
    /// A list of texts: ids, in every case.
    Ids,
    /// An object with one key, whose value is an id or a name.
    Pointer(&'static [&'static str]),
    Rows(&'static [(&'static str, Form)]),
    Permissions,
    Ceiling,
    Content,
}

use Form::*;

/// A key, the form of its value, and whether it must be there.
type Key = (&'static str, Form, bool);

/// Every kind of line there is.
pub(super) const KINDS: [&str; 23] = [
    "settings",
    "stage",
    "role",
    "member",
    "guest",
    "customer",
    "contact",
    "project",
    "participant",
    "milestone",
    "task",
    "comment",
    "file",
    "meeting",
    "ticket",
    "order",
    "estimate",
    "invoice",
    "ledger_entry",
    "work_order",
    "knowledge_base",
    "article",
    "grant",
];

const PRIORITY: Form = OneOf(&["low", "normal", "high", "urgent"]);
const TALKED_ABOUT: &[&str] = &[
    "project",
    "task",
    "meeting",
    "ticket",
    "invoice",
    "estimate",
    "knowledge_base",
    "article",
];
const FILED: &[&str] = &[
    "project",
    "task",
    "meeting",
    "ticket",
    "invoice",
    "estimate",
    "knowledge_base",
    "article",
    "customer",
    "order",
];
const SHARED: &[&str] = &[
    "customer",
    "project",
    "task",
    "meeting",
    "ticket",
    "order",
    "invoice",
    "estimate",
    "knowledge_base",
];
const PAPER_LINES: Form = Rows(&[
    ("description", Text),
    ("quantity", Decimal(4)),
    ("unit_price", Decimal(6)),
    ("tax_rate", Decimal(4)),
]);
const ORDER_LINES: Form = Rows(&[
    ("product", Text),
    ("quantity", Decimal(4)),
    ("unit_price", Decimal(6)),
    ("discount", Decimal(4)),
]);

fn keys(kind: &str) -> Option<&'static [Key]> {
    let keys: &[Key] = match kind {
        "settings" => &[
            ("ceiling", Ceiling, false),
            ("sharing_enabled", Flag, false),
            (
                "who_can_share",
                OneOf(&["admins", "managers", "members", "staff"]),
                false,
            ),
            ("files_external", Flag, false),
            ("plan", OneOf(&["free", "business", "enterprise"]), false),
            ("time_zone", Text, false),
            ("locale", Text, false),
        ],
        "stage" => &[
            ("module", OneOf(&["projects", "tasks"]), true),
            ("name", Text, true),
            ("color", Text, false),
            ("position", Whole, false),
            ("closed", Flag, false),
        ],
        "role" => &[
            ("name", Text, true),
            ("active", Flag, false),
            ("expires_at", Instant, false),
            ("permissions", Permissions, false),
        ],
        "member" => &[
            ("email", Text, true),
            ("name", Text, true),
            (
                "role",
                OneOf(&["owner", "admin", "manager", "member", "limited"]),
                false,
            ),
        ],
        "guest" => &[
            ("email", Text, true),
            ("name", Text, true),
            ("roles", Ids, false),
            ("permissions", Permissions, false),
            (
                "state",
                OneOf(&["invited", "active", "suspended", "removed"]),
                false,
            ),
            ("contact", Text, false),
            ("customer", Text, false),
            ("expires_at", Instant, false),
            ("available_users", Ids, false),
        ],
        "customer" => &[
            ("name", Text, true),
            ("type", OneOf(&["company", "person"]), false),
            ("email", Text, false),
            ("phone", Text, false),
            ("address", Text, false),
            ("tax_id", Text, false),
            ("website", Text, false),
            ("industry", Text, false),
            ("credit_limit", Money, false),
            ("account_manager", Text, false),
            ("company", Text, false),
            ("created_at", Instant, false),
        ],
        "contact" => &[
            ("customer", Text, true),
            ("name", Text, true),
            ("email", Text, false),
            ("phone", Text, false),
            ("position", Text, false),
        ],
        "project" => &[
            ("name", Text, true),
            ("code", Text, false),
            ("description", Text, false),
            ("stage", Text, false),
            ("starts_on", Day, false),
            ("due_on", Day, false),
            ("budget", Money, false),
            ("manager", Text, false),
            ("team", Ids, false),
            ("followers", Ids, false),
            ("created_by", Text, false),
            ("client", Pointer(&["customer", "guest"]), false),
            ("created_at", Instant, false),
        ],
        "participant" => &[
            ("project", Text, true),
            (
                "party",
                Pointer(&["contact", "customer", "guest", "name"]),
                true,
            ),
            ("label", Text, false),
            ("grant", Text, false),
        ],
        "milestone" => &[
            ("project", Text, true),
            ("name", Text, true),
            ("starts_on", Day, false),
            ("due_on", Day, false),
            ("done", Flag, false),
        ],
        "task" => &[
            ("project", Text, false),
            ("customer", Text, false),
            ("parent", Text, false),
            ("title", Text, true),
            ("description", Text, false),
            ("stage", Text, false),
            ("priority", PRIORITY, false),
            ("starts_on", Day, false),
            ("due_on", Day, false),
            ("percent", Whole, false),
            ("hours_estimated", Decimal(2), false),
            ("hours_spent", Decimal(2), false),
            ("owner", Text, false),
            ("assignee", Text, false),
            ("collaborators", Ids, false),
            ("followers", Ids, false),
            (
                "approval",
                OneOf(&["none", "requested", "approved", "changes_requested"]),
                false,
            ),
            ("created_at", Instant, false),
        ],
        "comment" => &[
            ("on", Pointer(TALKED_ABOUT), true),
            ("author", Text, false),
            ("text", Text, false),
            ("internal", Flag, false),
            ("at", Instant, false),
        ],
        "file" => &[
            ("on", Pointer(FILED), true),
            ("name", Text, true),
            ("content_type", Text, false),
            ("external", Flag, false),
            ("uploaded_by", Text, false),
            ("content", Content, false),
        ],
        "meeting" => &[
            ("project", Text, false),
            ("customer", Text, false),
            ("title", Text, true),
            ("starts_at", Instant, false),
            ("ends_at", Instant, false),
            ("location", Text, false),
            ("agenda", Text, false),
            ("minutes", Text, false),
            ("organiser", Text, false),
            ("attendees", Ids, false),
        ],
        "ticket" => &[
            ("number", Text, true),
            ("subject", Text, true),
            ("description", Text, false),
            ("status", OneOf(&["open", "pending", "closed"]), false),
            ("priority", PRIORITY, false),
            ("project", Text, false),
            ("customer", Text, false),
            ("assignee", Text, false),
            ("requester", Text, false),
            ("opened_at", Instant, false),
            ("closed_at", Instant, false),
        ],
        "order" => &[
            ("number", Text, true),
            ("customer", Text, false),
            ("project", Text, false),
            ("ordered_on", Day, false),
            (
                "status",
                OneOf(&["new", "confirmed", "shipped", "delivered", "cancelled"]),
                false,
            ),
            ("delivery_on", Day, false),
            ("ship_to", Text, false),
            ("currency", Text, false),
            ("lines", ORDER_LINES, false),
        ],
        "estimate" => &[
            ("number", Text, true),
            ("customer", Text, false),
            ("project", Text, false),
            ("issued_on", Day, false),
            ("valid_until", Day, false),
            (
                "status",
                OneOf(&[
                    "draft",
                    "sent",
                    "accepted",
                    "declined",
                    "expired",
                    "converted",
                ]),
                false,
            ),
            ("sent_at", Instant, false),
            ("currency", Text, false),
            ("lines", PAPER_LINES, false),
        ],
        "invoice" => &[
            ("number", Text, true),
            ("customer", Text, false),
            ("project", Text, false),
            ("estimate", Text, false),
            ("issued_on", Day, false),
            ("due_on", Day, false),
            ("status", OneOf(&["draft", "sent", "paid", "void"]), false),
            ("sent_at", Instant, false),
            ("currency", Text, false),
            ("lines", PAPER_LINES, false),
            (
                "payments",
                Rows(&[("paid_on", Day), ("amount", Decimal(2)), ("method", Text)]),
                false,
            ),
        ],
        "ledger_entry" => &[
            ("project", Text, true),
            ("type", OneOf(&["revenue", "expense"]), false),
            ("on", Day, false),
            ("description", Text, false),
            ("amount", Decimal(2), false),
            ("currency", Text, false),
        ],
        "work_order" => &[
            ("project", Text, true),
            ("number", Text, false),
            ("status", Text, false),
            ("scheduled_on", Day, false),
            ("description", Text, false),
        ],
        "knowledge_base" => &[
            ("title", Text, true),
            ("summary", Text, false),
            ("author", Text, false),
            ("updated_at", Instant, false),
            ("access", Ids, false),
            ("public_link", Flag, false),
        ],
        "article" => &[
            ("knowledge_base", Text, true),
            ("title", Text, true),
            ("section", Text, false),
            ("body_markdown", Text, false),
            ("published", Flag, false),
            ("author", Text, false),
            ("updated_at", Instant, false),
        ],
        "grant" => &[
            ("to", Text, true),
            ("on", Pointer(SHARED), true),
            ("role", Text, false),
            ("permissions", Permissions, false),
            ("starts_at", Instant, false),
            ("expires_at", Instant, false),
            ("days_back", Whole, false),
            ("notes", Text, false),
            ("revoked_at", Instant, false),
        ],
        _ => return None,
    };
    Some(keys)
}

/// What is wrong with the form of these lines, a sentence each.
pub(super) fn faults_of_form(lines: &[Value]) -> Vec<String> {
    lines.iter().flat_map(faults_of_line).collect()
}

fn faults_of_line(line: &Value) -> Vec<String> {
    let kind = line["kind"].as_str().unwrap_or_default();
    let name = format!("{kind} {}", line["id"]);
    let (Some(keys), Some(object)) = (keys(kind), line.as_object()) else {
        return vec![format!("{name}: there is no such kind")];
    };
    let mut faults = Vec::new();
    let must_have_id = kind != "settings";
    if must_have_id && !object.contains_key("id") {
        faults.push(format!("{name}: `id` is missing"));
    }
    for (key, value) in object {
        let form = keys
            .iter()
            .find(|(known, ..)| known == key)
            .map(|(_, form, _)| *form);
        match form {
            Some(form) if !fits(value, form) => {
                faults.push(format!("{name}: `{key}` cannot be {value}"))
            }
            None if key != "kind" && key != "id" => {
                faults.push(format!("{name}: `{key}` is no key"))
            }
            _ => {}
        }
    }
    let missing = keys
        .iter()
        .filter(|(key, _, must)| *must && !object.contains_key(*key));
    faults.extend(missing.map(|(key, ..)| format!("{name}: `{key}` is missing")));
    faults
}

fn fits(value: &Value, form: Form) -> bool {
    let text = value.as_str();
    match form {
        Text => text.is_some(),
        Flag => value.is_boolean(),
        Whole => value.as_u64().is_some(),
        Decimal(places) => text.is_some_and(|text| is_decimal(text, places)),
        Money => {
            is_decimal(value["amount"].as_str().unwrap_or_default(), 2)
                && value["currency"].is_string()
        }
        Day => text.is_some_and(|text| {
            text.parse::<Date>()
                .is_ok_and(|day| day.to_string() == text)
        }),
        Instant => {
            text.is_some_and(|text| text.ends_with('Z') && text.parse::<Timestamp>().is_ok())
        }
        OneOf(words) => text.is_some_and(|text| words.contains(&text)),
        Ids => value
            .as_array()
            .is_some_and(|ids| ids.iter().all(Value::is_string)),
        Pointer(kinds) => value.as_object().is_some_and(|object| {
            object.len() == 1
                && object
                    .iter()
                    .all(|(kind, id)| kinds.contains(&kind.as_str()) && id.is_string())
        }),
        Rows(columns) => value
            .as_array()
            .is_some_and(|rows| rows.iter().all(|row| is_row(row, columns))),
        Permissions => rule::Permissions::read(value).is_ok(),
        Ceiling => rule::Ceiling::read(value).is_ok(),
        Content => value["base64"].as_str().is_some_and(|bytes| {
            base64::engine::general_purpose::STANDARD
                .decode(bytes)
                .is_ok_and(|bytes| !bytes.is_empty())
        }),
    }
}

fn is_row(row: &Value, columns: &[(&str, Form)]) -> bool {
    row.as_object().is_some_and(|row| {
        row.len() == columns.len()
            && columns
                .iter()
                .all(|(name, form)| row.get(*name).is_some_and(|value| fits(value, *form)))
    })
}

/// Digits, and at most so many more behind a point.
fn is_decimal(text: &str, places: usize) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('.') {
        None => digits(text),
        Some((whole, rest)) => digits(whole) && digits(rest) && rest.len() <= places,
    }
}
