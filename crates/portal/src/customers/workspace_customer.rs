//! The staff's page of one customer.

use access::Module;
use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;
use store::Share;

use super::contacts::{self, Contact};
use crate::frame::parts::{face, icon, person, stage};
use crate::frame::{Listed, Paged, Visit};
use crate::projects::table::indicator;
use crate::texts::{Day, Value};
use crate::workspace::{Money, Named, Rights, StageOf, share_address};

/// A customer as its page reads it.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Customer {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) kind: Option<String>,
    #[serde(default)]
    pub(super) email: Option<String>,
    #[serde(default)]
    pub(super) phone: Option<String>,
    #[serde(default)]
    pub(super) address: Option<String>,
    #[serde(default)]
    pub(super) tax_id: Option<String>,
    #[serde(default)]
    pub(super) website: Option<String>,
    #[serde(default)]
    pub(super) industry: Option<String>,
    #[serde(default)]
    pub(super) credit_limit: Option<Money>,
    #[serde(default)]
    pub(super) balance: Vec<Money>,
    #[serde(default)]
    pub(super) account_manager: Option<Named>,
    #[serde(default)]
    pub(super) company: Option<Named>,
    #[serde(default)]
    pub(super) created_at: Option<Timestamp>,
}

#[derive(Clone, Debug, Deserialize)]
struct Project {
    id: String,
    name: String,
    #[serde(default)]
    stage: Option<StageOf>,
}

/// The page.
pub(super) async fn show(mut visit: Visit, id: &str) -> Paged {
    let customer: Customer = visit.item(Module::Customers, id).await?;
    let rights = Rights::of(&visit);
    let all = rights.reads_everything();
    let item = store::sharing::Item::of(Module::Customers, id);
    let may_share = all && visit.reader.may_share(&[item]).await.is_ok();
    let shares = if all {
        visit
            .reader
            .shared_with(Module::Customers, Some(&[id]))
            .await?
    } else {
        Vec::new()
    };
    let contacts: Option<Listed<Contact>> = visit
        .related(Module::Customers, id, "contacts", &[("limit", "200")])
        .await?;
    let newest: &[(&str, &str)] = if all {
        &[("limit", "50"), ("sort", "-created_at")]
    } else {
        &[("limit", "50")]
    };
    let projects: Option<Listed<Project>> = visit
        .related(Module::Customers, id, "projects", newest)
        .await?;
    let texts = &visit.texts;
    let at = format!("{}/{id}", visit.at("customers"));
    let named = [("name", Value::from(customer.name.as_str()))];
    let refs: Vec<&Share> = shares.iter().collect();
    let main = html! {
        nav class="crumbs" aria-label=(texts.say("work-you-are-here")) { ol {
            li { a href=(visit.at("customers")) { (texts.say("frame-customers")) } }
            li aria-current="page" { (customer.name) }
        } }
        div class="head" {
            div {
                h1 { (customer.name) }
                div class="row" {
                    span class="quiet" { (texts.say(if customer.kind.as_deref() == Some("person") { "customers-person" } else { "customers-company" })) }
                    @if all { (indicator(&visit, &refs, "#access", &texts.say("work-not-shared"))) }
                }
            }
            @if may_share { a class="btn main" href=(share_address(&visit, &format!("customers/{id}"), &at)) data-dialog data-key="s" { (icon("share")) (texts.say("work-share")) } }
            @if rights.makes_records() { a class="btn" href={ (at) "/edit" } data-key="e" { (icon("edit")) (texts.say("work-edit")) } }
            @if rights.deletes_records() { a class="icon-btn" href={ (at) "/delete" } aria-label=(texts.say_with("work-delete-named", &named)) { (icon("trash")) } }
        }
        div class="explain" {
            div class="flow" {
                @if let Some(contacts) = &contacts { (contacts::section(&visit, &at, &contacts.items, rights.makes_records())) }
                @if let Some(projects) = &projects { (self::projects(&visit, id, &projects.items, rights)) }
            }
            aside class="flow" aria-label=(texts.say("staff-project-beside")) {
                @if all { (access(&visit, id, &shares, rights)) }
                (about(&visit, &customer))
            }
        }
    };
    visit.page(&customer.name, "customers", main).await
}

fn projects(visit: &Visit, id: &str, projects: &[Project], rights: Rights) -> Markup {
    let texts = &visit.texts;
    html! {
        section class="card flush" aria-labelledby="projects-h" {
            div class="card-head" {
                h2 id="projects-h" { (texts.say("frame-projects")) }
                @if rights.makes_records() { a class="push" href={ (visit.at("projects/new")) "?customer=" (id) } { (texts.say("staff-projects-new")) } }
            }
            @if projects.is_empty() { p class="empty" { (texts.say("customers-no-projects")) } }
            @else { ul class="list tight" { @for one in projects {
                li {
                    p class="what" { a href={ (visit.at("projects")) "/" (one.id) } { (one.name) } }
                    @if let Some(at) = &one.stage { (stage(&at.name, at.color.as_deref())) }
                }
            } } }
        }
    }
}

/// Who outside sees it; admins attach guests here.
fn access(visit: &Visit, id: &str, shares: &[Share], rights: Rights) -> Markup {
    let texts = &visit.texts;
    let open: Vec<&Share> = shares.iter().filter(|share| share.open).collect();
    html! {
        section class="card flush" id="access" aria-labelledby="access-h" {
            div class="card-head" {
                h2 id="access-h" { (texts.say("staff-project-who")) }
                @if rights.administers() { a class="push" href={ (visit.at("guests/attach")) "?customer=" (id) } { (texts.say("guests-attach")) } }
            }
            @if open.is_empty() { p class="sub-text quiet" { (texts.say("staff-project-nobody")) } }
            @else { ul class="list tight" { @for share in open {
                li {
                    (face(&share.name, ""))
                    p class="what" {
                        @if rights.administers() { a href={ (visit.at("guests")) "/" (share.user) } { (share.name) } } @else { (share.name) }
                        " " small { (crate::projects::until(visit, share)) }
                    }
                }
            } } }
        }
    }
}

fn about(visit: &Visit, customer: &Customer) -> Markup {
    let (texts, today) = (&visit.texts, visit.today());
    html! {
        section class="card" aria-labelledby="about-h" {
            div class="card-head" { h2 id="about-h" { (texts.say("customers-about")) } }
            dl class="pairs" {
                @if let Some(email) = &customer.email { dt { (texts.say("customers-email")) } dd { a href={ "mailto:" (email) } { (email) } } }
                @if let Some(phone) = &customer.phone { dt { (texts.say("customers-phone")) } dd { (phone) } }
                @if let Some(address) = &customer.address { dt { (texts.say("customers-address")) } dd class="words" { (address) } }
                @if let Some(website) = &customer.website {
                    dt { (texts.say("customers-website")) }
                    dd {
                        @if website.starts_with("https://") || website.starts_with("http://") { a href=(website) rel="noreferrer" { (website) } }
                        @else { (website) }
                    }
                }
                @if let Some(industry) = &customer.industry { dt { (texts.say("customers-industry")) } dd { (industry) } }
                @if let Some(tax) = &customer.tax_id { dt { (texts.say("customers-tax-id")) } dd { (tax) } }
                @if let Some(company) = &customer.company {
                    dt { (texts.say("customers-related")) }
                    dd { @if let Some(id) = &company.id { a href={ (visit.at("customers")) "/" (id) } { (company.name) } } @else { (company.name) } }
                }
                @if let Some(manager) = &customer.account_manager { dt { (texts.say("customers-manager")) } dd { (person(&manager.name)) } }
                @if !customer.balance.is_empty() {
                    dt { (texts.say("customers-balance")) }
                    dd { @for sum in &customer.balance { span class="block" { (texts.money(&sum.amount, &sum.currency)) } } }
                }
                @if let Some(limit) = &customer.credit_limit { dt { (texts.say("customers-credit")) } dd { (texts.money(&limit.amount, &limit.currency)) } }
                @if let Some(made) = customer.created_at { dt { (texts.say("customers-since")) } dd { (texts.day(texts.day_of(made), Day::Short, today)) } }
            }
        }
    }
}
