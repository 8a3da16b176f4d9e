//! A project's finances, where they are open: what came in, what it cost, work that was ordered.

use access::Module;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;

use super::view::Project;
use crate::frame::{Listed, Stop, Visit};
use crate::portal_page::{Guest, Section};

/// A revenue or an expense.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Entry {
    on: Option<Date>,
    description: Option<String>,
    amount: Option<String>,
    currency: Option<String>,
}

/// Work that was ordered.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct WorkOrder {
    number: Option<String>,
    status: Option<String>,
    scheduled_on: Option<Date>,
    description: Option<String>,
}

/// What is open of a project's finances.
#[derive(Default)]
pub(super) struct Ledger {
    revenues: Option<Listed<Entry>>,
    expenses: Option<Listed<Entry>>,
    orders: Option<Listed<WorkOrder>>,
}

impl Ledger {
    /// Asks for what is open.
    pub(super) async fn ask(visit: &mut Visit, project: &Project) -> Result<Ledger, Stop> {
        let id = project.id.as_str();
        let all = [("limit", "100")];
        let mut ledger = Ledger::default();
        if project.holds("revenues") {
            ledger.revenues = visit
                .related(Module::Projects, id, "revenues", &all)
                .await?;
        }
        if project.holds("expenses") {
            ledger.expenses = visit
                .related(Module::Projects, id, "expenses", &all)
                .await?;
        }
        if project.holds("work_orders") {
            ledger.orders = visit
                .related(Module::Projects, id, "work_orders", &all)
                .await?;
        }
        Ok(ledger)
    }
}

/// The section; nothing where there is nothing.
pub(super) fn section(guest: &Guest, ledger: &Ledger) -> Option<Section> {
    let parts: Vec<Markup> = [
        entries(guest, "my-project-revenues", ledger.revenues.as_ref()),
        entries(guest, "my-project-expenses", ledger.expenses.as_ref()),
        orders(guest, ledger.orders.as_ref()),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        return None;
    }
    let title = guest.say("my-project-finances");
    let body = html! {
        section class="card stack" id="finances" aria-labelledby="finances-h" {
            h2 id="finances-h" { (title) }
            @for part in &parts { (part) }
        }
    };
    Some(Section {
        id: "finances",
        title,
        count: None,
        body,
    })
}

fn entries(guest: &Guest, name: &str, listed: Option<&Listed<Entry>>) -> Option<Markup> {
    let listed = listed.filter(|listed| !listed.items.is_empty())?;
    let name = guest.texts.say_with(name, &[]);
    let heads = ["my-project-on", "my-project-for", "my-project-amount"]
        .map(|key| guest.texts.say_with(key, &[]));
    Some(html! {
        h3 { (name) }
        div class="sheet" { table class="data reflow" {
            caption class="vh" { (name) }
            thead { tr { th scope="col" { (heads[1]) } th scope="col" { (heads[0]) } th scope="col" class="end" { (heads[2]) } } }
            tbody { @for entry in &listed.items { tr {
                th scope="row" { (entry.description.as_deref().unwrap_or(&name)) }
                td data-label=(heads[0]) { @if let Some(day) = entry.on { (guest.time_of(day, &guest.brief(day))) } }
                td class="end" data-label=(heads[2]) { (money(guest, entry)) }
            } } }
        } }
        @if listed.next.is_some() { p class="faint small" { (guest.say("my-project-more-entries")) } }
    })
}

fn money(guest: &Guest, entry: &Entry) -> String {
    match (&entry.amount, &entry.currency) {
        (Some(amount), Some(currency)) => guest.texts.money(amount, currency),
        (Some(amount), None) => guest.texts.number(amount),
        (None, _) => String::new(),
    }
}

fn orders(guest: &Guest, listed: Option<&Listed<WorkOrder>>) -> Option<Markup> {
    let listed = listed.filter(|listed| !listed.items.is_empty())?;
    let name = guest.say("my-project-work-orders");
    let heads = [
        "my-project-number",
        "my-project-on",
        "my-project-for",
        "my-project-status",
    ]
    .map(|key| guest.texts.say_with(key, &[]));
    Some(html! {
        h3 { (name) }
        div class="sheet" { table class="data reflow" {
            caption class="vh" { (name) }
            thead { tr { @for head in &heads { th scope="col" { (head) } } } }
            tbody { @for order in &listed.items { tr {
                th scope="row" { (order.number.as_deref().unwrap_or("·")) }
                td data-label=(heads[1]) { @if let Some(day) = order.scheduled_on { (guest.time_of(day, &guest.brief(day))) } }
                td data-label=(heads[2]) class="wide" { (order.description.as_deref().unwrap_or_default()) }
                td data-label=(heads[3]) { (order.status.as_deref().unwrap_or_default()) }
            } } }
        } }
        @if listed.next.is_some() { p class="faint small" { (guest.say("my-project-more-entries")) } }
    })
}
