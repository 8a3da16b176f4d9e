//! Inviting a colleague, another role, the way out and the way back.

use axum::extract::Path;
use axum::http::StatusCode;
use maud::html;
use serde_json::json;
use store::{ReadError, Shelf, WriteError};

use super::list::{Member, admins_only, form, role_name};
use crate::frame::parts::icon;
use crate::frame::{Paged, Posted, Stop, Visit, read, see};
use crate::sharing::{self, Wrongs};
use crate::texts::Value;
use crate::workspace::digest;

/// Invites a colleague.
pub(super) async fn invite(Posted { visit, fields }: Posted) -> Paged {
    admins_only(&visit)?;
    let viewer = visit.reader.viewer().clone();
    let body = json!({
        "email": fields.text("email"),
        "name": fields.text("name"),
        "role": fields.given("role").unwrap_or("member"),
    });
    let body = body.to_string();
    let away = visit.away();
    let answer = away
        .db()
        .create(
            &viewer,
            Shelf::Members,
            Some(body.as_bytes()),
            None,
            away.now(),
        )
        .await;
    let visit = away.back().await?;
    let texts = &visit.texts;
    let (status, wrongs) = match answer {
        Ok(_) => return Ok(see(&visit.at("members?said=member-invited"))),
        Err(WriteError::Invalid(wrongs)) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Wrongs::of_form(
                texts,
                &[("email", "email"), ("name", "name"), ("role", "role")],
                &wrongs,
            ),
        ),
        Err(WriteError::Conflict(_)) => (
            StatusCode::CONFLICT,
            Wrongs::at("email", texts.say("guests-known")),
        ),
        Err(WriteError::NotAllowed) => (
            StatusCode::FORBIDDEN,
            Wrongs::at("role", texts.say("people-owners-alone")),
        ),
        Err(error) => return Err(sharing::refused(&visit, error)),
    };
    form(visit, &fields, &wrongs, status).await
}

/// A colleague, with what tells whether the record is still what it was.
pub(super) async fn member(visit: &mut Visit, id: &str) -> Result<(Member, String), Stop> {
    admins_only(visit)?;
    match visit.reader.member(id).await {
        Ok(body) => Ok((read(&body)?, digest(&body))),
        Err(ReadError::NotFound) => Err(visit.not_shared()),
        Err(error) => Err(error.into()),
    }
}

/// What is refused, in the words of this page.
pub(super) fn refused(visit: &Visit, error: WriteError) -> Stop {
    match error {
        WriteError::Conflict(_) => Stop::Conflict(visit.texts.say("people-last-admin")),
        WriteError::NotAllowed => Stop::Conflict(visit.texts.say("people-owners-alone")),
        error => sharing::refused(visit, error),
    }
}

/// Gives a colleague another role.
pub(super) async fn role(
    Path((_, id)): Path<(String, String)>,
    Posted { mut visit, fields }: Posted,
) -> Paged {
    member(&mut visit, &id).await?;
    let viewer = visit.reader.viewer().clone();
    let body = json!({"role": fields.text("role")}).to_string();
    let away = visit.away();
    let answer = away
        .db()
        .change(
            &viewer,
            Shelf::Members,
            &id,
            Some(body.as_bytes()),
            None,
            away.now(),
        )
        .await;
    let home = away.at("members?said=member-changed");
    match (answer, away.back().await) {
        (Ok(_), Ok(_)) => Ok(see(&home)),
        // Whoever gives up being an admin has no place on this page any more.
        (Ok(_), Err(stop)) => Err(stop),
        (Err(error), visit) => Err(refused(&visit?, error)),
    }
}

/// What will end, before it does.
pub(super) async fn ask(Path((_, id)): Path<(String, String)>, mut visit: Visit) -> Paged {
    let (member, _) = member(&mut visit, &id).await?;
    let texts = &visit.texts;
    let name = [
        ("name", Value::from(member.called())),
        ("role", Value::from(role_name(texts, &member.role))),
    ];
    let title = texts.say_with("people-deactivate-title", &name);
    let main = html! {
        div class="narrow" {
            h1 { (title) }
            div class="card stack" {
                p { (texts.say_with("people-deactivate-says", &name)) }
                p class="quiet" { (texts.say("people-deactivate-keeps")) }
                form class="row" method="post" action=(visit.at(&format!("members/{id}/deactivate"))) {
                    (visit.csrf())
                    button class="btn risk" type="submit" { (icon("lock")) (texts.say("people-deactivate")) }
                    a class="btn" href=(visit.at("members")) { (texts.say("guests-keep")) }
                }
            }
        }
    };
    visit.page(&title, "members", main).await
}

/// Sends a colleague away.
pub(super) async fn deactivate(
    Path((_, id)): Path<(String, String)>,
    Posted { mut visit, .. }: Posted,
) -> Paged {
    member(&mut visit, &id).await?;
    let viewer = visit.reader.viewer().clone();
    let away = visit.away();
    let answer = away
        .db()
        .delete(&viewer, Shelf::Members, &id, None, away.now())
        .await;
    let home = away.at("members?said=member-deactivated");
    match answer {
        Ok(()) => Ok(see(&home)),
        Err(error) => Err(refused(&away.back().await?, error)),
    }
}

/// Brings one back, with the role they had.
pub(super) async fn reactivate(
    Path((_, id)): Path<(String, String)>,
    Posted { mut visit, .. }: Posted,
) -> Paged {
    admins_only(&visit)?;
    let former = visit.reader.former_members().await?;
    let former = former.into_iter().find(|one| one.id == id);
    let former = former.ok_or_else(|| visit.not_shared())?;
    let viewer = visit.reader.viewer().clone();
    let body = json!({"email": former.email, "name": former.name, "role": former.role.name()});
    let body = body.to_string();
    let away = visit.away();
    let answer = away
        .db()
        .create(
            &viewer,
            Shelf::Members,
            Some(body.as_bytes()),
            None,
            away.now(),
        )
        .await;
    let visit = away.back().await?;
    answer.map_err(|error| refused(&visit, error))?;
    Ok(see(&visit.at("members?said=member-back")))
}
