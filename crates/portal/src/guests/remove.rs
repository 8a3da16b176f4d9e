//! Removing a guest: what ends, said before; the receipt after.

use axum::extract::Path;
use maud::html;

use super::card::guest;
use super::change::may;
use super::list::shares;
use crate::frame::parts::icon;
use crate::frame::{Paged, Posted, Visit, see};
use crate::sharing::{self, Ended};
use crate::texts::Value;

/// What will end.
pub(super) async fn ask(Path((_, id)): Path<(String, String)>, mut visit: Visit) -> Paged {
    let guest = guest(&mut visit, &id).await?;
    let facts = visit
        .reader
        .guest_facts(&[&id])
        .await?
        .remove(&id)
        .unwrap_or_default();
    let texts = &visit.texts;
    let card = visit.at(&format!("guests/{id}"));
    let name = [("name", Value::from(guest.called()))];
    let invited = guest.is("invited");
    let title = if invited {
        texts.say_with("guests-withdraw-title", &name)
    } else {
        texts.say_with("guests-remove-title", &name)
    };
    let main = html! {
        div class="narrow" {
            h1 { (title) }
            div class="card stack" {
                p {
                    @if invited { (texts.say_with("guests-withdraw-says", &name)) }
                    @else { (texts.say_with("guests-remove-says", &name)) }
                }
                dl class="pairs" {
                    dt { (texts.say("guests-shared")) } dd { (shares(&visit, &facts)) }
                    dt { (texts.say("guests-signed-in")) } dd { (texts.say_with("guests-sessions", &[("count", Value::from(facts.sessions))])) }
                }
                p class="quiet" { (texts.say("guests-remove-keeps")) }
                form class="row" method="post" action={ (card) "/remove" } {
                    (visit.csrf())
                    button class="btn risk" type="submit" { (icon("no")) @if invited { (texts.say("guests-withdraw")) } @else { (texts.say("guests-remove")) } }
                    a class="btn" href=(card) { (texts.say("guests-keep")) }
                }
            }
        }
    };
    visit.page(&title, "guests", main).await
}

/// Removes them.
pub(super) async fn remove(
    Path((_, id)): Path<(String, String)>,
    Posted { mut visit, .. }: Posted,
) -> Paged {
    guest(&mut visit, &id).await?;
    let permit = may(&visit)?;
    let away = visit.away();
    let answer = away.db().remove_guest(permit, &id, None, away.now()).await;
    let visit = away.back().await?;
    let receipt = answer.map_err(|error| sharing::refused(&visit, error))?;
    let ended = Ended::read(&receipt)?;
    Ok(see(
        &visit.at(&format!("guests/{id}/removed?{}", ended.query()))
    ))
}

/// The receipt.
pub(super) async fn removed(Path((_, id)): Path<(String, String)>, mut visit: Visit) -> Paged {
    let guest = guest(&mut visit, &id).await?;
    let ended = Ended::asked(&visit).filter(|_| guest.is("removed"));
    let ended = ended.ok_or_else(|| visit.not_shared())?;
    let texts = &visit.texts;
    let name = [("name", Value::from(guest.called()))];
    let title = texts.say_with("guests-removed-title", &name);
    let main = html! {
        div class="narrow" {
            h1 { (title) }
            section class="card stack" aria-labelledby="what-ended" {
                h2 id="what-ended" { (texts.say("ended-what")) }
                (ended.draw(texts))
            }
            section class="card stack" aria-labelledby="stays" {
                h2 id="stays" { (texts.say("guests-what-stays")) }
                p { (texts.say_with("guests-removed-stays", &name)) }
            }
            p { a class="btn" href=(visit.at("guests")) { (texts.say("guests-back")) } }
        }
    };
    visit.page(&title, "guests", main).await
}
