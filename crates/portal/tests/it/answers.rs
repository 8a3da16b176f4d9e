//! What an answer looks like when there is one: tags, parts of files, pages.

use axum::body::Body;
use axum::http::Method;
use store::testing::Engine;

use crate::world::{ADA, GUS, NIL, World};

#[tokio::test]
async fn the_same_question_gives_the_same_bytes_and_a_known_tag_gives_none() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let gus = world.token("acme", GUS).await;
        let path = "/api/v1/acme/tasks?sort=due_on&count=true";
        let first = world.get(path, Some(&gus)).await;
        assert_eq!(first.status, 200, "{}", first.text());
        assert_eq!(world.get(path, Some(&gus)).await.bytes(), first.bytes());
        assert_eq!(first.headers["cache-control"], "private, no-cache");
        let tag = first.headers["etag"].to_str().unwrap();
        let again = world
            .send(
                Method::GET,
                path,
                Some(&gus),
                Body::empty(),
                &[("if-none-match", tag)],
            )
            .await;
        assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
        let head = world
            .send(Method::HEAD, path, Some(&gus), Body::empty(), &[])
            .await;
        assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
        assert_eq!(head.headers["etag"], first.headers["etag"]);
    }
}

#[tokio::test]
async fn what_a_guest_cannot_see_does_not_change_the_tag() {
    let world = World::new(Engine::Sqlite).await;
    let gus = world.token("acme", GUS).await;
    let before = world.get("/api/v1/acme/tasks", Some(&gus)).await;
    world
        .import(
            "acme",
            "{\"kind\":\"task\",\"id\":\"t3\",\"project\":\"p2\",\"title\":\"Hidden work, changed\",\"stage\":\"open\"}\n\
             {\"kind\":\"task\",\"id\":\"t9\",\"project\":\"p2\",\"title\":\"More hidden work\"}\n",
        )
        .await;
    assert_eq!(
        world.get("/api/v1/acme/tasks", Some(&gus)).await.bytes(),
        before.bytes()
    );
}

#[tokio::test]
async fn a_guest_sees_the_project_and_staff_see_everything() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let titles = async |who: &str| {
            let token = world.token("acme", who).await;
            let list = world
                .get("/api/v1/acme/tasks?sort=due_on", Some(&token))
                .await
                .json();
            let titles = list["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|task| task["title"].as_str().unwrap().to_owned());
            titles.collect::<Vec<_>>()
        };
        assert_eq!(titles(ADA).await, ["Hidden work", "Imprint", "Home page"]);
        assert_eq!(titles(GUS).await, ["Imprint", "Home page"]);
        assert!(titles(NIL).await.is_empty());
    }
}

#[tokio::test]
async fn a_file_is_an_attachment_whole_or_in_part() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let gus = world.token("acme", GUS).await;
        let task = world.id("tasks", "t1").await;
        let files = world
            .get(&format!("/api/v1/acme/tasks/{task}/files"), Some(&gus))
            .await
            .json();
        assert_eq!(files["items"].as_array().unwrap().len(), 1);
        let path = format!(
            "/api/v1/acme/files/{}/content",
            files["items"][0]["id"].as_str().unwrap()
        );

        let whole = world.get(&path, Some(&gus)).await;
        assert_eq!(
            (whole.status.as_u16(), &whole.body[..]),
            (200, &b"0123456789"[..])
        );
        assert_eq!(whole.headers["content-length"], "10");
        assert_eq!(whole.headers["content-type"], "text/plain");
        assert_eq!(whole.headers["x-content-type-options"], "nosniff");
        assert_eq!(
            whole.headers["content-disposition"],
            "attachment; filename=\"Entwurf f_r Gus.txt\"; filename*=UTF-8''Entwurf%20f%C3%BCr%20Gus.txt"
        );
        let part = |range: &'static str| {
            let (world, gus, path) = (&world, &gus, &path);
            async move {
                world
                    .send(
                        Method::GET,
                        path,
                        Some(gus),
                        Body::empty(),
                        &[("range", range)],
                    )
                    .await
            }
        };
        let middle = part("bytes=2-4").await;
        assert_eq!(
            (middle.status.as_u16(), &middle.body[..]),
            (206, &b"234"[..])
        );
        assert_eq!(middle.headers["content-range"], "bytes 2-4/10");
        let beyond = part("bytes=10-").await;
        assert_eq!(
            (beyond.status.as_u16(), beyond.problem().as_str()),
            (416, "no-such-part")
        );
        assert_eq!(beyond.headers["content-range"], "bytes */10");
    }
}

#[tokio::test]
async fn counters_are_for_whoever_has_the_token() {
    let world = World::empty(Engine::Sqlite).await;
    assert_eq!(world.get("/metrics", None).await.status, 401);
    assert_eq!(
        world
            .get("/metrics", Some("something-else-here"))
            .await
            .status,
        401
    );
    world.get("/healthz", None).await;
    let counters = world.get("/metrics", Some("only-for-prometheus")).await;
    assert_eq!(counters.status, 200);
    assert!(
        counters
            .text()
            .contains("vestibule_requests_total{door=\"GET /healthz\",status=\"2xx\"} 1")
    );
}

#[tokio::test]
async fn the_server_says_that_it_lives_and_is_ready() {
    for engine in Engine::both() {
        let world = World::empty(engine).await;
        assert_eq!(
            world.get("/healthz", None).await.text(),
            r#"{"status":"ok"}"#
        );
        assert_eq!(
            world.get("/readyz", None).await.text(),
            r#"{"status":"ready"}"#
        );
    }
}
