//! Stages: made, moved, deleted with a replacement.

use super::super::{Shelf, WriteError};
use super::desk::{Desk, pointers};
use crate::staff::tests::house::House;
use crate::testing::Engine;
use access::Module;
use serde_json::json;

#[tokio::test]
async fn what_is_in_a_deleted_stage_moves_to_its_replacement() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let ben = Desk::of(&house, "ben@acme.example").await;
        let (open, closed) = (
            house.id("stage", "open").await,
            house.id("stage", "closed").await,
        );
        ben.delete_stage(&open, Some(&closed)).await.unwrap();
        let tasks = "SELECT COUNT(*) FROM task t JOIN stage s ON s.account_id = t.account_id AND s.id = t.stage_id \
             WHERE t.account_id = $1 AND s.source_id = 'closed'";
        assert_eq!(house.numbers(tasks).await, [2]);
        let percent = "SELECT percent_tasks FROM project WHERE account_id = $1";
        assert_eq!(house.numbers(percent).await, [100]);
        let gone = ben.delete_stage(&open, None).await;
        assert!(matches!(gone, Err(WriteError::NotFound)));
        ben.delete_stage(&closed, None).await.unwrap();
        let without = "SELECT COUNT(*) FROM task WHERE account_id = $1 AND stage_id IS NULL";
        assert_eq!(house.numbers(without).await, [2]);
    }
}

#[tokio::test]
async fn a_replacement_is_another_stage_of_the_same_module() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let ben = Desk::of(&house, "ben@acme.example").await;
        let open = house.id("stage", "open").await;
        let of_projects = house.id("stage", "planned").await;
        for wrong in [
            &open,
            &of_projects,
            "0123456789abcdef0123456789abcdef",
            "",
            "x",
        ] {
            let refused = ben.delete_stage(&open, Some(wrong)).await;
            let refused = refused.map(|()| json!(null));
            assert_eq!(pointers(refused), ["/replacement"], "{wrong}");
        }
        assert_eq!(
            house
                .numbers("SELECT COUNT(*) FROM stage WHERE account_id = $1 AND source_id = 'open'")
                .await,
            [1]
        );
    }
}

#[tokio::test]
async fn ready_made_stages_are_the_accounts_own() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let ben = Desk::of(&house, "ben@acme.example").await;
        let planned = house.id("stage", "planned").await;
        let changed = ben
            .patch(
                Shelf::Stages,
                &planned,
                json!({"name": "Someday", "color": "#aabbcc", "position": 9}),
            )
            .await
            .unwrap();
        assert_eq!(
            (&changed["name"], &changed["color"], &changed["module"]),
            (&json!("Someday"), &json!("#aabbcc"), &json!("projects"))
        );
        let moved = ben
            .patch(Shelf::Stages, &planned, json!({"module": "tasks"}))
            .await;
        assert_eq!(pointers(moved), ["/module"]);
        ben.delete_stage(&planned, None).await.unwrap();
        let made = ben
            .post(
                Shelf::Stages,
                json!({"module": "projects", "name": "Idea", "position": 0}),
            )
            .await
            .unwrap();
        assert_eq!(made["closed"], false);
        let p1 = house.id("project", "p1").await;
        let project = ben
            .patch(
                Shelf::Items(Module::Projects),
                &p1,
                json!({"stage": made["id"]}),
            )
            .await
            .unwrap();
        assert_eq!(project["stage"]["name"], "Idea");
    }
}
