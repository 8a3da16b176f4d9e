//! The companies of who is signed in. Whoever has one goes straight to it.

use axum::extract::{Request, State};
use maud::html;
use std::sync::Arc;
use store::identity::{Companies, Standing};

use super::{Visitor, texts};
use crate::frame::layout::{Answer, threshold};
use crate::frame::parts::{door, doorway, icon};
use crate::frame::{Paged, csrf, see};
use crate::http::App;
use crate::texts::{Texts, Value};

pub(super) async fn show(State(app): State<Arc<App>>, request: Request) -> Paged {
    let (parts, _) = request.into_parts();
    let Some(session) = Visitor::of(&app, &parts).session else {
        return Ok(see("/sign-in"));
    };
    let now = app.start.clock.now();
    let Some(companies) = app.start.db.companies(&session, now).await? else {
        return Ok(see("/sign-in"));
    };
    match companies.all.as_slice() {
        [only] if only.standing != Standing::Invited => Ok(see(&format!("/{}", only.account))),
        _ => Ok(Answer::plain(page(&texts(), &companies, &session))),
    }
}

fn page(texts: &Texts, companies: &Companies, session: &str) -> maud::Markup {
    let title = texts.say("sign-in-companies");
    let named = [("email", Value::from(companies.email.as_str()))];
    let open: Vec<_> = companies.open().collect();
    let waiting: Vec<_> = companies
        .all
        .iter()
        .filter(|company| company.standing != Standing::Open)
        .collect();
    let main = html! {
        (doorway(!open.is_empty()))
        h1 { (title) }
        p class="quiet" { (texts.say_with("sign-in-signed-in-as", &named)) }
        @if open.is_empty() { p class="quiet" { (texts.say("sign-in-no-company")) } }
        @if !open.is_empty() {
            div class="card elsewhere" {
                ul class="companies" {
                    @for company in &open {
                        li { a href={ "/" (company.account) } {
                            (door(&company.account, false)) span { (company.name) } (icon("right"))
                        } }
                    }
                }
            }
        }
        @if !waiting.is_empty() {
            ul class="quiet small" {
                @for company in &waiting {
                    li { (texts.say_with(standing(company.standing), &[("company", Value::from(company.name.as_str()))])) }
                }
            }
        }
        form method="post" action="/sign-out" class="inline-form" {
            input type="hidden" name="csrf" value=(csrf::token(session));
            button class="btn bare" type="submit" { (texts.say("sign-in-sign-out")) }
        }
    };
    threshold(texts, &title, None, &main)
}

const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Invited => "sign-in-company-invited",
        _ => "sign-in-company-closed",
    }
}
