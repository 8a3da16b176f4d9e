use super::super::links::{Looked, Purpose};
use super::super::redeem::Redeemed;
use super::HOUR;
use crate::staff::tests::house::{House, now, read};
use crate::testing::Engine;
use jiff::SignedDuration;

#[tokio::test]
async fn a_link_that_was_looked_at_ten_times_still_works_and_then_works_no_more() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let link = house.link("vic@free.example", Purpose::SignIn, &[]).await;
        for _ in 0..10 {
            let looked = house.db().look_at_link(&link, now()).await.unwrap();
            let Looked::Alive(shown) = looked else {
                panic!("looking changed the link: {looked:?}");
            };
            assert_eq!(
                (shown.email.as_str(), shown.account_name.as_str()),
                ("vic@free.example", "Acme")
            );
        }
        let Redeemed::In(signed_in) = house.press(&link, now()).await else {
            panic!("the button does not work");
        };
        assert_eq!(signed_in.target, "/acme");
        assert_eq!(house.opens("acme", &signed_in.session, now()).await, "in");
        assert!(matches!(house.press(&link, now()).await, Redeemed::Used(_)));
        assert!(matches!(
            house.db().look_at_link(&link, now()).await.unwrap(),
            Looked::Used(_)
        ));
    }
}

#[tokio::test]
async fn of_sixty_who_press_the_button_at_once_one_comes_in() {
    for engine in Engine::both() {
        let house = std::sync::Arc::new(House::new(engine).await);
        let link = house.link("vic@free.example", Purpose::SignIn, &[]).await;
        let pressed: Vec<_> = (0..60)
            .map(|_| {
                let (house, link) = (house.clone(), link.clone());
                tokio::spawn(async move { house.press(&link, now()).await })
            })
            .collect();
        let mut came_in = 0;
        for one in pressed {
            came_in += i32::from(matches!(one.await.unwrap(), Redeemed::In(_)));
        }
        assert_eq!(came_in, 1);
        assert_eq!(
            house
                .numbers("SELECT COUNT(*) FROM session WHERE $1 > 0")
                .await,
            [1]
        );
    }
}

#[tokio::test]
async fn a_link_ends_with_its_time_and_with_its_person() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let late = house.link("vic@free.example", Purpose::SignIn, &[]).await;
        assert_eq!(house.press(&late, now() + HOUR).await, Redeemed::Gone);
        for change in [
            "UPDATE person SET state = 2 WHERE account_id = $1 AND email = 'vic@free.example'",
            "UPDATE person SET state = 3 WHERE account_id = $1 AND email = 'vic@free.example'",
            "UPDATE person SET state = 1, expires_at = 1 WHERE account_id = $1 AND email = 'vic@free.example'",
        ] {
            house
                .change("UPDATE person SET state = 1, expires_at = NULL WHERE account_id = $1 AND email = 'vic@free.example'")
                .await;
            let link = house.link("vic@free.example", Purpose::SignIn, &[]).await;
            house.change(change).await;
            assert_eq!(house.press(&link, now()).await, Redeemed::Gone, "{change}");
            let looked = house.db().look_at_link(&link, now()).await.unwrap();
            assert_eq!(looked, Looked::Gone, "{change}");
        }
        assert_eq!(house.press("never-was", now()).await, Redeemed::Gone);
    }
}

#[tokio::test]
async fn an_invitation_dies_when_all_that_it_was_sent_for_has_ended() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let (living, over) = (
            house.grant_id("g-vic").await,
            house.grant_id("g-over").await,
        );
        let both = house
            .link("vic@free.example", Purpose::Invitation, &[living, over])
            .await;
        let ended = house
            .link("vic@free.example", Purpose::Invitation, &[over])
            .await;
        let anothers = house
            .link("pat@alfreds.example", Purpose::Invitation, &[living])
            .await;
        assert_eq!(house.press(&ended, now()).await, Redeemed::Gone);
        assert_eq!(house.press(&anothers, now()).await, Redeemed::Gone);
        assert!(matches!(
            house.db().look_at_link(&both, now()).await.unwrap(),
            Looked::Alive(_)
        ));
        house
            .change("UPDATE access_grant SET revoked_at = 1 WHERE account_id = $1 AND source_id = 'g-vic'")
            .await;
        assert_eq!(house.press(&both, now()).await, Redeemed::Gone);
    }
}

#[tokio::test]
async fn who_accepts_an_invitation_is_active_and_the_history_says_since_when() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let link = house
            .link("iva@free.example", Purpose::Invitation, &[])
            .await;
        let looked = house.db().look_at_link(&link, now()).await.unwrap();
        assert!(matches!(looked, Looked::Alive(_)), "{looked:?}");
        let state = "SELECT state FROM person WHERE account_id = $1 AND email = 'iva@free.example'";
        assert_eq!(house.numbers(state).await, [0]);
        let before = crate::audit::verify(house.db()).await.unwrap().lines;
        let at = now() + SignedDuration::from_mins(1);
        let Redeemed::In(signed_in) = house.press(&link, at).await else {
            panic!("the invitation does not work");
        };
        assert_eq!(house.numbers(state).await, [1]);
        assert_eq!(house.opens("acme", &signed_in.session, at).await, "in");
        let after = crate::audit::verify(house.db()).await.unwrap();
        // One line for accepting, one for signing in.
        assert_eq!((after.lines, after.broken_at), (before + 2, None));
        let mut ana = house.reader("ana@acme.example").await;
        let iva = house.id("person", "iva").await;
        let was = read(ana.history(&iva, Some(now()), &[]).await);
        let is = read(ana.history(&iva, Some(at), &[]).await);
        assert_ne!(was, is, "the history does not know of the change");
    }
}

#[tokio::test]
async fn sending_an_invitation_again_or_withdrawing_it_ends_the_first() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let link = house
            .link("iva@free.example", Purpose::Invitation, &[])
            .await;
        let sign_in = house.link("iva@free.example", Purpose::SignIn, &[]).await;
        let (account, iva) = (
            house.account("acme").await,
            house.person("iva@free.example").await,
        );
        let mut tx = house.db().write().await.unwrap();
        let ended = super::super::links::withdraw(&mut tx, account, iva, Purpose::Invitation)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(ended, 1);
        assert_eq!(house.press(&link, now()).await, Redeemed::Gone);
        assert!(matches!(
            house.press(&sign_in, now()).await,
            Redeemed::In(_)
        ));
    }
}

#[tokio::test]
async fn a_link_for_a_new_password_does_not_sign_in_without_one() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let link = house.link("vic@free.example", Purpose::Password, &[]).await;
        for _ in 0..2 {
            assert!(matches!(
                house.press(&link, now()).await,
                Redeemed::WantsPassword(_)
            ));
        }
    }
}
