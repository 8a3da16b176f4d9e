//! What an eye would catch on any page, at the width of a telephone and of a desk, light and dark.

use browser::{Look, Tab};
use std::collections::{BTreeSet, VecDeque};
use store::testing::Engine;

use crate::house::{House, link};
use crate::share::share;

const MARIA: &str = "maria@alfreds.example";
/// More than there are; it keeps a list that leads to lists from going on for ever.
const MOST: usize = 60;

#[tokio::test(flavor = "multi_thread")]
async fn every_page_that_links_lead_to_is_whole_at_any_width() {
    let house = House::open(Engine::Sqlite).await;
    let admin = house.admin("larkfield").await;
    share(&house, &admin, "Online shop relaunch", &[MARIA]).await;
    let maria = house.browser.person().await.unwrap();
    let door = link(&house.letter(MARIA, 1).await, &house.url);
    maria.go(&door).await.unwrap();
    maria.follow("main form button[type=submit]").await.unwrap();

    let seen = walk(&house, &admin, "/larkfield/projects").await;
    assert!(seen > 15, "the admin's links lead to {seen} pages alone");
    let seen = walk(&house, &maria, "/larkfield").await;
    assert!(seen > 4, "the guest's links lead to {seen} pages alone");
}

/// Follows the links from a page within its company; gives how many pages that are.
async fn walk(house: &House, tab: &Tab, from: &str) -> usize {
    let mut ahead: VecDeque<String> = [from.to_owned()].into();
    let mut known: BTreeSet<String> = ahead.iter().cloned().collect();
    let (mut seen, mut heard) = (0, tab.complaints().len());
    let mut wrong = Vec::new();
    while let Some(path) = ahead.pop_front() {
        seen += 1;
        for (width, dark) in [(360, false), (1280, true)] {
            tab.look(Look { width, dark }).await.unwrap();
            tab.go(&format!("{}{path}", house.url)).await.unwrap();
            let mut found = tab.eval(LOOK).await.unwrap();
            let kept = found.as_array_mut().unwrap();
            kept.extend(tab.complaints().into_iter().skip(heard).map(Into::into));
            heard = tab.complaints().len();
            for fault in found.as_array().unwrap() {
                wrong.push(format!("{path} at {width}: {fault}"));
            }
        }
        let links = tab.eval(LINKS).await.unwrap();
        for link in links.as_array().unwrap() {
            let link = link.as_str().unwrap().to_owned();
            if known.len() < MOST && known.insert(link.clone()) {
                ahead.push_back(link);
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    seen
}

/// Pages of this company, and no files; the questions only of those that are nothing without one.
const LINKS: &str = "[...document.querySelectorAll('a[href^=\"/larkfield\"]')].map(a => a.pathname + (/\\/(share|why)(\\/|$)/.test(a.pathname) ? a.search : ''))\
    .filter(p => !p.includes('/files/') && !p.endsWith('.ics'))";

/// What is wrong with a page: its headings, words beside the window, controls without a name.
const LOOK: &str = "(() => { const wrong = []; \
    const heads = document.querySelectorAll('h1').length; if (heads !== 1) wrong.push(`${heads} headings of the first level`); \
    const page = document.documentElement; \
    if (page.scrollWidth > innerWidth) wrong.push(`it is ${page.scrollWidth} wide in a window of ${innerWidth}`); \
    const named = e => e.getAttribute('aria-label') || e.textContent.trim() || e.title; \
    for (const e of document.querySelectorAll('a, button')) if (!named(e)) wrong.push(`no name: ${e.outerHTML.slice(0, 120)}`); \
    for (const e of document.querySelectorAll('input:not([type=hidden]), select, textarea')) \
      if (!e.labels?.length && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby') && !e.hidden) wrong.push(`no label: ${e.outerHTML.slice(0, 120)}`); \
    for (const e of document.querySelectorAll('[style]')) wrong.push(`style within the page: ${e.outerHTML.slice(0, 120)}`); \
    const ids = new Set(); for (const e of document.querySelectorAll('[id]')) { if (ids.has(e.id)) wrong.push(`twice: #${e.id}`); ids.add(e.id); } \
    return wrong; })()";
