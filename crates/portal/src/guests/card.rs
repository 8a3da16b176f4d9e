//! One guest's card: who they are, what they hold and until when, the mail they got.

use axum::extract::Path;
use maud::{Markup, html};
use store::mail::Queued;
use store::{GuestFacts, ReadError};

use super::available::{self, Colleague};
use super::customer::HeldOn;
use super::history::{self, Told};
use super::items::{self, Item};
use super::list::shares;
use super::view::{Guest, how_long, state, until};
use super::{letters, permissions};
use crate::frame::parts::{face, icon};
use crate::frame::{Paged, Stop, Visit, read};
use crate::sharing::{self, Role};
use crate::texts::{Day, Value};
use crate::workspace::digest;

/// Everything on a card.
struct Card {
    guest: Guest,
    facts: GuestFacts,
    roles: Vec<Role>,
    /// What they see of their customer, and of its related company.
    held: [Option<HeldOn>; 2],
    /// How many of the items live.
    living: usize,
    items: Vec<Item>,
    colleagues: Vec<Colleague>,
    history: Vec<Told>,
    mails: Vec<Queued>,
}

/// The card; with `?why=projects/ID`, why they see that.
pub(super) async fn show(Path((_, id)): Path<(String, String)>, mut visit: Visit) -> Paged {
    if let Some(why) = visit.asked("why").map(str::to_owned) {
        return sharing::why(visit, &id, &why).await;
    }
    if !visit.is_guest() && !visit.reader.viewer().administers() {
        return super::mine::show(visit, &id).await;
    }
    let guest = guest(&mut visit, &id).await?;
    let facts = visit.reader.guest_facts(&[&id]).await?.remove(&id);
    let facts = facts.unwrap_or_default();
    let roles = sharing::all_roles(&mut visit).await?;
    let mut items = items::load(&mut visit, &id, true).await?;
    let held = HeldOn::both(&mut visit, &facts, &items).await?;
    let living = items.len();
    items.extend(items::load(&mut visit, &id, false).await?);
    let card = Card {
        colleagues: available::colleagues(&mut visit).await?,
        history: history::load(&mut visit, &id, &roles).await?,
        mails: visit.reader.mails(Some(&id)).await?,
        guest,
        facts,
        roles,
        held,
        living,
        items,
    };
    let title = card.guest.called().to_owned();
    let main = card.draw(&visit);
    visit.page(&title, "guests", main).await
}

/// The way from the list over the card to a page about it.
pub(super) fn crumbs(visit: &Visit, guest: &Guest, here: &str) -> Markup {
    let texts = &visit.texts;
    html! {
        nav class="crumbs" aria-label=(texts.say("guests-here")) { ol {
            li { a href=(visit.at("guests")) { (texts.say("frame-guests")) } }
            li { a href=(visit.at(&format!("guests/{}", guest.id))) { (guest.called()) } }
            li aria-current="page" { (here) }
        } }
    }
}

/// A guest, for admins.
pub(super) async fn guest(visit: &mut Visit, id: &str) -> Result<Guest, Stop> {
    if visit.is_guest() {
        return Err(visit.not_shared());
    }
    match visit.reader.guest(id).await {
        Ok(body) => {
            let mut guest: Guest = read(&body)?;
            guest.seen = digest(&body);
            Ok(guest)
        }
        Err(ReadError::NotFound) => Err(visit.not_shared()),
        Err(error) => Err(error.into()),
    }
}

impl Card {
    fn address(&self, visit: &Visit) -> String {
        visit.at(&format!("guests/{}", self.guest.id))
    }

    fn draw(&self, visit: &Visit) -> Markup {
        let texts = &visit.texts;
        html! {
                   nav class="crumbs" aria-label=(texts.say("guests-here")) { ol {
                       li { a href=(visit.at("guests")) { (texts.say("frame-guests")) } }
                       li aria-current="page" { (self.guest.called()) }
                   } }
                   (self.head(visit))
                   @if !visit.reader.viewer().sharing_is_on() {
                       p class="notice attend" { (icon("lock")) span { (texts.say("guests-sharing-off")) } }
                   }
                   nav class="tabs" aria-label=(texts.say("guests-on-this-page")) { ul {
                       li { a href="#main-h" { (texts.say("guests-main")) } }
        li { a href="#perm" { (texts.say("guests-permissions")) } }
                       li { a href="#items" { (texts.say("guests-items")) span class="faint" { (self.living) } } }
                       li { a href="#users" { (texts.say("guests-users")) @if let Some(listed) = &self.guest.available_users { span class="faint" { (listed.len()) } } } }
                       li { a href="#history" { (texts.say("guests-history")) } }
                       li { a href="#mails" { (texts.say("frame-mail")) span class="faint" { (self.mails.len()) } } }
                   } }
                   (self.main(visit))
                   section class="section" id="perm" aria-labelledby="perm-h" {
                       (permissions::form(visit, &self.guest, &self.roles, &self.guest.holds(&self.roles)))
                   }
                   (items::section(visit, &self.guest, &self.roles, &self.items))
                   (available::section(visit, &self.guest, &self.colleagues))
                   (history::section(visit, &self.history))
                   (letters::section(visit, &self.mails))
               }
    }

    fn head(&self, visit: &Visit) -> Markup {
        let (texts, guest) = (&visit.texts, &self.guest);
        let address = self.address(visit);
        html! {
            div class="who" {
                (face(guest.called(), "l"))
                div {
                    h1 { (guest.called()) }
                    p class="row" {
                        (state(texts, guest, visit.now))
                        a href={ "mailto:" (guest.email) } { (guest.email) }
                        span class="faint" {
                            @match self.facts.last_seen {
                                Some(at) => (texts.say_with("guests-last-here-at", &[("when", Value::from(texts.moment(at, Day::Short, visit.today())))])),
                                None => (texts.say("guests-never-here")),
                            }
                        }
                    }
                }
                div class="push" {
                    @if guest.is("invited") { (self.press(visit, "invitation", "", "mail", &texts.say("guests-send-again"), "main")) }
                    @if guest.is("active") { (self.press(visit, "state", "suspended", "lock", &texts.say("guests-suspend"), "")) }
                    @if self.ends_soon(visit) {
                        (self.press(visit, "extend", "", "clock", &texts.say_with("guests-extend", &[("days", Value::from(sharing::DAYS))]), ""))
                    }
                    @if guest.is("suspended") { (self.press(visit, "state", "active", "check", &texts.say("guests-resume"), "main")) }
                    @if self.may_become_a_colleague() {
                        a class="btn" href={ (address) "/member" } { (icon("user")) (texts.say("guests-become")) }
                    }
                    @if !guest.is("removed") {
                        a class="btn risk" href={ (address) "/remove" } {
                            (icon("no"))
                            @if guest.is("invited") { (texts.say("guests-withdraw")) } @else { (texts.say("guests-remove")) }
                        }
                    }
                }
            }
        }
    }

    /// Whether they may be made a colleague now: not while they are suspended, nor an owner of a customer.
    fn may_become_a_colleague(&self) -> bool {
        let living = &self.items[..self.living];
        let owner = living.iter().any(|item| item.grant.is_owners());
        !owner && (self.guest.is("active") || self.guest.is("invited"))
    }

    /// Whether their whole access ends within a month, or has ended.
    fn ends_soon(&self, visit: &Visit) -> bool {
        let today = visit.today();
        let end = self.guest.expires_at.filter(|_| !self.guest.is("removed"));
        end.is_some_and(|end| (visit.texts.day_of(end) - today).get_days() <= 30)
    }

    fn press(
        &self,
        visit: &Visit,
        to: &str,
        value: &str,
        icon_name: &str,
        words: &str,
        class: &str,
    ) -> Markup {
        html! {
            form method="post" action={ (self.address(visit)) "/" (to) } class="inline-form" {
                (visit.csrf())
                button class={ "btn " (class) } type="submit" name="state" value=(value) { (icon(icon_name)) (words) }
            }
        }
    }

    fn main(&self, visit: &Visit) -> Markup {
        let (texts, guest, facts) = (&visit.texts, &self.guest, &self.facts);
        let pair = |label: String, value: Markup| html! { dt { (label) } dd { (value) } };
        let or_none = |text: Option<&str>| match text {
            Some(text) => html! { (text) },
            None => html! { span class="faint" { (texts.say("guests-not-known")) } },
        };
        let contact = facts.contact.as_ref();
        html! {
            section class="section" aria-labelledby="main-h" {
                div class="card-head" {
                    h2 id="main-h" { (texts.say("guests-main")) }
                    @if !guest.is("removed") { a href={ (self.address(visit)) "/edit" } { (texts.say("guests-edit")) } }
                }
                div class="grid-3" {
                    div class="card" { dl class="pairs" {
                        (pair(texts.say("guests-name"), html! { (guest.called()) }))
                        (pair(texts.say("guests-position"), or_none(contact.and_then(|one| one.position.as_deref()))))
                        (pair(texts.say("guests-phone"), or_none(contact.and_then(|one| one.phone.as_deref()))))
                        (pair(texts.say("guests-roles"), self.roles(visit)))
                        (self.clocks(visit))
                    } }
                    (self.customer(visit, contact.map(|one| one.name.as_str())))
                    div class="card" { dl class="pairs" {
                        dt { (texts.say("guests-company")) }
                        @match &self.held[1] {
                            Some(company) => (company.pairs(visit, guest, &self.roles)),
                            None => dd { span class="faint" { (texts.say("guests-no-customer")) } },
                        }
                        (pair(texts.say("guests-shared"), shares(visit, facts)))
                        (pair(texts.say("guests-signed-in"), html! { (texts.say_with("guests-sessions", &[("count", Value::from(facts.sessions))])) }))
                        (self.invited(visit))
                    } }
                }
            }
        }
    }

    /// When their whole access ends, and the first share of it.
    fn clocks(&self, visit: &Visit) -> Markup {
        let (texts, guest) = (&visit.texts, &self.guest);
        html! {
            dt { (texts.say("guests-ends")) }
            dd {
                @match guest.expires_at {
                    Some(end) => {
                        (texts.moment(sharing::last_moment(texts, end), Day::Long, visit.today())) " "
                        @if guest.is_over(visit.now) { span class="state off" { (icon("no")) (texts.say("guests-state-over")) } }
                    },
                    None => (texts.say("guests-no-end")),
                }
            }
            dt { (texts.say("guests-first-to-end")) }
            dd {
                @match self.facts.first_end {
                    Some(end) => (until(visit, Some(end))),
                    None => span class="faint" { (texts.say("guests-no-end-of-any")) },
                }
            }
        }
    }

    /// The customer that they are of, and what they see of it.
    fn customer(&self, visit: &Visit, contact: Option<&str>) -> Markup {
        let (texts, guest) = (&visit.texts, &self.guest);
        html! {
            div class="card" { dl class="pairs" {
                dt { (texts.say("guests-customer")) }
                @match &self.held[0] {
                    Some(held) => (held.pairs(visit, guest, &self.roles)),
                    None => dd { span class="faint" { (texts.say("guests-no-customer")) } },
                }
                dt { (texts.say("guests-contact")) }
                dd {
                    @match contact {
                        Some(name) => (name),
                        None => span class="faint" { (texts.say("guests-not-known")) },
                    }
                    @if !guest.is("removed") { " " a href={ (self.address(visit)) "/who" } { (texts.say("guests-who-set")) } }
                }
            } }
        }
    }

    /// Who invited them, and until when the link works.
    fn invited(&self, visit: &Visit) -> Markup {
        let (texts, facts) = (&visit.texts, &self.facts);
        let when = |at| texts.moment(at, Day::Long, visit.today());
        html! {
            @if facts.invited_at.is_some() || facts.invited_by.is_some() {
                dt { (texts.say("guests-invited-by")) }
                dd {
                    @if let Some(by) = &facts.invited_by { (by) }
                    @if let Some(at) = facts.invited_at { @if facts.invited_by.is_some() { ", " } (when(at)) }
                }
            }
            @if let Some(end) = facts.link_until.filter(|_| self.guest.is("invited")) {
                dt { (texts.say("guests-link-until")) }
                dd { (when(end)) }
            }
        }
    }

    /// Their roles, each with how long it lasts.
    fn roles(&self, visit: &Visit) -> Markup {
        let (texts, guest) = (&visit.texts, &self.guest);
        html! {
            @if guest.roles.is_empty() { (texts.say("guests-role-none")) }
            @for id in &guest.roles {
                @let role = self.roles.iter().find(|role| role.id == *id);
                span class="block" {
                    @match role {
                        Some(role) => {
                            a href=(visit.at(&format!("roles/{}", role.id))) { (sharing::role_name(texts, &role.name)) }
                            @if let Some(how) = how_long(visit, role) { " " span class="hint" { (how) } }
                        },
                        None => (id),
                    }
                }
            }
            @if guest.own().is_some() { span class="hint block" { (texts.say("guests-own-permissions")) } }
        }
    }
}
