//! The staff's pages of their work, as browsers without script use them: projects, tasks, customers, stages.

use store::testing::Engine;

use crate::sign_in::{Browser, leads_to};
use crate::world::{ADA, Answer, GUS, MIA, World};

/// A manager and a limited member, stages of projects, a third project that Mia has nothing to do with.
const MORE: &str = r##"
{"kind":"member","id":"max","email":"max@acme.example","name":"Max Kern","role":"manager"}
{"kind":"member","id":"lea","email":"lea@acme.example","name":"Lea Voss","role":"limited"}
{"kind":"stage","id":"pitch","module":"projects","name":"Pitch","color":"#7c3aed","position":1,"closed":false}
{"kind":"stage","id":"going","module":"projects","name":"Going on","color":"#2563eb","position":2,"closed":false}
{"kind":"stage","id":"live","module":"projects","name":"Live","color":"#16a34a","position":3,"closed":true}
{"kind":"project","id":"p3","name":"Archive","stage":"live","manager":"ada","client":{"guest":"nil"}}
{"kind":"grant","id":"gl","to":"lea","on":{"project":"p1"},"role":"Viewer"}
{"kind":"file","id":"f9","on":{"project":"p1"},"name":"plan.txt","content_type":"text/plain","external":false,"uploaded_by":"ada","content":{"base64":"cGxhbg=="}}
"##;

async fn world(engine: Engine) -> World {
    let world = World::new(engine).await;
    world.import("acme", MORE).await;
    world
}

/// Sends a form with the token of this browser's session.
async fn send(browser: &mut Browser<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let csrf = browser.csrf().await;
    let mut all = vec![("csrf", csrf.as_str())];
    all.extend(fields);
    browser.submit(path, &all).await
}

/// What an address of a redirect leads to.
async fn follow(browser: &mut Browser<'_>, answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    let to = leads_to(answer)
        .split('#')
        .next()
        .unwrap_or_default()
        .to_owned();
    let page = browser.open(&to).await;
    assert_eq!(page.status, 200, "{to}");
    page.text()
}

async fn field(browser: &mut Browser<'_>, path: &str, name: &str) -> serde_json::Value {
    browser.open(&format!("/api/v1/acme{path}")).await.json()[name].clone()
}

#[tokio::test]
async fn the_list_shows_each_reader_what_they_may_do() {
    for engine in Engine::both() {
        let world = world(engine).await;
        let p1 = world.id("projects", "p1").await;
        let stage_form =
            |page: &str, id: &str| page.contains(&format!("action=\"/acme/projects/{id}/stage\""));
        let mut ada = Browser::of(&world, ADA).await;
        let page = ada.open("/acme/projects").await.text();
        assert!(
            page.contains("<h1>Projects</h1>")
                && page.contains("Website")
                && page.contains("Client Ltd")
        );
        assert!(!page.contains("Archive"), "closed ones stand under Closed");
        assert!(stage_form(&page, &p1) && page.contains("New project") && page.contains("Share"));
        assert!(
            page.contains("1 guest") || page.contains("2 guests"),
            "who sees it stands in the list"
        );
        let closed = ada.open("/acme/projects?tab=closed").await.text();
        assert!(closed.contains("Archive") && !closed.contains("Website"));

        // A member edits what they work on, and makes neither projects nor stages.
        let mut mia = Browser::of(&world, MIA).await;
        let page = mia.open("/acme/projects").await.text();
        let p2 = world.id("projects", "p2").await;
        assert!(stage_form(&page, &p1) && !stage_form(&page, &p2) && page.contains("Secret"));
        assert!(
            !page.contains("New project")
                && !page.contains("Edit or delete")
                && !page.contains("name=\"on\"")
        );

        // A limited member sees what is open to them, in the same frame.
        let mut lea = Browser::of(&world, "lea@acme.example").await;
        let page = lea.open("/acme/projects").await.text();
        assert!(page.contains("Website") && !page.contains("Secret") && !stage_form(&page, &p1));
        assert!(!page.contains("Shared with") && !page.contains("class=\"shared"));
    }
}

#[tokio::test]
async fn filters_order_and_columns_stand_in_the_address() {
    let world = world(Engine::Sqlite).await;
    let mut ada = Browser::of(&world, ADA).await;
    let page = async |ada: &mut Browser<'_>, query: &str| {
        ada.open(&format!("/acme/projects?{query}")).await.text()
    };
    let found = page(&mut ada, "q=web").await;
    assert!(
        found.contains("Website") && !found.contains("Secret") && found.contains("value=\"web\"")
    );
    let shared = page(&mut ada, "tab=shared").await;
    assert!(shared.contains("Website") && !shared.contains("Secret"));
    let staff = page(&mut ada, "sharing=staff").await;
    assert!(!staff.contains(">Website<") && staff.contains("Secret"));
    let narrow = page(&mut ada, "col=stage&col=due_on").await;
    assert!(!narrow.contains("data-label=\"Manager\"") && narrow.contains("data-label=\"Due\""));
    let sorted = page(&mut ada, "sort=-name").await;
    assert!(
        sorted.find("Website") < sorted.find("Secret")
            && sorted.contains("aria-sort=\"descending\"")
    );
    assert!(
        page(&mut ada, "q=nothing-of-that-name")
            .await
            .contains("No project fits")
    );
    assert!(
        page(&mut ada, "view=board")
            .await
            .contains("class=\"board\"")
    );
    assert_eq!(ada.open("/acme/projects?sort=salary").await.status, 422);
}

#[tokio::test]
async fn the_stage_is_changed_in_place_and_taken_back() {
    for engine in Engine::both() {
        let world = world(engine).await;
        let p1 = world.id("projects", "p1").await;
        let going = world.id("stages", "going").await;
        let mut ada = Browser::of(&world, ADA).await;
        let path = format!("/acme/projects/{p1}/stage");
        let back = "/acme/projects?q=web";
        let answer = send(&mut ada, &path, &[("stage", &going), ("back", back)]).await;
        assert!(
            leads_to(&answer).starts_with("/acme/projects?q=web&undo="),
            "{}",
            leads_to(&answer)
        );
        let page = follow(&mut ada, &answer).await;
        assert!(page.contains("Website is now “Going on”.") && page.contains("Undo"));
        assert_eq!(
            field(&mut ada, &format!("/projects/{p1}"), "stage").await["name"],
            "Going on"
        );
        let answer = send(
            &mut ada,
            &path,
            &[("stage", ""), ("undone", "yes"), ("back", back)],
        )
        .await;
        assert!(
            follow(&mut ada, &answer)
                .await
                .contains("The stage is as it was.")
        );
        assert!(
            field(&mut ada, &format!("/projects/{p1}"), "stage")
                .await
                .is_null()
        );
        // Nobody is led out of the account.
        for away in [
            "https://evil.example/",
            "//evil.example",
            "/bolt/projects",
            "/acme/../bolt",
            "/acme/\\evil",
        ] {
            let answer = send(&mut ada, &path, &[("stage", &going), ("back", away)]).await;
            assert!(
                leads_to(&answer).starts_with("/acme/projects?undo="),
                "{away}: {}",
                leads_to(&answer)
            );
        }
    }
}

#[tokio::test]
async fn who_may_not_is_refused_kindly_and_nothing_changes() {
    for engine in Engine::both() {
        let world = world(engine).await;
        let (p1, p2) = (
            world.id("projects", "p1").await,
            world.id("projects", "p2").await,
        );
        let going = world.id("stages", "going").await;
        let mut mia = Browser::of(&world, MIA).await;
        let refused = send(
            &mut mia,
            &format!("/acme/projects/{p2}/stage"),
            &[("stage", &going)],
        )
        .await;
        assert_eq!(refused.status, 403);
        assert!(refused.text().contains("This is for others to do"));
        for (path, fields) in [
            (format!("/acme/projects/{p2}"), vec![("name", "Mine now")]),
            (format!("/acme/projects/{p1}/delete"), vec![]),
            ("/acme/projects".to_owned(), vec![("name", "New")]),
            (
                "/acme/stages".to_owned(),
                vec![("name", "New"), ("module", "projects")],
            ),
            (format!("/acme/stages/{going}/delete"), vec![]),
            ("/acme/customers".to_owned(), vec![("name", "New")]),
        ] {
            assert_eq!(send(&mut mia, &path, &fields).await.status, 403, "{path}");
        }
        for form in [
            format!("/acme/projects/{p2}/edit"),
            "/acme/projects/new".to_owned(),
            "/acme/stages/new".to_owned(),
            format!("/acme/projects/{p1}/delete"),
        ] {
            assert_eq!(mia.open(&form).await.status, 403, "{form}");
        }
        // A guest has no such pages; what they see of a project they change no stage of.
        let mut gus = Browser::of(&world, GUS).await;
        let refused = send(
            &mut gus,
            &format!("/acme/projects/{p1}/stage"),
            &[("stage", &going)],
        )
        .await;
        assert_eq!(refused.status, 403);
        let mut lea = Browser::of(&world, "lea@acme.example").await;
        let refused = send(
            &mut lea,
            &format!("/acme/projects/{p1}/stage"),
            &[("stage", &going)],
        )
        .await;
        assert_eq!(refused.status, 403);
        let hidden = send(
            &mut lea,
            &format!("/acme/projects/{p2}/stage"),
            &[("stage", &going)],
        )
        .await;
        assert_eq!(hidden.status, 404);
        let mut ada = Browser::of(&world, ADA).await;
        for (id, name) in [(&p1, "Website"), (&p2, "Secret")] {
            assert_eq!(
                field(&mut ada, &format!("/projects/{id}"), "name").await,
                name
            );
            assert!(
                field(&mut ada, &format!("/projects/{id}"), "stage")
                    .await
                    .is_null()
            );
        }
    }
}

#[tokio::test]
async fn a_form_of_another_site_or_session_changes_nothing() {
    let world = world(Engine::Sqlite).await;
    let p1 = world.id("projects", "p1").await;
    let going = world.id("stages", "going").await;
    let mut ada = Browser::of(&world, ADA).await;
    let mut max = Browser::of(&world, "max@acme.example").await;
    let path = format!("/acme/projects/{p1}/stage");
    let others = max.csrf().await;
    for csrf in ["", "made-up", others.as_str()] {
        let refused = ada
            .submit(&path, &[("csrf", csrf), ("stage", &going)])
            .await;
        assert_eq!(refused.status, 403, "{csrf}");
        assert!(refused.text().contains("Please send it once more"));
    }
    assert!(
        field(&mut ada, &format!("/projects/{p1}"), "stage")
            .await
            .is_null()
    );
}

#[tokio::test]
async fn a_stage_is_made_changed_ordered_and_deleted_with_a_replacement() {
    for engine in Engine::both() {
        let world = world(engine).await;
        let p1 = world.id("projects", "p1").await;
        let (pitch, going) = (
            world.id("stages", "pitch").await,
            world.id("stages", "going").await,
        );
        let mut max = Browser::of(&world, "max@acme.example").await;
        // From the menu of the list, which the page comes back to.
        let back = "/acme/projects?tab=open";
        let answer = send(
            &mut max,
            "/acme/stages",
            &[
                ("module", "projects"),
                ("name", "With the client"),
                ("color", "#C026D3"),
                ("after", &pitch),
                ("back", back),
            ],
        )
        .await;
        assert_eq!(leads_to(&answer), "/acme/projects?tab=open&said=stage-made");
        let page = follow(&mut max, &answer).await;
        assert!(page.contains("With the client") && page.contains("#c026d3"));
        let names = async |max: &mut Browser<'_>| -> Vec<String> {
            let stages = max
                .open("/api/v1/acme/stages?filter[module]=projects&sort=position")
                .await
                .json();
            stages["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["name"].as_str().unwrap().to_owned())
                .collect()
        };
        assert_eq!(
            names(&mut max).await,
            ["Pitch", "With the client", "Going on", "Live"]
        );
        let moved = send(
            &mut max,
            &format!("/acme/stages/{going}/move"),
            &[("way", "up")],
        )
        .await;
        assert_eq!(moved.status, 303);
        assert_eq!(
            names(&mut max).await,
            ["Pitch", "Going on", "With the client", "Live"]
        );
        let saved = send(
            &mut max,
            &format!("/acme/stages/{going}"),
            &[
                ("name", "Under way"),
                ("color", "#000000"),
                ("after", "first"),
            ],
        )
        .await;
        assert_eq!(leads_to(&saved), "/acme/stages?said=stage-saved");
        assert_eq!(
            names(&mut max).await,
            ["Under way", "Pitch", "With the client", "Live"]
        );

        send(
            &mut max,
            &format!("/acme/projects/{p1}/stage"),
            &[("stage", &going)],
        )
        .await;
        let gone = send(
            &mut max,
            &format!("/acme/stages/{going}/delete"),
            &[("replacement", &pitch)],
        )
        .await;
        assert_eq!(leads_to(&gone), "/acme/stages?said=stage-deleted");
        assert_eq!(
            field(&mut max, &format!("/projects/{p1}"), "stage").await["name"],
            "Pitch"
        );
        assert_eq!(max.open(&format!("/acme/stages/{going}")).await.status, 404);
        // Without one, what was in it has none.
        send(
            &mut max,
            &format!("/acme/stages/{pitch}/delete"),
            &[("replacement", "")],
        )
        .await;
        assert!(
            field(&mut max, &format!("/projects/{p1}"), "stage")
                .await
                .is_null()
        );
    }
}

#[tokio::test]
async fn a_wrong_form_comes_back_filled_with_the_words_beside_its_fields() {
    for engine in Engine::both() {
        let world = world(engine).await;
        let mut ada = Browser::of(&world, ADA).await;
        let answer = send(
            &mut ada,
            "/acme/projects",
            &[
                ("name", "  "),
                ("code", "<b>&"),
                ("description", "Two\nlines"),
                ("due_on", "30.02.2026"),
                ("budget", "a lot"),
                ("currency", "euro"),
            ],
        )
        .await;
        assert_eq!(answer.status, 422);
        let page = answer.text();
        for part in [
            "4 things need another look",
            "href=\"#f-name\"",
            "id=\"e-due_on\"",
            "aria-describedby=\"e-budget\"",
            "value=\"&lt;b&gt;&amp;\"",
            "Two\nlines</textarea>",
            "value=\"30.02.2026\"",
            "value=\"a lot\"",
            "value=\"euro\"",
        ] {
            assert!(page.contains(part), "{part}\n{page}");
        }
        let stage = send(
            &mut ada,
            "/acme/stages",
            &[
                ("module", "tasks"),
                ("name", ""),
                ("color", "red"),
                ("back", "/acme/tasks?q=x"),
            ],
        )
        .await;
        assert_eq!(stage.status, 422);
        assert!(
            stage.text().contains("href=\"#f-name\"")
                && stage.text().contains("value=\"/acme/tasks?q=x\"")
        );
        let task = send(
            &mut ada,
            "/acme/tasks",
            &[
                ("title", "Call"),
                ("percent", "140"),
                ("hours_spent", "two"),
            ],
        )
        .await;
        assert_eq!(task.status, 422);
        assert!(
            task.text().contains("value=\"Call\"") && task.text().contains("href=\"#f-percent\"")
        );
        let customer = send(
            &mut ada,
            "/acme/customers",
            &[
                ("name", "Böhm"),
                ("type", "person"),
                ("email", "at@home@twice"),
            ],
        )
        .await;
        assert_eq!(customer.status, 422);
        assert!(
            customer.text().contains("value=\"at@home@twice\"")
                && customer.text().contains("Write an address such as")
        );
        let odd = "\u{202e}<script>alert(1)</script>\"'";
        let made = send(
            &mut ada,
            "/acme/customers",
            &[("name", odd), ("type", "company")],
        )
        .await;
        let page = follow(&mut ada, &made).await;
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script>alert"));
    }
}

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
        assert!(
            !mia.open(&format!("/acme/tasks/{t1}"))
                .await
                .text()
                .contains("/delete")
        );
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
