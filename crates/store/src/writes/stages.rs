//! Stages of projects and tasks. Deleting one moves what is in it to another, or to none.

use super::parts::said;
use super::record::{Put, entries, fix};
use super::shelf::kind;
use super::turn::Turn;
use super::{Shelf, StillAs, WriteError};
use crate::bundle::ids::Found;
use crate::bundle::json::Json;
use crate::bundle::kinds::Space;
use crate::engine::Sql;
use access::Module;
use access::staff::{Deed, Work};

/// A stage that is there.
struct There {
    id: i64,
    space: Space,
}

impl Turn {
    pub(super) async fn create_stage(&mut self, body: Option<&[u8]>) -> Result<Put, WriteError> {
        self.by_role(Deed::Create, Work::Records)?;
        let entries = entries(body)?;
        self.put(kind("stage").0, None, &entries).await
    }

    pub(super) async fn change_stage(
        &mut self,
        id: &str,
        body: Option<&[u8]>,
        still_as: StillAs<'_>,
    ) -> Result<Put, WriteError> {
        self.by_role(Deed::Edit, Work::Records)?;
        let there = self.stage(id, still_as).await?;
        let mut sent = entries(body)?;
        let module = match there.space {
            Space::ProjectStage => Module::Projects,
            _ => Module::Tasks,
        };
        let expected = "the module as it is: its stages are no others'";
        fix(
            &mut sent,
            "module",
            Json::Text(module.name().into()),
            expected,
        )?;
        self.merge("stage", there.id, &sent).await
    }

    pub(super) async fn delete_stage(
        &mut self,
        id: &str,
        replacement: Option<&str>,
        still_as: StillAs<'_>,
    ) -> Result<(), WriteError> {
        self.by_role(Deed::Delete, Work::Records)?;
        let there = self.stage(id, still_as).await?;
        if let Some(replacement) = replacement {
            self.move_out_of(&there, replacement).await?;
        }
        self.erase(there.space, there.id).await
    }

    /// The stage of that id, of whichever module.
    async fn stage(&mut self, id: &str, still_as: StillAs<'_>) -> Result<There, WriteError> {
        let public_id = crate::ids::parse(id);
        for space in [Space::ProjectStage, Space::TaskStage] {
            if let Some(Found::There { id: key, .. }) = self.by_public_id(space, &public_id).await?
            {
                let json = self.shown(Shelf::Stages, id).await?;
                Turn::unless_changed(&json.ok_or(WriteError::NotFound)?, still_as)?;
                return Ok(There { id: key, space });
            }
        }
        Err(WriteError::NotFound)
    }

    async fn move_out_of(&mut self, there: &There, replacement: &str) -> Result<(), WriteError> {
        static PROJECTS: Sql =
            Sql::fixed("UPDATE project SET stage_id = $3 WHERE account_id = $1 AND stage_id = $2");
        static TASKS: Sql =
            Sql::fixed("UPDATE task SET stage_id = $3 WHERE account_id = $1 AND stage_id = $2");
        let found = self
            .by_public_id(there.space, &crate::ids::parse(replacement))
            .await?;
        let Some(Found::There { id, .. }) = found.filter(|found| !found.is(there.id)) else {
            let expected = format!("the id of another {}", there.space.word());
            return Err(WriteError::at("/replacement", said(replacement), expected));
        };
        let sql = match there.space {
            Space::ProjectStage => &PROJECTS,
            _ => &TASKS,
        };
        let values = [self.hand.account.into(), there.id.into(), id.into()];
        self.reader.tx.execute(sql, &values).await?;
        Ok(())
    }
}
