//! Deleting something for good: a page that asks once more, and the deletion.

use maud::html;
use store::Shelf;

use super::{Writer, ended};
use crate::frame::parts::icon;
use crate::frame::{Paged, Visit, see};
use crate::texts::Value;

/// Asks once more before something of a part of the account is deleted. `named` is its name, `what` says what goes
/// with it.
pub(crate) async fn ask(visit: Visit, part: &str, id: &str, named: &str, what: &str) -> Paged {
    let texts = &visit.texts;
    let title = texts.say_with("work-delete-named", &[("name", Value::from(named))]);
    let address = format!("{}/{id}", visit.at(part));
    let main = html! {
        div class="head" { h1 { (title) } }
        form class="card form" method="post" action={ (address) "/delete" } {
            (visit.csrf())
            p { (what) }
            p class="hint" { (texts.say("work-delete-for-good")) }
            div class="row" {
                button class="btn risk" { (icon("trash")) (texts.say("work-delete")) }
                a class="btn bare" href=(address) { (texts.say("work-keep")) }
            }
        }
    };
    visit.page(&title, part, main).await
}

/// Deletes it, and goes to an address that says so.
pub(crate) async fn delete(visit: Visit, shelf: Shelf<'_>, id: &str, then: &str) -> Paged {
    let (writer, away) = Writer::of(visit);
    let deleted = writer.delete(shelf, id).await;
    let visit = away.back().await?;
    deleted.map_err(|error| ended(&visit, error))?;
    Ok(see(then))
}
