//! What a change would open and close, before it is saved: asked of the store, which makes it and takes it back.

use access::{Facet, Module};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;
use store::WriteError;

use super::names::name;
use crate::frame::parts::icon;
use crate::frame::{Stop, Visit, read};
use crate::sharing::{self, On};
use crate::texts::{Texts, Value};

/// The most items of a user that are named.
const NAMED: usize = 12;

/// What a change would open and close.
pub(crate) struct Would {
    users: Vec<User>,
    /// Whether there are more users than were looked at.
    more: bool,
}

/// What it opens and closes for a user.
struct User {
    name: String,
    opens: Vec<Item>,
    closes: Vec<Item>,
}

struct Item {
    name: String,
    on: On,
    fields: Vec<String>,
}

#[derive(Deserialize)]
struct Told {
    opens: Vec<Line>,
    closes: Vec<Line>,
    next: Option<String>,
}

#[derive(Deserialize)]
struct Line {
    user: Who,
    item: String,
    fields: Vec<String>,
}

#[derive(Deserialize)]
struct Who {
    id: String,
    name: String,
    email: String,
}

impl Would {
    /// Asks what a change would do. Gives the visit back, for the page that shows it.
    ///
    /// # Errors
    /// Where the visit has ended. That the change itself is refused is the second answer.
    pub(crate) async fn ask(
        mut visit: Visit,
        change: &Json,
    ) -> Result<(Visit, Result<Would, WriteError>), Stop> {
        let permit = match visit.reader.may_manage_grants().await {
            Ok(permit) => permit,
            Err(error) => return Ok((visit, Err(error))),
        };
        let away = visit.away();
        let told = away
            .db()
            .preview_change(permit, change, &[], away.now())
            .await;
        let mut visit = away.back().await?;
        let told = match told {
            Ok(told) => read(&told)?,
            Err(error) => return Ok((visit, Err(error))),
        };
        let would = Would::of(&mut visit, told).await?;
        Ok((visit, Ok(would)))
    }

    async fn of(visit: &mut Visit, told: Told) -> Result<Would, Stop> {
        let mut users: Vec<(String, User)> = Vec::new();
        for (opens, line) in told
            .opens
            .into_iter()
            .map(|line| (true, line))
            .chain(told.closes.into_iter().map(|line| (false, line)))
        {
            let at = match users.iter().position(|(id, _)| *id == line.user.id) {
                Some(at) => at,
                None => {
                    let name = match line.user.name.trim() {
                        "" => line.user.email,
                        name => name.to_owned(),
                    };
                    let (opens, closes) = (Vec::new(), Vec::new());
                    users.push((
                        line.user.id,
                        User {
                            name,
                            opens,
                            closes,
                        },
                    ));
                    users.len() - 1
                }
            };
            let user = &mut users[at].1;
            let items = if opens {
                &mut user.opens
            } else {
                &mut user.closes
            };
            let Some(on) = On::named(&line.item) else {
                continue;
            };
            let name = match items.len() < NAMED {
                true => sharing::name_of(visit, &on).await?.unwrap_or_default(),
                false => String::new(),
            };
            items.push(Item {
                name,
                on,
                fields: line.fields,
            });
        }
        Ok(Would {
            users: users.into_iter().map(|(_, user)| user).collect(),
            more: told.next.is_some(),
        })
    }

    /// As a section over the form whose change it is.
    pub(crate) fn draw(&self, texts: &Texts) -> Markup {
        html! {
            section class="card stack section would" id="would" aria-labelledby="would-h" {
                h2 id="would-h" { (texts.say("would-title")) }
                @if self.users.is_empty() { p { (texts.say("would-nothing")) } }
                @for user in &self.users {
                    h3 { (user.name) }
                    dl class="pairs" {
                        @for (words, items) in [("would-opens", &user.opens), ("would-closes", &user.closes)] {
                            @if !items.is_empty() {
                                dt { (texts.say_with(words, &[])) }
                                dd { ul class="plain" {
                                    @for item in items.iter().take(NAMED) { li { (item.draw(texts)) } }
                                    @if items.len() > NAMED {
                                        li class="faint" { (texts.say_with("would-more", &[("count", Value::from(items.len() - NAMED))])) }
                                    }
                                } }
                            }
                        }
                    }
                }
                @if self.more { p class="hint" { (texts.say("would-more-people")) } }
                p class="notice" { (icon("info")) span { (texts.say("would-not-saved")) } }
            }
        }
    }
}

impl Item {
    fn draw(&self, texts: &Texts) -> Markup {
        let module = self.on.module;
        let whole = module
            .entry()
            .identity
            .iter()
            .all(|key| self.fields.iter().any(|field| field == key));
        let words: Vec<String> = self
            .fields
            .iter()
            .filter_map(|field| said(texts, module, field))
            .collect();
        html! {
            b { (self.name) } " " span class="faint" { (sharing::kind(texts, module)) }
            @if whole && words.is_empty() { ": " (texts.say("would-name-alone")) }
            @else if !words.is_empty() { ": " (words.join(", ")) }
        }
    }
}

/// A key of an item in words; nothing for those that are no names of the catalogue.
fn said(texts: &Texts, module: Module, key: &str) -> Option<String> {
    let (facet, key) = match key.strip_prefix("relations.") {
        Some(relation) => (Facet::Relations, relation),
        None => (Facet::Fields, key),
    };
    module.bit(facet, key)?;
    Some(name(texts, facet, key))
}
