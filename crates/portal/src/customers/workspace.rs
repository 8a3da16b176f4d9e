//! The staff's list of customers.

use access::Module;
use maud::{Markup, html};
use serde::Deserialize;
use store::Share;

use crate::frame::parts::{icon, person};
use crate::frame::{Listed, Paged, Visit};
use crate::projects::table::indicator;
use crate::workspace::{Address, Money, Named, Rights, pager, sortable};

/// A customer as a row.
#[derive(Clone, Debug, Deserialize)]
struct Row {
    id: String,
    name: String,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    balance: Vec<Money>,
    #[serde(default)]
    account_manager: Option<Named>,
}

/// The list.
pub(super) async fn list(mut visit: Visit) -> Paged {
    let rights = Rights::of(&visit);
    let all = rights.reads_everything();
    let sort = Address::of(&visit).sort(all, "name");
    let (q, cursor) = (
        visit.asked("q").map(str::to_owned),
        visit.asked("cursor").map(str::to_owned),
    );
    let mut question = vec![("limit", "50")];
    if !sort.is_empty() {
        question.push(("sort", sort.as_str()));
    }
    question.extend(q.as_deref().map(|q| ("q", q)));
    question.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
    let listed: Listed<Row> = visit.list(Module::Customers, &question).await?;
    let ids: Vec<&str> = listed.items.iter().map(|row| row.id.as_str()).collect();
    let shares = if all {
        visit
            .reader
            .shared_with(Module::Customers, Some(&ids))
            .await?
    } else {
        Vec::new()
    };
    let texts = &visit.texts;
    let address = Address::of(&visit);
    let sorts =
        |field: &str, key: &str| sortable(&address, &sort, field, &texts.say_with(key, &[]));
    let main = html! {
        div class="head" {
            h1 { (texts.say("frame-customers")) }
            @if rights.makes_records() { a class="btn main" href=(visit.at("customers/new")) { (icon("plus")) (texts.say("customers-new")) } }
        }
        form class="filters" role="search" aria-label=(texts.say("work-this-list")) {
            (address.kept(&["q"]))
            label class="vh" for="f-q" { (texts.say("work-find")) }
            input class="input" id="f-q" type="search" name="q" value=(address.asked("q")) placeholder=(texts.say("work-find")) data-key="/";
            button class="btn" type="submit" { (texts.say("work-show")) }
            @if address.is_narrowed() { a href=(address.with(&[("q", ""), ("cursor", "")])) { (texts.say("work-show-all")) } }
        }
        @if listed.items.is_empty() {
            div class="card empty" { p { (texts.say(if address.is_narrowed() { "customers-none-fit" } else { "customers-none" })) } }
        } @else {
            div class="sheet" { table class="data reflow far" {
                caption class="vh" { (texts.say("frame-customers")) }
                thead { tr {
                    (sorts("name", "work-name"))
                    (sorts("email", "customers-email"))
                    (sorts("phone", "customers-phone"))
                    @if all { th scope="col" { (texts.say("staff-projects-col-shared")) } }
                    th scope="col" { (texts.say("customers-manager")) }
                    th class="end" scope="col" { (texts.say("customers-balance")) }
                } }
                tbody { @for row in &listed.items { (line(&visit, row, all.then_some(&shares))) } }
            } }
        }
        (pager(&address, cursor.is_some(), listed.next.as_deref(), &texts.say("work-pages"),
            [&texts.say("work-first-page"), &texts.say("work-next-page")]))
    };
    let title = texts.say("frame-customers");
    visit.page(&title, "customers", main).await
}

fn line(visit: &Visit, row: &Row, shares: Option<&Vec<Share>>) -> Markup {
    let texts = &visit.texts;
    let address = format!("{}/{}", visit.at("customers"), row.id);
    let nil = |there: bool| (!there).then_some("nil");
    html! {
        tr id={ "row-" (row.id) } data-row {
            th class="name" scope="row" {
                a href=(address) { (row.name) }
                @if row.kind.as_deref() == Some("person") { " " small { (texts.say("customers-person")) } }
            }
            td class=[nil(row.email.is_some())] data-label=(texts.say("customers-email")) { @if let Some(email) = &row.email { a href={ "mailto:" (email) } { (email) } } }
            td class={ "nowrap" @if row.phone.is_none() { " nil" } } data-label=(texts.say("customers-phone")) { @if let Some(phone) = &row.phone { (phone) } }
            @if let Some(shares) = shares {
                @let shares: Vec<&Share> = shares.iter().filter(|share| share.on == row.id).collect();
                td data-label=(texts.say("staff-projects-col-shared")) { (indicator(visit, &shares, &format!("{address}#access"), &texts.say("work-not-shared"))) }
            }
            td class=[nil(row.account_manager.is_some())] data-label=(texts.say("customers-manager")) { @if let Some(manager) = &row.account_manager { (person(&manager.name)) } }
            td class={ "end nowrap" @if row.balance.is_empty() { " nil" } } data-label=(texts.say("customers-balance")) {
                @for sum in &row.balance { span class="block" { (texts.money(&sum.amount, &sum.currency)) } }
            }
        }
    }
}
