//! No echo: worlds that differ only in what a user cannot see give that user the same bytes; and
//! what happens in one account changes nothing in another.

use super::in_every_world;
use super::world::Imported;
use crate::testing::Engine;
use access::Module;
use naive::worlds::{NOW, unseen};
use std::fmt::Write;

/// Every byte that a user can obtain: all pages of all lists in every order, with cursors and
/// counts, every item by id whether it shows or not, all that hangs on it, and every refusal.
async fn everything(imported: &Imported, user: &str, ids: &[(Module, String)]) -> String {
    let mut all = String::new();
    let mut reader = imported.reader(user).await;
    for module in Module::ALL {
        let entry = module.entry();
        let names = entry.identity.iter().chain(entry.fields);
        let mut asked: Vec<Vec<(String, String)>> = vec![Vec::new()];
        for name in names {
            asked.push(vec![("sort".to_owned(), format!("-{name}"))]);
            asked.push(vec![(format!("filter[{name}]"), String::new())]);
        }
        asked.push(vec![("q".to_owned(), "a".to_owned())]);
        for mut question in asked {
            question.push(("count".to_owned(), "true".to_owned()));
            question.push(("limit".to_owned(), "4".to_owned()));
            loop {
                let page = reader.list(module, &question).await;
                let _ = writeln!(all, "{module} {question:?} {page:?}");
                let next = page.ok().and_then(|page| {
                    let page: serde_json::Value = serde_json::from_str(&page).unwrap();
                    page["next"].as_str().map(str::to_owned)
                });
                question.retain(|(name, _)| name != "cursor");
                match next {
                    Some(next) => question.push(("cursor".to_owned(), next)),
                    None => break,
                }
            }
        }
    }
    for (module, id) in ids {
        let _ = writeln!(all, "{module}/{id} {:?}", reader.item(*module, id).await);
        for relation in module.entry().relations {
            let related = reader.related(*module, id, relation, &[]).await;
            let _ = writeln!(all, "{module}/{id}/{relation} {related:?}");
        }
    }
    all
}

fn ids(imported: &Imported) -> Vec<(Module, String)> {
    let items = imported.twin.items().into_iter();
    items
        .map(|item| {
            (
                Module::named(item.module).unwrap(),
                imported.public(item.module, item.id),
            )
        })
        .collect()
}

fn outsiders(imported: &Imported) -> Vec<String> {
    let staff = |user: &String| imported.twin.viewer(user) == Some(naive::Viewer::Staff);
    imported
        .twin
        .users()
        .into_iter()
        .filter(|user| !staff(user))
        .collect()
}

/// Where two texts part, with what stands there.
fn first_difference(before: &str, after: &str) -> Option<String> {
    let mut pairs = before.lines().zip(after.lines());
    let differing = pairs.find(|(before, after)| before != after);
    match differing {
        Some((before, after)) => Some(format!("{before}\n{after}")),
        None => (before.len() != after.len()).then(|| "one is longer".to_owned()),
    }
}

async fn the_unseen_changes_no_byte(imported: &mut Imported) {
    let users = outsiders(imported);
    for (seed, user) in users.iter().enumerate().take(3) {
        let ids = ids(imported);
        let before = everything(imported, user, &ids).await;
        let other = unseen(imported.lines(), user, NOW, seed as u64);
        imported.become_world(other).await;
        let after = everything(imported, user, &ids).await;
        assert_eq!(
            first_difference(&before, &after),
            None,
            "{imported}: {user}"
        );
    }
}

async fn another_account_changes_no_byte(imported: &mut Imported) {
    let user = outsiders(imported).swap_remove(0);
    let ids = ids(imported);
    let before = everything(imported, &user, &ids).await;
    let neighbour = imported.neighbour().await;
    let after = everything(imported, &user, &ids).await;
    assert_eq!(
        first_difference(&before, &after),
        None,
        "{imported}: {user}"
    );
    let mut reader = imported.reader(&user).await;
    for item in neighbour.twin.items() {
        let module = Module::named(item.module).unwrap();
        let public = neighbour.public(item.module, item.id);
        assert_eq!(
            reader.item(module, &public).await.unwrap(),
            None,
            "{imported}: {user} {item:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_user_cannot_see_changes_no_byte_they_get_on_sqlite() {
    in_every_world(Engine::Sqlite, 50_000, the_unseen_changes_no_byte).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_user_cannot_see_changes_no_byte_they_get_on_postgresql() {
    in_every_world(Engine::Postgres, 50_000, the_unseen_changes_no_byte).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_in_another_account_changes_no_byte_and_shows_nothing() {
    for engine in Engine::both() {
        in_every_world(engine, 60_000, another_account_changes_no_byte).await;
    }
}
