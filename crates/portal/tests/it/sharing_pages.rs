//! The dialog of sharing and the ends of it, as browsers without script use them.

use serde_json::Value;
use store::testing::Engine;

use crate::sign_in::{Browser, leads_to};
use crate::world::{ADA, Answer, GUS, MIA, NIL, World};

/// Sends a form with the token of this browser's session.
pub(crate) async fn send(browser: &mut Browser<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let csrf = browser.csrf().await;
    let mut all = vec![("csrf", csrf.as_str())];
    all.extend(fields);
    browser.submit(path, &all).await
}

/// The value of a field that is hidden in a form, the first of that name behind a text.
pub(crate) fn hidden(page: &str, behind: &str, name: &str) -> String {
    let from = page.find(behind);
    let rest = &page[from.unwrap_or_else(|| panic!("{behind}: {page}"))..];
    let field = format!("name=\"{name}\" value=\"");
    let at = rest.find(&field);
    let at = at.unwrap_or_else(|| panic!("{name}: {rest}")) + field.len();
    rest[at..].split('"').next().unwrap().to_owned()
}

/// What an address of a redirect leads to.
pub(crate) async fn follow(browser: &mut Browser<'_>, answer: &Answer) -> Answer {
    assert_eq!(answer.status, 303, "{}", answer.text());
    let to = leads_to(answer).to_owned();
    browser.open(&to).await
}

async fn who_can_share(world: &World, who: &str) {
    world
        .import(
            "acme",
            &format!("{{\"kind\":\"settings\",\"who_can_share\":\"{who}\"}}\n"),
        )
        .await;
}

/// The id of the grant that the world begins with.
async fn first_grant(world: &World) -> String {
    world.id("grants", "gr1").await
}

/// How many times a text stands in a page.
fn times(page: &str, text: &str) -> usize {
    page.matches(text).count()
}

#[tokio::test]
async fn the_dialog_opens_for_those_whom_the_setting_lets_and_for_nobody_else() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let (p1, p2) = (
            world.id("projects", "p1").await,
            world.id("projects", "p2").await,
        );
        let on = |project: &str| format!("/acme/share?on=projects/{project}");
        let mut ada = Browser::of(&world, ADA).await;
        let mut mia = Browser::of(&world, MIA).await;
        let mut gus = Browser::of(&world, GUS).await;
        let page = ada.open(&on(&p1)).await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("Share “Website”") && page.text().contains("<dialog"));
        let mia_sees = [
            ("admins", [403, 403]),
            ("managers", [403, 403]),
            ("members", [200, 403]),
            ("staff", [200, 200]),
        ];
        for (who, statuses) in mia_sees {
            who_can_share(&world, who).await;
            let seen = [
                mia.open(&on(&p1)).await.status,
                mia.open(&on(&p2)).await.status,
            ];
            assert_eq!(seen.map(|status| status.as_u16()), statuses, "{who}");
        }
        // For a guest there is no such page, and what is not there is one page for everybody.
        let nothing = on("00000000-0000-4000-8000-000000000000");
        let hidden = gus.open(&on(&p1)).await;
        assert_eq!(
            (hidden.status.as_u16(), hidden.text()),
            (404, gus.open(&nothing).await.text())
        );
        let not_there = ada.open(&nothing).await;
        assert_eq!(
            (not_there.status.as_u16(), not_there.text()),
            (404, hidden.text())
        );
        let pick = ada.open("/acme/share?to=gus@client.example").await;
        assert!(pick.status == 200 && pick.text().contains("What do you want to share?"));
        assert_eq!(gus.open("/acme/share").await.status, 404);
        for odd in [
            "/acme/share?on=wages/1",
            "/acme/share?on=projects/%3Cscript%3E",
        ] {
            assert_eq!(ada.open(odd).await.status, 404, "{odd}");
        }
    }
}

#[tokio::test]
async fn several_projects_tasks_and_other_items_have_one_dialog_each() {
    let world = World::new(Engine::Sqlite).await;
    let mut ada = Browser::of(&world, ADA).await;
    let (p1, p2) = (
        world.id("projects", "p1").await,
        world.id("projects", "p2").await,
    );
    let page = ada
        .open(&format!("/acme/share?on=projects/{p1}&on=projects/{p2}"))
        .await
        .text();
    assert!(
        page.contains("Share 2 projects") && page.contains("Website") && page.contains("Secret")
    );
    let t1 = world.id("tasks", "t1").await;
    let page = ada.open(&format!("/acme/share?on=tasks/{t1}")).await.text();
    let ticks: Vec<&str> = page
        .split("name=\"show\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert_eq!(
        ticks,
        [
            "project",
            "due_on",
            "stage",
            "description",
            "percent_tasks",
            "comments",
            "files"
        ]
    );
    for (module, source) in [
        ("customers", "c1"),
        ("invoices", "i1"),
        ("meetings", "e1"),
        ("knowledge", "kb1"),
    ] {
        let id = world.id(module, source).await;
        let page = ada.open(&format!("/acme/share?on={module}/{id}")).await;
        assert_eq!(page.status, 200, "{module}");
        let page = page.text();
        assert!(
            !page.contains("name=\"show\"") && page.contains("value=\"Viewer\""),
            "{module}"
        );
        assert_eq!(page.contains("value=\"L40\""), module == "customers");
    }
}

#[tokio::test]
async fn what_is_shared_by_the_dialog_is_seen_and_said() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let p2 = world.id("projects", "p2").await;
        let mut ada = Browser::of(&world, ADA).await;
        let mut nil = Browser::of(&world, NIL).await;
        let on = format!("projects/{p2}");
        let done = send(
            &mut ada,
            "/acme/share",
            &[
                ("on", &on),
                ("to", "nil@client.example, New@Client.example"),
                ("role", "ticks"),
                ("show", "tasks"),
                ("show", "stage"),
                ("can", "none"),
                ("until", "day"),
                ("day", "2026-03-31"),
                ("message", "Have a look"),
                ("do", "share"),
            ],
        )
        .await;
        assert_eq!(
            leads_to(&done),
            format!("/acme/projects/{p2}?said=shared&n=2&m=1")
        );
        let project = nil
            .open(&format!("/api/v1/acme/projects/{p2}"))
            .await
            .json();
        assert_eq!(project["name"], "Secret");
        assert!(project.get("stage").is_some() && project.get("due_on").is_none());
        // The company's day ends at midnight in Berlin.
        let mut grants = ada
            .open("/api/v1/acme/grants?filter[live]=true")
            .await
            .json();
        let ends: Vec<Value> = grants["items"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .map(|grant| grant["expires_at"].take())
            .filter(|end| !end.is_null())
            .collect();
        assert_eq!(ends, ["2026-03-31T22:00:00Z", "2026-03-31T22:00:00Z"]);
        let page = ada.open(&format!("/acme/share?on={on}")).await.text();
        assert!(
            page.contains("Nil Nobody") && page.contains("31 Mar, 2"),
            "{page}"
        );
        // From the card, what they have is filled in again.
        let page = ada
            .open(&format!("/acme/share?on={on}&to=nil@client.example"))
            .await
            .text();
        assert!(page.contains("value=\"2026-03-31\""));
        assert!(
            page.contains("value=\"stage\" checked") && !page.contains("value=\"due_on\" checked")
        );
    }
}

#[tokio::test]
async fn a_form_with_mistakes_comes_back_as_it_was_filled_in() {
    let world = World::new(Engine::Sqlite).await;
    let p1 = world.id("projects", "p1").await;
    let mut ada = Browser::of(&world, ADA).await;
    let on = format!("projects/{p1}");
    let before = ada.open("/api/v1/acme/grants").await.text();
    let page = send(
        &mut ada,
        "/acme/share",
        &[
            ("on", &on),
            ("to", "fine@client.example, no-address, mia@acme.example"),
            ("role", "ticks"),
            ("show", "roadmap"),
            ("can", "approve"),
            ("until", "day"),
            ("day", "2026-04-01"),
            ("days_back", "30"),
            ("message", "Kept <b>as it is</b>"),
            ("label", "Printer"),
            ("do", "share"),
        ],
    )
    .await;
    assert_eq!(page.status, 422);
    let text = page.text();
    assert!(text.contains("Nothing is shared yet"));
    // The addresses that do not fit are named, and nothing else is.
    assert!(
        text.contains("“no-address” does not fit") && !text.contains("“fine@client.example”"),
        "{text}"
    );
    assert!(text.contains("fine@client.example, no-address, mia@acme.example"));
    assert!(
        text.contains("Kept &lt;b&gt;as it is&lt;/b&gt;") && text.contains("value=\"Printer\"")
    );
    assert!(
        text.contains("value=\"roadmap\" checked") && text.contains("value=\"approve\" checked")
    );
    assert!(text.contains("value=\"2026-04-01\"") && text.contains("value=\"30\""));
    let days = send(
        &mut ada,
        "/acme/share",
        &[
            ("on", &on),
            ("to", NIL),
            ("days_back", "-3"),
            ("do", "share"),
        ],
    )
    .await;
    assert!(
        days.status == 422
            && days.text().contains("days_back-wrong")
            && days.text().contains("value=\"-3\"")
    );
    let nobody = send(
        &mut ada,
        "/acme/share",
        &[("on", &on), ("to", " "), ("do", "share")],
    )
    .await;
    assert_eq!(nobody.status, 422);
    assert!(nobody.text().contains("Write at least one e-mail address."));
    let past = send(
        &mut ada,
        "/acme/share",
        &[
            ("on", &on),
            ("to", "a@client.example"),
            ("until", "day"),
            ("day", "2020-01-01"),
            ("do", "share"),
        ],
    )
    .await;
    assert!(past.status == 422 && past.text().contains("still to come"));
    let staff = send(
        &mut ada,
        "/acme/share",
        &[
            ("on", &on),
            ("to", "mia@acme.example, ada@acme.example"),
            ("do", "share"),
        ],
    )
    .await;
    assert!(staff.text().contains("who sees it already") && staff.text().contains("your own"));
    assert_eq!(ada.open("/api/v1/acme/grants").await.text(), before);
}

#[tokio::test]
async fn strange_texts_are_shown_as_they_are_and_do_nothing() {
    let world = World::new(Engine::Sqlite).await;
    let p1 = world.id("projects", "p1").await;
    let mut ada = Browser::of(&world, ADA).await;
    let on = format!("projects/{p1}");
    for strange in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'; DROP TABLE person; --",
        "\u{202e}\u{200b}\u{feff}text",
        "{{7*7}} ${7*7} %s %n",
        "</textarea><h1>big</h1>",
        "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467} Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
        "\n\nfirst lines are empty",
    ] {
        let page = send(
            &mut ada,
            "/acme/share",
            &[
                ("on", &on),
                ("to", strange),
                ("label", strange),
                ("message", strange),
                ("day", strange),
                ("do", "preview"),
            ],
        )
        .await;
        assert_eq!(page.status, 200, "{strange}");
        let text = page.text();
        let escaped = strange
            .trim()
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;");
        assert!(
            text.contains(&format!("\n{escaped}</textarea>")),
            "{strange}: {text}"
        );
        assert_eq!(
            (times(&text, "<script"), times(&text, "<h1")),
            (1, 1),
            "{strange}"
        );
    }
}

#[tokio::test]
async fn files_are_marked_in_the_same_save() {
    let world = World::new(Engine::Sqlite).await;
    let t1 = world.id("tasks", "t1").await;
    let mut ada = Browser::of(&world, ADA).await;
    let mut nil = Browser::of(&world, NIL).await;
    let on = format!("tasks/{t1}");
    let page = ada.open(&format!("/acme/share?on={on}")).await.text();
    assert!(
        page.contains("margin.txt") && page.contains("1 marked for guests, 1 not yet"),
        "{page}"
    );
    let share = [
        ("on", on.as_str()),
        ("to", NIL),
        ("role", "ticks"),
        ("show", "files"),
        ("do", "share"),
    ];
    send(&mut ada, "/acme/share", &share).await;
    let files = format!("/api/v1/acme/{on}/files");
    assert_eq!(
        nil.open(&files).await.json()["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let mut all = share.to_vec();
    all.push(("mark", "all"));
    send(&mut ada, "/acme/share", &all).await;
    assert_eq!(
        nil.open(&files).await.json()["items"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[tokio::test]
async fn a_full_plan_and_an_owner_are_told_kindly() {
    let world = World::new(Engine::Sqlite).await;
    let mut ada = Browser::of(&world, ADA).await;
    let c1 = world.id("customers", "c1").await;
    let on = format!("customers/{c1}");
    let owner = [
        ("on", on.as_str()),
        ("to", GUS),
        ("role", "L90"),
        ("do", "share"),
    ];
    assert_eq!(send(&mut ada, "/acme/share", &owner).await.status, 303);
    let lower = [
        ("on", on.as_str()),
        ("to", GUS),
        ("role", "L20"),
        ("do", "share"),
    ];
    let refused = send(&mut ada, "/acme/share", &lower).await;
    assert!(
        refused.status == 409 && refused.text().contains("owner here (L90)"),
        "{}",
        refused.text()
    );
    let gus = world.id("guests", "gus").await;
    let removed = send(&mut ada, &format!("/acme/guests/{gus}/remove"), &[]).await;
    assert!(removed.status == 409 && removed.text().contains("Only they can give it up"));
    // Fifty places on the free plan: three are taken.
    world
        .import("acme", "{\"kind\":\"settings\",\"plan\":\"free\"}\n")
        .await;
    let many: Vec<String> = (0..48)
        .map(|n| format!("guest-{n}@client.example"))
        .collect();
    let many = many.join("\n");
    let full = send(
        &mut ada,
        "/acme/share",
        &[
            ("on", &on),
            ("to", &many),
            ("role", "Viewer"),
            ("do", "share"),
        ],
    )
    .await;
    assert_eq!(full.status, 409);
    let text = full.text();
    assert!(text.contains("no place left") && text.contains("<textarea class=\"input\" id=\"to\""));
    assert!(text.contains("guest-0@client.example\nguest-1@client.example"));
}

#[tokio::test]
async fn ending_a_share_is_asked_first_and_gives_a_receipt() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let p1 = world.id("projects", "p1").await;
        let grant = first_grant(&world).await;
        let mut ada = Browser::of(&world, ADA).await;
        let mut gus = Browser::of(&world, GUS).await;
        let path = format!("/acme/share/end?grant={grant}&on=projects/{p1}");
        let asked = ada.open(&path).await.text();
        assert!(
            asked.contains("End what Gus Client sees of “Website”?"),
            "{asked}"
        );
        assert_eq!(
            gus.open(&format!("/api/v1/acme/projects/{p1}"))
                .await
                .status,
            200
        );
        assert_eq!(gus.open(&path).await.status, 404);
        let on = format!("projects/{p1}");
        let ended = send(
            &mut ada,
            "/acme/share/end",
            &[("grant", &grant), ("on", &on)],
        )
        .await;
        let receipt = follow(&mut ada, &ended).await.text();
        assert!(
            receipt.contains("Sharing of “Website” has ended") && receipt.contains("One share"),
            "{receipt}"
        );
        assert_eq!(
            gus.open(&format!("/api/v1/acme/projects/{p1}"))
                .await
                .status,
            404
        );
        let again = send(
            &mut ada,
            "/acme/share/end",
            &[("grant", &grant), ("on", &on)],
        )
        .await;
        assert!(again.status == 409 && again.text().contains("ended already"));
    }
}

#[tokio::test]
async fn ending_all_sharing_of_an_item_and_of_the_company_gives_receipts() {
    let world = World::new(Engine::Sqlite).await;
    let p1 = world.id("projects", "p1").await;
    let mut ada = Browser::of(&world, ADA).await;
    let mut mia = Browser::of(&world, MIA).await;
    let on = format!("projects/{p1}");
    send(
        &mut ada,
        "/acme/share",
        &[
            ("on", &on),
            ("to", NIL),
            ("role", "Viewer"),
            ("do", "share"),
        ],
    )
    .await;
    let asked = ada.open(&format!("/acme/share/end?on={on}")).await.text();
    assert!(
        asked.contains("2 people lose their shares") && asked.contains("Nil Nobody"),
        "{asked}"
    );
    let ended = send(&mut ada, "/acme/share/end", &[("on", &on)]).await;
    let receipt = follow(&mut ada, &ended).await.text();
    assert!(
        receipt.contains("2 shares") && receipt.contains("Nobody outside the company"),
        "{receipt}"
    );
    send(
        &mut ada,
        "/acme/share",
        &[
            ("on", &on),
            ("to", NIL),
            ("role", "Viewer"),
            ("do", "share"),
        ],
    )
    .await;
    assert_eq!(
        send(&mut mia, "/acme/share/end", &[("on", "everything")])
            .await
            .status,
        403
    );
    assert!(
        ada.open("/acme/share/end?on=everything")
            .await
            .text()
            .contains("One share ends, at once.")
    );
    let ended = send(&mut ada, "/acme/share/end", &[("on", "everything")]).await;
    let receipt = follow(&mut ada, &ended).await.text();
    assert!(
        receipt.contains("All sharing has ended") && receipt.contains("One share"),
        "{receipt}"
    );
}
