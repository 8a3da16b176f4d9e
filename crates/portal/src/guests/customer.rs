//! What a guest sees of their customer and of its related company, and until when: each is a grant on it, beside its
//! external access table.

use access::roles::BuiltIn;
use access::{Bits, Facet, Module, Permissions, Sets};
use axum::extract::Path;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use store::GuestFacts;

use super::card::{crumbs, guest};
use super::items::{self, Item};
use super::view::{Grant, Guest, until};
use crate::frame::{Fields, Paged, Posted, Stop, Visit, see};
use crate::permissions::{Would, name};
use crate::sharing::{self, Role};
use crate::texts::{Texts, Value};
use crate::workspace::{Form, Named, Saved, digest, moment, saved, sent_back, with_more};

/// A customer, and what the guest holds on it.
pub(super) struct HeldOn {
    id: String,
    name: String,
    /// What is set here.
    grant: Option<Grant>,
    /// The row of its external access table.
    row: Option<Grant>,
}

#[derive(Deserialize)]
struct Customer {
    name: String,
    #[serde(default)]
    company: Option<Named>,
}

impl HeldOn {
    fn new(id: String, name: String, living: &[Item]) -> HeldOn {
        let on = |item: &&Item| item.on.module == Module::Customers && item.on.id == id;
        let find = |row: bool| {
            let found = living
                .iter()
                .filter(on)
                .find(|item| item.grant.level().is_some() == row);
            found.map(|item| item.grant.clone())
        };
        HeldOn {
            grant: find(false),
            row: find(true),
            id,
            name,
        }
    }

    /// The customer that a guest is of, and its related company.
    pub(super) async fn both(
        visit: &mut Visit,
        facts: &GuestFacts,
        living: &[Item],
    ) -> Result<[Option<HeldOn>; 2], Stop> {
        let Some((id, name)) = &facts.customer else {
            return Ok([None, None]);
        };
        let customer: Customer = visit.item(Module::Customers, id).await?;
        let company = customer
            .company
            .and_then(|company| Some(HeldOn::new(company.id?, company.name, living)));
        Ok([Some(HeldOn::new(id.clone(), name.clone(), living)), company])
    }

    /// As it stands on the card.
    pub(super) fn pairs(&self, visit: &Visit, guest: &Guest, roles: &[Role]) -> Markup {
        let texts = &visit.texts;
        html! {
            dd { a href=(visit.at(&format!("customers/{}", self.id))) { (self.name) } }
            dt { (texts.say("guests-of-sees")) }
            dd {
                @match &self.grant {
                    Some(grant) => (self.opened(texts, grant, roles)),
                    None => span class="faint" { (texts.say("guests-of-nothing")) },
                }
                @if !guest.is("removed") {
                    " " a href=(visit.at(&format!("guests/{}/of/{}", guest.id, self.id))) { (texts.say("guests-of-set")) span class="vh" { " " (self.name) } }
                }
            }
            @if let Some(grant) = &self.grant { dt { (texts.say("guests-until")) } dd { (until(visit, grant.expires_at)) } }
            @if let Some(row) = &self.row {
                dt { (texts.say("guests-level")) }
                dd { (level(texts, row)) }
            }
        }
    }

    fn opened(&self, texts: &Texts, grant: &Grant, roles: &[Role]) -> Markup {
        match own(grant).and_then(|own| own.module(Module::Customers)) {
            Some(sets) => {
                let words: Vec<String> = [Facet::Fields, Facet::Relations]
                    .into_iter()
                    .flat_map(|facet| {
                        sets.get(facet)
                            .names(Module::Customers, facet)
                            .map(move |one| (facet, one))
                    })
                    .map(|(facet, one)| name(texts, facet, one))
                    .collect();
                html! { @if words.is_empty() { (texts.say("would-name-alone")) } @else { (words.join(", ")) } }
            }
            None => html! { (grant.made_with(texts, roles)) },
        }
    }
}

/// The level of a row of the external access table: `L40`, and its name.
fn level(texts: &Texts, row: &Grant) -> Markup {
    let level = row.role.as_deref().unwrap_or_default();
    let name = sharing::role_name(texts, level);
    let name = name.strip_prefix(level).unwrap_or(&name);
    html! { span class="tag num" { (level) } (name) }
}

/// A grant's permissions of its own.
fn own(grant: &Grant) -> Option<Permissions> {
    let set = !grant.permissions.is_null();
    set.then(|| Permissions::read(&grant.permissions).ok())
        .flatten()
}

/// What the form of a customer is about.
struct About {
    guest: Guest,
    held: HeldOn,
    /// What tells whether the grant is still as it was seen; empty where there is none.
    seen: String,
}

async fn about(visit: &mut Visit, id: &str, customer: &str) -> Result<About, Stop> {
    let guest = guest(visit, id).await?;
    if guest.is("removed") {
        return Err(visit.not_shared());
    }
    let living = items::load(visit, id, true).await?;
    let named: Customer = visit.item(Module::Customers, customer).await?;
    let held = HeldOn::new(customer.to_owned(), named.name, &living);
    let seen = match &held.grant {
        Some(grant) => digest(&visit.reader.grant(&grant.id).await?),
        None => String::new(),
    };
    Ok(About { guest, held, seen })
}

/// The form.
pub(super) async fn edit(
    Path((_, id, customer)): Path<(String, String, String)>,
    mut visit: Visit,
) -> Paged {
    let about = about(&mut visit, &id, &customer).await?;
    let grant = about.held.grant.as_ref();
    let mut form = Form::new().with("seen", &about.seen).with(
        "ends",
        moment::field(&visit, grant.and_then(|grant| grant.expires_at)),
    );
    let held = grant.and_then(own);
    form.set("with", if held.is_some() { "names" } else { "role" });
    let sets = held.and_then(|held| held.module(Module::Customers));
    let sets = sets.or(BuiltIn::Client.permissions().module(Module::Customers));
    for facet in [Facet::Fields, Facet::Relations] {
        for one in sets
            .unwrap_or_default()
            .get(facet)
            .names(Module::Customers, facet)
        {
            form = form.with(facet.name(), one);
        }
    }
    page(visit, &about, &form, None).await
}

/// Saves it, or tells what it would change.
pub(super) async fn save(
    Path((_, id, customer)): Path<(String, String, String)>,
    Posted { mut visit, fields }: Posted,
) -> Paged {
    let about = about(&mut visit, &id, &customer).await?;
    let mut form = Form::sent(&fields);
    let before = about.held.grant.as_ref();
    let mut body = opens(&fields, before);
    match moment::read(&visit, fields.text("ends")) {
        Ok(Some(end)) if end <= visit.now => form.wrong("ends", visit.texts.say("guests-end-over")),
        Err(_) => form.wrong("ends", visit.texts.say("guests-wrong-end")),
        // An end between two minutes stays as it is.
        Ok(_)
            if fields.text("ends")
                == moment::field(&visit, before.and_then(|grant| grant.expires_at)) => {}
        Ok(end) => body["expires_at"] = json!(end.map(|end| end.to_string())),
    }
    if form.is_wrong() {
        return sent_back(page(visit, &about, &form, None).await);
    }
    if before.is_none() {
        body["to"] = json!(id);
        body["on"] = json!({"customer": customer});
    }
    if fields.text("do") == "preview" {
        let change = match before {
            Some(grant) => {
                body["grant"] = json!(grant.id);
                json!({"change": body})
            }
            None => json!({"grant": body}),
        };
        let (visit, told) = Would::ask(visit, &change).await?;
        let would = told.map_err(|error| sharing::refused(&visit, error))?;
        return page(visit, &about, &form, Some(would)).await;
    }
    let permit = visit.reader.may_manage_grants().await;
    let permit = permit.map_err(|error| sharing::refused(&visit, error))?;
    let seen = fields.text("seen").to_owned();
    let still = move |json: &str| digest(json) == seen;
    let bytes = body.to_string();
    let away = visit.away();
    let (db, now) = (away.db(), away.now());
    let answer = match before {
        Some(grant) => {
            db.change_grant(permit, &grant.id, Some(bytes.as_bytes()), Some(&still), now)
                .await
        }
        None => {
            db.create_grant(permit, Some(bytes.as_bytes()), None, now)
                .await
        }
    };
    let visit = away.back().await?;
    match saved(&visit, &mut form, answer, &[("expires_at", "ends")])? {
        Saved::Done(_) => {
            let card = visit.at(&format!("guests/{id}"));
            Ok(see(&with_more(&card, &[("said", "guest-saved")])))
        }
        Saved::Again => {
            form.set("seen", &about.seen);
            sent_back(page(visit, &about, &form, None).await)
        }
    }
}

/// What a form opens: the role, or the names that are ticked. What such a grant opens of other modules already stays;
/// a relation that is ticked opens its module as `Viewer` sees it.
fn opens(fields: &Fields, before: Option<&Grant>) -> Json {
    if fields.text("with") != "names" {
        return json!({"role": BuiltIn::Client.name(), "permissions": null});
    }
    let ticked = |facet: Facet| {
        let names = fields.all(facet.name());
        names
            .filter_map(|one| Module::Customers.bit(facet, one))
            .fold(Bits::NONE, |all, bit| all | bit)
    };
    let mut held = before.and_then(own).unwrap_or(Permissions::NOTHING);
    let sets = held.module_mut(Module::Customers);
    *sets = Sets {
        fields: ticked(Facet::Fields),
        relations: ticked(Facet::Relations),
        ..*sets
    };
    let relations = sets.relations;
    for module in Module::ALL {
        let leads = Module::Customers
            .bit(Facet::Relations, module.name())
            .is_some_and(|bit| relations.has(bit));
        if leads && held.module(module).is_none() {
            *held.module_mut(module) = BuiltIn::Viewer
                .permissions()
                .module(module)
                .unwrap_or_default();
        }
    }
    json!({"role": null, "permissions": held.write()})
}

async fn page(visit: Visit, about: &About, form: &Form, would: Option<Would>) -> Paged {
    let texts = &visit.texts;
    let (guest, held) = (&about.guest, &about.held);
    let card = visit.at(&format!("guests/{}", guest.id));
    let named = [
        ("name", Value::from(guest.called())),
        ("customer", Value::from(held.name.as_str())),
    ];
    let title = texts.say_with("guests-of-title", &named);
    let hint = texts.say_with(
        "guests-ends-hint",
        &[("zone", Value::from(moment::zone(&visit)))],
    );
    let with = form.value("with");
    let main = html! {
        (crumbs(&visit, guest, &held.name))
        div class="head" { h1 { (title) } }
        p class="intro quiet" { (texts.say_with("guests-of-says", &named)) }
        (form.summary(texts))
        @if let Some(would) = &would { (would.draw(texts)) }
        form class="card stack" method="post" action={ (card) "/of/" (held.id) } novalidate {
            (visit.csrf())
            input type="hidden" name="seen" value=(form.value("seen"));
            fieldset class="field" {
                legend { (texts.say("guests-of-with")) }
                div {
                    label class="check" {
                        input type="radio" name="with" value="role" checked[with != "names"];
                        span { (texts.say("guests-of-role")) span class="hint" { (texts.say("guests-of-role-hint")) } }
                    }
                    label class="check" {
                        input type="radio" name="with" value="names" checked[with == "names"];
                        span { (texts.say("guests-of-names")) }
                    }
                }
            }
            @for facet in [Facet::Fields, Facet::Relations] { (ticks(&visit, form, facet)) }
            (form.line_with("ends", &texts.say("guests-item-ends"), "datetime-local", false, Some(&hint)))
            div class="row" {
                button class="btn main" name="do" value="save" { (texts.say("guests-save")) }
                button class="btn" name="do" value="preview" { (texts.say("permissions-preview")) }
                a class="btn bare" href=(card) { (texts.say("share-cancel")) }
                @if let Some(grant) = held.grant.as_ref().filter(|grant| !grant.is_owners()) {
                    a class="btn risk push" href=(visit.at(&format!("share/end?grant={}&on=customers/{}&back={card}", grant.id, held.id))) { (texts.say("guests-of-detach")) }
                }
            }
        }
    };
    visit.page(&title, "guests", main).await
}

fn ticks(visit: &Visit, form: &Form, facet: Facet) -> Markup {
    let texts = &visit.texts;
    let cap = visit
        .reader
        .viewer()
        .ceiling()
        .module(Module::Customers)
        .unwrap_or_default();
    let capped = |one: &str| {
        Module::Customers
            .bit(facet, one)
            .is_some_and(|bit| !cap.get(facet).has(bit))
    };
    html! {
        fieldset class="field" {
            legend { @if facet == Facet::Fields { (texts.say("permissions-fields")) } @else { (texts.say("permissions-relations")) } }
            div class="ticks" { @for one in Module::Customers.entry().names(facet) {
                label class={ "check" @if capped(one) { " capped" } } {
                    input type="checkbox" name=(facet.name()) value=(one) checked[form.has(facet.name(), one)];
                    span { (name(texts, facet, one)) @if capped(one) { " " span class="hint" { (texts.say("permissions-capped")) } } }
                }
            } }
        }
    }
}
