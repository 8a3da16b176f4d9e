//! The staff's page of one task.

use access::Module;
use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;
use store::Share;

use crate::files::Files;
use crate::frame::parts::{face, icon, percent, person};
use crate::frame::{Listed, Paged, Stop, Visit};
use crate::portal_page::Held;
use crate::projects::table::indicator;
use crate::projects::undo;
use crate::stages;
use crate::stages::menu::{Menu, Of, Written};
use crate::texts::{Day, Value};
use crate::workspace::comments::{self, Comment};
use crate::workspace::{Address, Named, Rights, StageOf, share_address};

/// A task as its page reads it.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Task {
    pub(super) id: String,
    pub(super) title: String,
    #[serde(default)]
    pub(super) description: Option<String>,
    #[serde(default)]
    pub(super) stage: Option<StageOf>,
    #[serde(default)]
    pub(super) priority: Option<String>,
    #[serde(default)]
    pub(super) starts_on: Option<Date>,
    #[serde(default)]
    pub(super) due_on: Option<Date>,
    #[serde(default)]
    pub(super) percent: Option<i64>,
    #[serde(default)]
    pub(super) hours_estimated: Option<String>,
    #[serde(default)]
    pub(super) hours_spent: Option<String>,
    #[serde(default)]
    pub(super) owner: Option<Named>,
    #[serde(default)]
    pub(super) assignee: Option<Named>,
    #[serde(default)]
    pub(super) collaborators: Vec<Named>,
    #[serde(default)]
    pub(super) followers: Vec<Named>,
    #[serde(default)]
    pub(super) approval: Option<String>,
    #[serde(default)]
    pub(super) created_at: Option<Timestamp>,
    #[serde(default)]
    pub(super) project: Option<Named>,
    #[serde(default)]
    pub(super) customer: Option<Named>,
    #[serde(default)]
    pub(super) parent: Option<Named>,
    #[serde(default)]
    pub(super) relations: Held,
    #[serde(default)]
    pub(super) can: Held,
}

struct View {
    task: Task,
    rights: Rights,
    deletes: bool,
    may_share: bool,
    shares: Vec<Share>,
    stages: Vec<stages::Stage>,
    files: Option<Files>,
    comments: Option<Vec<Comment>>,
    subtasks: Vec<Named>,
}

/// The page.
pub(super) async fn show(mut visit: Visit, id: &str) -> Paged {
    let view = look(&mut visit, id).await?;
    let undone = undo::asked(&mut visit, Module::Tasks).await?;
    let back = Address::of(&visit).text();
    let texts = &visit.texts;
    let menu = Menu {
        texts,
        stages: &view.stages,
        home: &format!("/{}", visit.company.slug),
        csrf: visit.csrf(),
        back: &back,
        edits_stages: view.rights.makes_records(),
        written: Written::default(),
    };
    let at = format!("{}/{id}", visit.at("tasks"));
    let main = html! {
        nav class="crumbs" aria-label=(texts.say("work-you-are-here")) { ol {
            @if let Some((project, id)) = view.task.project.as_ref().and_then(|project| Some((project, project.id.as_ref()?))) {
                li { a href=(visit.at("projects")) { (texts.say("frame-projects")) } }
                li { a href={ (visit.at("projects")) "/" (id) } { (project.name) } }
            } @else { li { a href=(visit.at("tasks")) { (texts.say("frame-tasks")) } } }
            li aria-current="page" { (view.task.title) }
        } }
        (head(&visit, &view, &menu, &at))
        @if let Some(undo) = undone { (undo.show(&visit, &back)) }
        div class="explain" {
            div class="flow" {
                @if let Some(about) = &view.task.description { p class="voice about" { (about) } }
                @if !view.subtasks.is_empty() { (subtasks(&visit, &view)) }
                @if let Some(files) = &view.files {
                    (files.table(&visit, &view.task.title))
                }
                @if let Some(comments) = &view.comments { (comments::section(&visit, comments, &format!("{at}/comments"), view.rights.makes_tasks())) }
            }
            aside class="flow" aria-label=(texts.say("staff-project-beside")) {
                @if view.rights.reads_everything() { (access(&visit, &view)) }
                (about(&visit, &view, &at))
            }
        }
        (menu.popovers("tasks"))
    };
    visit.page(&view.task.title, "tasks", main).await
}

async fn look(visit: &mut Visit, id: &str) -> Result<View, Stop> {
    let task: Task = visit.item(Module::Tasks, id).await?;
    let rights = Rights::of(visit);
    let all = rights.reads_everything();
    let made = visit.reader.made_task(id).await?;
    let item = store::sharing::Item::of(Module::Tasks, id);
    let may_share = all && visit.reader.may_share(&[item]).await.is_ok();
    let files = if task.relations.has("files") {
        Some(Files::of(visit, (Module::Tasks, id), true, &task.can).await?)
    } else {
        None
    };
    let comments: Option<Listed<Comment>> = visit
        .related(Module::Tasks, id, "comments", &[("limit", "200")])
        .await?;
    let subtasks: Option<Listed<Named>> = visit
        .related(Module::Tasks, id, "subtasks", &[("limit", "50")])
        .await?;
    Ok(View {
        deletes: rights.deletes_task(made),
        rights,
        may_share,
        shares: if all {
            visit.reader.shared_with(Module::Tasks, Some(&[id])).await?
        } else {
            Vec::new()
        },
        stages: stages::of(visit, "tasks").await?,
        files,
        comments: comments.map(|listed| listed.items),
        subtasks: subtasks.map(|listed| listed.items).unwrap_or_default(),
        task,
    })
}

fn head(visit: &Visit, view: &View, menu: &Menu<'_>, at: &str) -> Markup {
    let (texts, task) = (&visit.texts, &view.task);
    let swap = format!("#row-{}", task.id);
    let stage = Of {
        module: "tasks",
        id: &task.id,
        name: &task.title,
        stage: task
            .stage
            .as_ref()
            .map(|one| (one.id.as_str(), one.name.as_str(), one.color.as_deref())),
        changes: !view.stages.is_empty() && view.rights.makes_tasks(),
        swap: &swap,
    };
    let shares: Vec<&Share> = view.shares.iter().collect();
    html! {
        div class="head" {
            div {
                h1 { (task.title) }
                div class="row" id={ "row-" (task.id) } {
                    (menu.cell(&stage))
                    @if task.approval.as_deref() == Some("requested") { span class="state attend" { (icon("clock")) (texts.say("staff-task-approval-requested")) } }
                    @if view.rights.reads_everything() { (indicator(visit, &shares, "#access", &texts.say("staff-tasks-not-by-itself"))) }
                }
            }
            @if view.may_share {
                a class="btn main" href=(share_address(visit, &format!("tasks/{}", task.id), menu.back)) data-dialog data-key="s" { (icon("share")) (texts.say("work-share")) }
            }
            @if view.rights.makes_tasks() { a class="btn" href={ (at) "/edit" } data-key="e" { (icon("edit")) (texts.say("work-edit")) } }
            @if view.deletes {
                a class="icon-btn" href={ (at) "/delete" } aria-label=(texts.say_with("work-delete-named", &[("name", Value::from(task.title.as_str()))])) { (icon("trash")) }
            }
        }
    }
}

fn subtasks(visit: &Visit, view: &View) -> Markup {
    html! {
        section class="card flush" aria-labelledby="subtasks-h" {
            div class="card-head" { h2 id="subtasks-h" { (visit.texts.say("staff-task-subtasks")) } }
            ul class="list tight" { @for one in &view.subtasks {
                li { p class="what" { a href={ (visit.at("tasks")) "/" (one.id.as_deref().unwrap_or_default()) } { (one.name) } } }
            } }
        }
    }
}

fn access(visit: &Visit, view: &View) -> Markup {
    let texts = &visit.texts;
    let open: Vec<&Share> = view.shares.iter().filter(|share| share.open).collect();
    html! {
        section class="card flush" id="access" aria-labelledby="access-h" {
            div class="card-head" { h2 id="access-h" { (texts.say("staff-project-who")) } }
            @if open.is_empty() { p class="sub-text quiet" { (texts.say("staff-task-nobody")) } }
            @else { ul class="list tight" { @for share in open {
                li {
                    (face(&share.name, ""))
                    p class="what" {
                        @if view.rights.administers() { a href={ (visit.at("guests")) "/" (share.user) } { (share.name) } } @else { (share.name) }
                        " " small { (crate::projects::until(visit, share)) }
                    }
                }
            } } }
        }
    }
}

fn about(visit: &Visit, view: &View, at: &str) -> Markup {
    let (texts, today, task) = (&visit.texts, visit.today(), &view.task);
    let day = |date| texts.day(date, Day::Short, today);
    let link = |module: &str, named: &Named| {
        html! {
            @if let Some(id) = &named.id { a href={ (visit.at(module)) "/" (id) } { (named.name) } } @else { (named.name) }
        }
    };
    let said = |prefix: &str, value: &str| {
        texts.say_with(&format!("{prefix}-{}", value.replace('_', "-")), &[])
    };
    html! {
        section class="card" aria-labelledby="about-h" {
            div class="card-head" {
                h2 id="about-h" { (texts.say("staff-task-about")) }
                @if view.rights.makes_tasks() { a href={ (at) "/edit" } { (texts.say("work-edit")) span class="vh" { " " (task.title) } } }
            }
            dl class="pairs" {
                @if let Some(project) = &task.project { dt { (texts.say("staff-task-project")) } dd { (link("projects", project)) } }
                @if let Some(customer) = &task.customer { dt { (texts.say("staff-project-customer")) } dd { (link("customers", customer)) } }
                @if let Some(parent) = &task.parent { dt { (texts.say("staff-task-parent")) } dd { (link("tasks", parent)) } }
                @if let Some(assignee) = &task.assignee { dt { (texts.say("staff-tasks-col-assignee")) } dd { (person(&assignee.name)) } }
                @if let Some(owner) = &task.owner { dt { (texts.say("staff-task-owner")) } dd { (person(&owner.name)) } }
                @if !task.collaborators.is_empty() { dt { (texts.say("staff-task-collaborators")) } dd { @for one in &task.collaborators { (person(&one.name)) br; } } }
                @if !task.followers.is_empty() { dt { (texts.say("staff-task-followers")) } dd { @for one in &task.followers { (person(&one.name)) br; } } }
                @if let Some(priority) = &task.priority { dt { (texts.say("staff-task-priority")) } dd { (said("staff-task-priority", priority)) } }
                @if let Some(approval) = task.approval.as_deref().filter(|approval| *approval != "none") { dt { (texts.say("staff-task-approval")) } dd { (said("staff-task-approval", approval)) } }
                @if let Some(starts) = task.starts_on { dt { (texts.say("work-starts")) } dd { (day(starts)) } }
                @if let Some(due) = task.due_on { dt { (texts.say("work-due")) } dd { (day(due)) @if due < today && !task.stage.as_ref().is_some_and(|stage| stage.closed) { " " span class="warn" { (texts.say("work-overdue")) } } } }
                @if let Some(part) = task.percent { dt { (texts.say("staff-tasks-col-percent")) } dd { (percent(&texts.say("staff-tasks-col-percent"), part, false)) } }
                @if task.hours_spent.is_some() || task.hours_estimated.is_some() {
                    dt { (texts.say("staff-task-hours")) }
                    dd { (texts.say_with("staff-task-hours-of", &[
                        ("spent", Value::from(texts.number(task.hours_spent.as_deref().unwrap_or("0")))),
                        ("estimated", Value::from(task.hours_estimated.as_deref().map_or_else(|| "–".to_owned(), |hours| texts.number(hours)))),
                    ])) }
                }
                @if let Some(made) = task.created_at { dt { (texts.say("staff-project-made")) } dd { (day(texts.day_of(made))) } }
            }
        }
    }
}
