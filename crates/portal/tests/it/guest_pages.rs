//! Guests, colleagues and the settings of sharing, as the staff meet them on pages.

use store::testing::Engine;

use crate::sharing_pages::{follow, hidden, send};
use crate::sign_in::{Browser, leads_to};
use crate::world::{ADA, GUS, MIA, NIL, SUE, World};

#[tokio::test]
async fn guests_are_listed_found_and_looked_at() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let mut ada = Browser::of(&world, ADA).await;
        let mut mia = Browser::of(&world, MIA).await;
        let list = ada.open("/acme/guests").await.text();
        for name in ["Gus Client", "Nil Nobody", "Sue Spent"] {
            assert!(list.contains(name), "{name}");
        }
        assert!(
            list.contains("one project") && list.contains("Client Ltd"),
            "{list}"
        );
        let only = ada.open("/acme/guests?state=suspended&q=sue").await.text();
        assert!(only.contains("Sue Spent") && !only.contains("Nil Nobody"));
        assert!(
            ada.open("/acme/guests?q=nobody-of-that-name")
                .await
                .text()
                .contains("Nobody of that name")
        );
        assert_eq!(mia.open("/acme/guests").await.status, 403);
        let gus = world.id("guests", "gus").await;
        let card = ada.open(&format!("/acme/guests/{gus}")).await.text();
        for words in [
            "Buyer",
            "Client Ltd",
            "Website",
            "Viewer",
            "gus@client.example",
        ] {
            assert!(card.contains(words), "{words}");
        }
        assert_eq!(
            ada.open("/acme/guests/00000000-0000-4000-8000-000000000000")
                .await
                .status,
            404
        );
        assert_eq!(ada.open("/acme/guests/removed").await.status, 404);
    }
}

#[tokio::test]
async fn a_suspended_guest_meets_a_closed_door_and_comes_back_to_what_was_shared() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let p1 = world.id("projects", "p1").await;
        let gus_id = world.id("guests", "gus").await;
        let mut ada = Browser::of(&world, ADA).await;
        let state = format!("/acme/guests/{gus_id}/state");
        let suspended = send(&mut ada, &state, &[("state", "suspended")]).await;
        assert!(
            follow(&mut ada, &suspended)
                .await
                .text()
                .contains("They see nothing now")
        );
        let token = world.token("acme", ADA).await;
        let who = world
            .get(
                &format!("/api/v1/acme/access/who?item=projects/{p1}"),
                Some(&token),
            )
            .await;
        assert_eq!(who.json()["items"].as_array().unwrap().len(), 0);
        send(&mut ada, &state, &[("state", "active")]).await;
        let mut gus = Browser::of(&world, GUS).await;
        assert_eq!(
            gus.open(&format!("/api/v1/acme/projects/{p1}"))
                .await
                .status,
            200
        );
    }
}

#[tokio::test]
async fn removing_a_guest_says_what_ends_and_ends_it_at_once() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let gus_id = world.id("guests", "gus").await;
        let mut ada = Browser::of(&world, ADA).await;
        let mut gus = Browser::of(&world, GUS).await;
        let token = world.token("acme", GUS).await;
        let card = format!("/acme/guests/{gus_id}");
        let asked = ada.open(&format!("{card}/remove")).await.text();
        assert!(
            asked.contains("Remove Gus Client?") && asked.contains("with one browser"),
            "{asked}"
        );
        assert_eq!(gus.open("/acme").await.status, 200);
        let removed = send(&mut ada, &format!("{card}/remove"), &[]).await;
        let receipt = follow(&mut ada, &removed).await.text();
        for words in ["Gus Client is removed", "One share", "One sign-in"] {
            assert!(receipt.contains(words), "{words}: {receipt}");
        }
        let next = gus.open("/acme").await;
        assert!(
            next.status == 303 && leads_to(&next).starts_with("/sign-in"),
            "{}",
            next.text()
        );
        assert_eq!(
            world
                .get("/api/v1/acme/projects", Some(&token))
                .await
                .status,
            401
        );
        assert!(!ada.open("/acme/guests").await.text().contains("Gus Client"));
        assert!(
            ada.open("/acme/guests?state=removed")
                .await
                .text()
                .contains("Gus Client")
        );
        let again = send(&mut ada, &format!("{card}/remove"), &[]).await;
        assert_eq!(again.status, 409);
    }
}

#[tokio::test]
async fn invitations_are_sent_again_and_withdrawn() {
    let world = World::new(Engine::Sqlite).await;
    let mut ada = Browser::of(&world, ADA).await;
    let invited = send(
        &mut ada,
        "/acme/guests/new",
        &[("email", "New@Client.example"), ("name", "Nora New")],
    )
    .await;
    let card = follow(&mut ada, &invited).await;
    assert!(
        card.text().contains("Invited. The e-mail is on its way.")
            && card.text().contains("Ada Lind"),
        "{}",
        card.text()
    );
    let path = leads_to(&invited).split('?').next().unwrap().to_owned();
    let list = ada.open("/acme/guests?state=invited").await.text();
    assert!(list.contains("Nora New") && list.contains("Send again") && list.contains("Withdraw"));
    let again = send(
        &mut ada,
        &format!("{path}/invitation"),
        &[("back", "/acme/guests?state=invited")],
    )
    .await;
    assert_eq!(
        leads_to(&again),
        "/acme/guests?state=invited&said=guest-invited-again"
    );
    let known = send(
        &mut ada,
        "/acme/guests/new",
        &[("email", "new@client.example"), ("name", "")],
    )
    .await;
    assert!(
        known.status == 409
            && known
                .text()
                .contains("Somebody here has this address already.")
    );
    let wrong = send(
        &mut ada,
        "/acme/guests/new",
        &[("email", "nothing like it"), ("name", "Kept")],
    )
    .await;
    assert!(wrong.status == 422 && wrong.text().contains("value=\"Kept\""));
    assert!(
        ada.open(&format!("{path}/remove"))
            .await
            .text()
            .contains("Withdraw the invitation of Nora New?")
    );
    let withdrawn = send(&mut ada, &format!("{path}/remove"), &[]).await;
    assert!(
        follow(&mut ada, &withdrawn)
            .await
            .text()
            .contains("Nora New is removed")
    );
    // Those who are in already have no invitation to send.
    let gus = world.id("guests", "gus").await;
    let none = send(&mut ada, &format!("/acme/guests/{gus}/invitation"), &[]).await;
    assert_eq!(none.status, 409);
}

#[tokio::test]
async fn the_end_of_a_guest_is_set_to_the_minute_in_the_companys_time() {
    let world = World::new(Engine::Sqlite).await;
    let gus = world.id("guests", "gus").await;
    let mut ada = Browser::of(&world, ADA).await;
    let edit = format!("/acme/guests/{gus}/edit");
    let seen = hidden(&ada.open(&edit).await.text(), "/edit\"", "seen");
    let form = [
        ("seen", seen.as_str()),
        ("name", "Gus C."),
        ("role", "Commenter"),
        ("role", "Approver"),
        ("ends", "2026-06-30T18:30"),
    ];
    let saved = send(&mut ada, &edit, &form).await;
    assert!(
        follow(&mut ada, &saved)
            .await
            .text()
            .contains("30 June 2026, 18:30")
    );
    let guest = ada.open(&format!("/api/v1/acme/guests/{gus}")).await.json();
    assert_eq!(guest["expires_at"], "2026-06-30T16:30:00Z");
    assert_eq!(guest["roles"], serde_json::json!(["Commenter", "Approver"]));
    assert!(
        ada.open(&edit)
            .await
            .text()
            .contains("value=\"2026-06-30T18:30\"")
    );
    let wrong = send(&mut ada, &edit, &[("name", "Gus"), ("ends", "soon")]).await;
    assert!(wrong.status == 422 && wrong.text().contains("value=\"soon\""));
    let seen = hidden(&ada.open(&edit).await.text(), "/edit\"", "seen");
    let open_again = [("name", "Gus C."), ("ends", ""), ("seen", &seen)];
    let open_again = send(&mut ada, &edit, &open_again).await;
    assert_eq!(open_again.status, 303);
    assert!(ada.open(&format!("/api/v1/acme/guests/{gus}")).await.json()["expires_at"].is_null());
}

#[tokio::test]
async fn why_somebody_sees_something_is_told_way_by_way() {
    let world = World::new(Engine::Sqlite).await;
    let (p1, t1) = (
        world.id("projects", "p1").await,
        world.id("tasks", "t1").await,
    );
    let gus = world.id("guests", "gus").await;
    let sue = world.id("guests", "sue").await;
    let mut ada = Browser::of(&world, ADA).await;
    let page = ada
        .open(&format!("/acme/guests/{gus}?why=tasks/{t1}"))
        .await
        .text();
    assert!(
        page.contains("Yes, Gus Client can see it")
            && page.contains("A share of what it belongs to (project)"),
        "{page}"
    );
    let page = ada
        .open(&format!("/acme/guests/{sue}?why=projects/{p1}"))
        .await
        .text();
    assert!(page.contains("No, Sue Spent cannot see it"));
    let mut nil = Browser::of(&world, NIL).await;
    assert_eq!(
        nil.open(&format!("/acme/guests/{gus}?why=tasks/{t1}"))
            .await
            .status,
        404
    );
    assert_eq!(
        ada.open(&format!("/acme/guests/{gus}?why=tasks/none"))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn sharing_switched_off_closes_every_door_and_on_again_opens_them_as_they_were() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let p1 = world.id("projects", "p1").await;
        let mut ada = Browser::of(&world, ADA).await;
        let mut gus = Browser::of(&world, GUS).await;
        let project = format!("/api/v1/acme/projects/{p1}");
        let before = gus.open(&project).await.text();
        let off = send(&mut ada, "/acme/settings/sharing", &[("sharing", "off")]).await;
        assert!(
            follow(&mut ada, &off)
                .await
                .text()
                .contains("Switch sharing on")
        );
        let closed = gus.open("/acme").await;
        assert!(closed.status == 403 && closed.text().contains("This door is closed now"));
        let dialog = ada
            .open(&format!("/acme/share?on=projects/{p1}"))
            .await
            .text();
        assert!(dialog.contains("Sharing is switched off for the whole company"));
        let on = send(&mut ada, "/acme/settings/sharing", &[("sharing", "on")]).await;
        assert!(
            follow(&mut ada, &on)
                .await
                .text()
                .contains("Every share is as it was")
        );
        assert_eq!(gus.open(&project).await.text(), before);
    }
}

#[tokio::test]
async fn settings_are_saved_or_come_back_as_they_were_filled_in() {
    let world = World::new(Engine::Sqlite).await;
    let mut ada = Browser::of(&world, ADA).await;
    let mut mia = Browser::of(&world, MIA).await;
    world
        .import("acme", "{\"kind\":\"settings\",\"plan\":\"free\"}\n")
        .await;
    let page = ada.open("/acme/settings").await.text();
    let seen = hidden(&page, "aria-labelledby=\"rules\"", "seen");
    assert!(page.contains("3 of 50 places") && page.contains("Europe/Berlin"));
    let form = [
        ("seen", seen.as_str()),
        ("who_can_share", "members"),
        ("files_external", "on"),
        ("time_zone", "Asia/Tokyo"),
        ("name", "Acme & Co"),
    ];
    let saved = send(&mut ada, "/acme/settings", &form).await;
    let page = follow(&mut ada, &saved).await.text();
    assert!(page.contains("Acme &amp; Co") && page.contains("value=\"Asia/Tokyo\" selected"));
    // Made from what is no longer so, a form is shown again.
    let stale = send(&mut ada, "/acme/settings", &form).await;
    assert!(stale.status == 422 && stale.text().contains("while you were writing"));
    let seen = hidden(&page, "aria-labelledby=\"rules\"", "seen");
    let wrong = [
        ("seen", seen.as_str()),
        ("who_can_share", "everybody"),
        ("time_zone", "Middle/Earth"),
        ("name", "Kept"),
    ];
    let refused = send(&mut ada, "/acme/settings", &wrong).await;
    assert!(refused.status == 422 && refused.text().contains("value=\"Kept\""));
    assert!(
        refused.text().contains("time_zone-wrong")
            && refused.text().contains("who_can_share-wrong")
    );
    assert_eq!(mia.open("/acme/settings").await.status, 403);
    assert_eq!(
        send(&mut mia, "/acme/settings/sharing", &[("sharing", "off")])
            .await
            .status,
        403
    );
}

#[tokio::test]
async fn colleagues_are_invited_changed_sent_away_and_brought_back() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let mut ada = Browser::of(&world, ADA).await;
        let mut mia = Browser::of(&world, MIA).await;
        let invited = send(
            &mut ada,
            "/acme/members",
            &[
                ("email", "lea@acme.example"),
                ("name", "Lea Brandt"),
                ("role", "manager"),
            ],
        )
        .await;
        assert!(
            follow(&mut ada, &invited)
                .await
                .text()
                .contains("Lea Brandt")
        );
        let wrong = send(
            &mut ada,
            "/acme/members",
            &[("email", "no"), ("name", "Kept"), ("role", "member")],
        )
        .await;
        assert!(wrong.status == 422 && wrong.text().contains("value=\"Kept\""));
        let known = send(
            &mut ada,
            "/acme/members",
            &[("email", GUS), ("name", "Gus"), ("role", "member")],
        )
        .await;
        assert!(known.status == 409 && known.text().contains("has this address already"));
        let owner = send(
            &mut ada,
            "/acme/members",
            &[
                ("email", "o@acme.example"),
                ("name", "O"),
                ("role", "owner"),
            ],
        )
        .await;
        assert!(
            owner
                .text()
                .contains("Only owners make, change or end owners.")
        );
        let (ada_id, mia_id) = (
            world.id("members", "ada").await,
            world.id("members", "mia").await,
        );
        let last = send(
            &mut ada,
            &format!("/acme/members/{ada_id}"),
            &[("role", "member")],
        )
        .await;
        assert!(
            last.status == 409 && last.text().contains("One owner or admin has to remain"),
            "{}",
            last.text()
        );
        assert_eq!(mia.open("/acme/members").await.status, 403);
        let changed = send(
            &mut ada,
            &format!("/acme/members/{mia_id}"),
            &[("role", "admin")],
        )
        .await;
        assert_eq!(changed.status, 303);
        assert_eq!(mia.open("/acme/members").await.status, 200);
        let path = format!("/acme/members/{mia_id}/deactivate");
        assert!(ada.open(&path).await.text().contains("Deactivate Mia Rey?"));
        assert_eq!(send(&mut ada, &path, &[]).await.status, 303);
        assert_ne!(mia.open("/acme/members").await.status, 200);
        assert!(
            ada.open("/acme/members")
                .await
                .text()
                .contains("Bring back")
        );
        send(&mut ada, &format!("/acme/members/{mia_id}/reactivate"), &[]).await;
        let mut mia = Browser::of(&world, MIA).await;
        assert_eq!(mia.open("/acme/members").await.status, 200);
    }
}

#[tokio::test]
async fn a_form_of_another_page_or_session_changes_nothing() {
    let world = World::new(Engine::Sqlite).await;
    let gus = world.id("guests", "gus").await;
    let mut ada = Browser::of(&world, ADA).await;
    for (path, fields) in [
        (format!("/acme/guests/{gus}/remove"), vec![]),
        ("/acme/share/end".to_owned(), vec![("on", "everything")]),
        (
            "/acme/settings/sharing".to_owned(),
            vec![("sharing", "off")],
        ),
    ] {
        let refused = ada.submit(&path, &fields).await;
        assert_eq!(refused.status, 403, "{path}");
        assert!(
            refused.text().contains("Please send it once more"),
            "{path}"
        );
    }
    let mut gus = Browser::of(&world, GUS).await;
    assert_eq!(gus.open("/acme").await.status, 200);
    let suspended = world.id("guests", "sue").await;
    assert!(
        ada.open(&format!("/acme/guests/{suspended}"))
            .await
            .text()
            .contains(SUE)
    );
}
