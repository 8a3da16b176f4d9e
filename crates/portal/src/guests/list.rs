//! The table of guests: who they are, what is shared with them, when they were here, when it ends.

use maud::{Markup, html};
use std::collections::HashMap;
use store::GuestFacts;

use super::view::{Guest, state, until_day};
use crate::frame::parts::{face, icon};
use crate::frame::{Listed, Paged, Stop, Visit, read};
use crate::sharing;
use crate::texts::{Day, Value};
use crate::workspace::{Address, pager, sortable};

const STATES: [&str; 4] = ["active", "invited", "suspended", "removed"];

/// The list.
pub(super) async fn show(mut visit: Visit) -> Paged {
    if visit.is_guest() {
        return Err(visit.not_shared());
    }
    if !visit.reader.viewer().administers() {
        return Err(Stop::NotAllowed);
    }
    let address = Address::of(&visit);
    let chosen = STATES
        .into_iter()
        .find(|state| *state == address.asked("state"));
    let sort = match address.asked("sort") {
        sort @ ("-name" | "state" | "-state" | "expires_at" | "-expires_at") => sort.to_owned(),
        _ => "name".to_owned(),
    };
    let mut question = vec![("limit", "50"), ("count", "true"), ("sort", sort.as_str())];
    question.extend(chosen.map(|state| ("filter[state]", state)));
    for name in ["q", "cursor"] {
        let asked = address.asked(name);
        question.extend((!asked.is_empty()).then_some((name, asked)));
    }
    let question: Vec<_> = question
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let guests: Listed<Guest> = read(&visit.reader.guests(&question).await?)?;
    let ids: Vec<&str> = guests.items.iter().map(|guest| guest.id.as_str()).collect();
    let facts = visit.reader.guest_facts(&ids).await?;
    let places = places(&mut visit).await?;
    let title = visit.texts.say("frame-guests");
    let main = drawn(&visit, &address, chosen, &sort, &guests, &facts, places);
    visit.page(&title, "guests", main).await
}

/// How many places are taken, and how many there are.
async fn places(visit: &mut Visit) -> Result<(i64, Option<i64>), Stop> {
    #[derive(serde::Deserialize)]
    struct Plan {
        plan: Option<String>,
    }
    let question = [("limit", "1"), ("count", "true")];
    let question = question.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let taken: Listed<serde_json::Value> = read(&visit.reader.guests(&question).await?)?;
    let plan: Plan = read(&visit.reader.settings().await?)?;
    let places = sharing::places(plan.plan.as_deref());
    Ok((taken.count.unwrap_or_default(), places))
}

fn drawn(
    visit: &Visit,
    address: &Address,
    chosen: Option<&str>,
    sort: &str,
    guests: &Listed<Guest>,
    facts: &HashMap<String, GuestFacts>,
    (taken, places): (i64, Option<i64>),
) -> Markup {
    let texts = &visit.texts;
    let tab = |state: &str, words: String| {
        let current = chosen.unwrap_or_default() == state;
        html! {
            li { a href=(address.with(&[("state", state), ("cursor", "")])) aria-current=[current.then_some("page")] { (words) } }
        }
    };
    let found = [("count", Value::from(guests.count.unwrap_or_default()))];
    html! {
        div class="head" {
            h1 { (texts.say("frame-guests")) }
            @if let Some(places) = places {
                span class="faint" { (texts.say_with("share-places", &[("used", Value::from(taken)), ("places", Value::from(places))])) }
            }
            a class="btn main" href=(visit.at("guests/new")) { (icon("plus")) (texts.say("guests-invite")) }
        }
        nav class="tabs" aria-label=(texts.say("guests-by-state")) {
            ul {
                (tab("", texts.say("guests-all")))
                (tab("active", texts.say("guests-state-active")))
                (tab("invited", texts.say("guests-state-invited")))
                (tab("suspended", texts.say("guests-state-suspended")))
                (tab("removed", texts.say("guests-state-removed")))
            }
        }
        form class="filters" method="get" action=(visit.path) role="search" {
            (address.kept(&["q"]))
            label class="vh" for="q" { (texts.say("guests-find")) }
            input class="input" id="q" type="search" name="q" value=(address.asked("q")) placeholder=(texts.say("guests-find"));
            button class="btn" type="submit" { (texts.say("guests-show")) }
            span class="push faint" { (texts.say_with("guests-found", &found)) }
        }
        @if guests.items.is_empty() {
            p class="card quiet" { (texts.say(if address.asked("q").is_empty() { "guests-none" } else { "guests-none-found" })) }
        } @else {
            div class="sheet" {
                table class="data reflow far" {
                    caption class="vh" { (texts.say("frame-guests")) }
                    thead { tr {
                        (sortable(address, sort, "name", &texts.say("guests-guest")))
                        th scope="col" { (texts.say("guests-customer")) }
                        (sortable(address, sort, "state", &texts.say("guests-state")))
                        th scope="col" { (texts.say("guests-shared")) }
                        th scope="col" { (texts.say("guests-last-here")) }
                        (sortable(address, sort, "expires_at", &texts.say("guests-ends")))
                        td {}
                    } }
                    tbody { @for guest in &guests.items {
                        (row(visit, address, guest, &facts.get(&guest.id).cloned().unwrap_or_default()))
                    } }
                }
            }
        }
        (pager(address, !address.asked("cursor").is_empty(), guests.next.as_deref(), &texts.say("guests-pages"),
            [&texts.say("guests-first"), &texts.say("guests-next")]))
    }
}

fn row(visit: &Visit, address: &Address, guest: &Guest, facts: &GuestFacts) -> Markup {
    let texts = &visit.texts;
    let card = visit.at(&format!("guests/{}", guest.id));
    html! {
        tr {
            th class="name" scope="row" {
                span class="person" { (face(guest.called(), "s")) span { a href=(card) { (guest.called()) } small { (guest.email) } } }
            }
            td data-label=(texts.say("guests-customer")) {
                @if let Some((id, name)) = &facts.customer { a href=(visit.at(&format!("customers/{id}"))) { (name) } }
                @else { span class="faint" { (texts.say("guests-no-customer")) } }
            }
            td data-label=(texts.say("guests-state")) { (state(texts, guest, visit.now)) }
            td data-label=(texts.say("guests-shared")) { (shares(visit, facts)) }
            td data-label=(texts.say("guests-last-here")) { (last_here(visit, guest, facts)) }
            td data-label=(texts.say("guests-ends")) {
                @if guest.expires_at.is_some() || facts.first_end.is_none() { (until_day(visit, guest.expires_at)) }
                @else { span class="faint block" { (texts.say("guests-first-end")) } (until_day(visit, facts.first_end)) }
            }
            td class="acts" {
                @if guest.is("invited") {
                    form method="post" action={ (card) "/invitation" } class="inline-form" {
                        (visit.csrf())
                        input type="hidden" name="back" value=(address.text());
                        button class="link-btn" type="submit" { (texts.say("guests-send-again")) span class="vh" { " " (guest.called()) } }
                    }
                    " "
                    a class="risk-link" href={ (card) "/remove" } { (texts.say("guests-withdraw")) span class="vh" { " " (guest.called()) } }
                }
            }
        }
    }
}

/// How much is shared, by kind: `2 projects, 1 task`.
pub(super) fn shares(visit: &Visit, facts: &GuestFacts) -> Markup {
    let texts = &visit.texts;
    let words: Vec<String> = facts
        .holds
        .iter()
        .map(|(module, count)| sharing::counted(texts, *module, *count))
        .collect();
    html! {
        @if words.is_empty() { span class="faint" { (texts.say("guests-nothing")) } }
        @else { (words.join(", ")) }
    }
}

/// When they were here last; for those who are invited, since when, and until when their link works.
fn last_here(visit: &Visit, guest: &Guest, facts: &GuestFacts) -> Markup {
    let texts = &visit.texts;
    let when = |at| texts.day(texts.day_of(at), Day::Short, visit.today());
    html! {
        @match (facts.last_seen, facts.invited_at) {
            (Some(seen), _) => (when(seen)),
            (None, Some(invited)) if guest.is("invited") => span class="faint" { (texts.say_with("guests-invited-at", &[("when", Value::from(when(invited)))])) },
            _ => span class="faint" { (texts.say("guests-never-here")) },
        }
    }
}
