//! What guests write, and that they write nothing else.

use super::super::{Shelf, WriteError};
use super::desk::{Desk, pointers, said};
use crate::staff::tests::house::House;
use crate::testing::Engine;
use access::Module;
use serde_json::json;

/// A refusal without the key that it is about.
fn without(said: &str, key: &str) -> String {
    said.replace(&format!("`{key}`"), "`KEY`")
        .replace(&format!("\"/{key}\""), "\"/KEY\"")
}

#[tokio::test]
async fn a_guest_comments_in_their_own_name_and_for_all_to_see() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let t1 = house.id("task", "t1").await;
        let col = Desk::of(&house, "col@free.example").await;
        let comments = Shelf::Parts(Module::Tasks, &t1, "comments");
        let made = col.post(comments, json!({"text": "Hello"})).await.unwrap();
        assert_eq!(
            (&made["author"]["name"], &made["text"]),
            (&json!("Col"), &json!("Hello"))
        );
        // Keys that are not a guest's refuse as keys that do not exist.
        let refused = async |key: &str| {
            let answer = col.post(comments, json!({"text": "A", key: false})).await;
            without(&said(&answer.unwrap_err()), key)
        };
        let unknown = refused("colour").await;
        for hidden in ["internal", "author", "at", "on"] {
            assert_eq!(refused(hidden).await, unknown);
        }
        let ben = Desk::of(&house, "ben@acme.example").await;
        ben.post(comments, json!({"text": "Between us", "internal": true}))
            .await
            .unwrap();
        let forged = ben
            .post(
                comments,
                json!({"text": "A", "author": house.id("person", "cleo").await}),
            )
            .await;
        assert_eq!(pointers(forged), ["/author"]);
    }
}

#[tokio::test]
async fn a_customers_admin_changes_its_contact_details_and_nothing_else() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let c1 = house.id("customer", "c1").await;
        let customers = Shelf::Items(Module::Customers);
        let olga = Desk::of(&house, "olga@alfreds.example").await;
        let changed = olga
            .patch(
                customers,
                &c1,
                json!({"phone": "030", "email": "info@alfreds.example"}),
            )
            .await
            .unwrap();
        assert_eq!(
            (&changed["phone"], &changed["email"]),
            (&json!("030"), &json!("info@alfreds.example"))
        );
        let refused = async |key: &str| {
            let answer = olga.patch(customers, &c1, json!({key: "x"})).await;
            without(&said(&answer.unwrap_err()), key)
        };
        let unknown = refused("colour").await;
        for other in [
            "name",
            "tax_id",
            "industry",
            "account_manager",
            "credit_limit",
        ] {
            assert_eq!(refused(other).await, unknown);
        }
        let deleted = olga.delete(customers, &c1).await;
        assert!(matches!(deleted, Err(WriteError::NotAllowed)));
        let pat = Desk::of(&house, "pat@alfreds.example").await;
        let refused = pat.patch(customers, &c1, json!({"phone": "1"})).await;
        assert!(matches!(refused, Err(WriteError::NotAllowed)));
    }
}

#[tokio::test]
async fn who_was_suspended_since_they_came_writes_nothing() {
    for engine in Engine::both() {
        for end in [
            "UPDATE person SET state = 2 WHERE account_id = $1 AND source_id = 'col'",
            "UPDATE person SET expires_at = 1 WHERE account_id = $1 AND source_id = 'col'",
            "UPDATE account_setting SET sharing_enabled = 0 WHERE account_id = $1",
            "UPDATE task SET assignee_id = NULL WHERE account_id = $1",
        ] {
            let house = House::new(engine).await;
            let t1 = house.id("task", "t1").await;
            let col = Desk::of(&house, "col@free.example").await;
            house.change(end).await;
            let comments = Shelf::Parts(Module::Tasks, &t1, "comments");
            let refused = col.post(comments, json!({"text": "A"})).await;
            assert!(matches!(refused, Err(WriteError::NotFound)), "{end}");
        }
    }
}

const OPEN: &str = r#"{"kind":"settings","ceiling":{}}
{"kind":"grant","id":"g-col","to":"col","on":{"project":"p1"},"role":"Collaborator"}
{"kind":"project","id":"p9","name":"Elsewhere"}"#;

#[tokio::test]
async fn who_may_create_tasks_on_a_project_does_and_owns_them() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let tasks = Shelf::Items(Module::Tasks);
        let col = Desk::of(&house, "col@free.example").await;
        let before = col.post(tasks, json!({"title": "A"})).await;
        assert!(matches!(before, Err(WriteError::NotAllowed)), "{before:?}");
        house.bring("acme", OPEN).await;
        let (p1, p9) = (
            house.id("project", "p1").await,
            house.id("project", "p9").await,
        );
        let made = col
            .post(
                tasks,
                json!({"title": "Mine", "project": p1, "due_on": "2026-04-01", "priority": "high"}),
            )
            .await
            .unwrap();
        assert_eq!(
            (&made["owner"]["name"], &made["priority"]),
            (&json!("Col"), &json!("high"))
        );
        // Of nothing, nothing is made; a project that is not seen is one that never was.
        let refused = col.post(tasks, json!({"title": "A"})).await;
        assert!(matches!(refused, Err(WriteError::NotAllowed)));
        let refused = async |id: &str| {
            let answer = col.post(tasks, json!({"title": "A", "project": id})).await;
            said(&answer.unwrap_err()).replace(id, "ID")
        };
        assert_eq!(
            refused(&p9).await,
            refused("0123456789abcdef0123456789abcdef").await
        );
        assert_eq!(
            pointers(col.post(tasks, json!({"title": "A", "project": p9})).await),
            ["/project"]
        );
        let refused = async |key: &str| {
            let answer = col
                .post(tasks, json!({"title": "A", "project": p1, key: null}))
                .await;
            without(&said(&answer.unwrap_err()), key)
        };
        let unknown = refused("colour").await;
        for other in [
            "owner",
            "stage",
            "percent",
            "hours_spent",
            "approval",
            "parent",
            "created_at",
            "followers",
        ] {
            assert_eq!(refused(other).await, unknown);
        }
    }
}

#[tokio::test]
async fn what_a_guest_names_of_a_new_task_is_what_the_same_path_shows() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house
            .bring(
                "acme",
                r#"{"kind":"settings","ceiling":{}}
{"kind":"grant","id":"g1","to":"nick","on":{"project":"p1"},"permissions":{"projects":{"relations":["tasks"],"actions":["create_task"]},"tasks":{"fields":["due_on"]}}}
{"kind":"grant","id":"g2","to":"nick","on":{"project":"p1"},"permissions":{"projects":{"relations":["tasks"]},"tasks":{"fields":["description"]}}}"#,
            )
            .await;
        let p1 = house.id("project", "p1").await;
        let nick = Desk::of(&house, "nick@alfreds.example").await;
        let tasks = Shelf::Items(Module::Tasks);
        let made = nick
            .post(
                tasks,
                json!({"title": "A", "project": p1, "due_on": "2026-04-01"}),
            )
            .await
            .unwrap();
        assert_eq!(made["due_on"], "2026-04-01");
        // It shows by another path, along which nothing is created.
        assert_eq!(made["description"], json!(null));
        let refused = nick
            .post(
                tasks,
                json!({"title": "A", "project": p1, "description": "x"}),
            )
            .await;
        assert_eq!(pointers(refused), ["/description"]);
    }
}

#[tokio::test]
async fn a_guest_assigns_to_themselves_and_to_those_they_may_write_to() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house.bring("acme", OPEN).await;
        let col = Desk::of(&house, "col@free.example").await;
        let tasks = Shelf::Items(Module::Tasks);
        let p1 = house.id("project", "p1").await;
        let assigned = async |to: &str| {
            let body = json!({"title": "A", "project": p1, "assignee": to});
            col.post(tasks, body).await
        };
        let own = assigned(&house.id("person", "col").await).await.unwrap();
        assert_eq!(own["assignee"]["name"], "Col");
        let ben = house.id("person", "ben").await;
        assert_eq!(assigned(&ben).await.unwrap()["assignee"]["name"], "Ben Ohm");
        let never = said(
            &assigned("0123456789abcdef0123456789abcdef")
                .await
                .unwrap_err(),
        );
        for other in ["cleo", "maria", "ana"] {
            let id = house.id("person", other).await;
            let refused = said(&assigned(&id).await.unwrap_err());
            assert_eq!(
                refused.replace(&id, "0123456789abcdef0123456789abcdef"),
                never,
                "{other}"
            );
        }
        house
            .bring("acme", r#"{"kind":"guest","id":"col","email":"col@free.example","name":"Col","roles":["Collaborator"],"available_users":["cleo"]}"#)
            .await;
        assert!(assigned(&house.id("person", "cleo").await).await.is_ok());
        assert_eq!(pointers(assigned(&ben).await), ["/assignee"]);
    }
}

#[tokio::test]
async fn a_ticket_is_its_guests_and_its_number_tells_nothing() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house.bring("acme", OPEN).await;
        let tickets = Shelf::Items(Module::Tickets);
        let col = Desk::of(&house, "col@free.example").await;
        let answer = col
            .post(
                tickets,
                json!({"subject": "Broken", "description": "All of it"}),
            )
            .await;
        let made = answer.unwrap();
        assert_eq!(
            (&made["subject"], &made["requester"]["name"]),
            (&json!("Broken"), &json!("Col"))
        );
        assert_eq!(made["number"].as_str().unwrap().len(), 10);
        assert_eq!(
            pointers(
                col.post(tickets, json!({"subject": "A", "number": "1"}))
                    .await
            ),
            ["/number"]
        );
        let refused = col
            .post(tickets, json!({"subject": "A", "status": "closed"}))
            .await;
        assert_eq!(pointers(refused), ["/status"]);
        let vic = Desk::of(&house, "vic@free.example").await;
        let refused = vic.post(tickets, json!({"subject": "A"})).await;
        assert!(matches!(refused, Err(WriteError::NotAllowed)));
    }
}
