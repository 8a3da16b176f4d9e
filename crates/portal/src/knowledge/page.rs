//! The handbook: bases, one of them, and an article.

use access::Module;
use maud::{Markup, html};
use store::ReadError;

use super::text::marks;
use super::view::{Article, Base};
use crate::files::Files;
use crate::frame::parts::icon;
use crate::frame::{Listed, Paged, Stop, Visit, read, see};
use crate::portal_page::{
    Comment, Guest, comments, crumbs, empty, filters, more, narrow, sections,
};

/// Every base that is open to the reader; a single one is gone to at once.
pub(super) async fn list(mut visit: Visit) -> Paged {
    let (words, cursor) = (
        visit.asked("q").map(str::to_owned),
        visit.asked("cursor").map(str::to_owned),
    );
    let mut question = vec![("limit", "50"), ("sort", "title")];
    question.extend(words.as_deref().map(|words| ("q", words)));
    question.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
    let bases: Listed<Base> = visit.list(Module::Knowledge, &question).await?;
    if let ([only], true) = (&bases.items[..], cursor.is_none() && !narrow(&visit)) {
        return Ok(see(&visit.at(&format!("knowledge/{}", only.id))));
    }
    let guest = Guest::of(&visit);
    let title = guest.say("frame-knowledge");
    let main = html! {
        (crumbs(&guest, &[], &title))
        header class="title" { h1 { (title) } }
        div class="flow" {
            @if bases.items.len() > 8 || narrow(&visit) { (filters(&guest, &visit, &guest.say("knowledge-find"), None)) }
            @if bases.items.is_empty() { (empty(&guest, &visit, &guest.say("knowledge-none"))) }
            @else { ul class="cards" {
                @for base in &bases.items {
                    li { article class="card project" {
                        h2 { a href=(guest.at(&format!("knowledge/{}", base.id))) { (base.title) } }
                        @if let Some(summary) = &base.summary { p class="about" { (summary) } }
                    } }
                }
            } }
            @if let Some(more) = more(&guest, &visit, bases.next.as_deref()) { (more) }
        }
    };
    visit.page(&title, "knowledge", main).await
}

/// One base: its articles by section.
pub(super) async fn base(mut visit: Visit, id: &str) -> Paged {
    let base: Base = visit.item(Module::Knowledge, id).await?;
    let cursor = visit.asked("cursor").map(str::to_owned);
    let mut question = vec![("limit", "100")];
    question.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
    let articles: Option<Listed<Article>> = if base.holds("articles") {
        visit
            .related(Module::Knowledge, id, "articles", &question)
            .await?
    } else {
        None
    };
    let open = base.holds("files");
    let files = Files::of(&mut visit, (Module::Knowledge, id), open, &base.can).await?;
    let said: Option<Listed<Comment>> = if base.holds("comments") {
        visit
            .related(Module::Knowledge, id, "comments", &[("limit", "200")])
            .await?
    } else {
        None
    };
    let guest = Guest::of(&visit);
    let form = sections::say_more(
        &visit,
        &guest,
        &base.can,
        &format!("knowledge/{id}/comments"),
    );
    let (items, next) =
        articles.map_or_else(Default::default, |listed| (listed.items, listed.next));
    let main = html! {
        (crumbs(&guest, &[(guest.at("knowledge"), guest.say("frame-knowledge"))], &base.title))
        header class="title" {
            h1 { (base.title) }
            (sections::lead(base.summary.as_deref()))
            @if let Some(at) = base.updated_at { p class="faint small" { (guest.say("knowledge-updated")) " " (guest.moment(at)) } }
        }
        div class="flow" {
            @for (section, articles) in by_section(&items) { (chapter(&guest, id, section, &articles)) }
            @if let Some(more) = more(&guest, &visit, next.as_deref()) { (more) }
            @if let Some(section) = files.section(&guest, &base.title) { (section.body) }
            @if let Some(section) = comments(&guest, said.as_ref(), form) { (section.body) }
        }
    };
    visit.page(&base.title, "knowledge", main).await
}

/// The sections by their names, each with its articles by theirs; what is in none comes first.
fn by_section(articles: &[Article]) -> Vec<(Option<&str>, Vec<&Article>)> {
    let mut all: Vec<&Article> = articles.iter().collect();
    all.sort_by(|a, b| (&a.section, &a.title).cmp(&(&b.section, &b.title)));
    let mut sections: Vec<(Option<&str>, Vec<&Article>)> = Vec::new();
    for article in all {
        match sections.last_mut() {
            Some((section, of_it)) if *section == article.section.as_deref() => of_it.push(article),
            _ => sections.push((article.section.as_deref(), vec![article])),
        }
    }
    sections
}

fn chapter(guest: &Guest, base: &str, section: Option<&str>, articles: &[&Article]) -> Markup {
    html! {
        section class="card flush" {
            @if let Some(section) = section { div class="card-head" { h2 { (section) } } }
            ul class="list tight" {
                @for article in articles {
                    li {
                        span class="glyph plain" { (icon("book")) }
                        p class="what" {
                            a href=(guest.at(&format!("knowledge/{base}/{}", article.id))) { (article.title) }
                        }
                        p class="facts" { @if let Some(at) = article.updated_at { (guest.brief(guest.texts.day_of(at))) } }
                    }
                }
            }
        }
    }
}

/// One article.
pub(super) async fn article(mut visit: Visit, base: &str, id: &str) -> Paged {
    let article: Article = match visit.reader.article(base, id).await {
        Ok(body) => read(&body)?,
        Err(ReadError::NotFound) => return Err(visit.not_shared()),
        Err(error) => return Err(Stop::from(error)),
    };
    let of: Base = visit.item(Module::Knowledge, base).await?;
    let guest = Guest::of(&visit);
    let way = [
        (guest.at("knowledge"), guest.say("frame-knowledge")),
        (guest.at(&format!("knowledge/{base}")), of.title),
    ];
    let main = html! {
        (crumbs(&guest, &way, &article.title))
        article class="text" {
            header class="title" {
                h1 { (article.title) }
                p class="faint small row" {
                    @if let Some(author) = &article.author { (guest.person(author)) " " }
                    @if let Some(at) = article.updated_at { span { (guest.say("knowledge-updated")) " " (guest.moment(at)) } }
                }
            }
            (marks(article.body_markdown.as_deref().unwrap_or_default(), &article.title, &guest.at("files/")))
        }
    };
    visit.page(&article.title, "knowledge", main).await
}
