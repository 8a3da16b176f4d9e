//! The lists of invoices and of estimates.

use maud::html;

use super::rows::row;
use super::view::{Kind, Paper};
use crate::frame::{Paged, Visit};
use crate::portal_page::{Filter, Guest, crumbs, empty, filters, more};
use crate::tasks::{under_projects, view::UnderProjects};

/// Every paper of a kind that is shared with the reader, the last first.
pub(super) async fn list(mut visit: Visit, kind: Kind) -> Paged {
    let status = match (kind, visit.asked("show")) {
        (Kind::Invoice, Some("open")) => Some("sent"),
        (Kind::Invoice, Some("done")) => Some("paid"),
        (Kind::Estimate, Some("open")) => Some("sent"),
        (Kind::Estimate, Some("done")) => Some("accepted,converted"),
        _ => None,
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
    let sorts = ["-issued_on", "number"];
    visit.reader.shows(kind.module(), Paper::ROW);
    let found = under_projects(&mut visit, kind.module(), &sorts, &question, None).await?;
    let papers: UnderProjects<Paper> = match found {
        Some(papers) => papers,
        None => under_projects(&mut visit, kind.module(), &sorts, &plain, None)
            .await?
            .unwrap_or(UnderProjects::none()),
    };
    let guest = Guest::of(&visit);
    let (title, find, none) = match kind {
        Kind::Invoice => ("frame-invoices", "papers-find-invoice", "papers-no-invoice"),
        Kind::Estimate => (
            "frame-estimates",
            "papers-find-estimate",
            "papers-no-estimate",
        ),
    };
    let choices = match kind {
        Kind::Invoice => [
            ("", guest.say("papers-show-all")),
            ("open", guest.say("papers-show-to-pay")),
            ("done", guest.say("papers-paid")),
        ],
        Kind::Estimate => [
            ("", guest.say("papers-show-all-estimates")),
            ("open", guest.say("papers-show-to-decide")),
            ("done", guest.say("papers-accepted")),
        ],
    };
    let stated =
        visit.asked("show").is_some() || papers.items.iter().any(|paper| paper.status.is_some());
    let filter = stated.then(|| Filter {
        label: guest.say("papers-which"),
        choices: &choices,
    });
    let title = guest.texts.say_with(title, &[]);
    let main = html! {
        (crumbs(&guest, &[], &title))
        header class="title" { h1 { (title) } }
        div class="flow" {
            (filters(&guest, &visit, &guest.texts.say_with(find, &[]), filter))
            @if papers.items.is_empty() { (empty(&guest, &visit, &guest.texts.say_with(none, &[]))) }
            @else {
                section class="card flush" aria-label=(title) {
                    ul class="list" { @for (paper, project) in papers.pairs() { (row(&guest, kind, paper, project)) } }
                }
            }
            @if let Some(more) = more(&guest, &visit, papers.next.as_deref()) { (more) }
        }
    };
    visit.page(&title, kind.module().name(), main).await
}
