//! What a guest holds where no share says it: from the roles, or set for them alone.

use access::Permissions;
use axum::extract::Path;
use axum::http::StatusCode;
use maud::{Markup, html};
use serde_json::{Value as Json, json};
use store::WriteError;

use super::card::{crumbs, guest};
use super::change::keep;
use super::view::Guest;
use crate::frame::parts::icon;
use crate::frame::{Fields, Paged, Posted, Visit, see};
use crate::permissions::{Matrix, Would, permissions};
use crate::sharing::{self, Role, Wrongs};
use crate::texts::{Texts, Value};
use crate::workspace::with_more;

/// The form with what is ticked in it.
pub(super) fn form(visit: &Visit, guest: &Guest, roles: &[Role], held: &Permissions) -> Markup {
    let texts = &visit.texts;
    let editable = !guest.is("removed");
    let matrix = Matrix {
        held,
        ceiling: Some(visit.reader.viewer().ceiling()),
        editable,
    };
    html! {
        form method="post" action=(visit.at(&format!("guests/{}/permissions", guest.id))) {
            (visit.csrf())
            input type="hidden" name="seen" value=(guest.seen);
            div class="card-head" {
                h2 id="perm-h" { (texts.say("guests-permissions")) }
                span class="faint" { (whence(texts, guest, roles)) }
                @if editable {
                    span class="push row" {
                        label class="vh" for="from" { (texts.say("guests-fill-from")) }
                        select class="select auto" id="from" name="from" {
                            @for role in roles.iter().filter(|role| !role.is_level()) {
                                option value=(role.id) selected[guest.roles.contains(&role.id)] { (sharing::role_name(texts, &role.name)) }
                            }
                        }
                        button class="btn" name="do" value="fill" { (texts.say("guests-fill")) }
                        button class="btn" name="do" value="preview" { (texts.say("permissions-preview")) }
                        button class="btn main" name="do" value="save" { (texts.say("permissions-save")) }
                        @if guest.own().is_some() { button class="btn bare" name="do" value="roles" { (texts.say("guests-back-to-roles")) } }
                    }
                }
            }
            (matrix.draw(texts, guest.called()))
        }
    }
}

/// Where what they hold comes from.
fn whence(texts: &Texts, guest: &Guest, roles: &[Role]) -> String {
    let name = ("name", Value::from(guest.called()));
    if guest.own().is_some() {
        return texts.say_with("guests-from-card", &[name]);
    }
    let named = |id: &String| {
        let role = roles.iter().find(|role| role.id == *id);
        sharing::role_name(texts, role.map_or(id, |role| &role.name))
    };
    let names: Vec<String> = match guest.roles.as_slice() {
        [] => vec![sharing::role_name(texts, "Viewer")],
        some => some.iter().map(named).collect(),
    };
    let roles = [
        ("roles", Value::from(names.join(", "))),
        ("count", Value::from(names.len())),
        name,
    ];
    texts.say_with("guests-from-roles", &roles)
}

/// The form on a page of its own.
pub(super) async fn edit(Path((_, id)): Path<(String, String)>, mut visit: Visit) -> Paged {
    let guest = guest(&mut visit, &id).await?;
    let roles = sharing::all_roles(&mut visit).await?;
    let held = guest.holds(&roles);
    page(visit, &guest, &held, None, &Wrongs::default()).await
}

/// Saves it, tells what it would change, fills it in from a role, or gives the roles their place back.
pub(super) async fn save(
    Path((_, id)): Path<(String, String)>,
    Posted { mut visit, fields }: Posted,
) -> Paged {
    let mut guest = guest(&mut visit, &id).await?;
    // The card as it was when the form was made decides whether anything was changed meanwhile.
    let there = std::mem::replace(&mut guest.seen, fields.text("seen").to_owned());
    let roles = sharing::all_roles(&mut visit).await?;
    if fields.text("do") == "fill" {
        let from = roles.iter().find(|role| role.id == fields.text("from"));
        let held = from.map_or(Permissions::NOTHING, |role| role.permissions.clone());
        return page(visit, &guest, &held, None, &Wrongs::default()).await;
    }
    let held = permissions(&fields);
    let body = body(&guest, &roles, &fields, &held);
    if fields.text("do") == "preview" {
        let mut card = body;
        card["guest"] = json!(id);
        let (visit, told) = Would::ask(visit, &json!({"card": card})).await?;
        let would = told.map_err(|error| sharing::refused(&visit, error))?;
        return page(visit, &guest, &held, Some(would), &Wrongs::default()).await;
    }
    let (visit, answer) = keep(visit, &id, &body, &guest.seen).await?;
    let wrongs = match answer {
        Ok(_) => {
            let card = visit.at(&format!("guests/{id}#perm"));
            return Ok(see(&with_more(&card, &[("said", "guest-saved")])));
        }
        Err(WriteError::ChangedMeanwhile) => {
            guest.seen = there;
            Wrongs::general(visit.texts.say("work-changed-meanwhile"))
        }
        Err(error) => return Err(sharing::refused(&visit, error)),
    };
    page(visit, &guest, &held, None, &wrongs).await
}

/// What is sent: nothing where the ticks say what the roles say, and the roles have said it before.
fn body(guest: &Guest, roles: &[Role], fields: &Fields, held: &Permissions) -> Json {
    if fields.text("do") == "roles" {
        return json!({"permissions": null});
    }
    if guest.own().is_none() && *held == guest.holds(roles) {
        return json!({});
    }
    json!({"permissions": held.write()})
}

async fn page(
    mut visit: Visit,
    guest: &Guest,
    held: &Permissions,
    would: Option<Would>,
    wrongs: &Wrongs,
) -> Paged {
    let roles = sharing::all_roles(&mut visit).await?;
    let texts = &visit.texts;
    let title = texts.say_with(
        "guests-permissions-of",
        &[("name", Value::from(guest.called()))],
    );
    let main = html! {
        (crumbs(&visit, guest, &texts.say("guests-permissions")))
        div class="head" { h1 { (title) } a class="btn" href=(visit.at(&format!("guests/{}#perm", guest.id))) { (icon("x")) (texts.say("share-cancel")) } }
        p class="intro quiet" { (texts.say("guests-permissions-intro")) }
        (wrongs.at_the_top(&texts.say("guests-not-saved")))
        @if let Some(would) = &would { (would.draw(texts)) }
        section class="section" id="perm" aria-labelledby="perm-h" { (form(&visit, guest, &roles, held)) }
    };
    let status = if wrongs.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let mut response = visit.page(&title, "guests", main).await?;
    *response.status_mut() = status;
    Ok(response)
}
