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
        assert_eq!((&made["author"]["name"], &made["text"]), (&json!("Col"), &json!("Hello")));
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
        ben.post(comments, json!({"text": "Between us", "internal": true})).await.unwrap();
        let forged = ben
            .post(comments, json!({"text": "A", "author": house.id("person", "cleo").await}))
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
            .patch(customers, &c1, json!({"phone": "030", "email": "info@alfreds.example"}))
            .await
            .unwrap();
        assert_eq!((&changed["phone"], &changed["email"]), (&json!("030"), &json!("info@alfreds.example")));
        let refused = async |key: &str| {
            let answer = olga.patch(customers, &c1, json!({key: "x"})).await;
            without(&said(&answer.unwrap_err()), key)
        };
        let unknown = refused("colour").await;
        for other in ["name", "tax_id", "industry", "account_manager", "credit_limit"] {
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
