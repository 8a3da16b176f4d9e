//! Meetings: the list, and one of them.

use access::Module;
use maud::{Markup, html};

use super::rows::{answer, row};
use super::view::Meeting;
use crate::actions;
use crate::files::Files;
use crate::frame::{Listed, Paged, Visit};
use crate::portal_page::{Comment, Guest, Named, comments, crumbs, empty, more, narrow, sections};
use crate::tasks::{under_projects, view::UnderProjects};

/// Every meeting that is shared with the reader: what comes first, then what was.
pub(super) async fn list(mut visit: Visit) -> Paged {
    let now = visit.now.to_string();
    let past = visit.asked("show") == Some("past");
    let cursor = visit.asked("cursor").map(str::to_owned);
    let mut question = vec![("limit", "50")];
    question.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
    let plain = question.clone();
    question.push((
        if past {
            "filter[starts_at][lt]"
        } else {
            "filter[starts_at][gte]"
        },
        now.as_str(),
    ));
    let sort = if past { "-starts_at" } else { "starts_at" };
    visit.reader.shows(Module::Meetings, Meeting::ROW);
    let dated = under_projects(&mut visit, Module::Meetings, &[sort], &question, None).await?;
    let timed = dated.is_some();
    // Where times are hidden, what is coming and what was cannot be told apart.
    let meetings: UnderProjects<Meeting> = match dated {
        Some(meetings) => meetings,
        None => under_projects(&mut visit, Module::Meetings, &["title"], &plain, None)
            .await?
            .unwrap_or(UnderProjects::none()),
    };
    let guest = Guest::of(&visit);
    let main = html! {
        (crumbs(&guest, &[], &guest.say("frame-meetings")))
        header class="title" { h1 { (guest.say("frame-meetings")) } }
        @if timed {
            nav class="tabs" aria-label=(guest.say("page-this-list")) { ul {
                li { a href=(visit.path) aria-current=[(!past).then_some("page")] { (guest.say("meetings-coming")) } }
                li { a href={ (visit.path) "?show=past" } aria-current=[past.then_some("page")] { (guest.say("meetings-past")) } }
            } }
        }
        div class="flow" {
            @if meetings.items.is_empty() {
                @if past || !narrow(&visit) { div class="card nothing" { p { (guest.say(if past { "meetings-none-past" } else { "meetings-none" })) } } }
                @else { (empty(&guest, &visit, "")) }
            } @else {
                section class="card flush" aria-label=(guest.say(if past { "meetings-past" } else { "meetings-coming" })) {
                    ul class="list" { @for (meeting, project) in meetings.pairs() { (row(&guest, meeting, project)) } }
                }
            }
            @if let Some(more) = more(&guest, &visit, meetings.next.as_deref()) { (more) }
        }
    };
    let title = guest.say("frame-meetings");
    visit.page(&title, "meetings", main).await
}

/// One meeting.
pub(super) async fn show(mut visit: Visit, id: &str) -> Paged {
    let meeting: Meeting = visit.item(Module::Meetings, id).await?;
    let open = meeting.holds("files");
    let files = Files::of(&mut visit, (Module::Meetings, id), open, &meeting.can).await?;
    let said: Option<Listed<Comment>> = if meeting.holds("comments") {
        visit
            .related(Module::Meetings, id, "comments", &[("limit", "200")])
            .await?
    } else {
        None
    };
    let above = sections::above(&mut visit, Module::Meetings, id).await?;
    let guest = Guest::of(&visit);
    let form = sections::say_more(
        &visit,
        &guest,
        &meeting.can,
        &format!("meetings/{id}/comments"),
    );
    let main = html! {
        (crumbs(&guest, &[(guest.at("meetings"), guest.say("frame-meetings"))], &meeting.title))
        header class="title" {
            div class="row" { h1 { (meeting.title) } @if !meeting.over(guest.now) { (answer(&guest, &meeting)) } }
            (facts(&guest, &meeting, above.as_ref()))
        }
        div class="flow reading" {
            @if let Some(now) = meeting.answer(&guest).filter(|_| meeting.may("respond") && !meeting.over(guest.now)) { (actions::coming(&visit, &guest, id, now)) }
            (words(&guest, "agenda", &meeting.agenda))
            (words(&guest, "minutes", &meeting.minutes))
            @if let Some(section) = files.section(&guest, &meeting.title) { (section.body) }
            @if let Some(section) = comments(&guest, said.as_ref(), form) { (section.body) }
        }
    };
    visit.page(&meeting.title, "meetings", main).await
}

fn facts(guest: &Guest, meeting: &Meeting, above: Option<&Named>) -> Markup {
    let when = Meeting {
        location: None,
        ..meeting.clone()
    }
    .when_and_where(guest);
    let come: Vec<_> = meeting
        .attendees
        .iter()
        .map(|person| (person, person.response.as_deref()))
        .collect();
    html! {
        dl class="facts-dl" {
            @if !when.is_empty() { div { dt { (guest.say("meetings-at")) } dd { (when) } } }
            @if let Some(place) = meeting.location.as_deref().filter(|place| !place.is_empty()) { div { dt { (guest.say("meetings-where")) } dd { (place) } } }
            @if let Some(organiser) = &meeting.organiser { div { dt { (guest.say("meetings-called-by")) } dd { (guest.person(organiser)) } } }
            @if let Some(project) = above {
                div { dt { (guest.say("page-project")) } dd {
                    @match &project.id { Some(id) => a href=(guest.at(&format!("projects/{id}"))) { (project.name) }, None => (project.name) }
                } }
            }
            @if !come.is_empty() {
                div { dt { (guest.say("meetings-attendees")) } dd class="row" {
                    @for (person, response) in come {
                        span class="person" { (guest.mark(person, "s")) (guest.name(person))
                            @if let Some(response) = response { " " small class="faint" { (guest.texts.say_with(&format!("meetings-says-{response}"), &[])) } }
                        }
                    }
                } }
            }
        }
    }
}

fn words(guest: &Guest, what: &str, text: &Option<String>) -> Markup {
    let Some(text) = text.as_deref().filter(|text| !text.trim().is_empty()) else {
        return html! {};
    };
    html! {
        section class="card stack" aria-labelledby={ (what) "-h" } {
            h2 id={ (what) "-h" } { (guest.texts.say_with(&format!("meetings-{what}"), &[])) }
            @for paragraph in sections::paragraphs(text) { p class="said" { (paragraph) } }
        }
    }
}
