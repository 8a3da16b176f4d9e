//! A guest adds files to a project and takes them away again, with script and without, and the staff see it.

use browser::Tab;
use std::path::{Path, PathBuf};
use store::testing::Engine;

use crate::house::{House, link};
use crate::share::open;

const MARIA: &str = "maria@alfreds.example";
const PROJECT: &str = "Online shop relaunch";

/// Opens the project with its files to Maria, who may add some.
async fn shared(house: &House, admin: &Tab) {
    open(house, admin, PROJECT).await;
    let page = admin.address().await.unwrap();
    let id = page.rsplit('/').next().unwrap();
    let dialog = format!("{}/larkfield/share?on=projects/{id}", house.url);
    admin.go(&dialog).await.unwrap();
    admin.fill("[name=to]", MARIA).await.unwrap();
    admin.click("[name=show][value=files]").await.unwrap();
    admin.click("[name=can][value=collaborate]").await.unwrap();
    admin.follow("button[name=do][value=share]").await.unwrap();
}

/// Maria, on the page of the project.
async fn maria(house: &House, scripts: bool) -> Tab {
    let maria = house.browser.person().await.unwrap();
    maria.scripts(scripts).await.unwrap();
    let door = link(&house.letter(MARIA, 1).await, &house.url);
    maria.go(&door).await.unwrap();
    maria.follow("main form button[type=submit]").await.unwrap();
    maria
}

/// Two files to choose.
fn on_the_desk(dir: &Path) -> [PathBuf; 2] {
    let files = [dir.join("Logo final.svg"), dir.join("Notes.txt")];
    std::fs::write(&files[0], "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").unwrap();
    std::fs::write(&files[1], "Blue, please.").unwrap();
    files
}

async fn reads(tab: &Tab, wanted: &[&str], gone: &[&str]) {
    let words = tab.words().await.unwrap();
    for one in wanted {
        assert!(words.contains(one), "`{one}` is not in {words}");
    }
    for one in gone {
        assert!(!words.contains(one), "`{one}` is in {words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_go_up_and_away_without_script() {
    let house = House::open(Engine::Sqlite).await;
    let admin = house.browser.person().await.unwrap();
    admin.scripts(false).await.unwrap();
    house.sign_in(&admin, "larkfield").await;
    shared(&house, &admin).await;
    let desk = tempfile::tempdir().unwrap();
    let files = on_the_desk(desk.path());

    let maria = maria(&house, false).await;
    let both: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    maria.choose("#f-files", &both).await.unwrap();
    maria.follow(".upload button[type=submit]").await.unwrap();
    reads(
        &maria,
        &["Your 2 files are there.", "Logo final.svg", "Notes.txt"],
        &[],
    )
    .await;
    maria
        .follow("[aria-label='Delete Notes.txt']")
        .await
        .unwrap();
    reads(&maria, &["Only Larkfield Studio can bring it back"], &[]).await;
    maria.follow(".btn.risk").await.unwrap();
    reads(
        &maria,
        &["The file is deleted.", "Logo final.svg"],
        &["Notes.txt"],
    )
    .await;

    open(&house, &admin, PROJECT).await;
    reads(
        &admin,
        &["Logo final.svg", "1 of 1 available to guests"],
        &[],
    )
    .await;
    admin.click("#deleted-files summary").await.unwrap();
    admin.follow("#deleted-files button").await.unwrap();
    reads(&admin, &["The file is back.", "Notes.txt"], &[]).await;
    let project = maria.eval("location.pathname").await.unwrap();
    maria
        .go(&format!("{}{}", house.url, project.as_str().unwrap()))
        .await
        .unwrap();
    reads(&maria, &["Notes.txt"], &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_go_up_in_place_and_can_be_dropped() {
    let house = House::open(Engine::Postgres).await;
    let admin = house.admin("larkfield").await;
    shared(&house, &admin).await;
    let desk = tempfile::tempdir().unwrap();
    let files = on_the_desk(desk.path());

    let maria = maria(&house, true).await;
    let before = maria.address().await.unwrap();
    maria.choose("#f-files", &[&files[0]]).await.unwrap();
    maria.click(".upload button[type=submit]").await.unwrap();
    maria
        .until("document.querySelector('.toasts')?.innerText.includes('Your file is there.')")
        .await
        .unwrap();
    reads(&maria, &["Logo final.svg"], &[]).await;

    maria
        .eval(
            "(() => { const carried = new DataTransfer(); \
             carried.items.add(new File(['Dropped words'], 'Dropped.txt')); \
             const how = { bubbles: true, cancelable: true, dataTransfer: carried }; \
             document.querySelector('#files h2').dispatchEvent(new DragEvent('drop', how)); })()",
        )
        .await
        .unwrap();
    maria
        .until("document.querySelector('#files').innerText.includes('Dropped.txt')")
        .await
        .unwrap();
    // What is wrong is said in the form, and the page stays.
    maria
        .eval(
            "(() => { const carried = new DataTransfer(); carried.items.add(new File([], 'Empty.txt')); \
             const how = { bubbles: true, cancelable: true, dataTransfer: carried }; \
             document.querySelector('#files').dispatchEvent(new DragEvent('drop', how)); })()",
        )
        .await
        .unwrap();
    maria
        .until(
            "document.querySelector('#e-files')?.innerText.includes('Empty.txt has nothing in it')",
        )
        .await
        .unwrap();
    assert_eq!(maria.address().await.unwrap(), before);
    reads(&maria, &["Logo final.svg", "Dropped.txt"], &[]).await;
    let said = maria.complaints();
    let others: Vec<&String> = said.iter().filter(|one| !one.contains("422")).collect();
    assert_eq!(others, Vec::<&String>::new());
}
