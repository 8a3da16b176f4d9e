//! To whom guests and limited members may assign a task: themselves, and the members they may write to.

use super::turn::Turn;
use crate::engine::Sql;
use crate::error::Result;
use access::openings::Keys;
use access::people::Acquaintance;
use access::rule::Record;
use access::{Bits, Module};

const TEAM: Bits = Module::Projects.relation("team");

impl Turn {
    /// Whether a member who does not read everything, or a guest, may assign tasks to this member: one of the
    /// guest's list where it is set, else one of the team, or the manager, of a project whose team shows.
    pub(super) async fn may_assign_to(&mut self, member: i64) -> Result<bool> {
        static ACTIVE: Sql = Sql::fixed(
            "SELECT 1 FROM person WHERE account_id = $1 AND id = $2 AND is_guest = 0 AND state = 1",
        );
        static PROJECTS: Sql = Sql::fixed(
            "SELECT id FROM project WHERE account_id = $1 AND manager_id = $2 \
             UNION SELECT project_id FROM project_team WHERE account_id = $1 AND person_id = $2",
        );
        let values = [self.hand.account.into(), member.into()];
        let active = self.reader.tx.one(&ACTIVE, &values, |_| Ok(())).await?;
        if active.is_none() {
            return Ok(false);
        }
        match &self.reader.viewer.party.knows {
            Acquaintance::Guest {
                available: Some(known),
                ..
            } => return Ok(known.contains(&member)),
            Acquaintance::Guest { .. } => {}
            Acquaintance::Everyone => return Ok(true),
        }
        let projects = self
            .reader
            .tx
            .rows(&PROJECTS, &values, |row| row.int(0))
            .await?;
        let openings = self.reader.openings(Module::Projects).await?;
        let shows_team = |id: &i64| {
            let keys = Keys {
                id: *id,
                project: None,
                customer: None,
                parent: None,
                estimate: None,
                record: Record::Undated,
                sent: true,
            };
            openings
                .judge(&keys)
                .is_some_and(|sets| sets.relations.has(TEAM))
        };
        Ok(projects.iter().any(shows_team))
    }
}
