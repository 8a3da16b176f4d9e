//! A task made, changed and deleted.

use access::Module;
use axum::extract::Path;
use maud::{Markup, html};
use serde_json::json;
use store::Shelf;

use super::workspace_task::Task;
use crate::frame::{Listed, Paged, Posted, Stop, Visit, see};
use crate::stages;
use crate::texts::Value;
use crate::workspace::{
    Form, Named, Pick, Rights, Saved, Writer, day_field, digest, removal, saved, sent_back,
};

/// The priorities, in their order.
const PRIORITIES: [&str; 4] = ["low", "normal", "high", "urgent"];
/// What approval can be asked of a guest, as a form says it.
const APPROVALS: [&str; 2] = ["none", "requested"];

/// The form of a new task.
pub(super) async fn new(visit: Visit) -> Paged {
    let me = visit.reader.viewer().id();
    let mut form = Form::new()
        .with("owner", me)
        .with("priority", "normal")
        .with("approval", "none");
    if let Some(project) = visit.asked("project") {
        form = form.with("project", project);
    }
    page(visit, form, None).await
}

/// The form of one that is there.
pub(super) async fn edit(mut visit: Visit, Path((_, id)): Path<(String, String)>) -> Paged {
    let (task, seen) = read(&mut visit, &id).await?;
    let form = filled(&task).with("seen", seen);
    page(visit, form, Some(task)).await
}

/// Makes one.
pub(super) async fn create(posted: Posted) -> Paged {
    write(posted, None).await
}

/// Changes one.
pub(super) async fn change(Path((_, id)): Path<(String, String)>, posted: Posted) -> Paged {
    write(posted, Some(id)).await
}

async fn read(visit: &mut Visit, id: &str) -> Result<(Task, String), Stop> {
    match visit.reader.item(Module::Tasks, id).await? {
        Some(body) => Ok((crate::frame::read(&body)?, digest(&body))),
        None => Err(visit.not_shared()),
    }
}

fn filled(task: &Task) -> Form {
    let day =
        |date: Option<jiff::civil::Date>| date.map_or_else(String::new, |date| date.to_string());
    let id = |one: &Option<Named>| {
        one.as_ref()
            .and_then(|one| one.id.clone())
            .unwrap_or_default()
    };
    Form::new()
        .with("title", &task.title)
        .with("project", id(&task.project))
        .with("description", task.description.clone().unwrap_or_default())
        .with(
            "stage",
            task.stage
                .as_ref()
                .map(|stage| stage.id.clone())
                .unwrap_or_default(),
        )
        .with("priority", task.priority.clone().unwrap_or_default())
        .with("starts_on", day(task.starts_on))
        .with("due_on", day(task.due_on))
        .with(
            "percent",
            task.percent
                .map(|part| part.to_string())
                .unwrap_or_default(),
        )
        .with(
            "hours_estimated",
            task.hours_estimated.clone().unwrap_or_default(),
        )
        .with("hours_spent", task.hours_spent.clone().unwrap_or_default())
        .with("owner", id(&task.owner))
        .with("assignee", id(&task.assignee))
        .with("approval", task.approval.clone().unwrap_or_default())
}

async fn write(Posted { mut visit, fields }: Posted, id: Option<String>) -> Paged {
    let task = match &id {
        Some(id) => Some(read(&mut visit, id).await?),
        None => None,
    };
    let mut form = Form::sent(&fields);
    let texts = &visit.texts;
    if fields.text("title").is_empty() {
        form.wrong("title", texts.say("work-wrong-name"));
    }
    let percent = fields.given("percent").map(str::parse::<i64>);
    if percent.as_ref().is_some_and(|percent| {
        !percent
            .as_ref()
            .is_ok_and(|percent| (0..=100).contains(percent))
    }) {
        form.wrong("percent", texts.say("work-wrong-percent"));
    }
    let mut body = json!({
        "title": fields.text("title"),
        "project": fields.given("project"),
        "description": fields.given("description"),
        "stage": fields.given("stage"),
        "priority": fields.given("priority").unwrap_or("normal"),
        "starts_on": day_field(&visit, &fields, &mut form, "starts_on"),
        "due_on": day_field(&visit, &fields, &mut form, "due_on"),
        "percent": percent.and_then(Result::ok),
        "hours_estimated": hours(fields.given("hours_estimated")),
        "hours_spent": hours(fields.given("hours_spent")),
        "owner": fields.given("owner"),
        "assignee": fields.given("assignee"),
    });
    // A decision that a guest took stays, unless it is asked for anew.
    if let Some(approval) = fields
        .given("approval")
        .filter(|approval| APPROVALS.contains(approval))
    {
        body["approval"] = json!(approval);
    }
    if form.is_wrong() {
        return sent_back(page(visit, form, task.map(|(task, _)| task)).await);
    }
    let shelf = Shelf::Items(Module::Tasks);
    let (writer, away) = Writer::of(visit);
    let seen = fields.text("seen").to_owned();
    let still = |json: &str| digest(json) == seen;
    let answer = match &id {
        Some(id) => writer.change(shelf, id, &body, Some(&still)).await,
        None => writer.create(shelf, &body).await,
    };
    let visit = away.back().await?;
    match saved(&visit, &mut form, answer, &[])? {
        Saved::Done(done) => Ok(see(&format!(
            "{}/{}?said={}",
            visit.at("tasks"),
            done.id,
            if id.is_some() {
                "task-saved"
            } else {
                "task-made"
            }
        ))),
        Saved::Again => {
            form.set(
                "seen",
                task.as_ref()
                    .map(|(_, seen)| seen.clone())
                    .unwrap_or_default(),
            );
            sent_back(page(visit, form, task.map(|(task, _)| task)).await)
        }
    }
}

/// Hours as they are written: a comma counts as a point.
fn hours(given: Option<&str>) -> Option<String> {
    given.map(|hours| hours.replace(',', "."))
}

async fn page(mut visit: Visit, form: Form, task: Option<Task>) -> Paged {
    if !Rights::of(&visit).makes_tasks() {
        return Err(Stop::NotAllowed);
    }
    let people = visit.reader.choices().await?;
    let pick = |guest: bool| {
        people
            .iter()
            .filter(|one| one.guest == guest)
            .map(|one| Pick::new(&one.id, &one.name))
            .collect::<Vec<_>>()
    };
    let (members, guests) = (pick(false), pick(true));
    let projects = projects(&mut visit, form.value("project")).await?;
    let stages: Vec<Pick> = stages::of(&mut visit, "tasks")
        .await?
        .into_iter()
        .map(|one| Pick::new(one.id, one.name))
        .collect();
    let texts = &visit.texts;
    let list = visit.at("tasks");
    let (title, action, back) = match &task {
        Some(task) => (
            texts.say_with(
                "work-edit-named",
                &[("name", Value::from(task.title.as_str()))],
            ),
            format!("{list}/{}", task.id),
            format!("{list}/{}", task.id),
        ),
        None => (texts.say("staff-tasks-new"), list.clone(), list.clone()),
    };
    let none = texts.say("work-none");
    let named = |prefix: &str, names: &[&str]| {
        names
            .iter()
            .map(|name| Pick::new(*name, texts.say_with(&format!("{prefix}-{name}"), &[])))
            .collect::<Vec<_>>()
    };
    let people = [
        (texts.say("frame-members"), &members),
        (texts.say("frame-guests"), &guests),
    ];
    let groups: Vec<(&str, &[Pick])> = people
        .iter()
        .map(|(heading, picks)| (heading.as_str(), picks.as_slice()))
        .collect();
    let decided = task
        .as_ref()
        .and_then(|task| task.approval.as_deref())
        .filter(|approval| !APPROVALS.contains(approval));
    let mut approvals = named("staff-task-approval", &APPROVALS);
    if let Some(decided) = decided {
        approvals.insert(
            0,
            Pick::new(
                decided,
                texts.say_with(
                    &format!("staff-task-approval-{}", decided.replace('_', "-")),
                    &[],
                ),
            ),
        );
    }
    let main: Markup = html! {
        nav class="crumbs" aria-label=(texts.say("work-you-are-here")) { ol {
            li { a href=(list) { (texts.say("frame-tasks")) } }
            @if let Some(task) = &task { li { a href=(back) { (task.title) } } }
            li aria-current="page" { (title) }
        } }
        div class="head" { h1 { (title) } }
        (form.summary(texts))
        form class="card form" method="post" action=(action) {
            (visit.csrf())
            input type="hidden" name="seen" value=(form.value("seen"));
            (form.line("title", &texts.say("staff-task-title"), "text", true))
            (form.choice("project", &texts.say("staff-task-project"), Some(&none), &projects))
            div class="pairs-of" {
                (form.choice("stage", &texts.say("work-stage"), Some(&none), &stages))
                (form.choice("priority", &texts.say("staff-task-priority"), None, &named("staff-task-priority", &PRIORITIES)))
                (form.choice_of("assignee", &texts.say("staff-tasks-col-assignee"), Some(&none), &groups))
                (form.choice_of("owner", &texts.say("staff-task-owner"), Some(&none), &groups))
                (form.line("starts_on", &texts.say("work-starts"), "date", false))
                (form.line("due_on", &texts.say("work-due"), "date", false))
                (form.line("hours_estimated", &texts.say("staff-task-hours-estimated"), "text", false))
                (form.line("hours_spent", &texts.say("staff-task-hours-spent"), "text", false))
                (form.line("percent", &texts.say("staff-task-percent"), "number", false))
                (form.choice("approval", &texts.say("staff-task-approval"), None, &approvals))
            }
            (form.lines("description", &texts.say("work-description"), Some(&texts.say("staff-project-description-hint"))))
            div class="row" {
                button class="btn main" { (texts.say(if task.is_some() { "work-save" } else { "staff-tasks-make" })) }
                a class="btn bare" href=(back) { (texts.say("work-leave")) }
            }
        }
    };
    visit.page(&title, "tasks", main).await
}

/// Projects by name, for the form to choose from; the one that is chosen is always among them.
async fn projects(visit: &mut Visit, chosen: &str) -> Result<Vec<Pick>, Stop> {
    let mut projects = Vec::new();
    let mut cursor: Option<String> = None;
    for _ in 0..5 {
        let mut question = vec![("limit", "200"), ("sort", "name")];
        question.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
        let listed: Listed<Named> = visit.list(Module::Projects, &question).await?;
        projects.extend(
            listed
                .items
                .into_iter()
                .filter_map(|one| Some(Pick::new(one.id?, one.name))),
        );
        cursor = listed.next;
        if cursor.is_none() {
            return Ok(projects);
        }
    }
    if !chosen.is_empty()
        && !projects.iter().any(|one| one.value == chosen)
        && let Some(body) = visit.reader.item(Module::Projects, chosen).await?
    {
        let one: Named = crate::frame::read(&body)?;
        projects.insert(0, Pick::new(chosen, one.name));
    }
    Ok(projects)
}

/// Asks once more before a task is deleted.
pub(super) async fn ask(mut visit: Visit, Path((_, id)): Path<(String, String)>) -> Paged {
    let (task, _) = read(&mut visit, &id).await?;
    let made = visit.reader.made_task(&id).await?;
    if !Rights::of(&visit).deletes_task(made) {
        return Err(Stop::NotAllowed);
    }
    let what = visit.texts.say("staff-task-delete-what");
    removal::ask(visit, "tasks", &id, &task.title, &what).await
}

/// Deletes it.
pub(super) async fn delete(
    Path((_, id)): Path<(String, String)>,
    Posted { visit, .. }: Posted,
) -> Paged {
    let then = format!("{}?said=task-deleted", visit.at("tasks"));
    removal::delete(visit, Shelf::Items(Module::Tasks), &id, &then).await
}
