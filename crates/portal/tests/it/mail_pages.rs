//! The pages about mail: the built-in mailbox, stopping notifications, the queue, and what ends soon.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use jiff::SignedDuration;
use portal::http::Clock;
use portal::mail::{Mailer, deliver};
use store::mail::{Queued, State};
use store::testing::Engine;
use store::testing::mail::{Post, post};
use store::{Arrival, Operator};
use tokio::sync::oneshot;

use crate::process::Place;
use crate::sign_in::{Browser, leads_to};
use crate::smtp::{Plan, Smtp};
use crate::world::{ADA, GUS, MIA, World, noon};

async fn queue(world: &World) -> Vec<Queued> {
    let hour = SignedDuration::from_hours(1);
    let db = world.test.db();
    let token = Operator::of_this_machine()
        .token(db, "acme", ADA, hour, noon())
        .await
        .unwrap();
    let Arrival::In(mut reader) = db.arrive("acme", &token, noon()).await.unwrap() else {
        panic!("the admin does not come in");
    };
    reader.mails(None).await.unwrap()
}

/// Sends what is due, to the mailbox or to a mail server, and stops.
pub(crate) async fn send_all(world: &World, server: Option<&Smtp>) {
    let mail = server.map(|server| server.url().parse().unwrap());
    let mailer = Mailer::new(mail.as_ref(), None, "http://127.0.0.1:8080").unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let sending = tokio::spawn(deliver(
        world.test.db().clone(),
        Arc::new(mailer),
        Clock::from(noon),
        async move {
            let _ = stopped.await;
        },
    ));
    for _ in 0..400 {
        let due = |mail: &Queued| match mail.state {
            State::Sending => true,
            State::Waiting => mail.due_at <= noon(),
            _ => false,
        };
        if !queue(world).await.iter().any(due) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let _ = stop.send(());
    sending.await.unwrap();
}

async fn share(world: &World) {
    post(
        world.test.db(),
        "acme",
        GUS,
        Some(MIA),
        Post::Shared(&["gr1"], Some("Have a look")),
        noon(),
    )
    .await;
}

async fn text(browser: &mut Browser<'_>, path: &str) -> String {
    let answer = browser.open(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

/// What follows `before` in a page, up to a quote or a line's end.
pub(crate) fn after<'a>(page: &'a str, before: &str) -> &'a str {
    let (_, rest) = page
        .split_once(before)
        .unwrap_or_else(|| panic!("`{before}` is not in {page}"));
    rest.split(['"', '\n', '<']).next().unwrap_or_default()
}

#[tokio::test]
async fn a_link_is_followed_from_the_built_in_mailbox() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let mut browser = Browser::new(&world);
        assert!(text(&mut browser, "/mailbox").await.contains("No mail yet"));
        share(&world).await;
        send_all(&world, None).await;

        let list = text(&mut browser, "/mailbox").await;
        assert!(list.contains("Mia Rey shared “Website” with you"), "{list}");
        let id = after(&list, "href=\"/mailbox/").to_owned();
        let answer = browser.open(&format!("/mailbox/{id}")).await;
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.contains("frame-src 'self'") && !policy.contains("unsafe"),
            "{policy}"
        );
        let page = answer.text();
        assert!(
            page.contains(&format!("src=\"/mailbox/{id}/html\"")),
            "{page}"
        );
        assert!(page.contains("Have a look"));

        let part = browser.open(&format!("/mailbox/{id}/html")).await;
        let policy = part.headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.contains("default-src 'none'") && policy.contains("sandbox"),
            "{policy}"
        );
        assert!(part.text().contains("Have a look"));
        let raw = text(&mut browser, &format!("/mailbox/{id}/raw")).await;
        assert!(
            raw.starts_with("Message-ID: <") || raw.contains("\nMessage-ID: <"),
            "{raw}"
        );

        let way = after(&page, "href=\"http://127.0.0.1:8080/i/").to_owned();
        let way = format!("/i/{way}");
        assert!(text(&mut browser, &way).await.contains("<button"));
        let answer = browser.submit(&way, &[]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let target = leads_to(&answer).to_owned();
        assert!(target.starts_with("/acme/projects/"), "{target}");
        assert!(text(&mut browser, &target).await.contains("Website"));
    }
}

#[tokio::test]
async fn notifications_stop_by_one_press_and_not_by_looking() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        share(&world).await;
        send_all(&world, None).await;
        let kept = world.test.db().outbox().await.unwrap().remove(0);
        let address = after(&kept.message.text, "http://127.0.0.1:8080/u/");
        let address = format!("/u/{address}");
        assert!(
            kept.message
                .raw
                .contains("List-Unsubscribe: <http://127.0.0.1:8080/u/")
        );

        let mut browser = Browser::new(&world);
        let page = text(&mut browser, &address).await;
        assert!(
            page.contains(GUS) && page.contains("Stop these mails"),
            "{page}"
        );
        share(&world).await;
        send_all(&world, None).await;
        assert_eq!(world.test.db().outbox().await.unwrap().len(), 2);

        // As a mail program does it: from elsewhere, without a cookie (RFC 8058).
        let body = Body::from("List-Unsubscribe=One-Click");
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "cross-site"),
        ];
        let answer = world
            .send(Method::POST, &address, None, body, &headers)
            .await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        share(&world).await;
        send_all(&world, None).await;
        assert_eq!(world.test.db().outbox().await.unwrap().len(), 2);
        let dropped = queue(&world).await.remove(0);
        assert_eq!(dropped.state, State::Dropped);
        assert_eq!(
            dropped.reason.as_deref(),
            Some("the recipient wants no notifications any more")
        );

        let answer = browser.submit(&address, &[("again", "1")]).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        share(&world).await;
        send_all(&world, None).await;
        assert_eq!(world.test.db().outbox().await.unwrap().len(), 3);
        assert_eq!(browser.open("/u/nonsense").await.status, 404);
        assert_eq!(browser.submit("/u/nonsense", &[]).await.status, 404);
    }
}

#[tokio::test]
async fn admins_see_what_was_given_up_and_why_and_try_it_again() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let smtp = Smtp::start().await;
        smtp.plan([Plan::Recipient("550 5.1.1 no <b>such</b> mailbox")]);
        share(&world).await;
        send_all(&world, Some(&smtp)).await;

        let mut ada = Browser::of(&world, ADA).await;
        let page = text(&mut ada, "/acme/mail").await;
        for words in [
            "Invitation",
            "Given up",
            "no &lt;b&gt;such&lt;/b&gt; mailbox",
            GUS,
            "Mia Rey",
        ] {
            assert!(page.contains(words), "`{words}` is not in {page}");
        }
        let again = format!("/acme/mail/{}", after(&page, "action=\"/acme/mail/"));
        assert_eq!(
            ada.submit(&again, &[]).await.status,
            403,
            "without the form's token"
        );
        let csrf = ada.csrf().await;
        let answer = ada.submit(&again, &[("csrf", &csrf)]).await;
        assert_eq!(leads_to(&answer), "/acme/mail?said=mail-again");
        send_all(&world, Some(&smtp)).await;
        assert_eq!(smtp.taken().len(), 1);
        let page = text(&mut ada, "/acme/mail").await;
        assert!(
            page.contains("Sent") && !page.contains("Given up"),
            "{page}"
        );

        for (who, status) in [(MIA, 403), (GUS, 403)] {
            let mut other = Browser::of(&world, who).await;
            assert_eq!(other.open("/acme/mail").await.status, status, "{who}");
            let csrf = other.csrf().await;
            let answer = other.submit(&again, &[("csrf", &csrf)]).await;
            assert_eq!(answer.status, 403, "{who}");
        }
    }
}

#[tokio::test]
async fn one_press_extends_what_ends_soon() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        world
            .import("acme", r#"{"kind":"grant","id":"gr1","to":"gus","on":{"project":"p1"},"role":"Viewer","expires_at":"2026-03-19T22:00:00Z"}"#)
            .await;
        post(
            world.test.db(),
            "acme",
            ADA,
            None,
            Post::Ends(&["gr1"]),
            noon(),
        )
        .await;
        send_all(&world, None).await;
        let kept = world.test.db().outbox().await.unwrap().remove(0);
        assert!(
            kept.message.text.contains("19 March 2026"),
            "{}",
            kept.message.text
        );
        let page = after(&kept.message.text, "http://127.0.0.1:8080/").to_owned();
        let page = format!("/{page}");

        let mut ada = Browser::of(&world, ADA).await;
        let shown = text(&mut ada, &page).await;
        assert!(
            shown.contains("Gus Client") && shown.contains("19 March 2026"),
            "{shown}"
        );
        let press = format!("/acme/ends/{}", after(&shown, "action=\"/acme/ends/"));
        let csrf = ada.csrf().await;
        let answer = ada.submit(&press, &[("csrf", &csrf)]).await;
        assert_eq!(leads_to(&answer), "/acme/ends?said=mail-extended");
        let token = world.token("acme", ADA).await;
        let grants = world.get("/api/v1/acme/grants", Some(&token)).await.text();
        assert!(grants.contains("2026-04-18T22:00:00Z"), "{grants}");

        let mut gus = Browser::of(&world, GUS).await;
        assert_eq!(gus.open("/acme/ends").await.status, 403);
    }
}

#[tokio::test]
async fn a_server_in_earnest_has_no_mailbox_page() {
    let place = Place::new(Engine::Sqlite).await;
    place.init("acme");
    let server = place.serve();
    for path in ["/mailbox", "/mailbox/0123456789abcdef0123456789abcdef/raw"] {
        let (status, answer) = server.get(path, "none");
        assert_eq!(status, 404, "{answer}");
    }
}

#[tokio::test]
async fn doctor_says_whether_the_mail_server_answers() {
    let place = Place::new(Engine::Sqlite).await;
    let smtp = Smtp::start().await;
    let url = smtp.url();
    let good = tokio::task::spawn_blocking(move || {
        let ran = place.run(&["doctor", "--mail", &url]);
        (place, ran)
    });
    let (place, ran) = good.await.unwrap();
    assert!(
        ran.out
            .contains("good     mail: the mail server `127.0.0.1:"),
        "{}",
        ran.out
    );
    let port = smtp.port();
    drop(smtp);
    let bad = tokio::task::spawn_blocking(move || {
        place.run(&[
            "doctor",
            "--mail",
            &format!("smtp://me:hunter2@127.0.0.1:{port}"),
        ])
    });
    let ran = bad.await.unwrap();
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(
        ran.out.contains("bad      mail: the mail server"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("hunter2"));
}
