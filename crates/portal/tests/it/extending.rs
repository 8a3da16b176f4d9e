//! Putting an end off by one press, from the page and from the mail that tells of it.

use axum::http::Method;
use jiff::{SignedDuration, Timestamp};
use portal::http::Clock;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::testing::Engine;

use crate::mail_pages::{after, send_all};
use crate::sharing_pages::{follow, send};
use crate::sign_in::{Browser, leads_to};
use crate::world::{ADA, GUS, MIA, World, noon};

/// The grant that the world begins with, ending then.
async fn ending(world: &World, at: &str) -> String {
    let line = format!(
        "{{\"kind\":\"grant\",\"id\":\"gr1\",\"to\":\"gus\",\"on\":{{\"project\":\"p1\"}},\"role\":\"Viewer\",\"expires_at\":\"{at}\"}}\n"
    );
    world.import("acme", &line).await;
    world.id("grants", "gr1").await
}

async fn end_of(ada: &mut Browser<'_>, path: &str) -> Value {
    ada.open(&format!("/api/v1/acme/{path}")).await.json()["expires_at"].clone()
}

#[tokio::test]
async fn one_press_on_the_card_and_on_the_page_of_ends_puts_a_share_off() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let gr1 = ending(&world, "2026-03-19T22:00:00Z").await;
        let (gus_id, p1) = (
            world.id("guests", "gus").await,
            world.id("projects", "p1").await,
        );
        let mut ada = Browser::of(&world, ADA).await;
        let card = format!("/acme/guests/{gus_id}");
        let page = ada.open(&card).await.text();
        assert!(
            page.contains("Extend by 30 days") && page.contains("in 4 days"),
            "{page}"
        );
        let on = format!("projects/{p1}");
        let press = [
            ("grant", gr1.as_str()),
            ("on", on.as_str()),
            ("back", card.as_str()),
        ];
        let pressed = send(&mut ada, "/acme/share/extend", &press).await;
        assert!(
            follow(&mut ada, &pressed)
                .await
                .text()
                .contains("Extended by 30 days")
        );
        assert_eq!(
            end_of(&mut ada, &format!("grants/{gr1}")).await,
            "2026-04-18T22:00:00Z"
        );
        let pressed = send(&mut ada, &format!("/acme/ends/{gr1}"), &[]).await;
        assert_eq!(pressed.status, 303);
        assert_eq!(
            end_of(&mut ada, &format!("grants/{gr1}")).await,
            "2026-05-18T22:00:00Z"
        );
        // The interface says the end itself.
        let body = json!({"expires_at": "2026-12-31T23:00:00Z"});
        let path = format!("/api/v1/acme/grants/{gr1}");
        assert_eq!(ada.ask(Method::PATCH, &path, body).await.status, 200);
        assert_eq!(
            end_of(&mut ada, &format!("grants/{gr1}")).await,
            "2026-12-31T23:00:00Z"
        );
    }
}

#[tokio::test]
async fn what_ended_already_is_open_again_from_now_on() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let gr1 = ending(&world, "2026-03-01T22:00:00Z").await;
        let p1 = world.id("projects", "p1").await;
        let mut ada = Browser::of(&world, ADA).await;
        let mut gus = Browser::of(&world, GUS).await;
        let project = format!("/api/v1/acme/projects/{p1}");
        assert_eq!(gus.open(&project).await.status, 404);
        assert_eq!(
            send(&mut ada, &format!("/acme/ends/{gr1}"), &[])
                .await
                .status,
            303
        );
        let end: Timestamp = noon() + SignedDuration::from_hours(24 * 30);
        assert_eq!(
            end_of(&mut ada, &format!("grants/{gr1}")).await,
            end.to_string()
        );
        assert_eq!(gus.open(&project).await.status, 200);
    }
}

#[tokio::test]
async fn nobody_extends_who_may_not_share_and_nothing_that_has_no_end_or_is_gone() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let gr1 = ending(&world, "2026-03-19T22:00:00Z").await;
        world
            .import("acme", "{\"kind\":\"grant\",\"id\":\"gr9\",\"to\":\"nil\",\"on\":{\"customer\":\"c1\"},\"role\":\"L90\"}\n")
            .await;
        let (gr9, p1, c1) = (
            world.id("grants", "gr9").await,
            world.id("projects", "p1").await,
            world.id("customers", "c1").await,
        );
        let (gus_id, nil_id) = (
            world.id("guests", "gus").await,
            world.id("guests", "nil").await,
        );
        let mut ada = Browser::of(&world, ADA).await;
        let mut mia = Browser::of(&world, MIA).await;
        let mut gus = Browser::of(&world, GUS).await;
        let on = format!("projects/{p1}");
        let press = [("grant", gr1.as_str()), ("on", on.as_str())];
        let ends = format!("/acme/ends/{gr1}");
        for (who, from_page, from_mail) in [(&mut mia, 403, 403), (&mut gus, 404, 403)] {
            assert_eq!(
                send(who, "/acme/share/extend", &press).await.status,
                from_page
            );
            assert_eq!(send(who, &ends, &[]).await.status, from_mail);
            assert_ne!(
                send(who, &format!("/acme/guests/{gus_id}/extend"), &[])
                    .await
                    .status,
                303
            );
        }
        assert_eq!(
            end_of(&mut ada, &format!("grants/{gr1}")).await,
            "2026-03-19T22:00:00Z"
        );
        // On the team of the website, Mia may once the setting says so, and of that project alone.
        world
            .import(
                "acme",
                "{\"kind\":\"settings\",\"who_can_share\":\"members\"}\n",
            )
            .await;
        assert_eq!(
            send(&mut mia, "/acme/share/extend", &press).await.status,
            303
        );
        assert_eq!(
            end_of(&mut ada, &format!("grants/{gr1}")).await,
            "2026-04-18T22:00:00Z"
        );
        // An owner's row has no end, from wherever it is pressed.
        let owners = format!("customers/{c1}");
        let press = [("grant", gr9.as_str()), ("on", owners.as_str())];
        let refused = send(&mut ada, "/acme/share/extend", &press).await;
        assert!(
            refused.status == 409 && refused.text().contains("no end"),
            "{}",
            refused.text()
        );
        assert_eq!(
            send(&mut ada, &format!("/acme/ends/{gr9}"), &[])
                .await
                .status,
            409
        );
        let card = ada.open(&format!("/acme/guests/{nil_id}")).await.text();
        assert!(
            !card.contains("Extend by 30 days")
                && !card.contains("Make a colleague")
                && card.contains("only they can give it up"),
            "{card}"
        );
        // What a removed guest held is gone with them, and so is their end.
        assert_eq!(
            send(&mut ada, &format!("/acme/guests/{gus_id}/remove"), &[])
                .await
                .status,
            303
        );
        assert_eq!(send(&mut ada, &ends, &[]).await.status, 409);
        let refused = send(&mut ada, &format!("/acme/guests/{gus_id}/extend"), &[]).await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        let nothing = "00000000-0000-4000-8000-000000000000";
        assert_eq!(
            send(&mut ada, &format!("/acme/ends/{nothing}"), &[])
                .await
                .status,
            404
        );
    }
}

#[tokio::test]
async fn the_end_of_a_guest_as_a_whole_is_put_off_on_the_card() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        world
            .import("acme", "{\"kind\":\"guest\",\"id\":\"gus\",\"email\":\"gus@client.example\",\"name\":\"Gus Client\",\"roles\":[\"Viewer\"],\"state\":\"active\",\"contact\":\"k1\",\"expires_at\":\"2026-03-10T12:00:00Z\"}\n")
            .await;
        let (gus_id, nil_id) = (
            world.id("guests", "gus").await,
            world.id("guests", "nil").await,
        );
        let mut ada = Browser::of(&world, ADA).await;
        let card = format!("/acme/guests/{gus_id}");
        assert!(ada.open(&card).await.text().contains("Extend by 30 days"));
        let pressed = send(&mut ada, &format!("{card}/extend"), &[]).await;
        assert!(
            follow(&mut ada, &pressed)
                .await
                .text()
                .contains("Extended by 30 days")
        );
        let end = noon() + SignedDuration::from_hours(24 * 30);
        assert_eq!(
            end_of(&mut ada, &format!("guests/{gus_id}")).await,
            end.to_string()
        );
        let without = send(&mut ada, &format!("/acme/guests/{nil_id}/extend"), &[]).await;
        assert!(
            without.status == 409 && without.text().contains("no end"),
            "{}",
            without.text()
        );
    }
}

#[tokio::test]
async fn the_mail_about_a_guests_end_leads_to_the_press_that_puts_it_off() {
    for engine in Engine::both() {
        let two_days = SignedDuration::from_hours(48);
        let time = Arc::new(AtomicI64::new((noon() - two_days).as_microsecond()));
        let read = time.clone();
        let clock = move || Timestamp::from_microsecond(read.load(Ordering::SeqCst)).unwrap();
        let world = World::by_the_clock(engine, Clock::from(clock)).await;
        world.import("acme", include_str!("world.ndjson")).await;
        world
            .import("acme", "{\"kind\":\"guest\",\"id\":\"gus\",\"email\":\"gus@client.example\",\"name\":\"Gus Client\",\"roles\":[\"Viewer\"],\"state\":\"active\",\"contact\":\"k1\",\"expires_at\":\"2026-03-20T12:00:00Z\"}\n")
            .await;
        let gus_id = world.id("guests", "gus").await;
        // What was set long enough ago is told of.
        time.store(noon().as_microsecond(), Ordering::SeqCst);
        let queued = world.test.db().remind_of_ends(noon()).await.unwrap();
        assert_eq!(queued, 2);
        send_all(&world, None).await;
        let mails = world.test.db().outbox().await.unwrap();
        let to = |who: &str| {
            let mail = mails.iter().find(|mail| mail.message.recipient == who);
            mail.unwrap_or_else(|| panic!("no mail to {who}"))
                .message
                .text
                .clone()
        };
        assert!(to(GUS).contains("20 March 2026"), "{}", to(GUS));
        let text = to(ADA);
        let path = format!("/{}", after(&text, "http://127.0.0.1:8080/"));
        assert_eq!(path, format!("/acme/guests/{gus_id}"));
        // Whoever is not signed in comes back here afterwards.
        let stranger = Browser::new(&world).open(&path).await;
        assert!(
            leads_to(&stranger).starts_with("/sign-in?next="),
            "{}",
            stranger.text()
        );
        let mut ada = Browser::of(&world, ADA).await;
        let page = ada.open(&path).await.text();
        assert!(
            page.contains(&format!("action=\"{path}/extend\"")),
            "{page}"
        );
        assert_eq!(
            send(&mut ada, &format!("{path}/extend"), &[]).await.status,
            303
        );
        assert_eq!(
            end_of(&mut ada, &format!("guests/{gus_id}")).await,
            "2026-04-19T12:00:00Z"
        );
    }
}

#[tokio::test]
async fn a_member_finds_what_they_opened_and_extends_it_while_they_may_share() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let set = async |who: &str| {
            let line = format!("{{\"kind\":\"settings\",\"who_can_share\":\"{who}\"}}\n");
            world.import("acme", &line).await;
        };
        set("members").await;
        let on = format!("projects/{}", world.id("projects", "p1").await);
        let mut mia = Browser::of(&world, MIA).await;
        let share = [
            ("on", on.as_str()),
            ("to", "nil@client.example"),
            ("role", "ticks"),
            ("show", "stage"),
            ("until", "day"),
            ("day", "2026-03-25"),
            ("do", "share"),
        ];
        assert_eq!(send(&mut mia, "/acme/share", &share).await.status, 303);
        let page = mia.open("/acme/ends").await.text();
        assert!(page.contains("Nil Nobody"), "{page}");
        let button = "action=\"/acme/ends/";
        let press = format!("/acme/ends/{}", after(&page, button));
        assert_eq!(send(&mut mia, &press, &[]).await.status, 303);
        let nil = world.id("guests", "nil").await;
        let mut ada = Browser::of(&world, ADA).await;
        let grants = ada
            .open(&format!("/api/v1/acme/grants?filter[to]={nil}"))
            .await;
        assert_eq!(
            grants.json()["items"][0]["expires_at"],
            "2026-04-24T23:00:00Z"
        );
        // Back within the month that is looked ahead, and no longer hers to extend.
        set("admins").await;
        let grant = grants.json()["items"][0]["id"].as_str().unwrap().to_owned();
        let sooner = json!({"expires_at": "2026-03-25T23:00:00Z"});
        let path = format!("/api/v1/acme/grants/{grant}");
        assert_eq!(ada.ask(Method::PATCH, &path, sooner).await.status, 200);
        let page = mia.open("/acme/ends").await.text();
        assert!(
            page.contains("Nil Nobody") && !page.contains(button),
            "{page}"
        );
        assert_eq!(send(&mut mia, &press, &[]).await.status, 403);
        assert!(ada.open("/acme/ends").await.text().contains(button));
    }
}
