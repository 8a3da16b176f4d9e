//! The same without any script: every step is a link or a form.

use store::testing::Engine;

use crate::house::{House, link};
use crate::share::{fill_in, open};

const MARIA: &str = "maria@alfreds.example";

#[tokio::test(flavor = "multi_thread")]
async fn a_project_is_shared_and_seen_without_script() {
    let house = House::open(Engine::Sqlite).await;
    let admin = house.browser.person().await.unwrap();
    admin.scripts(false).await.unwrap();
    house.sign_in(&admin, "larkfield").await;
    open(&house, &admin, "Online shop relaunch").await;
    admin.follow_words("Share").await.unwrap();
    fill_in(&admin, &[MARIA]).await;
    admin.follow("button[name=do][value=share]").await.unwrap();

    let maria = house.browser.person().await.unwrap();
    maria.scripts(false).await.unwrap();
    let door = link(&house.letter(MARIA, 1).await, &house.url);
    maria.go(&door).await.unwrap();
    maria.follow("main form button[type=submit]").await.unwrap();
    let page = maria.words().await.unwrap();
    assert!(page.contains("Delivery address form"), "{page}");
    assert!(!page.contains("how late"), "{page}");

    // The stage is changed in the list, by a menu that needs no script either.
    admin
        .go(&format!("{}/larkfield/projects", house.url))
        .await
        .unwrap();
    admin.click("button.stage").await.unwrap();
    admin
        .follow(".menu:popover-open button[name=stage]")
        .await
        .unwrap();
    let changed = admin.address().await.unwrap();
    assert!(changed.contains("undo="), "{changed}");
    assert!(admin.words().await.unwrap().contains("Undo"));
}
