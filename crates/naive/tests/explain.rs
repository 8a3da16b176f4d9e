//! Explain and who.
#![allow(clippy::unwrap_used)]

use naive::worlds::{NOW, world};
use naive::{Item, Viewer, World};
use serde_json::{Value, json};

fn base() -> Vec<Value> {
    vec![
        json!({"kind": "member", "id": "mia", "email": "mia@acme.example", "name": "Mia"}),
        json!({"kind": "member", "id": "lim", "email": "lim@acme.example", "name": "Lim", "role": "limited"}),
        json!({"kind": "guest", "id": "g", "email": "g@else.example", "name": "Gus"}),
        json!({"kind": "customer", "id": "c", "name": "Client"}),
        json!({"kind": "project", "id": "p", "name": "Project", "client": {"customer": "c"}}),
        json!({"kind": "task", "id": "t", "title": "T", "project": "p", "followers": ["g", "lim"]}),
    ]
}

#[test]
fn every_path_is_told_alive_or_dead_with_the_reason() {
    let mut lines = base();
    lines.push(json!({"kind": "grant", "id": "1", "to": "g", "on": {"project": "p"}, "role": "Viewer", "expires_at": "2026-01-01T00:00:00Z", "starts_at": "2030-01-01T00:00:00Z"}));
    lines.push(
        json!({"kind": "grant", "id": "2", "to": "g", "on": {"customer": "c"}, "role": "L10"}),
    );
    let world = World::from_lines(&lines, NOW);
    let told = world.explain(
        "g",
        Item {
            module: "tasks",
            id: "t",
        },
        NOW,
    );
    let expected = json!([
        {"kind": "grant", "grant": "1", "subject": "projects/p", "relation": "tasks", "permissions": "role", "opens": false, "because": "not-started"},
        {"kind": "followers", "grant": null, "subject": "tasks/t", "relation": null, "permissions": "roles", "opens": true, "because": "open"},
        {"kind": "client", "grant": "2", "subject": "projects/p", "relation": "tasks", "permissions": "role", "opens": false, "because": "source-closed"},
    ]);
    assert_eq!(told["paths"], expected);
    let told = world.explain(
        "g",
        Item {
            module: "projects",
            id: "p",
        },
        NOW,
    );
    assert_eq!(told["paths"][2]["subject"], "customers/c");
    assert_eq!(told["paths"][2]["relation"], "projects");
    assert_eq!(told["paths"][2]["because"], "relation-not-held");
}

#[test]
fn a_field_names_the_paths_that_open_it_or_that_the_ceiling_took_it() {
    let mut lines = base();
    lines.push(json!({"kind": "settings", "ceiling": {"tasks": {"fields": ["stage", "due_on"]}}}));
    lines.push(json!({"kind": "grant", "id": "1", "to": "g", "on": {"task": "t"}, "permissions": {"tasks": {"fields": ["stage", "percent", "hours_spent"]}}}));
    let told = World::from_lines(&lines, NOW).explain(
        "g",
        Item {
            module: "tasks",
            id: "t",
        },
        NOW,
    );
    assert_eq!(
        told["fields"]["stage"],
        json!({"shown": true, "by": [0, 1], "capped": false})
    );
    assert_eq!(
        told["fields"]["due_on"],
        json!({"shown": true, "by": [1], "capped": false})
    );
    assert_eq!(
        told["fields"]["hours_spent"],
        json!({"shown": false, "by": [0], "capped": true})
    );
    assert_eq!(
        told["fields"]["created_at"],
        json!({"shown": false, "by": [], "capped": false})
    );
}

#[test]
fn who_tells_guests_and_limited_members_and_no_other_staff() {
    let world = World::from_lines(&base(), NOW);
    let who = |module, id| {
        world
            .who(Item { module, id }, NOW)
            .into_iter()
            .collect::<Vec<_>>()
    };
    assert_eq!(who("tasks", "t"), ["g", "lim"]);
    assert!(who("projects", "p").is_empty());
}

#[test]
fn explain_and_the_check_agree_on_random_worlds() {
    for seed in 100..105 {
        let world = World::from_lines(&world(seed, NOW), NOW);
        let judged = world
            .users()
            .into_iter()
            .filter(|user| world.viewer(user) != Some(Viewer::Staff));
        for user in judged {
            for item in world.items() {
                let told = world.explain(&user, item, NOW);
                let paths = told["paths"].as_array().unwrap();
                let opens = paths.iter().any(|path| path["because"] == "open");
                assert_eq!(opens, world.visible(&user, item, NOW));
                let fields = told["fields"].as_object().unwrap().iter();
                let shown: Vec<&str> = fields
                    .filter(|(_, told)| told["shown"] == true)
                    .map(|(name, _)| name.as_str())
                    .collect();
                let fields = world.fields(&user, item, NOW);
                assert_eq!(shown.len(), fields.len());
                assert!(shown.iter().all(|name| fields.contains(*name)));
            }
        }
    }
}

#[test]
fn what_shows_is_what_the_rule_opens_on_random_worlds() {
    for seed in 200..205 {
        let world = World::from_lines(&world(seed, NOW), NOW);
        for user in world.users() {
            for item in world.items() {
                let shown = world.show(&user, item, NOW);
                assert_eq!(shown.is_some(), world.visible(&user, item, NOW));
                let fields = world.fields(&user, item, NOW);
                let keys = shown
                    .iter()
                    .flat_map(|shown| shown.as_object().unwrap().keys());
                let extra: Vec<&String> = keys
                    .filter(|key| !fields.contains(*key))
                    .filter(|key| {
                        ![
                            "id",
                            "name",
                            "title",
                            "number",
                            "subject",
                            "relations",
                            "can",
                            "project",
                            "customer",
                            "company",
                            "parent",
                            "followers",
                            "created_by",
                        ]
                        .contains(&key.as_str())
                    })
                    .collect();
                assert!(extra.is_empty(), "{user} {item:?} {extra:?}");
            }
        }
    }
}
