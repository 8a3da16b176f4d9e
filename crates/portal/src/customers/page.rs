//! "Your company": the cards of the customers that are open to a guest.

use access::Module;
use maud::{Markup, html};
use store::ReadError;

use super::view::{Contact, Customer, Due, Money, Paid};
use crate::files::Files;
use crate::frame::parts::face;
use crate::frame::{Listed, Paged, Stop, Visit, read, see};
use crate::portal_page::{Guest, crumbs, empty, filters, more, narrow};

/// Every customer that is open to the reader; a single one is gone to at once.
pub(super) async fn list(mut visit: Visit) -> Paged {
    let (words, cursor) = (
        visit.asked("q").map(str::to_owned),
        visit.asked("cursor").map(str::to_owned),
    );
    let mut question = vec![("limit", "50"), ("sort", "name")];
    question.extend(words.as_deref().map(|words| ("q", words)));
    question.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
    let customers: Listed<Customer> = visit.list(Module::Customers, &question).await?;
    if let ([only], true) = (&customers.items[..], cursor.is_none() && !narrow(&visit)) {
        return Ok(see(&visit.at(&format!("customers/{}", only.id))));
    }
    let guest = Guest::of(&visit);
    let title = guest.say("my-company-yours");
    let main = html! {
        (crumbs(&guest, &[], &title))
        header class="title" { h1 { (title) } }
        div class="flow" {
            @if customers.items.len() > 8 || narrow(&visit) { (filters(&guest, &visit, &guest.say("my-company-find"), None)) }
            @if customers.items.is_empty() { (empty(&guest, &visit, &guest.say("my-company-none"))) }
            @else { ul class="cards" {
                @for customer in &customers.items {
                    li { article class="card project" {
                        h2 { a href=(guest.at(&format!("customers/{}", customer.id))) { (customer.name) } }
                        @if let Some(address) = &customer.address { p class="about said" { (address) } }
                    } }
                }
            } }
            @if let Some(more) = more(&guest, &visit, customers.next.as_deref()) { (more) }
        }
    };
    visit.page(&title, "customers", main).await
}

/// One customer.
pub(super) async fn show(mut visit: Visit, id: &str) -> Paged {
    let customer: Customer = visit.item(Module::Customers, id).await?;
    let contacts: Option<Listed<Contact>> = if customer.holds("contacts") {
        visit
            .related(Module::Customers, id, "contacts", &[("limit", "100")])
            .await?
    } else {
        None
    };
    let open = customer.holds("files");
    let files = Files::of(&mut visit, (Module::Customers, id), open, &customer.can).await?;
    let (due, paid) = if customer.holds("invoices") {
        let question = [("limit".to_owned(), "20".to_owned())];
        let due: Listed<Due> = papers(visit.reader.due_payments(id, &question).await)?;
        let paid: Listed<Paid> = papers(visit.reader.payment_history(id, &question).await)?;
        (due.items, paid.items)
    } else {
        (Vec::new(), Vec::new())
    };
    let guest = Guest::of(&visit);
    let contacts = contacts.map(|listed| listed.items).unwrap_or_default();
    let way = [(guest.at("customers"), guest.say("my-company-yours"))];
    let main = html! {
        (crumbs(&guest, &way, &customer.name))
        header class="title" { h1 { (customer.name) } (facts(&guest, &customer)) }
        div class="flow" {
            @if !due.is_empty() { (left_to_pay(&guest, &due)) }
            @if !contacts.is_empty() { (people(&guest, &contacts)) }
            @if !paid.is_empty() { (payments(&guest, &paid)) }
            @if let Some(section) = files.section(&guest, &customer.name) { (section.body) }
        }
    };
    visit.page(&customer.name, "customers", main).await
}

/// What is said of a customer's payments; nothing where that is not open.
fn papers<T: serde::de::DeserializeOwned>(
    answer: Result<String, ReadError>,
) -> Result<Listed<T>, Stop> {
    match answer {
        Ok(body) => read(&body),
        Err(ReadError::NotFound | ReadError::NotAllowed) => read(r#"{"items":[],"next":null}"#),
        Err(error) => Err(error.into()),
    }
}

fn facts(guest: &Guest, customer: &Customer) -> Markup {
    let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let amounts = |all: &[Money]| {
        let said: Vec<String> = all
            .iter()
            .map(|money| guest.texts.money(&money.amount, &money.currency))
            .collect();
        said.join(" · ")
    };
    html! {
        dl class="facts-dl" {
            @if let Some(address) = given(&customer.address) { div { dt { (guest.say("my-company-address")) } dd class="said" { (address) } } }
            @if let Some(email) = given(&customer.email) { div { dt { (guest.say("my-company-email")) } dd { a href={ "mailto:" (email) } { (email) } } } }
            @if let Some(phone) = given(&customer.phone) { div { dt { (guest.say("my-company-phone")) } dd { (phone) } } }
            @if let Some(site) = given(&customer.website) { div { dt { (guest.say("my-company-website")) } dd {
                @if site.starts_with("https://") || site.starts_with("http://") { a href=(site) rel="noreferrer" { (site) } } @else { (site) }
            } } }
            @if let Some(industry) = given(&customer.industry) { div { dt { (guest.say("my-company-industry")) } dd { (industry) } } }
            @if let Some(tax_id) = given(&customer.tax_id) { div { dt { (guest.say("my-company-tax-id")) } dd { (tax_id) } } }
            @if let Some(limit) = &customer.credit_limit { div { dt { (guest.say("my-company-credit-limit")) } dd { (guest.texts.money(&limit.amount, &limit.currency)) } } }
            @if let Some(balance) = &customer.balance { div { dt { (guest.say("my-company-balance")) } dd {
                @if balance.is_empty() { (guest.say("my-company-nothing-left")) } @else { (amounts(balance)) }
            } } }
            @if let Some(company) = &customer.company { div { dt { (guest.say("my-company-company")) } dd {
                @match &company.id { Some(id) => a href=(guest.at(&format!("customers/{id}"))) { (company.name) }, None => (company.name) }
            } } }
            @if let Some(manager) = &customer.account_manager { div { dt { (guest.company("my-company-manager")) } dd { (guest.person(manager)) } } }
        }
    }
}

fn people(guest: &Guest, contacts: &[Contact]) -> Markup {
    html! {
        section class="card" aria-labelledby="people-h" {
            div class="card-head" { h2 id="people-h" { (guest.say("my-company-contacts")) } }
            ul class="team" {
                @for contact in contacts {
                    @let about: Vec<&str> = [&contact.position, &contact.phone].into_iter().flatten().map(String::as_str).collect();
                    li { (face(&contact.name, "")) p {
                        strong { (contact.name) }
                        @if !about.is_empty() { br; small class="faint" { (about.join(" · ")) } }
                        @if let Some(email) = &contact.email { br; small { a href={ "mailto:" (email) } { (email) } } }
                    } }
                }
            }
        }
    }
}

fn amount(guest: &Guest, amount: Option<&str>, currency: Option<&str>) -> String {
    match (amount, currency) {
        (Some(amount), Some(currency)) => guest.texts.money(amount, currency),
        (Some(amount), None) => guest.texts.number(amount),
        (None, _) => String::new(),
    }
}

fn invoice(guest: &Guest, invoice: &crate::portal_page::Named) -> Markup {
    let id = invoice.id.as_deref().unwrap_or_default();
    html! { a href=(guest.at(&format!("invoices/{id}"))) { (invoice.name) } }
}

fn left_to_pay(guest: &Guest, due: &[Due]) -> Markup {
    let heads = ["my-company-invoice", "page-due", "my-company-left"]
        .map(|key| guest.texts.say_with(key, &[]));
    html! {
        section class="card stack" aria-labelledby="due-h" {
            h2 id="due-h" { (guest.say("my-company-due")) }
            div class="sheet" { table class="data reflow" {
                caption class="vh" { (guest.say("my-company-due")) }
                thead { tr { th scope="col" { (heads[0]) } th scope="col" { (heads[1]) } th scope="col" class="end" { (heads[2]) } } }
                tbody { @for one in due { tr {
                    th scope="row" { (invoice(guest, &one.invoice)) }
                    td data-label=(heads[1]) {
                        @if let Some(day) = one.due_on { (guest.due(day, false)) }
                        @if let Some(days) = one.days_overdue.filter(|days| *days > 0) { " " small class="faint" { (guest.count("papers-late-by", usize::try_from(days).unwrap_or_default())) } }
                    }
                    td class="end" data-label=(heads[2]) { (amount(guest, one.balance.as_deref(), one.currency.as_deref())) }
                } } }
            } }
        }
    }
}

fn payments(guest: &Guest, paid: &[Paid]) -> Markup {
    let heads = [
        "my-company-paid-on",
        "my-company-invoice",
        "my-company-method",
        "my-company-amount",
    ]
    .map(|key| guest.texts.say_with(key, &[]));
    let method = paid.iter().any(|one| one.method.is_some());
    html! {
        section class="card stack" aria-labelledby="paid-h" {
            h2 id="paid-h" { (guest.say("my-company-payments")) }
            div class="sheet" { table class="data reflow" {
                caption class="vh" { (guest.say("my-company-payments")) }
                thead { tr { th scope="col" { (heads[0]) } th scope="col" { (heads[1]) } @if method { th scope="col" { (heads[2]) } } th scope="col" class="end" { (heads[3]) } } }
                tbody { @for one in paid { tr {
                    th scope="row" { @if let Some(day) = one.paid_on { (guest.time_of(day, &guest.long(day))) } @else { "–" } }
                    td data-label=(heads[1]) { (invoice(guest, &one.invoice)) }
                    @if method { td data-label=(heads[2]) { (one.method.as_deref().unwrap_or_default()) } }
                    td class="end" data-label=(heads[3]) { (amount(guest, one.amount.as_deref(), one.currency.as_deref())) }
                } } }
            } }
        }
    }
}
