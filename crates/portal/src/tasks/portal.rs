//! Tasks as a guest sees them: all that are shared, project by project, each column only where something in it is
//! open.

use access::Module;
use maud::{Markup, html};

use super::ask;
use super::view::{Task, UnderProjects};
use crate::frame::parts::{self, icon};
use crate::frame::{Paged, Visit};
use crate::portal_page::{Filter, Guest, Named, crumbs, empty, filters, more, narrow};

/// Every task that is shared with the reader.
pub(super) async fn list(mut visit: Visit) -> Paged {
    let show = visit.asked("show").unwrap_or("open").to_owned();
    let first = visit.asked("cursor").is_none();
    let me = visit.reader.viewer().id();
    let finished = match show.as_str() {
        "done" => Some(true),
        "all" => None,
        _ => Some(false),
    };
    let mut question = vec![("limit", "50")];
    if show == "mine" {
        question.push(("filter[assignee]", me.as_str()));
    }
    let (words, cursor) = (
        visit.asked("q").map(str::to_owned),
        visit.asked("cursor").map(str::to_owned),
    );
    question.extend(words.as_deref().map(|words| ("q", words)));
    question.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
    // The first page asks twice: for the tasks, and for what waits.
    if first && !narrow(&visit) {
        visit.reader.gather(&[(Module::Tasks, Task::ROW)]).await?;
    } else {
        visit.reader.shows(Module::Tasks, Task::ROW);
    }
    let tasks = ask::under_projects(
        &mut visit,
        Module::Tasks,
        &["due_on", "title"],
        &question,
        finished,
    )
    .await?
    .unwrap_or(UnderProjects::<Task>::none());
    let waiting = if first && !narrow(&visit) {
        ask::waiting(&mut visit).await?
    } else {
        UnderProjects::none()
    };
    let guest = Guest::of(&visit);
    let groups = grouped(&tasks);
    let whole = first && tasks.next.is_none();
    let main = html! {
        (crumbs(&guest, &[], &guest.say("frame-tasks")))
        header class="title" {
            h1 { (guest.say("frame-tasks")) }
            p class="lead" { (guest.say("my-tasks-lead")) @if !waiting.items.is_empty() { " " (guest.count("my-tasks-waiting-count", waiting.items.len())) } }
        }
        @if groups.len() > 1 {
            nav class="tabs" aria-label=(guest.say("page-on-this-page")) { ul {
                @for (n, group) in groups.iter().enumerate() {
                    li { a href={ "#p" (n + 1) } { (group.name(&guest)) @if whole { span class="faint" { (group.tasks.len()) } } } }
                }
            } }
        }
        div class="flow" {
            @if !waiting.items.is_empty() { (decisions(&guest, &waiting)) }
            @if !tasks.items.is_empty() || narrow(&visit) || !first { (find(&guest, &visit, &tasks)) }
            @for (n, group) in groups.iter().enumerate() { (section(&guest, n + 1, group)) }
            @if tasks.items.is_empty() { (empty(&guest, &visit, &guest.say(if waiting.items.is_empty() { "my-tasks-none-open" } else { "my-tasks-none-besides" }))) }
            @if let Some(more) = more(&guest, &visit, tasks.next.as_deref()) { (more) }
        }
    };
    let title = guest.say("frame-tasks");
    visit.page(&title, "tasks", main).await
}

fn find(guest: &Guest, visit: &Visit, tasks: &UnderProjects<Task>) -> Markup {
    let asked = visit.asked("show").is_some();
    let staged = asked || tasks.items.iter().any(|task| task.stage.is_some());
    let assigned = asked || tasks.items.iter().any(|task| task.assignee.is_some());
    let mut choices = vec![("open", guest.say("my-tasks-show-open"))];
    if assigned {
        choices.push(("mine", guest.say("my-tasks-show-mine")));
    }
    if staged {
        choices.push(("done", guest.say("my-tasks-show-done")));
        choices.push(("all", guest.say("my-tasks-show-all")));
    }
    let filter = (choices.len() > 1).then(|| Filter {
        label: guest.say("my-tasks-which"),
        choices: &choices,
    });
    filters(guest, visit, &guest.say("my-tasks-find"), filter)
}

/// What waits for a decision.
pub(crate) fn decisions(guest: &Guest, waiting: &UnderProjects<Task>) -> Markup {
    html! {
        section class="card flush decision" aria-labelledby="waiting" {
            div class="card-head" { h2 id="waiting" { (guest.say("home-waiting")) } }
            ul class="list" {
                @for (task, project) in waiting.pairs() { (decision(guest, task, project)) }
            }
        }
    }
}

/// One task that waits for a decision.
pub(crate) fn decision(guest: &Guest, task: &Task, project: Option<&Named>) -> Markup {
    let address = guest.at(&format!("tasks/{}", task.id));
    html! {
        li {
            span class="glyph" { (icon("task")) }
            p class="what" {
                a href=(address) { (guest.say("my-tasks-approve")) " " (task.title) }
                @if let Some(project) = project { " " small { (project.name) } }
            }
            p class="facts" {
                @if let Some(due) = task.due_on { (guest.state("attend", "clock", &guest.brief(due))) " " }
                a class="btn main" href=(address) { (guest.say("my-tasks-look")) span class="vh" { ": " (task.title) } }
            }
        }
    }
}

/// The tasks of one project, or of none.
struct Group<'a> {
    project: Option<&'a Named>,
    tasks: Vec<&'a Task>,
}

impl Group<'_> {
    fn name(&self, guest: &Guest) -> String {
        self.project.map_or_else(
            || guest.say("page-without-project"),
            |project| project.name.clone(),
        )
    }
}

/// In the order in which projects come up; what stands under none comes last.
fn grouped(tasks: &UnderProjects<Task>) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (task, project) in tasks.pairs() {
        let id = |named: Option<&Named>| named.and_then(|named| named.id.clone());
        match groups
            .iter_mut()
            .find(|group| id(group.project) == id(project))
        {
            Some(group) => group.tasks.push(task),
            None => groups.push(Group {
                project,
                tasks: vec![task],
            }),
        }
    }
    groups.sort_by_key(|group| group.project.is_none());
    groups
}

fn section(guest: &Guest, number: usize, group: &Group<'_>) -> Markup {
    let name = group.name(guest);
    let id = format!("p{number}");
    html! {
        section class="by-project" id=(id) aria-labelledby={ (id) "-h" } {
            div class="card-head" {
                h2 id={ (id) "-h" } {
                    @match group.project.and_then(|project| project.id.as_ref()) {
                        Some(project) => a href=(guest.at(&format!("projects/{project}"))) { (name) },
                        None => (name),
                    }
                }
            }
            (table(guest, &group.tasks, &guest.texts.say_with("my-tasks-of", &[("project", name.as_str().into())])))
        }
    }
}

/// Tasks in a table, each column only where something in it is open.
pub(crate) fn table(guest: &Guest, tasks: &[&Task], caption: &str) -> Markup {
    // Where all are the reader's own, nobody needs to be told so.
    let own = |task: &&Task| {
        task.assignee
            .as_ref()
            .is_some_and(|person| guest.is_me(person))
    };
    let with = !tasks.iter().all(own) && tasks.iter().any(|task| task.assignee.is_some());
    let staged = tasks.iter().any(|task| task.stage.is_some());
    let due = tasks.iter().any(|task| task.due_on.is_some());
    let done = tasks.iter().any(|task| task.percent.is_some());
    let head = |shown: bool, key: &str| {
        let words = guest.say(key);
        html! { @if shown { th scope="col" { (words) } } }
    };
    let (label_with, label_stage) = (guest.say("page-with"), guest.say("page-stage"));
    let (label_due, label_done) = (guest.say("page-due"), guest.say("page-done"));
    html! {
        div class="sheet" {
            table class="data reflow" {
                caption class="vh" { (caption) }
                thead { tr {
                    th scope="col" { (guest.say("my-tasks-task")) }
                    (head(with, "page-with")) (head(staged, "page-stage")) (head(due, "page-due")) (head(done, "page-done"))
                } }
                tbody {
                    @for task in tasks {
                        tr {
                            th scope="row" { a href=(guest.at(&format!("tasks/{}", task.id))) { (task.title) } }
                            @if with { (cell(&label_with, task.assignee.as_ref().map(|person| guest.person(person)))) }
                            @if staged { (cell(&label_stage, task.stage.as_ref().map(|stage| guest.stage(stage)))) }
                            @if due { (cell(&label_due, task.due_on.map(|day| guest.due(day, task.over())))) }
                            @if done { (cell(&label_done, task.percent.map(|percent| parts::percent(&label_done, percent, false)))) }
                        }
                    }
                }
            }
        }
    }
}

fn cell(label: &str, value: Option<Markup>) -> Markup {
    html! {
        @match value {
            Some(value) => td data-label=(label) { (value) },
            None => td class="nil" {},
        }
    }
}
