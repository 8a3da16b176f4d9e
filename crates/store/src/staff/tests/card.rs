//! What stands on a guest's card besides the card, and who was sent away.

use super::house::House;
use crate::testing::Engine;
use crate::{ContactFacts, ReadError};
use access::Module;
use access::staff::MemberRole;

#[tokio::test]
async fn a_card_says_who_they_are_what_they_hold_and_what_ends_first() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house
            .change("UPDATE person SET last_seen_at = 1773136800000000 WHERE account_id = $1 AND source_id = 'maria'")
            .await;
        let (maria, vic) = (
            house.id("person", "maria").await,
            house.id("person", "vic").await,
        );
        let ben = house.id("person", "ben").await;
        let mut ana = house.reader("ana@acme.example").await;
        let facts = ana
            .guest_facts(&[&maria, &vic, &ben, "no-id"])
            .await
            .unwrap();
        assert_eq!(facts.len(), 2);
        let maria = &facts[&maria];
        let contact = ContactFacts {
            name: "Maria Anders".to_owned(),
            position: None,
            phone: None,
        };
        assert_eq!(maria.contact, Some(contact));
        assert_eq!(maria.customer.as_ref().unwrap().1, "Alfreds Futterkiste");
        assert_eq!(
            maria.last_seen,
            Some("2026-03-10T10:00:00Z".parse().unwrap())
        );
        // What was revoked is no longer held, and what is over neither.
        assert_eq!(maria.holds, [(Module::Projects, 1)]);
        assert_eq!((maria.first_end, maria.sessions), (None, 0));
        let vic = &facts[&vic];
        assert_eq!(vic.holds, [(Module::Tasks, 1)]);
        assert_eq!(vic.first_end, Some("2026-06-01T00:00:00Z".parse().unwrap()));
        assert_eq!(
            (&vic.customer, &vic.contact, vic.last_seen),
            (&None, &None, None)
        );
    }
}

#[tokio::test]
async fn former_members_are_those_who_were_sent_away_and_only_admins_read_either() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house
            .change("UPDATE person SET state = 3 WHERE account_id = $1 AND source_id = 'cleo'")
            .await;
        let mut ana = house.reader("ana@acme.example").await;
        let former = ana.former_members().await.unwrap();
        let told: Vec<_> = former
            .iter()
            .map(|one| (one.email.as_str(), one.name.as_str(), one.role))
            .collect();
        assert_eq!(
            told,
            [("cleo@acme.example", "cleo Quist", MemberRole::Member)]
        );
        for email in [
            "ben@acme.example",
            "lim@acme.example",
            "maria@alfreds.example",
        ] {
            let mut reader = house.reader(email).await;
            assert!(
                matches!(reader.former_members().await, Err(ReadError::NotAllowed)),
                "{email}"
            );
            assert!(
                matches!(reader.guest_facts(&[]).await, Err(ReadError::NotAllowed)),
                "{email}"
            );
        }
    }
}
