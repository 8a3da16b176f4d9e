//! A guest makes a passkey and comes in by it.

use store::testing::Engine;

use crate::house::{House, link};
use crate::share::share;

const MARIA: &str = "maria@alfreds.example";

#[tokio::test(flavor = "multi_thread")]
async fn who_made_a_passkey_comes_in_without_a_mail() {
    let house = House::open(Engine::Sqlite).await;
    let admin = house.admin("larkfield").await;
    share(&house, &admin, "Online shop relaunch", &[MARIA]).await;

    let maria = house.browser.person().await.unwrap();
    maria.passkeys().await.unwrap();
    let door = link(&house.letter(MARIA, 1).await, &house.url);
    maria.go(&door).await.unwrap();
    maria.follow("main form button[type=submit]").await.unwrap();

    let profile = format!("{}/larkfield/profile", house.url);
    maria.go(&profile).await.unwrap();
    maria.fill("#passkey-name", "My telephone").await.unwrap();
    maria.follow_words("Make a passkey").await.unwrap();
    assert!(maria.words().await.unwrap().contains("My telephone"));

    maria.click("[popovertarget=me]").await.unwrap();
    maria.follow_words("Sign out").await.unwrap();
    let home = format!("{}/larkfield", house.url);
    maria.go(&home).await.unwrap();
    assert!(maria.address().await.unwrap().contains("/sign-in"));
    maria.follow_words("Use a passkey").await.unwrap();
    assert!(
        maria
            .words()
            .await
            .unwrap()
            .contains("Online shop relaunch")
    );
    assert_eq!(maria.complaints(), Vec::<String>::new());
}
