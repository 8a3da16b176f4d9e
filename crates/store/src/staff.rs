//! The areas that are the staff's: guests, grants, roles, settings, stages, members; and what a viewer may know of
//! themselves and of a customer's payments.
//!
//! Bodies are the bundle's lines with the server's ids in references and `id`. Lists keep the rules of the lists
//! of modules: limits, cursors, unknown parameters.

mod asked;
mod former_members;
mod grants;
mod guest_facts;
mod guests;
mod me;
mod members;
mod pages;
mod papers;
mod parties;
mod people;
mod roles;
mod scope;
mod settings;
mod shared_with;
mod stages;
#[cfg(test)]
pub(crate) mod tests;
mod through_client;

pub use former_members::FormerMember;
pub use guest_facts::{ContactFacts, GuestFacts};
pub use parties::{Party, PartyAccess};
pub use people::Choice;
pub(crate) use scope::Scope;
pub use shared_with::Share;

use crate::engine::Sql;
use crate::error::Result;
use crate::visible::{ReadError, Reader};
use std::collections::{BTreeSet, HashMap};

/// Public ids by internal key.
type PublicIds = HashMap<i64, [u8; 16]>;

impl Reader {
    /// Refuses everybody but admins.
    fn admins_only(&self) -> std::result::Result<(), ReadError> {
        if self.viewer.administers() {
            Ok(())
        } else {
            Err(ReadError::NotAllowed)
        }
    }

    /// The public ids of rows of a table; `table` is the program's own text.
    async fn public_ids(
        &mut self,
        table: &'static str,
        wanted: BTreeSet<i64>,
    ) -> Result<PublicIds> {
        if wanted.is_empty() {
            return Ok(PublicIds::new());
        }
        let sql = Sql::built(format!(
            "SELECT id, public_id FROM {table} WHERE account_id = $1 AND id = ANY($2)"
        ));
        let ids: Vec<i64> = wanted.into_iter().collect();
        let values = [self.viewer.account.id.into(), ids.as_slice().into()];
        let found = self
            .tx
            .rows(&sql, &values, |row| Ok((row.int(0)?, row.id(1)?)))
            .await?;
        Ok(found.into_iter().collect())
    }

    /// The internal key of the row with that public id; 0, which no row has, where there is none.
    async fn internal_id(&mut self, table: &'static str, id: &str) -> Result<i64> {
        let sql = Sql::built(format!(
            "SELECT id FROM {table} WHERE account_id = $1 AND public_id = $2"
        ));
        let values = [self.viewer.account.id.into(), crate::ids::parse(id).into()];
        Ok(self
            .tx
            .one(&sql, &values, |row| row.int(0))
            .await?
            .unwrap_or(0))
    }
}
