//! Monotone and in steps: a grant added never hides, a ceiling lowered never shows, a higher level
//! shows all that a lower one does, and nothing climbs from what was taken away.

use super::world::Imported;
use super::{all, in_every_world};
use crate::testing::Engine;
use access::Module;
use access::roles::BuiltIn;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What a user sees: for each item its keys, relations and actions.
type Sight = BTreeMap<(Module, String), BTreeSet<String>>;

async fn sight(imported: &Imported, user: &str) -> Sight {
    let mut sight = Sight::new();
    for module in Module::ALL {
        for item in all(imported, user, module, &[]).await {
            let mut parts: BTreeSet<String> = item.as_object().unwrap().keys().cloned().collect();
            for set in ["relations", "can"] {
                let names = item[set].as_array().unwrap().iter();
                parts.extend(names.map(|name| format!("{set} {name}")));
            }
            sight.insert((module, item["id"].as_str().unwrap().to_owned()), parts);
        }
    }
    sight
}

/// What the first shows and the second does not.
fn lost(before: &Sight, after: &Sight) -> Vec<String> {
    let nothing = BTreeSet::new();
    before
        .iter()
        .filter(|(item, parts)| {
            !after.contains_key(*item) || !parts.is_subset(after.get(*item).unwrap_or(&nothing))
        })
        .map(|((module, id), _)| format!("{module}/{id}"))
        .collect()
}

fn a_guest(imported: &Imported) -> String {
    let users = imported.twin.users();
    let guests = users
        .iter()
        .filter(|user| imported.twin.viewer(user) == Some(naive::Viewer::Guest));
    guests.min().unwrap().clone()
}

fn with(imported: &Imported, line: Value) -> Vec<Value> {
    let mut lines = imported.lines().to_vec();
    lines.push(line);
    lines
}

async fn grants_only_add(imported: &mut Imported) {
    let guest = a_guest(imported);
    let before = sight(imported, &guest).await;
    let without = imported.lines().to_vec();
    let projects = imported.twin.ids("project");
    let grant = json!({"kind": "grant", "id": "one more", "to": guest, "on": {"project": projects[0]}, "role": "Collaborator"});
    imported.become_world(with(imported, grant)).await;
    let more = sight(imported, &guest).await;
    assert_eq!(
        lost(&before, &more),
        Vec::<String>::new(),
        "{imported}: a grant hid something"
    );
    imported.become_world(without).await;
    let after = sight(imported, &guest).await;
    assert_eq!(
        after, before,
        "{imported}: a grant that is gone left something"
    );
}

async fn a_lower_ceiling_only_takes(imported: &mut Imported) {
    let guest = a_guest(imported);
    imported
        .become_world(with(imported, json!({"kind": "settings", "ceiling": {}})))
        .await;
    let open = sight(imported, &guest).await;
    let capped = json!({"tasks": {"fields": ["stage"]}, "invoices": false, "projects": {"relations": ["tasks"]}});
    imported
        .become_world(with(
            imported,
            json!({"kind": "settings", "ceiling": capped}),
        ))
        .await;
    let lower = sight(imported, &guest).await;
    assert_eq!(
        lost(&lower, &open),
        Vec::<String>::new(),
        "{imported}: a lower ceiling showed something"
    );
    assert!(
        !lower.keys().any(|(module, _)| *module == Module::Invoices),
        "{imported}"
    );
}

async fn levels_are_steps(imported: &mut Imported) {
    let customers = imported.twin.ids("customer");
    let guest = json!({"kind": "guest", "id": "on the ladder", "email": "ladder@steps.example", "name": "L", "state": "active", "permissions": {}});
    let settings = json!({"kind": "settings", "sharing_enabled": true});
    let mut lines = with(imported, guest);
    lines.push(settings);
    let mut lower = Sight::new();
    for level in &BuiltIn::ALL[..6] {
        let mut lines = lines.clone();
        lines.push(json!({"kind": "grant", "id": "step", "to": "on the ladder", "on": {"customer": customers[0]}, "role": level.name()}));
        imported.become_world(lines).await;
        let higher = sight(imported, "on the ladder").await;
        assert_eq!(
            lost(&lower, &higher),
            Vec::<String>::new(),
            "{imported}: {}",
            level.name()
        );
        lower = higher;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_grant_never_hides_and_leaves_nothing_when_it_is_gone() {
    in_every_world(Engine::Sqlite, 70_000, grants_only_add).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lowering_the_ceiling_never_shows() {
    in_every_world(Engine::Sqlite, 71_000, a_lower_ceiling_only_takes).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_level_shows_what_the_one_below_shows() {
    in_every_world(Engine::Postgres, 72_000, levels_are_steps).await;
}
