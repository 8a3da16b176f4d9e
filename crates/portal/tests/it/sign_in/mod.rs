//! Signing in over HTTP, by pages and by the interface, as browsers and strangers do it.

mod links;
mod own;
mod passwords;
mod walls;

use axum::body::Body;
use axum::http::Method;
use jiff::SignedDuration;
use serde_json::{Value, json};
use store::Operator;

use crate::uploads::FORM;
use crate::world::{Answer, World, noon};

/// A browser with its cookie.
pub(crate) struct Browser<'w> {
    world: &'w World,
    pub(crate) cookie: Option<String>,
}

/// The secret of a link to sign in, living for an hour.
pub(crate) async fn link(world: &World, user: &str) -> String {
    Operator::of_this_machine()
        .sign_in_link_token(
            world.test.db(),
            "acme",
            user,
            SignedDuration::from_hours(1),
            noon(),
        )
        .await
        .unwrap()
}

impl Browser<'_> {
    /// One that nobody uses yet.
    pub(crate) fn new(world: &World) -> Browser<'_> {
        Browser {
            world,
            cookie: None,
        }
    }

    /// One in which this user of `acme` is signed in.
    pub(crate) async fn of<'w>(world: &'w World, user: &str) -> Browser<'w> {
        let mut browser = Browser::new(world);
        let link = link(world, user).await;
        let answer = browser.submit(&format!("/sign-in/{link}"), &[]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        assert!(browser.cookie.is_some());
        browser
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: Body,
        headers: &[(&'static str, &str)],
    ) -> Answer {
        let cookie = self
            .cookie
            .as_ref()
            .map(|cookie| format!("theme=dark; session={cookie}"));
        let mut all = headers.to_vec();
        if let Some(cookie) = &cookie {
            all.push(("cookie", cookie));
        }
        let answer = self.world.send(method, path, None, body, &all).await;
        if let Some(set) = answer.headers.get("set-cookie") {
            let set = set.to_str().unwrap();
            assert!(
                set.contains("; Path=/; ") && set.contains("; HttpOnly; SameSite=Lax"),
                "{set}"
            );
            let value = set.strip_prefix("session=").unwrap();
            let value = value.split(';').next().unwrap();
            self.cookie = Some(value.to_owned()).filter(|value| !value.is_empty());
        }
        answer
    }

    /// Opens a page.
    pub(crate) async fn open(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, Body::empty(), &[]).await
    }

    /// Sends a form from a page of this site.
    pub(crate) async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let coded = |text: &str| {
            let mut out = String::new();
            for byte in text.bytes() {
                match byte {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => out.push(byte as char),
                    byte => out.push_str(&format!("%{byte:02X}")),
                }
            }
            out
        };
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", coded(name), coded(value)))
            .collect();
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
        ];
        self.send(Method::POST, path, Body::from(body.join("&")), &headers)
            .await
    }

    /// Sends what a form with files makes of itself.
    pub(crate) async fn submit_files(&mut self, path: &str, body: Vec<u8>) -> Answer {
        let headers = [FORM, ("sec-fetch-site", "same-origin")];
        self.send(Method::POST, path, Body::from(body), &headers)
            .await
    }

    /// Sends what a script would.
    pub(crate) async fn put(
        &mut self,
        path: &str,
        body: Vec<u8>,
        headers: &[(&'static str, &str)],
    ) -> Answer {
        self.send(Method::PUT, path, Body::from(body), headers)
            .await
    }

    /// The token that the forms and scripts of this session send along.
    pub(crate) async fn csrf(&mut self) -> String {
        let me = self.open("/api/v1/me").await.json();
        me["csrf"].as_str().unwrap_or_default().to_owned()
    }

    /// Asks the interface, as a script of a page does.
    pub(crate) async fn ask(&mut self, method: Method, path: &str, body: Value) -> Answer {
        let csrf = if self.cookie.is_some() {
            self.csrf().await
        } else {
            String::new()
        };
        let headers = [
            ("content-type", "application/json"),
            ("sec-fetch-site", "same-origin"),
            ("x-csrf-token", csrf.as_str()),
        ];
        let body = match body {
            Value::Null => Body::empty(),
            body => Body::from(body.to_string()),
        };
        self.send(method, path, body, &headers).await
    }

    /// What `POST /api/v1/sign-in` answers about an address.
    pub(crate) async fn ask_for_link(&mut self, email: &str) -> Answer {
        self.ask(Method::POST, "/api/v1/sign-in", json!({"email": email}))
            .await
    }
}

/// The part of the address that an answer leads to.
pub(crate) fn leads_to(answer: &Answer) -> &str {
    answer.headers["location"].to_str().unwrap()
}
