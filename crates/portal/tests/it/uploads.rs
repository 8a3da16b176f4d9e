//! Files that go up through the whole server, and come down again.

use axum::body::Body;
use axum::http::Method;
use futures_util::stream;
use serde_json::{Value, json};
use store::testing::Engine;

use crate::schema::wrongs;
use crate::sign_in::Browser;
use crate::world::{ADA, Answer, BOB, GUS, MIA, World};

/// A guest who may upload to the first project and its tasks.
pub(crate) const COLIN: &str = "colin@client.example";

/// Colin, and a file of the staff's that is open to him.
const MORE: &str = r##"
{"kind":"guest","id":"colin","email":"colin@client.example","name":"Colin Draw","roles":["Collaborator"],"state":"active"}
{"kind":"grant","id":"gc","to":"colin","on":{"project":"p1"},"role":"Collaborator"}
{"kind":"file","id":"f3","on":{"project":"p1"},"name":"brief.txt","content_type":"text/plain","external":true,"uploaded_by":"mia","content":{"base64":"YnJpZWY="}}
"##;

const BOUNDARY: &str = "a-line-between";
pub(crate) const FORM: (&str, &str) = (
    "content-type",
    "multipart/form-data; boundary=a-line-between",
);

pub(crate) async fn world(engine: Engine) -> World {
    let world = World::new(engine).await;
    world.import("acme", MORE).await;
    world
}

/// A part of a form: its name, the name of its file, and what is in it.
pub(crate) type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

/// A form as a browser sends it.
pub(crate) fn form(parts: &[Part<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        let file = file.map_or_else(String::new, |file| {
            // As browsers write names.
            let file = file
                .replace('"', "%22")
                .replace('\n', "%0A")
                .replace('\r', "%0D");
            format!("; filename=\"{file}\"\r\nContent-Type: application/x-claimed")
        });
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

async fn put(world: &World, who: &str, item: &str, body: impl Into<Body>) -> Answer {
    let account = if who == BOB { "bolt" } else { "acme" };
    let token = world.token(account, who).await;
    let path = format!("/api/v1/acme/{item}/files");
    world
        .send(Method::PUT, &path, Some(&token), body.into(), &[FORM])
        .await
}

async fn put_one(world: &World, who: &str, item: &str, name: &str, bytes: &[u8]) -> Answer {
    put(world, who, item, form(&[("files", Some(name), bytes)])).await
}

/// How many files an item has for the admin.
pub(crate) async fn count(world: &World, item: &str) -> usize {
    let ada = world.token("acme", ADA).await;
    let listed = world
        .get(&format!("/api/v1/acme/{item}/files?limit=200"), Some(&ada))
        .await;
    listed.json()["items"].as_array().unwrap().len()
}

async fn task(world: &World) -> String {
    format!("tasks/{}", world.id("tasks", "t1").await)
}

#[tokio::test]
async fn several_files_go_up_at_once_and_come_down_as_they_were() {
    for engine in Engine::both() {
        let world = world(engine).await;
        let task = task(&world).await;
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR and more\r\n--a-line-betwee\r\n";
        let body = form(&[
            ("files", Some("Entw\u{fc}rfe/../shop \"1\".gif"), png),
            ("files", Some("notes.html"), b"a, b"),
        ]);
        let answer = put(&world, COLIN, &task, body).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let document = world.get("/openapi.json", None).await.json();
        let schema = json!({"$ref": "#/components/schemas/Files"});
        assert_eq!(
            wrongs(&document, &schema, &answer.json()),
            Vec::<String>::new()
        );
        let items = answer.json()["items"].clone();
        assert_eq!(items[0]["name"], "shop %221%22.gif");
        assert_eq!(items[0]["content_type"], "image/png");
        assert_eq!(items[0]["uploaded_by"]["name"], "Colin Draw");
        assert_eq!(items[1]["content_type"], "text/plain; charset=utf-8");
        let content = format!(
            "/api/v1/acme/files/{}/content",
            items[0]["id"].as_str().unwrap()
        );
        for who in [COLIN, GUS, MIA] {
            let token = world.token("acme", who).await;
            let file = world.get(&content, Some(&token)).await;
            assert_eq!(&file.body[..], png, "{who}");
            assert_eq!(file.headers["content-type"], "image/png");
            assert_eq!(file.headers["x-content-type-options"], "nosniff");
            let as_file = file.headers["content-disposition"].to_str().unwrap();
            assert!(as_file.starts_with("attachment; "), "{as_file}");
        }
    }
}

#[tokio::test]
async fn a_file_has_a_tag_by_which_it_is_known_and_gone_on_with() {
    let world = world(Engine::Sqlite).await;
    let made = put_one(&world, COLIN, &task(&world).await, "digits", b"0123456789").await;
    let id = made.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let (path, token) = (
        format!("/api/v1/acme/files/{id}/content"),
        world.token("acme", COLIN).await,
    );
    let whole = world.get(&path, Some(&token)).await;
    let tag = whole.headers["etag"].to_str().unwrap();
    let ask = async |headers: &[(&'static str, &str)]| {
        let body = Body::empty();
        world
            .send(Method::GET, &path, Some(&token), body, headers)
            .await
    };
    let known = ask(&[("if-none-match", tag)]).await;
    assert_eq!((known.status.as_u16(), known.body.len()), (304, 0));
    assert_eq!(known.headers["etag"], tag);
    let rest = ask(&[("range", "bytes=4-"), ("if-range", tag)]).await;
    assert_eq!(
        (rest.status.as_u16(), &rest.body[..]),
        (206, &b"456789"[..])
    );
    assert_eq!(rest.headers["content-range"], "bytes 4-9/10");
    let other = ask(&[("range", "bytes=4-"), ("if-range", "\"other\"")]).await;
    assert_eq!((other.status.as_u16(), other.body.len()), (200, 10));
    // Known bytes are no way round the judgement.
    world
        .import("acme", r#"{"kind":"grant","id":"gc","deleted":true}"#)
        .await;
    let closed = ask(&[("if-none-match", tag)]).await;
    assert_eq!(closed.status, 404);
}

#[tokio::test]
async fn who_may_not_upload_is_told_what_they_are_told_of_the_item() {
    for engine in Engine::both() {
        let world = world(engine).await;
        let t1 = task(&world).await;
        let hidden = format!("tasks/{}", world.id("tasks", "t3").await);
        let missing = put_one(&world, COLIN, "tasks/none", "a", b"a").await;
        assert_eq!(missing.status, 404);
        let closed = put_one(&world, COLIN, &hidden, "a", b"a").await;
        assert_eq!(closed.bytes(), missing.bytes());
        let refused = put_one(&world, GUS, &t1, "a", b"a").await;
        assert_eq!(
            (refused.status.as_u16(), refused.problem().as_str()),
            (403, "action-not-allowed")
        );
        let stranger = put_one(&world, BOB, &t1, "a", b"a").await;
        assert_eq!(stranger.status, 401);
        let nobody = world
            .send(
                Method::PUT,
                &format!("/api/v1/acme/{t1}/files"),
                None,
                Body::empty(),
                &[],
            )
            .await;
        assert_eq!(nobody.status, 401);
        assert_eq!(count(&world, &t1).await, 2);
        assert_eq!(world.bytes_lying(), 3);
    }
}

#[tokio::test]
async fn a_body_of_just_the_limit_is_taken_and_one_byte_more_is_not() {
    let world = world(Engine::Sqlite).await;
    let task = task(&world).await;
    let around = form(&[("files", Some("a"), b"")]).len();
    let fits = vec![b'x'; 64 * 1024 - around];
    let answer = put_one(&world, COLIN, &task, "a", &fits).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(answer.json()["items"][0]["size"], fits.len());
    let over = form(&[("files", Some("a"), &[&fits[..], b"x"].concat())]);
    let told = put(&world, COLIN, &task, over.clone()).await;
    assert_eq!(
        (told.status.as_u16(), told.problem().as_str()),
        (413, "too-large")
    );
    // Without a length the end is found by counting.
    let pieces = over
        .chunks(1000)
        .map(|piece| Ok::<_, std::io::Error>(piece.to_vec()));
    let body = Body::from_stream(stream::iter(pieces.collect::<Vec<_>>()));
    let found = put(&world, COLIN, &task, body).await;
    assert_eq!(found.bytes(), told.bytes());
    let token = world.token("acme", COLIN).await;
    let path = format!("/api/v1/acme/{task}/files");
    let announced = [FORM, ("content-length", "65537")];
    let early = world
        .send(Method::PUT, &path, Some(&token), Body::empty(), &announced)
        .await;
    assert_eq!(early.bytes(), told.bytes());
    assert_eq!(count(&world, &task).await, 3);
    assert_eq!(world.bytes_lying(), 4);
}

#[tokio::test]
async fn what_breaks_off_or_is_no_form_leaves_nothing() {
    let world = world(Engine::Sqlite).await;
    let task = task(&world).await;
    let whole = form(&[
        ("files", Some("a.txt"), &[b'a'; 5000]),
        ("files", Some("b.txt"), &[b'b'; 5000]),
    ]);
    let mut bodies: Vec<Body> = [1, 30, 120, 4000, 5200, 9000, whole.len() - 6]
        .map(|end| Body::from(whole[..end].to_vec()))
        .into();
    let cut = [
        Ok(whole[..9000].to_vec()),
        Err(std::io::ErrorKind::ConnectionReset),
    ];
    bodies.push(Body::from_stream(stream::iter(
        cut.map(|piece| piece.map_err(std::io::Error::from)),
    )));
    bodies.push(Body::empty());
    bodies.push(Body::from("{\"files\": []}"));
    bodies.push(Body::from(vec![b'-'; 60_000]));
    let head =
        format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"");
    bodies.push(Body::from(format!("{head}{}", "x".repeat(60_000))));
    for (n, body) in bodies.into_iter().enumerate() {
        let answer = put(&world, COLIN, &task, body).await;
        assert_eq!(
            (n, answer.status.as_u16(), answer.problem().as_str()),
            (n, 400, "unreadable")
        );
    }
    let token = world.token("acme", COLIN).await;
    for kind in [
        "application/json",
        "multipart/form-data",
        "multipart/form-data; boundary=\"\"",
        "text/plain; boundary=a-line-between",
    ] {
        let answer = world
            .send(
                Method::PUT,
                &format!("/api/v1/acme/{task}/files"),
                Some(&token),
                Body::from(whole.clone()),
                &[("content-type", kind)],
            )
            .await;
        assert_eq!(
            (answer.status.as_u16(), answer.problem().as_str()),
            (400, "unreadable"),
            "{kind}"
        );
    }
    assert_eq!(count(&world, &task).await, 2);
    assert_eq!(world.bytes_lying(), 3);
}

#[tokio::test]
async fn parts_that_are_no_files_and_files_without_anything_are_pointed_at() {
    let world = world(Engine::Sqlite).await;
    let task = task(&world).await;
    let pointed = async |parts: &[Part<'_>]| {
        let answer = put(&world, COLIN, &task, form(parts)).await;
        assert_eq!(answer.status, 422, "{}", answer.text());
        answer.json()["errors"][0]["pointer"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let good: Part<'_> = ("files", Some("a.txt"), b"a");
    assert_eq!(
        pointed(&[good, ("external", None, b"true")]).await,
        "/external"
    );
    assert_eq!(
        pointed(&[good, ("other", Some("b.txt"), b"b")]).await,
        "/other"
    );
    assert_eq!(pointed(&[("files", None, b"a")]).await, "/files");
    assert_eq!(
        pointed(&[good, ("files", Some("b.txt"), b"")]).await,
        "/files/1"
    );
    // A form in which nothing was chosen.
    assert_eq!(pointed(&[("files", Some(""), b"")]).await, "/files");
    let many = vec![good; 101];
    assert_eq!(pointed(&many).await, "/files");
    assert_eq!(count(&world, &task).await, 2);
    assert_eq!(world.bytes_lying(), 3);
}

#[tokio::test]
async fn names_of_every_odd_form_are_kept_harmless() {
    const BESIDE: &str = "../../../shared/data/text/blns.json";
    let strange: Vec<String> = std::fs::read_to_string(BESIDE).map_or_else(
        |_| {
            vec![
                "\u{202e}gpj.exe".into(),
                "../../x".into(),
                "NUL".into(),
                "a\0b".into(),
            ]
        },
        |text| serde_json::from_str(&text).unwrap(),
    );
    // The head of a part holds no other character of control.
    let in_a_head = |c: char| !c.is_ascii_control() || matches!(c, '\t' | '\r' | '\n');
    let names: Vec<&str> = strange
        .iter()
        .map(String::as_str)
        .filter(|name| !name.is_empty() && name.chars().all(in_a_head))
        .collect();
    let world = world(Engine::Sqlite).await;
    let task = task(&world).await;
    let token = world.token("acme", COLIN).await;
    for some in names.chunks(60) {
        let parts: Vec<Part<'_>> = some
            .iter()
            .map(|name| ("files", Some(*name), &b"x"[..]))
            .collect();
        let answer = put(&world, COLIN, &task, form(&parts)).await;
        assert_eq!(answer.status, 201, "{}: {some:?}", answer.text());
        let items = answer.json()["items"].as_array().unwrap().clone();
        assert_eq!(items.len(), some.len());
        for file in items {
            let name = file["name"].as_str().unwrap();
            assert_eq!(store::file_name::cleaned(name), name);
            let content = format!(
                "/api/v1/acme/files/{}/content",
                file["id"].as_str().unwrap()
            );
            let down = world.get(&content, Some(&token)).await;
            let header = down.headers["content-disposition"].to_str().unwrap();
            assert!(
                header.starts_with("attachment; filename=\"") && header.is_ascii(),
                "{header}"
            );
        }
    }
}

#[tokio::test]
async fn under_one_key_files_go_up_once() {
    let world = world(Engine::Sqlite).await;
    let task = task(&world).await;
    let token = world.token("acme", COLIN).await;
    let send = async |bytes: &'static [u8]| {
        let body = Body::from(form(&[("files", Some("a.txt"), bytes)]));
        let headers = [FORM, ("idempotency-key", "k1")];
        let path = format!("/api/v1/acme/{task}/files");
        world
            .send(Method::PUT, &path, Some(&token), body, &headers)
            .await
    };
    let first = send(b"a").await;
    assert_eq!(first.status, 201);
    assert_eq!(send(b"a").await.bytes(), first.bytes());
    assert_eq!(send(b"b").await.problem(), "conflict");
    assert_eq!(count(&world, &task).await, 3);
}

#[tokio::test]
async fn by_cookie_files_go_up_from_a_page_of_the_session_alone() {
    let world = world(Engine::Sqlite).await;
    let task = task(&world).await;
    let path = format!("/api/v1/acme/{task}/files");
    let mut colin = Browser::of(&world, COLIN).await;
    let csrf = colin.csrf().await;
    let body = || form(&[("files", Some("a.txt"), b"a")]);
    let same: [(&'static str, &str); 2] = [FORM, ("sec-fetch-site", "same-origin")];
    let without = colin.put(&path, body(), &same).await;
    assert_eq!(without.problem(), "not-from-here");
    let with = [same[0], same[1], ("x-csrf-token", csrf.as_str())];
    assert_eq!(colin.put(&path, body(), &with).await.status, 201);
    let elsewhere = [
        FORM,
        ("sec-fetch-site", "cross-site"),
        ("x-csrf-token", csrf.as_str()),
    ];
    assert_eq!(
        colin.put(&path, body(), &elsewhere).await.problem(),
        "not-from-here"
    );
    assert_eq!(count(&world, &task).await, 3);
}

#[tokio::test]
async fn own_files_are_deleted_and_no_others() {
    for engine in Engine::both() {
        let world = world(engine).await;
        let project = format!("projects/{}", world.id("projects", "p1").await);
        let own = put_one(&world, COLIN, &project, "own.txt", b"own").await;
        let own = own.json()["items"][0]["id"].as_str().unwrap().to_owned();
        let (colin, gus) = (
            world.token("acme", COLIN).await,
            world.token("acme", GUS).await,
        );
        let list = world
            .get(&format!("/api/v1/acme/{project}/files"), Some(&gus))
            .await;
        let items: Vec<Value> = list.json()["items"].as_array().unwrap().clone();
        let brief = items
            .iter()
            .find(|file| file["name"] == "brief.txt")
            .unwrap();
        let delete = async |token: &str, file: &str| {
            let path = format!("/api/v1/acme/{project}/files/{file}");
            world
                .send(Method::DELETE, &path, Some(token), Body::empty(), &[])
                .await
        };
        let brief = brief["id"].as_str().unwrap();
        assert_eq!(delete(&colin, brief).await.problem(), "action-not-allowed");
        assert_eq!(delete(&gus, &own).await.problem(), "action-not-allowed");
        assert_eq!(delete(&colin, &own).await.status, 204);
        assert_eq!(
            delete(&colin, &own).await.bytes(),
            delete(&colin, "none").await.bytes()
        );
        let content = format!("/api/v1/acme/files/{own}/content");
        assert_eq!(world.get(&content, Some(&colin)).await.status, 404);
    }
}
