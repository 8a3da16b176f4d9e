//! Choosing what to share, where that is not known yet: from a guest's card.

use access::Module;
use maud::html;
use serde::Deserialize;
use store::sharing::Item;

use super::on::On;
use super::subject::Named;
use crate::frame::parts::icon;
use crate::frame::{Listed, Paged, Stop, Visit};
use crate::texts::Value;

/// A project that can be chosen.
#[derive(Deserialize)]
struct Choice {
    id: String,
    name: String,
    client: Option<super::subject::Client>,
}

/// The page: projects to tick, and on to the dialog with them.
pub(super) async fn show(mut visit: Visit) -> Paged {
    match visit.reader.may_open_anything().await {
        Ok(true) if !visit.is_guest() => {}
        Ok(_) if visit.is_guest() => return Err(visit.not_shared()),
        Ok(_) => return Err(Stop::NotAllowed),
        Err(error) => return Err(super::end::stop(&visit, error)),
    }
    let q = visit.asked("q").unwrap_or_default().to_owned();
    let to = visit.asked("to").unwrap_or_default().to_owned();
    let back = visit.asked("back").unwrap_or_default().to_owned();
    let mut question = vec![("limit", "50"), ("sort", "name")];
    question.extend((!q.is_empty()).then_some(("q", q.as_str())));
    let found: Listed<Choice> = visit.list(Module::Projects, &question).await?;
    let more = found.next.is_some();
    let mut choices = Vec::with_capacity(found.items.len());
    for choice in found.items {
        let on = On {
            module: Module::Projects,
            id: choice.id.clone(),
        };
        let item = Item::named(&on.path());
        let may = match item {
            Some(item) => visit.reader.may_share(&[item]).await.is_ok(),
            None => false,
        };
        if may {
            choices.push((on, choice));
        }
    }
    let texts = &visit.texts;
    let title = texts.say("pick-title");
    let customer = |choice: &Choice| -> Option<Named> { choice.client.as_ref()?.customer.clone() };
    let main = html! {
        div class="narrow" {
            h1 { (title) }
            @if !to.is_empty() { p class="quiet" { (texts.say_with("pick-for", &[("to", Value::from(to.as_str()))])) } }
            form class="filters" method="get" action=(visit.path) role="search" {
                input type="hidden" name="to" value=(to);
                input type="hidden" name="back" value=(back);
                label class="vh" for="q" { (texts.say("pick-find")) }
                input class="input" id="q" type="search" name="q" value=(q) placeholder=(texts.say("pick-find"));
                button class="btn" type="submit" { (texts.say("guests-show")) }
            }
            form class="card stack" method="get" action=(visit.path) {
                input type="hidden" name="to" value=(to);
                input type="hidden" name="back" value=(back);
                fieldset class="field" {
                    legend { (texts.say("frame-projects")) }
                    @if choices.is_empty() { p class="quiet" { (texts.say("pick-none")) } }
                    div {
                        @for (on, choice) in &choices {
                            label class="check" {
                                input type="checkbox" name="on" value=(on.path());
                                span { (choice.name) @if let Some(customer) = customer(choice) { " " span class="faint" { (customer.name) } } }
                            }
                        }
                    }
                    @if more { p class="hint" { (texts.say("pick-more")) } }
                }
                div class="row" {
                    button class="btn main" type="submit" { (texts.say("pick-go-on")) (icon("right")) }
                    a class="btn" href=(if back.starts_with(&visit.at("")) { back.clone() } else { visit.at("guests") }) { (texts.say("share-cancel")) }
                }
                p class="hint" { (texts.say("pick-others")) }
            }
        }
    };
    visit.page(&title, "guests", main).await
}
