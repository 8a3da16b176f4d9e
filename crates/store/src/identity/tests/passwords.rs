use super::super::links::Purpose;
use super::super::passwords::{ByPassword, Changed, Coming, Fault, Renewed};
use super::super::redeem::Redeemed;
use super::super::sessions::Device;
use super::super::tries::Tries;
use super::LENGTHS;
use crate::staff::tests::house::{House, now};
use crate::testing::Engine;
use std::sync::Arc;

const COMING: Coming<'static> = Coming {
    before: None,
    device: Device {
        name: None,
        address: None,
    },
    lengths: LENGTHS,
};

async fn try_password(house: &House, email: &str, password: &str) -> ByPassword {
    house
        .db()
        .sign_in_by_password(email, password, "192.0.2.7", COMING, now())
        .await
        .unwrap()
}

async fn renewed(house: &House, link: &str, password: &str) -> Renewed {
    let renewed = house.db().renew_password(link, password, COMING, now());
    renewed.await.unwrap()
}

#[tokio::test]
async fn a_new_password_signs_in_in_any_capitals_and_ends_every_session_before() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let before = house.session("vic@free.example").await;
        let link = house.link("vic@free.example", Purpose::Password, &[]).await;
        assert_eq!(
            renewed(&house, &link, "short").await,
            Renewed::Fault(Fault::TooShort)
        );
        let Renewed::In(signed_in) = renewed(&house, &link, "many blue doors").await else {
            panic!("the link does not set a password");
        };
        assert_eq!(house.opens("acme", &before, now()).await, "nobody");
        assert_eq!(house.opens("acme", &signed_in.session, now()).await, "in");
        assert!(matches!(
            renewed(&house, &link, "many red doors").await,
            Renewed::NoLink(Redeemed::Used(_))
        ));
        for email in ["vic@free.example", "VIC@Free.Example"] {
            let came = try_password(&house, email, "many blue doors").await;
            assert!(matches!(came, ByPassword::In(_)), "{email}");
        }
        for (email, password) in [
            ("vic@free.example", "many red doors"),
            ("pat@alfreds.example", "many blue doors"),
            ("nobody@free.example", "many blue doors"),
            ("vic", "many blue doors"),
            ("vic@free.example", ""),
        ] {
            let came = try_password(&house, email, password).await;
            assert_eq!(came, ByPassword::Refused, "{email} {password}");
        }
    }
}

#[tokio::test]
async fn a_link_to_sign_in_sets_no_password() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let link = house.link("vic@free.example", Purpose::SignIn, &[]).await;
        assert_eq!(
            renewed(&house, &link, "many blue doors").await,
            Renewed::NoLink(Redeemed::Gone)
        );
        assert!(matches!(house.press(&link, now()).await, Redeemed::In(_)));
    }
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_it_and_ends_the_other_devices() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let (here, there) = (
            house.session("vic@free.example").await,
            house.session("vic@free.example").await,
        );
        let change = async |before, new| {
            let changed = house.db().change_password(&here, before, new, now()).await;
            changed.unwrap()
        };
        assert_eq!(
            house.db().has_password(&here, now()).await.unwrap(),
            Some(false)
        );
        assert_eq!(change(None, Some("many blue doors")).await, Changed::Done);
        assert_eq!(house.opens("acme", &there, now()).await, "nobody");
        assert_eq!(house.opens("acme", &here, now()).await, "in");
        assert_eq!(
            change(None, Some("many red doors")).await,
            Changed::WrongBefore
        );
        assert_eq!(change(Some("no"), None).await, Changed::WrongBefore);
        assert_eq!(
            change(Some("many blue doors"), Some("1234567890")).await,
            Changed::Fault(Fault::Guessable)
        );
        assert_eq!(change(Some("many blue doors"), None).await, Changed::Done);
        assert_eq!(
            house.db().has_password(&here, now()).await.unwrap(),
            Some(false)
        );
        let none = house.db().change_password("none", None, None, now()).await;
        assert_eq!(none.unwrap(), Changed::NotSignedIn);
    }
}

#[tokio::test]
async fn of_sixty_guesses_at_once_only_as_many_are_looked_at_as_the_limit_says() {
    for engine in Engine::both() {
        let house = Arc::new(House::new(engine).await);
        let session = house.session("vic@free.example").await;
        let set = house
            .db()
            .change_password(&session, None, Some("many blue doors"), now());
        assert_eq!(set.await.unwrap(), Changed::Done);
        let guesses: Vec<_> = (0..60)
            .map(|n| {
                let house = house.clone();
                // The right one comes last.
                let guess = if n < 59 {
                    "a wrong guess"
                } else {
                    "many blue doors"
                };
                tokio::spawn(async move { try_password(&house, "vic@free.example", guess).await })
            })
            .collect();
        let mut looked_at = 0;
        for one in guesses {
            let came = one.await.unwrap();
            looked_at += i64::from(!matches!(came, ByPassword::TooMany(_)));
        }
        assert_eq!(looked_at, Tries::PASSWORDS_BY_EMAIL.tries);
        // The right one is held up too, and a link still works.
        let right = try_password(&house, "vic@free.example", "many blue doors").await;
        assert!(matches!(right, ByPassword::TooMany(_)));
        house.session("vic@free.example").await;
    }
}
