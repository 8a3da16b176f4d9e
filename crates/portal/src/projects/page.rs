//! The staff's page of one project: its head, and what hangs on it.

use access::Module;
use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::HashSet;
use store::{Party, Share};

use super::milestones::Milestone;
use super::participants::Mistake;
use super::undo::Undo;
use super::{info, table, undo};
use crate::files::Files;
use crate::frame::parts::icon;
use crate::frame::{Listed, Paged, Stop, Visit};
use crate::portal_page::Held;
use crate::stages;
use crate::stages::menu::{Menu, Of, Written};
use crate::texts::Value;
use crate::workspace::comments::Comment;
use crate::workspace::{
    Address, Client, Money, Named, Rights, StageOf, end_address, share_address,
};

/// A project as its page reads it.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Project {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) code: Option<String>,
    #[serde(default)]
    pub(super) description: Option<String>,
    #[serde(default)]
    pub(super) stage: Option<StageOf>,
    #[serde(default)]
    pub(super) starts_on: Option<Date>,
    #[serde(default)]
    pub(super) due_on: Option<Date>,
    #[serde(default)]
    pub(super) percent_tasks: Option<i64>,
    #[serde(default)]
    pub(super) percent_hours: Option<i64>,
    #[serde(default)]
    pub(super) budget: Option<Money>,
    #[serde(default)]
    pub(super) manager: Option<Named>,
    #[serde(default)]
    pub(super) client: Option<Client>,
    #[serde(default)]
    pub(super) created_at: Option<Timestamp>,
    #[serde(default)]
    pub(super) relations: Held,
    #[serde(default)]
    pub(super) can: Held,
}

/// Somebody who sees it, and the ways that lead there.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Seeing {
    pub(super) user: Named,
    pub(super) paths: Vec<Way>,
}

/// One way.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Way {
    pub(super) kind: String,
    #[serde(default)]
    pub(super) relation: Option<String>,
    pub(super) because: String,
}

/// Everything the page shows.
pub(super) struct View {
    pub(super) project: Project,
    pub(super) rights: Rights,
    /// Whether the reader may change it.
    pub(super) edits: bool,
    /// Whether the reader may open access to it.
    pub(super) may_share: bool,
    pub(super) shares: Vec<Share>,
    /// Who sees it by a way that is no share of it; none where the reader may not know.
    pub(super) through: Option<Vec<Seeing>>,
    pub(super) stages: Vec<stages::Stage>,
    pub(super) team: Vec<Named>,
    pub(super) milestones: Option<Vec<Milestone>>,
    pub(super) files: Option<Files>,
    pub(super) tasks: Option<i64>,
    pub(super) comments: Option<Vec<Comment>>,
    pub(super) parties: Vec<Party>,
    pub(super) back: String,
}

impl View {
    /// Those who see it by a share or as its client, each once.
    pub(super) fn seeing(&self) -> HashSet<&str> {
        let open = self.shares.iter().filter(|share| share.open);
        open.map(|share| share.user.as_str()).collect()
    }

    /// The address of the project, or of a part of it.
    pub(super) fn at(&self, visit: &Visit, part: &str) -> String {
        format!("{}/{}{part}", visit.at("projects"), self.project.id)
    }
}

/// The page, on the tab that is asked for.
pub(super) async fn show(visit: Visit, id: &str) -> Paged {
    draw(visit, id, None).await
}

/// The page, with what is to be mended in a party's panel.
pub(super) async fn with_mistake(visit: Visit, id: &str, mistake: &Mistake) -> Paged {
    draw(visit, id, Some(mistake)).await
}

async fn draw(mut visit: Visit, id: &str, mistake: Option<&Mistake>) -> Paged {
    let view = look(&mut visit, id).await?;
    let undone = undo::asked(&mut visit, Module::Projects).await?;
    let main = if visit.asked("tab") == Some("tasks") && view.tasks.is_some() {
        let tasks = super::tasks::of(&mut visit, &view).await?;
        whole(&visit, &view, undone.as_ref(), &tasks)
    } else {
        let choices = super::participants::choices(&mut visit, &view, mistake).await?;
        whole(
            &visit,
            &view,
            undone.as_ref(),
            &info::tab(&visit, &view, &choices),
        )
    };
    visit.page(&view.project.name, "projects", main).await
}

/// Reads a project and what its page says of it.
pub(super) async fn look(visit: &mut Visit, id: &str) -> Result<View, Stop> {
    let project: Project = visit.item(Module::Projects, id).await?;
    let rights = Rights::of(visit);
    let all = rights.reads_everything();
    let works_on = visit.reader.works_on(&[id]).await?;
    let item = store::sharing::Item::of(Module::Projects, id);
    let may_share = all && visit.reader.may_share(&[item]).await.is_ok();
    let shares = if all {
        visit
            .reader
            .shared_with(Module::Projects, Some(&[id]))
            .await?
    } else {
        Vec::new()
    };
    let through = through(visit, id, &shares).await?;
    let team: Option<Listed<Named>> = visit.related(Module::Projects, id, "team", &[]).await?;
    let milestones: Option<Listed<Milestone>> = visit
        .related(Module::Projects, id, "milestones", &[("limit", "200")])
        .await?;
    let files = if project.relations.has("files") {
        Some(Files::of(visit, (Module::Projects, id), true, &project.can).await?)
    } else {
        None
    };
    let tasks: Option<Listed<Named>> = visit
        .related(
            Module::Projects,
            id,
            "tasks",
            &[("limit", "1"), ("count", "true")],
        )
        .await?;
    let comments: Option<Listed<Comment>> = visit
        .related(Module::Projects, id, "comments", &[("limit", "200")])
        .await?;
    let parties = if all {
        visit.reader.parties(id).await?
    } else {
        Vec::new()
    };
    let mut milestones = milestones.map(|listed| listed.items);
    if let Some(milestones) = &mut milestones {
        milestones.sort_by_key(|one| (one.due_on.unwrap_or(Date::MAX), one.starts_on));
    }
    Ok(View {
        edits: rights.edits_project(!works_on.is_empty()),
        rights,
        may_share,
        shares,
        through,
        stages: stages::of(visit, "projects").await?,
        team: team.map(|listed| listed.items).unwrap_or_default(),
        milestones,
        files,
        tasks: tasks.and_then(|listed| listed.count),
        comments: comments.map(|listed| listed.items),
        parties,
        back: back(visit, id),
        project,
    })
}

/// The address to come back to: a form that was sent stands under another.
fn back(visit: &Visit, id: &str) -> String {
    let here = format!("{}/{id}", visit.at("projects"));
    if visit.path == here {
        Address::of(visit).text()
    } else {
        here
    }
}

async fn through(
    visit: &mut Visit,
    id: &str,
    shares: &[Share],
) -> Result<Option<Vec<Seeing>>, Stop> {
    let question = [("limit".to_owned(), "50".to_owned())];
    let who = match visit
        .reader
        .who(&format!("projects/{id}"), None, &question)
        .await
    {
        Ok(body) => crate::frame::read::<Listed<Seeing>>(&body)?.items,
        Err(store::ReadError::NotAllowed) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let shared: HashSet<&str> = shares
        .iter()
        .filter(|share| share.open)
        .map(|share| share.user.as_str())
        .collect();
    let others = who.into_iter().filter(|seeing| {
        seeing
            .user
            .id
            .as_deref()
            .is_none_or(|user| !shared.contains(user))
    });
    Ok(Some(others.collect()))
}

fn whole(visit: &Visit, view: &View, undone: Option<&Undo>, tab: &Markup) -> Markup {
    let menu = Menu {
        texts: &visit.texts,
        stages: &view.stages,
        home: &format!("/{}", visit.company.slug),
        csrf: visit.csrf(),
        back: &view.back,
        edits_stages: view.rights.makes_records(),
        written: Written::default(),
    };
    html! {
        (crumbs(visit, &view.project.name))
        (head(visit, view, &menu))
        @if let Some(undo) = undone { (undo.show(visit, &view.back)) }
        (tabs(visit, view))
        (tab)
        (menu.popovers("projects"))
    }
}

fn crumbs(visit: &Visit, name: &str) -> Markup {
    html! {
        nav class="crumbs" aria-label=(visit.texts.say("work-you-are-here")) { ol {
            li { a href=(visit.at("projects")) { (visit.texts.say("frame-projects")) } }
            li aria-current="page" { (name) }
        } }
    }
}

fn head(visit: &Visit, view: &View, menu: &Menu<'_>) -> Markup {
    let (texts, project) = (&visit.texts, &view.project);
    let swap = format!("#row-{}", project.id);
    let stage = Of {
        module: "projects",
        id: &project.id,
        name: &project.name,
        stage: project
            .stage
            .as_ref()
            .map(|one| (one.id.as_str(), one.name.as_str(), one.color.as_deref())),
        changes: !view.stages.is_empty() && view.edits,
        swap: &swap,
    };
    let shares: Vec<&Share> = view.shares.iter().collect();
    html! {
        div class="head" {
            div {
                h1 { (project.name) }
                div class="row" id={ "row-" (project.id) } {
                    (menu.cell(&stage))
                    @if let Some(client) = &project.client { (client_link(visit, client)) }
                    @if view.rights.reads_everything() { (table::indicator(visit, &shares, "#access", &texts.say("work-only-staff"))) }
                }
            }
            @if view.may_share {
                a class="btn main" href=(share_address(visit, &format!("projects/{}", project.id), &view.back)) data-dialog data-key="s" { (icon("share")) (texts.say("work-share")) }
            }
            (more(visit, view))
        }
    }
}

/// The name of a client, leading to their page where there is one.
pub(super) fn client_link(visit: &Visit, client: &Client) -> Markup {
    let customer = client
        .customer
        .as_ref()
        .and_then(|customer| Some((customer, customer.id.as_ref()?)));
    html! {
        @if let Some((customer, id)) = customer { a href={ (visit.at("customers")) "/" (id) } { (customer.name) } }
        @else if let Some(guest) = client.who() { (guest.name) }
    }
}

fn more(visit: &Visit, view: &View) -> Markup {
    let texts = &visit.texts;
    let named = [("name", Value::from(view.project.name.as_str()))];
    html! {
        @if view.edits || view.may_share || view.rights.deletes_records() {
            button class="icon-btn" type="button" popovertarget="more" data-key="." aria-label=(texts.say_with("work-more-for", &named)) { (icon("dots")) }
            div class="menu to-start" id="more" popover {
                ul {
                    li { a href="#access" { (icon("eye")) (texts.say("work-who-can-see")) } }
                    @if view.edits { li { a href=(view.at(visit, "/edit")) data-key="e" { (icon("edit")) (texts.say("work-edit")) kbd { "E" } } } }
                }
                @let ends = view.may_share && view.shares.iter().any(|share| share.open && !share.as_client);
                @if ends || view.rights.deletes_records() {
                    hr;
                    ul {
                        @if ends { li class="risk" { a href=(end_address(visit, &format!("projects/{}", view.project.id), &view.back)) { (icon("lock")) (texts.say("work-stop-sharing")) } } }
                        @if view.rights.deletes_records() { li class="risk" { a href=(view.at(visit, "/delete")) { (icon("trash")) (texts.say("work-delete")) } } }
                    }
                }
            }
        }
    }
}

fn tabs(visit: &Visit, view: &View) -> Markup {
    let texts = &visit.texts;
    let here = view.at(visit, "");
    let tasks = visit.asked("tab") == Some("tasks");
    html! {
        nav class="tabs" aria-label=(texts.say("staff-project-parts")) { ul {
            li { a href=(here) aria-current=[(!tasks).then_some("page")] { (texts.say("staff-project-info")) } }
            @if let Some(count) = view.tasks {
                li { a href={ (here) "?tab=tasks" } aria-current=[tasks.then_some("page")] { (texts.say("frame-tasks")) span class="faint" { (count) } } }
            }
            @if let Some(milestones) = &view.milestones {
                li { a href={ (here) "#milestones" } { (texts.say("staff-project-roadmap")) span class="faint" { (milestones.len()) } } }
            }
            @if let Some(files) = &view.files {
                li { a href={ (here) "#files" } { (texts.say("work-files")) span class="faint" { (files.count()) } } }
            }
            @if let Some(comments) = &view.comments {
                li { a href={ (here) "#comments" } { (texts.say("work-comments")) span class="faint" { (comments.len()) } } }
            }
            @if view.rights.reads_everything() {
                li { a href={ (here) "#access" } { (texts.say("staff-project-access")) span class="faint" { (view.seeing().len()) } } }
            }
        } }
    }
}
