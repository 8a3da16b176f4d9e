//! Random and hand-made worlds are bundles that an import takes.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use naive::difficult::difficult;
use naive::references::without_dangling;
use naive::worlds::{Cut, NOW, world};
use proptest::strategy::ValueTree;
use serde_json::Value;

/// The keys of each kind, as the page on bundles gives them.
const KEYS: [(&str, &str); 22] = [
    ("member", "email name role"),
    ("stage", "module name color position closed"),
    (
        "customer",
        "name type email phone address tax_id website industry credit_limit created_at account_manager company",
    ),
    ("contact", "customer name email phone position"),
    (
        "guest",
        "email name roles permissions state contact customer expires_at available_users",
    ),
    ("role", "name active expires_at permissions"),
    (
        "project",
        "name code description stage starts_on due_on followers created_by budget manager team client created_at",
    ),
    ("participant", "project party label grant"),
    ("milestone", "project name starts_on due_on done"),
    (
        "task",
        "project customer parent title description stage priority starts_on due_on percent hours_estimated hours_spent owner assignee collaborators followers approval created_at",
    ),
    ("comment", "on author text internal at"),
    ("file", "on name content_type external uploaded_by content"),
    (
        "meeting",
        "project customer title starts_at ends_at location agenda minutes organiser attendees",
    ),
    (
        "ticket",
        "number subject description status priority project customer assignee requester opened_at closed_at",
    ),
    (
        "order",
        "number customer project ordered_on status delivery_on ship_to currency lines",
    ),
    (
        "estimate",
        "number customer project issued_on valid_until status sent_at currency lines",
    ),
    (
        "invoice",
        "number customer project issued_on due_on status sent_at currency estimate lines payments",
    ),
    (
        "ledger_entry",
        "project type on description amount currency",
    ),
    (
        "work_order",
        "project number status scheduled_on description",
    ),
    (
        "knowledge_base",
        "title summary access public_link author updated_at",
    ),
    (
        "article",
        "knowledge_base title body_markdown section published author updated_at",
    ),
    (
        "grant",
        "to on role permissions starts_at expires_at days_back notes revoked_at",
    ),
];

/// What is wrong with a bundle, a sentence each.
fn wrong(lines: &[Value]) -> Vec<String> {
    let keys: BTreeMap<&str, BTreeSet<&str>> = KEYS
        .iter()
        .map(|(kind, keys)| (*kind, keys.split(' ').collect()))
        .collect();
    let mut wrong = Vec::new();
    let mut emails: BTreeMap<String, Value> = BTreeMap::new();
    let mut users: BTreeMap<&str, &str> = BTreeMap::new();
    let owners: Vec<&Value> = lines
        .iter()
        .filter(|line| line["role"] == "L90")
        .map(|line| &line["to"])
        .collect();
    for line in lines {
        let kind = line["kind"].as_str().unwrap_or("no kind");
        if kind == "settings" || line["deleted"] == true {
            continue;
        }
        let Some(known) = keys.get(kind) else {
            wrong.push(format!("unknown kind {kind}"));
            continue;
        };
        let given = line.as_object().unwrap().keys();
        wrong.extend(
            given
                .filter(|key| {
                    !["kind", "id"].contains(&key.as_str()) && !known.contains(key.as_str())
                })
                .map(|key| format!("unknown key {key} of {kind}")),
        );
        let required: &[&str] = match kind {
            "member" | "guest" => &["email"],
            "customer" | "project" | "role" => &["name"],
            "task" | "meeting" | "knowledge_base" => &["title"],
            "ticket" => &["number", "subject"],
            "order" | "invoice" | "estimate" => &["number"],
            "stage" => &["module"],
            "grant" => &["to", "on"],
            "comment" | "file" => &["on"],
            "contact" => &["customer"],
            "article" => &["knowledge_base"],
            _ => &["project"],
        };
        wrong.extend(
            required
                .iter()
                .filter(|key| line[**key].is_null())
                .map(|key| format!("{kind} without {key}: {line}")),
        );
        if let Some(email) = line["email"]
            .as_str()
            .filter(|_| matches!(kind, "member" | "guest"))
        {
            let other = emails.insert(email.to_lowercase(), line["id"].clone());
            if other.is_some_and(|other| other != line["id"]) {
                wrong.push(format!("the address {email} twice"));
            }
            let sort = users.insert(line["id"].as_str().unwrap(), kind);
            if sort.is_some_and(|sort| sort != kind) {
                wrong.push(format!("one id for a member and a guest: {line}"));
            }
        }
        let level = line["role"]
            .as_str()
            .filter(|role| kind == "grant" && role.starts_with('L'));
        if level.is_some() && line["on"]["customer"].is_null() {
            wrong.push(format!("a level on what is no customer: {line}"));
        }
        let bound = ["permissions", "expires_at", "days_back", "revoked_at"];
        if level == Some("L90") && bound.iter().any(|key| !line[*key].is_null()) {
            wrong.push(format!("an owner with an end: {line}"));
        }
        let ends = line["state"] == "removed" || !line["expires_at"].is_null();
        if kind == "guest" && ends && owners.contains(&&line["id"]) {
            wrong.push(format!("an owner who ends: {line}"));
        }
        if kind == "guest" && !line["contact"].is_null() && !line["customer"].is_null() {
            wrong.push(format!("contact and customer: {line}"));
        }
    }
    let deletes = lines.iter().any(|line| line["deleted"] == true);
    if !deletes && without_dangling(lines) != without_repeats(lines) {
        wrong.push("a reference to nothing".to_owned());
    }
    wrong
}

/// The lines with each list of people as a set.
fn without_repeats(lines: &[Value]) -> Vec<Value> {
    let mut lines = lines.to_vec();
    for line in &mut lines {
        for value in line.as_object_mut().unwrap().values_mut() {
            let Some(list) = value.as_array_mut() else {
                continue;
            };
            let mut met = BTreeSet::new();
            list.retain(|value| !value.is_string() || met.insert(value.to_string()));
        }
    }
    lines
}

#[test]
fn random_worlds_are_good_bundles() {
    for seed in 0..200 {
        let lines = world(seed, NOW);
        assert_eq!(wrong(&lines), Vec::<String>::new(), "seed {seed}");
    }
}

#[test]
fn hand_made_worlds_are_good_bundles() {
    for case in difficult() {
        assert_eq!(wrong(&case.lines), Vec::<String>::new(), "{}", case.name);
    }
}

#[test]
fn a_world_cut_down_is_a_good_bundle() {
    for seed in 0..40 {
        let mut cut = Cut::new(world(seed, NOW));
        let mut fails = true;
        while if fails {
            cut.simplify()
        } else {
            cut.complicate()
        } {
            fails = !fails;
            assert_eq!(wrong(&cut.current()), Vec::<String>::new(), "seed {seed}");
        }
    }
}

#[test]
fn cutting_finds_the_few_lines_that_matter() {
    let mut cut = Cut::new(world(3, NOW));
    let still = |lines: &[Value]| {
        let kinds = |kind: &str| lines.iter().filter(|line| line["kind"] == kind).count();
        kinds("task") >= 2 && kinds("grant") >= 1
    };
    let mut more = cut.simplify();
    while more {
        more = if still(&cut.current()) {
            cut.simplify()
        } else {
            cut.complicate()
        };
    }
    let lines = cut.current();
    assert!(still(&lines));
    assert!(lines.len() <= 6, "{lines:#?}");
}
