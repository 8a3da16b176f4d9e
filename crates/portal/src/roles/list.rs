//! The list of roles.

use access::{Facet, Module, Permissions};
use maud::{Markup, html};

use crate::frame::parts::icon;
use crate::frame::{Paged, Visit};
use crate::sharing::{self, Role};
use crate::texts::{Day, Texts, Value};

/// The page.
pub(super) async fn show(mut visit: Visit) -> Paged {
    super::admins_only(&visit)?;
    let roles = sharing::all_roles(&mut visit).await?;
    let (built_in, own): (Vec<Role>, Vec<Role>) = roles.into_iter().partition(Role::is_built_in);
    let (levels, presets): (Vec<Role>, Vec<Role>) = built_in.into_iter().partition(Role::is_level);
    let texts = &visit.texts;
    let title = texts.say("frame-roles");
    let main = html! {
        div class="head" {
            h1 { (title) }
            a class="btn main" href=(visit.at("roles/new")) { (icon("plus")) (texts.say("roles-new")) }
        }
        p class="intro quiet" { (texts.say("roles-intro")) }
        @if own.is_empty() {
            section class="section" aria-labelledby="own" {
                div class="card-head" { h2 id="own" { (texts.say("roles-own")) } }
                p class="card quiet" { (texts.say("roles-none")) }
            }
        } @else { (table(&visit, "own", &texts.say("roles-own"), None, &own)) }
        (table(&visit, "presets", &texts.say("roles-presets"), Some(texts.say("roles-presets-hint")), &presets))
        (table(&visit, "levels", &texts.say("roles-levels"), Some(texts.say("roles-levels-hint")), &levels))
    };
    visit.page(&title, "roles", main).await
}

fn table(visit: &Visit, id: &str, heading: &str, hint: Option<String>, roles: &[Role]) -> Markup {
    let texts = &visit.texts;
    html! {
        section class="section" aria-labelledby=(id) {
            div class="card-head" { h2 id=(id) { (heading) } @if let Some(hint) = hint { span class="faint" { (hint) } } }
            div class="sheet" { table class="data reflow" {
                caption class="vh" { (heading) }
                thead { tr {
                    th scope="col" { (texts.say("roles-role")) }
                    th scope="col" { (texts.say("roles-opens")) }
                    th scope="col" { (texts.say("roles-state")) }
                    td {}
                } }
                tbody { @for role in roles { (row(visit, role)) } }
            } }
        }
    }
}

fn row(visit: &Visit, role: &Role) -> Markup {
    let texts = &visit.texts;
    let called = sharing::role_name(texts, &role.name);
    let at = visit.at(&format!("roles/{}", role.id));
    let name = html! { span class="vh" { " " (called) } };
    html! {
        tr {
            th scope="row" { a href=(at) { (called) } }
            td class="wide" data-label=(texts.say("roles-opens")) { (opens(texts, &role.permissions)) }
            td data-label=(texts.say("roles-state")) { (state(visit, role)) }
            td class="acts end" {
                a href={ (visit.at("roles/new")) "?from=" (role.id) } { (texts.say("roles-copy")) (name) }
                @if !role.is_built_in() {
                    " " a href=(at) { (texts.say("roles-change")) (name) }
                    " " a class="risk-link" href={ (at) "/delete" } { (texts.say("roles-delete")) (name) }
                }
            }
        }
    }
}

/// What it opens, by the modules that it names, with how much may be done there.
fn opens(texts: &Texts, permissions: &Permissions) -> String {
    let words: Vec<String> = Module::ALL
        .into_iter()
        .filter_map(|module| {
            let sets = permissions.module(module)?;
            let name = texts.say_with(&format!("frame-{module}"), &[]);
            let actions = sets
                .get(Facet::Actions)
                .names(module, Facet::Actions)
                .count();
            let given = [
                ("module", Value::from(name.as_str())),
                ("count", Value::from(actions)),
            ];
            Some(match actions {
                0 => name,
                _ => texts.say_with("roles-with-actions", &given),
            })
        })
        .collect();
    if words.is_empty() {
        texts.say("roles-nothing")
    } else {
        words.join(", ")
    }
}

/// Whether it opens anything now, and until when.
fn state(visit: &Visit, role: &Role) -> Markup {
    let texts = &visit.texts;
    let when = role.expires_at.map(|end| {
        let end = sharing::last_moment(texts, end);
        [(
            "when",
            Value::from(texts.moment(end, Day::Short, visit.today())),
        )]
    });
    html! {
        @match (&when, role.active, role.over) {
            (_, false, _) => span class="state off" { (icon("no")) (texts.say("roles-off")) },
            (Some(when), _, true) => span class="state off" { (icon("clock")) (texts.say_with("guests-role-ended", when)) },
            (Some(when), _, false) => span class="state attend" { (icon("clock")) (texts.say_with("guests-role-until", when)) },
            (None, _, _) => span class="state good" { (icon("check")) (texts.say("roles-on")) },
        }
    }
}
