//! The page of the share dialog: shown, drawn anew for a preview, and saved.

use access::Module;
use axum::http::StatusCode;
use jiff::civil::Date;
use maud::{Markup, html};
use serde::Deserialize;
use store::WriteError;
use store::sharing::{Item, Share};

use super::dialog::Dialog;
use super::filled::Filled;
use super::on::On;
use super::people::{self, Known};
use super::roles;
use super::subject::{IN_FULL, Stage, Subject};
use super::wrong::Wrongs;
use crate::frame::parts::stage;
use crate::frame::{Listed, Paged, Posted, Stop, Visit, read, see};
use crate::texts::{Texts, Value};

/// The most items that one dialog takes.
const MOST: usize = 100;

/// The dialog over the list that it was opened from.
pub(super) async fn show(mut visit: Visit) -> Paged {
    if visit.asked("on").is_none() {
        return super::pick::show(visit).await;
    }
    let filled = Filled::of_address(&visit);
    allowed(&mut visit, &filled.on).await?;
    let filled = super::had::filled(&mut visit, filled).await?;
    draw(visit, &filled, Wrongs::default(), StatusCode::OK).await
}

/// What was filled in: drawn anew, or saved.
pub(super) async fn save(Posted { mut visit, fields }: Posted) -> Paged {
    let filled = Filled::of_form(&fields);
    allowed(&mut visit, &filled.on).await?;
    if fields.text("do") == "preview" {
        return draw(visit, &filled, Wrongs::default(), StatusCode::OK).await;
    }
    let due = match filled.on.as_slice() {
        [one] => Subject::load(&mut visit, one, false).await?.due_on,
        _ => None,
    };
    let body = filled.body(account_today(&visit), due);
    let share = match Share::read(&body) {
        Ok(share) => share,
        Err(error) => return refused(visit, &filled, error).await,
    };
    let permit = match visit.reader.may_share(share.subjects()).await {
        Ok(permit) => permit,
        Err(error) => return refused(visit, &filled, error).await,
    };
    let away = visit.away();
    let shared = away.db().share(permit, &share, None, away.now()).await;
    let visit = away.back().await?;
    match shared {
        Ok(answer) => done(&visit, &filled, &answer),
        Err(error) => refused(visit, &filled, error).await,
    }
}

/// Today, in the company's own time zone: the days of a share end there.
fn account_today(visit: &Visit) -> Date {
    let zone = visit.reader.viewer().account_zone().clone();
    zone.to_datetime(visit.now).date()
}

/// Those who may open access to all of it, and see it.
async fn allowed(visit: &mut Visit, on: &[On]) -> Result<(), Stop> {
    if visit.is_guest() || on.is_empty() || on.len() > MOST {
        return Err(visit.not_shared());
    }
    let items: Vec<Item> = on.iter().filter_map(|on| Item::named(&on.path())).collect();
    match visit.reader.may_share(&items).await {
        Ok(_) => Ok(()),
        Err(WriteError::Invalid(_) | WriteError::NotFound) => Err(visit.not_shared()),
        Err(WriteError::NotAllowed) => Err(Stop::NotAllowed),
        Err(other) => Err(Stop::Broken(other.to_string())),
    }
}

#[derive(Deserialize)]
struct Shared {
    #[serde(default)]
    invited: bool,
}

/// Back to where it was opened, with what was done.
fn done(visit: &Visit, filled: &Filled, answer: &str) -> Paged {
    let shared: Listed<Shared> = read(answer)?;
    let invited = shared.items.iter().filter(|one| one.invited).count();
    let back = back(visit, filled);
    let joint = if back.contains('?') { '&' } else { '?' };
    let (n, m) = (shared.items.len(), invited);
    Ok(see(&format!("{back}{joint}said=shared&n={n}&m={m}")))
}

async fn refused(visit: Visit, filled: &Filled, error: WriteError) -> Paged {
    let texts = &visit.texts;
    let (status, wrongs) = match error {
        WriteError::Invalid(wrongs) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Wrongs::of_share(texts, filled, &wrongs),
        ),
        WriteError::PlanFull => (
            StatusCode::CONFLICT,
            Wrongs::at("to", texts.say("share-plan-full")),
        ),
        WriteError::OwnerGrant => (
            StatusCode::CONFLICT,
            Wrongs::general(texts.say("share-owner-grant")),
        ),
        WriteError::NotAllowed => return Err(Stop::NotAllowed),
        WriteError::NotFound => return Err(visit.not_shared()),
        WriteError::Store(error) => return Err(error.into()),
        other => (StatusCode::CONFLICT, Wrongs::general(other.to_string())),
    };
    draw(visit, filled, wrongs, status).await
}

async fn draw(mut visit: Visit, filled: &Filled, wrongs: Wrongs, status: StatusCode) -> Paged {
    let mut subjects = Vec::with_capacity(filled.on.len());
    for (place, on) in filled.on.iter().enumerate() {
        subjects.push(Subject::load(&mut visit, on, place < IN_FULL).await?);
    }
    let administers = visit.reader.viewer().administers();
    let roles = roles::fitting(roles::all(&mut visit).await?, &filled.on, administers);
    let known = Known::load(&mut visit, &subjects).await?;
    let seeing = match filled.on.as_slice() {
        [one] => Some(people::seeing(&mut visit, one).await?),
        _ => None,
    };
    let here = filled.on.first().map_or("projects", |on| on.module.name());
    let behind = behind(&mut visit, filled.on.first()).await?;
    let back = back(&visit, filled);
    // Whatever looks at the visit is gone before it is given away.
    let drawn = Dialog {
        visit: &visit,
        filled,
        subjects: &subjects,
        roles: &roles,
        known: &known,
        seeing: seeing.as_ref(),
        wrongs: &wrongs,
        back: &back,
    }
    .draw();
    let title = Dialog::title(&visit.texts, &subjects);
    let mut response = visit.over(&title, here, behind, &drawn).await?;
    *response.status_mut() = status;
    Ok(response)
}

/// Where to go afterwards: what the address says, where that is a page of this company, else the item's own page,
/// and the list for several.
fn back(visit: &Visit, filled: &Filled) -> String {
    let home = visit.at("");
    let asked = &filled.back;
    let ours = asked.starts_with(&home) && !asked.contains(['\\', '\n', '#']);
    if ours {
        return asked.clone();
    }
    match filled.on.as_slice() {
        [one] => one.page(visit),
        [first, ..] => visit.at(first.module.name()),
        [] => visit.at("projects"),
    }
}

#[derive(Deserialize)]
struct Behind {
    name: Option<String>,
    title: Option<String>,
    number: Option<String>,
    stage: Option<Stage>,
}

/// The list over which the dialog lies: for the eye alone.
async fn behind(visit: &mut Visit, on: Option<&On>) -> Result<Markup, Stop> {
    let module = on.map_or(Module::Projects, |on| on.module);
    let found: Listed<Behind> = visit.list(module, &[("limit", "20")]).await?;
    let title = list_title(&visit.texts, module);
    Ok(html! {
        div class="head" { p { strong { (title) } } }
        div class="sheet" {
            table class="data" {
                tbody {
                    @for row in &found.items {
                        tr {
                            td { (row.name.as_deref().or(row.title.as_deref()).or(row.number.as_deref()).unwrap_or_default()) }
                            td { @if let Some(at) = &row.stage { (stage(&at.name, at.color.as_deref())) } }
                        }
                    }
                }
            }
        }
    })
}

fn list_title(texts: &Texts, module: Module) -> String {
    texts.say_with(
        &format!("frame-{}", module.name()),
        &[] as &[(&str, Value<'_>)],
    )
}
