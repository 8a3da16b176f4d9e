use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use store::testing::Engine;

use super::{Browser, leads_to};
use crate::world::{ADA, BOB, GUS, MIA, World};

#[tokio::test]
async fn a_session_sees_what_a_token_sees_and_nothing_in_a_company_without_a_place() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        for user in [ADA, MIA, GUS] {
            let mut browser = Browser::of(&world, user).await;
            let token = world.token("acme", user).await;
            for path in ["tasks", "projects", "invoices?count=true", "settings", "me"] {
                let path = format!("/api/v1/acme/{path}");
                let by_session = browser.open(&path).await;
                let by_token = world.get(&path, Some(&token)).await;
                assert_eq!(by_session.bytes(), by_token.bytes(), "{user} {path}");
            }
            let stranger = world.get("/api/v1/bolt/tasks", None).await;
            let elsewhere = browser.open("/api/v1/bolt/tasks").await;
            assert_eq!(elsewhere.bytes(), stranger.bytes());
            let nowhere = browser.open("/api/v1/nowhere/tasks").await;
            assert_eq!(nowhere.bytes(), stranger.bytes());
            // On pages: the one page for what is not shared, the same as for an account that is none.
            let (bolt, none) = (browser.open("/bolt").await, browser.open("/nowhere").await);
            assert_eq!(bolt.status, 404);
            assert_eq!(bolt.bytes(), none.bytes());
        }
    }
}

#[tokio::test]
async fn a_guest_who_is_suspended_or_removed_is_out_with_the_next_request() {
    for engine in Engine::both() {
        for state in ["suspended", "removed"] {
            let world = World::new(engine).await;
            let mut gus = Browser::of(&world, GUS).await;
            let token = world.token("acme", GUS).await;
            assert_eq!(gus.open("/acme").await.status, 200);
            assert_eq!(gus.open("/api/v1/acme/tasks").await.status, 200);
            let line =
                json!({"kind": "guest", "id": "gus", "email": GUS, "name": "Gus", "state": state});
            world.import("acme", &line.to_string()).await;
            assert_eq!(gus.open("/api/v1/acme/tasks").await.status, 401, "{state}");
            let by_token = world.get("/api/v1/acme/tasks", Some(&token)).await;
            assert_eq!(by_token.status, 401, "{state}");
            let page = gus.open("/acme").await;
            assert_eq!(leads_to(&page), "/sign-in?next=%2Facme");
            // Taken up again, the old ones stay dead.
            let line = json!({"kind": "guest", "id": "gus", "email": GUS, "name": "Gus", "state": "active"});
            world.import("acme", &line.to_string()).await;
            assert_eq!(gus.open("/api/v1/acme/tasks").await.status, 401);
            let by_token = world.get("/api/v1/acme/tasks", Some(&token)).await;
            assert_eq!(by_token.status, 401, "{state}");
        }
    }
}

#[tokio::test]
async fn what_changes_something_needs_a_page_of_the_session_behind_it() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let mut gus = Browser::of(&world, GUS).await;
        let csrf = gus.csrf().await;
        let cookie = format!("session={}", gus.cookie.clone().unwrap());
        let mut other = Browser::of(&world, ADA).await;
        let anothers = other.csrf().await;
        let json = ("content-type", "application/json");
        let body = || Body::from(r#"{"name":"Gustav"}"#);
        let here = ("sec-fetch-site", "same-origin");
        let refused: [&[(&'static str, &str)]; 5] = [
            &[here],
            &[here, ("x-csrf-token", "")],
            &[here, ("x-csrf-token", &anothers)],
            &[("sec-fetch-site", "cross-site"), ("x-csrf-token", &csrf)],
            &[("origin", "https://evil.example"), ("x-csrf-token", &csrf)],
        ];
        for headers in refused {
            let mut all = vec![json, ("cookie", cookie.as_str())];
            all.extend(headers);
            let answer = world
                .send(Method::PATCH, "/api/v1/acme/me", None, body(), &all)
                .await;
            assert_eq!(answer.status, 403, "{headers:?}");
            assert_eq!(answer.problem(), "not-from-here");
        }
        for path in [
            "/api/v1/acme/tasks",
            "/api/v1/acme/import",
            "/api/v1/sign-out",
        ] {
            let all = [json, here, ("cookie", cookie.as_str())];
            let answer = world.send(Method::POST, path, None, body(), &all).await;
            assert_eq!(answer.problem(), "not-from-here", "{path}");
        }
        let all = [json, here, ("cookie", &cookie), ("x-csrf-token", &csrf)];
        let answer = world
            .send(Method::PATCH, "/api/v1/acme/me", None, body(), &all)
            .await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        // A token comes from no page.
        let token = world.token("acme", GUS).await;
        let answer = world
            .send(
                Method::PATCH,
                "/api/v1/acme/me",
                Some(&token),
                body(),
                &[json],
            )
            .await;
        assert_eq!(answer.status, 200);
        // A token that is wrong is not helped by a cookie.
        let answer = world
            .send(
                Method::GET,
                "/api/v1/acme/me",
                Some("wrong"),
                Body::empty(),
                &[("cookie", &cookie)],
            )
            .await;
        assert_eq!(answer.status, 401);
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_here_and_everywhere() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let mut gus = Browser::of(&world, GUS).await;
        let kept = gus.cookie.clone();
        let page = gus.open("/sign-out").await;
        assert_eq!(page.status, 200);
        let csrf = gus.csrf().await;
        assert_eq!(gus.submit("/sign-out", &[]).await.status, 403);
        let out = gus.submit("/sign-out", &[("csrf", &csrf)]).await;
        assert_eq!(leads_to(&out), "/sign-in");
        assert_eq!(gus.cookie, None);
        // The cookie that somebody kept opens nothing.
        let mut thief = Browser::new(&world);
        thief.cookie = kept;
        assert_eq!(thief.open("/api/v1/acme/tasks").await.status, 401);
        assert_eq!(
            leads_to(&thief.open("/acme").await),
            "/sign-in?next=%2Facme"
        );
        let (mut one, mut two) = (
            Browser::of(&world, GUS).await,
            Browser::of(&world, GUS).await,
        );
        let ended = one
            .ask(Method::DELETE, "/api/v1/acme/me/sessions", Value::Null)
            .await;
        assert_eq!(ended.json(), json!({"ended": {"sessions": 2}}));
        for browser in [&mut one, &mut two] {
            assert_eq!(browser.open("/api/v1/acme/tasks").await.status, 401);
        }
    }
}

#[tokio::test]
async fn who_is_in_one_company_goes_straight_there_and_who_is_in_two_chooses() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let mut nobody = Browser::new(&world);
        assert_eq!(leads_to(&nobody.open("/").await), "/sign-in");
        let mut gus = Browser::of(&world, GUS).await;
        assert_eq!(leads_to(&gus.open("/").await), "/acme");
        let line = json!({"kind": "guest", "id": "g", "email": "GUS@client.example", "name": "Gustav", "state": "active"});
        world.import("bolt", &line.to_string()).await;
        let page = gus.open("/").await;
        assert_eq!(page.status, 200);
        let text = page.text();
        assert!(text.contains(r#"href="/acme""#) && text.contains(r#"href="/bolt""#));
        let me = gus.open("/api/v1/me").await.json();
        assert_eq!(me["identity"]["email"], GUS);
        assert_eq!(
            me["accounts"],
            json!([
                {"account": "acme", "name": "Acme", "kind": "guest"},
                {"account": "bolt", "name": "Bolt", "kind": "guest"},
            ])
        );
        assert_eq!(
            gus.open("/api/v1/bolt/me").await.json()["user"]["name"],
            "Gustav"
        );
        let bob = world.token("bolt", BOB).await;
        assert_eq!(world.get("/api/v1/acme/me", Some(&bob)).await.status, 401);
    }
}

#[tokio::test]
async fn who_is_at_home_nowhere_any_more_is_asked_to_sign_in_and_not_sent_to_and_fro() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let mut gus = Browser::of(&world, GUS).await;
        let line = json!({"kind": "guest", "id": "gus", "deleted": true});
        world.import("acme", &line.to_string()).await;
        assert_eq!(gus.open("/api/v1/acme/tasks").await.status, 401);
        assert_eq!(leads_to(&gus.open("/acme").await), "/sign-in?next=%2Facme");
        assert_eq!(gus.open("/sign-in?next=%2Facme").await.status, 200);
        assert_eq!(gus.open("/").await.status, 200);
    }
}
