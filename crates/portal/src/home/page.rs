//! A guest's home: what waits, the projects, what happened.

use access::Module;
use maud::html;

use super::card;
use crate::frame::{Listed, Paged, Visit, see};
use crate::projects::view::Project;
use crate::texts::{Day, Value};

/// The home of whoever comes.
pub(super) async fn show(mut visit: Visit) -> Paged {
    if !visit.is_guest() {
        return Ok(see(&visit.at("projects")));
    }
    let projects: Listed<Project> = visit.list(Module::Projects, &[("limit", "50")]).await?;
    let texts = &visit.texts;
    let today = visit.today();
    let hour = texts.zone().to_datetime(visit.now).hour();
    let greeting = match hour {
        5..12 => "home-good-morning",
        12..18 => "home-good-afternoon",
        _ => "home-good-evening",
    };
    let name = visit.reader.viewer().name();
    let first = name.split_whitespace().next().unwrap_or(name);
    let main = html! {
        div class="hello" {
            svg class="arches" viewBox="0 0 340 120" aria-hidden="true" {
                path class="lit" d="M30 120V68a38 38 0 0 1 76 0v52zM136 120V62a42 42 0 0 1 84 0v58zM250 120V68a38 38 0 0 1 76 0v52z" {}
                path d="M44 120V70a24 24 0 0 1 48 0v50M152 120V64a26 26 0 0 1 52 0v56M264 120V70a24 24 0 0 1 48 0v50M0 119.5h340" {}
                path d="M178 120V82l14-4v42" {}
            }
            h1 { (texts.say_with(greeting, &[("name", Value::from(first))])) }
            p { (texts.day(today, Day::Full, today)) "." }
        }
        div class="flow" {
            @if !projects.items.is_empty() {
                section class="flow" aria-labelledby="projects" {
                    div class="card-head" { h2 id="projects" { (texts.say("home-your-projects")) } }
                    ul class="cards" {
                        @for project in &projects.items {
                            li { (card(texts, &visit.company.slug, project, today)) }
                        }
                    }
                }
            }
        }
    };
    let title = visit.texts.say("frame-home");
    visit.page(&title, "home", main).await
}
