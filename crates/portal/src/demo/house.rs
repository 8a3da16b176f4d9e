//! The house itself: settings, stages, the account's own roles, and the people who work there.

use serde_json::json;

use super::days::Days;
use super::lines::Line;

/// Every field of a task but the hours spent: those stay in the house, whatever a grant says.
const TASK_FIELDS_FOR_GUESTS: [&str; 13] = [
    "description",
    "stage",
    "priority",
    "starts_on",
    "due_on",
    "percent",
    "hours_estimated",
    "owner",
    "assignee",
    "collaborators",
    "followers",
    "approval",
    "created_at",
];

pub(super) fn lines(days: &Days) -> Vec<Line> {
    let mut lines = vec![settings()];
    lines.extend(stages());
    lines.extend(roles(days));
    lines.extend(members());
    lines
}

fn settings() -> Line {
    Line::of("settings")
        .with(
            "ceiling",
            json!({ "tasks": { "fields": TASK_FIELDS_FOR_GUESTS } }),
        )
        .with("sharing_enabled", true)
        .with("who_can_share", "managers")
        .with("files_external", false)
        .with("plan", "business")
        .with("time_zone", "Europe/Lisbon")
        .with("locale", "en")
}

fn stages() -> Vec<Line> {
    let of_projects = [
        ("brief", "Brief", "#8b5cf6", false),
        ("design", "Design", "#0ea5e9", false),
        ("build", "Build", "#3b82f6", false),
        ("with-client", "With the client", "#f59e0b", false),
        ("resting", "Resting", "#94a3b8", false),
        ("live", "Live", "#16a34a", true),
    ];
    let of_tasks = [
        ("to-come", "To come", "#94a3b8", false),
        ("in-hand", "In hand", "#3b82f6", false),
        ("being-checked", "Being checked", "#8b5cf6", false),
        ("waiting", "Waiting for the client", "#f59e0b", false),
        ("finished", "Finished", "#16a34a", true),
    ];
    let line = |module: &'static str, position: usize, stage: &(&str, &str, &str, bool)| {
        Line::new("stage", stage.0)
            .with("module", module)
            .with("name", stage.1)
            .with("color", stage.2)
            .with("position", position)
            .with("closed", stage.3)
    };
    let projects = of_projects
        .iter()
        .enumerate()
        .map(|(at, stage)| line("projects", at + 1, stage));
    let tasks = of_tasks
        .iter()
        .enumerate()
        .map(|(at, stage)| line("tasks", at + 1, stage));
    projects.chain(tasks).collect()
}

fn roles(days: &Days) -> Vec<Line> {
    vec![
        Line::new("role", "creative-partner")
            .with("name", "Creative partner")
            .with("active", true)
            .with(
                "permissions",
                json!({
                    "tasks": {
                        "fields": ["hours_estimated", "hours_spent", "collaborators", "followers", "created_at"],
                        "relations": ["project"],
                        "notifications": ["assigned", "due_soon"]
                    },
                    "projects": { "fields": ["due_on"] },
                    "knowledge": { "fields": "*", "relations": ["articles", "files"], "notifications": "*" }
                }),
            ),
        Line::new("role", "print-partner")
            .with("name", "Print partner")
            .with("active", false)
            .with(
                "permissions",
                json!({
                    "tasks": {
                        "fields": ["description", "stage", "due_on", "assignee"],
                        "relations": ["files", "comments"],
                        "actions": ["comment", "complete", "upload_file"],
                        "notifications": "*"
                    },
                    "knowledge": { "fields": ["summary"], "relations": ["articles"] }
                }),
            ),
        Line::new("role", "reviewer")
            .with("name", "Reviewer")
            .with("active", true)
            .with("expires_at", days.at(45, 18, 0))
            .with(
                "permissions",
                json!({
                    "projects": {
                        "fields": ["description", "stage", "due_on"],
                        "relations": ["milestones", "files", "comments"],
                        "actions": ["comment"],
                        "notifications": ["shared", "file_added"]
                    }
                }),
            ),
    ]
}

fn members() -> Vec<Line> {
    [
        ("ines", "Inês Valadim", "owner"),
        ("tobias", "Tobias Okafor", "admin"),
        ("marit", "Marit Lindqvist", "manager"),
        ("rui", "Rui Sabrosa", "member"),
        ("beatriz", "Beatriz Lobo", "limited"),
    ]
    .into_iter()
    .map(|(id, name, role)| {
        Line::new("member", id)
            .with("email", format!("{id}@brightwater.example"))
            .with("name", name)
            .with("role", role)
    })
    .collect()
}
