//! One small company, its people and its papers, behind the whole server; and a second one beside it.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use jiff::{SignedDuration, Timestamp};
use portal::http::{App, Clock, Start, router};
use serde_json::Value;
use std::sync::atomic::{AtomicI64, Ordering};
use store::accounts::{self, NewAccount};
use store::bundle::{self, Wish};
use store::testing::{Engine, TestDb};
use store::{Blobs, Operator};
use tower::ServiceExt as _;

/// The admin of the first company.
pub(crate) const ADA: &str = "ada@acme.example";
/// A member of its staff who administers nothing.
pub(crate) const MIA: &str = "mia@acme.example";
/// A guest with one project.
pub(crate) const GUS: &str = "gus@client.example";
/// A guest to whom nothing is open.
pub(crate) const NIL: &str = "nil@client.example";
/// A guest who is suspended.
pub(crate) const SUE: &str = "sue@client.example";
/// The admin of the second company.
pub(crate) const BOB: &str = "bob@bolt.example";

const BUNDLE: &str = include_str!("world.ndjson");

pub(crate) struct World {
    pub(crate) test: TestDb,
    pub(crate) router: Router,
    _files: tempfile::TempDir,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The last part of a problem's type.
    pub(crate) fn problem(&self) -> String {
        let kind = self.json()["type"].as_str().unwrap_or("none").to_owned();
        kind.trim_start_matches("/problems/").to_owned()
    }

    /// Everything but what may differ between two equal answers.
    pub(crate) fn bytes(&self) -> (StatusCode, Vec<(String, String)>, Bytes) {
        let headers = self
            .headers
            .iter()
            .filter(|(name, _)| *name != "x-request-id")
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        (self.status, headers, self.body.clone())
    }
}

/// Noon of a day that the bundle knows.
pub(crate) fn noon() -> Timestamp {
    "2026-03-15T12:00:00Z".parse().unwrap()
}

impl World {
    pub(crate) async fn new(engine: Engine) -> World {
        let world = World::empty(engine).await;
        world.import("acme", BUNDLE).await;
        world
    }

    /// The same, where each look at the clock finds it a millisecond on, so that the history tells what was first.
    pub(crate) async fn ticking(engine: Engine) -> World {
        let looks = AtomicI64::new(0);
        let clock = Clock::from(move || {
            noon() + SignedDuration::from_millis(looks.fetch_add(1, Ordering::Relaxed))
        });
        let world = World::by_the_clock(engine, clock).await;
        world.import("acme", BUNDLE).await;
        world
    }

    /// Both companies, as `init` leaves them.
    pub(crate) async fn empty(engine: Engine) -> World {
        World::by_the_clock(engine, Clock::from(noon)).await
    }

    /// The same, where the server reads this clock.
    pub(crate) async fn by_the_clock(engine: Engine, clock: Clock) -> World {
        let test = TestDb::new(engine).await;
        let files = tempfile::tempdir().unwrap();
        for (slug, name, admin_email) in [("acme", "Acme", ADA), ("bolt", "Bolt", BOB)] {
            accounts::create(
                test.db(),
                &NewAccount {
                    slug,
                    name,
                    admin_email,
                },
                noon(),
            )
            .await
            .unwrap();
        }
        let app = App::new(Start {
            db: test.db().clone(),
            blobs: Blobs::at_dir(files.path()).unwrap(),
            clock,
            upload_limit: 64 * 1024,
            metrics_token: Some("only-for-prometheus".to_owned()),
            encrypted: false,
            entrance: portal::sign_in::Entrance::default(),
            mailbox: true,
        });
        World {
            test,
            router: router(app),
            _files: files,
        }
    }

    pub(crate) async fn import(&self, account: &str, bundle: &str) -> Value {
        let admin = if account == "acme" { ADA } else { BOB };
        let token = self.token(account, admin).await;
        let answer = self
            .post(
                &format!("/api/v1/{account}/import"),
                Some(&token),
                bundle.to_owned(),
            )
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.json()
    }

    /// A bundle that is too large to be sent, brought in on the server's own machine.
    pub(crate) async fn bring(&self, account: &str, bundle: String) {
        let db = self.test.db();
        let permit = Operator::of_this_machine()
            .may_import(db, account)
            .await
            .unwrap();
        let wish = Wish {
            keep_going: false,
            dry_run: false,
            beside: None,
            now: noon(),
        };
        let blobs = Blobs::at_dir(self._files.path()).unwrap();
        let source = std::io::Cursor::new(bundle);
        let imported = bundle::import(db, &blobs, permit, wish, source, |_| {})
            .await
            .unwrap();
        assert!(
            imported.rejected.first.is_empty(),
            "{:?}",
            imported.rejected.first
        );
    }

    /// How many files of bytes lie where they are kept.
    pub(crate) fn bytes_lying(&self) -> usize {
        let mut folders = vec![self._files.path().to_path_buf()];
        let mut found = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found += 1;
                }
            }
        }
        found
    }

    pub(crate) async fn token(&self, account: &str, user: &str) -> String {
        let hour = SignedDuration::from_hours(1);
        Operator::of_this_machine()
            .token(self.test.db(), account, user, hour, noon())
            .await
            .unwrap()
    }

    pub(crate) async fn get(&self, path: &str, token: Option<&str>) -> Answer {
        self.send(Method::GET, path, token, Body::empty(), &[])
            .await
    }

    pub(crate) async fn post(&self, path: &str, token: Option<&str>, body: String) -> Answer {
        self.send(
            Method::POST,
            path,
            token,
            Body::from(body),
            &[("content-type", "application/x-ndjson")],
        )
        .await
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Body,
        headers: &[(&'static str, &str)],
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .body(body)
            .unwrap();
        for (name, value) in headers {
            request
                .headers_mut()
                .insert(*name, HeaderValue::from_str(value).unwrap());
        }
        if let Some(token) = token {
            let value = HeaderValue::from_str(&format!("Bearer {token}")).unwrap();
            request.headers_mut().insert("authorization", value);
        }
        let (head, body) = self
            .router
            .clone()
            .oneshot(request)
            .await
            .unwrap()
            .into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer {
            status: head.status,
            headers: head.headers,
            body,
        }
    }

    /// The server's id of what the bundle calls `source`.
    pub(crate) async fn id(&self, module: &str, source: &str) -> String {
        let token = self.token("acme", ADA).await;
        let answer = self
            .get(
                &format!("/api/v1/acme/{module}?filter[source]={source}"),
                Some(&token),
            )
            .await;
        let items = answer.json();
        items["items"][0]["id"]
            .as_str()
            .unwrap_or_else(|| panic!("no {module} {source}: {items}"))
            .to_owned()
    }
}
