//! The page of stages: those of projects, those of tasks, each in its order.

use axum::extract::Path;
use maud::{Markup, html};

use super::form::{in_order, one};
use super::{Stage, of};
use crate::frame::parts::{icon, stage};
use crate::frame::{Paged, Posted, Stop, Visit, see};
use crate::texts::Value;
use crate::workspace::{Rights, Writer, ended};

/// The page.
pub(super) async fn show(mut visit: Visit) -> Paged {
    let rights = Rights::of(&visit);
    if !rights.reads_everything() {
        return Err(Stop::NotAllowed);
    }
    let projects = of(&mut visit, "projects").await?;
    let tasks = of(&mut visit, "tasks").await?;
    let texts = &visit.texts;
    let title = texts.say("frame-stages");
    let main = html! {
        div class="head" { h1 { (title) } }
        p class="intro quiet" { (texts.say("stages-intro")) }
        div class="grid-2" {
            (table(&visit, "projects", &projects, rights.makes_records()))
            (table(&visit, "tasks", &tasks, rights.makes_records()))
        }
    };
    visit.page(&title, "stages", main).await
}

fn table(visit: &Visit, module: &str, stages: &[Stage], changes: bool) -> Markup {
    let texts = &visit.texts;
    let heading = texts.say(if module == "tasks" {
        "stages-of-tasks"
    } else {
        "stages-of-projects"
    });
    let last = stages.len().saturating_sub(1);
    html! {
        section class="card flush" aria-labelledby={ "h-" (module) } {
            div class="card-head" {
                h2 id={ "h-" (module) } { (heading) }
                @if changes {
                    a class="push" href={ (visit.at("stages/new")) "?module=" (module) } {
                        (texts.say("stages-new-link")) span class="vh" { " " (heading) }
                    }
                }
            }
            @if stages.is_empty() { p class="empty" { (texts.say("stages-empty")) } }
            @else {
                ul class="list tight stages" { @for (place, one) in stages.iter().enumerate() {
                    li id={ "s-" (one.id) } {
                        p class="what" {
                            (stage(&one.name, one.color.as_deref()))
                            @if one.closed { " " small { (texts.say("stages-is-closed")) } }
                        }
                        @if changes { (acts(visit, one, place == 0, place == last)) }
                    }
                } }
            }
        }
    }
}

fn acts(visit: &Visit, one: &Stage, first: bool, last: bool) -> Markup {
    let texts = &visit.texts;
    let named = [("name", Value::from(one.name.as_str()))];
    let address = visit.at(&format!("stages/{}", one.id));
    html! {
        div class="row" {
            form class="inline-form" method="post" action={ (address) "/move" } data-swap="#main" {
                (visit.csrf())
                button class="icon-btn s" name="way" value="up" disabled[first] aria-label=(texts.say_with("stages-up", &named)) { (icon("up")) }
                button class="icon-btn s" name="way" value="down" disabled[last] aria-label=(texts.say_with("stages-down", &named)) { (icon("down")) }
            }
            a class="icon-btn s" href=(address) aria-label=(texts.say_with("stages-edit-or-delete", &named)) { (icon("edit")) }
        }
    }
}

/// Moves a stage one place up or down.
pub(super) async fn shift(
    Path((_, id)): Path<(String, String)>,
    Posted { mut visit, fields }: Posted,
) -> Paged {
    let stage = one(&mut visit, &id).await?;
    let stages = of(&mut visit, &stage.module).await?;
    let mut order: Vec<&str> = stages.iter().map(|stage| stage.id.as_str()).collect();
    if let Some(place) = order.iter().position(|other| *other == id) {
        let other = match fields.text("way") {
            "up" => place.checked_sub(1),
            _ => Some(place + 1),
        };
        if let Some(other) = other.filter(|other| *other < order.len()) {
            order.swap(place, other);
            let (writer, away) = Writer::of(visit);
            let moved = in_order(&writer, &stages, &order).await;
            visit = away.back().await?;
            moved.map_err(|error| ended(&visit, error))?;
        }
    }
    Ok(see(&format!("{}#s-{id}", visit.at("stages"))))
}
