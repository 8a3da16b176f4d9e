//! A project's percentages, over all of its tasks, kept with the project.

use crate::engine::{Sql, Tx};
use crate::error::Result;

/// Counts the percentages of these projects anew: tasks in a closed stage of all tasks, and hours spent of hours
/// estimated, rounded half up; none where there is nothing to divide by.
pub(crate) async fn refresh(tx: &mut Tx, account: i64, projects: &[i64]) -> Result<()> {
    static REFRESH: Sql = Sql::fixed(
        "UPDATE project SET percent_tasks = ( \
             SELECT CASE WHEN COUNT(*) = 0 THEN NULL \
             ELSE (200 * CAST(SUM(COALESCE(s.closed, 0)) AS BIGINT) + COUNT(*)) / (2 * COUNT(*)) END \
             FROM task t LEFT JOIN stage s ON s.account_id = t.account_id AND s.id = t.stage_id \
             WHERE t.account_id = project.account_id AND t.project_id = project.id \
         ), percent_hours = ( \
             SELECT CASE WHEN COALESCE(SUM(t.hours_estimated), 0) = 0 THEN NULL \
             ELSE (200 * CAST(COALESCE(SUM(t.hours_spent), 0) AS BIGINT) + CAST(SUM(t.hours_estimated) AS BIGINT)) \
             / (2 * CAST(SUM(t.hours_estimated) AS BIGINT)) END \
             FROM task t WHERE t.account_id = project.account_id AND t.project_id = project.id \
         ) WHERE account_id = $1 AND id = ANY($2)",
    );
    tx.execute(&REFRESH, &[account.into(), projects.into()])
        .await?;
    Ok(())
}
