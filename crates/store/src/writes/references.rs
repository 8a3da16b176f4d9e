//! What the ids in a body lead to. They are the server's own; one that the writer does not see is one that never was.

use super::turn::Turn;
use crate::bundle::given::Line;
use crate::bundle::ids::{Found, Met};
use crate::bundle::kinds::Space;
use crate::bundle::resolve;
use crate::engine::Sql;
use crate::error::Result;
use access::Module;
use std::sync::LazyLock;

/// Whose records a body may refer to.
pub(crate) const OF_YOURS: &str = "that you see";

/// One statement for each space: internal id, and of a person whether it is a guest.
static BY_PUBLIC_ID: LazyLock<Vec<Sql>> = LazyLock::new(|| {
    let statement = |space: Space| {
        let guest = if space == Space::Person {
            "is_guest"
        } else {
            "0"
        };
        let module = space
            .stage_module()
            .map_or_else(String::new, |module| format!(" AND module = {module}"));
        Sql::built(format!(
            "SELECT id, {guest} FROM {} WHERE account_id = $1 AND public_id = $2{module}",
            space.table()
        ))
    };
    Space::ALL.into_iter().map(statement).collect()
});

/// The module whose items' ids live there.
pub(crate) const fn module_of(space: Space) -> Option<Module> {
    Some(match space {
        Space::Customer => Module::Customers,
        Space::Project => Module::Projects,
        Space::Task => Module::Tasks,
        Space::Meeting => Module::Meetings,
        Space::Ticket => Module::Tickets,
        Space::Order => Module::Orders,
        Space::Invoice => Module::Invoices,
        Space::Estimate => Module::Estimates,
        Space::Knowledge => Module::Knowledge,
        _ => return None,
    })
}

impl Turn {
    /// Notes what the ids of a line lead to, but for those that are noted already.
    pub(crate) async fn follow(&mut self, line: &Line<'_>, met: &mut Met) -> Result<()> {
        let own = self.reader.viewer.id();
        let guest = self.reader.viewer.who() == crate::Who::Guest;
        let id = self.reader.viewer.party.id;
        met.note(Space::Person, &own, Found::There { id, guest });
        for (space, sid) in resolve::wanted(line) {
            if met.get(space, sid) != Found::Missing {
                continue;
            }
            let Some(public_id) = crate::ids::parse_strict(sid) else {
                continue;
            };
            if let Some(found) = self.seen(space, &public_id).await? {
                met.note(space, sid, found);
            }
        }
        Ok(())
    }

    /// What an id leads to for the writer. Items are seen as everywhere; of all else, those who do not read
    /// everything see here the people they may assign to and nothing more.
    async fn seen(&mut self, space: Space, public_id: &[u8; 16]) -> Result<Option<Found>> {
        if let Some(module) = module_of(space) {
            let rows = self.reader.find_row(module, public_id).await?;
            let item = (rows.len() > 0).then(|| rows.id(0));
            return Ok(item.map(|id| Found::There { id, guest: false }));
        }
        let found = self.by_public_id(space, public_id).await?;
        if self.reader.viewer.reads_everything() {
            return Ok(found);
        }
        match found {
            Some(Found::There { id, guest: false }) if space == Space::Person => {
                let may = self.may_assign_to(id).await?;
                Ok(found.filter(|_| may))
            }
            _ => Ok(None),
        }
    }

    /// A record of the account by its public id, whoever sees it.
    pub(crate) async fn by_public_id(
        &mut self,
        space: Space,
        public_id: &[u8; 16],
    ) -> Result<Option<Found>> {
        let values = [self.hand.account.into(), (*public_id).into()];
        let found = |row: &crate::engine::Row<'_>| {
            Ok(Found::There {
                id: row.int(0)?,
                guest: row.truth(1)?,
            })
        };
        let statement = &BY_PUBLIC_ID[space as usize];
        self.reader.tx.one(statement, &values, found).await
    }
}
