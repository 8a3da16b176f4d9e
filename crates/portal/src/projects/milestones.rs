//! A project's milestones: ticked off in place, added, changed and deleted.

use access::Module;
use axum::extract::Path;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;
use store::Shelf;

use super::page::View;
use crate::frame::parts::icon;
use crate::frame::{Paged, Posted, Visit, see};
use crate::texts::{Day, Value};
use crate::workspace::{Form, Saved, Writer, day_field, ended, removal, saved, sent_back};

/// A milestone.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Milestone {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) starts_on: Option<Date>,
    pub(super) due_on: Option<Date>,
    pub(super) done: bool,
}

/// The section of the tab Info.
pub(super) fn section(visit: &Visit, view: &View, milestones: &[Milestone]) -> Markup {
    let texts = &visit.texts;
    let done = milestones.iter().filter(|one| one.done).count();
    html! {
        section class="card flush" id="milestones" aria-labelledby="milestones-h" {
            div class="card-head" {
                h2 id="milestones-h" { (texts.say("staff-project-roadmap")) }
                @if !milestones.is_empty() {
                    span class="faint" { (texts.say_with("staff-project-milestones-done", &[("done", Value::from(done)), ("all", milestones.len().into())])) }
                }
                @if view.edits { a class="push" href=(view.at(visit, "/milestones/new")) { (texts.say("staff-project-milestone-new")) } }
            }
            @if milestones.is_empty() { p class="empty" { (texts.say("staff-project-no-milestones")) } }
            @else { ul class="list tight" { @for one in milestones { (line(visit, view, one)) } } }
        }
    }
}

fn line(visit: &Visit, view: &View, one: &Milestone) -> Markup {
    let (texts, today) = (&visit.texts, visit.today());
    let named = [("name", Value::from(one.name.as_str()))];
    let address = view.at(visit, &format!("/milestones/{}", one.id));
    let day = |date| texts.day(date, Day::Short, today);
    html! {
        li id={ "m-" (one.id) } {
            @if view.edits {
                form class="inline-form" method="post" action={ (address) "/done" } data-swap={ "#m-" (one.id) } {
                    (visit.csrf())
                    button class="tick" name="done" value=(if one.done { "no" } else { "yes" }) aria-pressed=(if one.done { "true" } else { "false" }) {
                        span class="vh" { (texts.say_with("staff-project-milestone-is-done", &named)) }
                        (icon("check"))
                    }
                }
            } @else if one.done { (icon("check")) }
            p class="what" {
                (one.name) " "
                small {
                    @match (one.starts_on, one.due_on) {
                        (Some(starts), Some(due)) => { (day(starts)) " – " (day(due)) },
                        (None, Some(due)) => (texts.say_with("staff-project-to", &[("day", Value::from(day(due)))])),
                        (Some(starts), None) => (texts.say_with("staff-project-from", &[("day", Value::from(day(starts)))])),
                        (None, None) => {},
                    }
                    @if !one.done && one.due_on.is_some_and(|due| due < today) { " · " span class="warn" { (texts.say("work-overdue")) } }
                }
            }
            @if view.edits {
                a class="icon-btn s" href=(address) aria-label=(texts.say_with("work-edit-named", &named)) { (icon("edit")) }
            }
        }
    }
}

/// Ticks one off, or takes the tick back.
pub(super) async fn done(
    Path((_, project, id)): Path<(String, String, String)>,
    Posted { visit, fields }: Posted,
) -> Paged {
    let body = json!({ "done": fields.text("done") == "yes" });
    let shelf = Shelf::Parts(Module::Projects, &project, "milestones");
    let (writer, away) = Writer::of(visit);
    let changed = writer.change(shelf, &id, &body, None).await;
    let visit = away.back().await?;
    changed.map_err(|error| ended(&visit, error))?;
    Ok(see(&format!("{}/{project}#m-{id}", visit.at("projects"))))
}

/// The form of a new one.
pub(super) async fn new(visit: Visit, Path((_, project)): Path<(String, String)>) -> Paged {
    page(visit, &project, &Form::new(), None).await
}

/// The form of one that is there.
pub(super) async fn edit(
    mut visit: Visit,
    Path((_, project, id)): Path<(String, String, String)>,
) -> Paged {
    let one = one(&mut visit, &project, &id).await?;
    let day = |date: Option<Date>| date.map_or_else(String::new, |date| date.to_string());
    let mut form = Form::new()
        .with("name", &one.name)
        .with("starts_on", day(one.starts_on))
        .with("due_on", day(one.due_on));
    if one.done {
        form = form.with("done", "on");
    }
    page(visit, &project, &form, Some(&id)).await
}

/// Makes one.
pub(super) async fn create(Path((_, project)): Path<(String, String)>, posted: Posted) -> Paged {
    write(posted, project, None).await
}

/// Changes one.
pub(super) async fn change(
    Path((_, project, id)): Path<(String, String, String)>,
    posted: Posted,
) -> Paged {
    write(posted, project, Some(id)).await
}

async fn write(Posted { visit, fields }: Posted, project: String, id: Option<String>) -> Paged {
    let mut form = Form::sent(&fields);
    if fields.text("name").is_empty() {
        form.wrong("name", visit.texts.say("work-wrong-name"));
    }
    let (starts_on, due_on) = (
        day_field(&visit, &fields, &mut form, "starts_on"),
        day_field(&visit, &fields, &mut form, "due_on"),
    );
    if form.is_wrong() {
        return sent_back(page(visit, &project, &form, id.as_deref()).await);
    }
    let body = json!({ "name": fields.text("name"), "starts_on": starts_on, "due_on": due_on, "done": fields.has("done") });
    let shelf = Shelf::Parts(Module::Projects, &project, "milestones");
    let (writer, away) = Writer::of(visit);
    let answer = match &id {
        Some(id) => writer.change(shelf, id, &body, None).await,
        None => writer.create(shelf, &body).await,
    };
    let visit = away.back().await?;
    match saved(&visit, &mut form, answer, &[])? {
        Saved::Done(_) => Ok(see(&format!(
            "{}/{project}?said=milestone-saved#milestones",
            visit.at("projects")
        ))),
        Saved::Again => sent_back(page(visit, &project, &form, id.as_deref()).await),
    }
}

/// Deletes one.
pub(super) async fn delete(
    Path((_, project, id)): Path<(String, String, String)>,
    Posted { visit, .. }: Posted,
) -> Paged {
    let shelf = Shelf::Parts(Module::Projects, &project, "milestones");
    let then = format!(
        "{}/{project}?said=milestone-deleted#milestones",
        visit.at("projects")
    );
    removal::delete(visit, shelf, &id, &then).await
}

async fn one(visit: &mut Visit, project: &str, id: &str) -> Result<Milestone, crate::frame::Stop> {
    let all = visit
        .related::<Milestone>(Module::Projects, project, "milestones", &[("limit", "200")])
        .await?;
    let found = all.and_then(|all| all.items.into_iter().find(|one| one.id == id));
    found.ok_or_else(|| visit.not_shared())
}

async fn page(mut visit: Visit, project: &str, form: &Form, id: Option<&str>) -> Paged {
    let view = super::page::look(&mut visit, project).await?;
    if !view.edits {
        return Err(crate::frame::Stop::NotAllowed);
    }
    let texts = &visit.texts;
    let back = view.at(&visit, "#milestones");
    let title = texts.say(if id.is_some() {
        "staff-project-milestone-edit"
    } else {
        "staff-project-milestone-new"
    });
    let action = view.at(
        &visit,
        &id.map_or_else(
            || "/milestones".to_owned(),
            |id| format!("/milestones/{id}"),
        ),
    );
    let main = html! {
        nav class="crumbs" aria-label=(texts.say("work-you-are-here")) { ol {
            li { a href=(visit.at("projects")) { (texts.say("frame-projects")) } }
            li { a href=(view.at(&visit, "")) { (view.project.name) } }
            li aria-current="page" { (title) }
        } }
        div class="head" { h1 { (title) } }
        (form.summary(texts))
        form class="card form" method="post" action=(action) {
            (visit.csrf())
            (form.line("name", &texts.say("work-name"), "text", true))
            div class="pairs-of" {
                (form.line("starts_on", &texts.say("work-starts"), "date", false))
                (form.line("due_on", &texts.say("work-due"), "date", false))
            }
            (form.tick("done", &texts.say("staff-project-milestone-done")))
            div class="row" {
                button class="btn main" { (texts.say("work-save")) }
                a class="btn bare" href=(back) { (texts.say("work-leave")) }
                @if id.is_some() { button class="btn risk push" formaction={ (action) "/delete" } formnovalidate { (icon("trash")) (texts.say("work-delete")) } }
            }
        }
    };
    visit.page(&title, "projects", main).await
}
