use super::super::api_tokens::NoToken;
use super::super::profile::{NoChange, ProfileChange};
use super::HOUR;
use crate::Arrival;
use crate::staff::tests::house::{House, now};
use crate::testing::Engine;
use jiff::SignedDuration;

#[tokio::test]
async fn a_token_of_ones_own_opens_what_its_user_sees_and_ends() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let vic = house.reader("vic@free.example").await.viewer().clone();
        let pat = house.reader("pat@alfreds.example").await.viewer().clone();
        let db = house.db();
        let made = db
            .make_api_token(&vic, " Nightly report ", now() + HOUR, now())
            .await
            .unwrap();
        let Arrival::In(reader) = db.arrive("acme", &made.secret, now()).await.unwrap() else {
            panic!("the token does not open");
        };
        assert_eq!(reader.viewer().email(), "vic@free.example");
        drop(reader);
        let listed = db.api_tokens(&vic).await.unwrap();
        let names: Vec<_> = listed.iter().map(|token| token.name.as_deref()).collect();
        assert!(names.contains(&Some("Nightly report")), "{names:?}");
        assert!(!db.end_api_token(&pat, &made.token.id, now()).await.unwrap());
        assert!(db.end_api_token(&vic, &made.token.id, now()).await.unwrap());
        assert!(matches!(
            db.arrive("acme", &made.secret, now()).await.unwrap(),
            Arrival::Nobody
        ));
    }
}

#[tokio::test]
async fn no_token_is_made_without_a_name_for_ever_or_for_somebody_who_is_out() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let vic = house.reader("vic@free.example").await.viewer().clone();
        let make = async |name, end| house.db().make_api_token(&vic, name, end, now()).await;
        let year = SignedDuration::from_hours(24 * 367);
        assert_eq!(make("", now() + HOUR).await, Err(NoToken::Name));
        assert_eq!(make("a\u{7}b", now() + HOUR).await, Err(NoToken::Name));
        assert_eq!(make("x", now()).await, Err(NoToken::Lifetime));
        assert_eq!(make("x", now() + year).await, Err(NoToken::Lifetime));
        house
            .change(
                "UPDATE person SET state = 2 WHERE account_id = $1 AND email = 'vic@free.example'",
            )
            .await;
        assert_eq!(make("x", now() + HOUR).await, Err(NoToken::Ended));
    }
}

#[tokio::test]
async fn a_profile_is_ones_own_and_goes_back_to_the_companys() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let vic = house.reader("vic@free.example").await.viewer().clone();
        let change = async |change: ProfileChange| house.db().change_profile(&vic, &change).await;
        let text = |text: &str| Some(Some(text.to_owned()));
        change(ProfileChange {
            name: Some(" Victor ".to_owned()),
            locale: text("pt-BR"),
            time_zone: text("America/Sao_Paulo"),
        })
        .await
        .unwrap();
        let mut reader = house.reader("vic@free.example").await;
        let profile = reader.profile().await.unwrap();
        assert_eq!(profile.name, "Victor");
        assert_eq!(profile.locale.as_deref(), Some("pt-BR"));
        assert_eq!(profile.time_zone.as_deref(), Some("America/Sao_Paulo"));
        assert_eq!(profile.account_time_zone, "Europe/Berlin");
        drop(reader);
        change(ProfileChange {
            time_zone: Some(None),
            ..ProfileChange::default()
        })
        .await
        .unwrap();
        let mut reader = house.reader("vic@free.example").await;
        let profile = reader.profile().await.unwrap();
        assert_eq!(
            (profile.time_zone, profile.name),
            (None, "Victor".to_owned())
        );
        drop(reader);
        let nowhere = ProfileChange {
            time_zone: text("Mars/Olympus"),
            ..ProfileChange::default()
        };
        assert_eq!(
            change(nowhere).await,
            Err(NoChange::TimeZone("Mars/Olympus".to_owned()))
        );
    }
}
