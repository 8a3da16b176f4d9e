//! A customer made, changed and deleted.

use access::Module;
use axum::extract::Path;
use maud::{Markup, html};
use serde_json::json;
use store::Shelf;

use super::workspace_customer::Customer;
use crate::frame::{Listed, Paged, Posted, Stop, Visit, see};
use crate::projects::participants::customers;
use crate::texts::Value;
use crate::workspace::{
    Form, Named, Pick, Rights, Saved, Writer, digest, money_field, removal, saved, sent_back,
};

/// The fields that are plain text, as they are called everywhere.
const TEXTS: [&str; 6] = ["email", "phone", "address", "website", "industry", "tax_id"];

/// The form of a new customer.
pub(super) async fn new(visit: Visit) -> Paged {
    let form = Form::new().with("type", "company");
    page(visit, form, None).await
}

/// The form of one that is there.
pub(super) async fn edit(mut visit: Visit, Path((_, id)): Path<(String, String)>) -> Paged {
    let (customer, seen) = read(&mut visit, &id).await?;
    let form = filled(&customer).with("seen", seen);
    page(visit, form, Some(customer)).await
}

/// Makes one.
pub(super) async fn create(posted: Posted) -> Paged {
    write(posted, None).await
}

/// Changes one.
pub(super) async fn change(Path((_, id)): Path<(String, String)>, posted: Posted) -> Paged {
    write(posted, Some(id)).await
}

async fn read(visit: &mut Visit, id: &str) -> Result<(Customer, String), Stop> {
    match visit.reader.item(Module::Customers, id).await? {
        Some(body) => Ok((crate::frame::read(&body)?, digest(&body))),
        None => Err(visit.not_shared()),
    }
}

fn filled(customer: &Customer) -> Form {
    let id = |one: &Option<Named>| {
        one.as_ref()
            .and_then(|one| one.id.clone())
            .unwrap_or_default()
    };
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let mut form = Form::new()
        .with("name", &customer.name)
        .with("type", customer.kind.as_deref().unwrap_or_default())
        .with("email", text(&customer.email))
        .with("phone", text(&customer.phone))
        .with("address", text(&customer.address))
        .with("website", text(&customer.website))
        .with("industry", text(&customer.industry))
        .with("tax_id", text(&customer.tax_id))
        .with("account_manager", id(&customer.account_manager))
        .with("company", id(&customer.company));
    if let Some(limit) = &customer.credit_limit {
        form = form
            .with("credit_limit", &limit.amount)
            .with("currency", &limit.currency);
    }
    form
}

async fn write(Posted { mut visit, fields }: Posted, id: Option<String>) -> Paged {
    let customer = match &id {
        Some(id) => Some(read(&mut visit, id).await?),
        None => None,
    };
    let mut form = Form::sent(&fields);
    if fields.text("name").is_empty() {
        form.wrong("name", visit.texts.say("work-wrong-name"));
    }
    let mut body = json!({
        "name": fields.text("name"),
        "type": fields.given("type"),
        "account_manager": fields.given("account_manager"),
        "company": fields.given("company"),
        "credit_limit": money_field(&visit, &fields, &mut form, "credit_limit"),
    });
    for name in TEXTS {
        body[name] = json!(fields.given(name));
    }
    if form.is_wrong() {
        return sent_back(page(visit, form, customer.map(|(customer, _)| customer)).await);
    }
    let shelf = Shelf::Items(Module::Customers);
    let seen = fields.text("seen").to_owned();
    let still = |json: &str| digest(json) == seen;
    let (writer, away) = Writer::of(visit);
    let answer = match &id {
        Some(id) => writer.change(shelf, id, &body, Some(&still)).await,
        None => writer.create(shelf, &body).await,
    };
    let visit = away.back().await?;
    match saved(&visit, &mut form, answer, &[])? {
        Saved::Done(done) => Ok(see(&format!(
            "{}/{}?said={}",
            visit.at("customers"),
            done.id,
            if id.is_some() {
                "customer-saved"
            } else {
                "customer-made"
            }
        ))),
        Saved::Again => {
            form.set(
                "seen",
                customer
                    .as_ref()
                    .map(|(_, seen)| seen.clone())
                    .unwrap_or_default(),
            );
            sent_back(page(visit, form, customer.map(|(customer, _)| customer)).await)
        }
    }
}

async fn page(mut visit: Visit, form: Form, customer: Option<Customer>) -> Paged {
    if !Rights::of(&visit).makes_records() {
        return Err(Stop::NotAllowed);
    }
    let members: Vec<Pick> = visit
        .reader
        .choices()
        .await?
        .into_iter()
        .filter(|one| !one.guest)
        .map(|one| Pick::new(one.id, one.name))
        .collect();
    let own = customer.as_ref().map(|customer| customer.id.clone());
    let companies: Vec<Pick> = customers(&mut visit)
        .await?
        .into_iter()
        .filter(|one| Some(&one.value) != own.as_ref())
        .collect();
    let texts = &visit.texts;
    let list = visit.at("customers");
    let (title, action) = match &customer {
        Some(customer) => (
            texts.say_with(
                "work-edit-named",
                &[("name", Value::from(customer.name.as_str()))],
            ),
            format!("{list}/{}", customer.id),
        ),
        None => (texts.say("customers-new"), list.clone()),
    };
    let none = texts.say("work-none");
    let kinds = [
        Pick::new("company", texts.say("customers-company")),
        Pick::new("person", texts.say("customers-person")),
    ];
    let main: Markup = html! {
        nav class="crumbs" aria-label=(texts.say("work-you-are-here")) { ol {
            li { a href=(list) { (texts.say("frame-customers")) } }
            @if let Some(customer) = &customer { li { a href=(action) { (customer.name) } } }
            li aria-current="page" { (title) }
        } }
        div class="head" { h1 { (title) } }
        (form.summary(texts))
        form class="card form" method="post" action=(action) {
            (visit.csrf())
            input type="hidden" name="seen" value=(form.value("seen"));
            (form.line("name", &texts.say("work-name"), "text", true))
            div class="pairs-of" {
                (form.choice("type", &texts.say("customers-kind"), None, &kinds))
                (form.choice("company", &texts.say("customers-related"), Some(&none), &companies))
                (form.line("email", &texts.say("customers-email"), "email", false))
                (form.line("phone", &texts.say("customers-phone"), "tel", false))
                (form.line("website", &texts.say("customers-website"), "text", false))
                (form.line("industry", &texts.say("customers-industry"), "text", false))
                (form.line("tax_id", &texts.say("customers-tax-id"), "text", false))
                (form.choice("account_manager", &texts.say("customers-manager"), Some(&none), &members))
                (form.line("credit_limit", &texts.say("customers-credit"), "text", false))
                (form.line("currency", &texts.say("work-currency"), "text", false))
            }
            (form.lines("address", &texts.say("customers-address"), None))
            div class="row" {
                button class="btn main" { (texts.say(if customer.is_some() { "work-save" } else { "customers-make" })) }
                a class="btn bare" href=(action) { (texts.say("work-leave")) }
            }
        }
    };
    visit.page(&title, "customers", main).await
}

/// Asks once more before a customer is deleted.
pub(super) async fn ask(mut visit: Visit, Path((_, id)): Path<(String, String)>) -> Paged {
    let (customer, _) = read(&mut visit, &id).await?;
    if !Rights::of(&visit).deletes_records() {
        return Err(Stop::NotAllowed);
    }
    let projects: Option<Listed<Named>> = visit
        .related(
            Module::Customers,
            &id,
            "projects",
            &[("limit", "1"), ("count", "true")],
        )
        .await?;
    let projects = projects.and_then(|listed| listed.count).unwrap_or_default();
    let what = visit.texts.say_with(
        "customers-delete-what",
        &[("projects", Value::from(projects))],
    );
    removal::ask(visit, "customers", &id, &customer.name, &what).await
}

/// Deletes it.
pub(super) async fn delete(
    Path((_, id)): Path<(String, String)>,
    Posted { visit, .. }: Posted,
) -> Paged {
    let then = format!("{}?said=customer-deleted", visit.at("customers"));
    removal::delete(visit, Shelf::Items(Module::Customers), &id, &then).await
}
