//! Bundles in and out over the interface.

use axum::body::{Body, Bytes};
use axum::http::Method;
use futures_util::stream;
use store::testing::Engine;

use crate::world::{ADA, BOB, World};

const CUSTOMER: &str =
    "{\"kind\":\"customer\",\"id\":\"c9\",\"name\":\"Nine Ltd\",\"type\":\"company\"}\n";
const WRONG: &str = "{\"kind\":\"task\",\"id\":\"t9\",\"title\":\"x\",\"due_on\":\"soon\"}\n";

async fn customers(world: &World, account: &str, admin: &str) -> usize {
    let token = world.token(account, admin).await;
    let list = world
        .get(&format!("/api/v1/{account}/customers"), Some(&token))
        .await
        .json();
    list["items"].as_array().unwrap().len()
}

#[tokio::test]
async fn an_account_that_was_handed_out_is_the_same_elsewhere() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let (ada, bob) = (
            world.token("acme", ADA).await,
            world.token("bolt", BOB).await,
        );
        let first = world
            .get("/api/v1/acme/export?with_files=true", Some(&ada))
            .await;
        assert_eq!(first.status, 200);
        assert_eq!(first.headers["content-type"], "application/x-ndjson");
        // The second company has an admin of its own, who is in what it hands out.
        let mine = world.get("/api/v1/bolt/export", Some(&bob)).await.text();
        let bobs = mine
            .lines()
            .find(|line| line.contains(BOB))
            .unwrap()
            .to_owned();
        world.import("bolt", &first.text()).await;
        let again = world
            .get("/api/v1/bolt/export?with_files=true", Some(&bob))
            .await
            .text();
        let without: Vec<&str> = again.lines().filter(|line| !line.contains(BOB)).collect();
        assert!(again.contains(&bobs));
        assert_eq!(without, first.text().lines().collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn one_bad_line_refuses_the_whole_and_is_pointed_at() {
    for engine in Engine::both() {
        let world = World::empty(engine).await;
        let ada = world.token("acme", ADA).await;
        let bundle = format!("{CUSTOMER}{WRONG}");
        let answer = world
            .post("/api/v1/acme/import", Some(&ada), bundle.clone())
            .await;
        assert_eq!(
            (answer.status.as_u16(), answer.problem().as_str()),
            (422, "invalid")
        );
        let error = answer.json()["errors"][0].clone();
        assert_eq!(error["pointer"], "/2/due_on");
        assert!(
            error["message"].as_str().unwrap().starts_with("found "),
            "{error}"
        );
        assert_eq!(customers(&world, "acme", ADA).await, 0);

        let answer = world
            .post("/api/v1/acme/import?keep_going=true", Some(&ada), bundle)
            .await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.json()["rejected"], 1);
        assert_eq!(answer.json()["errors"][0]["pointer"], "/2/due_on");
        assert_eq!(customers(&world, "acme", ADA).await, 1);
    }
}

#[tokio::test]
async fn a_dry_run_answers_as_the_import_would_and_keeps_nothing() {
    let world = World::empty(Engine::Sqlite).await;
    let ada = world.token("acme", ADA).await;
    let answer = world
        .post(
            "/api/v1/acme/import?dry_run=true",
            Some(&ada),
            CUSTOMER.to_owned(),
        )
        .await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["counts"]["customer"]["created"], 1);
    assert_eq!(answer.json()["written"], false);
    assert_eq!(customers(&world, "acme", ADA).await, 0);
    let answer = world
        .post(
            "/api/v1/acme/import?dry_run=true",
            Some(&ada),
            WRONG.to_owned(),
        )
        .await;
    assert_eq!(answer.status, 422);
}

#[tokio::test]
async fn what_is_no_bundle_is_unreadable() {
    let world = World::empty(Engine::Sqlite).await;
    let ada = world.token("acme", ADA).await;
    for kind in [
        "application/json",
        "text/csv",
        "application/x-www-form-urlencoded",
        "",
    ] {
        let headers = [("content-type", kind)];
        let answer = world
            .send(
                Method::POST,
                "/api/v1/acme/import",
                Some(&ada),
                Body::from(CUSTOMER),
                &headers,
            )
            .await;
        assert_eq!(
            (answer.status.as_u16(), answer.problem().as_str()),
            (400, "unreadable"),
            "{kind}"
        );
    }
    for bundle in ["no json\n", "[]\n", "{\"kind\":\"customer\""] {
        let answer = world
            .post("/api/v1/acme/import", Some(&ada), bundle.to_owned())
            .await;
        assert_eq!(
            (answer.status.as_u16(), answer.problem().as_str()),
            (400, "unreadable"),
            "{bundle}"
        );
        assert_eq!(answer.json()["errors"][0]["pointer"], "/1");
    }
}

#[tokio::test]
async fn a_bundle_that_breaks_off_or_is_too_large_leaves_nothing_behind() {
    for engine in Engine::both() {
        let world = World::empty(engine).await;
        let ada = world.token("acme", ADA).await;
        let headers = [("content-type", "application/x-ndjson")];
        let send = async |body: Body| {
            world
                .send(
                    Method::POST,
                    "/api/v1/acme/import",
                    Some(&ada),
                    body,
                    &headers,
                )
                .await
        };
        let pieces = vec![
            Ok(Bytes::from(CUSTOMER)),
            Err(std::io::Error::other("the client went away")),
        ];
        let broken = send(Body::from_stream(stream::iter(pieces))).await;
        assert_eq!(
            (broken.status.as_u16(), broken.problem().as_str()),
            (400, "unreadable")
        );
        // The limit of this world is 64 KiB.
        let large = CUSTOMER.repeat(2_000);
        let announced = send(Body::from(large.clone())).await;
        assert_eq!(
            (announced.status.as_u16(), announced.problem().as_str()),
            (413, "too-large")
        );
        let piece = || Ok::<_, std::io::Error>(Bytes::from(CUSTOMER));
        let streamed = send(Body::from_stream(stream::iter(
            (0..2_000).map(move |_| piece()),
        )))
        .await;
        assert_eq!(
            (streamed.status.as_u16(), streamed.problem().as_str()),
            (413, "too-large")
        );
        assert_eq!(customers(&world, "acme", ADA).await, 0);
    }
}

#[tokio::test]
async fn a_text_that_no_database_keeps_is_refused_alike_by_both() {
    let mut answers = Vec::new();
    for engine in Engine::both() {
        let world = World::empty(engine).await;
        let ada = world.token("acme", ADA).await;
        for line in [
            r#"{"kind":"customer","id":"c1","name":"a\u0000b"}"#,
            r#"{"kind":"customer","id":"c\u00001","name":"a"}"#,
            r#"{"kind":"customer","id":"c1","name":"a","address":"\ud800"}"#,
            r#"{"kind":"project","id":"p1","name":"a","client":{"customer":"\u0000"}}"#,
        ] {
            let answer = world
                .post("/api/v1/acme/import", Some(&ada), line.to_owned())
                .await;
            assert!(
                matches!(answer.status.as_u16(), 400 | 422),
                "{engine:?} {line}: {}",
                answer.text()
            );
            answers.push(answer.text());
        }
    }
    assert_eq!(answers[..4], answers[4..]);
}

#[tokio::test]
async fn an_import_into_one_account_changes_nothing_in_another() {
    let world = World::new(Engine::Sqlite).await;
    assert_eq!(customers(&world, "acme", ADA).await, 1);
    assert_eq!(customers(&world, "bolt", BOB).await, 0);
    let bob = world.token("bolt", BOB).await;
    assert_eq!(
        world
            .post("/api/v1/acme/import", Some(&bob), CUSTOMER.to_owned())
            .await
            .status,
        401
    );
    assert_eq!(customers(&world, "acme", ADA).await, 1);
}
