//! The list of orders: each column only where something in it is open, so that one without prices is a whole one.

use access::Module;
use maud::{Markup, html};

use super::view::{Line, Order};
use crate::frame::{Paged, Visit};
use crate::portal_page::{Filter, Guest, crumbs, empty, filters, more, narrow};
use crate::tasks::{under_projects, view::UnderProjects};

/// How many lines of an order a list shows.
const LINES: usize = 3;

/// Every order that is shared with the reader, the last first.
pub(super) async fn list(mut visit: Visit) -> Paged {
    let status = match visit.asked("show") {
        Some("open") => Some("new,confirmed,shipped"),
        Some("delivered") => Some("delivered"),
        _ => None,
    };
    let (words, cursor) = (
        visit.asked("q").map(str::to_owned),
        visit.asked("cursor").map(str::to_owned),
    );
    let mut plain = vec![("limit", "50")];
    plain.extend(words.as_deref().map(|words| ("q", words)));
    plain.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
    let mut question = plain.clone();
    question.extend(status.map(|status| ("filter[status]", status)));
    let sorts = ["-ordered_on", "number"];
    let found = under_projects(&mut visit, Module::Orders, &sorts, &question, None).await?;
    let orders: UnderProjects<Order> = match found {
        Some(orders) => orders,
        None => under_projects(&mut visit, Module::Orders, &sorts, &plain, None)
            .await?
            .unwrap_or(UnderProjects::none()),
    };
    let guest = Guest::of(&visit);
    let first = cursor.is_none() && !narrow(&visit);
    let comes = orders.items.iter().find(|order| first && order.comes());
    let choices = [
        ("", guest.say("orders-show-all")),
        ("open", guest.say("orders-show-open")),
        ("delivered", guest.say("orders-delivered")),
    ];
    let stated =
        visit.asked("show").is_some() || orders.items.iter().any(|order| order.status.is_some());
    let filter = stated.then(|| Filter {
        label: guest.say("orders-which"),
        choices: &choices,
    });
    let title = guest.say("frame-orders");
    let main = html! {
        (crumbs(&guest, &[], &title))
        header class="title" { h1 { (title) } }
        div class="flow" {
            @if let Some(order) = comes { (on_its_way(&guest, order)) }
            (filters(&guest, &visit, &guest.say("orders-find"), filter))
            @if orders.items.is_empty() { (empty(&guest, &visit, &guest.say("orders-none"))) }
            @else { (table(&guest, &orders.items)) }
            @if let Some(more) = more(&guest, &visit, orders.next.as_deref()) { (more) }
        }
    };
    visit.page(&title, "orders", main).await
}

/// The order that comes next.
fn on_its_way(guest: &Guest, order: &Order) -> Markup {
    let named = [("number", order.number.as_str().into())];
    let lines = order.lines.as_deref().unwrap_or_default();
    let parcel: Vec<String> = lines.iter().map(|line| line.words(guest)).collect();
    html! {
        section class="card" aria-labelledby="way" {
            div class="card-head" {
                h2 id="way" { (guest.texts.say_with("orders-on-its-way", &named)) }
                @if let Some(day) = order.delivery_on {
                    @let given = [("day", guest.day(day).into())];
                    " " span class="push" { (guest.state("attend", "clock", &guest.texts.say_with(if day < guest.today { "orders-expected" } else { "orders-arrives" }, &given))) }
                }
            }
            dl class="facts-dl" {
                @if let Some(day) = order.ordered_on { div { dt { (guest.say("orders-ordered")) } dd { (guest.time_of(day, &guest.long(day))) } } }
                @if let Some(place) = &order.ship_to { div { dt { (guest.say("orders-going-to")) } dd { (place) } } }
                @if !parcel.is_empty() { div { dt { (guest.say("orders-parcel")) } dd { (parcel.join(", ")) } } }
            }
        }
    }
}

fn table(guest: &Guest, orders: &[Order]) -> Markup {
    let any = |shows: fn(&Order) -> bool| orders.iter().any(shows);
    let ordered = any(|order| order.ordered_on.is_some());
    let delivery = any(|order| order.delivery_on.is_some());
    let products = any(|order| order.lines.is_some());
    let total = any(|order| order.total.is_some());
    let status = any(|order| order.status.is_some());
    let heads = [
        "orders-order",
        "orders-ordered",
        "orders-delivery",
        "orders-products",
        "orders-total",
        "orders-status",
    ]
    .map(|key| guest.texts.say_with(key, &[]));
    let shown = [true, ordered, delivery, products, total, status];
    html! {
        div class="sheet" {
            table class="data reflow" {
                caption class="vh" { (guest.say("orders-caption")) }
                thead { tr {
                    @for (n, head) in heads.iter().enumerate() { @if shown[n] { th scope="col" class=[(n == 4).then_some("end")] { (head) } } }
                } }
                tbody { @for order in orders { tr {
                    th scope="row" { a href=(guest.at(&format!("orders/{}", order.id))) { (order.number) } }
                    @if ordered { td data-label=(heads[1]) { @if let Some(day) = order.ordered_on { (guest.time_of(day, &guest.long(day))) } } }
                    @if delivery { td data-label=(heads[2]) { @if let Some(day) = order.delivery_on { (guest.time_of(day, &guest.brief(day))) } } }
                    @if products { td class="wide" data-label=(heads[3]) { (what(guest, order.lines.as_deref().unwrap_or_default())) } }
                    @if total { td class="end" data-label=(heads[4]) { @if let Some(total) = &order.total { (order.money(guest, total)) } } }
                    @if status { td class="mark" data-label=(heads[5]) { (order.state(guest)) } }
                } } }
            }
        }
    }
}

fn what(guest: &Guest, lines: &[Line]) -> Markup {
    let more = lines.len().saturating_sub(LINES);
    html! {
        @for (n, line) in lines.iter().take(LINES).enumerate() { @if n > 0 { br; } (line.words(guest)) }
        @if more > 0 { br; small class="faint" { (guest.count("orders-more-lines", more)) } }
    }
}
