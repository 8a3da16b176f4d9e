//! A stage changed in place, for one item or for several that are picked. Projects and tasks alike.

use access::Module;
use serde_json::json;
use store::Shelf;

use super::{StageOf, Writer, back_to, ended};
use crate::frame::{Paged, Posted, Stop, see};

#[derive(serde::Deserialize)]
struct Before {
    #[serde(default)]
    stage: Option<StageOf>,
}

/// Changes the stage of one item and says how to take it back.
pub(crate) async fn change(module: Module, id: &str, Posted { mut visit, fields }: Posted) -> Paged {
    if visit.is_guest() {
        return Err(Stop::NotAllowed);
    }
    let before: Before = visit.item(module, id).await?;
    let was = before.stage.map_or_else(String::new, |stage| stage.id);
    let body = json!({ "stage": fields.given("stage") });
    let changed = Writer::of(&visit).change(Shelf::Items(module), id, &body, None).await;
    changed.map_err(|error| ended(&visit, error))?;
    let list = visit.at(module.name());
    if fields.has("undone") {
        return Ok(back_to(&visit, &fields, &list, &[("said", "stage-undone")]));
    }
    Ok(back_to(&visit, &fields, &list, &[("undo", id), ("was", &was)]))
}

/// What is done with the items that are picked: they are shared, or all get one stage.
pub(crate) async fn picked(module: Module, Posted { visit, fields }: Posted) -> Paged {
    let list = visit.at(module.name());
    let picked: Vec<&str> = fields.all("on").take(200).collect();
    if picked.is_empty() {
        return Ok(back_to(&visit, &fields, &list, &[("said", "nothing-picked")]));
    }
    if fields.text("do") == "share" {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for on in picked {
            query.append_pair("on", on);
        }
        return Ok(see(&format!("{}?{}", visit.at("share"), query.finish())));
    }
    let body = json!({ "stage": fields.given("stage") });
    let writer = Writer::of(&visit);
    let mut changed = 0;
    for on in picked {
        let id = on.split_once('/').map_or(on, |(_, id)| id);
        let answer = writer.change(Shelf::Items(module), id, &body, None).await;
        answer.map_err(|error| ended(&visit, error))?;
        changed += 1;
    }
    let changed = changed.to_string();
    Ok(back_to(&visit, &fields, &list, &[("said", "stages-set"), ("n", &changed)]))
}
