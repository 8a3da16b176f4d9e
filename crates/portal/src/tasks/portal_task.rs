//! One task as a guest sees it: what it is about, who has to do with it, its files and what was said.

use access::Module;
use maud::{Markup, html};

use super::portal::table;
use super::view::Task;
use crate::actions;
use crate::files::Files;
use crate::frame::parts;
use crate::frame::{Listed, Paged, Visit};
use crate::portal_page::{Comment, Guest, Named, comments, crumbs, sections};

/// One task.
pub(super) async fn show(mut visit: Visit, id: &str) -> Paged {
    let task: Task = visit.item(Module::Tasks, id).await?;
    let open = task.holds("files");
    let files = Files::of(&mut visit, (Module::Tasks, id), open, &task.can).await?;
    let said: Option<Listed<Comment>> = if task.holds("comments") {
        let all = [("limit", "200")];
        visit.related(Module::Tasks, id, "comments", &all).await?
    } else {
        None
    };
    let steps: Option<Listed<Task>> = if task.holds("subtasks") {
        let question = [("limit", "100")];
        visit
            .related(Module::Tasks, id, "subtasks", &question)
            .await?
    } else {
        None
    };
    let above = sections::above(&mut visit, Module::Tasks, id).await?;
    let guest = Guest::of(&visit);
    let say_more = sections::say_more(&visit, &guest, &task.can, &format!("tasks/{id}/comments"));
    let about = about(&guest, &task, above.as_ref());
    let steps = steps.map(|steps| steps.items).unwrap_or_default();
    let body = html! {
        header class="title" {
            div class="row" {
                h1 { (task.title) }
                @if let Some(stage) = &task.stage { (guest.stage(stage)) }
            }
            (sections::lead(task.description.as_deref()))
        }
        @if task.waits() { (actions::decision(&visit, &guest, id)) } @else { (decision(&guest, &task)) }
        @if task.may("complete") && !task.over() && !task.waits() { (actions::done(&visit, &guest, id)) }
        div class="flow" {
            @if !steps.is_empty() { (parts_of(&guest, &steps)) }
            @if let Some(section) = files.section(&guest, &task.title) { (section.body) }
            @if let Some(section) = comments(&guest, said.as_ref(), say_more) { (section.body) }
        }
    };
    let way = match above
        .as_ref()
        .and_then(|project| Some((project.id.as_ref()?, project)))
    {
        Some((id, project)) => (guest.at(&format!("projects/{id}")), project.name.clone()),
        None => (guest.at("tasks"), guest.say("frame-tasks")),
    };
    let main = html! {
        (crumbs(&guest, &[way], &task.title))
        @match about {
            Some(about) => div class="beside" {
                div class="flow" { (body) }
                aside class="stick flow" aria-label=(guest.say("my-tasks-about")) { div class="card" { (about) } }
            },
            None => div class="flow" { (body) },
        }
    };
    visit.page(&task.title, "tasks", main).await
}

/// How a decision stands.
fn decision(guest: &Guest, task: &Task) -> Markup {
    let (tone, icon_name, words) = match task.approval.as_deref() {
        Some("requested") => ("attend", "clock", "my-tasks-approval-requested"),
        Some("approved") => ("good", "check", "my-tasks-approval-approved"),
        Some("changes_requested") => ("attend", "edit", "my-tasks-approval-changes_requested"),
        _ => return html! {},
    };
    html! { p { (guest.state(tone, icon_name, &guest.say(words))) } }
}

/// The steps that a task is made of.
fn parts_of(guest: &Guest, steps: &[Task]) -> Markup {
    let steps: Vec<&Task> = steps.iter().collect();
    html! {
        section class="by-project" aria-labelledby="steps-h" {
            div class="card-head" { h2 id="steps-h" { (guest.say("my-tasks-parts")) } }
            (table(guest, &steps, &guest.say("my-tasks-parts")))
        }
    }
}

/// Facts beside the task; nothing where none is open.
fn about(guest: &Guest, task: &Task, above: Option<&Named>) -> Option<Markup> {
    let mut facts: Vec<(String, Markup)> = Vec::new();
    let mut fact = |key: &str, value: Option<Markup>| {
        facts.extend(value.map(|value| (guest.say(key), value)));
    };
    fact(
        "page-project",
        above.map(|project| {
            html! {
                @match &project.id {
                    Some(id) => a href=(guest.at(&format!("projects/{id}"))) { (project.name) },
                    None => (project.name),
                }
            }
        }),
    );
    fact(
        "my-tasks-part-of",
        task.parent.as_ref().map(|parent| {
            let id = parent.id.as_deref().unwrap_or_default();
            html! { a href=(guest.at(&format!("tasks/{id}"))) { (parent.name) } }
        }),
    );
    let due = if task.waits() {
        "my-tasks-decide-by"
    } else {
        "page-due"
    };
    fact(
        due,
        task.due_on.map(|day| {
            let warm = !task.over() && guest.days_to(day) <= 3;
            html! { strong class=[warm.then_some("warn")] { (guest.time_of(day, &guest.day(day))) } }
        }),
    );
    fact(
        "my-tasks-begins",
        task.starts_on
            .map(|day| html! { (guest.time_of(day, &guest.day(day))) }),
    );
    fact(
        "page-with",
        task.assignee.as_ref().map(|person| guest.person(person)),
    );
    fact(
        "my-tasks-asked-by",
        task.owner.as_ref().map(|person| guest.person(person)),
    );
    fact("my-tasks-also", people(guest, &task.collaborators));
    fact("my-tasks-following", people(guest, &task.followers));
    let unusual = task
        .priority
        .as_deref()
        .filter(|priority| *priority != "normal");
    fact(
        "my-tasks-priority",
        unusual.map(|priority| html! { (guest.texts.say_with(&format!("my-tasks-priority-{priority}"), &[])) }),
    );
    let done = guest.say("page-done");
    fact(
        "page-done",
        task.percent
            .map(|percent| parts::percent(&done, percent, false)),
    );
    fact(
        "my-tasks-hours-estimated",
        task.hours_estimated
            .as_deref()
            .map(|hours| html! { (guest.texts.number(hours)) }),
    );
    fact(
        "my-tasks-hours-spent",
        task.hours_spent
            .as_deref()
            .map(|hours| html! { (guest.texts.number(hours)) }),
    );
    (!facts.is_empty()).then(|| {
        html! { dl class="pairs" { @for (name, value) in facts { dt { (name) } dd { (value) } } } }
    })
}

fn people(guest: &Guest, people: &[crate::portal_page::Person]) -> Option<Markup> {
    (!people.is_empty()).then(|| {
        html! { @for person in people { span class="person" { (guest.mark(person, "s")) (guest.name(person)) } " " } }
    })
}
