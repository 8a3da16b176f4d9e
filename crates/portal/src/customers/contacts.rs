//! A customer's contacts: listed, added, changed and deleted.

use access::Module;
use axum::extract::Path;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;
use store::Shelf;

use super::workspace_customer::Customer;
use crate::frame::parts::{face, icon};
use crate::frame::{Listed, Paged, Posted, Stop, Visit, see};
use crate::texts::Value;
use crate::workspace::{Form, Rights, Saved, Writer, removal, saved, sent_back};

/// A contact.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Contact {
    id: String,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    position: Option<String>,
}

const FIELDS: [&str; 3] = ["position", "email", "phone"];

/// The section of a customer's page.
pub(super) fn section(visit: &Visit, at: &str, contacts: &[Contact], changes: bool) -> Markup {
    let texts = &visit.texts;
    html! {
        section class="card flush" id="contacts" aria-labelledby="contacts-h" {
            div class="card-head" {
                h2 id="contacts-h" { (texts.say("customers-contacts")) }
                @if changes { a class="push" href={ (at) "/contacts/new" } { (texts.say("customers-contact-new")) } }
            }
            @if contacts.is_empty() { p class="empty" { (texts.say("customers-no-contacts")) } }
            @else { ul class="list tight" { @for one in contacts {
                @let about: Vec<&str> = [&one.position, &one.email, &one.phone].into_iter().flatten().map(String::as_str).collect();
                li {
                    (face(&one.name, ""))
                    p class="what" { (one.name) " " small { (about.join(" · ")) } }
                    @if changes {
                        a class="icon-btn s" href={ (at) "/contacts/" (one.id) }
                            aria-label=(texts.say_with("work-edit-named", &[("name", Value::from(one.name.as_str()))])) { (icon("edit")) }
                    }
                }
            } } }
        }
    }
}

/// The form of a new one.
pub(super) async fn new(visit: Visit, Path((_, customer)): Path<(String, String)>) -> Paged {
    page(visit, &customer, &Form::new(), None).await
}

/// The form of one that is there.
pub(super) async fn edit(
    mut visit: Visit,
    Path((_, customer, id)): Path<(String, String, String)>,
) -> Paged {
    let all: Option<Listed<Contact>> = visit
        .related(
            Module::Customers,
            &customer,
            "contacts",
            &[("limit", "200")],
        )
        .await?;
    let found = all.and_then(|all| all.items.into_iter().find(|one| one.id == id));
    let Some(one) = found else {
        return Err(visit.not_shared());
    };
    let form = Form::new()
        .with("name", &one.name)
        .with("position", one.position.unwrap_or_default())
        .with("email", one.email.unwrap_or_default())
        .with("phone", one.phone.unwrap_or_default());
    page(visit, &customer, &form, Some(&id)).await
}

/// Makes one.
pub(super) async fn create(Path((_, customer)): Path<(String, String)>, posted: Posted) -> Paged {
    write(posted, customer, None).await
}

/// Changes one.
pub(super) async fn change(
    Path((_, customer, id)): Path<(String, String, String)>,
    posted: Posted,
) -> Paged {
    write(posted, customer, Some(id)).await
}

async fn write(Posted { visit, fields }: Posted, customer: String, id: Option<String>) -> Paged {
    let mut form = Form::sent(&fields);
    if fields.text("name").is_empty() {
        form.wrong("name", visit.texts.say("work-wrong-name"));
        return sent_back(page(visit, &customer, &form, id.as_deref()).await);
    }
    let mut body = json!({ "name": fields.text("name") });
    for name in FIELDS {
        body[name] = json!(fields.given(name));
    }
    let shelf = Shelf::Parts(Module::Customers, &customer, "contacts");
    let (writer, away) = Writer::of(visit);
    let answer = match &id {
        Some(id) => writer.change(shelf, id, &body, None).await,
        None => writer.create(shelf, &body).await,
    };
    let visit = away.back().await?;
    match saved(&visit, &mut form, answer, &[])? {
        Saved::Done(_) => Ok(see(&format!(
            "{}/{customer}?said=contact-saved#contacts",
            visit.at("customers")
        ))),
        Saved::Again => sent_back(page(visit, &customer, &form, id.as_deref()).await),
    }
}

/// Deletes one.
pub(super) async fn delete(
    Path((_, customer, id)): Path<(String, String, String)>,
    Posted { visit, .. }: Posted,
) -> Paged {
    let shelf = Shelf::Parts(Module::Customers, &customer, "contacts");
    let then = format!(
        "{}/{customer}?said=contact-deleted#contacts",
        visit.at("customers")
    );
    removal::delete(visit, shelf, &id, &then).await
}

async fn page(mut visit: Visit, customer: &str, form: &Form, id: Option<&str>) -> Paged {
    let of: Customer = visit.item(Module::Customers, customer).await?;
    if !Rights::of(&visit).makes_records() {
        return Err(Stop::NotAllowed);
    }
    let texts = &visit.texts;
    let at = format!("{}/{customer}", visit.at("customers"));
    let title = texts.say(if id.is_some() {
        "customers-contact-edit"
    } else {
        "customers-contact-new"
    });
    let action = id.map_or_else(
        || format!("{at}/contacts"),
        |id| format!("{at}/contacts/{id}"),
    );
    let main = html! {
        nav class="crumbs" aria-label=(texts.say("work-you-are-here")) { ol {
            li { a href=(visit.at("customers")) { (texts.say("frame-customers")) } }
            li { a href=(at) { (of.name) } }
            li aria-current="page" { (title) }
        } }
        div class="head" { h1 { (title) } }
        (form.summary(texts))
        form class="card form" method="post" action=(action) {
            (visit.csrf())
            (form.line("name", &texts.say("work-name"), "text", true))
            (form.line("position", &texts.say("customers-position"), "text", false))
            div class="pairs-of" {
                (form.line("email", &texts.say("customers-email"), "email", false))
                (form.line("phone", &texts.say("customers-phone"), "tel", false))
            }
            div class="row" {
                button class="btn main" { (texts.say("work-save")) }
                a class="btn bare" href={ (at) "#contacts" } { (texts.say("work-leave")) }
                @if id.is_some() { button class="btn risk push" formaction={ (action) "/delete" } formnovalidate { (icon("trash")) (texts.say("work-delete")) } }
            }
        }
    };
    visit.page(&title, "customers", main).await
}
