//! A guest who becomes a colleague and one again, on pages and over HTTP; and the card as a colleague sees it.

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use store::testing::Engine;

use crate::sharing_pages::{follow, hidden, send};
use crate::sign_in::Browser;
use crate::world::{ADA, GUS, MIA, World};

#[tokio::test]
async fn a_guest_becomes_a_colleague_and_a_guest_again_and_each_is_said_before() {
    for engine in Engine::both() {
        let world = World::ticking(engine).await;
        let gus_id = world.id("guests", "gus").await;
        let card = format!("/acme/guests/{gus_id}");
        let mut ada = Browser::of(&world, ADA).await;
        let mut gus = Browser::of(&world, GUS).await;
        let page = ada.open(&format!("{card}/member")).await.text();
        assert!(
            page.contains("Make Gus Client a colleague?")
                && page.contains("everything in the company"),
            "{page}"
        );
        let looked = send(
            &mut ada,
            &format!("{card}/member"),
            &[("role", "limited"), ("do", "look")],
        )
        .await
        .text();
        assert!(
            looked.contains("As Limited they see") && !looked.contains("everything in the company"),
            "{looked}"
        );
        let seen = hidden(&looked, "/member\"", "seen");
        let owner = send(
            &mut ada,
            &format!("{card}/member"),
            &[("role", "owner"), ("seen", &seen), ("do", "become")],
        )
        .await;
        assert!(owner.status == 422 && owner.text().contains("Only owners make"));
        let done = send(
            &mut ada,
            &format!("{card}/member"),
            &[("role", "member"), ("seen", &seen), ("do", "become")],
        )
        .await;
        assert!(
            follow(&mut ada, &done)
                .await
                .text()
                .contains("A colleague now")
        );
        // Still signed in, and with the workspace in front of them.
        assert!(gus.open("/acme/projects").await.text().contains("Secret"));
        assert_eq!(ada.open(&card).await.status, 404);
        let page = ada
            .open(&format!("/acme/members/{gus_id}/guest"))
            .await
            .text();
        assert!(
            page.contains("Make Gus Client a guest?") && page.contains("As a guest they see"),
            "{page}"
        );
        let seen = hidden(&page, "/guest\"", "seen");
        let done = send(
            &mut ada,
            &format!("/acme/members/{gus_id}/guest"),
            &[("seen", &seen)],
        )
        .await;
        let page = follow(&mut ada, &done).await.text();
        for words in [
            "A guest now",
            "Website",
            "Became a member of the staff",
            "Became a guest",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let list = gus.open("/acme/projects").await.text();
        assert!(
            list.contains("Website") && !list.contains("Secret"),
            "{list}"
        );
        let ada_id = world.id("members", "ada").await;
        let own = ada.open(&format!("/acme/members/{ada_id}/guest")).await;
        assert!(own.status == 409 && own.text().contains("Nobody makes a guest of themselves"));
    }
}

#[tokio::test]
async fn a_colleague_who_is_no_admin_sees_what_they_may_share_with_a_guest_and_nothing_else() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        world
            .import(
                "acme",
                "{\"kind\":\"settings\",\"who_can_share\":\"members\"}\n",
            )
            .await;
        world
            .import("acme", "{\"kind\":\"grant\",\"id\":\"gr2\",\"to\":\"gus\",\"on\":{\"project\":\"p2\"},\"role\":\"Viewer\",\"notes\":\"quiet\"}\n")
            .await;
        let (gus_id, nil_id) = (
            world.id("guests", "gus").await,
            world.id("guests", "nil").await,
        );
        let card = format!("/acme/guests/{gus_id}");
        let mut mia = Browser::of(&world, MIA).await;
        let page = mia.open(&card).await;
        assert_eq!(page.status, 200);
        let page = page.text();
        // Mia is on the team of the website, and not of the other project.
        assert!(
            page.contains("Website") && page.contains("of what you may share"),
            "{page}"
        );
        for hidden in [
            "Secret",
            "quiet",
            GUS,
            "Buyer",
            "Permissions",
            "Suspend",
            "class=\"matrix\"",
        ] {
            assert!(!page.contains(hidden), "{hidden}: {page}");
        }
        assert_eq!(
            mia.open(&format!("/acme/guests/{nil_id}")).await.status,
            404
        );
        for part in ["edit", "permissions", "who", "member", "remove"] {
            let there = mia.open(&format!("{card}/{part}")).await.status;
            assert_eq!(there, 403, "{part}");
        }
        let refused = send(&mut mia, &format!("{card}/users"), &[("do", "nobody")]).await;
        assert_eq!(refused.status, 403);
        let mut gus = Browser::of(&world, GUS).await;
        assert_eq!(gus.open(&card).await.status, 404);
    }
}

#[tokio::test]
async fn the_interface_makes_one_of_the_other_and_refuses_what_the_pages_refuse() {
    for engine in Engine::both() {
        let world = World::ticking(engine).await;
        let gus_id = world.id("guests", "gus").await;
        let (sue_id, mia_id) = (
            world.id("guests", "sue").await,
            world.id("members", "mia").await,
        );
        let mut ada = Browser::of(&world, ADA).await;
        let token = world.token("acme", GUS).await;
        let api = |path: String| format!("/api/v1/acme/{path}");
        let as_guest = ada.open(&api(format!("guests/{gus_id}"))).await;
        let admin = world.token("acme", ADA).await;
        let stale = [
            ("content-type", "application/json"),
            ("if-match", "\"what-it-was\""),
        ];
        let path = api(format!("guests/{gus_id}/member"));
        let body = Body::from(json!({"role": "member"}).to_string());
        let refused = world
            .send(Method::POST, &path, Some(&admin), body, &stale)
            .await;
        assert_eq!(
            (refused.status.as_u16(), refused.problem().as_str()),
            (412, "changed-meanwhile")
        );
        let member = ada
            .ask(
                Method::POST,
                &api(format!("guests/{gus_id}/member")),
                json!({"role": "manager"}),
            )
            .await;
        assert_eq!(member.status, 200, "{}", member.text());
        assert_eq!(member.json()["role"], "manager");
        assert_eq!(
            ada.open(&api(format!("members/{gus_id}"))).await.bytes().2,
            member.body
        );
        // What they made as a guest opens nothing as a colleague.
        assert_eq!(
            world
                .get("/api/v1/acme/projects", Some(&token))
                .await
                .status,
            401
        );
        let body = json!({"roles": ["Commenter"], "expires_at": "2026-12-31T00:00:00Z"});
        let guest = ada
            .ask(Method::POST, &api(format!("members/{gus_id}/guest")), body)
            .await;
        assert_eq!(guest.status, 200, "{}", guest.text());
        let guest = guest.json();
        assert_eq!(
            (&guest["roles"], &guest["expires_at"]),
            (&json!(["Commenter"]), &json!("2026-12-31T00:00:00Z"))
        );
        assert_eq!(guest["email"], as_guest.json()["email"]);
        let history = ada
            .open(&api(format!("access/history?user={gus_id}")))
            .await
            .json();
        let cards: Vec<&Value> = history["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|change| change["of"] == "card")
            .map(|change| &change["after"])
            .collect();
        assert_eq!(cards[0]["state"], guest["state"]);
        for (path, body, status, problem) in [
            (
                format!("guests/{sue_id}/member"),
                json!({"role": "member"}),
                409,
                "wrong-state",
            ),
            (
                format!("guests/{gus_id}/member"),
                json!({"role": "owner"}),
                403,
                "action-not-allowed",
            ),
            (
                format!("guests/{gus_id}/member"),
                json!({"role": "boss"}),
                422,
                "invalid",
            ),
            (format!("guests/{gus_id}/member"), json!({}), 422, "invalid"),
            (
                format!("guests/{mia_id}/member"),
                json!({"role": "member"}),
                404,
                "not-found",
            ),
            (
                format!("members/{gus_id}/guest"),
                json!({}),
                404,
                "not-found",
            ),
            (
                format!("members/{mia_id}/guest"),
                json!({"state": "removed"}),
                422,
                "invalid",
            ),
        ] {
            let refused = ada
                .ask(Method::POST, &api(path.clone()), body.clone())
                .await;
            assert_eq!(
                (refused.status.as_u16(), refused.problem().as_str()),
                (status, problem),
                "{path} {body}: {}",
                refused.text()
            );
        }
        let mut mia = Browser::of(&world, MIA).await;
        for path in [
            format!("guests/{gus_id}/member"),
            format!("members/{mia_id}/guest"),
        ] {
            let refused = mia
                .ask(Method::POST, &api(path), json!({"role": "admin"}))
                .await;
            assert_eq!(refused.status, 403);
        }
    }
}
