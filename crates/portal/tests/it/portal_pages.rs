//! What guests see: pages that show what the interface answers and nothing else, whoever looks.

use std::collections::BTreeSet;

use store::testing::Engine;

use crate::sign_in::{Browser, leads_to};
use crate::world::{ADA, Answer, GUS, NIL, World};

/// Guests who hold more and less than Gus, and what they may do.
const MORE: &str = r##"
{"kind":"guest","id":"pia","email":"pia@client.example","name":"Pia Depot","roles":[],"state":"active"}
{"kind":"guest","id":"app","email":"app@client.example","name":"April Post","roles":["Approver"],"state":"active","contact":"k1","available_users":["mia"]}
{"kind":"stage","id":"done","module":"tasks","name":"Finished","color":"#16a34a","position":2,"closed":true}
{"kind":"task","id":"t4","project":"p1","title":"Colours","stage":"open","approval":"requested","assignee":"app","followers":["app"]}
{"kind":"task","id":"t5","project":"p1","title":"Old logo","stage":"done"}
{"kind":"meeting","id":"e2","project":"p1","title":"Next steps","starts_at":"2026-03-20T09:00:00Z","ends_at":"2026-03-20T10:00:00Z","attendees":["ada","app"]}
{"kind":"ticket","id":"s2","number":"T-2","subject":"Wrong address","status":"pending","project":"p1","requester":"app"}
{"kind":"order","id":"o2","number":"10249","customer":"c1","ordered_on":"2026-03-01","status":"new","currency":"EUR","lines":[{"product":"Ink","quantity":"3","unit_price":"7.77"}]}
{"kind":"invoice","id":"i2","number":"2026-002","customer":"c1","project":"p1","status":"draft","currency":"EUR","lines":[{"description":"Not yet billed","quantity":"1","unit_price":"5.00"}]}
{"kind":"guest","id":"lin","email":"lin@client.example","name":"Lin Draw","roles":["Commenter"],"state":"active"}
{"kind":"task","id":"t6","project":"p2","title":"Linked by hand","stage":"open","due_on":"2026-04-02","followers":["lin"]}
{"kind":"comment","id":"x6","on":{"task":"t6"},"author":"mia","text":"Only the lines, please.","internal":false,"at":"2026-03-10T10:00:00Z"}
{"kind":"grant","id":"gp","to":"pia","on":{"customer":"c1"},"role":"L20"}
{"kind":"grant","id":"ga","to":"app","on":{"project":"p1"},"role":"Approver"}
"##;
const PIA: &str = "pia@client.example";
const APRIL: &str = "app@client.example";

async fn world(engine: Engine) -> World {
    let world = World::new(engine).await;
    world.import("acme", MORE).await;
    world
}

async fn page(browser: &mut Browser<'_>, path: &str) -> String {
    let answer = browser.open(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

/// Sends a form with the token of this browser's session.
async fn send(browser: &mut Browser<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let csrf = browser.csrf().await;
    let mut all = vec![("csrf", csrf.as_str())];
    all.extend(fields);
    browser.submit(path, &all).await
}

pub(crate) fn shows(page: &str, wanted: &[&str], hidden: &[&str]) {
    for words in wanted {
        assert!(page.contains(words), "`{words}` is not in {page}");
    }
    for words in hidden {
        assert!(!page.contains(words), "`{words}` is in {page}");
    }
}

#[tokio::test]
async fn a_page_holds_what_is_open_and_nothing_that_is_not() {
    for engine in Engine::both() {
        let world = world(engine).await;
        let mut gus = Browser::of(&world, GUS).await;
        let home = page(&mut gus, "/acme").await;
        shows(
            &home,
            &[
                "Gus",
                "Website",
                "Invoice 2026-001: €690.00 left to pay",
                "Launch",
                "0 of 1",
            ],
            &[
                "Secret",
                "Hidden work",
                "mia@",
                "ada@",
                "Nil Nobody",
                "must not read",
                "2026-002",
            ],
        );
        let p1 = world.id("projects", "p1").await;
        let project = page(&mut gus, &format!("/acme/projects/{p1}")).await;
        shows(
            &project,
            &[
                "A new face",
                "Roadmap",
                "Home page",
                "Imprint",
                "Old logo",
                "T-1",
                "Kick-off",
                "Invoice 2026-001",
                "Ada Lind",
                "Mia Rey",
            ],
            // Neither its code, its money, nor what nobody has sent.
            &[
                "WEB",
                "900.00",
                "Fonts",
                "Deposit",
                "WO-1",
                "2026-002",
                "Not yet billed",
                "mia@",
                "ada@",
            ],
        );
        let t1 = world.id("tasks", "t1").await;
        let task = page(&mut gus, &format!("/acme/tasks/{t1}")).await;
        shows(
            &task,
            &[
                "Home page",
                "A first draft is there.",
                "Entwurf für Gus.txt",
                "Website",
                "High",
            ],
            &[
                "must not read",
                "margin.txt",
                "Hours",
                "name=\"internal\"",
                "Add a comment",
            ],
        );
        let tasks = page(&mut gus, "/acme/tasks").await;
        shows(
            &tasks,
            &["Home page", "Imprint", "Website", "1 April"],
            &["Hidden work", "Old logo", "Secret"],
        );
        let done = page(&mut gus, "/acme/tasks?show=done").await;
        shows(&done, &["Old logo"], &["Home page", "Imprint"]);
        let kb = world.id("knowledge", "kb1").await;
        let base = page(&mut gus, &format!("/acme/knowledge/{kb}")).await;
        shows(&base, &["Welcome", "Basics"], &["Not yet"]);
        let i1 = world.id("invoices", "i1").await;
        let invoice = page(&mut gus, &format!("/acme/invoices/{i1}")).await;
        shows(
            &invoice,
            &[
                "Invoice 2026-001",
                "€1,000.00",
                "Tax 19% on €1,000.00",
                "€190.00",
                "Paid on 20 February 2026",
                "€690.00",
                "transfer",
            ],
            &["mia@", "ada@"],
        );
    }
}

#[tokio::test]
async fn a_task_does_not_tell_of_a_project_that_is_not_open() {
    for engine in Engine::both() {
        let world = world(engine).await;
        let mut lin = Browser::of(&world, "lin@client.example").await;
        let t6 = world.id("tasks", "t6").await;
        for path in ["/acme", "/acme/tasks", &format!("/acme/tasks/{t6}")] {
            let text = page(&mut lin, path).await;
            shows(
                &text,
                &["Linked by hand"],
                &["Secret", "SEC", "Hidden work"],
            );
        }
        let home = page(&mut lin, "/acme").await;
        shows(
            &home,
            &["What happened", "Only the lines, please."],
            &["first draft"],
        );
        // The same guest, with the project's tasks open: now the task stands under it.
        world
            .import(
                "acme",
                r#"{"kind":"grant","id":"gx","to":"lin","on":{"project":"p2"},"role":"Viewer"}"#,
            )
            .await;
        let tasks = page(&mut lin, "/acme/tasks").await;
        shows(
            &tasks,
            &["Secret", "Linked by hand", "Hidden work"],
            &["Imprint"],
        );
    }
}

#[tokio::test]
async fn orders_without_prices_hold_no_trace_of_one() {
    for engine in Engine::both() {
        let world = world(engine).await;
        let mut pia = Browser::of(&world, PIA).await;
        let traces = [
            "14.00", "7.77", "159.6", "23.31", "€", "EUR", "Price", "Total", "Amount", "Discount",
            "5%",
        ];
        let list = page(&mut pia, "/acme/orders").await;
        shows(
            &list,
            &[
                "10248",
                "12 × Paper",
                "On its way: order 10248",
                "10249",
                "3 × Ink",
            ],
            &traces,
        );
        let o1 = world.id("orders", "o1").await;
        let order = page(&mut pia, &format!("/acme/orders/{o1}")).await;
        shows(
            &order,
            &["Order 10248", "Paper", "12", "10 January 2026"],
            &traces,
        );
        let home = page(&mut pia, "/acme").await;
        shows(
            &home,
            &["Orders", "Your company"],
            &["Invoices", "Tasks", "Website"],
        );
    }
}

#[tokio::test]
async fn what_is_hidden_and_what_never_was_are_one_page_to_the_byte() {
    const NEVER: [&str; 3] = ["5f0c3a1e9d7b4c2f8a6e1d3b5c7f9a0b", "7", "nonsense"];
    for engine in Engine::both() {
        let world = world(engine).await;
        let mut gone = Vec::new();
        for (module, source) in [
            ("projects", "p2"),
            ("tasks", "t3"),
            ("invoices", "i2"),
            ("orders", "o1"),
            ("customers", "c1"),
        ] {
            gone.push((module, world.id(module, source).await));
        }
        let mut of_nil = gone.clone();
        for (module, source) in [
            ("projects", "p1"),
            ("tasks", "t1"),
            ("meetings", "e1"),
            ("tickets", "s1"),
            ("estimates", "q1"),
            ("invoices", "i1"),
            ("knowledge", "kb1"),
        ] {
            of_nil.push((module, world.id(module, source).await));
        }
        let kb = world.id("knowledge", "kb1").await;
        let token = world.token("acme", ADA).await;
        let t1 = world.id("tasks", "t1").await;
        let files = world
            .get(&format!("/api/v1/acme/tasks/{t1}/files"), Some(&token))
            .await
            .json();
        let file = |name: &str| {
            let all = files["items"].as_array().unwrap();
            let found = all.iter().find(|file| file["name"] == name).unwrap();
            found["id"].as_str().unwrap().to_owned()
        };
        let (open, closed) = (file("Entwurf für Gus.txt"), file("margin.txt"));
        let articles = world
            .get(
                &format!("/api/v1/acme/knowledge/{kb}/articles"),
                Some(&token),
            )
            .await
            .json();
        let draft = articles["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|article| article["title"] == "Not yet")
            .unwrap();
        let draft = draft["id"].as_str().unwrap();

        for (user, hidden) in [(GUS, gone), (NIL, of_nil)] {
            let mut browser = Browser::of(&world, user).await;
            let wanted = browser.open(&format!("/acme/tasks/{}", NEVER[0])).await;
            assert_eq!(wanted.status, 404);
            assert!(wanted.text().contains("Not shared with you, or no longer"));
            let mut paths: Vec<String> = Vec::new();
            for (module, id) in &hidden {
                for id in NEVER.iter().copied().chain([id.as_str()]) {
                    paths.push(format!("/acme/{module}/{id}"));
                    if *module == "projects" {
                        paths.push(format!("/acme/projects/{id}/tasks"));
                    }
                }
            }
            paths.extend(NEVER.iter().map(|id| format!("/acme/files/{id}")));
            paths.push(format!("/acme/knowledge/{kb}/{draft}"));
            paths.extend(NEVER.iter().map(|id| format!("/acme/knowledge/{kb}/{id}")));
            paths.extend(
                NEVER
                    .iter()
                    .map(|id| format!("/acme/knowledge/{id}/{draft}")),
            );
            // One is not marked for outsiders; to Nil neither shows.
            paths.push(format!("/acme/files/{closed}"));
            paths.extend((user == NIL).then(|| format!("/acme/files/{open}")));
            for path in &paths {
                let answer = browser.open(path).await;
                assert_eq!(answer.bytes(), wanted.bytes(), "{user} {path}");
            }
            for (path, fields) in [
                ("comments", &[("text", "Hello")][..]),
                ("approval", &[("decision", "approved")][..]),
                ("complete", &[][..]),
            ] {
                for id in [NEVER[0], NEVER[2], hidden[1].1.as_str()] {
                    let path = format!("/acme/tasks/{id}/{path}");
                    let answer = send(&mut browser, &path, fields).await;
                    assert_eq!(answer.bytes(), wanted.bytes(), "{user} {path}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_file_comes_as_an_attachment_whole_or_in_part() {
    let world = world(Engine::Sqlite).await;
    let mut gus = Browser::of(&world, GUS).await;
    let t1 = world.id("tasks", "t1").await;
    let task = page(&mut gus, &format!("/acme/tasks/{t1}")).await;
    let path = task
        .split("href=\"")
        .find(|rest| rest.starts_with("/acme/files/"))
        .unwrap();
    let path = path.split('"').next().unwrap();
    let answer = gus.open(path).await;
    assert_eq!(
        (answer.status.as_u16(), answer.text().as_str()),
        (200, "0123456789")
    );
    assert!(
        answer.headers["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("attachment; ")
    );
    assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    assert_eq!(answer.headers["accept-ranges"], "bytes");
    assert!(
        answer.headers["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("sandbox")
    );
}

#[tokio::test]
async fn guests_do_on_pages_what_they_may_and_nothing_else() {
    for engine in Engine::both() {
        let world = world(engine).await;
        let (t4, e2) = (
            world.id("tasks", "t4").await,
            world.id("meetings", "e2").await,
        );
        let s2 = world.id("tickets", "s2").await;
        let mut april = Browser::of(&world, APRIL).await;
        let home = page(&mut april, "/acme").await;
        shows(
            &home,
            &[
                "Approve: Colours",
                "Can you come? Next steps",
                "T-2: Wrong address",
                "Your tasks",
            ],
            &["Nothing is waiting"],
        );

        // A decision, with a reason; the second time nothing waits for one any more.
        let task = page(&mut april, &format!("/acme/tasks/{t4}")).await;
        shows(
            &task,
            &["What do you say?", "Ask for changes", "Add a comment"],
            &["Mark as done"],
        );
        let changes = [
            ("decision", "changes_requested"),
            ("reason", "Warmer, please."),
        ];
        let answer = send(&mut april, &format!("/acme/tasks/{t4}/approval"), &changes).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let task = page(&mut april, leads_to(&answer)).await;
        shows(
            &task,
            &["Your answer is with the team.", "Changes asked for"],
            &["What do you say?"],
        );
        let answer = send(&mut april, &format!("/acme/tasks/{t4}/approval"), &changes).await;
        assert_eq!(answer.status, 409);

        // An invitation.
        let answer = send(
            &mut april,
            &format!("/acme/meetings/{e2}/response"),
            &[("response", "yes")],
        )
        .await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let meeting = page(&mut april, leads_to(&answer)).await;
        shows(
            &meeting,
            &["You are coming", "I cannot"],
            &["You have not answered"],
        );

        // Words.
        let said = [("text", "Which address?\n\nWe have <two>.")];
        let answer = send(&mut april, &format!("/acme/tickets/{s2}/comments"), &said).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let to = leads_to(&answer).replace("#comments", "");
        let ticket = page(&mut april, &to).await;
        shows(
            &ticket,
            &["Your comment is there.", "We have &lt;two&gt;."],
            &["We have <two>", "Close this ticket"],
        );

        // What she does not hold is refused, although she sees it.
        let answer = send(&mut april, &format!("/acme/tickets/{s2}/close"), &[]).await;
        assert_eq!(answer.status, 403);
        let mut gus = Browser::of(&world, GUS).await;
        let answer = send(&mut gus, &format!("/acme/tickets/{s2}/comments"), &said).await;
        assert_eq!(answer.status, 403);
        // A form of nobody's page does nothing.
        let answer = april
            .submit(&format!("/acme/tickets/{s2}/comments"), &said)
            .await;
        assert_eq!(answer.status, 403);
    }
}

#[tokio::test]
async fn a_long_list_goes_on_and_repeats_nothing() {
    let world = world(Engine::Sqlite).await;
    let lines: Vec<String> = (0..120)
        .map(|n| {
            let day = n % 28 + 1;
            format!("{{\"kind\":\"task\",\"id\":\"n{n}\",\"project\":\"p1\",\"title\":\"Number {n:03}\",\"stage\":\"open\",\"due_on\":\"2026-05-{day:02}\"}}")
        })
        .collect();
    world.import("acme", &lines.join("\n")).await;
    let mut gus = Browser::of(&world, GUS).await;
    let (mut path, mut seen, mut pages) = ("/acme/tasks".to_owned(), Vec::new(), 0);
    loop {
        let text = page(&mut gus, &path).await;
        seen.extend(
            text.split("Number ")
                .skip(1)
                .map(|rest| rest[..3].to_owned()),
        );
        pages += 1;
        match text
            .split("href=\"")
            .find(|rest| rest.starts_with("/acme/tasks?"))
        {
            Some(rest) => path = rest.split('"').next().unwrap().replace("&amp;", "&"),
            None => break,
        }
    }
    let different: BTreeSet<&String> = seen.iter().collect();
    assert_eq!((pages, seen.len(), different.len()), (3, 120, 120));
    let found = page(&mut gus, "/acme/tasks?q=number+007").await;
    shows(&found, &["Number 007"], &["Number 008", "Imprint"]);
    let none = page(&mut gus, "/acme/tasks?q=hidden").await;
    shows(&none, &["Nothing here fits"], &["Hidden work"]);
    let foreign = gus.open("/acme/tasks?cursor=AAAA").await;
    assert_eq!(foreign.status, 422);
}

#[tokio::test]
async fn a_guest_changes_what_is_said_of_them() {
    let world = world(Engine::Sqlite).await;
    let mut gus = Browser::of(&world, GUS).await;
    let profile = page(&mut gus, "/acme/profile").await;
    shows(
        &profile,
        &[
            "value=\"Gus Client\"",
            "gus@client.example",
            "Europe/Berlin",
        ],
        &[],
    );
    let wrong = [
        ("name", "Gus C."),
        ("time_zone", "Moon/Base"),
        ("locale", ""),
    ];
    let answer = send(&mut gus, "/acme/profile", &wrong).await;
    assert_eq!(answer.status, 422);
    shows(
        &answer.text(),
        &[
            "That time zone is not known",
            "value=\"Gus C.\"",
            "value=\"Moon/Base\"",
        ],
        &[],
    );
    let good = [
        ("name", "Gus C."),
        ("time_zone", "Asia/Tokyo"),
        ("locale", "en"),
    ];
    let answer = send(&mut gus, "/acme/profile", &good).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let e1 = world.id("meetings", "e1").await;
    let meeting = page(&mut gus, &format!("/acme/meetings/{e1}")).await;
    shows(&meeting, &["22:00 – 23:00", "Gus C., your account"], &[]);
}

#[tokio::test]
async fn who_has_nothing_is_greeted_kindly() {
    let world = world(Engine::Sqlite).await;
    let mut nil = Browser::of(&world, NIL).await;
    let home = page(&mut nil, "/acme").await;
    shows(
        &home,
        &[
            "Acme has nothing to show you just now",
            "Nothing is waiting for you",
        ],
        &["Website", "Projects", "Tasks"],
    );
    for part in [
        "projects",
        "tasks",
        "meetings",
        "tickets",
        "orders",
        "invoices",
        "estimates",
        "knowledge",
        "customers",
    ] {
        let text = page(&mut nil, &format!("/acme/{part}")).await;
        shows(&text, &["class=\"card nothing\""], &["Website", "2026-001"]);
    }
}
