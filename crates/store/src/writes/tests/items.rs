//! Making, changing and deleting items.

use super::super::{Shelf, WriteError};
use super::desk::{Desk, log, pointers, said};
use crate::staff::tests::house::{House, now};
use crate::testing::Engine;
use access::Module;
use serde_json::json;

const TASKS: Shelf<'static> = Shelf::Items(Module::Tasks);
const PROJECTS: Shelf<'static> = Shelf::Items(Module::Projects);
const OF_PROJECT: &str =
    "SELECT percent_tasks FROM project WHERE account_id = $1 AND source_id = 'p1'";

#[tokio::test]
async fn what_is_made_is_answered_as_it_reads() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let cleo = Desk::of(&house, "cleo@acme.example").await;
        let (p1, col) = (
            house.id("project", "p1").await,
            house.id("person", "col").await,
        );
        let stage = house.id("stage", "open").await;
        let made = cleo
            .post(
                TASKS,
                json!({"title": "New", "project": p1, "assignee": col, "stage": stage, "due_on": "2026-04-01",
                    "collaborators": [col, col], "hours_estimated": "1.50"}),
            )
            .await
            .unwrap();
        assert_eq!(made["assignee"]["name"], "Col");
        assert_eq!(made["hours_estimated"], "1.5");
        assert_eq!(made["priority"], "normal");
        assert_eq!(made["created_at"], "2026-03-10T12:00:00Z");
        assert_eq!(made["collaborators"].as_array().unwrap().len(), 1);
        let id = made["id"].as_str().unwrap();
        let read = house
            .reader("cleo@acme.example")
            .await
            .item(Module::Tasks, id)
            .await;
        let read: serde_json::Value = serde_json::from_str(&read.unwrap().unwrap()).unwrap();
        assert_eq!(read, made);
        let (action, detail) = log(&house).await.pop().unwrap();
        assert_eq!(action, "task.create");
        assert_eq!(
            detail,
            format!(
                r#"{{"fields":["assignee","collaborators","due_on","hours_estimated","project","stage","title"],"on":"tasks/{id}"}}"#
            )
        );
        let log = crate::audit::verify(house.db()).await.unwrap();
        assert_eq!(log.broken_at, None);
    }
}

#[tokio::test]
async fn who_makes_a_project_stands_in_it() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let ben = Desk::of(&house, "ben@acme.example").await;
        let c1 = house.id("customer", "c1").await;
        let made = ben
            .post(
                PROJECTS,
                json!({"name": "Shop", "client": {"customer": c1}}),
            )
            .await
            .unwrap();
        assert_eq!(made["created_by"]["name"], "Ben Ohm");
        assert_eq!(made["client"]["customer"]["name"], "Alfreds Futterkiste");
    }
}

#[tokio::test]
async fn a_change_leaves_what_it_does_not_name() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let ben = Desk::of(&house, "ben@acme.example").await;
        let (t1, col) = (
            house.id("task", "t1").await,
            house.id("person", "col").await,
        );
        ben.patch(
            TASKS,
            &t1,
            json!({"followers": [col], "due_on": "2026-04-01"}),
        )
        .await
        .unwrap();
        let before = ben.patch(TASKS, &t1, json!({})).await.unwrap();
        let after = ben
            .patch(TASKS, &t1, json!({"title": "Second draft"}))
            .await
            .unwrap();
        assert_eq!(after["title"], "Second draft");
        let mut expected = before.clone();
        expected["title"] = json!("Second draft");
        assert_eq!(after, expected);
        // Null takes a value away, as a line that leaves it out does.
        let emptied = ben
            .patch(
                TASKS,
                &t1,
                json!({"due_on": null, "followers": [], "priority": null}),
            )
            .await
            .unwrap();
        assert_eq!(
            (&emptied["due_on"], &emptied["followers"]),
            (&json!(null), &json!([]))
        );
        assert_eq!(emptied["priority"], "normal");
        // The sender's id stays, so that the same bundle finds its record again.
        assert_eq!(house.id("task", "t1").await, t1);
        assert_eq!(
            house
                .numbers(
                    "SELECT COUNT(*) FROM audit WHERE account_id = $1 AND action = 'task.change'"
                )
                .await,
            [3],
            "a change that changes nothing leaves no line"
        );
    }
}

#[tokio::test]
async fn a_projects_percentages_follow() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let ben = Desk::of(&house, "ben@acme.example").await;
        let p1 = house.id("project", "p1").await;
        let (open, closed) = (
            house.id("stage", "open").await,
            house.id("stage", "closed").await,
        );
        assert_eq!(house.numbers(OF_PROJECT).await, [33]);
        let made = ben
            .post(
                TASKS,
                json!({"title": "Fourth", "project": p1, "stage": closed}),
            )
            .await
            .unwrap();
        assert_eq!(house.numbers(OF_PROJECT).await, [50]);
        let id = made["id"].as_str().unwrap();
        ben.patch(TASKS, id, json!({"stage": open})).await.unwrap();
        assert_eq!(house.numbers(OF_PROJECT).await, [25]);
        ben.delete(TASKS, id).await.unwrap();
        assert_eq!(house.numbers(OF_PROJECT).await, [33]);
        ben.patch(Shelf::Stages, &open, json!({"closed": true}))
            .await
            .unwrap();
        assert_eq!(house.numbers(OF_PROJECT).await, [100]);
    }
}

#[tokio::test]
async fn wrong_values_are_all_told_where_they_stand() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let ben = Desk::of(&house, "ben@acme.example").await;
        let p1 = house.id("project", "p1").await;
        let wrong = ben
            .post(
                TASKS,
                json!({"due_on": "soon", "percent": 101, "colour": "red", "percent_tasks": 1, "id": "x"}),
            )
            .await;
        assert_eq!(
            pointers(wrong),
            [
                "/colour",
                "/id",
                "/percent_tasks",
                "/title",
                "/due_on",
                "/percent"
            ]
        );
        for (body, at) in [
            (json!({"title": "A", "project": "p1"}), "/project"),
            (
                json!({"title": "A", "project": "0123456789abcdef0123456789abcdef"}),
                "/project",
            ),
            (json!({"title": "A", "followers": [1]}), "/followers/0"),
            (json!({"title": "A", "followers": ["col"]}), "/followers/0"),
            (json!({"title": "A", "stage": p1}), "/stage"),
        ] {
            assert_eq!(pointers(ben.post(TASKS, body).await), [at]);
        }
        let wrong = ben
            .patch(
                PROJECTS,
                &p1,
                json!({"budget": {"amount": "1.001", "currency": "EUR"}}),
            )
            .await;
        assert_eq!(pointers(wrong), ["/budget/amount"]);
        for body in [&b""[..], b"{", b"{\"title\":\"\xff\"}"] {
            let viewer = house.reader("ben@acme.example").await.viewer().clone();
            let refused = house
                .db()
                .create(&viewer, TASKS, Some(body), None, now())
                .await;
            assert!(
                matches!(refused, Err(WriteError::Unreadable(_))),
                "{refused:?}"
            );
        }
        assert_eq!(pointers(ben.post(TASKS, json!([])).await), [""]);
    }
}

#[tokio::test]
async fn what_is_hidden_refuses_as_what_never_was() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let vic = Desk::of(&house, "vic@free.example").await;
        let hidden = house.id("task", "t1").await;
        for (one, other) in [
            (hidden.as_str(), "0123456789abcdef0123456789abcdef"),
            (&hidden, "x"),
        ] {
            let body = json!({"title": "B"});
            let first = vic.patch(TASKS, one, body.clone()).await.unwrap_err();
            let second = vic.patch(TASKS, other, body).await.unwrap_err();
            assert_eq!(said(&first), said(&second));
            let first = vic.delete(TASKS, one).await.unwrap_err();
            let second = vic.delete(TASKS, other).await.unwrap_err();
            assert_eq!(said(&first), said(&second));
        }
        let column = "SELECT COUNT(*) FROM task WHERE account_id = $1";
        assert_eq!(house.numbers(column).await, [3]);
    }
}

#[tokio::test]
async fn a_change_to_what_somebody_else_changed_meanwhile_is_refused() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let ben = Desk::of(&house, "ben@acme.example").await;
        let t1 = house.id("task", "t1").await;
        let seen = house
            .reader("ben@acme.example")
            .await
            .item(Module::Tasks, &t1)
            .await;
        let seen = seen.unwrap().unwrap();
        let still = |json: &str| json == seen;
        let first = ben
            .patch_if(TASKS, &t1, json!({"title": "One"}), Some(&still))
            .await;
        assert_eq!(first.unwrap()["title"], "One");
        let second = ben
            .patch_if(TASKS, &t1, json!({"title": "Two"}), Some(&still))
            .await;
        assert!(matches!(second, Err(WriteError::ChangedMeanwhile)));
        let viewer = house.reader("ben@acme.example").await.viewer().clone();
        let deleted = house
            .db()
            .delete(&viewer, TASKS, &t1, Some(&still), now())
            .await;
        assert!(matches!(deleted, Err(WriteError::ChangedMeanwhile)));
    }
}

#[tokio::test]
async fn two_who_change_one_task_at_once_both_count() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let (ben, cleo) = (
            Desk::of(&house, "ben@acme.example").await,
            Desk::of(&house, "cleo@acme.example").await,
        );
        let t1 = house.id("task", "t1").await;
        for round in 0..5 {
            let (first, second) = tokio::join!(
                ben.patch(TASKS, &t1, json!({"title": format!("Round {round}")})),
                cleo.patch(TASKS, &t1, json!({"percent": round}))
            );
            first.unwrap();
            second.unwrap();
            let read = ben.patch(TASKS, &t1, json!({})).await.unwrap();
            assert_eq!(
                (&read["title"], &read["percent"]),
                (&json!(format!("Round {round}")), &json!(round))
            );
        }
        let log = crate::audit::verify(house.db()).await.unwrap();
        assert_eq!(log.broken_at, None);
    }
}

#[tokio::test]
async fn deleting_takes_along_what_hangs_on_it() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let ben = Desk::of(&house, "ben@acme.example").await;
        let p1 = house.id("project", "p1").await;
        ben.delete(PROJECTS, &p1).await.unwrap();
        assert_eq!(
            house
                .numbers(
                    "SELECT COUNT(*) FROM access_grant WHERE account_id = $1 AND subject_module = 1"
                )
                .await,
            [0]
        );
        let open = "SELECT COUNT(*) FROM access_grant_history WHERE account_id = $1 AND subject_module = 1 \
            AND valid_to > 9000000000000000000";
        assert_eq!(house.numbers(open).await, [0]);
        assert_eq!(
            house
                .numbers("SELECT COUNT(*) FROM task WHERE account_id = $1 AND project_id IS NULL")
                .await,
            [3]
        );
        // An owner holds customer c2.
        let c2 = house.id("customer", "c2").await;
        let refused = ben.delete(Shelf::Items(Module::Customers), &c2).await;
        assert!(
            matches!(refused, Err(WriteError::OwnerGrant)),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn nothing_that_is_written_in_one_account_reaches_another() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house.found("bolt", "Bolt").await;
        house
            .bring("bolt", r#"{"kind":"project","id":"p1","name":"Theirs"}"#)
            .await;
        let theirs = {
            let account = house.account("bolt").await;
            static ID: crate::engine::Sql =
                crate::engine::Sql::fixed("SELECT public_id FROM project WHERE account_id = $1");
            let mut tx = house.db().snapshot().await.unwrap();
            let id = tx
                .one(&ID, &[account.into()], |row| row.id(0))
                .await
                .unwrap();
            crate::ids::show(&id.unwrap())
        };
        let ana = Desk::of(&house, "ana@acme.example").await;
        let never = "0123456789abcdef0123456789abcdef";
        for deed in ["patch", "delete"] {
            let answer = async |id: &str| match deed {
                "patch" => said(
                    &ana.patch(PROJECTS, id, json!({"name": "Ours"}))
                        .await
                        .unwrap_err(),
                ),
                _ => said(&ana.delete(PROJECTS, id).await.unwrap_err()),
            };
            assert_eq!(answer(&theirs).await, answer(never).await);
        }
        let refused = async |id: &str| {
            let answer = ana.post(TASKS, json!({"title": "A", "project": id})).await;
            said(&answer.unwrap_err()).replace(id, "ID")
        };
        assert_eq!(refused(&theirs).await, refused(never).await);
    }
}
