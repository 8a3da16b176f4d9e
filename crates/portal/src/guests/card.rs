//! One guest's card: who they are, what they hold and until when, the mail they got.

use axum::extract::Path;
use maud::{Markup, html};
use store::mail::Queued;
use store::{GuestFacts, ReadError};

use super::list::shares;
use super::view::{Grant, Guest, state, until};
use crate::frame::parts::{face, icon};
use crate::frame::{Listed, Paged, Stop, Visit, read};
use crate::sharing::{self, On, Role};
use crate::texts::{Day, Value};

/// The most grants that a card lists.
const GRANTS: &str = "100";
/// The most mails that a card lists.
const MAILS: usize = 8;

/// A grant with the name of what it is on.
struct Item {
    grant: Grant,
    on: On,
    name: String,
}

/// Everything on a card.
struct Card {
    guest: Guest,
    facts: GuestFacts,
    roles: Vec<Role>,
    living: Vec<Item>,
    ended: Vec<Item>,
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
    let roles = sharing::all_roles(&mut visit).await?;
    let living = items(&mut visit, &id, true).await?;
    let ended = items(&mut visit, &id, false).await?;
    let mails = visit.reader.mails(Some(&id)).await?;
    let card = Card {
        guest,
        facts: facts.unwrap_or_default(),
        roles,
        living,
        ended,
        mails,
    };
    let title = card.guest.called().to_owned();
    let main = card.draw(&visit);
    visit.page(&title, "guests", main).await
}

/// A text as it stands in an address.
fn coded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// A guest, for admins.
pub(super) async fn guest(visit: &mut Visit, id: &str) -> Result<Guest, Stop> {
    if visit.is_guest() {
        return Err(visit.not_shared());
    }
    match visit.reader.guest(id).await {
        Ok(body) => read(&body),
        Err(ReadError::NotFound) => Err(visit.not_shared()),
        Err(error) => Err(error.into()),
    }
}

async fn items(visit: &mut Visit, guest: &str, living: bool) -> Result<Vec<Item>, Stop> {
    let live = if living { "true" } else { "false" };
    let question = [
        ("filter[to]", guest),
        ("filter[live]", live),
        ("limit", GRANTS),
        ("sort", "-starts_at"),
    ];
    let question = question.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let grants: Listed<Grant> = read(&visit.reader.grants(&question).await?)?;
    let mut items = Vec::with_capacity(grants.items.len());
    for grant in grants.items {
        let Some(on) = grant.item() else { continue };
        // What was deleted since is not worth a row.
        if let Some(name) = sharing::name_of(visit, &on).await? {
            items.push(Item { grant, on, name });
        }
    }
    Ok(items)
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
                li { a href="#items" { (texts.say("guests-items")) span class="faint" { (self.living.len()) } } }
                li { a href="#mails" { (texts.say("frame-mail")) span class="faint" { (self.mails.len()) } } }
            } }
            (self.main(visit))
            (self.items(visit))
            (self.letters(visit))
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
        let when = |at| texts.moment(at, Day::Long, visit.today());
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
                    } }
                    div class="card" { dl class="pairs" {
                        (pair(texts.say("guests-customer"), html! {
                            @match &facts.customer {
                                Some((id, name)) => a href=(visit.at(&format!("customers/{id}"))) { (name) },
                                None => span class="faint" { (texts.say("guests-no-customer")) },
                            }
                        }))
                        (pair(texts.say("guests-contact"), or_none(contact.map(|one| one.name.as_str()))))
                        (pair(texts.say("guests-shared"), shares(visit, facts)))
                        (pair(texts.say("guests-signed-in"), html! { (texts.say_with("guests-sessions", &[("count", Value::from(facts.sessions))])) }))
                    } }
                    div class="card" { dl class="pairs" {
                        (pair(texts.say("guests-ends"), html! {
                            @match guest.expires_at {
                                Some(end) => { (when(sharing::last_moment(texts, end))) " " @if guest.is_over(visit.now) { span class="state off" { (icon("no")) (texts.say("guests-state-over")) } } },
                                None => (texts.say("guests-no-end")),
                            }
                        }))
                        (pair(texts.say("guests-first-to-end"), html! {
                            @match facts.first_end {
                                Some(end) => (until(visit, Some(end))),
                                None => span class="faint" { (texts.say("guests-no-end-of-any")) },
                            }
                        }))
                        @if facts.invited_at.is_some() || facts.invited_by.is_some() {
                            (pair(texts.say("guests-invited-by"), html! {
                                @if let Some(by) = &facts.invited_by { (by) }
                                @if let Some(at) = facts.invited_at { @if facts.invited_by.is_some() { ", " } (when(at)) }
                            }))
                        }
                        @if let Some(end) = facts.link_until.filter(|_| guest.is("invited")) {
                            (pair(texts.say("guests-link-until"), html! { (when(end)) }))
                        }
                    } }
                }
            }
        }
    }

    fn roles(&self, visit: &Visit) -> Markup {
        let (texts, guest) = (&visit.texts, &self.guest);
        let names: Vec<String> = guest
            .roles
            .iter()
            .map(|id| {
                let role = self.roles.iter().find(|role| role.id == *id);
                let name = sharing::role_name(texts, role.map_or(id, |role| &role.name));
                match role {
                    Some(role) if !role.alive => {
                        texts.say_with("guests-role-off", &[("role", Value::from(name))])
                    }
                    _ => name,
                }
            })
            .collect();
        html! {
            @if names.is_empty() { (texts.say("guests-role-none")) } @else { (names.join(", ")) }
            @if !guest.permissions.is_null() { span class="hint block" { (texts.say("guests-own-permissions")) } }
        }
    }

    fn items(&self, visit: &Visit) -> Markup {
        let texts = &visit.texts;
        let name = Value::from(self.guest.called());
        html! {
            section class="section" id="items" aria-labelledby="items-h" {
                div class="card-head" {
                    h2 id="items-h" { (texts.say("guests-items")) }
                    span class="faint" { (texts.say("guests-items-hint")) }
                    @if !self.guest.is("removed") {
                        a class="btn push" href=(visit.at(&format!("share?to={}&back={}", coded(&self.guest.email), self.address(visit)))) {
                            (icon("plus")) (texts.say("guests-share"))
                        }
                    }
                }
                @if self.living.is_empty() && self.ended.is_empty() {
                    p class="card quiet" { (texts.say("guests-nothing-yet")) }
                } @else {
                    div class="sheet" { table class="data reflow far" {
                        caption class="vh" { (texts.say_with("guests-items-of", &[("name", name)])) }
                        thead { tr {
                            th scope="col" { (texts.say("guests-item")) }
                            th scope="col" { (texts.say("guests-with")) }
                            th scope="col" { (texts.say("guests-since")) }
                            th scope="col" { (texts.say("guests-until")) }
                            td {}
                        } }
                        tbody {
                            @for item in self.living.iter().chain(&self.ended) { (self.item(visit, item)) }
                        }
                    } }
                }
            }
        }
    }

    fn item(&self, visit: &Visit, item: &Item) -> Markup {
        let texts = &visit.texts;
        let (grant, on) = (&item.grant, &item.on);
        let living = grant.revoked_at.is_none()
            && grant.expires_at.is_none_or(|end| end > visit.now)
            && grant.starts_at.is_none_or(|start| start <= visit.now);
        let to_come =
            grant.starts_at.is_some_and(|start| start > visit.now) && grant.revoked_at.is_none();
        let name = html! { span class="vh" { " " (item.name) } };
        let back = self.address(visit);
        let email = coded(&self.guest.email);
        let change = visit.at(&format!("share?on={}&to={email}&back={back}", on.path()));
        let owner = grant.role.as_deref() == Some("L90") && grant.permissions.is_null();
        html! {
            tr {
                th scope="row" {
                    a href=(on.page(visit)) { (item.name) } " "
                    small {
                        (sharing::kind(texts, on.module))
                        @if let Some(notes) = &grant.notes { " · " (notes) }
                    }
                }
                td data-label=(texts.say("guests-with")) {
                    (grant.made_with(texts, &self.roles))
                    @if let Some(days) = grant.days_back { span class="hint block" { (texts.say_with("guests-days-back", &[("days", Value::from(days))])) } }
                }
                td data-label=(texts.say("guests-since")) {
                    @if let Some(start) = grant.starts_at {
                        @if to_come { span class="state attend" { (icon("clock")) (texts.say_with("guests-from", &[("when", Value::from(texts.moment(start, Day::Short, visit.today())))])) } }
                        @else { span class="nowrap" { (texts.day(texts.day_of(start), Day::Short, visit.today())) } }
                    }
                }
                td data-label=(texts.say("guests-until")) {
                    (until(visit, grant.revoked_at.filter(|at| *at <= visit.now).or(grant.expires_at)))
                }
                td class="acts end" {
                    @if living || to_come {
                        @if living { (super::mine::extend(visit, &back, on, &grant.id, &item.name, grant.expires_at)) }
                        @if owner { span { (texts.say("guests-owner")) } }
                        @else { a href=(change) { (texts.say("guests-change")) (name) } " " }
                        a href={ (back) "?why=" (on.path()) } { (texts.say("share-why")) (name) } " "
                        @if !owner {
                            a class="risk-link" href=(visit.at(&format!("share/end?grant={}&on={}&back={back}", grant.id, on.path()))) { (texts.say("share-end")) (name) }
                        }
                    } @else if !self.guest.is("removed") {
                        a href=(change) { (texts.say("guests-open-again")) (name) }
                    }
                }
            }
        }
    }

    fn letters(&self, visit: &Visit) -> Markup {
        let texts = &visit.texts;
        html! {
            section class="section" id="mails" aria-labelledby="mails-h" {
                div class="card-head" {
                    h2 id="mails-h" { (texts.say("guests-mails")) }
                    @if self.mails.len() > MAILS { a class="push" href=(visit.at("mail")) { (texts.say("guests-all-mails")) } }
                }
                @if self.mails.is_empty() {
                    p class="card quiet" { (texts.say("guests-no-mails")) }
                } @else {
                    ol class="card log" {
                        @for mail in self.mails.iter().take(MAILS) {
                            li {
                                time datetime=(mail.created_at) { (texts.moment(mail.created_at, Day::Short, visit.today())) }
                                div {
                                    p { (super::letters::kind(texts, mail.kind)) " " (super::letters::fate(texts, mail.state)) }
                                    @if let Some(reason) = &mail.reason { p class="hint" { (reason) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
