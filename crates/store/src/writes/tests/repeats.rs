//! `Idempotency-Key`.

use super::super::{Shelf, WriteError};
use super::desk::{Desk, pointers};
use crate::staff::tests::house::{House, now};
use crate::testing::Engine;
use access::Module;
use jiff::SignedDuration;
use serde_json::json;

const TASKS: Shelf<'static> = Shelf::Items(Module::Tasks);
const COUNT: &str = "SELECT COUNT(*) FROM task WHERE account_id = $1";

#[tokio::test]
async fn what_is_sent_twenty_times_at_once_is_made_once() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let cleo = Desk::of(&house, "cleo@acme.example").await;
        let sends = (0..20).map(|_| cleo.post_under(TASKS, json!({"title": "Once"}), Some("k")));
        let answers = futures_util::future::join_all(sends).await;
        let first = answers[0].as_ref().unwrap();
        for answer in &answers {
            assert_eq!(answer.as_ref().unwrap(), first);
        }
        assert_eq!(house.numbers(COUNT).await, [4]);
    }
}

#[tokio::test]
async fn a_key_is_one_persons_for_one_thing_and_a_day() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let cleo = Desk::of(&house, "cleo@acme.example").await;
        let ben = Desk::of(&house, "ben@acme.example").await;
        let body = json!({"title": "A"});
        cleo.post_under(TASKS, body.clone(), Some("k"))
            .await
            .unwrap();
        ben.post_under(TASKS, body.clone(), Some("k"))
            .await
            .unwrap();
        let other = cleo
            .post_under(TASKS, json!({"title": "B"}), Some("k"))
            .await;
        assert!(matches!(other, Err(WriteError::Conflict(_))));
        let elsewhere = cleo
            .post_under(Shelf::Items(Module::Meetings), body.clone(), Some("k"))
            .await;
        assert!(matches!(elsewhere, Err(WriteError::Conflict(_))));
        assert_eq!(house.numbers(COUNT).await, [5]);
        let viewer = house.reader("cleo@acme.example").await.viewer().clone();
        let later = now() + SignedDuration::from_hours(24);
        let sent = body.to_string();
        let again = house
            .db()
            .create(&viewer, TASKS, Some(sent.as_bytes()), Some("k"), later)
            .await;
        assert!(again.is_ok());
        assert_eq!(house.numbers(COUNT).await, [6]);
        assert_eq!(
            house
                .numbers("SELECT COUNT(*) FROM idempotency_key WHERE account_id = $1")
                .await,
            [1]
        );
        for wrong in ["", "a b", "ü", &"x".repeat(256)] {
            let refused = cleo.post_under(TASKS, body.clone(), Some(wrong)).await;
            assert_eq!(pointers(refused), ["/Idempotency-Key"]);
        }
    }
}

#[tokio::test]
async fn a_repeat_tells_nothing_that_is_no_longer_to_be_seen() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let cleo = Desk::of(&house, "cleo@acme.example").await;
        let body = json!({"title": "A"});
        let made = cleo
            .post_under(TASKS, body.clone(), Some("k"))
            .await
            .unwrap();
        // What was refused is not remembered.
        let refused = cleo
            .post_under(TASKS, json!({"title": 1}), Some("other"))
            .await;
        assert_eq!(pointers(refused), ["/title"]);
        cleo.post_under(TASKS, body.clone(), Some("other"))
            .await
            .unwrap();
        cleo.delete(TASKS, made["id"].as_str().unwrap())
            .await
            .unwrap();
        let again = cleo.post_under(TASKS, body, Some("k")).await;
        assert!(matches!(again, Err(WriteError::NotFound)));
    }
}
