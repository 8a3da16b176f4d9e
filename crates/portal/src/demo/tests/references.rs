//! Whether every reference leads to a record of the same bundle, and no id is used twice.

use std::collections::HashSet;

use serde_json::Value;

/// Names that need no line: the built-in roles, and the stages a new account has.
const BUILT_IN: &[(&str, &str)] = &[
    ("role", "L10"),
    ("role", "L20"),
    ("role", "L30"),
    ("role", "L40"),
    ("role", "L80"),
    ("role", "L90"),
    ("role", "Viewer"),
    ("role", "Client"),
    ("role", "Commenter"),
    ("role", "Approver"),
    ("role", "Collaborator"),
    ("stage of projects", "planned"),
    ("stage of projects", "in-progress"),
    ("stage of tasks", "to-do"),
    ("stage of tasks", "doing"),
    ("stage of tasks", "review"),
    ("stage of tasks", "done"),
];

/// A kind of line, one of its keys, and the kind that it refers to; `person` is a member or a guest.
const REFERENCES: &[(&str, &str, &str)] = &[
    ("guest", "roles", "role"),
    ("guest", "contact", "contact"),
    ("guest", "customer", "customer"),
    ("guest", "available_users", "member"),
    ("customer", "account_manager", "member"),
    ("customer", "company", "customer"),
    ("contact", "customer", "customer"),
    ("project", "stage", "stage of projects"),
    ("project", "manager", "member"),
    ("project", "team", "member"),
    ("project", "followers", "member"),
    ("project", "created_by", "member"),
    ("participant", "project", "project"),
    ("participant", "grant", "grant"),
    ("milestone", "project", "project"),
    ("task", "project", "project"),
    ("task", "customer", "customer"),
    ("task", "parent", "task"),
    ("task", "stage", "stage of tasks"),
    ("task", "owner", "person"),
    ("task", "assignee", "person"),
    ("task", "collaborators", "person"),
    ("task", "followers", "person"),
    ("comment", "author", "person"),
    ("file", "uploaded_by", "person"),
    ("meeting", "project", "project"),
    ("meeting", "customer", "customer"),
    ("meeting", "organiser", "member"),
    ("meeting", "attendees", "person"),
    ("ticket", "project", "project"),
    ("ticket", "customer", "customer"),
    ("ticket", "assignee", "member"),
    ("ticket", "requester", "person"),
    ("order", "customer", "customer"),
    ("order", "project", "project"),
    ("estimate", "customer", "customer"),
    ("estimate", "project", "project"),
    ("invoice", "customer", "customer"),
    ("invoice", "project", "project"),
    ("invoice", "estimate", "estimate"),
    ("ledger_entry", "project", "project"),
    ("work_order", "project", "project"),
    ("knowledge_base", "author", "member"),
    ("knowledge_base", "access", "person"),
    ("article", "knowledge_base", "knowledge_base"),
    ("article", "author", "member"),
    ("grant", "to", "person"),
    ("grant", "role", "role"),
];

/// What is wrong with ids and references, a sentence each.
pub(super) fn faults_of_reference(lines: &[Value]) -> Vec<String> {
    let mut known: HashSet<(String, String)> = BUILT_IN
        .iter()
        .map(|(kind, id)| ((*kind).to_owned(), (*id).to_owned()))
        .collect();
    let mut faults = Vec::new();
    for line in lines {
        let Some(id) = line["id"].as_str() else {
            continue;
        };
        let kind = line["kind"].as_str().unwrap_or_default();
        let space = match kind {
            "member" | "guest" => "person".to_owned(),
            "stage" => format!("stage of {}", line["module"].as_str().unwrap_or_default()),
            _ => kind.to_owned(),
        };
        // Staff are known under both names, for some references are to staff alone.
        if kind == "member" {
            known.insert(("member".to_owned(), id.to_owned()));
        }
        let is_built_in = BUILT_IN.contains(&(space.as_str(), id));
        if !known.insert((space.clone(), id.to_owned())) && !is_built_in {
            faults.push(format!("{space} `{id}` appears twice"));
        }
    }
    for line in lines {
        for (target, id) in references(line) {
            let leads_nowhere = !known.contains(&(target.clone(), id.clone()));
            if leads_nowhere {
                faults.push(format!(
                    "{} {} names a {target} `{id}` that is not there",
                    line["kind"], line["id"]
                ));
            }
        }
    }
    faults
}

/// Everything a line refers to: the kind and the id.
fn references(line: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (kind, key, target) in REFERENCES {
        if line["kind"] != *kind {
            continue;
        }
        let ids = match &line[*key] {
            Value::Array(ids) => ids.clone(),
            Value::Null => Vec::new(),
            id => vec![id.clone()],
        };
        found.extend(
            ids.iter()
                .filter_map(Value::as_str)
                .map(|id| ((*target).to_owned(), id.to_owned())),
        );
    }
    for key in ["on", "client", "party"] {
        let Some(object) = line[key].as_object() else {
            continue;
        };
        for (kind, id) in object.iter().filter(|(kind, _)| *kind != "name") {
            let target = if kind == "guest" { "person" } else { kind };
            found.push((
                target.to_owned(),
                id.as_str().unwrap_or_default().to_owned(),
            ));
        }
    }
    found
}
