//! What is shared with a guest, item by item, each with its own end.

use axum::extract::Path;
use jiff::Timestamp;
use maud::{Markup, html};
use serde_json::json;
use store::{ReadError, WriteError};

use super::card::guest;
use super::view::{Grant, Guest, until};
use crate::frame::parts::icon;
use crate::frame::{Listed, Paged, Posted, Stop, Visit, read, see};
use crate::sharing::{self, On, Role};
use crate::texts::{Day, Value};
use crate::workspace::{Form, Saved, digest, moment, saved, sent_back, with_more};

/// The most grants that a card lists.
const GRANTS: &str = "100";

/// A grant with the name of what it is on.
pub(super) struct Item {
    pub(super) grant: Grant,
    pub(super) on: On,
    pub(super) name: String,
}

impl Item {
    /// Whether it lives now, or begins later.
    pub(super) fn lasts(&self, now: Timestamp) -> bool {
        self.grant.revoked_at.is_none() && self.grant.expires_at.is_none_or(|end| end > now)
    }

    fn is_to_come(&self, now: Timestamp) -> bool {
        self.grant.starts_at.is_some_and(|start| start > now)
    }
}

/// Those that live, or those that do not, the newest first.
pub(super) async fn load(visit: &mut Visit, guest: &str, living: bool) -> Result<Vec<Item>, Stop> {
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

/// A text as it stands in an address.
fn coded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// The section of the card.
pub(super) fn section(visit: &Visit, guest: &Guest, roles: &[Role], items: &[Item]) -> Markup {
    let texts = &visit.texts;
    let name = Value::from(guest.called());
    let card = visit.at(&format!("guests/{}", guest.id));
    html! {
        section class="section" id="items" aria-labelledby="items-h" {
            div class="card-head" {
                h2 id="items-h" { (texts.say("guests-items")) }
                span class="faint" { (texts.say("guests-items-hint")) }
                @if !guest.is("removed") {
                    a class="btn push" href=(visit.at(&format!("share?to={}&back={card}", coded(&guest.email)))) {
                        (icon("plus")) (texts.say("guests-share"))
                    }
                }
            }
            @if items.is_empty() {
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
                    tbody { @for item in items { (row(visit, guest, &card, roles, item)) } }
                } }
            }
        }
    }
}

fn row(visit: &Visit, guest: &Guest, card: &str, roles: &[Role], item: &Item) -> Markup {
    let texts = &visit.texts;
    let (grant, on) = (&item.grant, &item.on);
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
                (grant.made_with(texts, roles))
                @if let Some(days) = grant.days_back { span class="hint block" { (texts.say_with("guests-days-back", &[("days", Value::from(days))])) } }
            }
            td data-label=(texts.say("guests-since")) {
                @if let Some(start) = grant.starts_at {
                    @if item.is_to_come(visit.now) { span class="state attend" { (icon("clock")) (texts.say_with("guests-from", &[("when", Value::from(texts.moment(start, Day::Short, visit.today())))])) } }
                    @else { span class="nowrap" { (texts.day(texts.day_of(start), Day::Short, visit.today())) } }
                }
            }
            td data-label=(texts.say("guests-until")) {
                (until(visit, grant.revoked_at.filter(|at| *at <= visit.now).or(grant.expires_at)))
            }
            td class="acts end" { (acts(visit, guest, card, item)) }
        }
    }
}

fn acts(visit: &Visit, guest: &Guest, card: &str, item: &Item) -> Markup {
    let texts = &visit.texts;
    let (grant, on) = (&item.grant, &item.on);
    let name = html! { span class="vh" { " " (item.name) } };
    let email = coded(&guest.email);
    let change = visit.at(&format!("share?on={}&to={email}&back={card}", on.path()));
    html! {
        @if item.lasts(visit.now) {
            @if grant.is_owners() { span { (texts.say("guests-owner")) } " " }
            @else {
                (super::mine::extend(visit, card, on, &grant.id, &item.name, grant.expires_at))
                a href={ (card) "/items/" (grant.id) } { (texts.say("guests-set-end")) (name) } " "
                a href=(change) { (texts.say("guests-change")) (name) } " "
            }
            a href={ (card) "?why=" (on.path()) } { (texts.say("share-why")) (name) } " "
            @if !grant.is_owners() {
                a class="risk-link" href=(visit.at(&format!("share/end?grant={}&on={}&back={card}", grant.id, on.path()))) { (texts.say("share-end")) (name) }
            }
        } @else if !guest.is("removed") {
            a href=(change) { (texts.say("guests-open-again")) (name) }
        }
    }
}

/// One grant of a guest, which lasts and is no owner's, with what tells whether it is still as it was seen.
async fn one(visit: &mut Visit, id: &str, grant: &str) -> Result<(Guest, Item, String), Stop> {
    let guest = guest(visit, id).await?;
    let body = match visit.reader.grant(grant).await {
        Ok(body) => body,
        Err(ReadError::NotFound) => return Err(visit.not_shared()),
        Err(error) => return Err(error.into()),
    };
    let grant: Grant = read(&body)?;
    let on = grant.item().ok_or_else(|| visit.not_shared())?;
    let name = sharing::name_of(visit, &on).await?;
    let name = name.ok_or_else(|| visit.not_shared())?;
    let item = Item { grant, on, name };
    let fits = item.grant.to == guest.id && item.lasts(visit.now) && !item.grant.is_owners();
    if fits {
        Ok((guest, item, digest(&body)))
    } else {
        Err(visit.not_shared())
    }
}

/// The form that sets the end of one.
pub(super) async fn edit(
    Path((_, id, grant)): Path<(String, String, String)>,
    mut visit: Visit,
) -> Paged {
    let (guest, item, seen) = one(&mut visit, &id, &grant).await?;
    let form = Form::new()
        .with("ends", moment::field(&visit, item.grant.expires_at))
        .with("notes", item.grant.notes.as_deref().unwrap_or_default())
        .with("seen", seen);
    page(visit, &guest, &item, &form).await
}

/// Saves it.
pub(super) async fn save(
    Path((_, id, grant)): Path<(String, String, String)>,
    Posted { mut visit, fields }: Posted,
) -> Paged {
    let (guest, item, there) = one(&mut visit, &id, &grant).await?;
    let mut form = Form::sent(&fields);
    let mut body = json!({"notes": fields.given("notes")});
    match moment::read(&visit, fields.text("ends")) {
        Ok(Some(end)) if end <= visit.now => form.wrong("ends", visit.texts.say("guests-end-over")),
        Err(_) => form.wrong("ends", visit.texts.say("guests-wrong-end")),
        // An end between two minutes stays as it is.
        Ok(_) if fields.text("ends") == moment::field(&visit, item.grant.expires_at) => {}
        Ok(end) => body["expires_at"] = json!(end.map(|end| end.to_string())),
    }
    if form.is_wrong() {
        return sent_back(page(visit, &guest, &item, &form).await);
    }
    let permit = visit.reader.may_manage_grants().await;
    let permit = permit.map_err(|error: WriteError| sharing::refused(&visit, error))?;
    let seen = fields.text("seen").to_owned();
    let still = move |json: &str| digest(json) == seen;
    let body = body.to_string();
    let away = visit.away();
    let answer = away
        .db()
        .change_grant(
            permit,
            &grant,
            Some(body.as_bytes()),
            Some(&still),
            away.now(),
        )
        .await;
    let visit = away.back().await?;
    match saved(&visit, &mut form, answer, &[("expires_at", "ends")])? {
        Saved::Done(_) => {
            let card = visit.at(&format!("guests/{id}#items"));
            Ok(see(&with_more(&card, &[("said", "guest-saved")])))
        }
        Saved::Again => {
            form.set("seen", there);
            sent_back(page(visit, &guest, &item, &form).await)
        }
    }
}

async fn page(visit: Visit, guest: &Guest, item: &Item, form: &Form) -> Paged {
    let texts = &visit.texts;
    let card = visit.at(&format!("guests/{}", guest.id));
    let named = [
        ("name", Value::from(guest.called())),
        ("item", Value::from(item.name.as_str())),
    ];
    let title = texts.say_with("guests-end-of", &named);
    let hint = texts.say_with(
        "guests-ends-hint",
        &[("zone", Value::from(moment::zone(&visit)))],
    );
    let main = html! {
        (super::card::crumbs(&visit, guest, &texts.say("guests-set-end")))
        div class="narrow" {
            h1 { (title) }
            (form.summary(texts))
            form class="card stack" method="post" action={ (card) "/items/" (item.grant.id) } novalidate {
                (visit.csrf())
                input type="hidden" name="seen" value=(form.value("seen"));
                (form.line_with("ends", &texts.say("guests-item-ends"), "datetime-local", false, Some(&hint)))
                (form.line_with("notes", &texts.say("guests-notes"), "text", false, Some(&texts.say("guests-notes-hint"))))
                div class="row" {
                    button class="btn main" type="submit" { (texts.say("guests-save")) }
                    a class="btn" href={ (card) "#items" } { (texts.say("share-cancel")) }
                }
            }
        }
    };
    visit.page(&title, "guests", main).await
}
