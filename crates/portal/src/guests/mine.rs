//! One guest as a colleague sees them who is no admin, and may share: what is shared with them of what is theirs.

use access::Module;
use maud::{Markup, html};
use store::Share;

use super::view::until;
use crate::frame::parts::{face, icon};
use crate::frame::{Paged, Visit};
use crate::sharing::{self, On};
use crate::texts::{Day, Value};

/// The page; the one for what is not shared where nothing of theirs is shared with that guest.
pub(super) async fn show(mut visit: Visit, id: &str) -> Paged {
    let mut rows: Vec<(On, String, Share)> = Vec::new();
    for module in Module::ALL {
        let shares = visit.reader.shared_with(module, None).await?;
        for share in shares
            .into_iter()
            .filter(|share| share.user == id && share.open)
        {
            let on = On {
                module,
                id: share.on.clone(),
            };
            if let Some(name) = sharing::name_of(&mut visit, &on).await? {
                rows.push((on, name, share));
            }
        }
    }
    let Some((_, _, first)) = rows.first() else {
        return Err(visit.not_shared());
    };
    let name = first.name.clone();
    let back = visit.at(&format!("guests/{id}"));
    let texts = &visit.texts;
    let main = html! {
        div class="who" { (face(&name, "l")) div { h1 { (name) } } }
        section class="section" aria-labelledby="items-h" {
            div class="card-head" {
                h2 id="items-h" { (texts.say("guests-items")) }
                span class="faint" { (texts.say("guests-mine-hint")) }
            }
            div class="sheet" { table class="data reflow" {
                caption class="vh" { (texts.say_with("guests-items-of", &[("name", Value::from(name.as_str()))])) }
                thead { tr {
                    th scope="col" { (texts.say("guests-item")) }
                    th scope="col" { (texts.say("guests-since")) }
                    th scope="col" { (texts.say("guests-until")) }
                    td {}
                } }
                tbody { @for (on, item, share) in &rows { (row(&visit, &back, on, item, share)) } }
            } }
        }
    };
    visit.page(&name, "projects", main).await
}

fn row(visit: &Visit, back: &str, on: &On, item: &str, share: &Share) -> Markup {
    let texts = &visit.texts;
    let name = html! { span class="vh" { " " (item) } };
    html! {
        tr {
            th scope="row" { a href=(on.page(visit)) { (item) } " " small { (sharing::kind(texts, on.module)) } }
            td data-label=(texts.say("guests-since")) {
                @if let Some(since) = share.since { (texts.day(texts.day_of(since), Day::Short, visit.today())) }
            }
            td data-label=(texts.say("guests-until")) { (until(visit, share.until)) }
            td class="acts end" {
                (extend(visit, back, on, &share.grant, item, share.until))
                a href=(visit.at(&format!("share?on={}&back={back}", on.path()))) { (texts.say("guests-change")) (name) } " "
                a href={ (back) "?why=" (on.path()) } { (texts.say("share-why")) (name) } " "
                a class="risk-link" href=(visit.at(&format!("share/end?grant={}&on={}&back={back}", share.grant, on.path()))) { (texts.say("share-end")) (name) }
            }
        }
    }
}

/// The button that puts an end off, where the end is near.
pub(super) fn extend(
    visit: &Visit,
    back: &str,
    on: &On,
    grant: &str,
    item: &str,
    end: Option<jiff::Timestamp>,
) -> Markup {
    let texts = &visit.texts;
    let near = end.is_some_and(|end| (texts.day_of(end) - visit.today()).get_days() <= 30);
    html! {
        @if near {
            form class="inline-form" method="post" action=(visit.at("share/extend")) {
                (visit.csrf())
                input type="hidden" name="grant" value=(grant);
                input type="hidden" name="on" value=(on.path());
                input type="hidden" name="back" value=(back);
                button class="link-btn" type="submit" {
                    (icon("clock")) (texts.say_with("guests-extend", &[("days", Value::from(sharing::DAYS))])) span class="vh" { " " (item) }
                }
            }
            " "
        }
    }
}
