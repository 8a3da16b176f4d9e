//! Attaching a guest to a customer, from the customer's side: who it is; what it opens is chosen and told next.

use access::Module;
use maud::html;
use serde::Deserialize;

use super::view::Guest;
use crate::frame::parts::icon;
use crate::frame::{Listed, Paged, Stop, Visit, read, see};
use crate::texts::Value;
use crate::workspace::{Form, Named, Pick};

#[derive(Deserialize)]
struct Customer {
    #[serde(flatten)]
    named: Named,
}

/// The page; with a guest chosen, on to what they are to see.
pub(super) async fn ask(mut visit: Visit) -> Paged {
    if visit.is_guest() {
        return Err(visit.not_shared());
    }
    if !visit.reader.viewer().administers() {
        return Err(Stop::NotAllowed);
    }
    let id = visit.asked("customer").unwrap_or_default().to_owned();
    let customer: Customer = visit.item(Module::Customers, &id).await?;
    if let Some(guest) = visit.asked("guest").map(str::to_owned) {
        let guest = super::card::guest(&mut visit, &guest).await?;
        return Ok(see(&visit.at(&format!("guests/{}/of/{id}", guest.id))));
    }
    let question = [("limit", "200"), ("sort", "name")];
    let question = question.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let guests: Listed<Guest> = read(&visit.reader.guests(&question).await?)?;
    let picks: Vec<Pick> = guests
        .items
        .iter()
        .map(|guest| Pick::new(&guest.id, format!("{} ({})", guest.called(), guest.email)))
        .collect();
    let texts = &visit.texts;
    let name = customer.named.name.as_str();
    let title = texts.say_with("guests-attach-title", &[("customer", Value::from(name))]);
    let back = visit.at(&format!("customers/{id}"));
    let form = Form::new();
    let main = html! {
        nav class="crumbs" aria-label=(texts.say("guests-here")) { ol {
            li { a href=(visit.at("customers")) { (texts.say("frame-customers")) } }
            li { a href=(back) { (name) } }
            li aria-current="page" { (texts.say("guests-attach")) }
        } }
        div class="narrow" {
            h1 { (title) }
            p class="quiet" { (texts.say("guests-attach-says")) }
            @if picks.is_empty() { p class="card quiet" { (texts.say("guests-attach-nobody")) } }
            @else {
                form class="card stack" method="get" action=(visit.path) {
                    input type="hidden" name="customer" value=(id);
                    (form.choice("guest", &texts.say("guests-guest"), None, &picks))
                    div class="row" {
                        button class="btn main" type="submit" { (icon("right")) (texts.say("guests-attach-next")) }
                        a class="btn" href=(back) { (texts.say("share-cancel")) }
                    }
                }
            }
        }
    };
    visit.page(&title, "customers", main).await
}
