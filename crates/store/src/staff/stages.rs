//! Stages of projects and tasks, for every member who is not limited.

use super::asked::{Area, Asked, Key};
use super::pages::Only;
use crate::engine::{Row, Sql};
use crate::error::Result;
use crate::visible::json::Json;
use crate::visible::question::Wrong;
use crate::visible::{ReadError, Reader};
use access::Module;
use std::collections::HashMap;

static AREA: Area = Area {
    name: "stages",
    from: "stage x",
    sorts: &[
        ("position", Key::Number("x.position")),
        ("name", Key::Text("x.name")),
    ],
    filters: &["module", "source"],
    searched: &[],
};

static STAGES: Sql = Sql::fixed(
    "SELECT id, public_id, module, name, color, position, closed FROM stage WHERE account_id = $1 AND id = ANY($2)",
);

struct Stage {
    public_id: [u8; 16],
    module: Option<Module>,
    name: String,
    color: Option<String>,
    position: Option<i64>,
    closed: bool,
}

fn stage(row: &Row<'_>) -> Result<(i64, Stage)> {
    let stage = Stage {
        public_id: row.id(1)?,
        module: Module::numbered(row.int(2)?),
        name: row.text(3)?.to_owned(),
        color: row.opt_text(4)?.map(str::to_owned),
        position: row.opt_int(5)?,
        closed: row.truth(6)?,
    };
    Ok((row.int(0)?, stage))
}

impl Reader {
    /// A page of the account's stages, as JSON `{"items","next"}`. Parameters: `limit`, `cursor`, `count`, `sort`
    /// (position, name), `filter[module]` (projects, tasks), `filter[source]`.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] to guests and limited members; [`ReadError::Invalid`] for parameters.
    pub async fn stages(
        &mut self,
        parameters: &[(String, String)],
    ) -> std::result::Result<String, ReadError> {
        self.staff_only()?;
        let asked = Asked::read(&AREA, &self.viewer, parameters)?;
        let mut only = Vec::new();
        only.extend(modules(&asked)?.map(|modules| Only::Ints("x.module", modules)));
        only.extend(asked.source());
        let page = self.rows_of(&AREA, &asked, &only).await?;
        let stages = self.stages_by_key(&page.ids).await?;
        Ok(page.json(|id, json| write(stages.get(&id), json)))
    }

    /// One stage.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] to guests and limited members; [`ReadError::NotFound`] where there is none.
    pub async fn stage(&mut self, id: &str) -> std::result::Result<String, ReadError> {
        self.staff_only()?;
        let id = self.internal_id("stage", id).await?;
        let stages = self.stages_by_key(&[id]).await?;
        let mut json = Json::default();
        write(Some(stages.get(&id).ok_or(ReadError::NotFound)?), &mut json);
        Ok(json.finish())
    }

    pub(super) fn staff_only(&self) -> std::result::Result<(), ReadError> {
        if self.viewer.reads_everything() {
            Ok(())
        } else {
            Err(ReadError::NotAllowed)
        }
    }

    async fn stages_by_key(&mut self, ids: &[i64]) -> Result<HashMap<i64, Stage>> {
        let found = self
            .tx
            .rows(&STAGES, &[self.viewer.account.id.into(), ids.into()], stage)
            .await?;
        Ok(found.into_iter().collect())
    }
}

fn modules(asked: &Asked) -> std::result::Result<Option<Vec<i64>>, Wrong> {
    const STAGED: [Module; 2] = [Module::Projects, Module::Tasks];
    let places = asked.any_place_of("module", &STAGED.map(Module::name))?;
    let numbers = |places: Vec<i64>| {
        places
            .into_iter()
            .map(|place| STAGED[0] as i64 + place)
            .collect()
    };
    Ok(places.map(numbers))
}

fn write(stage: Option<&Stage>, json: &mut Json) {
    if let Some(stage) = stage {
        json.open('{').key("id").id(&stage.public_id);
        json.key("module")
            .text_or_null(stage.module.map(Module::name))
            .key("name")
            .text(&stage.name);
        json.key("color").text_or_null(stage.color.as_deref());
        json.key("position")
            .int_or_null(stage.position)
            .key("closed")
            .truth(stage.closed)
            .close('}');
    }
}
