//! Opening and ending access over HTTP: what comes back is as described, and holds for the next request.

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use store::testing::Engine;

use crate::schema::wrongs;
use crate::world::{ADA, Answer, GUS, MIA, NIL, World};

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

struct Room {
    world: World,
    document: Value,
    ada: String,
}

impl Room {
    async fn new(engine: Engine) -> Room {
        let world = World::new(engine).await;
        let document = world.get("/openapi.json", None).await.json();
        let ada = world.token("acme", ADA).await;
        Room {
            world,
            document,
            ada,
        }
    }

    async fn send(&self, method: Method, path: &str, body: Value) -> Answer {
        self.send_as(&self.ada, method, path, body).await
    }

    async fn send_as(&self, token: &str, method: Method, path: &str, body: Value) -> Answer {
        let body = match body {
            Value::Null => Body::empty(),
            body => Body::from(body.to_string()),
        };
        let path = format!("/api/v1/acme{path}");
        self.world
            .send(method, &path, Some(token), body, &JSON)
            .await
    }

    /// Holds an answer against the description of its door.
    fn as_described(&self, method: &Method, door: &str, answer: &Answer) {
        let place = &self.document["paths"][format!("/api/v1/{{account}}{door}")];
        let response = &place[method.as_str().to_lowercase()]["responses"][answer.status.as_str()];
        assert!(
            response.is_object(),
            "{method} {door}: {} is not described",
            answer.status
        );
        let response = match response["$ref"].as_str() {
            Some(target) => self
                .document
                .pointer(target.trim_start_matches('#'))
                .unwrap(),
            None => response,
        };
        let (_, content) = response["content"]
            .as_object()
            .unwrap()
            .iter()
            .next()
            .unwrap();
        let wrong = wrongs(&self.document, &content["schema"], &answer.json());
        assert!(wrong.is_empty(), "{method} {door}: {wrong:#?}");
    }

    async fn done(&self, method: Method, door: &str, id: &str, body: Value, status: u16) -> Value {
        let path = door.replace("{id}", id);
        let answer = self.send(method.clone(), &path, body).await;
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.text());
        self.as_described(&method, door, &answer);
        answer.json()
    }
}

#[tokio::test]
async fn a_project_is_shared_seen_and_taken_away() {
    for engine in Engine::both() {
        let room = Room::new(engine).await;
        let p2 = room.world.id("projects", "p2").await;
        let nil = room.world.token("acme", NIL).await;
        let hidden = room
            .send_as(&nil, Method::GET, &format!("/projects/{p2}"), Value::Null)
            .await;
        assert_eq!(hidden.status, 404);
        let body = json!({
            "subjects": [{"project": p2}], "to": [NIL, "new@client.example"], "show": ["tasks", "due_on"],
            "actions": "comment", "message": "Hello",
        });
        let shared = room.done(Method::POST, "/share", "", body, 201).await;
        assert_eq!(shared["items"][1]["state"], "invited");
        let seen = room
            .send_as(&nil, Method::GET, &format!("/projects/{p2}"), Value::Null)
            .await;
        assert_eq!(seen.json()["relations"], json!(["tasks"]));
        let path = format!("/share?on=projects/{p2}");
        let ended = room.send(Method::DELETE, &path, Value::Null).await;
        assert_eq!(ended.status, 200, "{}", ended.text());
        room.as_described(&Method::DELETE, "/share", &ended);
        assert_eq!(ended.json()["ended"]["grants"], 2);
        let gone = room
            .send_as(&nil, Method::GET, &format!("/projects/{p2}"), Value::Null)
            .await;
        assert_eq!(gone.bytes(), hidden.bytes());
    }
}

#[tokio::test]
async fn guests_and_grants_are_made_changed_and_ended() {
    for engine in Engine::both() {
        let room = Room::new(engine).await;
        let p2 = room.world.id("projects", "p2").await;
        let body = json!({"email": "lou@client.example", "name": "Lou", "message": "Hi"});
        let guest = room
            .done(Method::POST, "/guests", "", body.clone(), 201)
            .await;
        let id = guest["id"].as_str().unwrap();
        let taken = room.send(Method::POST, "/guests", body).await;
        assert_eq!(
            (taken.status.as_u16(), taken.problem().as_str()),
            (409, "conflict")
        );
        room.as_described(&Method::POST, "/guests", &taken);
        let body = json!({"expires_at": "2026-12-31T00:00:00Z"});
        let changed = room
            .done(Method::PATCH, "/guests/{id}", id, body, 200)
            .await;
        assert_eq!(changed["expires_at"], "2026-12-31T00:00:00Z");
        room.done(
            Method::POST,
            "/guests/{id}/invitation",
            id,
            Value::Null,
            200,
        )
        .await;
        let early = room
            .send(
                Method::PATCH,
                &format!("/guests/{id}"),
                json!({"state": "active"}),
            )
            .await;
        assert_eq!(
            (early.status.as_u16(), early.problem().as_str()),
            (409, "wrong-state")
        );

        let body = json!({"to": id, "on": {"project": p2}, "role": "Viewer"});
        let grant = room.done(Method::POST, "/grants", "", body, 201).await;
        let of_grant = grant["id"].as_str().unwrap();
        let path = format!("/api/v1/acme/grants/{of_grant}");
        let read = room.world.get(&path, Some(&room.ada)).await;
        let tag = read.headers["etag"].to_str().unwrap().to_owned();
        let body = || Body::from(json!({"notes": "until May"}).to_string());
        for (tag, status) in [(tag.as_str(), 200), (tag.as_str(), 412), ("\"x\"", 412)] {
            let headers = [JSON[0], ("if-match", tag)];
            let answer = room
                .world
                .send(Method::PATCH, &path, Some(&room.ada), body(), &headers)
                .await;
            assert_eq!(answer.status, status, "{tag}: {}", answer.text());
            room.as_described(&Method::PATCH, "/grants/{id}", &answer);
        }
        room.done(Method::DELETE, "/grants/{id}", of_grant, Value::Null, 200)
            .await;
        room.done(Method::DELETE, "/guests/{id}", id, Value::Null, 200)
            .await;
        let all = room
            .send(Method::DELETE, "/share?on=everything", Value::Null)
            .await;
        assert_eq!(all.status, 200, "{}", all.text());
    }
}

#[tokio::test]
async fn a_change_is_previewed_before_it_is_made() {
    for engine in Engine::both() {
        let room = Room::new(engine).await;
        let p2 = room.world.id("projects", "p2").await;
        let body =
            json!({"share": {"subjects": [{"project": p2}], "to": [NIL], "show": ["tasks"]}});
        let told = room
            .done(Method::POST, "/access/preview", "", body, 200)
            .await;
        assert_eq!(told["opens"][0]["item"], format!("projects/{p2}"));
        let nil = room.world.token("acme", NIL).await;
        let hidden = room
            .send_as(&nil, Method::GET, &format!("/projects/{p2}"), Value::Null)
            .await;
        assert_eq!(hidden.status, 404);
    }
}

#[tokio::test]
async fn a_change_of_a_card_a_role_or_the_ceiling_is_previewed_too_page_by_page() {
    for engine in Engine::both() {
        let room = Room::new(engine).await;
        let (gus, role, gr1) = (
            room.world.id("guests", "gus").await,
            room.world.id("roles", "r1").await,
            room.world.id("grants", "gr1").await,
        );
        let preview = async |body: Value| {
            room.done(Method::POST, "/access/preview", "", body, 200)
                .await
        };
        let closes = |told: &Value| told["closes"].as_array().unwrap().len();
        let told = preview(json!({"card": {"guest": gus, "permissions": {}}})).await;
        assert_eq!(told["closes"][0]["user"]["email"], GUS);
        let told = preview(json!({"role": {"role": role, "active": false}})).await;
        assert_eq!((closes(&told), told["next"].clone()), (0, Value::Null));
        let told = preview(json!({"end": {"grant": gr1}})).await;
        assert!(closes(&told) > 1, "{told}");
        let told = preview(json!({"end": {"guest": gus}})).await;
        assert!(closes(&told) > 1, "{told}");
        let ceiling = json!({"settings": {"ceiling": {"projects": false}}});
        let whole = preview(ceiling.clone()).await;
        assert!(closes(&whole) >= 1, "{whole}");
        let (mut paged, mut path) = (Vec::new(), "/access/preview?limit=1".to_owned());
        loop {
            let page = room.send(Method::POST, &path, ceiling.clone()).await;
            assert_eq!(page.status, 200, "{}", page.text());
            let page = page.json();
            paged.extend(page["closes"].as_array().unwrap().clone());
            let Some(next) = page["next"].as_str() else {
                break;
            };
            path = format!("/access/preview?limit=1&cursor={next}");
        }
        assert_eq!(json!(paged), whole["closes"]);
        for (path, body) in [
            ("/access/preview?limit=0", ceiling.clone()),
            ("/access/preview?cursor=x", ceiling.clone()),
            ("/access/preview?page=2", ceiling),
            (
                "/access/preview",
                json!({"settings": {"ceiling": {"wages": {}}}}),
            ),
            (
                "/access/preview",
                json!({"card": {"guest": gus, "email": "other@client.example"}}),
            ),
            (
                "/access/preview",
                json!({"end": {"grant": gr1, "guest": gus}}),
            ),
        ] {
            let refused = room.send(Method::POST, path, body.clone()).await;
            assert_eq!(refused.status, 422, "{path} {body}: {}", refused.text());
        }
        let nothing = room
            .send(
                Method::POST,
                "/access/preview",
                json!({"role": {"role": "x"}}),
            )
            .await;
        assert_eq!(nothing.status, 404);
        // Nothing of it was written.
        let card = room
            .world
            .get(&format!("/api/v1/acme/guests/{gus}"), Some(&room.ada))
            .await;
        assert_eq!(card.json()["permissions"], Value::Null);
    }
}

#[tokio::test]
async fn participants_are_added_switched_and_removed() {
    for engine in Engine::both() {
        let room = Room::new(engine).await;
        let p2 = room.world.id("projects", "p2").await;
        let list = "/projects/{id}/participants";
        let body = json!({"party": {"name": "Surveyor"}, "external": {"email": "s@survey.example", "until": "2026-12-31"}});
        let part = room.done(Method::POST, list, &p2, body, 201).await;
        let listed = room.done(Method::GET, list, &p2, Value::Null, 200).await;
        assert_eq!(listed["items"][0], part);
        let one = format!(
            "/projects/{p2}/participants/{}",
            part["id"].as_str().unwrap()
        );
        let door = "/projects/{id}/participants/{part}";
        let off = room
            .send(Method::PATCH, &one, json!({"external": false}))
            .await;
        assert_eq!(off.status, 200, "{}", off.text());
        room.as_described(&Method::PATCH, door, &off);
        assert_eq!(off.json()["grant"], Value::Null);
        let removed = room.send(Method::DELETE, &one, Value::Null).await;
        room.as_described(&Method::DELETE, door, &removed);
        assert_eq!(removed.status, 200, "{}", removed.text());
    }
}

#[tokio::test]
async fn who_may_not_share_is_told_so_whatever_they_send() {
    let room = Room::new(Engine::Sqlite).await;
    let p1 = room.world.id("projects", "p1").await;
    for who in [MIA, GUS] {
        let token = room.world.token("acme", who).await;
        for body in [
            json!({"subjects": [{"project": p1}], "to": ["a@b.example"], "show": []}),
            json!({"subjects": "x"}),
            Value::Null,
        ] {
            for (method, path) in [
                (Method::POST, "/share"),
                (Method::POST, "/guests"),
                (Method::POST, "/grants"),
            ] {
                let answer = room.send_as(&token, method, path, body.clone()).await;
                assert_eq!(
                    (answer.status.as_u16(), answer.problem().as_str()),
                    (403, "action-not-allowed"),
                    "{who} {path} {body}"
                );
            }
        }
    }
}

#[tokio::test]
async fn what_is_wrong_is_pointed_at_in_the_body() {
    let room = Room::new(Engine::Sqlite).await;
    let p1 = room.world.id("projects", "p1").await;
    let body =
        json!({"subjects": [{"project": p1}], "to": ["a@b.example", "x", ADA], "show": ["stage"]});
    let answer = room.send(Method::POST, "/share", body).await;
    assert_eq!(
        (answer.status.as_u16(), answer.problem().as_str()),
        (422, "invalid")
    );
    room.as_described(&Method::POST, "/share", &answer);
    assert_eq!(answer.json()["errors"][0]["pointer"], "/to/1");
    for (kind, body) in [
        ("text/plain", "{}"),
        ("application/json", "{"),
        ("application/json", ""),
    ] {
        let headers = [("content-type", kind)];
        let body = Body::from(body.to_owned());
        let answer = room
            .world
            .send(
                Method::POST,
                "/api/v1/acme/share",
                Some(&room.ada),
                body,
                &headers,
            )
            .await;
        assert_eq!(answer.status, 400, "{kind}");
    }
}
