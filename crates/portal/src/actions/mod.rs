//! What guests do to what they see: decide on a task, complete one, answer an invitation, close a ticket.

use axum::Router;
use axum::extract::Path;
use axum::routing::post;
use maud::{Markup, html};
use serde_json::{Value, json};
use std::sync::Arc;
use store::ItemAction;

use crate::frame::parts::icon;
use crate::frame::{Paged, Posted, Visit, see};
use crate::http::App;
use crate::portal_page::Guest;
use crate::workspace::ended;

/// The pages of this feature.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{account}/tasks/{id}/approval", post(decide))
        .route("/{account}/tasks/{id}/complete", post(complete))
        .route("/{account}/meetings/{id}/response", post(answer))
        .route("/{account}/tickets/{id}/close", post(close))
}

async fn decide(Path((_, id)): Path<(String, String)>, Posted { visit, fields }: Posted) -> Paged {
    let decision = fields.text("decision").to_owned();
    let body = json!({ "decision": decision, "reason": fields.given("reason") });
    let said = if decision == "approved" {
        "approved"
    } else {
        "changes-asked"
    };
    act(visit, ItemAction::Approve, &id, Some(body), said).await
}

async fn complete(Path((_, id)): Path<(String, String)>, Posted { visit, .. }: Posted) -> Paged {
    act(visit, ItemAction::Complete, &id, None, "completed").await
}

async fn answer(Path((_, id)): Path<(String, String)>, Posted { visit, fields }: Posted) -> Paged {
    let body = json!({ "response": fields.text("response") });
    act(visit, ItemAction::Respond, &id, Some(body), "answered").await
}

async fn close(Path((_, id)): Path<(String, String)>, Posted { visit, .. }: Posted) -> Paged {
    act(visit, ItemAction::Close, &id, None, "closed").await
}

/// Does it, and goes back to what it was done to, with a word about it.
async fn act(visit: Visit, action: ItemAction, id: &str, body: Option<Value>, said: &str) -> Paged {
    let viewer = visit.reader.viewer().clone();
    let back = visit.at(&format!("{}/{id}?said={said}", action.module().name()));
    let body = body.map(|body| body.to_string());
    let away = visit.away();
    let done = away
        .db()
        .perform(
            &viewer,
            action,
            id,
            body.as_deref().map(str::as_bytes),
            None,
            away.now(),
        )
        .await;
    let visit = away.back().await?;
    done.map_err(|error| ended(&visit, error))?;
    Ok(see(&back))
}

/// Approve a task, or ask for changes in words.
pub(crate) fn decision(visit: &Visit, guest: &Guest, id: &str) -> Markup {
    let address = guest.at(&format!("tasks/{id}/approval"));
    html! {
        section class="card decision" aria-labelledby="decide" {
            h2 id="decide" { (guest.say("actions-decide")) }
            p class="quiet" { (guest.company("actions-decide-how")) }
            div class="ask" {
                form method="post" action=(address) {
                    (visit.csrf())
                    input type="hidden" name="decision" value="approved";
                    button class="btn main" type="submit" { (icon("check")) (guest.say("actions-approve")) }
                }
                details {
                    summary class="btn" { (icon("edit")) (guest.say("actions-ask-for-changes")) }
                    form method="post" action=(address) {
                        (visit.csrf())
                        input type="hidden" name="decision" value="changes_requested";
                        div class="field" {
                            label for="reason" { (guest.say("actions-what-should-change")) }
                            span class="hint" id="reason-hint" { (guest.say("actions-one-a-line")) }
                            textarea class="input" id="reason" name="reason" rows="4" required maxlength="20000" aria-describedby="reason-hint" {}
                        }
                        p { button class="btn main" type="submit" { (guest.company("actions-send-to")) } }
                    }
                }
            }
        }
    }
}

/// Say that a task is done.
pub(crate) fn done(visit: &Visit, guest: &Guest, id: &str) -> Markup {
    html! {
        form method="post" action=(guest.at(&format!("tasks/{id}/complete"))) {
            (visit.csrf())
            button class="btn" type="submit" { (icon("check")) (guest.say("actions-complete")) }
        }
    }
}

/// Say whether one comes; `now` is what was answered so far.
pub(crate) fn coming(visit: &Visit, guest: &Guest, id: &str, now: Option<&str>) -> Markup {
    let answers = [
        ("yes", "actions-yes"),
        ("no", "actions-no"),
        ("maybe", "actions-maybe"),
    ];
    html! {
        section class="card decision" aria-labelledby="come" {
            h2 id="come" { (guest.say("actions-can-you-come")) }
            form class="ask" method="post" action=(guest.at(&format!("meetings/{id}/response"))) {
                (visit.csrf())
                @for (value, words) in answers {
                    button class={ "btn" @if now.is_none() && value == "yes" { " main" } } type="submit" name="response" value=(value) aria-pressed=(if now == Some(value) { "true" } else { "false" }) {
                        @if now == Some(value) { (icon("check")) }
                        (guest.texts.say_with(words, &[]))
                    }
                }
            }
        }
    }
}

/// Close a ticket.
pub(crate) fn closing(visit: &Visit, guest: &Guest, id: &str) -> Markup {
    html! {
        form method="post" action=(guest.at(&format!("tickets/{id}/close"))) {
            (visit.csrf())
            button class="btn" type="submit" { (icon("check")) (guest.say("actions-close")) }
        }
    }
}
