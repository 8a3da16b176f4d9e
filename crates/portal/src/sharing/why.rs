//! Why somebody sees an item, or why not: every way that was tried, and what each opens.

use access::{Facet, Module};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use store::ReadError;

use super::on::On;
use super::subject::{Subject, name_of};
use super::{ways, words};
use crate::frame::parts::icon;
use crate::frame::{Paged, Stop, Visit, read};
use crate::texts::{Texts, Value};

#[derive(Debug, Deserialize)]
struct Path {
    kind: String,
    subject: String,
    relation: Option<String>,
    permissions: String,
    opens: bool,
    because: String,
}

#[derive(Debug, Deserialize)]
struct Told {
    shown: bool,
    by: Vec<usize>,
    capped: bool,
}

#[derive(Debug, Deserialize)]
struct Explained {
    visible: bool,
    paths: Vec<Path>,
    fields: Map<String, Json>,
    relations: Map<String, Json>,
}

#[derive(Debug, Deserialize)]
struct User {
    name: String,
    email: String,
}

/// The page: why the user sees the item that `item` names.
pub(crate) async fn show(mut visit: Visit, user: &str, item: &str) -> Paged {
    let on = On::named(item).ok_or_else(|| visit.not_shared())?;
    if visit.is_guest() {
        return Err(visit.not_shared());
    }
    let explained: Explained = match visit.reader.explain(user, &on.path(), None).await {
        Ok(body) => read(&body)?,
        Err(ReadError::NotFound) => return Err(visit.not_shared()),
        Err(error) => return Err(error.into()),
    };
    let subject = Subject::load(&mut visit, &on, false).await?;
    let name = name_of_user(&mut visit, user, &on).await?;
    let mut through = Vec::with_capacity(explained.paths.len());
    for path in &explained.paths {
        let source = On::named(&path.subject).filter(|source| *source != on);
        through.push(match source {
            Some(source) => name_of(&mut visit, &source)
                .await?
                .map(|name| (source.module, name)),
            None => None,
        });
    }
    let title = visit.texts.say_with(
        "why-title",
        &[
            ("person", Value::from(name.as_str())),
            ("name", Value::from(subject.name.as_str())),
        ],
    );
    let main = drawn(
        &visit, &on, &subject, &name, &explained, &through, &title, user,
    );
    visit.page(&title, "guests", main).await
}

/// The name of a user: admins know every guest; others those who see the item.
async fn name_of_user(visit: &mut Visit, user: &str, on: &On) -> Result<String, Stop> {
    if visit.reader.viewer().administers() {
        if let Ok(body) = visit.reader.guest(user).await {
            let user: User = read(&body)?;
            return Ok(if user.name.is_empty() {
                user.email
            } else {
                user.name
            });
        }
        if let Ok(body) = visit.reader.member(user).await {
            return Ok(read::<User>(&body)?.name);
        }
    }
    let (seeing, _) = super::people::seeing(visit, on).await?;
    let sees = seeing.iter().find(|sees| sees.user.id == user);
    Ok(sees.map_or_else(
        || visit.texts.say("why-this-person"),
        |sees| sees.called().to_owned(),
    ))
}

#[expect(clippy::too_many_arguments, reason = "what one page is drawn from")]
fn drawn(
    visit: &Visit,
    on: &On,
    subject: &Subject,
    name: &str,
    explained: &Explained,
    through: &[Option<(Module, String)>],
    title: &str,
    user: &str,
) -> Markup {
    let texts = &visit.texts;
    let open = explained.paths.iter().filter(|path| path.opens).count();
    let given = [
        ("person", Value::from(name)),
        ("open", Value::from(open)),
        ("all", Value::from(explained.paths.len())),
    ];
    html! {
        nav class="crumbs" aria-label=(texts.say("guests-here")) { ol {
            @if visit.reader.viewer().administers() {
                li { a href=(visit.at("guests")) { (texts.say("frame-guests")) } }
                li { a href=(visit.at(&format!("guests/{user}"))) { (name) } }
            } @else {
                li { a href=(on.page(visit)) { (subject.name) } }
            }
            li aria-current="page" { (texts.say("why-crumb")) }
        } }
        h1 { (title) }
        div class="verdict" data-open=[(!explained.visible).then_some("no")] {
            (icon(if explained.visible { "check" } else { "no" }))
            div {
                h2 { @if explained.visible { (texts.say_with("why-yes", &given)) } @else { (texts.say_with("why-no", &given)) } }
                p { (texts.say_with("why-ways", &given)) }
            }
            a class="btn" href=(visit.at(&format!("share?on={}", on.path()))) { (icon("share")) (texts.say("why-share")) }
        }
        section class="section" aria-labelledby="ways" {
            div class="card-head" { h2 id="ways" { (texts.say("why-every-way")) } }
            @if explained.paths.is_empty() { p class="card quiet" { (texts.say("why-no-way")) } }
            div class="paths" {
                @for (place, path) in explained.paths.iter().enumerate() {
                    (way(texts, place, path, through[place].as_ref(), subject, name))
                }
            }
        }
        section class="section" aria-labelledby="fields" {
            div class="card-head" { h2 id="fields" { (texts.say("why-fields")) } span class="faint" { (texts.say("why-numbers")) } }
            div class="sheet" { table class="data reflow" {
                caption class="vh" { (texts.say("why-fields")) }
                thead { tr {
                    th scope="col" { (texts.say("why-field")) }
                    th scope="col" { (texts.say("why-sees")) }
                    th scope="col" { (texts.say("why-because")) }
                } }
                tbody {
                    @for facet in [Facet::Fields, Facet::Relations] {
                        @let told = if facet == Facet::Fields { &explained.fields } else { &explained.relations };
                        @for field in on.module.entry().names(facet) {
                            @if let Some(told) = told.get(*field).and_then(|told| Told::deserialize(told).ok()) {
                                (row(texts, field, &told))
                            }
                        }
                    }
                }
            } }
        }
    }
}

fn way(
    texts: &Texts,
    place: usize,
    path: &Path,
    through: Option<&(Module, String)>,
    subject: &Subject,
    name: &str,
) -> Markup {
    let kind = match (path.kind.as_str(), through) {
        ("member", _) => texts.say("why-staff"),
        ("grant", None) => texts.say("why-a-share"),
        ("grant", Some((module, _))) => {
            let kind = words::kind(texts, *module).to_lowercase();
            texts.say_with("why-a-share-of", &[("kind", Value::from(kind))])
        }
        (link, None) => {
            texts.say_with("why-a-tie", &[("tie", Value::from(ways::tie(texts, link)))])
        }
        (link, Some((module, _))) => {
            let kind = words::kind(texts, *module).to_lowercase();
            let tie = Value::from(ways::tie(texts, link));
            texts.say_with("why-a-tie-of", &[("tie", tie), ("kind", Value::from(kind))])
        }
    };
    let first = match path.kind.as_str() {
        "grant" => texts.say("why-step-share"),
        link => ways::tie(texts, link),
    };
    let with = texts.say_with(&format!("why-with-{}", path.permissions), &[]);
    let cut = where_cut(&path.because);
    let class = |step: &str| (cut == Some(step)).then_some("cut");
    html! {
        article class={ "path" @if !path.opens { " dead" } } {
            header {
                span class={ "via" @if !path.opens { " off" } } { (place + 1) }
                h3 { (kind) }
                @if path.opens { span class="state good push" { (icon("check")) (texts.say("why-open")) } }
                @else { span class="state off push" { (icon("no")) (texts.say("why-closed")) } }
            }
            ol class="chain" {
                li class=[class("person")] { span { (name) } }
                li class=[class("tie")] { span { (first) small { (with) } } }
                @if let Some((module, source)) = through {
                    li class=[class("source")] { span { (source) small { (words::kind(texts, *module)) } } }
                }
                @if let Some(relation) = &path.relation {
                    li class=[class("relation")] { span { (texts.say_with("why-relation", &[("relation", Value::from(words::plain(relation)))])) } }
                }
                li class=[class("item")] { span { (subject.name) small { (words::kind(texts, subject.on.module)) } } }
            }
            @if !path.opens {
                p class="why small" { (texts.say_with(&format!("why-because-{}", path.because), &[])) }
            }
        }
    }
}

/// At which step a way that is closed breaks.
fn where_cut(because: &str) -> Option<&'static str> {
    match because {
        "open" => None,
        "guest-not-active" | "guest-ended" | "sharing-off" => Some("person"),
        "not-started" | "ended" | "revoked" | "role-off" | "role-ended" => Some("tie"),
        "source-closed" => Some("source"),
        "relation-not-held" | "relation-capped" => Some("relation"),
        _ => Some("item"),
    }
}

fn row(texts: &Texts, field: &str, told: &Told) -> Markup {
    html! {
        tr {
            th scope="row" { (words::plain(field)) }
            td data-label=(texts.say("why-sees")) {
                @if told.shown { span class="state good" { (icon("check")) (texts.say("why-field-yes")) } }
                @else if told.capped { span class="state attend" { (icon("cap")) (texts.say("why-field-capped")) } }
                @else { span class="state off" { (icon("no")) (texts.say("why-field-no")) } }
            }
            td data-label=(texts.say("why-because")) {
                @if told.by.is_empty() { (texts.say("why-no-way-opens")) }
                @else {
                    (texts.say("why-opened-by"))
                    @for by in &told.by { " " span class="via" { (by + 1) } }
                    @if told.capped { ", " (texts.say("why-capped")) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use access::rule::Because;
    use jiff::tz::TimeZone;

    #[test]
    fn every_reason_of_explain_has_a_sentence() {
        let texts = Texts::of("en", TimeZone::UTC);
        let closed = Because::ALL
            .iter()
            .filter(|because| **because != Because::Open);
        for because in closed.map(|because| because.word()) {
            let key = format!("why-because-{because}");
            assert_ne!(texts.say_with(&key, &[]), key);
            assert!(where_cut(because).is_some());
        }
        for with in ["grant", "role", "card", "roles"] {
            let key = format!("why-with-{with}");
            assert_ne!(texts.say_with(&key, &[]), key);
        }
    }
}
