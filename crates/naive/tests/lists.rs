//! Lists: order, filters, search, and fields that are hidden for a list.
#![allow(clippy::unwrap_used)]

use naive::World;
use naive::worlds::NOW;
use serde_json::{Value, json};

fn world(more: &[Value]) -> World {
    let mut lines = vec![
        json!({"kind": "member", "id": "mia", "email": "mia@acme.example", "name": "Mia"}),
        json!({"kind": "guest", "id": "g", "email": "g@else.example", "name": "Gus"}),
        json!({"kind": "project", "id": "p", "name": "Project"}),
    ];
    lines.extend_from_slice(more);
    World::from_lines(&lines, NOW)
}

fn task(id: &str, title: &str, keys: Value) -> Value {
    let mut line = json!({"kind": "task", "id": id, "title": title});
    for (key, value) in keys.as_object().unwrap() {
        line[key] = value.clone();
    }
    line
}

fn sorted(world: &World, user: &str, sort: &str, descending: bool) -> String {
    groups(&world.list_sorted(user, "tasks", NOW, Some((sort, descending)), &[], None))
}

fn filtered(world: &World, filters: &[(&str, &str, &str)]) -> String {
    groups(&world.list_sorted("mia", "tasks", NOW, None, filters, None))
}

fn searched(world: &World, user: &str, q: &str) -> String {
    groups(&world.list_sorted(user, "tasks", NOW, None, &[], Some(q)))
}

fn groups(groups: &[std::collections::BTreeSet<String>]) -> String {
    let groups: Vec<String> = groups
        .iter()
        .map(|group| group.iter().cloned().collect::<Vec<_>>().join(" "))
        .collect();
    groups.join(" | ")
}

#[test]
fn no_value_comes_last_both_ways() {
    let world = world(&[
        task("a", "A", json!({"due_on": "2026-02-01"})),
        task("b", "B", json!({"due_on": "2026-01-01"})),
        task("c", "C", json!({})),
        task("d", "D", json!({"due_on": "2026-02-01"})),
    ]);
    assert_eq!(sorted(&world, "mia", "due_on", false), "b | a d | c");
    assert_eq!(sorted(&world, "mia", "due_on", true), "a d | b | c");
}

#[test]
fn text_sorts_case_folded_and_then_by_code_point() {
    let world = world(&[
        task("a", "beta", json!({})),
        task("b", "Alpha", json!({})),
        task("c", "alpha", json!({})),
        task("d", "Straße", json!({})),
        task("e", "STRASSF", json!({})),
        task("f", "strassd", json!({})),
        task("g", "Éclair", json!({})),
    ]);
    assert_eq!(
        sorted(&world, "mia", "title", false),
        "b | c | a | f | d | e | g"
    );
}

#[test]
fn priorities_sort_by_their_place_and_hours_as_numbers() {
    let world = world(&[
        task("a", "A", json!({"priority": "urgent", "hours_spent": "10"})),
        task("b", "B", json!({"priority": "low", "hours_spent": "9.5"})),
        task("c", "C", json!({"hours_spent": "9.50"})),
    ]);
    assert_eq!(sorted(&world, "mia", "priority", false), "b | c | a");
    assert_eq!(sorted(&world, "mia", "hours_spent", true), "a | b c");
}

#[test]
fn stages_sort_by_their_position() {
    let stage = |id: &str, position: i64| json!({"kind": "stage", "id": id, "module": "tasks", "name": id, "position": position});
    let world = world(&[
        stage("z", 1),
        stage("a", 2),
        task("first", "A", json!({"stage": "z"})),
        task("second", "B", json!({"stage": "a"})),
        task("none", "C", json!({})),
    ]);
    assert_eq!(
        sorted(&world, "mia", "stage", false),
        "first | second | none"
    );
    assert_eq!(
        sorted(&world, "mia", "stage", true),
        "second | first | none"
    );
}

/// Two tasks that show their due date, one that hides it.
fn partly_hidden() -> World {
    world(&[
        json!({"kind": "guest", "id": "g", "email": "g@else.example", "name": "Gus", "permissions": {"tasks": {"fields": []}}}),
        task(
            "early",
            "Early bird",
            json!({"due_on": "2026-01-01", "assignee": "g", "description": "secret plan"}),
        ),
        task(
            "late",
            "Late",
            json!({"due_on": "2026-03-01", "description": "open plan"}),
        ),
        task("later", "Later", json!({"due_on": "2026-04-01"})),
        json!({"kind": "grant", "id": "1", "to": "g", "on": {"task": "late"}, "permissions": {"tasks": {"fields": ["due_on", "description"]}}}),
        json!({"kind": "grant", "id": "2", "to": "g", "on": {"task": "later"}, "permissions": {"tasks": {"fields": ["due_on"]}}}),
    ])
}

#[test]
fn a_field_hidden_on_a_row_counts_as_no_value_in_order_filters_and_search() {
    let world = partly_hidden();
    assert_eq!(sorted(&world, "g", "due_on", false), "late | later | early");
    let by = |op, value| {
        groups(&world.list_sorted("g", "tasks", NOW, None, &[("due_on", op, value)], None))
    };
    assert_eq!(by("lte", "2026-03-15"), "late");
    assert_eq!(by("", "2026-01-01"), "");
    assert_eq!(by("", ""), "early");
    assert_eq!(searched(&world, "g", "plan"), "late");
    assert_eq!(searched(&world, "g", "secret"), "");
    assert_eq!(searched(&world, "mia", "plan"), "early late");
    assert_eq!(searched(&world, "g", "bird"), "early");
}

#[test]
fn a_field_is_hidden_for_a_list_where_no_live_permissions_hold_it() {
    let world = partly_hidden();
    assert!(world.sortable("g", "tasks", NOW).contains("due_on"));
    assert!(world.sortable("g", "tasks", NOW).contains("title"));
    assert!(!world.sortable("g", "tasks", NOW).contains("priority"));
    assert!(!world.sortable("g", "tasks", NOW).contains("no_such_field"));
    assert!(world.sortable("mia", "tasks", NOW).contains("priority"));
    assert!(!world.sortable("mia", "tasks", NOW).contains("assignee"));
    assert!(world.filterable("mia", "tasks", NOW).contains("assignee"));
    assert!(!world.sortable("mia", "orders", NOW).contains("amount"));
    assert!(!world.filterable("mia", "orders", NOW).contains("lines"));
}

#[test]
fn a_guests_own_permissions_open_a_field_for_lists_and_a_dead_grants_do_not() {
    let guest = |permissions: Value| json!({"kind": "guest", "id": "g", "email": "g@else.example", "name": "Gus", "permissions": permissions});
    let ended = json!({"kind": "grant", "id": "1", "to": "g", "on": {"project": "p"}, "permissions": "*", "expires_at": "2026-01-01T00:00:00Z"});
    let own = world(&[guest(json!({"tasks": {"fields": ["percent"]}})), ended]);
    assert!(own.sortable("g", "tasks", NOW).contains("percent"));
    assert!(!own.sortable("g", "tasks", NOW).contains("due_on"));
    let capped = world(&[
        guest(json!({"tasks": {"fields": ["percent"]}})),
        json!({"kind": "settings", "ceiling": {"tasks": {"fields": ["due_on"]}}}),
    ]);
    assert!(!capped.sortable("g", "tasks", NOW).contains("percent"));
}

#[test]
fn filters_take_any_of_several_and_people_and_stages_by_id() {
    let world = world(&[
        task(
            "a",
            "A",
            json!({"priority": "high", "assignee": "mia", "followers": ["g"]}),
        ),
        task(
            "b",
            "B",
            json!({"priority": "low", "stage": "doing", "hours_spent": "2.50"}),
        ),
        task("c", "C", json!({"priority": "urgent", "percent": 40})),
    ]);
    assert_eq!(filtered(&world, &[("priority", "", "high,low")]), "a b");
    assert_eq!(filtered(&world, &[("priority", "gte", "high")]), "a c");
    assert_eq!(filtered(&world, &[("assignee", "", "mia")]), "a");
    assert_eq!(filtered(&world, &[("assignee", "", "")]), "b c");
    assert_eq!(filtered(&world, &[("followers", "", "g")]), "a");
    assert_eq!(filtered(&world, &[("followers", "", "")]), "b c");
    assert_eq!(filtered(&world, &[("stage", "", "doing")]), "b");
    assert_eq!(filtered(&world, &[("hours_spent", "", "2.5")]), "b");
    assert_eq!(
        filtered(
            &world,
            &[("percent", "gt", "39"), ("priority", "", "urgent")]
        ),
        "c"
    );
}

#[test]
fn a_person_who_is_not_named_answers_no_filter_and_is_a_value() {
    let world = world(&[
        json!({"kind": "guest", "id": "g", "email": "g@else.example", "name": "Gus", "available_users": []}),
        task("a", "A", json!({"owner": "mia", "assignee": "g"})),
    ]);
    let by =
        |value| groups(&world.list_sorted("g", "tasks", NOW, None, &[("owner", "", value)], None));
    assert_eq!(by("mia"), "");
    assert_eq!(by(""), "");
}

#[test]
fn every_word_must_begin_a_word_whatever_its_case_and_accents() {
    let world = world(&[
        task("a", "Éclair für Zoë", json!({"description": "STRASSE 7"})),
        task("b", "İstanbul office", json!({})),
        task("c", "日本語 計画", json!({})),
    ]);
    assert_eq!(searched(&world, "mia", "ecl zoe"), "a");
    assert_eq!(searched(&world, "mia", "straße fur"), "a");
    assert_eq!(searched(&world, "mia", "lair"), "");
    assert_eq!(searched(&world, "mia", "istan OFF"), "b");
    assert_eq!(searched(&world, "mia", "日本"), "c");
    assert_eq!(searched(&world, "mia", "eclair office"), "");
}
