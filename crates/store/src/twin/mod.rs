//! The reads against the naive twin: random worlds are imported, and every list, item, relation and
//! part that every user gets is compared with what the second reading of the access model says.
//!
//! `VESTIBULE_WORLDS` says how many worlds; the worlds are the same in every run.

mod by_row;
mod difficult;
mod echo;
mod growth;
mod lists;
mod navigation;
mod prepared;
mod world;

use crate::testing::{Engine, TestDb};
use access::Module;
use naive::Item;
use naive::worlds::NOW;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use world::Imported;

#[expect(
    clippy::disallowed_methods,
    reason = "the length of a test run is the runner's to say"
)]
fn worlds() -> u64 {
    let asked = std::env::var("VESTIBULE_WORLDS").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(12)
}

async fn in_every_world(engine: Engine, first: u64, check: impl AsyncFn(&mut Imported)) {
    let test = TestDb::new(engine).await;
    for seed in first..first + worlds() {
        let mut imported = Imported::new(test.db(), seed).await;
        check(&mut imported).await;
    }
}

/// Every item of a module that a user gets over all pages, with the server's ids made the bundle's.
async fn all(
    imported: &Imported,
    user: &str,
    module: Module,
    query: &[(&str, &str)],
) -> Vec<Value> {
    let mut items = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let mut reader = imported.reader(user).await;
        let mut parameters: Vec<(String, String)> = query
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect();
        parameters.push(("limit".to_owned(), "3".to_owned()));
        parameters.extend(cursor.take().map(|c| ("cursor".to_owned(), c)));
        let page = reader.list(module, &parameters).await;
        let page = page.unwrap_or_else(|e| panic!("{user} {module} {query:?}: {e:?}"));
        let page: Value = serde_json::from_str(&page).unwrap();
        items.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => return items,
        }
    }
}

fn ids(items: &[Value], imported: &Imported) -> Vec<String> {
    items
        .iter()
        .map(|item| imported.source(item["id"].as_str().unwrap()))
        .collect()
}

async fn lists_and_items_agree(imported: &mut Imported) {
    let twin = &imported.twin;
    for user in twin.users() {
        for module in Module::ALL {
            let items = all(imported, &user, module, &[]).await;
            let got = ids(&items, imported);
            let set: BTreeSet<String> = got.iter().cloned().collect();
            assert_eq!(
                set.len(),
                got.len(),
                "{imported}: {user} gets an item of {module} twice"
            );
            let wanted: BTreeSet<String> =
                twin.list(&user, module.name(), NOW).into_iter().collect();
            assert_eq!(set, wanted, "{imported}: {user} lists {module}");
            let order: Vec<_> = items
                .iter()
                .map(|item| item["id"].as_str().unwrap().to_owned())
                .collect();
            assert!(
                order.is_sorted(),
                "{imported}: {user} gets {module} out of order"
            );
            for item in &items {
                let id = imported.source(item["id"].as_str().unwrap());
                let wanted = twin
                    .show(
                        &user,
                        Item {
                            module: module.name(),
                            id: &id,
                        },
                        NOW,
                    )
                    .unwrap();
                let got = imported.in_its_words(item);
                assert_eq!(
                    differing(&got, &wanted),
                    Vec::<String>::new(),
                    "{imported}: {user} sees {module}/{id}"
                );
            }
        }
    }
}

/// The keys that differ, with both values.
fn differing(got: &Value, wanted: &Value) -> Vec<String> {
    let (Some(got), Some(wanted)) = (got.as_object(), wanted.as_object()) else {
        return if got == wanted {
            Vec::new()
        } else {
            vec![format!("{got} is not {wanted}")]
        };
    };
    let keys: BTreeSet<&String> = got.keys().chain(wanted.keys()).collect();
    keys.into_iter()
        .filter(|key| got.get(*key) != wanted.get(*key))
        // The colours of ready-made stages are ours; the pages leave them open.
        .filter(|key| *key != "color" || wanted[*key] != Value::Null)
        .filter(|key| *key != "stage" || !differing(&got[*key], &wanted[*key]).is_empty())
        .map(|key| format!("{key}: {:?} is not {:?}", got.get(key), wanted.get(key)))
        .collect()
}

async fn single_checks_agree(imported: &mut Imported) {
    let twin = &imported.twin;
    for user in twin.users() {
        let mut reader = imported.reader(&user).await;
        for item in twin.items() {
            let module = Module::named(item.module).unwrap();
            let public = imported.public(item.module, item.id);
            let got = reader.item(module, &public).await.unwrap();
            let got = got.map(|json| imported.in_its_words(&serde_json::from_str(&json).unwrap()));
            let wanted = twin.show(&user, item, NOW);
            let (got, wanted) = (got.unwrap_or_default(), wanted.unwrap_or_default());
            assert_eq!(
                differing(&got, &wanted),
                Vec::<String>::new(),
                "{imported}: {user} asks for {item:?}"
            );
        }
    }
}

async fn relations_agree(imported: &mut Imported) {
    let twin = &imported.twin;
    for user in twin.users() {
        let mut reader = imported.reader(&user).await;
        for item in twin.items() {
            let module = Module::named(item.module).unwrap();
            let public = imported.public(item.module, item.id);
            for relation in module.entry().relations {
                let got = match reader.related(module, &public, relation, &[]).await {
                    Ok(json) => {
                        Some(serde_json::from_str::<Value>(&json).unwrap()["items"].clone())
                    }
                    Err(crate::ReadError::NotFound) => None,
                    Err(error) => panic!("{imported}: {user} {item:?} {relation}: {error:?}"),
                };
                let wanted = twin.related(&user, item, relation, NOW);
                if let Some(wanted) = wanted {
                    let got = got.unwrap_or_else(|| {
                        panic!("{imported}: {user} gets no {relation} of {item:?}")
                    });
                    let got: BTreeSet<String> =
                        ids(got.as_array().unwrap(), imported).into_iter().collect();
                    let wanted: BTreeSet<String> = wanted.into_iter().collect();
                    assert_eq!(
                        got, wanted,
                        "{imported}: {user} follows {relation} of {item:?}"
                    );
                } else {
                    let wanted = twin
                        .parts(&user, item, relation, NOW)
                        .map(|parts| comparable(parts, relation));
                    let got = got.map(|got| {
                        let got = got
                            .as_array()
                            .unwrap()
                            .iter()
                            .map(|part| imported.in_its_words(part));
                        comparable(got.collect(), relation)
                    });
                    assert_eq!(
                        got, wanted,
                        "{imported}: {user} reads {relation} of {item:?}"
                    );
                }
            }
        }
    }
}

/// Parts without what only the server adds (payments' ids, the size of a file, keys without a value),
/// in one order.
fn comparable(mut parts: Vec<Value>, relation: &str) -> Vec<Value> {
    for part in &mut parts {
        let part = part.as_object_mut().unwrap();
        part.retain(|key, value| key != "size" && !value.is_null());
        // The twin writes an amount as it came in; we write it with its currency's decimals.
        if let Some(amount) = part
            .get("amount")
            .and_then(Value::as_str)
            .map(str::to_owned)
        {
            let shortest = match amount.contains('.') {
                true => amount
                    .trim_end_matches('0')
                    .trim_end_matches('.')
                    .to_owned(),
                false => amount,
            };
            part.insert("amount".to_owned(), shortest.into());
        }
        if relation == "payments" {
            part.remove("id");
            part.remove("invoice");
        }
    }
    parts.sort_by_key(|part| json!(part).to_string());
    parts
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_and_items_are_what_the_model_says_on_sqlite() {
    in_every_world(Engine::Sqlite, 0, lists_and_items_agree).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_and_items_are_what_the_model_says_on_postgresql() {
    in_every_world(Engine::Postgres, 0, lists_and_items_agree).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn single_checks_are_what_the_model_says_on_sqlite() {
    in_every_world(Engine::Sqlite, 10_000, single_checks_agree).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn single_checks_are_what_the_model_says_on_postgresql() {
    in_every_world(Engine::Postgres, 10_000, single_checks_agree).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn relations_and_parts_are_what_the_model_says_on_sqlite() {
    in_every_world(Engine::Sqlite, 20_000, relations_agree).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn relations_and_parts_are_what_the_model_says_on_postgresql() {
    in_every_world(Engine::Postgres, 20_000, relations_agree).await;
}
