//! A project as a card, made of whatever is open of it.

use maud::{Markup, html};

use crate::frame::parts;
use crate::portal_page::{Guest, Milestone, sections};
use crate::projects::roadmap::{next, reach};
use crate::projects::view::Project;
use crate::texts::Value;

/// How many steps a card has room for.
const STEPS: usize = 14;

/// The card of a project. `level` is that of its heading.
pub(crate) fn card(
    guest: &Guest,
    project: &Project,
    milestones: &[Milestone],
    level: u8,
) -> Markup {
    let texts = &guest.texts;
    let meters = [
        (project.percent_tasks, "home-tasks-done", false),
        (project.percent_hours, "home-hours-used", true),
    ];
    let meters: Vec<_> = meters
        .into_iter()
        .filter_map(|(percent, label, hours)| Some((percent.flatten()?, label, hours)))
        .collect();
    let about = project
        .about()
        .and_then(|about| sections::paragraphs(about).next());
    let name = html! { a href=(guest.at(&format!("projects/{}", project.id))) { (project.name) } };
    html! {
        article class="card project" {
            @if project.stage().is_some() || project.due().is_some() {
                header {
                    @if let Some(stage) = project.stage() { (parts::stage(&stage.name, stage.color.as_deref())) }
                    @if let Some(due) = project.due() {
                        small class="faint" { (texts.say_with("home-due", &[("day", Value::from(guest.long(due)))])) }
                    }
                }
            }
            @if level == 2 { h2 { (name) } } @else { h3 { (name) } }
            @if !meters.is_empty() {
                div class="meters" {
                    @for (percent, label, hours) in &meters { (parts::meter(&texts.say_with(label, &[]), *percent, *hours)) }
                }
            } @else if let Some(about) = about {
                p class="about" { (about) }
            }
            @if !milestones.is_empty() { (footer(guest, milestones)) }
        }
    }
}

fn footer(guest: &Guest, milestones: &[Milestone]) -> Markup {
    let kinds: Vec<&str> = milestones
        .iter()
        .map(|milestone| reach(milestone, guest.today).name())
        .collect();
    let done = milestones.iter().filter(|milestone| milestone.done).count();
    let number = |n: usize| Value::from(i64::try_from(n).unwrap_or(i64::MAX));
    let given = [("done", number(done)), ("all", number(milestones.len()))];
    html! {
        footer {
            @if (2..=STEPS).contains(&kinds.len()) { (parts::steps(&kinds)) }
            p class="row" {
                span {
                    @match next(milestones) {
                        Some(next) => {
                            strong { (guest.say("home-next")) } " " (next.name)
                            @if let Some(day) = next.due_on { ", " (guest.due(day, false)) }
                        },
                        None => (guest.say("home-all-reached")),
                    }
                }
                " "
                span class="faint nowrap" { (guest.texts.say_with("home-of", &given)) span class="vh" { " " (guest.say("home-milestones-done")) } }
            }
        }
    }
}
