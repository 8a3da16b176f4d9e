//! A stage changed in place, for one item or for several that are picked. Projects and tasks alike.

use access::Module;
use serde_json::json;
use store::{Shelf, WriteError};

use super::{StageOf, Writer, back_to, ended};
use crate::frame::{Paged, Posted, Stop, see};

#[derive(serde::Deserialize)]
struct Before {
    #[serde(default)]
    stage: Option<StageOf>,
}

/// Changes the stage of one item and says how to take it back.
pub(crate) async fn change(
    module: Module,
    id: &str,
    Posted { mut visit, fields }: Posted,
) -> Paged {
    if visit.is_guest() {
        return Err(Stop::NotAllowed);
    }
    let before: Before = visit.item(module, id).await?;
    let was = before.stage.map_or_else(String::new, |stage| stage.id);
    let body = json!({ "stage": fields.given("stage") });
    let (writer, away) = Writer::of(visit);
    let changed = writer.change(Shelf::Items(module), id, &body, None).await;
    let visit = away.back().await?;
    changed.map_err(|error| ended(&visit, error))?;
    let list = visit.at(module.name());
    if fields.has("undone") {
        return Ok(back_to(&visit, &fields, &list, &[("said", "stage-undone")]));
    }
    Ok(back_to(
        &visit,
        &fields,
        &list,
        &[("undo", id), ("was", &was)],
    ))
}

/// What is done with the items that are picked: they are shared, or all get one stage.
pub(crate) async fn picked(module: Module, Posted { visit, fields }: Posted) -> Paged {
    let list = visit.at(module.name());
    let picked: Vec<&str> = fields.all("on").take(200).collect();
    if picked.is_empty() {
        return Ok(back_to(
            &visit,
            &fields,
            &list,
            &[("said", "nothing-picked")],
        ));
    }
    if fields.text("do") == "share" {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for on in picked {
            query.append_pair("on", on);
        }
        query.append_pair("back", fields.text("back"));
        return Ok(see(&format!("{}?{}", visit.at("share"), query.finish())));
    }
    let body = json!({ "stage": fields.given("stage") });
    let (writer, away) = Writer::of(visit);
    let (mut changed, mut refused, mut broken) = (0, 0, None);
    for on in picked {
        let id = on.split_once('/').map_or(on, |(_, id)| id);
        match writer.change(Shelf::Items(module), id, &body, None).await {
            Ok(_) => changed += 1,
            Err(WriteError::NotAllowed | WriteError::NotFound) => refused += 1,
            Err(error) => {
                broken = Some(error);
                break;
            }
        }
    }
    let visit = away.back().await?;
    if let Some(error) = broken {
        return Err(ended(&visit, error));
    }
    let said = if refused == 0 {
        "stages-set"
    } else {
        "stages-set-some"
    };
    let (changed, refused) = (changed.to_string(), refused.to_string());
    Ok(back_to(
        &visit,
        &fields,
        &list,
        &[("said", said), ("n", &changed), ("m", &refused)],
    ))
}
