//! One order.

use access::Module;
use maud::{Markup, html};

use super::view::{Line, Order};
use crate::files::Files;
use crate::frame::{Paged, Visit};
use crate::portal_page::{Guest, crumbs};

/// One order.
pub(super) async fn show(mut visit: Visit, id: &str) -> Paged {
    let order: Order = visit.item(Module::Orders, id).await?;
    let open = order.holds("files");
    let files = Files::of(&mut visit, (Module::Orders, id), open, &order.can).await?;
    let guest = Guest::of(&visit);
    let named = [("number", order.number.as_str().into())];
    let title = guest.texts.say_with("orders-named", &named);
    let main = html! {
        (crumbs(&guest, &[(guest.at("orders"), guest.say("frame-orders"))], &order.number))
        header class="title" {
            div class="row" { h1 { (title) } (order.state(&guest)) }
            dl class="facts-dl" {
                @if let Some(day) = order.ordered_on { div { dt { (guest.say("orders-ordered")) } dd { (guest.time_of(day, &guest.long(day))) } } }
                @if let Some(day) = order.delivery_on { div { dt { (guest.say("orders-delivery")) } dd { (guest.time_of(day, &guest.day(day))) } } }
                @if let Some(place) = order.ship_to.as_deref().filter(|place| !place.is_empty()) { div { dt { (guest.say("orders-going-to")) } dd { (place) } } }
                @if let Some(customer) = &order.customer { div { dt { (guest.say("papers-for")) } dd { (customer.name) } } }
                @if let Some(project) = &order.project { div { dt { (guest.say("page-project")) } dd {
                    @match &project.id { Some(id) => a href=(guest.at(&format!("projects/{id}"))) { (project.name) }, None => (project.name) }
                } } }
                @if let Some(total) = &order.total { div { dt { (guest.say("orders-total")) } dd { (order.money(&guest, total)) } } }
            }
        }
        div class="flow" {
            @if let Some(lines) = order.lines.as_deref().filter(|lines| !lines.is_empty()) { (table(&guest, &order, lines)) }
            @if let Some(section) = files.section(&guest, &order.number) { (section.body) }
        }
    };
    visit.page(&title, "orders", main).await
}

fn table(guest: &Guest, order: &Order, lines: &[Line]) -> Markup {
    let price = lines.iter().any(|line| line.unit_price.is_some());
    let discount = lines
        .iter()
        .any(|line| line.discount.as_deref().is_some_and(|part| part != "0"));
    let amount = lines.iter().any(|line| line.amount.is_some());
    let heads = [
        "orders-product",
        "orders-quantity",
        "orders-price",
        "orders-discount",
        "orders-amount",
    ]
    .map(|key| guest.texts.say_with(key, &[]));
    let money = |amount: &Option<String>| {
        amount
            .as_deref()
            .map(|amount| order.money(guest, amount))
            .unwrap_or_default()
    };
    let shown = [true, true, price, discount, amount];
    html! {
        div class="sheet" {
            table class="data reflow" {
                caption class="vh" { (guest.say("orders-products")) }
                thead { tr { @for (n, head) in heads.iter().enumerate() { @if shown[n] { th scope="col" class=[(n > 0).then_some("end")] { (head) } } } } }
                tbody { @for line in lines { tr {
                    th scope="row" { (line.product.as_deref().unwrap_or_default()) }
                    td class="end" data-label=(heads[1]) { (line.quantity.as_deref().map(|quantity| guest.texts.number(quantity)).unwrap_or_default()) }
                    @if price { td class="end" data-label=(heads[2]) { (money(&line.unit_price)) } }
                    @if discount { td class="end" data-label=(heads[3]) { (line.discount.as_deref().filter(|part| *part != "0").map(|part| crate::papers::percent(guest, part)).unwrap_or_default()) } }
                    @if amount { td class="end" data-label=(heads[4]) { (money(&line.amount)) } }
                } } }
            }
        }
    }
}
