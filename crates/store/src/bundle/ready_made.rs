//! The ready-made stages: the first bundle that brings stages of a module takes away those nothing uses.

use super::kinds::Space;
use super::removal;
use super::work::Work;
use crate::engine::{Sql, Tx};
use crate::error::Result;

/// The modules whose stages nobody has made yet, and that this bundle brings stages of.
pub(crate) async fn replaced(work: &Work, tx: &mut Tx) -> Result<Vec<Space>> {
    static MADE: Sql = Sql::fixed(
        "SELECT 1 FROM stage WHERE account_id = $1 AND module = $2 AND ready_made = 0 LIMIT 1",
    );
    let mut spaces = Vec::new();
    for space in [Space::ProjectStage, Space::TaskStage] {
        let values = [work.hand.account.into(), space.stage_module().into()];
        let made = tx.one(&MADE, &values, |_| Ok(())).await?.is_some();
        if !made && work.scratch.brings(space)? {
            spaces.push(space);
        }
    }
    Ok(spaces)
}

/// Takes away what is still ready-made there and unused.
pub(crate) async fn take_away(work: &mut Work, tx: &mut Tx, spaces: &[Space]) -> Result<()> {
    for space in spaces {
        let table = if *space == Space::ProjectStage {
            "project"
        } else {
            "task"
        };
        let unused = Sql::built(format!(
            "SELECT id FROM stage WHERE account_id = $1 AND module = $2 AND ready_made = 1 AND id NOT IN \
             (SELECT stage_id FROM {table} WHERE account_id = $1 AND stage_id IS NOT NULL)"
        ));
        let ids = tx
            .rows(
                &unused,
                &[work.hand.account.into(), space.stage_module().into()],
                |row| row.int(0),
            )
            .await?;
        removal::remove(&mut work.hand, tx, *space, ids).await?;
    }
    Ok(())
}
