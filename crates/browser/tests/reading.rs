//! That the driver itself reads, types, clicks and notices.

#![allow(clippy::unwrap_used)]

use browser::{Browser, Look};

const PAGE: &str = "data:text/html,<meta name=viewport content=width=device-width><title>A</title><form action='about:blank'><input id=name><p id=said></p>\
    <button id=say type=button>Say</button></form><script>document.querySelector('%23say').onclick = () => \
    { document.querySelector('%23said').textContent = 'Hello ' + document.querySelector('%23name').value; };</script>";

#[tokio::test]
async fn a_person_types_clicks_and_reads() {
    let browser = Browser::start().await.unwrap();
    let tab = browser.person().await.unwrap();
    tab.look(Look {
        width: 390,
        dark: true,
    })
    .await
    .unwrap();
    tab.go(PAGE).await.unwrap();
    tab.fill("#name", "Ada").await.unwrap();
    tab.click("#say").await.unwrap();
    assert!(tab.words().await.unwrap().contains("Hello Ada"));
    assert_eq!(tab.eval("innerWidth").await.unwrap(), 390);
    assert_eq!(
        tab.eval("matchMedia('(prefers-color-scheme: dark)').matches")
            .await
            .unwrap(),
        true
    );
    assert_eq!(tab.complaints(), Vec::<String>::new());
    assert!(tab.click("#none").await.is_err());
}

#[tokio::test]
async fn without_scripts_a_page_runs_none() {
    let browser = Browser::start().await.unwrap();
    let tab = browser.person().await.unwrap();
    tab.scripts(false).await.unwrap();
    tab.go(PAGE).await.unwrap();
    tab.fill("#name", "Ada").await.unwrap();
    tab.click("#say").await.unwrap();
    assert!(!tab.words().await.unwrap().contains("Hello"));
}
