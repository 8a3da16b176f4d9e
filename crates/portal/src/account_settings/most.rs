//! The ceiling: the most that guests can see, whatever is shared, set with what that would open and close.

use access::{Ceiling, Module, Permissions};
use axum::http::StatusCode;
use maud::html;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use store::WriteError;

use crate::frame::parts::icon;
use crate::frame::{Paged, Posted, Stop, Visit, read, see};
use crate::permissions::{Matrix, Would, ceiling};
use crate::sharing::{self, Wrongs};
use crate::workspace::digest;

#[derive(Deserialize)]
struct Settings {
    ceiling: Json,
}

/// The settings, with what tells whether they are still what they were.
async fn settings(visit: &mut Visit) -> Result<(Settings, String), Stop> {
    if visit.is_guest() {
        return Err(visit.not_shared());
    }
    let body = visit.reader.settings().await?;
    Ok((read(&body)?, digest(&body)))
}

/// What a ceiling lets through, as permissions.
fn lets(ceiling: &Json) -> Permissions {
    let ceiling = Ceiling::read(ceiling).unwrap_or_else(|_| Ceiling::open());
    let mut held = Permissions::NOTHING;
    for module in Module::ALL {
        if let Some(sets) = ceiling.module(module) {
            *held.module_mut(module) = sets;
        }
    }
    held
}

/// The page.
pub(super) async fn show(mut visit: Visit) -> Paged {
    let (settings, seen) = settings(&mut visit).await?;
    let held = lets(&settings.ceiling);
    page(visit, &held, &seen, None, &Wrongs::default()).await
}

/// Saves it, or tells what it would open and close.
pub(super) async fn save(Posted { mut visit, fields }: Posted) -> Paged {
    let (_, there) = settings(&mut visit).await?;
    let seen = fields.text("seen").to_owned();
    let ceiling = ceiling(&fields);
    let held = lets(&ceiling);
    let body = json!({"ceiling": ceiling});
    if fields.text("do") == "preview" {
        let (visit, told) = Would::ask(visit, &json!({"settings": body})).await?;
        let would = told.map_err(|error| sharing::refused(&visit, error))?;
        return page(visit, &held, &seen, Some(would), &Wrongs::default()).await;
    }
    let viewer = visit.reader.viewer().clone();
    let body = body.to_string();
    let as_seen = seen.clone();
    let still = move |json: &str| digest(json) == as_seen;
    let away = visit.away();
    let answer = away
        .db()
        .change_settings(&viewer, Some(body.as_bytes()), Some(&still), away.now())
        .await;
    let visit = away.back().await?;
    match answer {
        Ok(_) => Ok(see(&visit.at("settings?said=settings-saved#ceiling"))),
        Err(WriteError::ChangedMeanwhile) => {
            let wrongs = Wrongs::general(visit.texts.say("work-changed-meanwhile"));
            page(visit, &held, &there, None, &wrongs).await
        }
        Err(error) => Err(sharing::refused(&visit, error)),
    }
}

async fn page(
    visit: Visit,
    held: &Permissions,
    seen: &str,
    would: Option<Would>,
    wrongs: &Wrongs,
) -> Paged {
    let texts = &visit.texts;
    let title = texts.say("settings-ceiling");
    let matrix = Matrix {
        held,
        ceiling: None,
        editable: true,
    };
    let main = html! {
        nav class="crumbs" aria-label=(texts.say("guests-here")) { ol {
            li { a href=(visit.at("settings")) { (texts.say("frame-settings")) } }
            li aria-current="page" { (title) }
        } }
        div class="head" { h1 { (title) } a class="btn" href=(visit.at("settings")) { (icon("x")) (texts.say("share-cancel")) } }
        p class="intro quiet" { (texts.say("settings-ceiling-says")) }
        (wrongs.at_the_top(&texts.say("guests-not-saved")))
        @if let Some(would) = &would { (would.draw(texts)) }
        form method="post" action=(visit.at("settings/ceiling")) {
            (visit.csrf())
            input type="hidden" name="seen" value=(seen);
            div class="card-head" {
                h2 { (texts.say("settings-ceiling-lets")) }
                span class="push row" {
                    button class="btn" name="do" value="preview" { (texts.say("permissions-preview")) }
                    button class="btn main" name="do" value="save" { (texts.say("permissions-save")) }
                }
            }
            (matrix.draw(texts, &texts.say("settings-ceiling-whose")))
        }
    };
    let mut response = visit.page(&title, "settings", main).await?;
    if !wrongs.is_empty() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}
