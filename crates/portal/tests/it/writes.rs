//! Records written through the whole server: statuses, headers, and that what is described is what is taken.

use axum::body::Body;
use axum::http::Method;
use portal::http::routes::{Deed, Door, Route, Target, routes};
use serde_json::{Value, json};
use store::testing::Engine;

use crate::schema::wrongs;
use crate::world::{ADA, Answer, BOB, GUS, MIA, NIL, World};

const JSON: (&str, &str) = ("content-type", "application/json");

async fn send(
    world: &World,
    who: &str,
    method: Method,
    path: &str,
    body: &Value,
    headers: &[(&'static str, &str)],
) -> Answer {
    let account = if who == BOB { "bolt" } else { "acme" };
    let token = world.token(account, who).await;
    let headers: Vec<_> = headers.iter().copied().chain([JSON]).collect();
    let path = format!("/api/v1/acme/{path}");
    world
        .send(
            method,
            &path,
            Some(&token),
            Body::from(body.to_string()),
            &headers,
        )
        .await
}

async fn post(world: &World, who: &str, path: &str, body: Value) -> Answer {
    send(world, who, Method::POST, path, &body, &[]).await
}

async fn patch(world: &World, who: &str, path: &str, body: Value) -> Answer {
    send(world, who, Method::PATCH, path, &body, &[]).await
}

async fn delete(world: &World, who: &str, path: &str) -> Answer {
    send(world, who, Method::DELETE, path, &Value::Null, &[]).await
}

#[tokio::test]
async fn a_record_is_made_read_changed_and_deleted() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let p1 = world.id("projects", "p1").await;
        let made = post(
            &world,
            MIA,
            "tasks",
            json!({"title": "Shop", "project": p1}),
        )
        .await;
        assert_eq!(made.status, 201, "{}", made.text());
        let id = made.json()["id"].as_str().unwrap().to_owned();
        let at = format!("/api/v1/acme/tasks/{id}");
        assert_eq!(made.headers["location"], at.as_str());
        assert_eq!(made.headers["cache-control"], "private, no-cache");
        let token = world.token("acme", MIA).await;
        let read = world.get(&at, Some(&token)).await;
        assert_eq!(
            (&read.body, &read.headers["etag"]),
            (&made.body, &made.headers["etag"])
        );
        let changed = patch(&world, MIA, &format!("tasks/{id}"), json!({"percent": 50})).await;
        assert_eq!(changed.status, 200);
        assert_eq!(
            (&changed.json()["percent"], &changed.json()["title"]),
            (&json!(50), &json!("Shop"))
        );
        let read = world.get(&at, Some(&token)).await;
        assert_eq!(read.headers["etag"], changed.headers["etag"]);
        let deleted = delete(&world, MIA, &format!("tasks/{id}")).await;
        assert_eq!((deleted.status.as_u16(), deleted.body.len()), (204, 0));
        assert_eq!(world.get(&at, Some(&token)).await.status, 404);
    }
}

#[tokio::test]
async fn an_old_tag_is_refused_and_the_present_one_taken() {
    let world = World::new(Engine::Sqlite).await;
    let path = format!("tasks/{}", world.id("tasks", "t1").await);
    let seen = patch(&world, MIA, &path, json!({})).await.headers["etag"].clone();
    let tag = seen.to_str().unwrap();
    let body = json!({"percent": 10});
    let with = |tag: &'static str| [("if-match", tag)];
    let tag: &'static str = tag.to_owned().leak();
    let first = send(&world, MIA, Method::PATCH, &path, &body, &with(tag)).await;
    assert_eq!(first.status, 200);
    for method in [Method::PATCH, Method::DELETE] {
        let late = send(
            &world,
            MIA,
            method,
            &path,
            &json!({"percent": 20}),
            &with(tag),
        )
        .await;
        let expected = if late.problem() == "action-not-allowed" {
            403
        } else {
            412
        };
        assert_eq!(late.status, expected, "{}", late.text());
    }
    let late = send(&world, ADA, Method::DELETE, &path, &Value::Null, &with(tag)).await;
    assert_eq!(
        (late.status.as_u16(), late.problem().as_str()),
        (412, "changed-meanwhile")
    );
    let any = send(&world, ADA, Method::DELETE, &path, &Value::Null, &with("*")).await;
    assert_eq!(any.status, 204);
}

#[tokio::test]
async fn a_post_under_a_key_is_done_once() {
    let world = World::new(Engine::Sqlite).await;
    let key = [("idempotency-key", "5f0c")];
    let body = json!({"title": "Once"});
    let first = send(&world, MIA, Method::POST, "tasks", &body, &key).await;
    let again = send(&world, MIA, Method::POST, "tasks", &body, &key).await;
    assert_eq!(first.bytes(), again.bytes());
    assert_eq!(first.status, 201);
    let other = send(
        &world,
        MIA,
        Method::POST,
        "tasks",
        &json!({"title": "B"}),
        &key,
    )
    .await;
    assert_eq!(
        (other.status.as_u16(), other.problem().as_str()),
        (409, "conflict")
    );
    let wrong = send(
        &world,
        MIA,
        Method::POST,
        "tasks",
        &body,
        &[("idempotency-key", "a b")],
    )
    .await;
    assert_eq!(wrong.status, 422);
}

#[tokio::test]
async fn what_cannot_be_read_or_is_wrong_is_told_where() {
    let world = World::new(Engine::Sqlite).await;
    let wrong = post(&world, MIA, "tasks", json!({"due_on": "soon", "a/b": 1})).await;
    assert_eq!(wrong.status, 422);
    let pointers: Vec<Value> = wrong.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].clone())
        .collect();
    assert_eq!(
        pointers,
        [json!("/a~1b"), json!("/title"), json!("/due_on")]
    );
    let token = world.token("acme", MIA).await;
    let raw = async |kind: &'static str, body: &'static str| {
        let path = "/api/v1/acme/tasks";
        let headers = [("content-type", kind)];
        world
            .send(Method::POST, path, Some(&token), Body::from(body), &headers)
            .await
    };
    for (kind, body) in [
        ("application/json", "{"),
        ("application/json", ""),
        ("text/plain", "{\"title\":\"A\"}"),
        ("application/x-www-form-urlencoded", "title=A"),
    ] {
        let answer = raw(kind, body).await;
        assert_eq!(
            (answer.status.as_u16(), answer.problem().as_str()),
            (400, "unreadable")
        );
    }
    assert_eq!(
        raw("application/json; charset=utf-8", "{\"title\":\"A\"}")
            .await
            .status,
        201
    );
    let long = json!({"title": "A", "description": "x".repeat(1024 * 1024)});
    assert_eq!(post(&world, MIA, "tasks", long).await.status, 413);
    let asked = post(&world, MIA, "tasks?dry_run=true", json!({"title": "A"})).await;
    assert_eq!(asked.status, 422);
}

#[tokio::test]
async fn hidden_and_missing_refuse_with_the_same_bytes() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let hidden = world.id("tasks", "t3").await;
        let shown = world.id("tasks", "t1").await;
        let never = "0123456789abcdef0123456789abcdef";
        for who in [GUS, NIL] {
            for id in [hidden.as_str(), "x"] {
                let path = format!("tasks/{id}");
                let none = format!("tasks/{never}");
                for body in [
                    json!({}),
                    json!({"title": "B"}),
                    json!({"nothing": 1}),
                    json!([]),
                ] {
                    let one = patch(&world, who, &path, body.clone()).await;
                    let other = patch(&world, who, &none, body).await;
                    assert_eq!(one.status, 404);
                    assert_eq!(one.bytes(), other.bytes());
                }
                assert_eq!(
                    delete(&world, who, &path).await.bytes(),
                    delete(&world, who, &none).await.bytes()
                );
                let text = json!({"text": "Hello"});
                assert_eq!(
                    post(&world, who, &format!("{path}/comments"), text.clone())
                        .await
                        .bytes(),
                    post(&world, who, &format!("{none}/comments"), text)
                        .await
                        .bytes()
                );
            }
        }
        let path = format!("tasks/{shown}");
        assert_eq!(
            patch(&world, GUS, &path, json!({"title": "B"}))
                .await
                .status,
            403
        );
        assert_eq!(delete(&world, GUS, &path).await.status, 403);
        let p2 = world.id("projects", "p2").await;
        let refused = post(&world, GUS, "projects", json!({"name": "A"})).await;
        assert_eq!(refused.status, 403);
        assert_eq!(
            patch(&world, GUS, &format!("projects/{p2}"), json!({}))
                .await
                .status,
            404
        );
        let foreign = post(&world, BOB, "tasks", json!({"title": "A"})).await;
        assert_eq!(foreign.status, 401);
    }
}

/// A body that makes such a record, and one that changes it.
fn bodies(target: Target) -> (Value, Value) {
    match target {
        Target::Item(module) => match module.name() {
            "customers" => (
                json!({"name": "A", "type": "company", "credit_limit": {"amount": "1.00", "currency": "EUR"}}),
                json!({"name": "B"}),
            ),
            "projects" => (
                json!({"name": "A", "due_on": "2026-05-01"}),
                json!({"code": "B"}),
            ),
            "tickets" => (
                json!({"number": "T-9", "subject": "A"}),
                json!({"status": "pending"}),
            ),
            "orders" | "invoices" | "estimates" => (
                json!({"number": "9", "currency": "EUR", "lines": [{"quantity": "1", "unit_price": "2.00"}]}),
                json!({"number": "10"}),
            ),
            _ => (json!({"title": "A"}), json!({"title": "B"})),
        },
        Target::Part(_, relation) => match relation {
            "comments" => (json!({"text": "A"}), Value::Null),
            "files" => (Value::Null, json!({"external": true})),
            "payments" => (json!({"amount": "1.00"}), json!({"method": "card"})),
            "revenues" | "expenses" => (
                json!({"amount": "1.00", "currency": "EUR"}),
                json!({"description": "B"}),
            ),
            "work_orders" => (json!({"number": "A"}), json!({"status": "B"})),
            "articles" => (json!({"title": "A"}), json!({"published": true})),
            _ => (json!({"name": "A"}), json!({"name": "B"})),
        },
        Target::Record(area) => match area.name() {
            "stages" => (
                json!({"module": "tasks", "name": "A"}),
                json!({"color": "#aabbcc"}),
            ),
            "members" => (
                json!({"email": "new@acme.example"}),
                json!({"role": "manager"}),
            ),
            _ => (
                json!({"name": "A", "permissions": {"tasks": {"fields": "*"}}}),
                json!({"active": false}),
            ),
        },
        Target::Settings => (Value::Null, json!({"locale": "de", "name": "Acme Ltd"})),
    }
}

/// The address of an item that such parts hang on.
async fn item(world: &World, target: Target) -> String {
    let Target::Part(module, _) = target else {
        return String::new();
    };
    let source = match module.name() {
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
    world.id(module.name(), source).await
}

fn fits(document: &Value, route: &Route, body: &Value, answer: &Answer) {
    let operation = &document["paths"][&route.path][route.method.as_str().to_lowercase()];
    let taken = &operation["requestBody"]["content"]["application/json"]["schema"];
    if !body.is_null() {
        let wrong = wrongs(document, taken, body);
        assert!(
            wrong.is_empty(),
            "{} {}: {wrong:#?}",
            route.method,
            route.path
        );
    }
    let status = answer.status.as_u16().to_string();
    let given = &operation["responses"][&status];
    assert!(
        given.is_object(),
        "{} {} answers {status}",
        route.method,
        route.path
    );
    if !answer.body.is_empty() {
        let schema = &given["content"]["application/json"]["schema"];
        let wrong = wrongs(document, schema, &answer.json());
        assert!(
            wrong.is_empty(),
            "{} {}: {wrong:#?}",
            route.method,
            route.path
        );
    }
}

#[tokio::test]
async fn everything_that_can_be_written_is_as_described() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let document = world.get("/openapi.json", None).await.json();
        let mut made: Vec<(Target, String)> = Vec::new();
        let mut tried = 0;
        let mut all: Vec<(Route, Deed, Target)> = routes()
            .into_iter()
            .filter_map(|route| match route.door {
                Door::Write(deed, target) => Some((route, deed, target)),
                _ => None,
            })
            .collect();
        all.sort_by_key(|(_, deed, _)| match deed {
            Deed::Create => 0,
            Deed::Change => 1,
            Deed::Delete => 2,
        });
        for (route, deed, target) in all {
            let (create, change) = bodies(target);
            let on = item(&world, target).await;
            let path = route.path.replace("/api/v1/{account}/", "");
            let path = match target {
                Target::Part(..) => path.replace("{id}", &on),
                _ => path,
            };
            let there = made.iter().find(|(known, _)| *known == target);
            let one = match (there, target) {
                (Some((_, id)), _) => id.clone(),
                (None, Target::Part(module, "files")) => {
                    let token = world.token("acme", ADA).await;
                    let list = world
                        .get(&format!("/api/v1/acme/{module}/{on}/files"), Some(&token))
                        .await;
                    list.json()["items"][0]["id"]
                        .as_str()
                        .unwrap_or("none")
                        .to_owned()
                }
                _ => String::new(),
            };
            let path = path.replace("{id}", &one).replace("{part}", &one);
            let (body, expected) = match deed {
                Deed::Create => (create, 201),
                Deed::Change => (change, 200),
                Deed::Delete => (Value::Null, 204),
            };
            let answer = send(&world, ADA, route.method.clone(), &path, &body, &[]).await;
            let expected = if one == "none" { 404 } else { expected };
            assert_eq!(
                answer.status,
                expected,
                "{} {path}: {}",
                route.method,
                answer.text()
            );
            if answer.status.is_success() {
                fits(&document, &route, &body, &answer);
                tried += 1;
            }
            if deed == Deed::Create {
                made.push((target, answer.json()["id"].as_str().unwrap().to_owned()));
            }
        }
        assert!(tried > 60, "only {tried} were tried");
    }
}

#[tokio::test]
async fn a_stage_is_deleted_with_its_replacement() {
    let world = World::new(Engine::Sqlite).await;
    let made = post(
        &world,
        ADA,
        "stages",
        json!({"module": "tasks", "name": "Later"}),
    )
    .await;
    let later = made.json()["id"].as_str().unwrap().to_owned();
    let open = world.id("stages", "open").await;
    let wrong = delete(&world, ADA, &format!("stages/{open}?replacement=x")).await;
    assert_eq!(wrong.status, 422);
    assert_eq!(wrong.json()["errors"][0]["pointer"], "/replacement");
    let gone = delete(&world, ADA, &format!("stages/{open}?replacement={later}")).await;
    assert_eq!(gone.status, 204);
    let task = format!("tasks/{}", world.id("tasks", "t1").await);
    let read = patch(&world, ADA, &task, json!({})).await;
    assert_eq!(read.json()["stage"]["name"], "Later");
}

#[tokio::test]
async fn an_action_answers_with_the_item_as_described() {
    let world = World::new(Engine::Sqlite).await;
    let document = world.get("/openapi.json", None).await.json();
    let ada = {
        let token = world.token("acme", ADA).await;
        let me = world
            .get("/api/v1/acme/members?filter[source]=ada", Some(&token))
            .await;
        me.json()["items"][0]["id"].as_str().unwrap().to_owned()
    };
    let done = json!({"module": "tasks", "name": "Done", "closed": true});
    assert_eq!(post(&world, ADA, "stages", done).await.status, 201);
    let draft = post(&world, ADA, "invoices", json!({"number": "9"})).await;
    let task = world.id("tasks", "t1").await;
    let asked = patch(
        &world,
        ADA,
        &format!("tasks/{task}"),
        json!({"approval": "requested"}),
    )
    .await;
    assert_eq!(asked.status, 200);
    let estimate = post(&world, ADA, "estimates", json!({"number": "9"})).await;
    let id = |made: &Answer| made.json()["id"].as_str().unwrap().to_owned();
    for route in routes() {
        let Door::Act(action) = route.door else {
            continue;
        };
        let (on, body) = match (action.module().name(), action.name()) {
            ("tasks", "assign") => (task.clone(), json!({"to": ada})),
            ("tasks", "approval") => (task.clone(), json!({"decision": "approved"})),
            ("tasks", _) => (task.clone(), Value::Null),
            ("meetings", _) => (world.id("meetings", "e1").await, json!({"response": "yes"})),
            ("tickets", _) => (world.id("tickets", "s1").await, Value::Null),
            ("invoices", _) => (id(&draft), Value::Null),
            _ => (id(&estimate), Value::Null),
        };
        let path = format!("{}/{on}/{}", action.module(), action.name());
        let sent = if body.is_null() {
            json!({})
        } else {
            body.clone()
        };
        let done = send(&world, ADA, Method::POST, &path, &sent, &[]).await;
        assert_eq!(done.status, 200, "{path}: {}", done.text());
        fits(&document, &route, &body, &done);
        assert_eq!(done.json()["id"].as_str(), Some(on.as_str()));
        let refused = send(&world, GUS, Method::POST, &path, &sent, &[]).await;
        assert!(
            refused.status == 403 || refused.status == 404 || action.name() == "response",
            "{path}: {}",
            refused.text()
        );
    }
    let again = post(&world, ADA, &format!("tasks/{task}/complete"), json!({})).await;
    assert_eq!(
        (again.status.as_u16(), again.problem().as_str()),
        (409, "wrong-state")
    );
}
