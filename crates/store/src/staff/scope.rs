//! Whose grants somebody may read: an admin everyone's, a customer's own admin (`L80`, `L90`) the rows of that
//! customer's external access table.

use super::pages::Only;
use crate::engine::Sql;
use crate::error::Result;
use crate::visible::{ReadError, Reader};
use access::Module;
use access::people::{Person, Shown};
use access::rule::{Because, Clocks};

/// Whose grants somebody may read.
pub(crate) enum Scope {
    /// An admin: everyone's.
    All,
    /// A customer's admin: those of these customers' tables.
    Customers(Vec<i64>),
}

const NOT_OVER: &str =
    "(x.expires_at IS NULL OR x.expires_at > ?) AND (x.revoked_at IS NULL OR x.revoked_at > ?)";
/// Made with a level, and not with permissions of its own, of someone who was not removed.
const IN_THE_TABLE: &str = "x.subject_module = 0 AND x.permissions IS NULL AND p.state <> 3 \
     AND x.built_in IN ('L10', 'L20', 'L30', 'L40', 'L80', 'L90')";

impl Reader {
    pub(crate) async fn scope(&mut self) -> std::result::Result<Scope, ReadError> {
        if self.viewer.administers() {
            return Ok(Scope::All);
        }
        let customers = self.customers_administered().await?;
        if customers.is_empty() {
            Err(ReadError::NotAllowed)
        } else {
            Ok(Scope::Customers(customers))
        }
    }

    /// The customers whose external access the viewer manages: a guest or limited member with a living grant
    /// made with `L80` or `L90`, where the ceiling leaves customers open.
    async fn customers_administered(&mut self) -> Result<Vec<i64>> {
        static LEVELS: Sql = Sql::fixed(
            "SELECT subject_id, starts_at, expires_at, revoked_at FROM access_grant \
             WHERE account_id = $1 AND person_id = $2 AND subject_module = 0 AND permissions IS NULL \
             AND built_in IN ('L80', 'L90')",
        );
        let viewer = &self.viewer;
        let closed = viewer.account.ceiling.module(Module::Customers).is_none();
        if viewer.reads_everything()
            || closed
            || viewer.party.standing.at(viewer.now) != Because::Open
        {
            return Ok(Vec::new());
        }
        let values = [viewer.account.id.into(), viewer.party.id.into()];
        let held = self
            .tx
            .rows(&LEVELS, &values, |row| {
                let clocks = Clocks {
                    starts_at: row.opt_int(1)?,
                    expires_at: row.opt_int(2)?,
                    revoked_at: row.opt_int(3)?,
                };
                Ok((row.int(0)?, clocks))
            })
            .await?;
        let living = held
            .into_iter()
            .filter(|(_, clocks)| clocks.at(self.viewer.now) == Because::Open);
        Ok(living.map(|(customer, _)| customer).collect())
    }

    /// The conditions that keep a list within what may be read.
    pub(super) fn in_scope(&self, scope: &Scope) -> Vec<Only> {
        match scope {
            Scope::All => Vec::new(),
            Scope::Customers(customers) => vec![
                Only::Fixed(IN_THE_TABLE),
                Only::With(NOT_OVER, self.viewer.now),
                Only::Ints("x.subject_id", customers.clone()),
            ],
        }
    }

    /// Whether a user of the table shows by name: its guests do, members as everywhere.
    pub(crate) fn shows_by_name(&self, id: i64, guest: bool) -> bool {
        let person = Person {
            id,
            member: !guest,
            customer: None,
        };
        guest || self.viewer.party.knows.of(&person) == Shown::ByName
    }
}
