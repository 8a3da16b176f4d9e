//! Who a guest is among the customers: a contact of one, or the customer itself. It opens nothing by itself.

use access::Module;
use axum::extract::Path;
use serde::Deserialize;
use serde_json::json;

use maud::html;

use super::card::{crumbs, guest};
use super::change::keep;
use super::view::Guest;
use crate::frame::{Paged, Posted, Stop, Visit, see};
use crate::projects::participants::customers;
use crate::texts::Value;
use crate::workspace::{Form, Pick, Saved, saved, sent_back, with_more};

#[derive(Deserialize)]
struct Contact {
    id: String,
    name: String,
}

/// The form.
pub(super) async fn edit(Path((_, id)): Path<(String, String)>, mut visit: Visit) -> Paged {
    let guest = guest(&mut visit, &id).await?;
    let facts = visit.reader.guest_facts(&[&id]).await?.remove(&id);
    let customer = facts.and_then(|facts| facts.customer).map(|(id, _)| id);
    let form = Form::new()
        .with("customer", customer.unwrap_or_default())
        .with("contact", guest.contact.as_deref().unwrap_or_default())
        .with("seen", &guest.seen);
    page(visit, &guest, &form).await
}

/// Saves it, or shows the contacts of another customer.
pub(super) async fn save(
    Path((_, id)): Path<(String, String)>,
    Posted { mut visit, fields }: Posted,
) -> Paged {
    let guest = guest(&mut visit, &id).await?;
    let mut form = Form::sent(&fields);
    if fields.text("do") == "contacts" {
        form.set("contact", "");
        return page(visit, &guest, &form).await;
    }
    // A contact says whose contact it is.
    let body = match (fields.given("contact"), fields.given("customer")) {
        (Some(contact), _) => json!({"contact": contact, "customer": null}),
        (None, customer) => json!({"contact": null, "customer": customer}),
    };
    let (visit, answer) = keep(visit, &id, &body, fields.text("seen")).await?;
    match saved(&visit, &mut form, answer, &[])? {
        Saved::Done(_) => {
            let card = visit.at(&format!("guests/{id}"));
            Ok(see(&with_more(&card, &[("said", "guest-saved")])))
        }
        Saved::Again => {
            form.set("seen", &guest.seen);
            sent_back(page(visit, &guest, &form).await)
        }
    }
}

/// The contacts of a customer.
async fn contacts(visit: &mut Visit, customer: &str) -> Result<Vec<Pick>, Stop> {
    if customer.is_empty() {
        return Ok(Vec::new());
    }
    let limit = [("limit", "200")];
    let listed = visit
        .related::<Contact>(Module::Customers, customer, "contacts", &limit)
        .await?;
    let listed = listed.map(|listed| listed.items).unwrap_or_default();
    Ok(listed
        .into_iter()
        .map(|one| Pick::new(one.id, one.name))
        .collect())
}

async fn page(mut visit: Visit, guest: &Guest, form: &Form) -> Paged {
    let all = customers(&mut visit).await?;
    let people = contacts(&mut visit, form.value("customer")).await?;
    let texts = &visit.texts;
    let card = visit.at(&format!("guests/{}", guest.id));
    let title = texts.say_with("guests-who-title", &[("name", Value::from(guest.called()))]);
    let main = html! {
        (crumbs(&visit, guest, &texts.say("guests-who")))
        div class="narrow" {
            h1 { (title) }
            p class="quiet" { (texts.say("guests-who-says")) }
            (form.summary(texts))
            form class="card stack" method="post" action={ (card) "/who" } novalidate {
                (visit.csrf())
                input type="hidden" name="seen" value=(form.value("seen"));
                (form.choice("customer", &texts.say("guests-customer"), Some(&texts.say("guests-no-customer")), &all))
                div class="row" { button class="btn" name="do" value="contacts" { (texts.say("guests-who-contacts")) } }
                (form.choice("contact", &texts.say("guests-contact"), Some(&texts.say("guests-who-itself")), &people))
                div class="row" {
                    button class="btn main" name="do" value="save" { (texts.say("guests-save")) }
                    a class="btn" href=(card) { (texts.say("share-cancel")) }
                }
            }
        }
    };
    visit.page(&title, "guests", main).await
}
