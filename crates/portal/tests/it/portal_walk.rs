//! A walk through every page that a guest of the demo can reach.

use std::collections::{BTreeSet, VecDeque};

use jiff::tz::TimeZone;
use portal::demo;
use store::testing::Engine;
use store::testing::unprepared::unprepared;

use crate::portal_pages::shows;
use crate::sign_in::{Browser, leads_to};
use crate::world::{Answer, World, noon};

/// The addresses of a page's own links into the account.
fn links(page: &str) -> impl Iterator<Item = String> {
    page.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|path| path.starts_with("/acme"))
        .map(|path| {
            path.split('#')
                .next()
                .unwrap_or_default()
                .replace("&amp;", "&")
        })
}

fn count(page: &str, what: &str) -> usize {
    page.matches(what).count()
}

/// A company with all that the demo has.
async fn agency(engine: Engine) -> World {
    let world = World::empty(engine).await;
    let today = TimeZone::UTC.to_datetime(noon()).date();
    let lines = demo::agency(today, noon());
    world.bring("acme", lines.join("\n")).await;
    world
}

/// Every page that links lead to from the home, with its address; of files, only that they are there.
async fn walked(browser: &mut Browser<'_>) -> Vec<(String, Answer)> {
    let mut known: BTreeSet<String> = BTreeSet::from(["/acme".to_owned()]);
    let mut ahead: VecDeque<String> = known.iter().cloned().collect();
    let mut pages = Vec::new();
    while let Some(path) = ahead.pop_front() {
        let mut answer = browser.open(&path).await;
        if path.starts_with("/acme/files/") {
            assert_eq!(answer.status, 200, "{path}");
            continue;
        }
        if answer.status == 303 {
            let to = leads_to(&answer).to_owned();
            answer = browser.open(&to).await;
        }
        for link in links(&answer.text()) {
            if known.insert(link.clone()) {
                ahead.push_back(link);
            }
        }
        pages.push((path, answer));
    }
    pages
}

#[tokio::test]
async fn every_page_that_a_guest_of_the_demo_can_reach_is_whole() {
    let world = agency(Engine::Sqlite).await;
    for guest in demo::spotlights() {
        let mut browser = Browser::of(&world, guest.email).await;
        let pages = walked(&mut browser).await;
        assert!(pages.len() > 2, "{}: {}", guest.name, pages.len());
        for (path, answer) in pages {
            let text = answer.text();
            assert_eq!(answer.status, 200, "{} {path}: {text}", guest.name);
            assert_eq!(count(&text, "<h1"), 1, "{} {path}", guest.name);
            assert_eq!(count(&text, "<main "), 1, "{} {path}", guest.name);
            shows(
                &text,
                &["</html>"],
                &[
                    " style=",
                    "<style",
                    "onclick",
                    "javascript:",
                    "@brightwater.example",
                ],
            );
            let scripts = count(&text, "<script ");
            assert_eq!(
                (scripts, count(&text, "<script>")),
                (count(&text, "type=\"module\" src=\"/assets/"), 0),
                "{path}"
            );
            let policy = answer.headers["content-security-policy"].to_str().unwrap();
            assert!(policy.starts_with("default-src 'none'"), "{policy}");
        }
    }
}

/// A page's text as it is, and as it would be if it had prepared nothing.
async fn both_ways(browser: &mut Browser<'_>, path: &str) -> [String; 2] {
    let prepared = browser.open(path).await.text();
    let all = unprepared();
    let whole = browser.open(path).await.text();
    drop(all);
    [prepared, whole]
}

#[tokio::test]
async fn a_page_shows_the_same_as_if_it_had_read_everything() {
    for engine in Engine::both() {
        let world = agency(engine).await;
        for guest in demo::spotlights() {
            let mut browser = Browser::of(&world, guest.email).await;
            for (path, _) in walked(&mut browser).await {
                let [prepared, whole] = both_ways(&mut browser, &path).await;
                assert_eq!(prepared, whole, "{engine:?} {} {path}", guest.name);
            }
        }
        let mut admin = Browser::of(&world, demo::AGENCY_ADMIN).await;
        for path in ["/acme/projects", "/acme/projects?view=board", "/acme/tasks"] {
            let [prepared, whole] = both_ways(&mut admin, path).await;
            assert!(whole.contains("</html>"), "{path}");
            assert_eq!(prepared, whole, "{engine:?} {path}");
        }
    }
}
