//! What the machine's operator can ask for, on both engines.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::staff::tests::house::{House, each, now, read};
use crate::testing::Engine;
use crate::{Arrival, audit};
use access::Module;

const HOUR: SignedDuration = SignedDuration::from_hours(1);

#[tokio::test]
async fn a_token_lets_its_user_in_until_it_ends() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let operator = Operator::of_this_machine();
        let token = operator
            .token(house.db(), "acme", "Ana@ACME.example", HOUR, now())
            .await
            .unwrap();
        let last = now() + SignedDuration::from_mins(59);
        let Arrival::In(reader) = house.db().arrive("acme", &token, last).await.unwrap() else {
            panic!("the token does not open");
        };
        assert_eq!(reader.viewer().email(), "ana@acme.example");
        assert_eq!(
            house
                .db()
                .account_of_bearer(&token, last)
                .await
                .unwrap()
                .as_deref(),
            Some("acme")
        );
        let over = house
            .db()
            .arrive("acme", &token, now() + HOUR)
            .await
            .unwrap();
        assert!(matches!(over, Arrival::Nobody));
        assert_eq!(
            house
                .db()
                .account_of_bearer(&token, now() + HOUR)
                .await
                .unwrap(),
            None
        );
        assert!(matches!(
            house.db().arrive("bolt", &token, now()).await.unwrap(),
            Arrival::Nobody
        ));
    }
}

#[tokio::test]
async fn a_token_opens_nothing_to_a_guest_whose_access_has_not_begun() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        for email in ["iva@free.example", "dora@alfreds.example"] {
            let token = house.token(email).await;
            let arrival = house.db().arrive("acme", &token, now()).await.unwrap();
            assert!(matches!(arrival, Arrival::Ended), "{email}");
        }
    }
}

#[tokio::test]
async fn the_secret_of_a_sign_in_link_is_no_bearer_token() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let operator = Operator::of_this_machine();
        let link = operator
            .sign_in_link_token(house.db(), "acme", "ana@acme.example", HOUR, now())
            .await
            .unwrap();
        assert!(matches!(
            house.db().arrive("acme", &link, now()).await.unwrap(),
            Arrival::Nobody
        ));
        assert_eq!(
            house.db().account_of_bearer(&link, now()).await.unwrap(),
            None
        );
        assert_eq!(
            house
                .numbers("SELECT COUNT(*) FROM token WHERE account_id = $1")
                .await,
            [0]
        );
    }
}

#[tokio::test]
async fn dead_tokens_of_a_user_are_forgotten_when_a_new_one_is_made() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let operator = Operator::of_this_machine();
        let token = |email: &'static str, at| operator.token(house.db(), "acme", email, HOUR, at);
        token("ana@acme.example", now()).await.unwrap();
        token("ben@acme.example", now()).await.unwrap();
        token("ana@acme.example", now() + HOUR).await.unwrap();
        assert_eq!(
            house
                .numbers("SELECT COUNT(*) FROM token WHERE account_id = $1")
                .await,
            [2]
        );
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_wish_is_said_with_the_operators_own_words() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let operator = Operator::of_this_machine();
        for (slug, email, said) in [
            ("bolt", "ana@acme.example", "there is no account `bolt`"),
            ("acme", "ana", "`ana` is not an e-mail address"),
            (
                "acme",
                "Zoe@acme.example",
                "there is no user `Zoe@acme.example` in the account `acme`",
            ),
            (
                "acme",
                "rex@free.example",
                "the guest `rex@free.example` was removed from the account `acme`",
            ),
        ] {
            let refused = operator
                .token(house.db(), slug, email, HOUR, now())
                .await
                .unwrap_err();
            assert_eq!(refused.to_string(), said);
        }
        for ttl in [
            SignedDuration::ZERO,
            SignedDuration::from_secs(-5),
            SignedDuration::MAX,
        ] {
            let refused = operator
                .token(house.db(), "acme", "ana@acme.example", ttl, now())
                .await
                .unwrap_err();
            assert!(matches!(refused, OperatorError::Lifetime(_)), "{refused}");
        }
        assert!(operator.may_import(house.db(), "bolt").await.is_err());
        assert!(operator.reader(house.db(), "bolt", now()).await.is_err());
    }
}

#[tokio::test]
async fn every_token_leaves_a_line_in_the_log() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let before = audit::verify(house.db()).await.unwrap();
        house.token("ana@acme.example").await;
        let after = audit::verify(house.db()).await.unwrap();
        assert_eq!((after.lines, after.broken_at), (before.lines + 1, None));
    }
}

#[tokio::test]
async fn the_operator_reads_everything_as_staff_do_and_knows_every_account() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house.found("abel", "Abel").await;
        let operator = Operator::of_this_machine();
        let accounts = operator.accounts(house.db()).await.unwrap();
        let slugs: Vec<_> = accounts
            .iter()
            .map(|account| account.slug.as_str())
            .collect();
        assert_eq!(slugs, ["abel", "acme"]);
        let mut reader = operator.reader(house.db(), "acme", now()).await.unwrap();
        let mut ana = house.reader("ana@acme.example").await;
        for module in Module::ALL {
            let all = reader.list(module, &[]).await.unwrap();
            assert_eq!(all, ana.list(module, &[]).await.unwrap(), "{module}");
        }
        assert!(reader.viewer().administers() && reader.viewer().explains());
        assert_eq!(each(&read(reader.guests(&[]).await), "id").len(), 9);
    }
}
