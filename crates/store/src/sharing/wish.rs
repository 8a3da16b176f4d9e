//! What is wished for in the share dialog, read and checked before anything is looked up.

use super::body::{Body, End};
use super::item::Item;
use crate::ids;
use crate::writes::WriteError;
use access::permissions::normal;
use access::ticks::{Doing, Tick};
use access::{Fault, Module, Permissions};
use serde_json::Value;

/// The most items that are shared at once.
const SUBJECTS: usize = 100;
/// The most addresses that something is shared with at once.
const ADDRESSES: usize = 500;
/// The most characters of a message.
pub(super) const MESSAGE: usize = 5_000;
/// The most characters of a label or a name.
pub(super) const LABEL: usize = 200;
/// More days than the calendar's written years hold.
pub(super) const MOST_DAYS: i64 = 1_000_000;

/// What a share opens.
#[derive(Clone, Debug)]
pub(super) enum What {
    Ticks(Vec<Tick>, Doing),
    Role(String),
    /// In the spelling in which they are kept.
    Own(String),
}

/// Which files are marked for outsiders in the same save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Marked {
    None,
    All,
    These(Vec<[u8; 16]>),
}

/// What is to be shared, with whom, and how much of it.
#[derive(Clone, Debug)]
pub struct Share {
    pub(super) subjects: Vec<Item>,
    pub(super) to: Vec<Value>,
    pub(super) what: What,
    pub(super) expires_at: Option<End>,
    pub(super) days_back: Option<i64>,
    pub(super) message: Option<String>,
    pub(super) label: Option<String>,
    pub(super) files: Marked,
}

impl Share {
    /// Reads `{"subjects":[{"project":ID}, …], "to":[EMAIL, …], "show":[TICK, …] | "role":ID | "permissions":{…},
    /// "actions", "expires_at", "days_back", "message", "label", "mark_files":"all"|[ID, …]}`.
    ///
    /// # Errors
    /// [`WriteError::Invalid`] with everything that can be seen to be wrong without looking anything up.
    pub fn read(value: &Value) -> Result<Share, WriteError> {
        let mut body = Body::read(
            value,
            &[
                "subjects",
                "to",
                "show",
                "role",
                "permissions",
                "actions",
                "expires_at",
                "days_back",
                "message",
                "label",
                "mark_files",
            ],
        )?;
        let subjects = subjects(&mut body);
        let to = list(&mut body, "to", ADDRESSES, "a list of e-mail addresses");
        let what = what(&mut body, &subjects);
        let share = Share {
            expires_at: body.end("expires_at"),
            days_back: body.whole("days_back", 0, MOST_DAYS),
            message: body.words("message", MESSAGE).map(str::to_owned),
            label: label(&mut body, &subjects),
            files: files(&mut body),
            subjects,
            to,
            what: what.unwrap_or(What::Ticks(Vec::new(), Doing::Nothing)),
        };
        body.so_far()?;
        Ok(share)
    }

    /// What is to be shared.
    pub fn subjects(&self) -> &[Item] {
        &self.subjects
    }
}

fn list(body: &mut Body<'_>, key: &str, most: usize, expected: &str) -> Vec<Value> {
    let pointer = format!("/{key}");
    match body.get(key) {
        Some(Value::Array(list)) if (1..=most).contains(&list.len()) => return list.clone(),
        Some(Value::Array(list)) => body.faults.push(Fault {
            pointer,
            found: format!("{} of them", list.len()),
            expected: format!("1 to {most}"),
        }),
        other => body.wrong(&pointer, other.unwrap_or(&Value::Null), expected),
    }
    Vec::new()
}

fn subjects(body: &mut Body<'_>) -> Vec<Item> {
    let expected = "a list of items as `{\"project\": ID}`";
    let mut subjects = Vec::new();
    for (place, value) in list(body, "subjects", SUBJECTS, expected)
        .iter()
        .enumerate()
    {
        match Item::read(value, &format!("/subjects/{place}")) {
            Ok(item) if !subjects.contains(&item) => subjects.push(item),
            Ok(item) => body.faults.push(Fault {
                pointer: format!("/subjects/{place}"),
                found: format!("`{}`", item.path()),
                expected: "an item that does not stand there already".to_owned(),
            }),
            Err(fault) => body.faults.push(fault),
        }
    }
    subjects
}

fn what(body: &mut Body<'_>, subjects: &[Item]) -> Option<What> {
    const ONE: &str = "one of `show`, `role` and `permissions`";
    let given = ["show", "role", "permissions"].map(|key| body.get(key));
    let doing = doing(body);
    if let (Some(_), None) = (doing, given[0]) {
        let found = body.get("actions").unwrap_or(&Value::Null);
        body.wrong(
            "/actions",
            found,
            "no `actions` beside a role or permissions",
        );
    }
    match given {
        [Some(show), None, None] => {
            let ticks = ticks(body, show, subjects);
            Some(What::Ticks(ticks, doing.unwrap_or_default()))
        }
        [None, Some(role), None] => match role.as_str() {
            Some(role) => Some(What::Role(role.to_owned())),
            None => {
                body.wrong("/role", role, "the id of a role");
                None
            }
        },
        [None, None, Some(permissions)] => match Permissions::read(permissions) {
            Ok(_) => Some(What::Own(normal(permissions).to_string())),
            Err(fault) => {
                body.faults.push(fault.under("/permissions"));
                None
            }
        },
        [None, None, None] => {
            body.wrong("/show", &Value::Null, ONE);
            None
        }
        _ => {
            let found = body.get("role").or(body.get("permissions"));
            body.wrong("/show", found.unwrap_or(&Value::Null), ONE);
            None
        }
    }
}

fn doing(body: &mut Body<'_>) -> Option<Doing> {
    let value = body.get("actions")?;
    let doing = value.as_str().and_then(Doing::named);
    if doing.is_none() {
        let expected = "`none`, `comment`, `approve` or `collaborate`";
        body.wrong("/actions", value, expected);
    }
    doing
}

fn ticks(body: &mut Body<'_>, show: &Value, subjects: &[Item]) -> Vec<Tick> {
    let Some(names) = show.as_array() else {
        body.wrong("/show", show, "a list of ticks");
        return Vec::new();
    };
    if let Some(other) = subjects
        .iter()
        .position(|item| !matches!(item.module, Module::Projects | Module::Tasks))
    {
        body.faults.push(Fault {
            pointer: format!("/subjects/{other}"),
            found: format!("one of the {}", subjects[other].module),
            expected: "a project or a task, which ticks are for; a role opens the others"
                .to_owned(),
        });
    }
    let mut ticks = Vec::with_capacity(names.len());
    for (place, name) in names.iter().enumerate() {
        let tick = name.as_str().and_then(Tick::named);
        let fits = |tick: Tick| subjects.iter().any(|item| tick.fits(item.module));
        match tick.filter(|tick| subjects.is_empty() || fits(*tick)) {
            Some(tick) => ticks.push(tick),
            None => {
                let fitting: Vec<&str> = Tick::ALL
                    .into_iter()
                    .filter(|tick| subjects.is_empty() || fits(*tick))
                    .map(Tick::name)
                    .collect();
                let expected = format!("one of `{}`", fitting.join("`, `"));
                body.wrong(&format!("/show/{place}"), name, expected);
            }
        }
    }
    ticks
}

fn label(body: &mut Body<'_>, subjects: &[Item]) -> Option<String> {
    let label = body.words("label", LABEL)?;
    let project = |item: &Item| item.module == Module::Projects;
    if !subjects.is_empty() && !subjects.iter().any(project) {
        let found = Value::from(label);
        body.wrong(
            "/label",
            &found,
            "no label, which participants of projects have",
        );
    }
    Some(label.to_owned())
}

fn files(body: &mut Body<'_>) -> Marked {
    let Some(value) = body.get("mark_files") else {
        return Marked::None;
    };
    if value == "all" {
        return Marked::All;
    }
    let Some(list) = value.as_array() else {
        body.wrong("/mark_files", value, "`all` or a list of the ids of files");
        return Marked::None;
    };
    let mut files = Vec::with_capacity(list.len());
    for (place, id) in list.iter().enumerate() {
        match id.as_str() {
            Some(id) => files.push(ids::parse(id)),
            None => body.wrong(&format!("/mark_files/{place}"), id, "the id of a file"),
        }
    }
    if files.is_empty() {
        Marked::None
    } else {
        Marked::These(files)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn wrong(value: Value) -> Vec<String> {
        match Share::read(&value) {
            Err(WriteError::Invalid(wrongs)) => wrongs.into_iter().map(|w| w.pointer).collect(),
            other => panic!("{value} was taken: {other:?}"),
        }
    }

    #[test]
    fn everything_that_can_be_seen_to_be_wrong_is_told_at_once_and_where_it_stands() {
        let project = json!({"project": "a"});
        for (body, pointers) in [
            (json!([]), vec![""]),
            (json!({}), vec!["/subjects", "/to", "/show"]),
            (
                json!({"subjects": [{"wage": "x"}, project, project, {}], "to": [], "show": ["tasks", "budget"]}),
                vec![
                    "/subjects/0",
                    "/subjects/2",
                    "/subjects/3",
                    "/to",
                    "/show/1",
                ],
            ),
            (
                json!({"subjects": [{"task": "a"}], "to": ["a@b.c"], "show": ["roadmap"]}),
                vec!["/show/0"],
            ),
            (
                json!({"subjects": [{"invoice": "a"}], "to": ["a@b.c"], "show": []}),
                vec!["/subjects/0"],
            ),
            (
                json!({"subjects": [project], "to": ["a@b.c"], "show": [], "role": "Viewer"}),
                vec!["/show"],
            ),
            (
                json!({"subjects": [project], "to": ["a@b.c"], "role": "Viewer", "actions": "comment"}),
                vec!["/actions"],
            ),
            (
                json!({"subjects": [project], "to": ["a@b.c"], "permissions": {"tasks": {"fields": ["x"]}}}),
                vec!["/permissions/tasks/fields/0"],
            ),
            (
                json!({"subjects": [{"task": "a"}], "to": ["a@b.c"], "show": [], "label": "Printer",
                    "expires_at": "soon", "days_back": -1, "message": 3, "mark_files": [1], "when": 1}),
                vec![
                    "/when",
                    "/expires_at",
                    "/days_back",
                    "/message",
                    "/label",
                    "/mark_files/0",
                ],
            ),
            (
                json!({"subjects": [project], "to": ["a@b.c"], "show": [], "message": "a\u{0}b"}),
                vec!["/message"],
            ),
        ] {
            let mut found = wrong(body.clone());
            let mut pointers = pointers;
            found.sort();
            pointers.sort_unstable();
            assert_eq!(found, pointers, "{body}");
        }
    }

    #[test]
    fn what_is_left_out_is_not_set() {
        let share = Share::read(&json!({
            "subjects": [{"project": "a"}], "to": ["a@b.c"], "show": ["tasks", "stage"],
            "message": "  ", "expires_at": null, "mark_files": [],
        }))
        .unwrap();
        assert_eq!(
            (share.message, share.expires_at, share.days_back),
            (None, None, None)
        );
        assert_eq!(share.files, Marked::None);
    }
}
