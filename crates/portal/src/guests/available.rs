//! Which colleagues a guest sees by name, writes to and gives tasks to.

use axum::extract::Path;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;
use store::WriteError;

use super::card::guest;
use super::change::keep;
use super::view::Guest;
use crate::frame::parts::{face, icon};
use crate::frame::{Listed, Paged, Posted, Stop, Visit, read, see};
use crate::sharing;
use crate::texts::Value;
use crate::workspace::with_more;

/// A colleague who may be among them.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Colleague {
    id: String,
    name: String,
    email: String,
}

impl Colleague {
    fn called(&self) -> &str {
        match self.name.trim() {
            "" => &self.email,
            name => name,
        }
    }
}

/// The first two hundred colleagues by name.
pub(super) async fn colleagues(visit: &mut Visit) -> Result<Vec<Colleague>, Stop> {
    let question = [("limit", "200"), ("sort", "name")];
    let question = question.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let listed: Listed<Colleague> = read(&visit.reader.members(&question).await?)?;
    Ok(listed.items)
}

/// The section of the card.
pub(super) fn section(visit: &Visit, guest: &Guest, colleagues: &[Colleague]) -> Markup {
    let texts = &visit.texts;
    let listed = guest.available_users.as_deref();
    let has = |one: &&Colleague| listed.is_some_and(|ids| ids.contains(&one.id));
    let (there, others): (Vec<&Colleague>, Vec<&Colleague>) = colleagues.iter().partition(has);
    let name = [("name", Value::from(guest.called()))];
    let editable = !guest.is("removed");
    html! {
        section class="section" id="users" aria-labelledby="users-h" {
            div class="card-head" {
                h2 id="users-h" { (texts.say("guests-users")) }
                span class="faint" { (texts.say_with("guests-users-hint", &name)) }
            }
            form class="card stack" method="post" action=(visit.at(&format!("guests/{}/users", guest.id))) {
                (visit.csrf())
                input type="hidden" name="seen" value=(guest.seen);
                p {
                    @match listed {
                        None => (texts.say_with("guests-users-unset", &name)),
                        Some([]) => (texts.say_with("guests-users-nobody", &name)),
                        Some(_) => (texts.say_with("guests-users-these", &name)),
                    }
                }
                @if !there.is_empty() {
                    div class="row" { @for one in &there {
                        span class="tag-person" {
                            (face(one.called(), "s")) (one.called())
                            @if editable {
                                button class="icon-btn s" name="off" value=(one.id) aria-label=(texts.say_with("guests-users-off", &[("name", Value::from(one.called()))])) { (icon("x")) }
                            }
                        }
                    } }
                }
                @if editable {
                    div class="row" {
                        @if !others.is_empty() {
                            label class="vh" for="add-user" { (texts.say("guests-users-add")) }
                            select class="select auto" id="add-user" name="add" {
                                option value="" { (texts.say("guests-users-choose")) }
                                @for one in &others { option value=(one.id) { (one.called()) } }
                            }
                            button class="btn" name="do" value="add" { (icon("plus")) (texts.say("guests-users-add-do")) }
                        }
                        @if listed.is_some() { button class="btn bare" name="do" value="unset" { (texts.say("guests-users-unset-do")) } }
                        @if !listed.is_some_and(<[String]>::is_empty) { button class="btn bare" name="do" value="nobody" { (texts.say("guests-users-nobody-do")) } }
                    }
                }
            }
        }
    }
}

/// Saves it.
pub(super) async fn save(
    Path((_, id)): Path<(String, String)>,
    Posted { mut visit, fields }: Posted,
) -> Paged {
    let guest = guest(&mut visit, &id).await?;
    let mut listed = guest.available_users.clone().unwrap_or_default();
    let body = match (fields.given("off"), fields.text("do"), fields.given("add")) {
        (Some(off), _, _) => {
            listed.retain(|one| one != off);
            json!({"available_users": listed})
        }
        (_, "unset", _) => json!({"available_users": null}),
        (_, "nobody", _) => json!({"available_users": []}),
        (_, _, Some(add)) => {
            if !listed.iter().any(|one| one == add) {
                listed.push(add.to_owned());
            }
            json!({"available_users": listed})
        }
        _ => json!({}),
    };
    let (visit, answer) = keep(visit, &id, &body, fields.text("seen")).await?;
    match answer {
        Ok(_) => {
            let card = visit.at(&format!("guests/{id}#users"));
            Ok(see(&with_more(&card, &[("said", "guest-saved")])))
        }
        Err(WriteError::ChangedMeanwhile) => {
            Err(Stop::Conflict(visit.texts.say("work-changed-meanwhile")))
        }
        Err(error) => Err(sharing::refused(&visit, error)),
    }
}
