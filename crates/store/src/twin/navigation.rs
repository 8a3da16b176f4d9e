//! The navigation: it names a module exactly where the model lists something of it.

use super::in_every_world;
use super::world::Imported;
use crate::testing::Engine;
use access::Module;
use naive::worlds::NOW;

async fn navigation_agrees(imported: &mut Imported) {
    let twin = &imported.twin;
    for user in twin.users() {
        let wanted: Vec<Module> = Module::ALL
            .into_iter()
            .filter(|module| !twin.list(&user, module.name(), NOW).is_empty())
            .collect();
        let mut reader = imported.reader(&user).await;
        let got = reader.sees_any_of(&Module::ALL).await.unwrap();
        assert_eq!(got, wanted, "{imported}: {user} is led to");
        // One at a time, and in another order, it says the same.
        for module in Module::ALL.into_iter().rev() {
            let mut reader = imported.reader(&user).await;
            let alone = reader.sees_any_of(&[module]).await.unwrap();
            assert_eq!(
                alone.contains(&module),
                wanted.contains(&module),
                "{imported}: {user} is led to {module}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_navigation_leads_where_the_model_lists_something_on_sqlite() {
    in_every_world(Engine::Sqlite, 60_000, navigation_agrees).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_navigation_leads_where_the_model_lists_something_on_postgresql() {
    in_every_world(Engine::Postgres, 60_000, navigation_agrees).await;
}
