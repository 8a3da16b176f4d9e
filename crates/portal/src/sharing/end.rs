//! Ending: one grant, all sharing of one item, all sharing of the company. Each says what will end before it does,
//! and gives a receipt after.

use access::Module;
use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value as Json;
use store::WriteError;
use store::sharing::{Item, ManageGuests};

use super::on::On;
use super::people::{self, Sees};
use super::receipt::Ended;
use super::subject::Subject;
use super::{ways, words};
use crate::frame::parts::{face, icon};
use crate::frame::{Listed, Paged, Posted, Stop, Visit, read, see};
use crate::texts::{Day, Texts, Value};

/// What is to be ended.
#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    /// One grant, by its id, on this item.
    Grant(String, On),
    /// All sharing of this item.
    Item(On),
    /// All sharing of the company.
    Everything,
}

impl What {
    /// What an address or a form names.
    fn named(grant: Option<&str>, on: Option<&str>) -> Option<What> {
        if on == Some("everything") {
            return Some(What::Everything);
        }
        let on = On::named(on?)?;
        Some(match grant {
            Some(grant) => What::Grant(grant.to_owned(), on),
            None => What::Item(on),
        })
    }

    fn on(&self) -> Option<&On> {
        match self {
            What::Grant(_, on) | What::Item(on) => Some(on),
            What::Everything => None,
        }
    }

    fn query(&self) -> String {
        match self {
            What::Grant(grant, on) => format!("grant={grant}&on={}", on.path()),
            What::Item(on) => format!("on={}", on.path()),
            What::Everything => "on=everything".to_owned(),
        }
    }
}

/// What will end, before it does.
pub(super) async fn ask(mut visit: Visit) -> Paged {
    let what = What::named(visit.asked("grant"), visit.asked("on"));
    let what = what.ok_or_else(|| visit.not_shared())?;
    let (title, lost) = match &what {
        What::Everything => {
            let count = living(&mut visit).await?;
            let given = [("count", Value::from(count))];
            let title = visit.texts.say("end-title-everything");
            (
                title,
                html! { p { (visit.texts.say_with("end-everything", &given)) } },
            )
        }
        What::Grant(grant, on) => {
            allowed(&mut visit, on).await?;
            one_grant(&mut visit, grant, on).await?
        }
        What::Item(on) => {
            allowed(&mut visit, on).await?;
            whole_item(&mut visit, on).await?
        }
    };
    let texts = &visit.texts;
    let back = match what.on() {
        Some(on) => visit.at(&format!("share?on={}", on.path())),
        None => visit.at("settings"),
    };
    let main = html! {
        div class="narrow" {
            h1 { (title) }
            div class="card stack" {
                (lost)
                p class="quiet" { (texts.say("end-what-hangs")) }
                form method="post" action=(visit.at("share/end")) class="row" {
                    (visit.csrf())
                    @if let What::Grant(grant, _) = &what { input type="hidden" name="grant" value=(grant); }
                    input type="hidden" name="on" value=(what.on().map_or_else(|| "everything".to_owned(), On::path));
                    button class="btn risk" type="submit" { (icon("lock")) (texts.say("end-do")) }
                    a class="btn" href=(visit.asked("back").filter(|back| back.starts_with(&visit.at(""))).unwrap_or(&back)) { (texts.say("end-keep")) }
                }
            }
        }
    };
    let here = what.on().map_or("settings", |on| on.module.name());
    visit.page(&title, here, main).await
}

/// Ends it, and leads to the receipt.
pub(super) async fn end(Posted { mut visit, fields }: Posted) -> Paged {
    let what = What::named(fields.given("grant"), fields.given("on"));
    let what = what.ok_or_else(|| visit.not_shared())?;
    let receipt = match &what {
        What::Everything => {
            let may = visit
                .reader
                .viewer()
                .may::<ManageGuests>(&visit.reader.company());
            let permit = may.map_err(|_| Stop::NotAllowed)?;
            let away = visit.away();
            let ended = away.db().end_all_sharing(permit, away.now()).await;
            visit = away.back().await?;
            ended
        }
        What::Grant(grant, on) => {
            allowed(&mut visit, on).await?;
            let permit = visit
                .reader
                .may_manage_grants()
                .await
                .map_err(|error| stop(&visit, error))?;
            let away = visit.away();
            let ended = away.db().end_grant(permit, grant, None, away.now()).await;
            visit = away.back().await?;
            ended
        }
        What::Item(on) => {
            let item = Item::named(&on.path()).ok_or_else(|| visit.not_shared())?;
            let permit = visit
                .reader
                .may_end_sharing(item)
                .await
                .map_err(|error| stop(&visit, error))?;
            let away = visit.away();
            let ended = away.db().end_sharing(permit, item, away.now()).await;
            visit = away.back().await?;
            ended
        }
    };
    let receipt = receipt.map_err(|error| stop(&visit, error))?;
    let ended = Ended::read(&receipt)?;
    let address = format!("share/ended?{}&{}", what.query(), ended.query());
    Ok(see(&visit.at(&address)))
}

/// The receipt: what ended, and who sees it still.
pub(super) async fn ended(mut visit: Visit) -> Paged {
    let what = What::named(visit.asked("grant"), visit.asked("on"));
    let (Some(what), Some(ended)) = (what, Ended::asked(&visit)) else {
        return Err(visit.not_shared());
    };
    let (name, seeing) = match what.on() {
        Some(on) => {
            allowed(&mut visit, on).await?;
            let subject = Subject::load(&mut visit, on, false).await?;
            (Some(subject.name), people::seeing(&mut visit, on).await?.0)
        }
        None if visit.reader.viewer().administers() => (None, Vec::new()),
        None => return Err(Stop::NotAllowed),
    };
    let texts = &visit.texts;
    let title = match &name {
        Some(name) => texts.say_with("ended-title", &[("name", Value::from(name.as_str()))]),
        None => texts.say("ended-title-everything"),
    };
    let (back, back_words) = match what.on() {
        Some(on) => (on.page(&visit), texts.say("ended-back")),
        None => (visit.at("settings"), texts.say("ended-back-settings")),
    };
    let main = html! {
        div class="narrow" {
            h1 { (title) }
            section class="card stack" aria-labelledby="what-ended" {
                h2 id="what-ended" { (texts.say("ended-what")) }
                (ended.draw(texts))
            }
            @if let Some(on) = what.on() {
                section class="card stack" aria-labelledby="still" {
                    h2 id="still" { (texts.say("ended-still")) }
                    @if seeing.is_empty() {
                        p class="quiet" { (texts.say("ended-nobody")) }
                    } @else {
                        ul class="list tight" { @for sees in &seeing { (still(texts, on, sees)) } }
                    }
                }
            }
            p { a class="btn" href=(back) { (back_words) } }
        }
    };
    let here = what.on().map_or("settings", |on| on.module.name());
    visit.page(&title, here, main).await
}

fn still(texts: &Texts, on: &On, sees: &Sees) -> Markup {
    let mut words: Vec<String> = Vec::new();
    for way in &sees.paths {
        let word = ways::short(texts, &way.kind, &way.subject, on);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    let name = sees.called();
    html! {
        li {
            (face(name, "s"))
            div class="what" { strong { (name) } small { (words.join(", ")) } }
        }
    }
}

/// What is refused, as a page says it.
pub(crate) fn stop(visit: &Visit, error: WriteError) -> Stop {
    match error {
        WriteError::NotFound | WriteError::Invalid(_) => visit.not_shared(),
        WriteError::NotAllowed => Stop::NotAllowed,
        WriteError::OwnerGrant => Stop::Conflict(visit.texts.say("end-owner")),
        WriteError::WrongState(_) => Stop::Conflict(visit.texts.say("end-already")),
        WriteError::ChangedMeanwhile => Stop::Conflict(visit.texts.say("end-changed")),
        WriteError::Store(error) => error.into(),
        other => Stop::Conflict(other.to_string()),
    }
}

/// Those who may open access to it may end it.
pub(super) async fn allowed(visit: &mut Visit, on: &On) -> Result<(), Stop> {
    let item = Item::named(&on.path()).ok_or_else(|| visit.not_shared())?;
    if visit.is_guest() {
        return Err(visit.not_shared());
    }
    match visit.reader.may_end_sharing(item).await {
        Ok(_) => Ok(()),
        Err(error) => Err(stop(visit, error)),
    }
}

#[derive(Deserialize)]
struct Grant {
    to: Option<String>,
    on: Json,
    expires_at: Option<Timestamp>,
    revoked_at: Option<Timestamp>,
}

async fn one_grant(visit: &mut Visit, grant: &str, on: &On) -> Result<(String, Markup), Stop> {
    let subject = Subject::load(visit, on, false).await?;
    let (seeing, _) = people::seeing(visit, on).await?;
    // Admins read every grant; others know of those that stand in who sees the item.
    let mut until = None;
    let mut whose = None;
    if visit.reader.viewer().administers() {
        let found: Grant = read(&visit.reader.grant(grant).await?)?;
        if found.revoked_at.is_some() || On::read(&found.on).as_ref() != Some(on) {
            return Err(visit.not_shared());
        }
        until = found.expires_at;
        whose = found.to;
    }
    let of = |sees: &&Sees| {
        whose.as_ref() == Some(&sees.user.id) || sees.own_grant.as_deref() == Some(grant)
    };
    let sees = seeing.iter().find(of);
    let name = match (sees, &whose) {
        (Some(sees), _) => sees.called().to_owned(),
        (None, Some(guest)) => guest_name(visit, guest).await?,
        (None, None) => return Err(visit.not_shared()),
    };
    let others: Vec<String> = sees
        .map(|sees| {
            let others = sees
                .paths
                .iter()
                .filter(|way| way.grant.as_deref() != Some(grant));
            others
                .map(|way| ways::short(&visit.texts, &way.kind, &way.subject, on))
                .collect()
        })
        .unwrap_or_default();
    let (texts, today) = (&visit.texts, visit.today());
    let given = [
        ("person", Value::from(name.as_str())),
        ("name", Value::from(subject.name.as_str())),
    ];
    let title = texts.say_with("end-title-grant", &given);
    let lost = html! {
        p { (texts.say_with("end-grant", &given)) }
        @if let Some(until) = until {
            p { (texts.say_with("end-would-end", &[("when", Value::from(texts.moment(words::last_moment(texts, until), Day::Long, today)))])) }
        }
        @if !others.is_empty() {
            p class="notice attend" {
                (icon("info"))
                span { (texts.say_with("end-still-sees", &[("person", Value::from(name.as_str())), ("ways", Value::from(others.join(", ")))])) }
            }
        }
    };
    Ok((title, lost))
}

async fn guest_name(visit: &mut Visit, id: &str) -> Result<String, Stop> {
    #[derive(Deserialize)]
    struct Guest {
        name: String,
        email: String,
    }
    let body = match visit.reader.guest(id).await {
        Ok(body) => body,
        // A limited member stands among the members.
        Err(store::ReadError::NotFound) => visit.reader.member(id).await?,
        Err(error) => return Err(error.into()),
    };
    let guest: Guest = read(&body)?;
    Ok(if guest.name.is_empty() {
        guest.email
    } else {
        guest.name
    })
}

async fn whole_item(visit: &mut Visit, on: &On) -> Result<(String, Markup), Stop> {
    let subject = Subject::load(visit, on, false).await?;
    let (seeing, _) = people::seeing(visit, on).await?;
    let texts = &visit.texts;
    let (ending, staying): (Vec<&Sees>, Vec<&Sees>) =
        seeing.iter().partition(|sees| sees.own_grant.is_some());
    let given = [
        ("name", Value::from(subject.name.as_str())),
        ("count", Value::from(ending.len())),
        ("kind", Value::from(words::kind(texts, on.module))),
    ];
    let title = texts.say_with("end-title-item", &given);
    let lost = html! {
        p { (texts.say_with("end-item", &given)) }
        ul class="list tight" {
            @for sees in &ending { (still(texts, on, sees)) }
        }
        @if on.module == Module::Projects { p { (texts.say("end-item-tasks")) } }
        @if !staying.is_empty() {
            p class="notice attend" {
                (icon("info"))
                span { (texts.say_with("end-others-stay", &[("count", Value::from(staying.len()))])) }
            }
        }
    };
    Ok((title, lost))
}

/// How many living grants the company has.
async fn living(visit: &mut Visit) -> Result<i64, Stop> {
    let question = [("filter[live]", "true"), ("limit", "1"), ("count", "true")];
    let question = question.map(|(name, value)| (name.to_owned(), value.to_owned()));
    if !visit.reader.viewer().administers() {
        return Err(Stop::NotAllowed);
    }
    let found: Listed<Json> = read(&visit.reader.grants(&question).await?)?;
    Ok(found.count.unwrap_or_default())
}
