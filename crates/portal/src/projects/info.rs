//! The tab Info: parties, milestones and files; beside them who has access, and what the project is.

use maud::{Markup, html};
use store::Share;

use super::page::{Seeing, View, client_link};
use super::participants::Choices;
use super::{milestones, participants};
use crate::frame::Visit;
use crate::frame::parts::{face, icon, percent, person};
use crate::texts::{Day, Value};
use crate::workspace::{comments, last_day};

/// The tab.
pub(super) fn tab(visit: &Visit, view: &View, choices: &Choices<'_>) -> Markup {
    html! {
        div class="explain" {
            div class="flow" {
                @if let Some(about) = &view.project.description { p class="voice about" { (about) } }
                @if view.rights.reads_everything() { (participants::sections(visit, view, choices)) }
                @if let Some(milestones) = &view.milestones { (milestones::section(visit, view, milestones)) }
                @if let Some(files) = &view.files { (files.table(visit, &view.project.name)) }
                @if let Some(comments) = &view.comments {
                    (comments::section(visit, comments, &view.at(visit, "/comments"), view.rights.makes_tasks()))
                }
            }
            aside class="flow" aria-label=(visit.texts.say("staff-project-beside")) {
                @if view.rights.reads_everything() { (access(visit, view)) }
                (about(visit, view))
            }
        }
    }
}

/// Who has access: by a share, by another way, and the staff.
fn access(visit: &Visit, view: &View) -> Markup {
    let texts = &visit.texts;
    let mut open: Vec<&Share> = view.shares.iter().filter(|share| share.open).collect();
    super::table::once(&mut open);
    html! {
        section class="card flush" id="access" aria-labelledby="access-h" {
            div class="card-head" { h2 id="access-h" { (texts.say("staff-project-who")) } }
            @if open.is_empty() { p class="sub-text quiet" { (texts.say("staff-project-nobody")) } }
            @else {
                h3 class="sub" { (texts.say("staff-project-guests")) " " span class="faint" { (open.len()) } }
                ul class="list tight" { @for share in open {
                    li {
                        (face(&share.name, ""))
                        p class="what" { (guest(visit, view, &share.user, &share.name)) " " small { (until(visit, share)) } }
                        span class="facts" { (state(visit, share.state)) }
                    }
                } }
            }
            @if let Some(through) = view.through.as_deref().filter(|through| !through.is_empty()) {
                h3 class="sub" { (texts.say("staff-project-through")) " " span class="faint" { (through.len()) } }
                ul class="list tight" { @for seeing in through {
                    li {
                        (face(&seeing.user.name, ""))
                        p class="what" { (guest(visit, view, seeing.user.id.as_deref().unwrap_or_default(), &seeing.user.name)) " " small { (way(visit, seeing)) } }
                    }
                } }
            }
            h3 class="sub" { (texts.say("staff-project-staff")) }
            p class="staff-row" {
                span class="faces" { @for one in view.team.iter().take(5) { (face(&one.name, "s")) } } " "
                span class="quiet" { (texts.say("staff-project-everyone")) }
            }
        }
    }
}

fn guest(visit: &Visit, view: &View, id: &str, name: &str) -> Markup {
    html! {
        @if view.rights.administers() && !id.is_empty() { a href={ (visit.at("guests")) "/" (id) } { (name) } }
        @else { (name) }
    }
}

/// `share, until 30 Jun`.
pub(crate) fn until(visit: &Visit, share: &Share) -> String {
    let (texts, today) = (&visit.texts, visit.today());
    match share.until {
        None if share.as_client => texts.say("staff-project-way-client"),
        Some(until) if share.as_client => {
            let day = texts.day(last_day(visit, until), Day::Short, today);
            texts.say_with("staff-project-client-until", &[("day", Value::from(day))])
        }
        Some(until) => {
            let day = texts.day(last_day(visit, until), Day::Short, today);
            texts.say_with("staff-project-share-until", &[("day", Value::from(day))])
        }
        None => texts.say("staff-project-share-no-end"),
    }
}

fn state(visit: &Visit, state: &str) -> Markup {
    let texts = &visit.texts;
    html! {
        @match state {
            "invited" => span class="state attend" { (icon("clock")) (texts.say("staff-project-invited")) },
            "suspended" => span class="state off" { (icon("no")) (texts.say("staff-project-suspended")) },
            _ => {},
        }
    }
}

fn way(visit: &Visit, seeing: &Seeing) -> String {
    let texts = &visit.texts;
    let open = seeing.paths.iter().find(|way| way.because == "open");
    match open {
        Some(way) if way.relation.as_deref() == Some("project") => {
            texts.say("staff-project-way-part")
        }
        Some(way) if way.relation.is_some() => texts.say("staff-project-way-customer"),
        Some(way) if way.kind == "client" => texts.say("staff-project-way-client"),
        Some(_) => texts.say("staff-project-way-share"),
        None => texts.say("staff-project-way-other"),
    }
}

/// What the project is.
fn about(visit: &Visit, view: &View) -> Markup {
    let (texts, today, project) = (&visit.texts, visit.today(), &view.project);
    let day = |date| texts.day(date, Day::Short, today);
    let next = view.milestones.iter().flatten().find(|one| !one.done);
    html! {
        section class="card" aria-labelledby="about-h" {
            div class="card-head" {
                h2 id="about-h" { (texts.say("staff-project-about")) }
                @if view.edits { a href=(view.at(visit, "/edit")) { (texts.say("work-edit")) span class="vh" { " " (project.name) } } }
            }
            dl class="pairs" {
                @if let Some(client) = &project.client { dt { (texts.say("staff-project-client")) } dd { (client_link(visit, client)) } }
                @if let Some(code) = &project.code { dt { (texts.say("staff-project-code")) } dd { (code) } }
                @if let Some(manager) = &project.manager { dt { (texts.say("staff-projects-col-manager")) } dd { (person(&manager.name)) } }
                @if !view.team.is_empty() {
                    dt { (texts.say("staff-project-team")) }
                    dd { @for one in &view.team { (person(&one.name)) br; } }
                }
                @if project.starts_on.is_some() || project.due_on.is_some() {
                    dt { (texts.say("staff-project-runs")) }
                    dd {
                        @match (project.starts_on, project.due_on) {
                            (Some(starts), Some(due)) => { (day(starts)) " – " (texts.day(due, Day::Long, today)) },
                            (Some(starts), None) => (texts.say_with("staff-project-from", &[("day", Value::from(day(starts)))])),
                            (None, Some(due)) => (texts.say_with("staff-project-to", &[("day", Value::from(day(due)))])),
                            (None, None) => {},
                        }
                    }
                }
                @if let Some(next) = next {
                    dt { (texts.say("staff-project-next")) }
                    dd { (next.name) @if let Some(due) = next.due_on { ", " (day(due)) } }
                }
                @if let Some(budget) = &project.budget { dt { (texts.say("staff-project-budget")) } dd { (texts.money(&budget.amount, &budget.currency)) } }
                @if let Some(part) = project.percent_tasks { dt { (texts.say("staff-projects-tasks-done")) } dd { (percent(&texts.say("staff-projects-tasks-done"), part, false)) } }
                @if let Some(part) = project.percent_hours { dt { (texts.say("staff-projects-hours-used")) } dd { (percent(&texts.say("staff-projects-hours-used"), part, true)) } }
                @if let Some(made) = project.created_at { dt { (texts.say("staff-project-made")) } dd { (day(texts.day_of(made))) } }
            }
        }
    }
}
