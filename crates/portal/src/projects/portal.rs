//! Projects as a guest sees them: the list, and all the tasks of one.

use access::Module;
use maud::html;
use serde::Deserialize;
use store::ReadError;

use super::view::Project;
use crate::frame::{Listed, Paged, Stop, Visit, read};
use crate::home::card;
use crate::portal_page::{Filter, Guest, Milestone, crumbs, empty, filters, more};
use crate::tasks::table;
use crate::tasks::view::Task;

/// Projects, each with its milestones where those are open.
#[derive(Debug, Deserialize)]
pub(crate) struct WithMilestones {
    /// The projects.
    pub(crate) items: Vec<Project>,
    /// The milestones of each, by their days; none where they are not open.
    pub(crate) milestones: Vec<Option<Vec<Milestone>>>,
    /// The cursor of the next page.
    pub(crate) next: Option<String>,
}

impl WithMilestones {
    /// The projects with their milestones.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&Project, &[Milestone])> {
        self.items.iter().zip(
            self.milestones
                .iter()
                .map(|milestones| milestones.as_deref().unwrap_or_default()),
        )
    }
}

/// The projects of a question with their milestones: by the day they are due, where that is open, else by name.
pub(crate) async fn with_milestones(
    visit: &mut Visit,
    question: &[(&str, &str)],
    finished: Option<bool>,
) -> Result<WithMilestones, Stop> {
    let mut sorts = ["due_on", "name"].into_iter().peekable();
    while let Some(sort) = sorts.next() {
        let parameters: Vec<(String, String)> = question
            .iter()
            .chain(std::iter::once(&("sort", sort)))
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        match visit
            .reader
            .projects_with_milestones(&parameters, finished)
            .await
        {
            Ok(body) => return read(&body),
            Err(ReadError::Invalid(_)) if sorts.peek().is_some() => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Stop::Broken(
        "projects can be ordered by their names".to_owned(),
    ))
}

/// Every project that is shared with the reader.
pub(super) async fn list(mut visit: Visit) -> Paged {
    let finished = match visit.asked("show") {
        Some("done") => Some(true),
        Some("all") => None,
        _ => Some(false),
    };
    let (words, cursor) = (
        visit.asked("q").map(str::to_owned),
        visit.asked("cursor").map(str::to_owned),
    );
    let mut question = vec![("limit", "24")];
    question.extend(words.as_deref().map(|words| ("q", words)));
    question.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
    visit.reader.shows(Module::Projects, Project::CARD);
    let projects = with_milestones(&mut visit, &question, finished).await?;
    let guest = Guest::of(&visit);
    let staged = visit.asked("show").is_some()
        || projects
            .items
            .iter()
            .any(|project| project.stage().is_some());
    let choices = [
        ("open", guest.say("my-projects-show-open")),
        ("done", guest.say("my-projects-show-done")),
        ("all", guest.say("my-projects-show-all")),
    ];
    let filter = staged.then(|| Filter {
        label: guest.say("my-projects-which"),
        choices: &choices,
    });
    let title = guest.say("frame-projects");
    let main = html! {
        (crumbs(&guest, &[], &title))
        header class="title" { h1 { (title) } }
        div class="flow" {
            (filters(&guest, &visit, &guest.say("my-projects-find"), filter))
            @if projects.items.is_empty() { (empty(&guest, &visit, &guest.say("my-projects-none"))) }
            @else { ul class="cards wide" {
                @for (project, milestones) in projects.pairs() { li { (card(&guest, project, milestones, 2)) } }
            } }
            @if let Some(more) = more(&guest, &visit, projects.next.as_deref()) { (more) }
        }
    };
    visit.page(&title, "projects", main).await
}

/// The tasks of a project, in an order that is open: by due day, else by title.
pub(super) async fn tasks_of(
    visit: &mut Visit,
    id: &str,
    sorts: &[&str],
    question: &[(&str, &str)],
    finished: Option<bool>,
) -> Result<Option<Listed<Task>>, Stop> {
    for (n, sort) in sorts.iter().enumerate() {
        let parameters: Vec<(String, String)> = question
            .iter()
            .chain(std::iter::once(&("sort", *sort)))
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        match visit
            .reader
            .tasks_of_project(id, &parameters, finished)
            .await
        {
            Ok(body) => return Ok(Some(read(&body)?)),
            Err(ReadError::NotFound) => return Ok(None),
            Err(ReadError::Invalid(_)) if n + 1 < sorts.len() => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(None)
}

/// Every task of one project, page by page.
pub(super) async fn tasks(mut visit: Visit, id: &str) -> Paged {
    let project: Project = visit.item(access::Module::Projects, id).await?;
    let finished = match visit.asked("show") {
        Some("open") => Some(false),
        Some("done") => Some(true),
        _ => None,
    };
    let (words, cursor) = (
        visit.asked("q").map(str::to_owned),
        visit.asked("cursor").map(str::to_owned),
    );
    let mut question = vec![("limit", "50")];
    question.extend(words.as_deref().map(|words| ("q", words)));
    question.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
    visit.reader.shows(Module::Tasks, Task::ROW);
    let found = tasks_of(&mut visit, id, &["due_on", "title"], &question, finished).await?;
    let Some(tasks) = found else {
        return Err(visit.not_shared());
    };
    let guest = Guest::of(&visit);
    let staged =
        visit.asked("show").is_some() || tasks.items.iter().any(|task| task.stage.is_some());
    let choices = [
        ("all", guest.say("my-tasks-show-all")),
        ("open", guest.say("my-tasks-show-open")),
        ("done", guest.say("my-tasks-show-done")),
    ];
    let filter = staged.then(|| Filter {
        label: guest.say("my-tasks-which"),
        choices: &choices,
    });
    let named = [("name", project.name.as_str().into())];
    let title = guest.texts.say_with("my-project-tasks-of", &named);
    let way = [
        (guest.at("projects"), guest.say("frame-projects")),
        (guest.at(&format!("projects/{id}")), project.name.clone()),
    ];
    let rows: Vec<&Task> = tasks.items.iter().collect();
    let main = html! {
        (crumbs(&guest, &way, &guest.say("frame-tasks")))
        header class="title" { h1 { (title) } }
        div class="flow" {
            (filters(&guest, &visit, &guest.say("my-tasks-find"), filter))
            @if rows.is_empty() { (empty(&guest, &visit, &guest.say("my-project-no-tasks"))) }
            @else { div class="by-project" { (table(&guest, &rows, &title)) } }
            @if let Some(more) = more(&guest, &visit, tasks.next.as_deref()) { (more) }
        }
    };
    visit.page(&title, "projects", main).await
}
