use super::super::links::Purpose;
use super::super::places::Standing;
use super::super::redeem::Redeemed;
use super::super::sessions::Device;
use super::{HOUR, LENGTHS};
use crate::Arrival;
use crate::staff::tests::house::{House, now};
use crate::testing::Engine;
use jiff::SignedDuration;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A second company with Vic as a guest too, and a stranger to `acme`.
const BOLT: &str = r#"
{"kind":"guest","id":"vic","email":"Vic@FREE.example","name":"Victor","state":"active"}
{"kind":"guest","id":"zoe","email":"zoe@bolt.example","name":"Zoe","state":"active"}
"#;

#[tokio::test]
async fn a_session_opens_each_company_of_the_identity_and_no_other() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house.found("bolt", "Bolt").await;
        house.bring("bolt", BOLT).await;
        let vic = house.session("vic@free.example").await;
        let maria = house.session("maria@alfreds.example").await;
        assert_eq!(house.opens("acme", &vic, now()).await, "in");
        assert_eq!(house.opens("bolt", &vic, now()).await, "in");
        assert_eq!(house.opens("bolt", &maria, now()).await, "nobody");
        assert_eq!(house.opens("nowhere", &vic, now()).await, "nobody");
        assert_eq!(house.opens("acme", "no-secret", now()).await, "nobody");
        let Arrival::In(reader) = house
            .db()
            .arrive_by_session("bolt", &vic, now())
            .await
            .unwrap()
        else {
            panic!("vic is not in");
        };
        assert_eq!(reader.viewer().name(), "Victor");
        drop(reader);
        // A session is no bearer token, nor the other way round.
        assert!(matches!(
            house.db().arrive("acme", &vic, now()).await.unwrap(),
            Arrival::Nobody
        ));
        let token = house.token("vic@free.example").await;
        assert_eq!(house.opens("acme", &token, now()).await, "nobody");
    }
}

#[tokio::test]
async fn the_companies_of_an_identity_are_told_with_how_it_stands_there() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house.found("bolt", "Bolt").await;
        house.bring("bolt", BOLT).await;
        let vic = house.session("vic@free.example").await;
        let told = house.db().companies(&vic, now()).await.unwrap().unwrap();
        assert_eq!(told.email, "vic@free.example");
        let names: Vec<_> = told
            .all
            .iter()
            .map(|company| (company.name.as_str(), company.guest, company.standing))
            .collect();
        assert_eq!(
            names,
            [
                ("Acme", true, Standing::Open),
                ("Bolt", true, Standing::Open)
            ]
        );
        house
            .change(
                "UPDATE person SET state = 2 WHERE account_id = $1 AND email = 'vic@free.example'",
            )
            .await;
        let told = house.db().companies(&vic, now()).await.unwrap().unwrap();
        assert_eq!(told.all[0].standing, Standing::Suspended);
        assert_eq!(told.open().count(), 1);
        house
            .change(
                "UPDATE person SET state = 3 WHERE account_id = $1 AND email = 'vic@free.example'",
            )
            .await;
        let told = house.db().companies(&vic, now()).await.unwrap().unwrap();
        assert_eq!(told.all.len(), 1);
        assert_eq!(house.db().companies("none", now()).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_reader_is_told_of_the_other_companies_that_are_open_to_them() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house.found("bolt", "Bolt").await;
        house.bring("bolt", BOLT).await;
        let vic = house.session("vic@free.example").await;
        let others = async || {
            let arrival = house.db().arrive_by_session("bolt", &vic, now()).await;
            let Arrival::In(mut reader) = arrival.unwrap() else {
                panic!("the guest does not come in");
            };
            let others = reader.other_companies().await.unwrap();
            others.into_iter().map(|one| one.name).collect::<Vec<_>>()
        };
        assert_eq!(others().await, ["Acme"]);
        house
            .change(
                "UPDATE person SET state = 2 WHERE account_id = $1 AND email = 'vic@free.example'",
            )
            .await;
        assert_eq!(others().await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_at_its_full_length() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let vic = house.session("vic@free.example").await;
        let idle = now() + LENGTHS.idle;
        assert_eq!(house.opens("acme", &vic, idle - HOUR).await, "in");
        assert_eq!(house.opens("acme", &vic, idle).await, "nobody");
        // Used every sixth day it lives on, up to its length.
        let mut at = now();
        for _ in 0..4 {
            at += DAY * 6;
            assert_eq!(house.opens("acme", &vic, at).await, "in");
            house
                .db()
                .note_session("acme", &vic, LENGTHS, at)
                .await
                .unwrap();
        }
        let end = now() + LENGTHS.most;
        assert_eq!(house.opens("acme", &vic, end - HOUR).await, "in");
        assert_eq!(house.opens("acme", &vic, end).await, "nobody");
    }
}

#[tokio::test]
async fn use_is_noted_at_most_once_a_minute() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let vic = house.session("vic@free.example").await;
        let due = async |at| match house.db().arrive_by_session("acme", &vic, at).await {
            Ok(Arrival::In(reader)) => reader.viewer().is_due_to_be_noted(),
            other => panic!("vic is not in: {other:?}"),
        };
        let seen = "SELECT last_seen_at FROM session WHERE $1 > 0";
        assert!(!due(now()).await);
        let soon = now() + SignedDuration::from_secs(59);
        let note = async |at| {
            let noted = house.db().note_session("acme", &vic, LENGTHS, at).await;
            noted.unwrap();
        };
        note(soon).await;
        assert_eq!(house.numbers(seen).await, [now().as_microsecond()]);
        let later = now() + SignedDuration::from_secs(60);
        assert!(due(later).await);
        note(later).await;
        assert!(!due(later).await);
        assert_eq!(house.numbers(seen).await, [later.as_microsecond()]);
        let person =
            "SELECT last_seen_at FROM person WHERE account_id = $1 AND email = 'vic@free.example'";
        assert_eq!(house.numbers(person).await, [later.as_microsecond()]);
    }
}

#[tokio::test]
async fn devices_are_listed_and_ended_one_by_one_or_all_together() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let (one, two) = (
            house.session("vic@free.example").await,
            house.session("vic@free.example").await,
        );
        let maria = house.session("maria@alfreds.example").await;
        let listed = house.db().sessions(&one, now()).await.unwrap().unwrap();
        assert_eq!(listed.len(), 2);
        let other = listed.iter().find(|session| !session.this).unwrap();
        // Nobody ends what is another's.
        assert!(
            !house
                .db()
                .end_session(&maria, &other.id, now())
                .await
                .unwrap()
        );
        assert!(
            house
                .db()
                .end_session(&one, &other.id, now())
                .await
                .unwrap()
        );
        assert!(
            !house
                .db()
                .end_session(&one, &other.id, now())
                .await
                .unwrap()
        );
        assert_eq!(house.opens("acme", &two, now()).await, "nobody");
        assert_eq!(house.opens("acme", &one, now()).await, "in");
        let three = house.session("vic@free.example").await;
        assert_eq!(house.db().end_all_sessions(&three, now()).await.unwrap(), 2);
        assert_eq!(house.opens("acme", &one, now()).await, "nobody");
        assert_eq!(house.opens("acme", &maria, now()).await, "in");
        house.db().sign_out(&maria).await.unwrap();
        assert_eq!(house.db().sessions(&maria, now()).await.unwrap(), None);
    }
}

#[tokio::test]
async fn signing_in_as_somebody_else_ends_the_session_before() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let vic = house.session("vic@free.example").await;
        let link = house
            .link("maria@alfreds.example", Purpose::SignIn, &[])
            .await;
        let device = Device {
            name: Some("A browser\u{7}"),
            address: Some("192.0.2.7"),
        };
        let Redeemed::In(maria) = house
            .db()
            .redeem(&link, Some(&vic), device, LENGTHS, now())
            .await
            .unwrap()
        else {
            panic!("the link does not work");
        };
        assert_eq!(house.opens("acme", &vic, now()).await, "nobody");
        assert_eq!(house.opens("acme", &maria.session, now()).await, "in");
        let listed = house
            .db()
            .sessions(&maria.session, now())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(listed[0].device.as_deref(), Some("A browser"));
        assert_eq!(listed[0].address.as_deref(), Some("192.0.2.7"));
    }
}
