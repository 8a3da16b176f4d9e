//! The catalogue's tables, transcribed from the contract by hand.

/// One module of the catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Module {
    /// The module's name, as in permissions and addresses.
    pub name: &'static str,
    /// The kind of a bundle's line that makes its items; also the key in `on`.
    pub kind: &'static str,
    /// What shows with every visible item.
    pub identity: &'static [&'static str],
    /// Fields that permissions open.
    pub fields: &'static [&'static str],
    /// Relations that permissions open.
    pub relations: &'static [&'static str],
    /// Actions that permissions allow.
    pub actions: &'static [&'static str],
    /// Notifications that permissions send.
    pub notifications: &'static [&'static str],
}

/// The names of the four sets of permissions.
pub const SETS: [&str; 4] = ["fields", "relations", "actions", "notifications"];

impl Module {
    /// The whole of one of the four sets, in the catalogue's order; nothing for another name.
    pub fn whole(&self, set: &str) -> &'static [&'static str] {
        match set {
            "fields" => self.fields,
            "relations" => self.relations,
            "actions" => self.actions,
            "notifications" => self.notifications,
            _ => &[],
        }
    }
}

/// The module of that name.
pub fn module(name: &str) -> Option<&'static Module> {
    MODULES.iter().find(|module| module.name == name)
}

/// The module whose items a kind of line makes.
pub fn module_of_kind(kind: &str) -> Option<&'static Module> {
    MODULES.iter().find(|module| module.kind == kind)
}

/// Every module.
pub const MODULES: [Module; 9] = [
    Module {
        name: "customers",
        kind: "customer",
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
    Module {
        name: "projects",
        kind: "project",
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
    Module {
        name: "tasks",
        kind: "task",
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
    Module {
        name: "meetings",
        kind: "meeting",
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
    Module {
        name: "tickets",
        kind: "ticket",
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
    Module {
        name: "orders",
        kind: "order",
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
    Module {
        name: "invoices",
        kind: "invoice",
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
    Module {
        name: "estimates",
        kind: "estimate",
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
    Module {
        name: "knowledge",
        kind: "knowledge_base",
        identity: &["title"],
        fields: &["summary", "author", "updated_at"],
        relations: &["articles", "files", "comments"],
        actions: &["comment", "upload_file", "delete_own_file", "delete_file"],
        notifications: &["published", "updated"],
    },
];
