//! How requests are refused, and that a refusal gives nothing away.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use axum::http::Method;
use portal::http::Clock;
use portal::http::routes::routes;
use store::testing::Engine;

use crate::world::{ADA, GUS, World, noon};

#[tokio::test]
async fn what_is_hidden_answers_as_what_never_existed_to_the_byte() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let gus = world.token("acme", GUS).await;
        let (task, project, file) = (
            world.id("tasks", "t3").await,
            world.id("projects", "p2").await,
            hidden_file(&world).await,
        );
        let never = "0123456789abcdef0123456789abcdef";
        for path in [
            "tasks/{task}",
            "tasks/{task}/comments",
            "tasks/{task}/project",
            "projects/{project}",
            "projects/{project}/tasks",
            "projects/{project}/expenses",
            "files/{file}/content",
        ] {
            let hidden = path
                .replace("{task}", &task)
                .replace("{project}", &project)
                .replace("{file}", &file);
            let first = world
                .get(&format!("/api/v1/acme/{hidden}"), Some(&gus))
                .await;
            assert_eq!(
                (first.status.as_u16(), first.problem().as_str()),
                (404, "not-found"),
                "{path}"
            );
            for id in [never, "x", "%00", "0", "../tasks"] {
                let other = path
                    .replace("{task}", id)
                    .replace("{project}", id)
                    .replace("{file}", id);
                let other = world
                    .get(&format!("/api/v1/acme/{other}"), Some(&gus))
                    .await;
                assert_eq!(other.bytes(), first.bytes(), "{path} {id}");
            }
        }
    }
}

async fn hidden_file(world: &World) -> String {
    let ada = world.token("acme", ADA).await;
    let task = world.id("tasks", "t1").await;
    let files = world
        .get(&format!("/api/v1/acme/tasks/{task}/files"), Some(&ada))
        .await
        .json();
    let files = files["items"].as_array().unwrap().clone();
    let hidden = files
        .iter()
        .find(|file| file["name"] == "margin.txt")
        .unwrap();
    hidden["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_field_that_is_hidden_is_refused_as_one_that_does_not_exist() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let gus = world.token("acme", GUS).await;
        for (hidden, unknown) in [
            ("sort=hours_spent", "sort=salaries_xx"),
            ("sort=-hours_spent", "sort=-salaries_xx"),
            ("filter[hours_spent]=2.5", "filter[salaries_xx]=2.5"),
            (
                "filter[hours_spent][gte]=2.5",
                "filter[salaries_xx][gte]=2.5",
            ),
        ] {
            let hidden = world
                .get(&format!("/api/v1/acme/tasks?{hidden}"), Some(&gus))
                .await;
            let unknown = world
                .get(&format!("/api/v1/acme/tasks?{unknown}"), Some(&gus))
                .await;
            assert_eq!(hidden.status, 422);
            assert_eq!(
                hidden.text().replace("hours_spent", "salaries_xx"),
                unknown.text()
            );
        }
    }
}

#[tokio::test]
async fn an_unknown_address_or_parameter_or_method_is_refused() {
    let world = World::empty(Engine::Sqlite).await;
    let ada = world.token("acme", ADA).await;
    let nothing = world.get("/api/nothing", None).await;
    assert_eq!(
        (nothing.status.as_u16(), nothing.problem().as_str()),
        (404, "not-found")
    );
    for path in [
        "/api/v1",
        "/api/v1/acme/nothing",
        "/api/v1/acme/tasks/",
        "/api/v2/acme/tasks",
    ] {
        assert_eq!(
            world.get(path, Some(&ada)).await.bytes(),
            nothing.bytes(),
            "{path}"
        );
    }
    for path in [
        "/healthz?x=1",
        "/api/v1/acme/tasks?page=2",
        "/api/v1/acme/tasks/x?page=2",
        "/api/v1/acme/settings?x",
    ] {
        let answer = world.get(path, Some(&ada)).await;
        assert_eq!(
            (answer.status.as_u16(), answer.problem().as_str()),
            (422, "invalid"),
            "{path}"
        );
    }
    let unreadable = world.get("/api/v1/acme/tasks?q=%ff", Some(&ada)).await;
    assert_eq!(
        (unreadable.status.as_u16(), unreadable.problem().as_str()),
        (400, "unreadable")
    );
    for (method, path, allowed) in [
        (Method::DELETE, "/api/v1/acme/tasks", "GET, HEAD, POST"),
        (Method::GET, "/api/v1/acme/import", "POST"),
        (Method::PUT, "/healthz", "GET, HEAD"),
    ] {
        let answer = world
            .send(method, path, Some(&ada), Body::empty(), &[])
            .await;
        assert_eq!(
            (answer.status.as_u16(), answer.problem().as_str()),
            (405, "method-not-allowed"),
            "{path}"
        );
        assert_eq!(answer.headers["allow"], allowed);
    }
}

#[tokio::test]
async fn nothing_that_is_asked_makes_the_server_fail() {
    let long = "x".repeat(5_000);
    let values = [
        "%00",
        "a%00b",
        "%F0%9F%92%A9",
        "'",
        "%27%20or%201=1--",
        "%25",
        "%5C",
        "_",
        "-1",
        "9223372036854775808",
        "1e309",
        "99999999999999999999.999999",
        "-9999-01-01",
        "9999-12-31",
        "9999-12-31T23:59:59.999999999Z",
        "0000-00-00",
        ",",
        ",,,",
        "[]",
        "null",
        "%E2%80%AE",
        "%CC%81",
        &long,
    ];
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let document = world.get("/openapi.json", None).await.json();
        for who in [ADA, GUS] {
            let token = world.token("acme", who).await;
            for route in routes()
                .into_iter()
                .filter(|route| route.method == Method::GET)
            {
                let path = route.path.replace("{account}", "acme");
                let parameters = document["paths"][&route.path]["get"]["parameters"]
                    .as_array()
                    .unwrap();
                for (n, value) in values.iter().enumerate() {
                    // Each value at each place would take minutes; in turn, each place meets several.
                    let place = parameters
                        .iter()
                        .filter(|p| p["in"] == "query")
                        .nth(n % parameters.len().max(1));
                    let query = place.map_or(String::new(), |p| {
                        format!("?{}={value}", p["name"].as_str().unwrap())
                    });
                    let path = path.replace("{id}", value).replace("{part}", value);
                    let answer = world.get(&format!("{path}{query}"), Some(&token)).await;
                    assert!(
                        answer.status.as_u16() < 500,
                        "{engine:?} {path}{query}: {}",
                        answer.text()
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn a_panic_stays_inside_one_request_and_says_nothing_of_itself() {
    let calls = AtomicUsize::new(0);
    let clock = Clock::from(move || match calls.fetch_add(1, Ordering::SeqCst) {
        0 => panic!("the secret reason"),
        _ => noon(),
    });
    let world = World::by_the_clock(Engine::Sqlite, clock).await;
    let first = world.get("/readyz", None).await;
    assert_eq!(
        (first.status.as_u16(), first.problem().as_str()),
        (500, "broken")
    );
    assert!(!first.text().contains("secret"));
    assert_eq!(first.headers["x-request-id"].len(), 32);
    assert_eq!(world.get("/readyz", None).await.status, 200);
}

#[tokio::test]
async fn a_refusal_is_readable_and_carries_its_headers() {
    let world = World::empty(Engine::Sqlite).await;
    let answer = world.get("/api/v1/acme/tasks", None).await;
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    assert_eq!(answer.headers["www-authenticate"], "Bearer");
    assert_eq!(answer.headers["cache-control"], "private, no-cache");
    assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    assert_eq!(answer.headers["x-request-id"].len(), 32);
    let body = answer.json();
    assert_eq!(body["status"], 401);
    assert!(
        !answer
            .text()
            .contains(answer.headers["x-request-id"].to_str().unwrap())
    );
}
