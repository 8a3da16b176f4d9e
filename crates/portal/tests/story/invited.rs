//! The whole story: share, be invited, sign in, see it, and lose it.

use browser::Tab;
use store::testing::Engine;

use crate::house::{House, link};
use crate::share::share;

const MARIA: &str = "maria@alfreds.example";
const LUIS: &str = "luis@alfreds.example";

#[tokio::test(flavor = "multi_thread")]
async fn a_project_is_shared_seen_and_taken_away_on_sqlite() {
    tell(House::open(Engine::Sqlite).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_is_shared_seen_and_taken_away_on_postgresql() {
    tell(House::open(Engine::Postgres).await).await;
}

async fn tell(house: House) {
    let admin = house.admin("larkfield").await;
    share(&house, &admin, "Online shop relaunch", &[MARIA, LUIS]).await;

    // A scanner opens the link first; the guest's own button still works.
    let invitation = house.letter(MARIA, 1).await;
    assert!(invitation.contains("Larkfield Studio") && invitation.contains("Welcome aboard"));
    assert!(!invitation.contains("secret") && !invitation.contains("how late"));
    let door = link(&invitation, &house.url);
    let scanner = house.browser.person().await.unwrap();
    scanner.go(&door).await.unwrap();
    let maria = house.browser.person().await.unwrap();
    maria.go(&door).await.unwrap();
    assert!(reads(&maria).await.contains(MARIA));
    maria.follow("main form button[type=submit]").await.unwrap();

    // She sees stage, due date and tasks, and neither percentages nor descriptions.
    let page = reads(&maria).await;
    for open in [
        "Online shop relaunch",
        "In review",
        "30 June 2027",
        "Delivery address form",
    ] {
        assert!(page.contains(open), "{open} is missing on:\n{page}");
    }
    for closed in ["%", "how late", "secret", "Photographs", "Jonas"] {
        assert!(!page.contains(closed), "{closed} is on:\n{page}");
    }

    // What was used once is used up, and says so kindly.
    scanner
        .follow("main form button[type=submit]")
        .await
        .unwrap();
    assert!(!reads(&scanner).await.contains("Delivery address form"));

    // A second company invites her, and she goes to and fro.
    let other = house.admin("nordwind").await;
    share(&house, &other, "Photographs for the gift boxes", &[MARIA]).await;
    let second = link(&house.letter(MARIA, 2).await, &house.url);
    maria.go(&second).await.unwrap();
    maria.follow("main form button[type=submit]").await.unwrap();
    assert!(
        reads(&maria)
            .await
            .contains("Photographs for the gift boxes")
    );
    maria.click("button.switch").await.unwrap();
    maria.follow_words("Larkfield Studio").await.unwrap();
    assert!(reads(&maria).await.contains("Online shop relaunch"));

    // The admin sees her as active, the other as invited.
    admin
        .go(&format!("{}/larkfield/guests", house.url))
        .await
        .unwrap();
    let guests = reads(&admin).await;
    assert!(
        guests.contains(MARIA) && guests.contains("Active"),
        "{guests}"
    );
    assert!(
        guests.contains(LUIS) && guests.contains("Invited"),
        "{guests}"
    );

    // Her access is removed: page, next request, link and token all end, kindly.
    let token = house.token("larkfield", MARIA);
    assert_eq!(house.status("/api/v1/larkfield/projects", &token), 200);
    admin.follow_words(MARIA).await.unwrap();
    admin.follow_words("Remove").await.unwrap();
    admin.follow("main form button[type=submit]").await.unwrap();
    assert_eq!(house.status("/api/v1/larkfield/projects", &token), 401);
    scanner.go(&door).await.unwrap();
    assert!(
        !reads(&scanner).await.contains("Come in"),
        "the link lives on"
    );
    maria.go(&format!("{}/larkfield", house.url)).await.unwrap();
    let ended = reads(&maria).await;
    assert!(!ended.contains("Online shop relaunch"), "{ended}");
    assert!(ended.contains("You have done nothing wrong"), "{ended}");
    maria.go(&format!("{}/nordwind", house.url)).await.unwrap();
    assert!(
        reads(&maria)
            .await
            .contains("Photographs for the gift boxes")
    );

    // Sharing goes off and on for the account; the other guest's access is as before.
    let luis = house.browser.person().await.unwrap();
    luis.go(&link(&house.letter(LUIS, 1).await, &house.url))
        .await
        .unwrap();
    luis.follow("main form button[type=submit]").await.unwrap();
    let before = reads(&luis).await;
    assert!(before.contains("Delivery address form"));
    let here = luis.address().await.unwrap();
    sharing(&house, &admin).await;
    luis.go(&here).await.unwrap();
    assert!(!reads(&luis).await.contains("Delivery address form"));
    sharing(&house, &admin).await;
    luis.go(&here).await.unwrap();
    assert_eq!(reads(&luis).await, before);

    for person in [&admin, &maria, &luis, &other] {
        let complaints: Vec<String> = person
            .complaints()
            .into_iter()
            .filter(|said| !said.contains("status of 40"))
            .collect();
        assert_eq!(complaints, Vec::<String>::new());
    }
}

/// Turns the account's sharing off, or on again.
async fn sharing(house: &House, admin: &Tab) {
    admin
        .go(&format!("{}/larkfield/settings", house.url))
        .await
        .unwrap();
    admin
        .follow("form[action$='/settings/sharing'] button")
        .await
        .unwrap();
}

async fn reads(tab: &Tab) -> String {
    tab.words().await.unwrap()
}
