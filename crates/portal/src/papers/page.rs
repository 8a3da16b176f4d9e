//! One invoice or estimate: a sheet of paper, which prints alone, and beside it how it stands.

use maud::{Markup, html};

use super::rows::{address, name};
use super::sums::{Taxed, by_rate};
use super::view::{Kind, Line, Paper, Payment};
use crate::files::Files;
use crate::frame::parts::{door, icon};
use crate::frame::{Listed, Paged, Visit};
use crate::portal_page::{Comment, Guest, Named, Section, comments, crumbs, sections};
use crate::texts::Value;

/// One paper.
pub(super) async fn show(mut visit: Visit, kind: Kind, id: &str) -> Paged {
    let module = kind.module();
    let paper: Paper = visit.item(module, id).await?;
    let payments: Option<Listed<Payment>> = if paper.holds("payments") {
        visit
            .related(module, id, "payments", &[("limit", "200")])
            .await?
    } else {
        None
    };
    let made: Option<Listed<Paper>> = if paper.holds("invoice") {
        visit
            .related(module, id, "invoice", &[("limit", "20")])
            .await?
    } else {
        None
    };
    let open = paper.holds("files");
    let files = Files::of(&mut visit, (module, id), open, &paper.can).await?;
    let said: Option<Listed<Comment>> = if paper.holds("comments") {
        visit
            .related(module, id, "comments", &[("limit", "200")])
            .await?
    } else {
        None
    };
    let above = sections::above(&mut visit, module, id).await?;
    let payments = payments.map(|listed| listed.items).unwrap_or_default();
    let made = made.map(|listed| listed.items).unwrap_or_default();
    let guest = Guest::of(&visit);
    let form = sections::say_more(
        &visit,
        &guest,
        &paper.can,
        &format!("{}/{id}/comments", module.name()),
    );
    let title = name(&guest, kind, &paper);
    let up = match kind {
        Kind::Invoice => guest.say("frame-invoices"),
        Kind::Estimate => guest.say("frame-estimates"),
    };
    let below: Vec<Section> = files
        .section(&guest, &paper.number)
        .into_iter()
        .chain(comments(&guest, said.as_ref(), form))
        .collect();
    let main = html! {
        (crumbs(&guest, &[(guest.at(module.name()), up)], &paper.number))
        div class="beside" {
            div class="flow" {
                (sheet(&guest, kind, &paper, &payments, above.as_ref()))
                @for section in &below { div class="no-print" { (section.body) } }
            }
            aside class="flow no-print stick" aria-label=(guest.say("papers-beside")) {
                (standing(&guest, kind, &paper))
                @if !payments.is_empty() { (paid(&guest, &paper, &payments)) }
                @if !made.is_empty() { (made_of_it(&guest, &made)) }
            }
        }
    };
    visit.page(&title, module.name(), main).await
}

fn sheet(
    guest: &Guest,
    kind: Kind,
    paper: &Paper,
    payments: &[Payment],
    above: Option<&Named>,
) -> Markup {
    let day = |key: &str, day: Option<jiff::civil::Date>| {
        let name = guest.texts.say_with(key, &[]);
        html! { @if let Some(day) = day { div { dt { (name) } dd { (guest.time_of(day, &guest.long(day))) } } } }
    };
    html! {
        article class="card doc" aria-labelledby="paper" {
            header class="doc-head" {
                div {
                    h1 id="paper" { (name(guest, kind, paper)) }
                    @if let Some(project) = above { p class="quiet" { (project.name) } }
                }
                p { (door(&guest.company.slug, false)) }
                address {
                    @if let Some(customer) = &paper.customer { span class="faint small" { (guest.say("papers-for")) } br; strong { (customer.name) } }
                }
                address { span class="faint small" { (guest.say("papers-from")) } br; strong { (guest.company.name) } }
                dl class="facts-dl" {
                    (day("papers-issued", paper.issued_on))
                    (day("papers-pay-by", paper.due_on))
                    (day("papers-valid", paper.valid_until))
                    @if let Some(left) = paper.left() { div { dt { (guest.say("papers-left")) } dd { (paper.money(guest, left)) } } }
                }
            }
            @if let Some(lines) = paper.lines.as_deref().filter(|lines| !lines.is_empty()) { (table(guest, paper, lines)) }
            (sums(guest, paper, payments))
            @if paper.left().is_some() { p class="quiet small" { (guest.texts.say_with("papers-reference", &[("number", Value::from(paper.number.as_str()))])) } }
        }
    }
}

fn table(guest: &Guest, paper: &Paper, lines: &[Line]) -> Markup {
    let taxed = lines.iter().any(|line| line.tax_rate.is_some());
    let heads = [
        "papers-line",
        "papers-quantity",
        "papers-price",
        "papers-tax-rate",
        "papers-amount",
    ]
    .map(|key| guest.texts.say_with(key, &[]));
    let money =
        |amount: &Option<String>| amount.as_deref().map(|amount| paper.money(guest, amount));
    html! {
        div class="sheet" {
            table class="data reflow" {
                caption class="vh" { (guest.say("papers-lines")) }
                thead { tr {
                    th scope="col" { (heads[0]) }
                    th scope="col" class="end" { (heads[1]) }
                    th scope="col" class="end" { (heads[2]) }
                    @if taxed { th scope="col" class="end" { (heads[3]) } }
                    th scope="col" class="end" { (heads[4]) }
                } }
                tbody {
                    @for line in lines {
                        tr {
                            th scope="row" { (line.description.as_deref().unwrap_or_default()) }
                            td class="end" data-label=(heads[1]) { (line.quantity.as_deref().map(|quantity| guest.texts.number(quantity)).unwrap_or_default()) }
                            td class="end" data-label=(heads[2]) { (money(&line.unit_price).unwrap_or_default()) }
                            @if taxed { td class="end" data-label=(heads[3]) { (line.tax_rate.as_deref().map(|rate| percent(guest, rate)).unwrap_or_default()) } }
                            td class="end" data-label=(heads[4]) { (money(&line.amount).unwrap_or_default()) }
                        }
                    }
                }
            }
        }
    }
}

/// `0.19` as `19%`.
pub(crate) fn percent(guest: &Guest, rate: &str) -> String {
    let (whole, part) = rate.split_once('.').unwrap_or((rate, ""));
    let digits = format!("{part:0<2}");
    let hundreds = format!("{whole}{}", &digits[..2]);
    let hundreds = hundreds.trim_start_matches('0');
    let rest = digits[2..].trim_end_matches('0');
    let hundreds = if hundreds.is_empty() { "0" } else { hundreds };
    let number = if rest.is_empty() {
        hundreds.to_owned()
    } else {
        format!("{hundreds}.{rest}")
    };
    format!("{}%", guest.texts.number(&number))
}

fn sums(guest: &Guest, paper: &Paper, payments: &[Payment]) -> Markup {
    let money = |amount: &str| paper.money(guest, amount);
    let rates = paper.lines.as_deref().map(by_rate).unwrap_or_default();
    let shows = [
        &paper.subtotal,
        &paper.tax,
        &paper.total,
        &paper.paid,
        &paper.balance,
    ];
    if shows.iter().all(|amount| amount.is_none()) {
        return html! {};
    }
    let tax = |one: &Taxed| {
        let given = [
            ("rate", Value::from(percent(guest, &one.rate))),
            ("sum", Value::from(money(&one.sum))),
        ];
        guest.texts.say_with("papers-tax-on", &given)
    };
    html! {
        dl class="sums" {
            @if let Some(subtotal) = &paper.subtotal { dt { (guest.say("papers-subtotal")) } dd { (money(subtotal)) } }
            @if let Some(whole) = &paper.tax {
                @if rates.is_empty() { dt { (guest.say("papers-tax")) } dd { (money(whole)) } }
                @for one in &rates { dt { (tax(one)) } dd { (money(&one.tax)) } }
            }
            @if let Some(total) = &paper.total { dt class="top-rule" { (guest.say("papers-total")) } dd class="top-rule" { strong { (money(total)) } } }
            @if payments.is_empty() {
                @if let Some(paid) = paper.paid.as_deref().filter(|paid| super::view::positive(paid)) { dt { (guest.say("papers-paid-so-far")) } dd { (money(&negative(paid))) } }
            } @else {
                @for payment in payments {
                    @if let Some(amount) = &payment.amount {
                        dt { (on_day(guest, payment)) } dd { (money(&negative(amount))) }
                    }
                }
            }
            @if let Some(balance) = paper.balance.as_deref().filter(|_| paper.status.as_deref() != Some("void")) {
                dt class="due top-rule" { (guest.say("papers-left")) } dd class="due top-rule" { (money(balance)) }
            }
        }
    }
}

fn negative(amount: &str) -> String {
    amount
        .strip_prefix('-')
        .map_or_else(|| format!("-{amount}"), str::to_owned)
}

fn on_day(guest: &Guest, payment: &Payment) -> String {
    match payment.paid_on {
        Some(day) => {
            let given = [("day", Value::from(guest.long(day)))];
            guest.texts.say_with("papers-paid-on", &given)
        }
        None => guest.say("papers-paid"),
    }
}

/// How it stands, and what to do about it.
fn standing(guest: &Guest, kind: Kind, paper: &Paper) -> Markup {
    let arrived = paper
        .paid
        .as_deref()
        .zip(paper.total.as_deref())
        .filter(|(paid, total)| {
            super::view::positive(paid) && super::view::positive(total) && paper.left().is_some()
        });
    let left = paper
        .due_on
        .filter(|_| paper.to_pay())
        .map(|day| guest.days_to(day));
    html! {
        div class="card stack" {
            p { (paper.state(guest, kind)) }
            @if let Some(days) = left { p { (days_left(guest, days)) } }
            @if let Some((paid, total)) = arrived {
                @let given = [("paid", Value::from(paper.money(guest, paid))), ("total", Value::from(paper.money(guest, total)))];
                p { (guest.texts.say_with("papers-arrived", &given)) }
                progress max=(total) value=(paid) aria-label=(guest.say("papers-paid-so-far")) { (paper.money(guest, paid)) }
            }
            p class="small faint" { (guest.say("papers-prints")) }
        }
    }
}

fn days_left(guest: &Guest, days: i32) -> String {
    let (key, days) = match days {
        0 => ("papers-due-today", 0),
        1.. => ("papers-due-in", days),
        _ => ("papers-late-by", -days),
    };
    let days = usize::try_from(days).unwrap_or_default();
    guest.count(key, days)
}

fn paid(guest: &Guest, paper: &Paper, payments: &[Payment]) -> Markup {
    html! {
        section class="card" aria-labelledby="pay" {
            h2 id="pay" { (guest.say("papers-payments")) }
            ul class="activity" {
                @for payment in payments {
                    @let about: Vec<String> = payment.paid_on.map(|day| guest.long(day)).into_iter().chain(payment.method.clone()).collect();
                    li { (icon("check")) p { strong { (payment.amount.as_deref().map(|amount| paper.money(guest, amount)).unwrap_or_default()) } br; small { (about.join(", ")) } } }
                }
            }
        }
    }
}

fn made_of_it(guest: &Guest, made: &[Paper]) -> Markup {
    html! {
        section class="card" aria-labelledby="made" {
            h2 id="made" { (guest.say("papers-made-of-it")) }
            ul class="activity" {
                @for invoice in made {
                    li { (icon("invoice")) p {
                        a href=(address(guest, Kind::Invoice, invoice)) { (name(guest, Kind::Invoice, invoice)) }
                        br; small { (invoice.state(guest, Kind::Invoice)) }
                    } }
                }
            }
        }
    }
}
