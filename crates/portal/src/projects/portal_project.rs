//! One project as a guest sees it: whatever is open of it, in one page.

use access::Module;
use maud::{Markup, html};
use serde::de::DeserializeOwned;

use super::money;
use super::portal::tasks_of;
use super::roadmap;
use super::view::Project;
use crate::files::Files;
use crate::frame::parts::{self, icon};
use crate::frame::{Listed, Paged, Stop, Visit};
use crate::meetings::{self, view::Meeting};
use crate::papers::{self, Kind, Paper};
use crate::portal_page::{
    Comment, Guest, Milestone, Person, Section, comments, crumbs, jump, sections,
};
use crate::tasks::view::Task;
use crate::tickets::{self, view::Ticket};

/// How many of a kind a project's page shows, before it leads to all of them.
const FEW: &str = "6";

/// The fields that rows show of what hangs on a project.
const SHOWN: [(Module, &[&str]); 5] = [
    (
        Module::Tasks,
        &["stage", "due_on", "assignee", "collaborators", "approval"],
    ),
    (Module::Meetings, Meeting::ROW),
    (Module::Tickets, Ticket::ROW),
    (Module::Invoices, Paper::ROW),
    (Module::Estimates, Paper::ROW),
];

/// One project.
pub(super) async fn show(mut visit: Visit, id: &str) -> Paged {
    let project: Project = visit.item(Module::Projects, id).await?;
    let found = Found::ask(&mut visit, &project).await?;
    let guest = Guest::of(&visit);
    let form = sections::say_more(
        &visit,
        &guest,
        &project.can,
        &format!("projects/{id}/comments"),
    );
    let main_sections: Vec<Section> = [
        roadmap::section(&guest, &found.milestones),
        tasks(&guest, &project, &found),
        meetings(&guest, &found.meetings),
        tickets(&guest, &found.tickets),
        found.files.section(&guest, &project.name),
        papers(&guest, &found),
        money::section(&guest, &found.money),
        comments(&guest, found.comments.as_ref(), form),
    ]
    .into_iter()
    .flatten()
    .collect();
    let team = team(&guest, &project, &found.team);
    let all: Vec<&Section> = main_sections.iter().chain(&team).collect();
    let main = html! {
        (crumbs(&guest, &[(guest.at("projects"), guest.say("frame-projects"))], &project.name))
        header class="title" {
            div class="row" {
                h1 { (project.name) }
                @if let Some(stage) = project.stage() { (parts::stage(&stage.name, stage.color.as_deref())) }
            }
            (sections::lead(project.about()))
            (facts(&guest, &project, &found.milestones))
        }
        @if let Some(links) = jump(&guest, &all) { (links) }
        @match &team {
            Some(team) if !main_sections.is_empty() => div class="beside" {
                div class="flow" { @for section in &main_sections { (section.body) } }
                div class="stick flow" { (team.body) }
            },
            _ => div class="flow" { @for section in &all { (section.body) } },
        }
    };
    visit.page(&project.name, "projects", main).await
}

/// What hangs on the project, as far as it is open.
#[derive(Default)]
struct Found {
    milestones: Vec<Milestone>,
    open: Vec<Task>,
    done: Vec<Task>,
    more_tasks: bool,
    meetings: Vec<Meeting>,
    tickets: Vec<Ticket>,
    files: Files,
    invoices: Vec<Paper>,
    estimates: Vec<Paper>,
    money: money::Ledger,
    comments: Option<Listed<Comment>>,
    team: Vec<Person>,
}

impl Found {
    async fn ask(visit: &mut Visit, project: &Project) -> Result<Found, Stop> {
        let id = project.id.as_str();
        let mut found = Found::default();
        let held = |(module, _): &(Module, &[&str])| project.holds(module.name());
        let held: Vec<_> = SHOWN.into_iter().filter(held).collect();
        visit.reader.gather(&held).await?;
        if project.holds("milestones") {
            found.milestones = part(visit, id, "milestones", "200").await?.0;
            roadmap::in_order(&mut found.milestones);
        }
        if project.holds("tasks") {
            found.tasks(visit, id).await?;
        }
        if project.holds("meetings") {
            found.meetings = some(visit, id, "meetings", &["-starts_at", "title"]).await?;
        }
        if project.holds("tickets") {
            found.tickets = some(visit, id, "tickets", &["-opened_at", "number"]).await?;
        }
        let open = project.holds("files");
        found.files = Files::of(visit, (Module::Projects, id), open, &project.can).await?;
        if project.holds("invoices") {
            found.invoices = some(visit, id, "invoices", &["-issued_on", "number"]).await?;
        }
        if project.holds("estimates") {
            found.estimates = some(visit, id, "estimates", &["-issued_on", "number"]).await?;
        }
        found.money = money::Ledger::ask(visit, project).await?;
        if project.holds("comments") {
            found.comments = visit
                .related(Module::Projects, id, "comments", &[("limit", "200")])
                .await?;
        }
        if project.holds("team") {
            found.team = part(visit, id, "team", "200").await?.0;
        }
        Ok(found)
    }

    /// What goes on comes first, the most urgent first; then the last that was finished.
    async fn tasks(&mut self, visit: &mut Visit, id: &str) -> Result<(), Stop> {
        let open = tasks_of(
            visit,
            id,
            &["due_on", "title"],
            &[("limit", "8")],
            Some(false),
        )
        .await?;
        let done = tasks_of(
            visit,
            id,
            &["-due_on", "title"],
            &[("limit", "3")],
            Some(true),
        )
        .await?;
        for (listed, into) in [(open, &mut self.open), (done, &mut self.done)] {
            if let Some(listed) = listed {
                self.more_tasks |= listed.next.is_some();
                *into = listed.items;
            }
        }
        Ok(())
    }
}

/// The first parts of a kind, and whether there are more.
async fn part<T: DeserializeOwned>(
    visit: &mut Visit,
    id: &str,
    relation: &str,
    limit: &str,
) -> Result<(Vec<T>, bool), Stop> {
    let listed: Option<Listed<T>> = visit
        .related(Module::Projects, id, relation, &[("limit", limit)])
        .await?;
    Ok(listed.map_or((Vec::new(), false), |listed| {
        (listed.items, listed.next.is_some())
    }))
}

/// The first few related items, in the first order that is open.
async fn some<T: DeserializeOwned>(
    visit: &mut Visit,
    id: &str,
    relation: &str,
    sorts: &[&str],
) -> Result<Vec<T>, Stop> {
    for sort in sorts {
        let question = [("limit", FEW), ("sort", *sort)];
        match visit
            .related::<T>(Module::Projects, id, relation, &question)
            .await
        {
            Ok(listed) => return Ok(listed.map(|listed| listed.items).unwrap_or_default()),
            Err(Stop::Invalid(_)) => {}
            Err(stop) => return Err(stop),
        }
    }
    Ok(Vec::new())
}

fn facts(guest: &Guest, project: &Project, milestones: &[Milestone]) -> Markup {
    let runs = guest.span(project.starts(), project.due(), false);
    let next = roadmap::next(milestones);
    let manager = project.manager.as_ref().and_then(Option::as_ref);
    let manager = manager.map(|manager| Person {
        id: manager.id.clone(),
        name: manager.name.clone(),
        response: None,
    });
    let (tasks, hours) = (guest.say("home-tasks-done"), guest.say("home-hours-used"));
    html! {
        dl class="facts-dl" {
            @if let Some(runs) = runs { div { dt { (guest.say("my-project-runs")) } dd { (runs) } } }
            @if let Some(next) = next {
                div { dt { (guest.say("my-project-next")) } dd { (next.name) @if let Some(day) = next.due_on { ", " (guest.due(day, false)) } } }
            }
            @if let Some(manager) = &manager { div { dt { (guest.say("my-project-manager")) } dd { (guest.person(manager)) } } }
            @if let Some(code) = &project.code { div { dt { (guest.say("my-project-code")) } dd { (code) } } }
            @if let Some(budget) = &project.budget { div { dt { (guest.say("my-project-budget")) } dd { (guest.texts.money(&budget.amount, &budget.currency)) } } }
            @if let Some(percent) = project.percent_tasks.flatten() { div { dt { (tasks) } dd { (parts::percent(&tasks, percent, false)) } } }
            @if let Some(percent) = project.percent_hours.flatten() { div { dt { (hours) } dd { (parts::percent(&hours, percent, true)) } } }
        }
    }
}

fn tasks(guest: &Guest, project: &Project, found: &Found) -> Option<Section> {
    if found.open.is_empty() && found.done.is_empty() {
        return None;
    }
    let title = guest.say("frame-tasks");
    let body = html! {
        section class="card flush" id="tasks" aria-labelledby="tasks-h" {
            div class="card-head" { h2 id="tasks-h" { (title) } }
            ul class="list tight" {
                @for task in found.open.iter().chain(&found.done) { (task_row(guest, task)) }
            }
            @if found.more_tasks {
                p class="list-foot" { a href=(guest.at(&format!("projects/{}/tasks", project.id))) { (guest.say("my-project-all-tasks")) } }
            }
        }
    };
    Some(Section {
        id: "tasks",
        title,
        count: (!found.more_tasks).then_some(found.open.len() + found.done.len()),
        body,
    })
}

fn task_row(guest: &Guest, task: &Task) -> Markup {
    let people: Vec<Person> = task
        .assignee
        .iter()
        .chain(&task.collaborators)
        .cloned()
        .collect();
    html! {
        li {
            span class={ "glyph" @if !task.waits() { " plain" } } { (icon(if task.over() { "check" } else { "task" })) }
            p class="what" {
                a href=(guest.at(&format!("tasks/{}", task.id))) { (task.title) }
                @if !people.is_empty() { " " small { (guest.names(&people)) } }
            }
            p class="facts" {
                @if task.waits() { (guest.state("attend", "clock", &guest.say("my-tasks-approval-yours"))) " " }
                @if let Some(stage) = &task.stage { (guest.stage(stage)) " " }
                @if let Some(day) = task.due_on { (guest.due(day, task.over())) }
            }
        }
    }
}

fn meetings(guest: &Guest, found: &[Meeting]) -> Option<Section> {
    if found.is_empty() {
        return None;
    }
    let title = guest.say("frame-meetings");
    // What is coming stands first, the nearest at the top; then what was, the last at the top.
    let (past, mut coming): (Vec<&Meeting>, Vec<&Meeting>) =
        found.iter().partition(|meeting| meeting.over(guest.now));
    coming.sort_by_key(|meeting| meeting.starts_at);
    let full = found.len().to_string() == FEW;
    let body = html! {
        section class="card flush" id="meetings" aria-labelledby="meetings-h" {
            div class="card-head" { h2 id="meetings-h" { (title) } }
            ul class="list tight" { @for meeting in coming.iter().chain(&past) { (meetings::row(guest, meeting, None)) } }
            @if full { p class="list-foot" { a href=(guest.at("meetings")) { (guest.say("my-project-all-meetings")) } } }
        }
    };
    Some(Section {
        id: "meetings",
        title,
        count: (!full).then_some(found.len()),
        body,
    })
}

fn tickets(guest: &Guest, found: &[Ticket]) -> Option<Section> {
    if found.is_empty() {
        return None;
    }
    let title = guest.say("frame-tickets");
    let (closed, open): (Vec<&Ticket>, Vec<&Ticket>) =
        found.iter().partition(|ticket| ticket.over());
    let full = found.len().to_string() == FEW;
    let body = html! {
        section class="card flush" id="tickets" aria-labelledby="tickets-h" {
            div class="card-head" { h2 id="tickets-h" { (title) } }
            ul class="list tight" { @for ticket in open.iter().chain(&closed) { (tickets::row(guest, ticket, None)) } }
            @if full { p class="list-foot" { a href=(guest.at("tickets")) { (guest.say("my-project-all-tickets")) } } }
        }
    };
    Some(Section {
        id: "tickets",
        title,
        count: (!full).then_some(found.len()),
        body,
    })
}

fn papers(guest: &Guest, found: &Found) -> Option<Section> {
    let papers: Vec<(Kind, &Paper)> = (found.estimates.iter().map(|paper| (Kind::Estimate, paper)))
        .chain(found.invoices.iter().map(|paper| (Kind::Invoice, paper)))
        .collect();
    let title = guest.say(
        match (found.invoices.is_empty(), found.estimates.is_empty()) {
            (true, true) => return None,
            (true, false) => "frame-estimates",
            (false, true) => "frame-invoices",
            (false, false) => "my-project-papers",
        },
    );
    let full = |papers: &[Paper]| papers.len().to_string() == FEW;
    let (invoices, estimates) = (full(&found.invoices), full(&found.estimates));
    let body = html! {
        section class="card flush" id="papers" aria-labelledby="papers-h" {
            div class="card-head" { h2 id="papers-h" { (title) } }
            ul class="list tight" { @for (kind, paper) in &papers { (papers::row(guest, *kind, paper, None)) } }
            @if invoices || estimates {
                p class="list-foot row" {
                    @if estimates { a href=(guest.at("estimates")) { (guest.say("my-project-all-estimates")) } }
                    @if invoices { a href=(guest.at("invoices")) { (guest.say("my-project-all-invoices")) } }
                }
            }
        }
    };
    Some(Section {
        id: "papers",
        title,
        count: (!invoices && !estimates).then_some(papers.len()),
        body,
    })
}

fn team(guest: &Guest, project: &Project, team: &[Person]) -> Option<Section> {
    if team.is_empty() {
        return None;
    }
    let manager = project.manager.as_ref().and_then(Option::as_ref);
    let leads = |person: &Person| {
        manager.is_some_and(|manager| manager.id.is_some() && manager.id == person.id)
    };
    let title = guest.say("my-project-team");
    let body = html! {
        section class="card" id="team" aria-labelledby="team-h" {
            div class="card-head" { h2 id="team-h" { (title) } }
            ul class="team" {
                @for person in team {
                    li { (guest.mark(person, "")) p { strong { (guest.name(person)) } @if leads(person) { br; small class="faint" { (guest.say("my-project-manager")) } } } }
                }
            }
        }
    };
    Some(Section {
        id: "team",
        title,
        count: Some(team.len()),
        body,
    })
}
