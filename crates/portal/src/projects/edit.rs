//! A project made, changed and deleted. Its client is a customer or a guest, chosen here.

use access::Module;
use axum::extract::Path;
use maud::{Markup, html};
use serde_json::{Value as Json, json};
use store::Shelf;

use super::page::Project;
use super::participants::customers;
use crate::frame::{Listed, Paged, Posted, Stop, Visit, see};
use crate::stages;
use crate::texts::Value;
use crate::workspace::{
    Form, Named, Pick, Rights, Saved, Writer, day_field, digest, money_field, removal, saved,
    sent_back,
};

/// The form of a new project.
pub(super) async fn new(visit: Visit) -> Paged {
    let me = visit.reader.viewer().id();
    let mut form = Form::new().with("manager", me);
    if let Some(customer) = visit.asked("customer") {
        form = form.with("client", format!("customer/{customer}"));
    }
    page(visit, form, None).await
}

/// The form of one that is there.
pub(super) async fn edit(mut visit: Visit, Path((_, id)): Path<(String, String)>) -> Paged {
    let (project, seen) = read(&mut visit, &id).await?;
    let team: Option<Listed<Named>> = visit.related(Module::Projects, &id, "team", &[]).await?;
    let form = filled(
        &project,
        team.map(|listed| listed.items).unwrap_or_default(),
    )
    .with("seen", seen);
    page(visit, form, Some(project)).await
}

/// Makes one.
pub(super) async fn create(posted: Posted) -> Paged {
    write(posted, None).await
}

/// Changes one.
pub(super) async fn change(Path((_, id)): Path<(String, String)>, posted: Posted) -> Paged {
    write(posted, Some(id)).await
}

/// A project, and the digest of what was seen of it.
async fn read(visit: &mut Visit, id: &str) -> Result<(Project, String), Stop> {
    match visit.reader.item(Module::Projects, id).await? {
        Some(body) => Ok((crate::frame::read(&body)?, digest(&body))),
        None => Err(visit.not_shared()),
    }
}

fn filled(project: &Project, team: Vec<Named>) -> Form {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let day =
        |date: Option<jiff::civil::Date>| date.map_or_else(String::new, |date| date.to_string());
    let client =
        project
            .client
            .as_ref()
            .and_then(|client| match (&client.customer, &client.guest) {
                (Some(customer), _) => Some(format!("customer/{}", customer.id.as_ref()?)),
                (None, Some(guest)) => Some(format!("guest/{}", guest.id.as_ref()?)),
                (None, None) => None,
            });
    let mut form = Form::new()
        .with("name", &project.name)
        .with("code", text(&project.code))
        .with("description", text(&project.description))
        .with("client", client.unwrap_or_default())
        .with(
            "stage",
            project
                .stage
                .as_ref()
                .map(|stage| stage.id.clone())
                .unwrap_or_default(),
        )
        .with("starts_on", day(project.starts_on))
        .with("due_on", day(project.due_on))
        .with(
            "manager",
            project
                .manager
                .as_ref()
                .and_then(|one| one.id.clone())
                .unwrap_or_default(),
        );
    if let Some(budget) = &project.budget {
        form = form
            .with("budget", &budget.amount)
            .with("currency", &budget.currency);
    }
    for one in team.into_iter().filter_map(|one| one.id) {
        form = form.with("team", one);
    }
    form
}

async fn write(Posted { mut visit, fields }: Posted, id: Option<String>) -> Paged {
    let project = match &id {
        Some(id) => Some(read(&mut visit, id).await?),
        None => None,
    };
    let mut form = Form::sent(&fields);
    if fields.text("name").is_empty() {
        form.wrong("name", visit.texts.say("work-wrong-name"));
    }
    let client = match fields.text("client").split_once('/') {
        Some(("customer", customer)) => json!({ "customer": customer }),
        Some(("guest", guest)) => json!({ "guest": guest }),
        _ => Json::Null,
    };
    let body = json!({
        "name": fields.text("name"),
        "code": fields.given("code"),
        "description": fields.given("description"),
        "client": client,
        "stage": fields.given("stage"),
        "starts_on": day_field(&visit, &fields, &mut form, "starts_on"),
        "due_on": day_field(&visit, &fields, &mut form, "due_on"),
        "budget": money_field(&visit, &fields, &mut form, "budget"),
        "manager": fields.given("manager"),
        "team": fields.all("team").collect::<Vec<_>>(),
    });
    if form.is_wrong() {
        return sent_back(page(visit, form, project.map(|(project, _)| project)).await);
    }
    let shelf = Shelf::Items(Module::Projects);
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
            visit.at("projects"),
            done.id,
            if id.is_some() {
                "project-saved"
            } else {
                "project-made"
            }
        ))),
        Saved::Again => {
            let current = project
                .as_ref()
                .map(|(_, seen)| seen.clone())
                .unwrap_or_default();
            form.set("seen", current);
            sent_back(page(visit, form, project.map(|(project, _)| project)).await)
        }
    }
}

async fn page(mut visit: Visit, form: Form, project: Option<Project>) -> Paged {
    let rights = Rights::of(&visit);
    let allowed = match &project {
        Some(project) => {
            let works_on = visit.reader.works_on(&[&project.id]).await?;
            rights.edits_project(!works_on.is_empty())
        }
        None => rights.makes_records(),
    };
    if !allowed {
        return Err(Stop::NotAllowed);
    }
    let people = visit.reader.choices().await?;
    let pick = |one: &store::Choice| Pick::new(&one.id, &one.name);
    let members: Vec<Pick> = people.iter().filter(|one| !one.guest).map(pick).collect();
    let guests: Vec<Pick> = people
        .iter()
        .filter(|one| one.guest)
        .map(|one| Pick::new(format!("guest/{}", one.id), &one.name))
        .collect();
    let customers: Vec<Pick> = customers(&mut visit)
        .await?
        .into_iter()
        .map(|one| Pick::new(format!("customer/{}", one.value), one.name))
        .collect();
    let stages: Vec<Pick> = stages::of(&mut visit, "projects")
        .await?
        .into_iter()
        .map(|one| Pick::new(one.id, one.name))
        .collect();
    let texts = &visit.texts;
    let list = visit.at("projects");
    let (title, action, back) = match &project {
        Some(project) => (
            texts.say_with(
                "work-edit-named",
                &[("name", Value::from(project.name.as_str()))],
            ),
            format!("{list}/{}", project.id),
            format!("{list}/{}", project.id),
        ),
        None => (texts.say("staff-projects-new"), list.clone(), list.clone()),
    };
    let none = texts.say("work-none");
    let main: Markup = html! {
        nav class="crumbs" aria-label=(texts.say("work-you-are-here")) { ol {
            li { a href=(list) { (texts.say("frame-projects")) } }
            @if let Some(project) = &project { li { a href=(back) { (project.name) } } }
            li aria-current="page" { (title) }
        } }
        div class="head" { h1 { (title) } }
        (form.summary(texts))
        form class="card form" method="post" action=(action) {
            (visit.csrf())
            input type="hidden" name="seen" value=(form.value("seen"));
            (form.line("name", &texts.say("work-name"), "text", true))
            (form.choice_of("client", &texts.say("staff-project-client"), Some(&none),
                &[(&texts.say("frame-customers"), &customers), (&texts.say("frame-guests"), &guests)]))
            div class="pairs-of" {
                (form.choice("stage", &texts.say("work-stage"), Some(&none), &stages))
                (form.line("code", &texts.say("staff-project-code"), "text", false))
                (form.line("starts_on", &texts.say("work-starts"), "date", false))
                (form.line("due_on", &texts.say("work-due"), "date", false))
                (form.choice("manager", &texts.say("staff-projects-col-manager"), Some(&none), &members))
                div class="pairs-of" {
                    (form.line("budget", &texts.say("staff-project-budget"), "text", false))
                    (form.line("currency", &texts.say("work-currency"), "text", false))
                }
            }
            (form.lines("description", &texts.say("work-description"), Some(&texts.say("staff-project-description-hint"))))
            (form.ticks("team", &texts.say("staff-project-team"), &members))
            div class="row" {
                button class="btn main" { (texts.say(if project.is_some() { "work-save" } else { "staff-projects-make" })) }
                a class="btn bare" href=(back) { (texts.say("work-leave")) }
            }
        }
    };
    visit.page(&title, "projects", main).await
}

/// Asks once more before a project is deleted.
pub(super) async fn ask(mut visit: Visit, Path((_, id)): Path<(String, String)>) -> Paged {
    let (project, _) = read(&mut visit, &id).await?;
    if !Rights::of(&visit).deletes_records() {
        return Err(Stop::NotAllowed);
    }
    let tasks: Option<Listed<Named>> = visit
        .related(
            Module::Projects,
            &id,
            "tasks",
            &[("limit", "1"), ("count", "true")],
        )
        .await?;
    let tasks = tasks.and_then(|tasks| tasks.count).unwrap_or_default();
    let what = visit.texts.say_with(
        "staff-project-delete-what",
        &[("tasks", Value::from(tasks))],
    );
    removal::ask(visit, "projects", &id, &project.name, &what).await
}

/// Deletes it.
pub(super) async fn delete(
    Path((_, id)): Path<(String, String)>,
    Posted { visit, .. }: Posted,
) -> Paged {
    let then = format!("{}?said=project-deleted", visit.at("projects"));
    removal::delete(visit, Shelf::Items(Module::Projects), &id, &then).await
}
