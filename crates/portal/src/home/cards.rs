//! A project as a card, made of whatever is open of it.

use jiff::civil::Date;
use maud::{Markup, html};

use crate::frame::parts;
use crate::projects::view::Project;
use crate::texts::{Day, Texts, Value};

/// The card of a project; `next` is its next milestone, with how many of how many are done.
pub(crate) fn card(texts: &Texts, slug: &str, project: &Project, today: Date) -> Markup {
    let meters = [
        (project.percent_tasks, "home-tasks-done", false),
        (project.percent_hours, "home-hours-used", true),
    ];
    let shown: Vec<_> = meters
        .into_iter()
        .filter_map(|(percent, label, hours)| Some((percent.flatten()?, label, hours)))
        .collect();
    html! {
        article class="card project" {
            @if project.stage().is_some() || project.due().is_some() {
                header {
                    @if let Some(stage) = project.stage() { (parts::stage(&stage.name, stage.color.as_deref())) }
                    @if let Some(due) = project.due() {
                        small class="faint" {
                            (texts.say_with("home-due", &[("day", Value::from(texts.day(due, Day::Long, today)))]))
                        }
                    }
                }
            }
            h3 { a href={ "/" (slug) "/projects/" (project.id) } { (project.name) } }
            @if !shown.is_empty() {
                div class="meters" {
                    @for (percent, label, hours) in shown { (parts::meter(&texts.say_with(label, &[]), percent, hours)) }
                }
            } @else if let Some(about) = project.about() {
                p class="about" { (about) }
            }
        }
    }
}
