//! What was just changed, with the button that takes it back.

use access::Module;
use maud::{Markup, html};

use crate::frame::parts::icon;
use crate::frame::{Stop, Visit};
use crate::texts::Value;
use crate::workspace::StageOf;

/// As much of an item as is said of it.
#[derive(serde::Deserialize)]
struct Item {
    #[serde(alias = "title")]
    name: String,
    #[serde(default)]
    stage: Option<StageOf>,
}

/// A change of stage that can be taken back.
pub(crate) struct Undo {
    module: Module,
    id: String,
    name: String,
    /// The name of the stage it has now.
    now: Option<String>,
    /// The id of the stage it had.
    was: String,
}

/// What the address says was changed: `undo` is the item, `was` the stage it had.
pub(crate) async fn asked(visit: &mut Visit, module: Module) -> Result<Option<Undo>, Stop> {
    let Some(id) = visit.asked("undo").map(str::to_owned) else {
        return Ok(None);
    };
    let was = visit.asked("was").unwrap_or_default().to_owned();
    let Some(body) = visit.reader.item(module, &id).await? else {
        return Ok(None);
    };
    let item: Item = crate::frame::read(&body)?;
    Ok(Some(Undo {
        module,
        now: item.stage.map(|stage| stage.name),
        id,
        name: item.name,
        was,
    }))
}

impl Undo {
    /// The remark with its button; with script it goes away after a while.
    pub(crate) fn show(&self, visit: &Visit, back: &str) -> Markup {
        let texts = &visit.texts;
        let words = match &self.now {
            Some(stage) => texts.say_with(
                "stages-now",
                &[
                    ("name", Value::from(self.name.as_str())),
                    ("stage", stage.as_str().into()),
                ],
            ),
            None => texts.say_with(
                "stages-none-now",
                &[("name", Value::from(self.name.as_str()))],
            ),
        };
        html! {
            div class="notice undo" role="status" data-passing {
                (icon("check"))
                span { (words) }
                form class="inline-form" method="post" action={ (visit.at(self.module.name())) "/" (self.id) "/stage" } data-swap={ "#row-" (self.id) } {
                    (visit.csrf())
                    input type="hidden" name="back" value=(back);
                    input type="hidden" name="undone" value="yes";
                    button class="link-btn push" name="stage" value=(self.was) { (texts.say("stages-undo")) }
                }
            }
        }
    }
}
