//! The places of a plan, also when many want the last one at once.

use super::ground::Ground;
use crate::sharing::Share;
use crate::staff::tests::house::now;
use crate::testing::Engine;
use crate::writes::WriteError;
use serde_json::{Value, json};

const GUESTS: &str =
    "SELECT COUNT(*) FROM person WHERE account_id = $1 AND is_guest = 1 AND state <> 3";

async fn share_with(ground: &Ground, addresses: Vec<String>) -> Result<Value, WriteError> {
    let p1 = ground.id("project", "p1").await;
    let body = json!({"subjects": [{"project": p1}], "to": addresses, "show": ["stage"]});
    ground.share_as("ana@acme.example", body).await
}

fn addresses(count: usize, name: &str) -> Vec<String> {
    (0..count)
        .map(|n| format!("{name}{n}@client.example"))
        .collect()
}

#[tokio::test]
async fn a_plan_takes_as_many_guests_as_it_has_places_for() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        // The plan is `business`: a hundred places, nine of which are taken.
        assert_eq!(ground.house.numbers(GUESTS).await, [9]);
        let refused = share_with(&ground, addresses(92, "a")).await;
        assert!(matches!(refused, Err(WriteError::PlanFull)), "{refused:?}");
        assert_eq!(ground.house.numbers(GUESTS).await, [9]);
        share_with(&ground, addresses(91, "a")).await.unwrap();
        let refused = share_with(&ground, addresses(1, "b")).await;
        assert!(matches!(refused, Err(WriteError::PlanFull)));
        // Who is there already takes no other place.
        share_with(&ground, vec!["vic@free.example".to_owned()])
            .await
            .unwrap();
        // Removing a guest frees one.
        let vic = ground.id("person", "vic").await;
        let leave = ground.manage("ana@acme.example").await;
        ground
            .house
            .db()
            .remove_guest(leave, &vic, None, now())
            .await
            .unwrap();
        share_with(&ground, addresses(1, "b")).await.unwrap();
        let refused = share_with(&ground, vec!["rex@free.example".to_owned()]).await;
        assert!(matches!(refused, Err(WriteError::PlanFull)));
        ground
            .house
            .change("UPDATE account_setting SET plan = 2 WHERE account_id = $1")
            .await;
        let answer = share_with(&ground, addresses(500, "c")).await.unwrap();
        assert_eq!(answer["items"].as_array().unwrap().len(), 500);
        assert_eq!(ground.house.numbers(GUESTS).await, [600]);
    }
}

#[tokio::test]
async fn of_sixty_who_want_the_last_place_at_once_one_gets_it() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        share_with(&ground, addresses(90, "a")).await.unwrap();
        let p1 = ground.id("project", "p1").await;
        let mut asking = Vec::new();
        for n in 0..60 {
            let address = format!("last{n}@client.example");
            let body = json!({"subjects": [{"project": p1}], "to": [address], "show": ["stage"]});
            let share = Share::read(&body).unwrap();
            let mut ana = ground.reader("ana@acme.example").await;
            let permit = ana.may_share(share.subjects()).await.unwrap();
            asking.push((permit, share));
        }
        let tries = asking.into_iter().map(|(permit, share)| {
            let db = ground.house.db().clone();
            tokio::spawn(async move {
                // Whoever cannot have the turn yet asks again, as a browser would.
                db.share(permit, &share, None, now()).await
            })
        });
        let (mut won, mut full) = (0, 0);
        for tried in futures_util::future::join_all(tries).await {
            match tried.unwrap() {
                Ok(_) => won += 1,
                Err(WriteError::PlanFull) => full += 1,
                Err(other) => panic!("{engine:?}: {other:?}"),
            }
        }
        assert_eq!((won, full), (1, 59), "{engine:?}");
        assert_eq!(ground.house.numbers(GUESTS).await, [100]);
    }
}
