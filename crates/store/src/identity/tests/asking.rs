use super::super::asking::{Asked, Wanted};
use super::super::links::Purpose;
use super::super::tries::{Limit, Tries};
use crate::staff::tests::house::{House, now};
use crate::testing::Engine;
use jiff::SignedDuration;
use std::sync::Arc;

const ASKED: Wanted<'static> = Wanted {
    email: "vic@free.example",
    account: None,
    purpose: Purpose::SignIn,
    next: None,
    address: "192.0.2.7",
};

async fn ask(house: &House, wanted: Wanted<'_>) -> Asked {
    house.db().ask_for_link(wanted, now()).await.unwrap()
}

#[tokio::test]
async fn a_known_address_and_an_unknown_one_are_answered_alike_and_only_one_gets_mail() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let mails = "SELECT COUNT(*) FROM mail WHERE account_id = $1";
        for email in [
            "nobody@free.example",
            "rex@free.example",
            "dora@alfreds.example",
        ] {
            assert_eq!(ask(&house, Wanted { email, ..ASKED }).await, Asked::Heard);
            assert_eq!(house.numbers(mails).await, [0], "{email}");
        }
        let elsewhere = Wanted {
            account: Some("bolt"),
            ..ASKED
        };
        assert_eq!(ask(&house, elsewhere).await, Asked::Heard);
        assert_eq!(house.numbers(mails).await, [0]);
        for (n, email) in ["vic@free.example", "ViC@Free.Example", "iva@free.example"]
            .iter()
            .enumerate()
        {
            assert_eq!(ask(&house, Wanted { email, ..ASKED }).await, Asked::Heard);
            assert_eq!(house.numbers(mails).await, [n as i64 + 1], "{email}");
        }
        let none = Wanted {
            email: "vic",
            ..ASKED
        };
        assert_eq!(ask(&house, none).await, Asked::NotAnAddress);
    }
}

#[tokio::test]
async fn links_are_limited_by_address_of_mail_in_any_capitals_known_or_not() {
    for engine in Engine::both() {
        for email in ["vic@free.example", "nobody@free.example"] {
            let house = House::new(engine).await;
            let upper = email.to_uppercase();
            for n in 0..Tries::LINKS_BY_EMAIL.tries {
                let email = if n % 2 == 0 { email } else { &upper };
                assert_eq!(ask(&house, Wanted { email, ..ASKED }).await, Asked::Heard);
            }
            let refused = ask(&house, Wanted { email, ..ASKED }).await;
            assert_eq!(
                refused,
                Asked::TooMany(SignedDuration::from_mins(15)),
                "{email}"
            );
            // Another address is not held up by it, and neither is this one a while later.
            let other = Wanted {
                email: "pat@alfreds.example",
                ..ASKED
            };
            assert_eq!(ask(&house, other).await, Asked::Heard);
            let later = now() + SignedDuration::from_mins(15);
            let again = house
                .db()
                .ask_for_link(Wanted { email, ..ASKED }, later)
                .await
                .unwrap();
            assert_eq!(again, Asked::Heard);
        }
    }
}

#[tokio::test]
async fn of_sixty_tries_at_once_no_more_pass_than_the_limit_says() {
    const LIMIT: Limit = Limit {
        name: "test",
        tries: 7,
        seconds: 60,
    };
    for engine in Engine::both() {
        let house = Arc::new(House::new(engine).await);
        let tries: Vec<_> = (0..60)
            .map(|_| {
                let house = house.clone();
                tokio::spawn(async move {
                    house
                        .db()
                        .count_try(&[(LIMIT, "vic"), (Tries::LINKS_BY_NETWORK, "net")], now())
                        .await
                        .unwrap()
                        .is_none()
                })
            })
            .collect();
        let mut passed = 0;
        for one in tries {
            passed += i64::from(one.await.unwrap());
        }
        assert_eq!(passed, LIMIT.tries);
        assert!(
            house
                .db()
                .is_tried_out(LIMIT, "vic", now())
                .await
                .unwrap()
                .is_some()
        );
        assert_eq!(
            house.db().is_tried_out(LIMIT, "pat", now()).await.unwrap(),
            None
        );
    }
}
