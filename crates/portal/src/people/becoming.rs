//! A colleague becomes a guest: what that closes, said before.

use access::Module;
use axum::extract::Path;
use maud::{Markup, html};
use store::WriteError;
use store::chain::Permit;
use store::sharing::{Becomes, ManageGuests};

use super::change::{member, refused};
use crate::frame::parts::icon;
use crate::frame::{Paged, Posted, Stop, Visit, see};
use crate::sharing;
use crate::texts::{Texts, Value};

/// The most items of a module that are counted one by one.
const COUNTED: usize = 1_000;

/// What somebody sees, in words: everything, nothing, or how much of what.
pub(crate) fn sees(texts: &Texts, sees: Option<&[(Module, usize)]>) -> Markup {
    let Some(some) = sees else {
        return html! { (texts.say("people-sees-everything")) };
    };
    let counted = |module: Module, count: usize| match count {
        COUNTED.. => texts.say_with(
            "people-sees-many",
            &[(
                "what",
                Value::from(texts.say_with(&format!("frame-{module}"), &[])),
            )],
        ),
        count => sharing::counted(texts, module, i64::try_from(count).unwrap_or(i64::MAX)),
    };
    html! {
        @if some.is_empty() { (texts.say("people-sees-nothing")) }
        @else { ul class="plain" { @for (module, count) in some { li { (counted(*module, *count)) } } } }
    }
}

fn may(visit: &Visit) -> Result<Permit<ManageGuests>, Stop> {
    let may = visit
        .reader
        .viewer()
        .may::<ManageGuests>(&visit.reader.company());
    may.map_err(|_| Stop::NotAllowed)
}

fn refusal(visit: &Visit, error: WriteError) -> Stop {
    match error {
        WriteError::WrongState(_) => Stop::Conflict(visit.texts.say("people-not-oneself")),
        WriteError::PlanFull => sharing::refused(visit, WriteError::PlanFull),
        error => refused(visit, error),
    }
}

/// What it closes.
pub(super) async fn ask(Path((_, id)): Path<(String, String)>, mut visit: Visit) -> Paged {
    let (member, seen) = member(&mut visit, &id).await?;
    let permit = may(&visit)?;
    let away = visit.away();
    let told = away
        .db()
        .preview_becoming(permit, &id, Becomes::Guest, away.now())
        .await;
    let visit = away.back().await?;
    let (before, after) = told.map_err(|error| refusal(&visit, error))?;
    let texts = &visit.texts;
    let name = [("name", Value::from(member.called()))];
    let title = texts.say_with("people-become-title", &name);
    let main = html! {
        div class="narrow" {
            h1 { (title) }
            form class="card stack" method="post" action=(visit.at(&format!("members/{id}/guest"))) {
                (visit.csrf())
                input type="hidden" name="seen" value=(seen);
                p { (texts.say_with("people-become-says", &name)) }
                dl class="pairs" {
                    dt { (texts.say("guests-become-now")) } dd { (sees(texts, before.as_deref())) }
                    dt { (texts.say("people-become-then")) } dd { (sees(texts, after.as_deref())) }
                }
                p class="quiet" { (texts.say("people-become-keeps")) }
                div class="row" {
                    button class="btn risk" type="submit" { (icon("people")) (texts.say("people-become-do")) }
                    a class="btn" href=(visit.at("members")) { (texts.say("guests-keep")) }
                }
            }
        }
    };
    visit.page(&title, "members", main).await
}

/// Makes them one.
pub(super) async fn become_guest(
    Path((_, id)): Path<(String, String)>,
    Posted { mut visit, fields }: Posted,
) -> Paged {
    member(&mut visit, &id).await?;
    let permit = may(&visit)?;
    let seen = fields.text("seen").to_owned();
    let still = move |json: &str| crate::workspace::digest(json) == seen;
    let away = visit.away();
    let answer = away
        .db()
        .member_becomes_guest(permit, &id, Some(b"{}"), Some(&still), away.now())
        .await;
    let visit = away.back().await?;
    answer.map_err(|error| match error {
        WriteError::ChangedMeanwhile => Stop::Conflict(visit.texts.say("work-changed-meanwhile")),
        error => refusal(&visit, error),
    })?;
    Ok(see(&visit.at(&format!("guests/{id}?said=member-is-guest"))))
}
