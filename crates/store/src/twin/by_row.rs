//! What shows on one row and not on the next, asked for in every way; found missing when the code was broken on
//! purpose (`docs/mutations.md`).

use super::world::Imported;
use crate::testing::{Engine, TestDb};
use access::Module;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A guest with two tasks, of which only `open` shows its description and its files.
fn lines() -> Vec<Value> {
    let grant = |id: &str, task: &str, permissions: Value| json!({"kind": "grant", "id": id, "to": "g", "on": {"task": task}, "permissions": permissions});
    let task = |id: &str| json!({"kind": "task", "id": id, "title": "Draw", "description": "green ink", "percent": 40});
    let file = |id: &str, task: &str| {
        json!({"kind": "file", "id": id, "on": {"task": task}, "name": "a.txt", "external": true,
               "content": {"base64": "aGVsbG8="}})
    };
    vec![
        json!({"kind": "member", "id": "ada", "email": "ada@acme.example", "name": "Ada", "role": "admin"}),
        json!({"kind": "guest", "id": "g", "email": "g@else.example", "name": "Gus"}),
        task("open"),
        task("shut"),
        grant(
            "gr1",
            "open",
            json!({"tasks": {"fields": ["description", "percent"], "relations": ["files"]}}),
        ),
        grant("gr2", "shut", json!({"tasks": {}})),
        file("f1", "open"),
        file("f2", "shut"),
    ]
}

async fn found(imported: &Imported, name: &str, value: &str) -> BTreeSet<String> {
    let asked = [(name.to_owned(), value.to_owned())];
    let page = imported
        .reader("g")
        .await
        .list(Module::Tasks, &asked)
        .await
        .unwrap();
    let page: Value = serde_json::from_str(&page).unwrap();
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|item| imported.source(item["id"].as_str().unwrap()))
        .collect()
}

#[tokio::test]
async fn a_row_is_found_by_nothing_that_does_not_show_on_it() {
    for engine in Engine::both() {
        let test = TestDb::new(engine).await;
        let imported = Imported::of(test.db(), "rows", 0, lines()).await;
        let both = found(&imported, "q", "draw").await;
        assert_eq!(both.len(), 2, "{engine:?}: the title shows on both");
        for (name, value) in [
            ("q", "ink"),
            ("filter[description]", "green ink"),
            ("filter[description][gte]", "a"),
            ("filter[percent]", "40"),
            ("filter[percent][lt]", "50"),
        ] {
            let ids = found(&imported, name, value).await;
            assert_eq!(
                ids,
                BTreeSet::from(["open".to_owned()]),
                "{engine:?}: {name}={value}"
            );
        }
        for name in ["filter[description]", "filter[percent]"] {
            let without = found(&imported, name, "").await;
            assert_eq!(
                without,
                BTreeSet::from(["shut".to_owned()]),
                "{engine:?}: no value in {name}"
            );
        }
    }
}

#[tokio::test]
async fn a_file_of_a_task_that_shows_without_its_files_does_not_come_out() {
    for engine in Engine::both() {
        let test = TestDb::new(engine).await;
        let imported = Imported::of(test.db(), "files", 0, lines()).await;
        let mut came = Vec::new();
        for file in ["f1", "f2"] {
            let id = imported.public_of("file", file).unwrap();
            came.push(
                imported
                    .reader("g")
                    .await
                    .file(&id)
                    .await
                    .unwrap()
                    .is_some(),
            );
        }
        assert_eq!(came, [true, false], "{engine:?}");
    }
}
