//! Who may ask about an item: managers and up, and members who may open access to it.

use super::target::{self, Target};
use crate::engine::{Sql, SqlBuilder};
use crate::error::Result;
use crate::visible::{ReadError, Reader};
use access::Module;
use jiff::Timestamp;

/// The places of `who_can_share`: admins, managers, members, staff.
const MANAGERS: i64 = 1;
const MEMBERS: i64 = 2;
const STAFF: i64 = 3;

impl Reader {
    /// The item that is asked about, where the viewer may ask. Those who do not read everything are
    /// refused before it is looked up.
    pub(super) async fn asked_about(
        &mut self,
        item: &str,
        at: Option<Timestamp>,
    ) -> std::result::Result<Target, ReadError> {
        if !self.viewer.explains() && !self.viewer.reads_everything() {
            return Err(ReadError::NotAllowed);
        }
        let account = self.viewer.account.id;
        let at = at.map_or(self.viewer.now, Timestamp::as_microsecond);
        let found = target::item(&mut self.tx, account, item, at).await?;
        let target = found.ok_or(ReadError::NotFound)?;
        if self.viewer.explains() {
            return Ok(target);
        }
        let (module, project) = (target.facts.module, target.project);
        if self.opens_access(module, target.id, project).await? {
            Ok(target)
        } else {
            Err(ReadError::NotAllowed)
        }
    }

    /// Whether the setting lets this member open access to the item: everyone, or whoever counts as
    /// its manager, or is on its team.
    pub(crate) async fn opens_access(
        &mut self,
        module: Module,
        id: i64,
        project: Option<i64>,
    ) -> Result<bool> {
        static SETTING: Sql =
            Sql::fixed("SELECT who_can_share FROM account_setting WHERE account_id = $1");
        let account = self.viewer.account.id;
        let setting = self
            .tx
            .one(&SETTING, &[account.into()], |row| row.int(0))
            .await?;
        match setting.unwrap_or_default() {
            STAFF.. => Ok(true),
            setting @ MANAGERS..=MEMBERS => {
                let team = setting == MEMBERS;
                self.manages(module, id, project, team).await
            }
            _ => Ok(false),
        }
    }

    async fn manages(
        &mut self,
        module: Module,
        id: i64,
        project: Option<i64>,
        team: bool,
    ) -> Result<bool> {
        let project = if module == Module::Projects {
            Some(id)
        } else {
            project
        };
        let (from, id, columns): (_, _, &[&str]) = match (project, module) {
            (Some(project), _) => ("project", project, &["manager_id"]),
            (None, Module::Tasks) => ("task", id, &["owner_id", "assignee_id"]),
            (None, Module::Customers) => ("customer", id, &["account_manager_id"]),
            (None, Module::Knowledge) => ("knowledge_base", id, &["author_id"]),
            _ => return Ok(false),
        };
        let mut sql = SqlBuilder::new("SELECT 1 FROM ");
        sql.push(from)
            .push(" s WHERE s.account_id = ")
            .bind(self.viewer.account.id);
        sql.push(" AND s.id = ").bind(id).push(" AND (");
        let me = sql.parameter(self.viewer.party.id);
        for (place, column) in columns.iter().enumerate() {
            sql.push(if place > 0 { " OR s." } else { "s." })
                .push(column)
                .push(" = ")
                .again(me);
        }
        if team && project.is_some() {
            sql.push(" OR EXISTS (SELECT 1 FROM project_team t WHERE t.account_id = s.account_id");
            sql.push(" AND t.project_id = s.id AND t.person_id = ")
                .again(me)
                .push(")");
        }
        sql.push(")");
        let (sql, values) = sql.finish();
        Ok(self
            .tx
            .one(&sql, &values, |row| row.int(0))
            .await?
            .is_some())
    }
}
