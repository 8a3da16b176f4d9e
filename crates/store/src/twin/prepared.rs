//! What a page prepares: fields that it does not show, and what it gathers for several questions. Neither changes
//! which items come, in which order, or what is said of them.

use super::in_every_world;
use super::lists::{parameters, random};
use super::world::Imported;
use crate::ReadError;
use crate::testing::Engine;
use access::Module;
use serde_json::Value;
use std::collections::BTreeSet;

const ROUNDS: u64 = 5;

/// Random questions about a module, each with a limit of its own.
fn questions(imported: &Imported, user: &str, module: Module) -> Vec<Vec<(String, String)>> {
    (0..ROUNDS)
        .map(|round| {
            let seed = user.len() as u64 * 1_000 + module as u64 * 10 + round;
            let question = random(imported, user, module, seed);
            let mut asked = parameters(imported, module, &question);
            asked.push(("limit".to_owned(), (1 + round * 4).to_string()));
            asked
        })
        .collect()
}

async fn what_is_gathered_answers_alike(imported: &mut Imported) {
    let mut handfuls = 0;
    for user in imported.twin.users() {
        let mut gathered = imported.reader(&user).await;
        let every = Module::ALL.map(|module| (module, module.entry().fields));
        gathered.gather(&every).await.unwrap();
        for module in Module::ALL {
            handfuls += usize::from(gathered.prepared.handful(module).is_some());
            for asked in questions(imported, &user, module) {
                let mut reader = imported.reader(&user).await;
                let wanted = reader.list(module, &asked).await;
                let got = gathered.list(module, &asked).await;
                let told = format!("{imported}: {user} asks {module} {asked:?}");
                assert_eq!(format!("{got:?}"), format!("{wanted:?}"), "{told}");
                for finished in [None, Some(false), Some(true)] {
                    let mut reader = imported.reader(&user).await;
                    let wanted = reader.list_under_projects(module, &asked, finished).await;
                    let got = gathered.list_under_projects(module, &asked, finished).await;
                    assert_eq!(
                        format!("{got:?}"),
                        format!("{wanted:?}"),
                        "{imported}: {user} asks {module} {asked:?} {finished:?}"
                    );
                }
            }
        }
        let few = [("limit".to_owned(), "3".to_owned())];
        let twin = &imported.twin;
        for item in twin.items() {
            let module = Module::named(item.module).unwrap();
            let public = imported.public(item.module, item.id);
            for relation in module.entry().relations {
                let mut reader = imported.reader(&user).await;
                let wanted = reader.related(module, &public, relation, &few).await;
                let got = gathered.related(module, &public, relation, &few).await;
                let told = format!("{imported}: {user} follows {relation} of {item:?}");
                assert_eq!(format!("{got:?}"), format!("{wanted:?}"), "{told}");
            }
        }
        let mut reader = imported.reader(&user).await;
        let wanted = reader.lately().await.unwrap();
        assert_eq!(
            gathered.lately().await.unwrap(),
            wanted,
            "{imported}: {user}"
        );
        let wanted = reader.sees_any_of(&Module::ALL).await.unwrap();
        let got = gathered.sees_any_of(&Module::ALL).await.unwrap();
        assert_eq!(got, wanted, "{imported}: {user}");
    }
    assert!(handfuls > 0, "{imported}: nothing was gathered");
}

async fn what_is_not_shown_is_all_that_is_left_out(imported: &mut Imported) {
    for user in imported.twin.users() {
        for module in Module::ALL {
            for (round, asked) in questions(imported, &user, module).into_iter().enumerate() {
                let fields = module.entry().fields.iter().enumerate();
                let shown: Vec<&str> = fields
                    .filter(|(place, _)| (place + round) % 3 == 0)
                    .map(|(_, name)| *name)
                    .collect();
                let whole = imported.reader(&user).await.list(module, &asked).await;
                let mut reader = imported.reader(&user).await;
                reader.shows(module, &shown);
                let part = reader.list(module, &asked).await;
                let told = format!("{imported}: {user} asks {module} {asked:?} of {shown:?}");
                let refused = |answer: &Result<String, ReadError>| {
                    answer.as_ref().err().map(|error| format!("{error:?}"))
                };
                assert_eq!(refused(&part), refused(&whole), "{told}");
                let (Ok(whole), Ok(part)) = (&whole, &part) else {
                    continue;
                };
                let whole: Value = serde_json::from_str(whole).unwrap();
                let part: Value = serde_json::from_str(part).unwrap();
                assert_eq!(part["next"], whole["next"], "{told}");
                let items = |page: &Value| page["items"].as_array().unwrap().clone();
                assert_eq!(items(&part).len(), items(&whole).len(), "{told}");
                for (part, whole) in items(&part).iter().zip(&items(&whole)) {
                    let (part, whole) = (part.as_object().unwrap(), whole.as_object().unwrap());
                    let differing = part
                        .iter()
                        .filter(|(key, value)| whole.get(*key) != Some(value));
                    assert_eq!(differing.count(), 0, "{told}: {part:?} of {whole:?}");
                    let left_out: BTreeSet<&str> = whole
                        .keys()
                        .map(String::as_str)
                        .filter(|key| !part.contains_key(*key))
                        .collect();
                    let hidden =
                        |key: &&str| !module.entry().fields.contains(key) || shown.contains(key);
                    assert!(!left_out.iter().any(hidden), "{told}: {left_out:?}");
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_gathered_once_answers_as_the_database_does_on_sqlite() {
    in_every_world(Engine::Sqlite, 61_000, what_is_gathered_answers_alike).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_gathered_once_answers_as_the_database_does_on_postgresql() {
    in_every_world(Engine::Postgres, 61_000, what_is_gathered_answers_alike).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_page_does_not_show_is_all_that_is_left_out_on_both() {
    for engine in Engine::both() {
        in_every_world(engine, 62_000, what_is_not_shown_is_all_that_is_left_out).await;
    }
}
