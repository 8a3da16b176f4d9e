//! Completing a task: into the first closed stage, 100 percent.

use super::act::{ActError, writing::Write};
use super::{Action, Refusal, Seen, Task, sealed};
use crate::engine::Sql;
use crate::percentages;
use crate::viewer::Viewer;
use crate::visible::Reader;
use access::{Bits, Facet, Module};

/// Completing a task.
#[derive(Debug)]
pub enum CompleteTask {}

impl sealed::Action for CompleteTask {}

impl Action for CompleteTask {
    type On = Task;
    const NAME: &'static str = "task.complete";

    fn judge(_: &Viewer, task: &Seen<Task>) -> Result<(), Refusal> {
        if holds(task.actions) {
            Ok(())
        } else {
            Err(Refusal::NotHeld)
        }
    }
}

fn holds(actions: Bits) -> bool {
    Module::Tasks
        .bit(Facet::Actions, "complete")
        .is_some_and(|bit| actions.has(bit))
}

static FIRST_CLOSED: Sql = Sql::fixed(
    "SELECT id FROM stage WHERE account_id = $1 AND module = 2 AND closed = 1 \
     ORDER BY position NULLS LAST, public_id LIMIT 1",
);
static COMPLETE: Sql = Sql::fixed(
    "UPDATE task SET stage_id = $3, percent = 100 WHERE account_id = $1 AND id = $2 \
     AND NOT EXISTS (SELECT 1 FROM stage s WHERE s.account_id = task.account_id AND s.id = task.stage_id \
     AND s.closed = 1)",
);

impl Write for CompleteTask {
    async fn write(reader: &mut Reader, on: &[u8; 16]) -> Result<(), ActError> {
        let rows = reader.find_row(Module::Tasks, on).await?;
        if rows.len() == 0 {
            return Err(ActError::NotFound);
        }
        if !holds(rows.sets[0].actions) {
            return Err(ActError::NotAllowed);
        }
        let account = reader.viewer.account.id;
        let tx = &mut reader.tx;
        let closed = tx
            .one(&FIRST_CLOSED, &[account.into()], |row| row.int(0))
            .await?;
        let closed = closed.ok_or(ActError::WrongState("tasks have no closed stage to go to"))?;
        let completed = tx
            .execute(
                &COMPLETE,
                &[account.into(), rows.id(0).into(), closed.into()],
            )
            .await?;
        if completed == 0 {
            return Err(ActError::WrongState("the task is completed already"));
        }
        if let Some(project) = rows.project(0) {
            percentages::refresh(tx, account, &[project]).await?;
        }
        Ok(())
    }
}
