//! Making, changing and deleting a stage.

use axum::extract::Path;
use maud::{Markup, html};
use serde_json::{Value as Json, json};
use store::{Shelf, WriteError};

use super::{Stage, menu, of};
use crate::frame::{Paged, Posted, Stop, Visit, read};
use crate::texts::Value;
use crate::workspace::{Form, Rights, Saved, Writer, back_to, ended, saved, sent_back};

/// The colour that a new stage begins with.
const COLOUR: &str = "#0891b2";

/// An empty form.
pub(super) async fn new(visit: Visit) -> Paged {
    let module = module_of(visit.asked("module").unwrap_or_default());
    let form = Form::new().with("module", module).with("color", COLOUR);
    page(visit, &form, None).await
}

/// The form of a stage.
pub(super) async fn edit(mut visit: Visit, Path((_, id)): Path<(String, String)>) -> Paged {
    let stage = one(&mut visit, &id).await?;
    let mut form = Form::new()
        .with("module", &stage.module)
        .with("name", &stage.name)
        .with("color", stage.color.as_deref().unwrap_or(COLOUR));
    if stage.closed {
        form = form.with("closed", "on");
    }
    page(visit, &form, Some(&stage)).await
}

/// Makes one.
pub(super) async fn create(Posted { mut visit, fields }: Posted) -> Paged {
    let mut form = Form::sent(&fields);
    let module = module_of(fields.text("module"));
    let stages = of(&mut visit, module).await?;
    let mut body = body_of(&visit, &mut form);
    body["module"] = json!(module);
    if form.is_wrong() {
        return sent_back(page(visit, &form, None).await);
    }
    let after = fields.given("after").map(str::to_owned);
    let (writer, away) = Writer::of(visit);
    let made = writer.create(Shelf::Stages, &body).await;
    let moved = match &made {
        Ok(made) => put_after(&writer, &stages, &made.id, after.as_deref()).await,
        Err(_) => Ok(()),
    };
    let visit = away.back().await?;
    match saved(&visit, &mut form, made, &[])? {
        Saved::Done(_) => {}
        Saved::Again => return sent_back(page(visit, &form, None).await),
    }
    moved.map_err(|error| ended(&visit, error))?;
    let list = visit.at("stages");
    Ok(back_to(&visit, &fields, &list, &[("said", "stage-made")]))
}

/// Changes one.
pub(super) async fn change(
    Path((_, id)): Path<(String, String)>,
    Posted { mut visit, fields }: Posted,
) -> Paged {
    let stage = one(&mut visit, &id).await?;
    let mut form = Form::sent(&fields).with("module", &stage.module);
    let stages = of(&mut visit, &stage.module).await?;
    let body = body_of(&visit, &mut form);
    if form.is_wrong() {
        return sent_back(page(visit, &form, Some(&stage)).await);
    }
    let (writer, away) = Writer::of(visit);
    let changed = writer.change(Shelf::Stages, &id, &body, None).await;
    let moved = match &changed {
        Ok(_) => put_after(&writer, &stages, &id, fields.given("after")).await,
        Err(_) => Ok(()),
    };
    let visit = away.back().await?;
    match saved(&visit, &mut form, changed, &[])? {
        Saved::Done(_) => {}
        Saved::Again => return sent_back(page(visit, &form, Some(&stage)).await),
    }
    moved.map_err(|error| ended(&visit, error))?;
    let list = visit.at("stages");
    Ok(back_to(&visit, &fields, &list, &[("said", "stage-saved")]))
}

/// Deletes one; what is in it moves to another, or has no stage then.
pub(super) async fn delete(
    Path((_, id)): Path<(String, String)>,
    Posted { mut visit, fields }: Posted,
) -> Paged {
    one(&mut visit, &id).await?;
    let (writer, away) = Writer::of(visit);
    let deleted = writer.delete_stage(&id, fields.given("replacement")).await;
    let visit = away.back().await?;
    deleted.map_err(|error| ended(&visit, error))?;
    let list = visit.at("stages");
    Ok(back_to(
        &visit,
        &fields,
        &list,
        &[("said", "stage-deleted")],
    ))
}

/// A stage of the account.
pub(super) async fn one(visit: &mut Visit, id: &str) -> Result<Stage, Stop> {
    match visit.reader.stage(id).await {
        Ok(body) => read(&body),
        Err(store::ReadError::NotFound) => Err(visit.not_shared()),
        Err(error) => Err(error.into()),
    }
}

fn module_of(asked: &str) -> &'static str {
    if asked == "tasks" {
        "tasks"
    } else {
        "projects"
    }
}

fn body_of(visit: &Visit, form: &mut Form) -> Json {
    let texts = &visit.texts;
    let name = form.value("name").trim().to_owned();
    if name.is_empty() {
        form.wrong("name", texts.say("work-wrong-name"));
    }
    let colour = form.value("color").trim().to_lowercase();
    json!({ "name": name, "color": colour, "closed": !form.value("closed").is_empty() })
}

/// Puts a stage after another, or first: places are numbered anew where that is needed.
async fn put_after(
    writer: &Writer,
    stages: &[Stage],
    id: &str,
    after: Option<&str>,
) -> Result<(), WriteError> {
    let Some(after) = after else { return Ok(()) };
    let mut order: Vec<&str> = stages
        .iter()
        .map(|stage| stage.id.as_str())
        .filter(|other| *other != id)
        .collect();
    let place = match order.iter().position(|other| *other == after) {
        Some(place) => place + 1,
        None if after == "first" => 0,
        None => return Ok(()),
    };
    order.insert(place, id);
    in_order(writer, stages, &order).await
}

/// Numbers the stages by this order; those that have their number already are left alone.
pub(super) async fn in_order(
    writer: &Writer,
    stages: &[Stage],
    order: &[&str],
) -> Result<(), WriteError> {
    for (place, id) in (1_i64..).zip(order) {
        let known = stages.iter().find(|stage| stage.id == *id);
        if known.is_some_and(|stage| stage.position == Some(place)) {
            continue;
        }
        match writer
            .change(Shelf::Stages, id, &json!({ "position": place }), None)
            .await
        {
            // Deleted meanwhile: then it has no place.
            Ok(_) | Err(WriteError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn page(mut visit: Visit, form: &Form, stage: Option<&Stage>) -> Paged {
    if !Rights::of(&visit).makes_records() {
        return Err(Stop::NotAllowed);
    }
    let module = module_of(form.value("module"));
    let stages = of(&mut visit, module).await?;
    let texts = &visit.texts;
    let home = format!("/{}", visit.company.slug);
    let list = visit.at("stages");
    let back = Some(form.value("back"))
        .filter(|back| !back.is_empty())
        .unwrap_or(&list);
    let title = match stage {
        Some(stage) => texts.say_with(
            "stages-edit-title",
            &[("name", Value::from(stage.name.as_str()))],
        ),
        None => texts.say(if module == "tasks" {
            "stages-new-of-tasks"
        } else {
            "stages-new-of-projects"
        }),
    };
    let action = match stage {
        Some(stage) => format!("{list}/{}", stage.id),
        None => list.clone(),
    };
    let csrf = visit.csrf();
    let main: Markup = html! {
        nav class="crumbs" aria-label=(texts.say("work-you-are-here")) { ol {
            li { a href=(list) { (texts.say("frame-stages")) } }
            li aria-current="page" { (title) }
        } }
        div class="head" { h1 { (title) } }
        (form.summary(texts))
        form class="card form" method="post" action=(action) {
            (csrf)
            input type="hidden" name="back" value=(back);
            input type="hidden" name="module" value=(module);
            (form.line("name", &texts.say("stages-name"), "text", true))
            (form.line("color", &texts.say("stages-colour"), "color", false))
            div class="field" {
                label for="f-after" { (texts.say("stages-place")) }
                select class="select" id="f-after" name="after" { (menu::places(texts, &stages, stage)) }
            }
            (form.tick("closed", &texts.say("stages-closed")))
            div class="row" {
                button class="btn main" { (texts.say("work-save")) }
                a class="btn bare" href=(back) { (texts.say("work-leave")) }
            }
        }
        @if let Some(stage) = stage {
            section class="card form" aria-labelledby="delete" {
                h2 id="delete" { (texts.say("stages-delete-title")) }
                (menu::delete(texts, stage, &stages, &home, &csrf, &list))
            }
        }
    };
    visit.page(&title, "stages", main).await
}
