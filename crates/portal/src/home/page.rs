//! A guest's home: what waits, the projects, what happened.

use access::Module;
use maud::{Markup, html};

use super::card;
use super::news::Lately;
use super::waiting::Waiting;
use crate::frame::{Paged, Visit, see};
use crate::meetings::{self, view::Meeting};
use crate::papers::Paper;
use crate::portal_page::Guest;
use crate::projects::{view::Project, with_milestones};
use crate::tasks::{table, view::Task};
use crate::texts::{Day, Value};
use crate::tickets::view::Ticket;

/// What is asked about more than once, and the fields of each that show.
const SHOWN: [(Module, &[&str]); 7] = [
    (Module::Projects, Project::CARD),
    (Module::Tasks, Task::ROW),
    (Module::Meetings, Meeting::ROW),
    (Module::Tickets, Ticket::ROW),
    (Module::Invoices, Paper::ROW),
    (Module::Estimates, Paper::ROW),
    (Module::Knowledge, &[]),
];

/// The home of whoever comes.
pub(super) async fn show(mut visit: Visit) -> Paged {
    if !visit.is_guest() {
        return Ok(see(&visit.at("projects")));
    }
    visit.reader.gather(&SHOWN).await?;
    let waiting = Waiting::ask(&mut visit).await?;
    let projects = with_milestones(&mut visit, &[("limit", "8")], Some(false)).await?;
    let finished = with_milestones(&mut visit, &[("limit", "1")], Some(true)).await?;
    let lately = Lately::ask(&mut visit).await?;
    let guest = Guest::of(&visit);
    let rows = waiting.rows(&guest);
    let mine: Vec<&Task> = waiting.mine.items.iter().collect();
    let news = lately.section(&guest);
    // What waits for an answer stands above.
    let coming: Vec<_> = (waiting.meetings.pairs())
        .filter(|(meeting, _)| !meeting.waits(&guest))
        .collect();
    let nothing = rows.is_empty()
        && mine.is_empty()
        && projects.items.is_empty()
        && finished.items.is_empty()
        && coming.is_empty()
        && news.is_none();
    let name = visit.reader.viewer().name().to_owned();
    let body = html! {
        @if !rows.is_empty() {
            section class="card flush" aria-labelledby="waiting" {
                div class="card-head" { h2 id="waiting" { (guest.say("home-waiting")) } " " span class="count" { (rows.len()) } }
                ul class="list" { @for row in &rows { (row) } }
            }
        }
        @if !mine.is_empty() {
            section aria-labelledby="mine" {
                div class="card-head" { h2 id="mine" { (guest.say("home-with-you")) }
                    @if waiting.mine.next.is_some() { " " a class="small" href={ (guest.at("tasks")) "?show=mine" } { (guest.say("home-all-with-you")) } }
                }
                div class="by-project" { (table(&guest, &mine, &guest.say("home-with-you"))) }
            }
        }
        @if !coming.is_empty() {
            section class="card flush" aria-labelledby="coming" {
                div class="card-head" { h2 id="coming" { (guest.say("home-coming")) } }
                ul class="list tight" { @for (meeting, project) in &coming { (meetings::row(&guest, meeting, *project)) } }
            }
        }
        @if !projects.items.is_empty() || !finished.items.is_empty() {
            section class="flow" aria-labelledby="projects" {
                div class="card-head" {
                    h2 id="projects" { (guest.say("home-your-projects")) }
                    @if projects.next.is_some() { " " a class="small" href=(guest.at("projects")) { (guest.say("home-all-projects")) } }
                    @else if !finished.items.is_empty() { " " a class="small" href={ (guest.at("projects")) "?show=done" } { (guest.say("home-finished-projects")) } }
                }
                @if projects.items.is_empty() { p class="quiet" { (guest.say("my-projects-none")) } }
                @else { ul class="cards" {
                    @for (project, milestones) in projects.pairs() { li { (card(&guest, project, milestones, 3)) } }
                } }
            }
        }
        @if nothing {
            div class="card nothing" {
                p class="voice" { (guest.company("home-nothing")) }
                p class="quiet" { (guest.say("home-nothing-more")) }
            }
        }
    };
    let main = html! {
        (hello(&guest, &name, rows.len()))
        @match news {
            Some(news) => div class="two" { div class="flow" { (body) } (news) },
            None => div class="flow" { (body) },
        }
    };
    let title = guest.say("frame-home");
    visit.page(&title, "home", main).await
}

fn hello(guest: &Guest, name: &str, waiting: usize) -> Markup {
    let greeting = match guest.texts.zone().to_datetime(guest.now).hour() {
        5..12 => "home-good-morning",
        12..18 => "home-good-afternoon",
        _ => "home-good-evening",
    };
    let first = name.split_whitespace().next().unwrap_or(name);
    html! {
        div class="hello" {
            svg class="arches" viewBox="0 0 340 120" aria-hidden="true" {
                path class="lit" d="M30 120V68a38 38 0 0 1 76 0v52zM136 120V62a42 42 0 0 1 84 0v58zM250 120V68a38 38 0 0 1 76 0v52z" {}
                path d="M44 120V70a24 24 0 0 1 48 0v50M152 120V64a26 26 0 0 1 52 0v56M264 120V70a24 24 0 0 1 48 0v50M0 119.5h340" {}
                path d="M178 120V82l14-4v42" {}
            }
            h1 { (guest.texts.say_with(greeting, &[("name", Value::from(first))])) }
            p { (guest.texts.day(guest.today, Day::Full, guest.today)) ". " (guest.count("frame-things-waiting", waiting)) }
        }
    }
}
