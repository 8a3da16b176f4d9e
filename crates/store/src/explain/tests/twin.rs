//! The answers against those of the naive twin, and against what the reads show.

use super::planted::Planted;
use super::read;
use crate::testing::Engine;
use access::Facet;
use access::Module;
use naive::Viewer;
use naive::worlds::{NOW, world};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The twin's path with the server's ids.
fn ours(planted: &Planted, path: &Value) -> String {
    let mut path = path.clone();
    if let Some(grant) = path["grant"].as_str() {
        path["grant"] = json!(planted.grant(grant));
    }
    path["subject"] = json!(planted.item(path["subject"].as_str().unwrap()));
    path.to_string()
}

/// An answer in which the order of paths is of no matter.
fn settled(told: &Value, path: impl Fn(&Value) -> String) -> Value {
    let paths: Vec<String> = told["paths"].as_array().unwrap().iter().map(path).collect();
    let mut settled = json!({"visible": told["visible"], "paths": sorted(paths.clone())});
    for facet in ["fields", "relations", "actions"] {
        let names: BTreeMap<&String, Value> = told[facet]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, told)| {
                let by = told["by"].as_array().unwrap().iter();
                let by = by
                    .map(|n| paths[n.as_u64().unwrap() as usize].clone())
                    .collect();
                (
                    name,
                    json!({"shown": told["shown"], "capped": told["capped"], "by": sorted(by)}),
                )
            })
            .collect();
        settled[facet] = json!(names);
    }
    settled
}

fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort();
    texts
}

/// Seeds that both engines try, and some more on the quicker one.
fn seeds(engine: Engine) -> std::ops::Range<u64> {
    match engine {
        Engine::Sqlite => 300..308,
        Engine::Postgres => 300..302,
    }
}

#[tokio::test]
async fn explain_tells_the_paths_and_names_that_the_twin_tells() {
    for engine in Engine::both() {
        for seed in seeds(engine) {
            let planted = Planted::new(engine, world(seed, NOW)).await;
            let world = planted.world();
            let mut operator = planted.operator(NOW).await;
            let judged = world.users().into_iter();
            for user in judged.filter(|user| world.viewer(user) != Some(Viewer::Staff)) {
                let shown = planted.user(&user);
                for item in world.items() {
                    let place = planted.item(&format!("{}/{}", item.module, item.id));
                    let told = read(&operator.explain(&shown, &place, None).await.unwrap());
                    let twins = world.explain(&user, item, NOW);
                    let told_so = settled(&told, Value::to_string);
                    let twin_so = settled(&twins, |path| ours(&planted, path));
                    assert_eq!(told_so, twin_so, "{engine:?} {seed} {user} {item:?}");
                    assert_eq!(told["user"], shown.as_str());
                    assert_eq!(told["item"], place.as_str());
                    assert_eq!(told["at"], Value::Null);
                }
            }
        }
    }
}

#[tokio::test]
async fn what_explain_says_is_what_the_item_shows() {
    for engine in Engine::both() {
        for seed in seeds(engine) {
            let planted = Planted::new(engine, world(seed + 50, NOW)).await;
            let world = planted.world();
            let mut operator = planted.operator(NOW).await;
            for user in world.users() {
                let mut reader = planted.reader(&user).await;
                let shown = planted.user(&user);
                for item in world.items() {
                    let place = planted.item(&format!("{}/{}", item.module, item.id));
                    let told = read(&operator.explain(&shown, &place, None).await.unwrap());
                    let module = Module::named(item.module).unwrap();
                    let id = place.split_once('/').unwrap().1;
                    let seen = reader
                        .item(module, id)
                        .await
                        .unwrap()
                        .map(|seen| read(&seen));
                    let told_names = |facet: &str| -> BTreeSet<String> {
                        let names = told[facet].as_object().unwrap().iter();
                        names
                            .filter(|(_, told)| told["shown"] == true)
                            .map(|(name, _)| name.clone())
                            .collect()
                    };
                    let listed = |key: &str| -> BTreeSet<String> {
                        let seen = seen
                            .as_ref()
                            .map(|seen| seen[key].as_array().unwrap().as_slice());
                        seen.unwrap_or_default()
                            .iter()
                            .map(|name| name.as_str().unwrap().to_owned())
                            .collect()
                    };
                    let fields: BTreeSet<String> = module
                        .entry()
                        .names(Facet::Fields)
                        .iter()
                        .filter(|name| seen.as_ref().is_some_and(|seen| seen.get(**name).is_some()))
                        .map(|name| (*name).to_owned())
                        .collect();
                    let mut told_fields = told_names("fields");
                    // Columns of an order's lines are no keys of the order.
                    for column in ["unit_price", "discount", "amount"] {
                        told_fields.remove(column);
                    }
                    let at = format!("{engine:?} {seed} {user} {item:?}");
                    assert_eq!(told["visible"], seen.is_some(), "{at}");
                    assert_eq!(told_fields, fields, "{at}");
                    assert_eq!(told_names("relations"), listed("relations"), "{at}");
                    assert_eq!(told_names("actions"), listed("can"), "{at}");
                }
            }
        }
    }
}

#[tokio::test]
async fn who_names_those_that_the_twin_names_page_by_page() {
    for engine in Engine::both() {
        for seed in seeds(engine) {
            let planted = Planted::new(engine, world(seed + 100, NOW)).await;
            let world = planted.world();
            let mut operator = planted.operator(NOW).await;
            for item in world.items() {
                let place = planted.item(&format!("{}/{}", item.module, item.id));
                let theirs: BTreeSet<String> = world
                    .who(item, NOW)
                    .iter()
                    .map(|user| planted.user(user))
                    .collect();
                let mut pages = Vec::new();
                let mut cursor: Option<String> = None;
                loop {
                    let mut parameters = vec![("limit".to_owned(), "1".to_owned())];
                    parameters.extend(cursor.map(|cursor| ("cursor".to_owned(), cursor)));
                    let page = read(&operator.who(&place, None, &parameters).await.unwrap());
                    pages.extend(page["items"].as_array().unwrap().clone());
                    cursor = page["next"].as_str().map(str::to_owned);
                    if cursor.is_none() {
                        break;
                    }
                }
                let whole = read(&operator.who(&place, None, &[]).await.unwrap());
                assert_eq!(whole["items"], json!(pages), "{engine:?} {seed} {item:?}");
                let ids: Vec<&str> = pages
                    .iter()
                    .map(|sees| sees["user"]["id"].as_str().unwrap())
                    .collect();
                assert!(ids.is_sorted());
                assert_eq!(
                    ids.iter()
                        .map(|id| (*id).to_owned())
                        .collect::<BTreeSet<_>>(),
                    theirs
                );
                for sees in &pages {
                    let told = operator
                        .explain(sees["user"]["id"].as_str().unwrap(), &place, None)
                        .await
                        .unwrap();
                    let told = read(&told);
                    let opening: Vec<&Value> = told["paths"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .filter(|path| path["opens"] == true)
                        .collect();
                    assert_eq!(sees["paths"], json!(opening));
                }
            }
        }
    }
}

#[tokio::test]
async fn an_instant_since_which_nothing_changed_answers_as_now() {
    for engine in Engine::both() {
        let planted = Planted::new(engine, world(451, NOW)).await;
        let world = planted.world();
        let mut operator = planted.operator(NOW).await;
        for user in world.users() {
            let shown = planted.user(&user);
            for item in world.items() {
                let place = planted.item(&format!("{}/{}", item.module, item.id));
                let now = read(&operator.explain(&shown, &place, None).await.unwrap());
                let mut then = read(&operator.explain(&shown, &place, Some(NOW)).await.unwrap());
                assert_eq!(then["at"], NOW.to_string());
                assert_eq!(then["items_as_of"], "now");
                let then = then.as_object_mut().unwrap();
                then.remove("items_as_of");
                then.insert("at".to_owned(), Value::Null);
                assert_eq!(
                    Value::Object(then.clone()),
                    now,
                    "{engine:?} {user} {item:?}"
                );
            }
        }
        for item in world.items() {
            let place = planted.item(&format!("{}/{}", item.module, item.id));
            let now = read(&operator.who(&place, None, &[]).await.unwrap());
            let then = read(&operator.who(&place, Some(NOW), &[]).await.unwrap());
            assert_eq!(then["items"], now["items"]);
        }
    }
}
