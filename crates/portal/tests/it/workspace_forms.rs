//! Pages on which the staff make and change things.

use store::testing::Engine;

use crate::sign_in::{Browser, leads_to};
use crate::workspace_pages::{follow, send, world};
use crate::world::{ADA, GUS, MIA, World};

#[tokio::test]
async fn a_project_is_made_for_a_customer_or_a_guest_and_changed_without_losing_others_changes() {
    for engine in Engine::both() {
        let world = world(engine).await;
        let mut max = Browser::of(&world, "max@acme.example").await;
        let (c1, nil, mia) = (
            world.id("customers", "c1").await,
            world.id("guests", "nil").await,
            world.id("members", "mia").await,
        );
        let form = max.open("/acme/projects/new").await.text();
        for choice in [
            format!("value=\"customer/{c1}\""),
            format!("value=\"guest/{nil}\""),
            "<optgroup label=\"Guests\">".to_owned(),
        ] {
            assert!(form.contains(&choice), "{choice}");
        }
        let (client, guest) = (format!("customer/{c1}"), format!("guest/{nil}"));
        let made = send(
            &mut max,
            "/acme/projects",
            &[
                ("name", "Shop"),
                ("client", &client),
                ("team", &mia),
                ("due_on", "2026-06-30"),
                ("budget", "1 200.50"),
                ("currency", "eur"),
            ],
        )
        .await;
        let page = follow(&mut max, &made).await;
        assert!(
            page.contains("<h1>Shop</h1>")
                && page.contains("Client Ltd")
                && page.contains("€1,200.50")
                && page.contains("Mia Rey")
        );
        let id = leads_to(&made)
            .trim_start_matches("/acme/projects/")
            .split('?')
            .next()
            .unwrap()
            .to_owned();

        let edit = max.open(&format!("/acme/projects/{id}/edit")).await.text();
        let seen = edit
            .split("name=\"seen\" value=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned();
        let path = format!("/acme/projects/{id}");
        let fields = [
            ("name", "Shop two"),
            ("client", guest.as_str()),
            ("seen", seen.as_str()),
        ];
        let saved = send(&mut max, &path, &fields).await;
        let page = follow(&mut max, &saved).await;
        assert!(page.contains("Shop two") && page.contains("Nil Nobody"));
        // The same form again was made from what is no more.
        let late = send(
            &mut max,
            &path,
            &[("name", "Shop three"), ("seen", seen.as_str())],
        )
        .await;
        assert_eq!(late.status, 422);
        let page = late.text();
        assert!(page.contains("Someone changed this") && page.contains("value=\"Shop three\""));
        let seen = page
            .split("name=\"seen\" value=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned();
        let saved = send(&mut max, &path, &[("name", "Shop three"), ("seen", &seen)]).await;
        assert_eq!(saved.status, 303);

        let asked = max.open(&format!("{path}/delete")).await.text();
        assert!(asked.contains("Delete Shop three") && asked.contains("Keep it"));
        assert_eq!(
            leads_to(&send(&mut max, &format!("{path}/delete"), &[]).await),
            "/acme/projects?said=project-deleted"
        );
        assert_eq!(max.open(&path).await.status, 404);
    }
}

#[tokio::test]
async fn external_access_is_switched_where_the_party_stands() {
    for engine in Engine::both() {
        let world = world(engine).await;
        let p2 = world.id("projects", "p2").await;
        let (c1, k1) = (
            world.id("customers", "c1").await,
            contact(&world, "c1").await,
        );
        let mut ada = Browser::of(&world, ADA).await;
        let at = format!("/acme/projects/{p2}");
        let choose = ada.open(&format!("{at}?add=contact&of={c1}")).await.text();
        assert!(choose.contains(&format!("value=\"{k1}\"")) && choose.contains("Gus Client"));
        let page = send(&mut ada, &format!("{at}/parties"), &[("contact", &k1)]).await;
        let page = follow(&mut ada, &page).await;
        assert!(page.contains("Buyer") && page.contains("Nobody outside the company yet."));
        let party = page
            .split("id=\"party-")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned();

        // An end in the past is to be mended in the open panel.
        let path = format!("{at}/parties/{party}");
        let wrong = send(
            &mut ada,
            &path,
            &[
                ("external", "on"),
                ("role", "Commenter"),
                ("until", "2020-01-01"),
            ],
        )
        .await;
        assert_eq!(wrong.status, 422);
        let page = wrong.text();
        assert!(
            page.contains("<details open")
                && page.contains("value=\"2020-01-01\"")
                && page.contains("Choose a day that is still to come")
        );
        assert!(page.contains("value=\"Commenter\" selected"));
        let on = send(
            &mut ada,
            &path,
            &[
                ("external", "on"),
                ("role", "Commenter"),
                ("until", "2026-06-30"),
            ],
        )
        .await;
        let page = follow(&mut ada, &on).await;
        assert!(
            page.contains("since 15 Mar, until 30 Jun") && page.contains("share, until 30 Jun"),
            "{page}"
        );
        let mut gus = Browser::of(&world, GUS).await;
        assert_eq!(
            gus.open(&format!("/api/v1/acme/projects/{p2}"))
                .await
                .status,
            200
        );
        let off = send(&mut ada, &path, &[("role", "Commenter")]).await;
        assert!(
            follow(&mut ada, &off)
                .await
                .contains("External access is off.")
        );
        assert_eq!(
            gus.open(&format!("/api/v1/acme/projects/{p2}"))
                .await
                .status,
            404
        );

        // A bare label needs the address of whoever gets it.
        let added = send(
            &mut ada,
            &format!("{at}/parties"),
            &[("label", "Print shop"), ("name", "")],
        )
        .await;
        let page = follow(&mut ada, &added).await;
        assert!(
            page.contains(">Print shop</h2>") && page.contains("E-mail of the person who gets it")
        );
        let label = page
            .rsplit("id=\"party-")
            .next()
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned();
        let path = format!("{at}/parties/{label}");
        assert_eq!(
            send(&mut ada, &path, &[("external", "on"), ("role", "Viewer")])
                .await
                .status,
            422
        );
        let on = send(
            &mut ada,
            &path,
            &[
                ("external", "on"),
                ("role", "Viewer"),
                ("email", "print@havel.example"),
            ],
        )
        .await;
        assert!(follow(&mut ada, &on).await.contains("print@havel.example"));
        let removed = send(&mut ada, &format!("{path}/remove"), &[]).await;
        assert!(
            !follow(&mut ada, &removed)
                .await
                .contains(">Print shop</h2>")
        );
    }
}

/// The id of a customer's only contact.
async fn contact(world: &World, customer: &str) -> String {
    let token = world.token("acme", ADA).await;
    let id = world.id("customers", customer).await;
    let answer = world
        .get(
            &format!("/api/v1/acme/customers/{id}/contacts"),
            Some(&token),
        )
        .await;
    answer.json()["items"][0]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn files_have_a_switch_and_milestones_a_tick() {
    for engine in Engine::both() {
        let world = world(engine).await;
        let p1 = world.id("projects", "p1").await;
        let mut mia = Browser::of(&world, MIA).await;
        let at = format!("/acme/projects/{p1}");
        let page = mia.open(&at).await.text();
        assert!(page.contains("0 of 1 available to guests") && page.contains("plan.txt"));
        let file = page
            .split("name=\"on\" value=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned();
        let opened = send(&mut mia, &format!("{at}/files"), &[("on", &file)]).await;
        let page = follow(&mut mia, &opened).await;
        assert!(
            page.contains("1 of 1 available to guests") && page.contains("aria-pressed=\"true\"")
        );
        let milestone = page
            .split("id=\"m-")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned();
        let done = send(
            &mut mia,
            &format!("{at}/milestones/{milestone}/done"),
            &[("done", "yes")],
        )
        .await;
        assert!(follow(&mut mia, &done).await.contains("1 of 1 done"));
        let made = send(
            &mut mia,
            &format!("{at}/milestones"),
            &[("name", "Handed over"), ("due_on", "2026-06-01")],
        )
        .await;
        assert!(follow(&mut mia, &made).await.contains("Handed over"));
        let gone = send(
            &mut mia,
            &format!("{at}/milestones/{milestone}/delete"),
            &[],
        )
        .await;
        assert!(!follow(&mut mia, &gone).await.contains("Launch"));
    }
}

#[tokio::test]
async fn a_task_is_made_changed_talked_about_and_deleted_by_who_made_it() {
    for engine in Engine::both() {
        let world = world(engine).await;
        let p1 = world.id("projects", "p1").await;
        let mut mia = Browser::of(&world, MIA).await;
        let made = send(
            &mut mia,
            "/acme/tasks",
            &[
                ("title", "Proofread"),
                ("project", &p1),
                ("hours_estimated", "2,5"),
                ("approval", "requested"),
            ],
        )
        .await;
        let page = follow(&mut mia, &made).await;
        assert!(
            page.contains("<h1>Proofread</h1>")
                && page.contains("0 of 2.5")
                && page.contains("Waiting for a decision")
        );
        let at = leads_to(&made).split('?').next().unwrap().to_owned();
        let said = send(
            &mut mia,
            &format!("{at}/comments"),
            &[("text", "Only among us"), ("internal", "on")],
        )
        .await;
        let page = follow(&mut mia, &said).await;
        assert!(page.contains("Only among us") && page.contains("within the company"));
        let list = mia.open("/acme/tasks?q=proof").await.text();
        assert!(list.contains("Proofread") && !list.contains("Imprint"));
        assert_eq!(mia.open("/acme/tasks?tab=yours").await.status, 200);
        // What somebody else made is not a member's to delete.
        let t1 = world.id("tasks", "t1").await;
        let theirs = format!("/acme/tasks/{t1}");
        let delete = format!("{theirs}/delete");
        assert!(!mia.open(&theirs).await.text().contains(&delete));
        assert_eq!(
            send(&mut mia, &format!("/acme/tasks/{t1}/delete"), &[])
                .await
                .status,
            403
        );
        assert_eq!(
            leads_to(&send(&mut mia, &format!("{at}/delete"), &[]).await),
            "/acme/tasks?said=task-deleted"
        );
        assert_eq!(mia.open(&at).await.status, 404);
    }
}

#[tokio::test]
async fn what_is_picked_is_shared_together_or_gets_one_stage() {
    let world = world(Engine::Sqlite).await;
    let (p1, p2) = (
        world.id("projects", "p1").await,
        world.id("projects", "p2").await,
    );
    let going = world.id("stages", "going").await;
    let mut ada = Browser::of(&world, ADA).await;
    let (one, two) = (format!("projects/{p1}"), format!("projects/{p2}"));
    let picked = [("on", one.as_str()), ("on", two.as_str())];
    let share = send(
        &mut ada,
        "/acme/projects/picked",
        &[
            picked[0],
            picked[1],
            ("do", "share"),
            ("back", "/acme/projects"),
        ],
    )
    .await;
    let page = follow(&mut ada, &share).await;
    assert!(page.contains("Share 2 projects"));
    let set = send(
        &mut ada,
        "/acme/projects/picked",
        &[picked[0], picked[1], ("do", "stage"), ("stage", &going)],
    )
    .await;
    assert!(
        follow(&mut ada, &set)
            .await
            .contains("2 of them have the stage now.")
    );
    let none = send(
        &mut ada,
        "/acme/projects/picked",
        &[("do", "stage"), ("stage", &going)],
    )
    .await;
    assert!(follow(&mut ada, &none).await.contains("Nothing was picked"));
}

#[tokio::test]
async fn customers_and_their_contacts_are_kept_by_managers() {
    for engine in Engine::both() {
        let world = world(engine).await;
        let mut max = Browser::of(&world, "max@acme.example").await;
        let made = send(
            &mut max,
            "/acme/customers",
            &[
                ("name", "Havel"),
                ("type", "company"),
                ("email", "post@havel.example"),
                ("credit_limit", "900"),
                ("currency", "EUR"),
            ],
        )
        .await;
        let page = follow(&mut max, &made).await;
        assert!(
            page.contains("<h1>Havel</h1>")
                && page.contains("€900.00")
                && page.contains("No contact yet.")
        );
        let at = leads_to(&made).split('?').next().unwrap().to_owned();
        let contact = send(
            &mut max,
            &format!("{at}/contacts"),
            &[("name", "Jana"), ("email", "jana@havel.example")],
        )
        .await;
        let page = follow(&mut max, &contact).await;
        assert!(page.contains("Jana") && page.contains("jana@havel.example"));
        let wrong = send(
            &mut max,
            &format!("{at}/contacts"),
            &[("name", "Jan"), ("email", "jan at havel")],
        )
        .await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text().contains("value=\"jan at havel\""));
        let list = max.open("/acme/customers?q=hav").await.text();
        assert!(list.contains("Havel") && !list.contains("Client Ltd"));
        assert_eq!(
            leads_to(&send(&mut max, &format!("{at}/delete"), &[]).await),
            "/acme/customers?said=customer-deleted"
        );
        let mut mia = Browser::of(&world, MIA).await;
        let page = mia.open("/acme/customers").await.text();
        assert!(page.contains("Client Ltd") && !page.contains("New customer"));
    }
}
