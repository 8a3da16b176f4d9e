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

pub(crate) async fn world(engine: Engine) -> World {
    let world = World::new(engine).await;
    world.import("acme", MORE).await;
    world
}

/// Sends a form with the token of this browser's session.
pub(crate) async fn send(browser: &mut Browser<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let csrf = browser.csrf().await;
    let mut all = vec![("csrf", csrf.as_str())];
    all.extend(fields);
    browser.submit(path, &all).await
}

/// What an address of a redirect leads to.
pub(crate) async fn follow(browser: &mut Browser<'_>, answer: &Answer) -> String {
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

pub(crate) async fn field(browser: &mut Browser<'_>, path: &str, name: &str) -> serde_json::Value {
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
