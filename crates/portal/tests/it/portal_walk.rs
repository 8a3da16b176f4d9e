//! A walk through every page that a guest of the demo can reach.

use std::collections::{BTreeSet, VecDeque};

use jiff::tz::TimeZone;
use portal::demo;
use store::testing::Engine;

use crate::portal_pages::shows;
use crate::sign_in::{Browser, leads_to};
use crate::world::{World, noon};

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

#[tokio::test]
async fn every_page_that_a_guest_of_the_demo_can_reach_is_whole() {
    let world = World::empty(Engine::Sqlite).await;
    let today = TimeZone::UTC.to_datetime(noon()).date();
    let lines = demo::agency(today, noon());
    world.bring("acme", lines.join("\n")).await;
    for guest in demo::spotlights() {
        let mut browser = Browser::of(&world, guest.email).await;
        let mut known: BTreeSet<String> = BTreeSet::from(["/acme".to_owned()]);
        let mut ahead: VecDeque<String> = known.iter().cloned().collect();
        let mut read = 0;
        while let Some(path) = ahead.pop_front() {
            if path.starts_with("/acme/files/") {
                assert_eq!(
                    browser.open(&path).await.status,
                    200,
                    "{} {path}",
                    guest.name
                );
                continue;
            }
            let mut answer = browser.open(&path).await;
            if answer.status == 303 {
                let to = leads_to(&answer).to_owned();
                answer = browser.open(&to).await;
            }
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
            read += 1;
            for link in links(&text) {
                if known.insert(link.clone()) {
                    ahead.push_back(link);
                }
            }
        }
        assert!(read > 2, "{}: {read}", guest.name);
    }
}
