//! Tickets: rows, the list, and one of them.

use access::Module;
use maud::{Markup, html};

use super::view::Ticket;
use crate::actions;
use crate::files::Files;
use crate::frame::parts::icon;
use crate::frame::{Listed, Paged, Visit};
use crate::portal_page::{
    Comment, Filter, Guest, Named, comments, crumbs, empty, filters, more, sections,
};
use crate::tasks::{under_projects, view::UnderProjects};

/// A row of a list of tickets, with its project where that is worth saying.
pub(crate) fn row(guest: &Guest, ticket: &Ticket, project: Option<&Named>) -> Markup {
    let about: Vec<String> = ticket
        .opened(guest)
        .into_iter()
        .chain(project.map(|project| project.name.clone()))
        .collect();
    let closed = ticket.closed_at.filter(|_| ticket.over());
    html! {
        li {
            span class={ "glyph" @if ticket.over() { " plain" } } { (icon("ticket")) }
            p class="what" {
                a href=(guest.at(&format!("tickets/{}", ticket.id))) { (ticket.name()) }
                @if !about.is_empty() { " " small { (about.join(" · ")) } }
            }
            p class="facts" {
                (ticket.state(guest))
                @if let Some(at) = closed { " " span class="nowrap" { (guest.brief(guest.texts.day_of(at))) } }
            }
        }
    }
}

/// Every ticket that is shared with the reader, the last opened first.
pub(super) async fn list(mut visit: Visit) -> Paged {
    let status = match visit.asked("show") {
        Some("closed") => Some("closed"),
        Some("all") => None,
        _ => Some("open,pending"),
    };
    let (words, cursor) = (
        visit.asked("q").map(str::to_owned),
        visit.asked("cursor").map(str::to_owned),
    );
    let mut plain = vec![("limit", "50")];
    plain.extend(words.as_deref().map(|words| ("q", words)));
    plain.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
    let mut question = plain.clone();
    question.extend(status.map(|status| ("filter[status]", status)));
    let sorts = ["-opened_at", "number"];
    visit.reader.shows(Module::Tickets, Ticket::ROW);
    let by_status = under_projects(&mut visit, Module::Tickets, &sorts, &question, None).await?;
    let stated = by_status.is_some();
    let tickets: UnderProjects<Ticket> = match by_status {
        Some(tickets) => tickets,
        None => under_projects(&mut visit, Module::Tickets, &sorts, &plain, None)
            .await?
            .unwrap_or(UnderProjects::none()),
    };
    let guest = Guest::of(&visit);
    let choices = [
        ("open", guest.say("tickets-show-open")),
        ("closed", guest.say("tickets-show-closed")),
        ("all", guest.say("tickets-show-all")),
    ];
    let filter = stated.then(|| Filter {
        label: guest.say("tickets-which"),
        choices: &choices,
    });
    let title = guest.say("frame-tickets");
    let main = html! {
        (crumbs(&guest, &[], &title))
        header class="title" { h1 { (title) } }
        div class="flow" {
            (filters(&guest, &visit, &guest.say("tickets-find"), filter))
            @if tickets.items.is_empty() { (empty(&guest, &visit, &guest.say("tickets-none"))) }
            @else {
                section class="card flush" aria-label=(title) {
                    ul class="list" { @for (ticket, project) in tickets.pairs() { (row(&guest, ticket, project)) } }
                }
            }
            @if let Some(more) = more(&guest, &visit, tickets.next.as_deref()) { (more) }
        }
    };
    visit.page(&title, "tickets", main).await
}

/// One ticket.
pub(super) async fn show(mut visit: Visit, id: &str) -> Paged {
    let ticket: Ticket = visit.item(Module::Tickets, id).await?;
    let open = ticket.holds("files");
    let files = Files::of(&mut visit, (Module::Tickets, id), open, &ticket.can).await?;
    let said: Option<Listed<Comment>> = if ticket.holds("comments") {
        visit
            .related(Module::Tickets, id, "comments", &[("limit", "200")])
            .await?
    } else {
        None
    };
    let above = sections::above(&mut visit, Module::Tickets, id).await?;
    let guest = Guest::of(&visit);
    let form = sections::say_more(
        &visit,
        &guest,
        &ticket.can,
        &format!("tickets/{id}/comments"),
    );
    let name = ticket.name();
    let main = html! {
        (crumbs(&guest, &[(guest.at("tickets"), guest.say("frame-tickets"))], &ticket.number))
        header class="title" {
            div class="row" { h1 { (ticket.subject) } (ticket.state(&guest)) }
            (facts(&guest, &ticket, above.as_ref()))
        }
        div class="flow reading" {
            @if ticket.may("close") && !ticket.over() { (actions::closing(&visit, &guest, id)) }
            @if let Some(text) = ticket.description.as_deref().filter(|text| !text.trim().is_empty()) {
                section class="card stack" aria-labelledby="what-h" {
                    h2 id="what-h" { (guest.say("tickets-what")) }
                    @for paragraph in sections::paragraphs(text) { p class="said" { (paragraph) } }
                }
            }
            @if let Some(section) = files.section(&guest, &ticket.name()) { (section.body) }
            @if let Some(section) = comments(&guest, said.as_ref(), form) { (section.body) }
        }
    };
    visit.page(&name, "tickets", main).await
}

fn facts(guest: &Guest, ticket: &Ticket, above: Option<&Named>) -> Markup {
    let unusual = ticket
        .priority
        .as_deref()
        .filter(|priority| *priority != "normal");
    html! {
        dl class="facts-dl" {
            div { dt { (guest.say("tickets-number")) } dd { (ticket.number) } }
            @if let Some(at) = ticket.opened_at { div { dt { (guest.say("tickets-opened")) } dd { (guest.moment(at)) } } }
            @if let Some(at) = ticket.closed_at { div { dt { (guest.say("tickets-closed")) } dd { (guest.moment(at)) } } }
            @if let Some(person) = &ticket.requester { div { dt { (guest.say("tickets-from")) } dd { (guest.person(person)) } } }
            @if let Some(person) = &ticket.assignee { div { dt { (guest.say("page-with")) } dd { (guest.person(person)) } } }
            @if let Some(priority) = unusual { div { dt { (guest.say("my-tasks-priority")) } dd { (guest.texts.say_with(&format!("my-tasks-priority-{priority}"), &[])) } } }
            @if let Some(project) = above {
                div { dt { (guest.say("page-project")) } dd {
                    @match &project.id { Some(id) => a href=(guest.at(&format!("projects/{id}"))) { (project.name) }, None => (project.name) }
                } }
            }
        }
    }
}
