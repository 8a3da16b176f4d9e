//! What members may write by their role, and how they are tied to what they write.

use super::WriteError;
use super::shelf::Seen;
use super::turn::Turn;
use crate::engine::Sql;
use crate::error::Result as StoreResult;
use crate::viewer::Who;
use access::Module;
use access::staff::{Deed, MemberRole, Ties, Work};

/// Which part of the work a module's items are.
pub(super) const fn work_of(module: Module) -> Work {
    match module {
        Module::Tasks | Module::Meetings | Module::Tickets => Work::Daily,
        Module::Projects => Work::Projects,
        _ => Work::Records,
    }
}

/// Which part of the work a relation's parts are.
pub(super) const fn work_of_parts(relation: &str) -> Work {
    match relation.as_bytes() {
        b"comments" | b"files" | b"articles" => Work::Daily,
        b"milestones" | b"revenues" | b"expenses" | b"work_orders" => Work::Projects,
        _ => Work::Records,
    }
}

impl Turn {
    /// The role of a member who reads everything; none for guests and limited members, who write by what is open
    /// to them.
    pub(super) fn role(&self) -> Option<MemberRole> {
        match self.reader.viewer.who() {
            Who::Member(role) if role.reads_everything() => Some(role),
            _ => None,
        }
    }

    /// Refuses those whose role does not do this.
    pub(super) fn by_role(&self, deed: Deed, work: Work) -> Result<(), WriteError> {
        self.with_ties(deed, work, Ties::default())
    }

    /// Refuses those whose role does not do this, tied like this.
    pub(crate) fn with_ties(&self, deed: Deed, work: Work, ties: Ties) -> Result<(), WriteError> {
        match self.role() {
            Some(role) if role.may(deed, work, ties) => Ok(()),
            _ => Err(WriteError::NotAllowed),
        }
    }

    /// Refuses a member who may not do this to an item that they see.
    pub(super) async fn may_to_item(&mut self, deed: Deed, seen: &Seen) -> Result<(), WriteError> {
        let ties = Ties {
            made_it: deed == Deed::Delete
                && self.made(seen.on.module.singular(), seen.on.id).await?,
            works_on_it: seen.on.module == Module::Projects && self.works_on(seen.on.id).await?,
        };
        self.with_ties(deed, work_of(seen.on.module), ties)
    }

    /// Whether the writer manages the project or is on its team.
    pub(crate) async fn works_on(&mut self, project: i64) -> StoreResult<bool> {
        static WORKS_ON: Sql = Sql::fixed(
            "SELECT 1 FROM project p WHERE p.account_id = $1 AND p.id = $2 AND (p.manager_id = $3 OR EXISTS \
             (SELECT 1 FROM project_team t WHERE t.account_id = p.account_id AND t.project_id = p.id \
             AND t.person_id = $3))",
        );
        let writer = self.reader.viewer.party.id;
        let values = [self.hand.account.into(), project.into(), writer.into()];
        let found = self.reader.tx.one(&WORKS_ON, &values, |_| Ok(())).await?;
        Ok(found.is_some())
    }

    /// Whether the writer made the record of a kind.
    pub(super) async fn made(&mut self, kind: &str, id: i64) -> StoreResult<bool> {
        let Some((table, column)) = maker(kind) else {
            return Ok(false);
        };
        let sql = Sql::built(format!(
            "SELECT 1 FROM {table} WHERE account_id = $1 AND id = $2 AND {column} = $3"
        ));
        let writer = self.reader.viewer.party.id;
        let values = [self.hand.account.into(), id.into(), writer.into()];
        Ok(self
            .reader
            .tx
            .one(&sql, &values, |_| Ok(()))
            .await?
            .is_some())
    }

    /// Notes that the writer made the record of a kind, where that is kept apart from the record's own keys.
    pub(super) async fn note_maker(&mut self, kind: &str, id: i64) -> StoreResult<()> {
        let Some((table, "made_by_id")) = maker(kind) else {
            return Ok(());
        };
        let sql = Sql::built(format!(
            "UPDATE {table} SET made_by_id = $3 WHERE account_id = $1 AND id = $2"
        ));
        let writer = self.reader.viewer.party.id;
        let values = [self.hand.account.into(), id.into(), writer.into()];
        self.reader.tx.execute(&sql, &values).await?;
        Ok(())
    }
}

/// The table of a kind that members may delete from, and its column for who made a record.
fn maker(kind: &str) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        "task" => ("task", "made_by_id"),
        "meeting" => ("meeting", "made_by_id"),
        "ticket" => ("ticket", "made_by_id"),
        "article" => ("article", "made_by_id"),
        "comment" => ("comment", "author_id"),
        "file" => ("file", "uploaded_by_id"),
        _ => return None,
    })
}
