use axum::http::Method;
use jiff::SignedDuration;
use portal::http::Clock;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::testing::Engine;

use super::{Browser, leads_to, link};
use crate::world::{ADA, GUS, World, noon};

#[tokio::test]
async fn a_link_opened_by_a_scanner_ten_times_signs_in_once_and_then_says_so_kindly() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let link = link(&world, GUS).await;
        for path in [format!("/sign-in/{link}"), format!("/i/{link}")] {
            for _ in 0..5 {
                let page = Browser::new(&world).open(&path).await;
                assert_eq!(page.status, 200);
                assert!(page.text().contains(GUS) && page.text().contains("<button"));
                assert!(!page.headers.contains_key("set-cookie"));
                assert_eq!(page.headers["cache-control"], "private, no-store");
            }
        }
        let mut gus = Browser::new(&world);
        let pressed = gus.submit(&format!("/sign-in/{link}"), &[]).await;
        assert_eq!(
            (pressed.status.as_u16(), leads_to(&pressed)),
            (303, "/acme")
        );
        assert_eq!(gus.open("/acme").await.status, 200);
        // Pressed twice, or opened from the mail again: whoever is in goes on.
        let again = gus.submit(&format!("/sign-in/{link}"), &[]).await;
        assert_eq!((again.status.as_u16(), leads_to(&again)), (303, "/acme"));
        let again = gus.open(&format!("/sign-in/{link}")).await;
        assert_eq!((again.status.as_u16(), leads_to(&again)), (303, "/acme"));
        // Forwarded, it says that it was used, and opens nothing.
        let mut other = Browser::new(&world);
        for page in [
            other.open(&format!("/sign-in/{link}")).await,
            other.submit(&format!("/sign-in/{link}"), &[]).await,
        ] {
            assert_eq!(page.status, 200);
            assert!(page.text().contains("This link has been used"));
            assert!(!page.text().contains(GUS));
        }
        assert_eq!(other.cookie, None);
    }
}

#[tokio::test]
async fn links_that_ended_never_were_or_were_taken_back_are_one_page() {
    for engine in Engine::both() {
        let time = Arc::new(AtomicI64::new(noon().as_microsecond()));
        let read = time.clone();
        let clock = Clock::from(move || {
            jiff::Timestamp::from_microsecond(read.load(Ordering::SeqCst)).unwrap()
        });
        let world = World::by_the_clock(engine, clock).await;
        world.import("acme", include_str!("../world.ndjson")).await;
        let (expired, ended) = (link(&world, ADA).await, link(&world, GUS).await);
        let suspended = r#"{"kind":"guest","id":"gus","email":"gus@client.example","name":"Gus","state":"suspended"}"#;
        world.import("acme", suspended).await;
        let later = noon() + SignedDuration::from_mins(61);
        time.store(later.as_microsecond(), Ordering::SeqCst);
        let mut browser = Browser::new(&world);
        let mut first = None;
        for secret in [expired.as_str(), &ended, "never-was", "x"] {
            for page in [
                browser.open(&format!("/sign-in/{secret}")).await,
                browser.submit(&format!("/i/{secret}"), &[]).await,
            ] {
                assert_eq!(page.status, 404, "{secret}");
                assert!(page.text().contains("does not work any more"));
                let bytes = page.bytes();
                assert_eq!(
                    first.get_or_insert_with(|| bytes.clone()),
                    &bytes,
                    "{secret}"
                );
            }
            let answer = browser
                .ask(
                    Method::POST,
                    "/api/v1/sign-in/confirm",
                    json!({"token": secret}),
                )
                .await;
            assert_eq!(
                (answer.status.as_u16(), answer.problem().as_str()),
                (404, "not-found")
            );
        }
    }
}

#[tokio::test]
async fn a_known_address_and_an_unknown_one_get_the_same_bytes_everywhere() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let mut browser = Browser::new(&world);
        let (mut asked, mut page, mut forgotten, mut refused, mut wrong) =
            (None, None, None, None, None);
        for email in [GUS, "nobody@client.example", "GUS@Client.Example"] {
            let answer = browser.ask_for_link(email).await;
            assert_eq!(answer.status, 202);
            assert_eq!(asked.get_or_insert_with(|| answer.bytes()), &answer.bytes());
            let answer = browser.submit("/sign-in", &[("email", email)]).await;
            assert_eq!(leads_to(&answer), "/sign-in/sent");
            assert_eq!(page.get_or_insert_with(|| answer.bytes()), &answer.bytes());
            if email == "GUS@Client.Example" {
                continue;
            }
            let answer = browser
                .submit("/sign-in/password", &[("email", email)])
                .await;
            assert_eq!(leads_to(&answer), "/sign-in/sent");
            assert_eq!(
                forgotten.get_or_insert_with(|| answer.bytes()),
                &answer.bytes()
            );
            let password = json!({"email": email, "password": "many blue doors"});
            let answer = browser.ask(Method::POST, "/api/v1/sign-in", password).await;
            assert_eq!(answer.status, 401);
            assert_eq!(
                refused.get_or_insert_with(|| answer.bytes()),
                &answer.bytes()
            );
            let fields = [("email", email), ("password", "many blue doors")];
            let answer = browser.submit("/sign-in", &fields).await;
            assert_eq!(answer.status, 422);
            // The page shows what was typed, and nothing else differs.
            let shown = answer.text().replace(email, "EMAIL");
            assert_eq!(wrong.get_or_insert_with(|| shown.clone()), &shown);
        }
        let none = browser.ask_for_link("gus").await;
        assert_eq!(
            (none.status.as_u16(), none.problem().as_str()),
            (422, "invalid")
        );
    }
}

#[tokio::test]
async fn too_many_tries_are_held_up_alike_for_everybody_with_how_long_to_wait() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let mut browser = Browser::new(&world);
        let mut first = None;
        for email in [GUS, "nobody@client.example"] {
            for _ in 0..5 {
                assert_eq!(browser.ask_for_link(email).await.status, 202);
            }
            let held = browser.ask_for_link(email).await;
            assert_eq!(
                (held.status.as_u16(), held.problem().as_str()),
                (429, "too-many")
            );
            assert_eq!(held.headers["retry-after"], "901");
            assert_eq!(first.get_or_insert_with(|| held.bytes()), &held.bytes());
            let page = browser.submit("/sign-in", &[("email", email)]).await;
            assert_eq!(page.status, 429);
            assert!(page.headers.contains_key("retry-after"));
        }
        assert_eq!(browser.ask_for_link(ADA).await.status, 202);
    }
}

#[tokio::test]
async fn a_form_of_another_site_signs_nobody_in() {
    let world = World::new(Engine::Sqlite).await;
    let link = link(&world, GUS).await;
    let body = || axum::body::Body::from("email=gus%40client.example");
    let form = ("content-type", "application/x-www-form-urlencoded");
    for from in [
        [("sec-fetch-site", "cross-site"), form],
        [("origin", "https://evil.example"), form],
    ] {
        for path in ["/sign-in", &format!("/sign-in/{link}"), "/sign-in/password"] {
            let answer = world.send(Method::POST, path, None, body(), &from).await;
            assert_eq!(answer.status, 403, "{path}");
            assert!(!answer.headers.contains_key("set-cookie"));
        }
    }
    // The link is as it was.
    let mut gus = Browser::new(&world);
    let pressed = gus.submit(&format!("/sign-in/{link}"), &[]).await;
    assert_eq!(pressed.status, 303);
}

#[tokio::test]
async fn a_link_for_somebody_else_says_so_and_takes_the_place_of_who_was_in() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let mut browser = Browser::of(&world, GUS).await;
        let before = browser.cookie.clone();
        let link = link(&world, ADA).await;
        let page = browser.open(&format!("/sign-in/{link}")).await.text();
        assert!(page.contains(GUS) && page.contains(ADA));
        browser.submit(&format!("/sign-in/{link}"), &[]).await;
        let me = browser.open("/api/v1/me").await.json();
        assert_eq!(me["identity"]["email"], ADA);
        let mut old = Browser::new(&world);
        old.cookie = before;
        assert_eq!(old.open("/api/v1/me").await.status, 401);
    }
}

#[tokio::test]
async fn after_signing_in_nobody_is_sent_to_another_site() {
    let world = World::new(Engine::Sqlite).await;
    let mut browser = Browser::new(&world);
    let page = browser.open("/sign-in?next=//evil.example").await.text();
    assert!(!page.contains("evil.example"));
    let page = browser.open("/sign-in?next=/acme/projects").await.text();
    assert!(page.contains(r#"value="/acme/projects""#));
    // Whoever comes without a session is asked to sign in, and comes back.
    let sent = browser.open("/acme/projects").await;
    assert_eq!(leads_to(&sent), "/sign-in?next=%2Facme%2Fprojects");
}
