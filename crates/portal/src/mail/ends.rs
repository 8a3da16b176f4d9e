//! What ends soon, with a button to extend it: where the reminder to staff leads.

use axum::extract::Path;
use jiff::SignedDuration;
use maud::{Markup, html};
use store::mail::EndsSoon;
use store::sharing::Item;

use crate::frame::parts::{icon, person};
use crate::frame::{Paged, Posted, Visit, see};
use crate::texts::{Day, Value};
use crate::workspace;

/// By how many days one press extends.
const MORE: i64 = 30;

/// The page.
pub(super) async fn show(mut visit: Visit) -> Paged {
    let mut ending = Vec::new();
    for one in visit.reader.ends_soon().await? {
        // Whoever opened it then may not any more, where the setting is another by now.
        let item = Item::of(one.module, &one.subject);
        let may = visit.reader.may_share(&[item]).await.is_ok();
        ending.push((one, may));
    }
    let texts = visit.texts.clone();
    let title = texts.say("mail-ends-title");
    let main = html! {
        div class="head" { h1 { (title) } }
        p class="quiet intro" { (texts.say("mail-ends-lead")) }
        @if ending.is_empty() {
            div class="card" { p { (texts.say("mail-ends-none")) } }
        } @else {
            (table(&visit, &ending))
        }
    };
    visit.page(&title, "guests", main).await
}

/// What ends, each with whether its reader may extend it.
fn table(visit: &Visit, ending: &[(EndsSoon, bool)]) -> Markup {
    let texts = &visit.texts;
    let heads =
        ["who", "what", "until"].map(|column| texts.say_with(&format!("mail-ends-{column}"), &[]));
    html! {
        div class="sheet" { table class="data reflow" {
            caption class="vh" { (texts.say("mail-ends-title")) }
            thead { tr { @for head in &heads { th scope="col" { (head) } } td {} } }
            tbody { @for (one, may) in ending { tr {
                th scope="row" { a href=(visit.at(&format!("guests/{}", one.guest))) { (person(called(one))) } }
                td class="wide" data-label=(heads[1]) {
                    a href=(visit.at(&format!("{}/{}", one.module, one.subject))) { (one.called) }
                }
                td data-label=(heads[2]) { (until(visit, one)) }
                td class="acts end" { @if *may {
                    form class="inline-form" method="post" action=(visit.at(&format!("ends/{}", one.grant))) {
                        (visit.csrf())
                        button class="btn" type="submit" {
                            (icon("clock")) (texts.say_with("mail-ends-extend", &[("days", Value::from(MORE))]))
                            span class="vh" { ": " (called(one)) ", " (one.called) }
                        }
                    }
                } }
            } } }
        } }
    }
}

fn called(one: &EndsSoon) -> &str {
    match one.name.is_empty() {
        true => &one.email,
        false => &one.name,
    }
}

/// The last day on which it is open.
fn until(visit: &Visit, one: &EndsSoon) -> Markup {
    let last = one.until.saturating_sub(SignedDuration::from_secs(1));
    let day = visit.texts.day_of(last.unwrap_or(one.until));
    html! { time datetime=(day) { (visit.texts.day(day, Day::Long, visit.today())) } }
}

/// Extends one.
pub(super) async fn extend(
    Path((_, grant)): Path<(String, String)>,
    Posted { mut visit, .. }: Posted,
) -> Paged {
    let permit = match visit.reader.may_manage_grants().await {
        Ok(permit) => permit,
        Err(error) => return Err(workspace::ended(&visit, error)),
    };
    let away = visit.away();
    let answer = away
        .db()
        .extend_grant(permit, &grant, MORE, away.now())
        .await;
    let visit = away.back().await?;
    match answer {
        Ok(_) => Ok(see(&visit.at("ends?said=mail-extended"))),
        Err(error) => Err(workspace::ended(&visit, error)),
    }
}
