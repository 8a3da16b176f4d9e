//! Inviting a guest before anything is shared with them.

use axum::http::StatusCode;
use maud::html;
use serde_json::json;
use store::WriteError;

use super::change::may;
use crate::frame::{Fields, Paged, Posted, Stop, Visit, see};
use crate::sharing::{self, Wrongs};

/// The empty form.
pub(super) async fn ask(visit: Visit) -> Paged {
    if visit.is_guest() {
        return Err(visit.not_shared());
    }
    drop(may(&visit)?);
    form(
        visit,
        &Fields::default(),
        &Wrongs::default(),
        StatusCode::OK,
    )
    .await
}

/// Invites them.
pub(super) async fn invite(Posted { visit, fields }: Posted) -> Paged {
    let permit = may(&visit)?;
    let mut body = json!({"email": fields.text("email"), "name": fields.text("name")});
    if let Some(role) = fields.given("role") {
        body["roles"] = json!([role]);
    }
    if let Some(message) = fields.given("message") {
        body["message"] = json!(message);
    }
    let away = visit.away();
    let body = body.to_string();
    let answer = away
        .db()
        .invite_guest(permit, Some(body.as_bytes()), None, away.now())
        .await;
    let visit = away.back().await?;
    let texts = &visit.texts;
    let (status, wrongs) = match answer {
        Ok(written) => {
            return Ok(see(
                &visit.at(&format!("guests/{}?said=guest-invited", written.id))
            ));
        }
        Err(WriteError::Invalid(wrongs)) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Wrongs::of_form(
                texts,
                &[
                    ("email", "email"),
                    ("name", "name"),
                    ("roles", "role"),
                    ("message", "message"),
                ],
                &wrongs,
            ),
        ),
        Err(WriteError::Conflict(_)) => (
            StatusCode::CONFLICT,
            Wrongs::at("email", texts.say("guests-known")),
        ),
        Err(WriteError::PlanFull) => (
            StatusCode::CONFLICT,
            Wrongs::at("email", texts.say("share-plan-full")),
        ),
        Err(WriteError::NotAllowed) => return Err(Stop::NotAllowed),
        Err(error) => return Err(sharing::refused(&visit, error)),
    };
    form(visit, &fields, &wrongs, status).await
}

async fn form(mut visit: Visit, fields: &Fields, wrongs: &Wrongs, status: StatusCode) -> Paged {
    let roles = sharing::all_roles(&mut visit).await?;
    let texts = &visit.texts;
    let title = texts.say("guests-invite-title");
    let invalid = |field: &str| (!wrongs.of(field).is_empty()).then_some("true");
    let described = |field: &str| (!wrongs.of(field).is_empty()).then(|| format!("{field}-wrong"));
    let main = html! {
        div class="narrow" {
            h1 { (title) }
            p class="quiet" { (texts.say("guests-invite-says")) }
            (wrongs.at_the_top(&texts.say("guests-not-invited")))
            form class="card stack" method="post" action=(visit.at("guests/new")) novalidate {
                (visit.csrf())
                div class="field" {
                    label for="email" { (texts.say("guests-email")) }
                    input class="input" id="email" name="email" type="email" required value=(fields.text("email")) autocomplete="off"
                        aria-invalid=[invalid("email")] aria-describedby=[described("email")];
                    (wrongs.beside("email"))
                }
                div class="field" {
                    label for="name" { (texts.say("guests-name")) }
                    input class="input" id="name" name="name" value=(fields.text("name")) maxlength="200" autocomplete="off"
                        aria-invalid=[invalid("name")] aria-describedby=[described("name")];
                    (wrongs.beside("name"))
                }
                div class="field" {
                    label for="role" { (texts.say("guests-role")) }
                    select class="select" id="role" name="role" aria-describedby="role-hint" {
                        option value="" { (texts.say("guests-role-none")) }
                        @for role in roles.iter().filter(|role| role.is_alive() && !role.is_level()) {
                            option value=(role.id) selected[fields.text("role") == role.id] { (sharing::role_name(texts, &role.name)) }
                        }
                    }
                    (wrongs.beside("role"))
                    p class="hint" id="role-hint" { (texts.say("guests-roles-hint")) }
                }
                div class="field" {
                    label for="message" { (texts.say("share-message")) " " span class="faint" { (texts.say("share-message-where")) } }
                    textarea class="input" id="message" name="message" rows="3" aria-invalid=[invalid("message")] aria-describedby=[described("message")] { "\n" (fields.text("message")) }
                    (wrongs.beside("message"))
                }
                div class="row" {
                    button class="btn main" type="submit" { (texts.say("guests-send-invitation")) }
                    a class="btn" href=(visit.at("guests")) { (texts.say("share-cancel")) }
                }
            }
        }
    };
    let mut response = visit.page(&title, "guests", main).await?;
    *response.status_mut() = status;
    Ok(response)
}
