use axum::http::Method;
use serde_json::{Value, json};
use store::testing::Engine;

use super::Browser;
use crate::world::{GUS, World};

#[tokio::test]
async fn a_person_makes_a_token_uses_it_and_takes_it_away() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let mut gus = Browser::of(&world, GUS).await;
        let wanted = json!({"name": "Report", "expires_at": "2026-06-01T00:00:00Z"});
        let made = gus
            .ask(Method::POST, "/api/v1/acme/me/tokens", wanted.clone())
            .await;
        assert_eq!(made.status, 201, "{}", made.text());
        let secret = made.json()["token"].as_str().unwrap().to_owned();
        let tasks = world.get("/api/v1/acme/tasks", Some(&secret)).await;
        assert_eq!(tasks.bytes(), gus.open("/api/v1/acme/tasks").await.bytes());
        let listed = gus.open("/api/v1/acme/me/tokens").await.json();
        let ours = listed["items"].as_array().unwrap().iter();
        let ours = ours.filter(|token| token["name"] == "Report").count();
        assert_eq!(ours, 1);
        assert!(!listed.to_string().contains(&secret));
        // A token makes no tokens, and does not reach what belongs to the identity.
        let headers = [("content-type", "application/json")];
        for (method, path) in [
            (Method::POST, "tokens"),
            (Method::GET, "sessions"),
            (Method::DELETE, "sessions"),
            (Method::GET, "passkeys"),
        ] {
            let path = format!("/api/v1/acme/me/{path}");
            let body = axum::body::Body::from(wanted.to_string());
            let answer = world
                .send(method, &path, Some(&secret), body, &headers)
                .await;
            assert_eq!(answer.problem(), "action-not-allowed", "{path}");
        }
        let path = format!(
            "/api/v1/acme/me/tokens/{}",
            made.json()["id"].as_str().unwrap()
        );
        let ended = gus.ask(Method::DELETE, &path, Value::Null).await;
        assert_eq!(ended.json(), json!({"ended": {"tokens": 1}}));
        assert_eq!(
            gus.ask(Method::DELETE, &path, Value::Null).await.status,
            404
        );
        let tasks = world.get("/api/v1/acme/tasks", Some(&secret)).await;
        assert_eq!(tasks.status, 401);
        for wrong in [
            json!({"name": "", "expires_at": "2026-06-01T00:00:00Z"}),
            json!({"name": "x", "expires_at": "2026-01-01T00:00:00Z"}),
            json!({"name": "x", "expires_at": "tomorrow"}),
            json!({"name": "x", "expires_at": "2026-06-01T00:00:00Z", "scope": "all"}),
            json!({"name": "x"}),
        ] {
            let answer = gus
                .ask(Method::POST, "/api/v1/acme/me/tokens", wrong.clone())
                .await;
            assert_eq!(answer.status, 422, "{wrong}");
        }
    }
}

#[tokio::test]
async fn a_person_changes_their_own_name_language_and_zone_and_nothing_else() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let mut gus = Browser::of(&world, GUS).await;
        let me = "/api/v1/acme/me";
        let before = gus.open(me).await;
        let tag = before.headers["etag"].to_str().unwrap().to_owned();
        let wanted = json!({"name": "Gustav", "locale": "pt-BR", "time_zone": "Asia/Tokyo"});
        let changed = gus.ask(Method::PATCH, me, wanted).await;
        assert_eq!(changed.status, 200, "{}", changed.text());
        let after = gus.open(me).await;
        assert_eq!(after.json(), changed.json());
        assert_eq!(after.json()["user"]["name"], "Gustav");
        assert_eq!(after.json()["time_zone"], "Asia/Tokyo");
        let back = gus.ask(Method::PATCH, me, json!({"locale": null})).await;
        assert_eq!(back.json()["locale"], Value::Null);
        for wrong in [
            json!({"role": "admin"}),
            json!({"state": "active"}),
            json!({"email": "ada@acme.example"}),
            json!({"name": " "}),
            json!({"name": null}),
            json!({"locale": "../en"}),
            json!({"time_zone": "Mars/Olympus"}),
            json!({"name": ["a"]}),
        ] {
            let answer = gus.ask(Method::PATCH, me, wrong.clone()).await;
            assert_eq!(answer.status, 422, "{wrong}");
        }
        let csrf = gus.csrf().await;
        let headers = [
            ("content-type", "application/json"),
            ("sec-fetch-site", "same-origin"),
            ("x-csrf-token", csrf.as_str()),
            ("if-match", tag.as_str()),
        ];
        let body = axum::body::Body::from(r#"{"name":"Gus"}"#);
        let late = gus.send(Method::PATCH, me, body, &headers).await;
        assert_eq!(
            (late.status.as_u16(), late.problem().as_str()),
            (412, "changed-meanwhile")
        );
    }
}

#[tokio::test]
async fn devices_are_listed_with_what_they_are_and_one_is_ended() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let (mut here, mut there) = (
            Browser::of(&world, GUS).await,
            Browser::of(&world, GUS).await,
        );
        let listed = here.open("/api/v1/acme/me/sessions").await.json();
        let sessions = listed["items"].as_array().unwrap();
        assert_eq!(sessions.len(), 2);
        let other = sessions
            .iter()
            .find(|session| session["this"] == false)
            .unwrap();
        let path = format!("/api/v1/acme/me/sessions/{}", other["id"].as_str().unwrap());
        let ended = here.ask(Method::DELETE, &path, Value::Null).await;
        assert_eq!(ended.status, 200, "{}", ended.text());
        assert_eq!(there.open("/api/v1/me").await.status, 401);
        assert_eq!(here.open("/api/v1/me").await.status, 200);
        assert_eq!(
            here.ask(Method::DELETE, &path, Value::Null).await.status,
            404
        );
    }
}

#[tokio::test]
async fn where_no_passkeys_can_be_there_is_no_way_to_one() {
    let world = World::new(Engine::Sqlite).await;
    let mut gus = Browser::of(&world, GUS).await;
    assert!(!gus.open("/sign-in").await.text().contains("passkey"));
    let made = gus
        .ask(Method::POST, "/api/v1/acme/me/passkeys", json!({}))
        .await;
    assert_eq!(made.status, 404);
    let asked = Browser::new(&world)
        .ask(Method::POST, "/api/v1/sign-in/passkey", json!({}))
        .await;
    assert_eq!(asked.status, 404);
}
