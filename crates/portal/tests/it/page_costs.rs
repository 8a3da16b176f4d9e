//! What a page may ask: as many questions for one project as for ten.

use store::testing::{Engine, statements};

use crate::sign_in::Browser;
use crate::world::World;

const ONE: &str = "one@client.example";
const TEN: &str = "ten@client.example";

/// A project with one of everything that a guest's pages tell of.
fn project(n: usize) -> String {
    let lines = [
        format!(
            r#"{{"kind":"project","id":"n{n}","name":"Number {n}","description":"Of many","manager":"ada","team":["ada"],"due_on":"2026-06-01"}}"#
        ),
        format!(
            r#"{{"kind":"milestone","id":"nm{n}","project":"n{n}","name":"Half way","due_on":"2026-04-01","done":false}}"#
        ),
        format!(
            r#"{{"kind":"task","id":"nt{n}","project":"n{n}","title":"Task {n}","stage":"open","due_on":"2026-04-0{}","assignee":"mia"}}"#,
            1 + n % 9
        ),
        format!(
            r#"{{"kind":"comment","id":"nx{n}","on":{{"task":"nt{n}"}},"author":"mia","text":"Look.","internal":false,"at":"2026-03-02T10:00:00Z"}}"#
        ),
        format!(
            r#"{{"kind":"meeting","id":"ne{n}","project":"n{n}","title":"Talk {n}","starts_at":"2026-04-07T13:00:00Z","ends_at":"2026-04-07T14:00:00Z","attendees":["ada"]}}"#
        ),
        format!(
            r#"{{"kind":"ticket","id":"ns{n}","number":"N-{n}","subject":"Odd","status":"pending","project":"n{n}","requester":"mia","opened_at":"2026-02-01T08:00:00Z"}}"#
        ),
        format!(
            r#"{{"kind":"invoice","id":"ni{n}","number":"N-{n}","project":"n{n}","issued_on":"2026-02-01","due_on":"2026-05-01","status":"sent","sent_at":"2026-02-01T12:00:00Z","currency":"EUR","lines":[{{"description":"Work","quantity":"1","unit_price":"10.00"}}]}}"#
        ),
    ];
    lines.join("\n") + "\n"
}

fn bundle() -> String {
    let mut lines = String::new();
    for (id, email) in [("one", ONE), ("ten", TEN)] {
        lines.push_str(&format!(
            "{{\"kind\":\"guest\",\"id\":\"{id}\",\"email\":\"{email}\",\"name\":\"Number\",\"roles\":[\"Viewer\"],\"state\":\"active\"}}\n"
        ));
    }
    for n in 1..=11 {
        lines.push_str(&project(n));
        let to = if n == 11 { "one" } else { "ten" };
        lines.push_str(&format!(
            "{{\"kind\":\"grant\",\"id\":\"ng{n}\",\"to\":\"{to}\",\"on\":{{\"project\":\"n{n}\"}},\"role\":\"Approver\"}}\n"
        ));
    }
    lines
}

/// How many questions a page asks, once what is made on the first visit is made.
async fn asked(browser: &mut Browser<'_>, path: &str) -> u64 {
    browser.open(path).await;
    let before = statements::asked();
    let answer = browser.open(path).await;
    let asked = statements::asked() - before;
    let page = answer.text();
    assert_eq!(answer.status, 200, "{path}: {page}");
    assert!(page.contains("Number"), "{path}: {page}");
    asked
}

#[tokio::test]
async fn a_page_asks_as_many_questions_for_ten_projects_as_for_one() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        world.import("acme", &bundle()).await;
        let mut one = Browser::of(&world, ONE).await;
        let mut ten = Browser::of(&world, TEN).await;
        for path in [
            "/acme",
            "/acme/projects",
            "/acme/tasks",
            "/acme/meetings",
            "/acme/tickets",
            "/acme/invoices",
        ] {
            let (few, many) = (asked(&mut one, path).await, asked(&mut ten, path).await);
            eprintln!("{engine:?} {path}: {few} questions");
            assert_eq!(few, many, "{engine:?} {path}");
        }
    }
}
