use super::super::ending::{Ended, end_what_hangs_on};
use super::super::links::Purpose;
use super::super::redeem::Redeemed;
use crate::Arrival;
use crate::staff::tests::house::{House, now};
use crate::testing::Engine;

async fn end(house: &House, email: &str) -> Ended {
    let (account, person) = (house.account("acme").await, house.person(email).await);
    let mut tx = house.db().write().await.unwrap();
    let ended = end_what_hangs_on(&mut tx, account, person, now().as_microsecond())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    ended
}

#[tokio::test]
async fn what_a_guest_came_in_with_ends_with_the_guest_and_stays_ended() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let session = house.session("vic@free.example").await;
        let (token, link) = (
            house.token("vic@free.example").await,
            house.link("vic@free.example", Purpose::SignIn, &[]).await,
        );
        let others = house.session("maria@alfreds.example").await;
        let suspend =
            "UPDATE person SET state = 2 WHERE account_id = $1 AND email = 'vic@free.example'";
        let back =
            "UPDATE person SET state = 1 WHERE account_id = $1 AND email = 'vic@free.example'";
        // By the state alone the next request of each fails; by the ending it does so for good.
        house.change(suspend).await;
        assert_eq!(house.opens("acme", &session, now()).await, "ended");
        let counted = Ended {
            sessions: 1,
            tokens: 1,
            links: 1,
        };
        assert_eq!(end(&house, "vic@free.example").await, counted);
        house.change(back).await;
        assert_eq!(house.opens("acme", &session, now()).await, "nobody");
        let by_token = house.db().arrive("acme", &token, now()).await.unwrap();
        assert!(matches!(by_token, Arrival::Nobody));
        assert_eq!(house.press(&link, now()).await, Redeemed::Gone);
        assert_eq!(house.opens("acme", &others, now()).await, "in");
        assert_eq!(end(&house, "vic@free.example").await, Ended::default());
    }
}

#[tokio::test]
async fn who_may_still_come_in_elsewhere_stays_signed_in_there() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house.found("bolt", "Bolt").await;
        let guest = r#"{"kind":"guest","id":"vic","email":"vic@free.example","name":"Vic","state":"active"}"#;
        house.bring("bolt", guest).await;
        let session = house.session("vic@free.example").await;
        house.token("vic@free.example").await;
        house
            .change(
                "UPDATE person SET state = 3 WHERE account_id = $1 AND email = 'vic@free.example'",
            )
            .await;
        let ended = end(&house, "vic@free.example").await;
        assert_eq!((ended.sessions, ended.tokens), (0, 1));
        assert_eq!(house.opens("acme", &session, now()).await, "nobody");
        assert_eq!(house.opens("bolt", &session, now()).await, "in");
    }
}

#[tokio::test]
async fn a_bundle_that_suspends_a_guest_ends_what_they_came_in_with() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let token = house.token("pat@alfreds.example").await;
        let line = |state: &str| {
            format!(
                r#"{{"kind":"guest","id":"pat","email":"pat@alfreds.example","name":"Pat","state":"{state}"}}"#
            )
        };
        house.bring("acme", &line("suspended")).await;
        house.bring("acme", &line("active")).await;
        let arrived = house.db().arrive("acme", &token, now()).await.unwrap();
        assert!(
            matches!(arrived, Arrival::Nobody),
            "the token came back to life"
        );
    }
}
