//! What must hold of the rule whatever the world.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use naive::catalogue::SETS;
use naive::worlds::{ListQuestion, NOW, list_question, unseen, world, worlds};
use naive::{Item, World};
use proptest::prelude::*;
use serde_json::{Value, json};

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 8,
        max_shrink_iters: 4000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Everything a user sees of a world, as text.
fn seen(world: &World, user: &str) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    for item in world.items() {
        if world.visible(user, item, NOW) {
            seen.insert(format!("{}/{}", item.module, item.id));
        }
        let sets = [
            world.fields(user, item, NOW),
            world.relations(user, item, NOW),
            world.actions(user, item, NOW),
            world.notifications(user, item, NOW),
        ];
        for (set, names) in SETS.iter().zip(sets) {
            seen.extend(
                names
                    .iter()
                    .map(|name| format!("{}/{} {set} {name}", item.module, item.id)),
            );
        }
    }
    seen
}

fn judged(world: &World) -> Vec<String> {
    world
        .users()
        .into_iter()
        .filter(|user| world.viewer(user) != Some(naive::Viewer::Staff))
        .collect()
}

fn answer(world: &World, user: &str, module: &str, ask: &ListQuestion) -> Vec<BTreeSet<String>> {
    let filters: Vec<(&str, &str, &str)> = ask
        .filters
        .iter()
        .map(|(field, op, value)| (field.as_str(), op.as_str(), value.as_str()))
        .collect();
    let sort = ask
        .sort
        .as_ref()
        .map(|(field, descending)| (field.as_str(), *descending));
    world.list_sorted(user, module, NOW, sort, &filters, ask.q.as_deref())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn adding_a_grant_never_hides_and_removing_one_never_shows(lines in worlds(NOW), which in 0..30usize) {
        let with = World::from_lines(&lines, NOW);
        let grants: Vec<usize> = (0..lines.len()).filter(|line| lines[*line]["kind"] == "grant").collect();
        prop_assume!(!grants.is_empty());
        let mut fewer = lines.clone();
        fewer.remove(grants[which % grants.len()]);
        let without = World::from_lines(&fewer, NOW);
        for user in judged(&with) {
            prop_assert!(seen(&without, &user).is_subset(&seen(&with, &user)), "{user}");
        }
    }

    #[test]
    fn lowering_the_ceiling_never_shows(lines in worlds(NOW), lower in worlds(NOW)) {
        let higher = World::from_lines(&lines, NOW);
        let ceiling = lower.iter().find(|line| line["kind"] == "settings").map(|line| line["ceiling"].clone());
        let mut open = lines.clone();
        open.push(json!({"kind": "settings", "ceiling": {}}));
        let mut capped = lines.clone();
        capped.push(json!({"kind": "settings", "ceiling": ceiling.unwrap_or(json!({}))}));
        let (open, capped) = (World::from_lines(&open, NOW), World::from_lines(&capped, NOW));
        for user in judged(&higher) {
            prop_assert!(seen(&capped, &user).is_subset(&seen(&open, &user)), "{user}");
            prop_assert!(seen(&higher, &user).is_subset(&seen(&open, &user)), "{user}");
        }
    }

    #[test]
    fn every_level_of_the_ladder_shows_what_the_lower_ones_show(lines in worlds(NOW)) {
        let mut below: Option<BTreeSet<String>> = None;
        for level in naive::roles::LEVELS {
            let mut lines = lines.clone();
            lines.push(json!({"kind": "guest", "id": "climber", "email": "climber@else.example", "roles": []}));
            lines.push(json!({"kind": "grant", "id": "climb", "to": "climber", "on": {"customer": "c0"}, "role": level}));
            let seen = seen(&World::from_lines(&lines, NOW), "climber");
            if let Some(below) = below {
                prop_assert!(below.is_subset(&seen), "{level}");
            }
            below = Some(seen);
        }
    }

    #[test]
    fn members_see_every_item_and_all_of_it(lines in worlds(NOW)) {
        let world = World::from_lines(&lines, NOW);
        for item in world.items() {
            prop_assert!(world.visible("ona", item, NOW));
            let all = naive::permissions::Permissions::everything().set(item.module, "fields");
            prop_assert_eq!(world.fields("mia", item, NOW), all);
        }
    }

    #[test]
    fn a_cut_world_still_stands(lines in worlds(NOW), keep in prop::collection::vec(any::<bool>(), 1..50)) {
        let mut cut = naive::worlds::Cut::new(lines);
        for fails in keep {
            use proptest::strategy::ValueTree;
            let more = if fails { cut.simplify() } else { cut.complicate() };
            prop_assume!(more);
        }
        let lines = proptest::strategy::ValueTree::current(&cut);
        prop_assert_eq!(naive::references::without_dangling(&lines), lines);
    }
}

proptest! {
    // A case compares all that every user sees.
    #![proptest_config(ProptestConfig { cases: 4, ..config() })]

    #[test]
    fn what_cannot_be_seen_changes_nothing_that_can(lines in worlds(NOW), seed in any::<u64>()) {
        let one = World::from_lines(&lines, NOW);
        for user in judged(&one) {
            let other = World::from_lines(&unseen(&lines, &user, NOW, seed), NOW);
            prop_assert_eq!(one.everything_seen(&user, NOW), other.everything_seen(&user, NOW), "{}", user);
            for module in naive::catalogue::MODULES {
                for number in 0..4 {
                    let ask = list_question(seed.wrapping_add(number), &one, &user, module.name, NOW);
                    prop_assert_eq!(answer(&one, &user, module.name, &ask), answer(&other, &user, module.name, &ask), "{} {:?}", user, ask);
                }
            }
        }
    }
}

#[test]
fn the_same_seed_makes_the_same_world() {
    assert_eq!(world(7, NOW), world(7, NOW));
    assert_ne!(world(7, NOW), world(8, NOW));
}

#[test]
fn random_worlds_open_and_close_enough_to_be_worth_comparing() {
    let mut because = std::collections::BTreeMap::new();
    let (mut visible, mut overlapping, mut questions) = (0, 0, 0);
    for seed in 0..40 {
        let world = World::from_lines(&world(seed, NOW), NOW);
        for user in judged(&world) {
            for item in world.items() {
                let paths = world.paths(&user, item, NOW);
                let opening = paths.iter().filter(|path| path.opens()).count();
                questions += 1;
                visible += usize::from(opening > 0);
                overlapping += usize::from(opening > 1);
                for path in paths {
                    *because.entry(path.because).or_insert(0) += 1;
                }
            }
        }
    }
    assert!(visible * 20 > questions, "{visible} of {questions}");
    assert!(overlapping * 5 > visible, "{overlapping} of {visible}");
    assert_eq!(because.len(), 17, "every reason is met: {because:?}");
}

#[test]
fn what_is_not_there_is_not_visible() {
    let world = World::from_lines(
        &[json!({"kind": "member", "id": "a", "email": "a@b.example", "name": "A"})],
        NOW,
    );
    assert!(!world.visible(
        "a",
        Item {
            module: "tasks",
            id: "t"
        },
        NOW
    ));
    assert!(!world.visible(
        "nobody",
        Item {
            module: "tasks",
            id: "t"
        },
        NOW
    ));
    let none: Vec<Value> = Vec::new();
    assert!(World::from_lines(&none, NOW).items().is_empty());
}
