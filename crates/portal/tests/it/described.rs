//! The description of the interface, held against the program's own answers.

use axum::body::Body;
use axum::http::Method;
use portal::http::routes::{Door, Records, Route, Sharing, Target, routes};
use serde_json::Value;
use store::testing::Engine;

use crate::schema::wrongs;
use crate::world::{ADA, GUS, MIA, SUE, World};

/// The address of a route with ids that are there, where the bundle has such a thing.
async fn address(world: &World, route: &Route) -> String {
    let ada = world.token("acme", ADA).await;
    let first = async |path: &str| {
        let list = world
            .get(&format!("/api/v1/acme/{path}"), Some(&ada))
            .await
            .json();
        list["items"][0]["id"].as_str().unwrap_or("none").to_owned()
    };
    let source = |module: access::Module| match module.name() {
        "customers" => "c1",
        "projects" => "p1",
        "tasks" => "t1",
        "meetings" => "e1",
        "tickets" => "s1",
        "orders" => "o1",
        "invoices" => "i1",
        "estimates" => "q1",
        _ => "kb1",
    };
    let id = match route.door {
        Door::Item(module) | Door::Related(module, _) | Door::Upload(module) => {
            world.id(module.name(), source(module)).await
        }
        Door::DuePayments | Door::PaymentHistory => world.id("customers", "c1").await,
        Door::Sharing(Sharing::Participants) => world.id("projects", "p1").await,
        Door::Article => world.id("knowledge", "kb1").await,
        Door::FileContent => first(&format!("tasks/{}/files", world.id("tasks", "t1").await)).await,
        Door::Record(area) => first(area.name()).await,
        Door::Write(_, Target::Item(module) | Target::Part(module, _)) => {
            first(&format!("{module}?filter[source]={}", source(module))).await
        }
        Door::Write(_, Target::Record(area)) => first(area.name()).await,
        _ => String::new(),
    };
    let part = match route.door {
        Door::Article => first(&format!("knowledge/{id}/articles")).await,
        Door::Write(_, Target::Part(module, relation)) => {
            first(&format!("{module}/{id}/{relation}")).await
        }
        _ => String::new(),
    };
    let query = match route.door {
        Door::List(_) | Door::Records(_) => "?count=true&limit=2".to_owned(),
        Door::Explain => "?user=gus&item=tasks/t1".to_owned(),
        Door::Who => "?item=projects/p1".to_owned(),
        Door::History => "?user=gus".to_owned(),
        _ => String::new(),
    };
    route
        .path
        .replace("{account}", "acme")
        .replace("{id}", &id)
        .replace("{part}", &part)
        + &query
}

/// Every route, so that what is deleted is looked at before.
fn deletions_last() -> Vec<Route> {
    let mut all = routes();
    let people = |path: &str| path.contains("/members") || path.contains("/guests");
    all.sort_by_key(|route| (route.method == Method::DELETE, people(&route.path)));
    all
}

fn described<'d>(document: &'d Value, route: &Route, status: u16) -> &'d Value {
    let operation = &document["paths"][&route.path][route.method.as_str().to_lowercase()];
    let response = &operation["responses"][status.to_string()];
    assert!(
        response.is_object(),
        "{} {} answers {status}, which is not described",
        route.method,
        route.path
    );
    match response["$ref"].as_str() {
        Some(target) => document.pointer(target.trim_start_matches('#')).unwrap(),
        None => response,
    }
}

#[tokio::test]
async fn every_answer_is_as_described_for_staff_and_guests() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let document = world.get("/openapi.json", None).await.json();
        let mut tokens = vec![(None, None)];
        for who in [ADA, MIA, GUS, SUE] {
            tokens.push((Some(who), Some(world.token("acme", who).await)));
        }
        let mut seen = 0;
        for route in deletions_last() {
            let path = address(&world, &route).await;
            for (who, token) in &tokens {
                let headers = [("content-type", "application/x-ndjson")];
                let answer = world
                    .send(
                        route.method.clone(),
                        &path,
                        token.as_deref(),
                        Body::empty(),
                        &headers,
                    )
                    .await;
                let response = described(&document, &route, answer.status.as_u16());
                if answer.status == 204 {
                    assert!(response.get("content").is_none() && answer.body.is_empty());
                    continue;
                }
                let kind = answer.headers["content-type"].to_str().unwrap();
                let content = response["content"].as_object().unwrap();
                let media = kind.split(';').next().unwrap();
                let schema = content.get(media).or(content.get("*/*"));
                let schema = schema
                    .unwrap_or_else(|| panic!("{path} answers {kind}, which is not described"));
                if media != "application/x-ndjson" && media.ends_with("json") {
                    let wrong = wrongs(&document, &schema["schema"], &answer.json());
                    assert!(wrong.is_empty(), "{path} as {who:?}: {wrong:#?}");
                    seen += usize::from(answer.status == 200);
                }
            }
        }
        assert!(seen > 150, "only {seen} answers were looked at");
    }
}

#[tokio::test]
async fn the_admin_gets_an_answer_at_every_address() {
    let world = World::new(Engine::Sqlite).await;
    let ada = world.token("acme", ADA).await;
    // What is written is tried one by one elsewhere.
    // What belongs to the identity is not for a token.
    let read = |route: &Route| match route.door {
        Door::Own(own) if own.by_session_alone() => false,
        door => route.method == Method::GET || door == Door::Import,
    };
    for route in routes().into_iter().filter(read) {
        let path = address(&world, &route).await;
        let token = if route.door == Door::Metrics {
            "only-for-prometheus"
        } else {
            &ada
        };
        let headers = [("content-type", "application/x-ndjson")];
        let answer = world
            .send(
                route.method.clone(),
                &path,
                Some(token),
                Body::empty(),
                &headers,
            )
            .await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    }
}

#[tokio::test]
async fn every_parameter_that_is_described_is_taken_and_no_other() {
    let world = World::new(Engine::Sqlite).await;
    let ada = world.token("acme", ADA).await;
    let document = world.get("/openapi.json", None).await.json();
    for route in routes()
        .into_iter()
        .filter(|route| matches!(route.door, Door::List(_) | Door::Records(_)))
    {
        let path = route.path.replace("{account}", "acme");
        let parameters = document["paths"][&route.path]["get"]["parameters"]
            .as_array()
            .unwrap()
            .clone();
        let sorts = parameters
            .iter()
            .find(|p| p["name"] == "sort")
            .map(|p| p["schema"]["enum"].clone());
        for sort in sorts.iter().flat_map(|sorts| sorts.as_array().unwrap()) {
            let answer = world
                .get(
                    &format!("{path}?sort={}", sort.as_str().unwrap()),
                    Some(&ada),
                )
                .await;
            assert_eq!(answer.status, 200, "{path} {sort}: {}", answer.text());
        }
        for parameter in parameters
            .iter()
            .filter(|p| p["in"] == "query" && p["name"] != "sort")
        {
            let name = parameter["name"].as_str().unwrap();
            let value = if name.starts_with("filter[") && matches!(route.door, Door::List(_)) {
                ""
            } else {
                "x"
            };
            let answer = world
                .get(&format!("{path}?{name}={value}"), Some(&ada))
                .await;
            let refused = answer.text();
            assert!(
                !refused.contains("is not a parameter") && !refused.contains("is not a field"),
                "{name}: {refused}"
            );
        }
    }
    for area in Records::ALL {
        let answer = world
            .get(&format!("/api/v1/acme/{}?page=2", area.name()), Some(&ada))
            .await;
        assert_eq!(answer.status, 422);
    }
}

#[tokio::test]
async fn an_address_that_is_not_described_does_not_exist() {
    let world = World::empty(Engine::Sqlite).await;
    let ada = world.token("acme", ADA).await;
    for route in routes() {
        let path = route
            .path
            .replace("{account}", "acme")
            .replace("{id}", "x")
            .replace("{part}", "x");
        let known: Vec<Method> = routes()
            .into_iter()
            .filter(|other| other.path == route.path)
            .map(|other| other.method)
            .collect();
        let other = [
            Method::POST,
            Method::GET,
            Method::DELETE,
            Method::PUT,
            Method::TRACE,
        ]
        .into_iter()
        .find(|method| !known.contains(method))
        .unwrap();
        let answer = world
            .send(other, &path, Some(&ada), Body::empty(), &[])
            .await;
        assert_eq!(answer.status, 405, "{path}");
    }
}
