//! A guest becomes a member of the staff: what that opens, said before.

use access::staff::MemberRole;
use axum::extract::Path;
use axum::http::StatusCode;
use maud::{Markup, html};
use serde_json::json;
use store::WriteError;
use store::sharing::Becomes;

use super::card::{crumbs, guest};
use super::change::may;
use super::view::Guest;
use crate::frame::parts::icon;
use crate::frame::{Paged, Posted, Stop, Visit, see};
use crate::people::{role_name, sees};
use crate::sharing::{self, Wrongs};
use crate::texts::Value;
use crate::workspace::digest;

/// What it opens.
pub(super) async fn ask(Path((_, id)): Path<(String, String)>, mut visit: Visit) -> Paged {
    let guest = guest(&mut visit, &id).await?;
    page(visit, &guest, MemberRole::Member, &Wrongs::default()).await
}

/// Makes them one, or shows what another role would open.
pub(super) async fn become_member(
    Path((_, id)): Path<(String, String)>,
    Posted { mut visit, fields }: Posted,
) -> Paged {
    let guest = guest(&mut visit, &id).await?;
    let role = MemberRole::named(fields.text("role")).unwrap_or(MemberRole::Member);
    if fields.text("do") == "look" {
        return page(visit, &guest, role, &Wrongs::default()).await;
    }
    let permit = may(&visit)?;
    let seen = fields.text("seen").to_owned();
    let still = move |card: &str| digest(card) == seen;
    let body = json!({"role": role.name()}).to_string();
    let away = visit.away();
    let answer = away
        .db()
        .guest_becomes_member(permit, &id, Some(body.as_bytes()), Some(&still), away.now())
        .await;
    let visit = away.back().await?;
    let wrongs = match answer {
        Ok(_) => return Ok(see(&visit.at("members?said=guest-is-member"))),
        Err(WriteError::ChangedMeanwhile) => {
            Wrongs::general(visit.texts.say("work-changed-meanwhile"))
        }
        Err(WriteError::NotAllowed) => Wrongs::at("role", visit.texts.say("people-owners-alone")),
        Err(error) => return Err(refused(&visit, error)),
    };
    page(visit, &guest, role, &wrongs).await
}

fn refused(visit: &Visit, error: WriteError) -> Stop {
    match error {
        WriteError::WrongState(_) => Stop::Conflict(visit.texts.say("guests-not-in")),
        error => sharing::refused(visit, error),
    }
}

async fn page(visit: Visit, guest: &Guest, role: MemberRole, wrongs: &Wrongs) -> Paged {
    let permit = may(&visit)?;
    // Whoever may not make an owner looks at what an admin sees, which is the same.
    let looked = if role == MemberRole::Owner {
        MemberRole::Admin
    } else {
        role
    };
    let away = visit.away();
    let told = away
        .db()
        .preview_becoming(permit, &guest.id, Becomes::Member(looked), away.now())
        .await;
    let visit = away.back().await?;
    let (before, after) = told.map_err(|error| refused(&visit, error))?;
    let texts = &visit.texts;
    let name = [("name", Value::from(guest.called()))];
    let title = texts.say_with("guests-become-title", &name);
    let card = visit.at(&format!("guests/{}", guest.id));
    let main = html! {
        (crumbs(&visit, guest, &texts.say("guests-become")))
        div class="narrow" {
            h1 { (title) }
            (wrongs.at_the_top(&texts.say("guests-not-saved")))
            form class="card stack" method="post" action={ (card) "/member" } {
                (visit.csrf())
                input type="hidden" name="seen" value=(guest.seen);
                p { (texts.say_with("guests-become-says", &name)) }
                (roles(&visit, role, wrongs))
                div class="row" { button class="btn" name="do" value="look" { (texts.say("guests-become-look")) } }
                dl class="pairs" {
                    dt { (texts.say("guests-become-now")) } dd { (sees(texts, before.as_deref())) }
                    dt { (texts.say_with("guests-become-then", &[("role", Value::from(role_name(texts, role.name())))])) } dd { (sees(texts, after.as_deref())) }
                }
                p class="quiet" { (texts.say("guests-become-keeps")) }
                div class="row" {
                    button class="btn main" name="do" value="become" { (icon("user")) (texts.say("guests-become-do")) }
                    a class="btn" href=(card) { (texts.say("guests-keep-guest")) }
                }
            }
        }
    };
    let mut response = visit.page(&title, "guests", main).await?;
    if !wrongs.is_empty() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn roles(visit: &Visit, chosen: MemberRole, wrongs: &Wrongs) -> Markup {
    let texts = &visit.texts;
    html! {
        fieldset class="field" id="role" {
            legend { (texts.say("people-role")) }
            (wrongs.beside("role"))
            div { @for role in MemberRole::ALL {
                label class="check" {
                    input type="radio" name="role" value=(role.name()) checked[role == chosen];
                    span { (role_name(texts, role.name())) span class="hint" { (texts.say_with(&format!("people-may-{}", role.name()), &[])) } }
                }
            } }
        }
    }
}
