//! Sharing a project from its page.

use browser::Tab;

use crate::house::House;

/// Shares a project with tasks, due date and stage, and a message.
pub(crate) async fn share(house: &House, admin: &Tab, project: &str, with: &[&str]) {
    open(house, admin, project).await;
    // The dialog comes up over the page.
    admin.click_words("Share").await.unwrap();
    admin
        .until("document.querySelector('[name=to]')")
        .await
        .unwrap();
    fill_in(admin, with).await;
    admin.follow("button[name=do][value=share]").await.unwrap();
}

/// Goes to a project's page from the list.
pub(crate) async fn open(house: &House, admin: &Tab, project: &str) {
    let here = admin.address().await.unwrap();
    let slug = here
        .trim_start_matches(&house.url)
        .split('/')
        .nth(1)
        .unwrap();
    let list = format!("{}/{slug}/projects", house.url);
    admin.go(&list).await.unwrap();
    admin.follow_words(project).await.unwrap();
}

/// Fills the dialog in: tasks, due date and stage, and nothing else of the project.
pub(crate) async fn fill_in(admin: &Tab, with: &[&str]) {
    admin.fill("[name=to]", &with.join(", ")).await.unwrap();
    for tick in ["tasks", "due_on", "stage"] {
        admin
            .click(&format!("[name=show][value={tick}]"))
            .await
            .unwrap();
    }
    let ticked =
        "[...document.querySelectorAll('[name=show]:checked')].map(e => e.value).sort().join()";
    assert_eq!(
        admin.eval(ticked).await.unwrap(),
        "conversation,due_on,stage,tasks"
    );
    admin
        .fill("[name=message]", "Welcome aboard")
        .await
        .unwrap();
}
