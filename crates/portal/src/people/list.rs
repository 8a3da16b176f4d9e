//! The list of colleagues, with their roles, and the form that invites one.

use access::staff::MemberRole;
use axum::http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;
use store::FormerMember;

use crate::frame::parts::{face, icon};
use crate::frame::{Fields, Listed, Paged, Stop, Visit, read};
use crate::sharing::Wrongs;
use crate::texts::{Texts, Value};
use crate::workspace::{Address, pager};

/// A colleague.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Member {
    pub(super) id: String,
    pub(super) email: String,
    name: String,
    pub(super) role: String,
}

impl Member {
    /// Their name; the address where they have none.
    pub(super) fn called(&self) -> &str {
        if self.name.trim().is_empty() {
            &self.email
        } else {
            &self.name
        }
    }
}

/// What a role is called.
pub(crate) fn role_name(texts: &Texts, role: &str) -> String {
    texts.say_with(&format!("people-role-{role}"), &[])
}

/// Only admins come here.
pub(super) fn admins_only(visit: &Visit) -> Result<(), Stop> {
    if visit.is_guest() {
        return Err(visit.not_shared());
    }
    if visit.reader.viewer().administers() {
        Ok(())
    } else {
        Err(Stop::NotAllowed)
    }
}

/// The list.
pub(super) async fn show(mut visit: Visit) -> Paged {
    admins_only(&visit)?;
    let address = Address::of(&visit);
    let mut question = vec![("limit", "50"), ("sort", "name"), ("count", "true")];
    for name in ["q", "cursor"] {
        let asked = address.asked(name);
        question.extend((!asked.is_empty()).then_some((name, asked)));
    }
    let question: Vec<_> = question
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let members: Listed<Member> = read(&visit.reader.members(&question).await?)?;
    let former = visit.reader.former_members().await?;
    let title = visit.texts.say("frame-members");
    let main = drawn(&visit, &address, &members, &former);
    visit.page(&title, "members", main).await
}

fn drawn(
    visit: &Visit,
    address: &Address,
    members: &Listed<Member>,
    former: &[FormerMember],
) -> Markup {
    let texts = &visit.texts;
    let count = [("count", Value::from(members.count.unwrap_or_default()))];
    html! {
        div class="head" {
            h1 { (texts.say("frame-members")) }
            a class="btn main" href=(visit.at("members/new")) { (icon("plus")) (texts.say("people-invite")) }
        }
        p class="intro quiet" { (texts.say("people-intro")) }
        form class="filters" method="get" action=(visit.path) role="search" {
            label class="vh" for="q" { (texts.say("guests-find")) }
            input class="input" id="q" type="search" name="q" value=(address.asked("q")) placeholder=(texts.say("guests-find"));
            button class="btn" type="submit" { (texts.say("guests-show")) }
            span class="push faint" { (texts.say_with("people-found", &count)) }
        }
        @if members.items.is_empty() { p class="card quiet" { (texts.say("people-none-found")) } }
        @else {
            div class="sheet" { table class="data reflow" {
                caption class="vh" { (texts.say("frame-members")) }
                thead { tr {
                    th scope="col" { (texts.say("people-name")) }
                    th scope="col" { (texts.say("people-role")) }
                    td {}
                } }
                tbody { @for member in &members.items { (row(visit, member)) } }
            } }
        }
        (pager(address, !address.asked("cursor").is_empty(), members.next.as_deref(), &texts.say("guests-pages"),
            [&texts.say("guests-first"), &texts.say("guests-next")]))
        @if !former.is_empty() {
            section class="section former" aria-labelledby="former" {
                div class="card-head" { h2 id="former" { (texts.say("people-former")) } span class="faint" { (texts.say("people-former-hint")) } }
                ul class="card flush list tight" { @for one in former { (former_row(visit, one)) } }
            }
        }
    }
}

fn row(visit: &Visit, member: &Member) -> Markup {
    let texts = &visit.texts;
    let me = member.id == visit.reader.viewer().id();
    let at = visit.at(&format!("members/{}", member.id));
    let select = format!("role-{}", member.id);
    html! {
        tr {
            th class="name" scope="row" {
                span class="person" {
                    (face(member.called(), "s"))
                    span { (member.called()) @if me { " " span class="tag" { (texts.say("people-you")) } } small { (member.email) } }
                }
            }
            td data-label=(texts.say("people-role")) {
                form class="row" method="post" action=(at) {
                    (visit.csrf())
                    label class="vh" for=(select) { (texts.say_with("people-role-of", &[("name", Value::from(member.called()))])) }
                    select class="select auto" id=(select) name="role" {
                        @for role in MemberRole::ALL.into_iter().rev() {
                            option value=(role.name()) selected[role.name() == member.role] { (role_name(texts, role.name())) }
                        }
                    }
                    button class="btn" type="submit" { (texts.say("people-change")) span class="vh" { " " (member.called()) } }
                }
            }
            td class="acts end" {
                @if !me {
                    a href={ (at) "/guest" } { (texts.say("people-become")) span class="vh" { " " (member.called()) } } " "
                    a class="risk-link" href={ (at) "/deactivate" } { (texts.say("people-deactivate")) span class="vh" { " " (member.called()) } }
                }
            }
        }
    }
}

fn former_row(visit: &Visit, one: &FormerMember) -> Markup {
    let texts = &visit.texts;
    let name = if one.name.trim().is_empty() {
        &one.email
    } else {
        &one.name
    };
    html! {
        li {
            (face(name, "s"))
            div class="what" { strong { (name) } small { (one.email) " · " (role_name(texts, one.role.name())) } }
            form class="inline-form" method="post" action=(visit.at(&format!("members/{}/reactivate", one.id))) {
                (visit.csrf())
                button class="btn" type="submit" { (texts.say("people-reactivate")) span class="vh" { " " (name) } }
            }
        }
    }
}

/// The empty form that invites a colleague.
pub(super) async fn ask(visit: Visit) -> Paged {
    admins_only(&visit)?;
    form(
        visit,
        &Fields::default(),
        &Wrongs::default(),
        StatusCode::OK,
    )
    .await
}

/// The form, filled in, with what is wrong.
pub(super) async fn form(
    visit: Visit,
    fields: &Fields,
    wrongs: &Wrongs,
    status: StatusCode,
) -> Paged {
    let texts = &visit.texts;
    let title = texts.say("people-invite");
    let invalid = |field: &str| (!wrongs.of(field).is_empty()).then_some("true");
    let described = |field: &str| (!wrongs.of(field).is_empty()).then(|| format!("{field}-wrong"));
    let chosen = fields.given("role").unwrap_or("member");
    let main = html! {
        nav class="crumbs" aria-label=(texts.say("guests-here")) { ol {
            li { a href=(visit.at("members")) { (texts.say("frame-members")) } }
            li aria-current="page" { (title) }
        } }
        div class="narrow" {
            h1 { (title) }
            p class="quiet" { (texts.say("people-invite-says")) }
            (wrongs.at_the_top(&texts.say("guests-not-invited")))
            form class="card stack" method="post" action=(visit.at("members")) novalidate {
                (visit.csrf())
                div class="field" {
                    label for="email" { (texts.say("guests-email")) }
                    input class="input" id="email" name="email" type="email" required value=(fields.text("email")) autocomplete="off"
                        aria-invalid=[invalid("email")] aria-describedby=[described("email")];
                    (wrongs.beside("email"))
                }
                div class="field" {
                    label for="name" { (texts.say("people-name")) }
                    input class="input" id="name" name="name" required value=(fields.text("name")) maxlength="200" autocomplete="off"
                        aria-invalid=[invalid("name")] aria-describedby=[described("name")];
                    (wrongs.beside("name"))
                }
                fieldset class="field" id="role" {
                    legend { (texts.say("people-role")) }
                    (wrongs.beside("role"))
                    div { @for role in MemberRole::ALL {
                        label class="check" {
                            input type="radio" name="role" value=(role.name()) checked[role.name() == chosen];
                            span { (role_name(texts, role.name())) span class="hint" { (texts.say_with(&format!("people-may-{}", role.name()), &[])) } }
                        }
                    } }
                }
                div class="row" {
                    button class="btn main" type="submit" { (texts.say("guests-send-invitation")) }
                    a class="btn" href=(visit.at("members")) { (texts.say("share-cancel")) }
                }
            }
        }
    };
    let mut response = visit.page(&title, "members", main).await?;
    *response.status_mut() = status;
    Ok(response)
}
