//! Changing a guest: state, name, roles, end; an invitation sent again.

use axum::extract::Path;
use axum::http::StatusCode;
use maud::{Markup, html};
use serde_json::{Value as Json, json};
use store::chain::Permit;
use store::sharing::ManageGuests;
use store::{WriteError, Written};

use super::card::guest;
use super::view::{Guest, how_long};
use crate::frame::parts::icon;
use crate::frame::{Paged, Posted, Stop, Visit};
use crate::sharing::{self, Role, Wrongs};
use crate::texts::Value;
use crate::workspace::{back_to, digest, moment, with_more};

/// Leave to manage guests.
pub(super) fn may(visit: &Visit) -> Result<Permit<ManageGuests>, Stop> {
    let viewer = visit.reader.viewer();
    viewer
        .may::<ManageGuests>(&visit.reader.company())
        .map_err(|_| Stop::NotAllowed)
}

/// Suspends a guest, or lets one in again.
pub(super) async fn state(
    Path((_, id)): Path<(String, String)>,
    Posted { mut visit, fields }: Posted,
) -> Paged {
    guest(&mut visit, &id).await?;
    let wanted = match fields.text("state") {
        "suspended" => "suspended",
        _ => "active",
    };
    let permit = may(&visit)?;
    let away = visit.away();
    let body = json!({"state": wanted}).to_string();
    let answer = away
        .db()
        .change_guest(permit, &id, Some(body.as_bytes()), None, away.now())
        .await;
    let visit = away.back().await?;
    answer.map_err(|error| sharing::refused(&visit, error))?;
    let said = if wanted == "suspended" {
        "guest-suspended"
    } else {
        "guest-resumed"
    };
    let card = visit.at(&format!("guests/{id}"));
    Ok(back_to(&visit, &fields, &card, &[("said", said)]))
}

/// Puts the end of a guest's whole access off, from where it is, or from now where it is over.
pub(super) async fn extend(
    Path((_, id)): Path<(String, String)>,
    Posted { mut visit, fields }: Posted,
) -> Paged {
    guest(&mut visit, &id).await?;
    let permit = may(&visit)?;
    let away = visit.away();
    let answer = away
        .db()
        .extend_guest(permit, &id, sharing::DAYS, away.now())
        .await;
    let visit = away.back().await?;
    answer.map_err(|error| match error {
        WriteError::WrongState(_) => Stop::Conflict(visit.texts.say("guests-cannot-extend")),
        error => sharing::refused(&visit, error),
    })?;
    let card = visit.at(&format!("guests/{id}"));
    let days = sharing::DAYS.to_string();
    Ok(back_to(
        &visit,
        &fields,
        &card,
        &[("said", "extended"), ("n", &days)],
    ))
}

/// Sends an invitation again.
pub(super) async fn again(
    Path((_, id)): Path<(String, String)>,
    Posted { mut visit, fields }: Posted,
) -> Paged {
    guest(&mut visit, &id).await?;
    let permit = may(&visit)?;
    let away = visit.away();
    let answer = away.db().invite_again(permit, &id, away.now()).await;
    let visit = away.back().await?;
    answer.map_err(|error| match error {
        WriteError::WrongState(_) => Stop::Conflict(visit.texts.say("guests-cannot-send")),
        error => sharing::refused(&visit, error),
    })?;
    let card = visit.at(&format!("guests/{id}"));
    Ok(back_to(
        &visit,
        &fields,
        &card,
        &[("said", "guest-invited-again")],
    ))
}

/// What the form holds.
struct Filled {
    name: String,
    roles: Vec<String>,
    ends: String,
    /// What tells whether the card is still what the form was made from.
    seen: String,
}

/// The form.
pub(super) async fn edit(Path((_, id)): Path<(String, String)>, mut visit: Visit) -> Paged {
    let guest = guest(&mut visit, &id).await?;
    let filled = Filled {
        name: guest.name().to_owned(),
        roles: guest.roles.clone(),
        ends: moment::field(&visit, guest.expires_at),
        seen: guest.seen.clone(),
    };
    form(visit, &guest, &filled, &Wrongs::default(), StatusCode::OK).await
}

/// Saves it.
pub(super) async fn save(
    Path((_, id)): Path<(String, String)>,
    Posted { mut visit, fields }: Posted,
) -> Paged {
    let before = guest(&mut visit, &id).await?;
    let mut filled = Filled {
        name: fields.text("name").to_owned(),
        roles: fields.all("role").map(str::to_owned).collect(),
        ends: fields.text("ends").to_owned(),
        seen: fields.text("seen").to_owned(),
    };
    let Ok(ends) = moment::read(&visit, &filled.ends) else {
        let words = visit.texts.say("guests-wrong-end");
        let wrongs = Wrongs::at("ends", words);
        return form(
            visit,
            &before,
            &filled,
            &wrongs,
            StatusCode::UNPROCESSABLE_ENTITY,
        )
        .await;
    };
    let mut body = json!({"name": filled.name, "roles": filled.roles});
    // An end between two minutes stays as it is.
    if filled.ends != moment::field(&visit, before.expires_at) {
        body["expires_at"] = json!(ends.map(|end| end.to_string()));
    }
    let (visit, answer) = keep(visit, &id, &body, &filled.seen).await?;
    let wrongs = match answer {
        Ok(_) => {
            let card = visit.at(&format!("guests/{id}"));
            return Ok(crate::frame::see(&with_more(
                &card,
                &[("said", "guest-saved")],
            )));
        }
        Err(WriteError::Invalid(wrongs)) => Wrongs::of_form(
            &visit.texts,
            &[("name", "name"), ("roles", "roles"), ("expires_at", "ends")],
            &wrongs,
        ),
        Err(WriteError::OwnerGrant) => Wrongs::at("ends", visit.texts.say("guests-owner-end")),
        Err(WriteError::ChangedMeanwhile) => {
            before.seen.clone_into(&mut filled.seen);
            Wrongs::general(visit.texts.say("work-changed-meanwhile"))
        }
        Err(error) => return Err(sharing::refused(&visit, error)),
    };
    form(
        visit,
        &before,
        &filled,
        &wrongs,
        StatusCode::UNPROCESSABLE_ENTITY,
    )
    .await
}

/// Saves what a form says of a card, where the card is still what the form was made from.
///
/// # Errors
/// Where the visit has ended. That the change itself is refused is the second answer.
pub(super) async fn keep(
    visit: Visit,
    id: &str,
    body: &Json,
    seen: &str,
) -> Result<(Visit, Result<Written, WriteError>), Stop> {
    let permit = may(&visit)?;
    let body = body.to_string();
    let seen = seen.to_owned();
    let still = move |card: &str| digest(card) == seen;
    let away = visit.away();
    let answer = away
        .db()
        .change_guest(permit, id, Some(body.as_bytes()), Some(&still), away.now())
        .await;
    Ok((away.back().await?, answer))
}

async fn form(
    mut visit: Visit,
    guest: &Guest,
    filled: &Filled,
    wrongs: &Wrongs,
    status: StatusCode,
) -> Paged {
    let roles = sharing::all_roles(&mut visit).await?;
    let title = visit.texts.say_with(
        "guests-edit-title",
        &[("name", Value::from(guest.called()))],
    );
    let main = drawn(&visit, guest, filled, wrongs, &roles, &title);
    let mut response = visit.page(&title, "guests", main).await?;
    *response.status_mut() = status;
    Ok(response)
}

fn drawn(
    visit: &Visit,
    guest: &Guest,
    filled: &Filled,
    wrongs: &Wrongs,
    roles: &[Role],
    title: &str,
) -> Markup {
    let texts = &visit.texts;
    let card = visit.at(&format!("guests/{}", guest.id));
    let zone = moment::zone(visit);
    html! {
        nav class="crumbs" aria-label=(texts.say("guests-here")) { ol {
            li { a href=(visit.at("guests")) { (texts.say("frame-guests")) } }
            li { a href=(card) { (guest.called()) } }
            li aria-current="page" { (texts.say("guests-edit")) }
        } }
        div class="narrow" {
            h1 { (title) }
            (wrongs.at_the_top(&texts.say("guests-not-saved")))
            form class="card stack" method="post" action={ (card) "/edit" } novalidate {
                (visit.csrf())
                input type="hidden" name="seen" value=(filled.seen);
                div class="field" {
                    label for="name" { (texts.say("guests-name")) }
                    input class="input" id="name" name="name" value=(filled.name) maxlength="200" autocomplete="off"
                        aria-describedby=[(!wrongs.of("name").is_empty()).then_some("name-wrong")];
                    (wrongs.beside("name"))
                }
                fieldset class="field" id="roles" {
                    legend { (texts.say("guests-roles")) }
                    p class="hint" { (texts.say("guests-roles-hint")) }
                    (wrongs.beside("roles"))
                    div class="ticks" {
                        @for role in roles.iter().filter(|role| !role.is_level()) {
                            label class="check" {
                                input type="checkbox" name="role" value=(role.id) checked[filled.roles.contains(&role.id)];
                                span {
                                    (sharing::role_name(texts, &role.name))
                                    @if let Some(how) = how_long(visit, role) { span class="hint" { (how) } }
                                }
                            }
                        }
                    }
                    @if !guest.permissions.is_null() {
                        p class="notice" { (icon("info")) span { (texts.say("guests-own-permissions")) } }
                    }
                }
                div class="field" {
                    label for="ends" { (texts.say("guests-ends")) }
                    input class="input auto" id="ends" name="ends" type="datetime-local" value=(filled.ends)
                        aria-invalid=[(!wrongs.of("ends").is_empty()).then_some("true")] aria-describedby="ends-hint";
                    (wrongs.beside("ends"))
                    p class="hint" id="ends-hint" { (texts.say_with("guests-ends-hint", &[("zone", Value::from(zone))])) }
                }
                div class="row" {
                    button class="btn main" type="submit" { (texts.say("guests-save")) }
                    a class="btn" href=(card) { (texts.say("share-cancel")) }
                }
            }
        }
    }
}
