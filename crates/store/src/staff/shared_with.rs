//! To whom the items of a page are shared: the indicator that every shareable thing carries on the staff's pages.

use super::through_client::{OPENS, held, opens};
use crate::engine::{Row, Sql, SqlBuilder};
use crate::error::Result;
use crate::visible::table::table;
use crate::visible::{ReadError, Reader};
use access::Module;
use access::rule::{Because, Clocks};
use jiff::Timestamp;

/// Somebody to whom an item is shared by a grant on it, or was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The item's public id.
    pub on: String,
    /// The grant's public id; of a guest for whom a project is, the guest's.
    pub grant: String,
    /// The guest's or limited member's public id.
    pub user: String,
    /// Their name; the address where they have none.
    pub name: String,
    /// `invited`, `active` or `suspended`.
    pub state: &'static str,
    /// Whether the grant's clocks, and the guest's own end, leave it open now, and it carries something.
    pub open: bool,
    /// When it began.
    pub since: Option<Timestamp>,
    /// Whether it is open to them as the client of a project, and not by a share of it.
    pub as_client: bool,
    /// When it ends or ended, be it by the grant, by the guest's own end or by hand.
    pub until: Option<Timestamp>,
}

/// The places of `who_can_share`: admins, managers, members, staff.
const MANAGERS: i64 = 1;
const MEMBERS: i64 = 2;

impl Reader {
    /// The shares of these items of a module, living and ended, in the order in which they began; of all its items
    /// where none are named. To members who may not see who sees, those of items to which they may open access alone.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] to guests and limited members.
    pub async fn shared_with(
        &mut self,
        module: Module,
        items: Option<&[&str]>,
    ) -> std::result::Result<Vec<Share>, ReadError> {
        self.staff_only()?;
        if items.is_some_and(<[&str]>::is_empty) {
            return Ok(Vec::new());
        }
        let Some(mine) = self.whose_shares().await? else {
            return Ok(Vec::new());
        };
        let now = self.viewer.now;
        let team = mine == Whose::Team;
        let mut sql = SqlBuilder::new(SELECTED);
        sql.push(OPENS)
            .push(" FROM ")
            .push(table(module).name)
            .push(" s JOIN access_grant g ON g.account_id = s.account_id AND g.subject_id = s.id AND g.subject_module = ")
            .bind(module as i64)
            .push(" JOIN person p ON p.account_id = g.account_id AND p.id = g.person_id \
                 LEFT JOIN role r ON r.account_id = g.account_id AND r.id = g.role_id WHERE s.account_id = ")
            .bind(self.viewer.account.id)
            .push(" AND p.state <> 3 AND (p.is_guest = 1 OR p.role = 0)");
        named(&mut sql, items);
        if mine != Whose::Everyones && !self.narrow(&mut sql, module, team) {
            return Ok(Vec::new());
        }
        sql.push(" ORDER BY g.starts_at, g.id");
        let (sql, values) = sql.finish();
        let viewer = &self.viewer;
        let shares = self.tx.rows(&sql, &values, |row| {
            let mut share = share(row, now, false)?;
            // A share that carries nothing for items of this module shows nothing of them.
            let carries = held(viewer, row)?.is_some_and(|held| opens(viewer, &held, module));
            share.open &= carries;
            Ok(share)
        });
        let mut shares = shares.await?;
        if module == Module::Projects {
            let clients = self.clients_of(items, |reader, sql| {
                if mine != Whose::Everyones {
                    reader.narrow(sql, module, team);
                }
            });
            shares.extend(clients.await?);
        }
        Ok(shares)
    }

    /// Whose items' shares the viewer may see.
    async fn whose_shares(&mut self) -> Result<Option<Whose>> {
        static SETTING: Sql =
            Sql::fixed("SELECT who_can_share FROM account_setting WHERE account_id = $1");
        if self.viewer.explains() {
            return Ok(Some(Whose::Everyones));
        }
        let account = [self.viewer.account.id.into()];
        let setting = self.tx.one(&SETTING, &account, |row| row.int(0));
        Ok(match setting.await?.unwrap_or_default() {
            0 => None,
            MANAGERS => Some(Whose::Managed),
            MEMBERS => Some(Whose::Team),
            _ => Some(Whose::Everyones),
        })
    }

    /// Keeps a statement over items `s` to those that the viewer manages, or is on the team of; false where the
    /// module has no managers.
    fn narrow(&self, sql: &mut SqlBuilder<'_>, module: Module, team: bool) -> bool {
        let (project, columns): (&str, &[&str]) = match module {
            Module::Projects => ("s.id", &[]),
            Module::Tasks => ("s.project_id", &["owner_id", "assignee_id"]),
            Module::Meetings | Module::Tickets | Module::Invoices | Module::Estimates => {
                ("s.project_id", &[])
            }
            Module::Customers => ("NULL", &["account_manager_id"]),
            Module::Knowledge => ("NULL", &["author_id"]),
            Module::Orders => return false,
        };
        sql.push(" AND (");
        let me = sql.parameter(self.viewer.party.id);
        if project != "NULL" {
            sql.push(project)
                .push(" IN (SELECT m.id FROM project m WHERE m.account_id = s.account_id AND m.manager_id = ")
                .again(me)
                .push(")");
            if team {
                sql.push(" OR ")
                    .push(project)
                    .push(" IN (SELECT t.project_id FROM project_team t WHERE t.account_id = s.account_id AND t.person_id = ")
                    .again(me)
                    .push(")");
            }
        }
        // What has no project counts its own people as managers.
        let alone = if project == "s.project_id" {
            "s.project_id IS NULL AND "
        } else {
            ""
        };
        for (place, column) in columns.iter().enumerate() {
            sql.push(if project == "NULL" && place == 0 {
                ""
            } else {
                " OR "
            });
            sql.push(alone)
                .push("s.")
                .push(column)
                .push(" = ")
                .again(me);
        }
        sql.push(")");
        true
    }
}

/// Whose items' shares somebody may see.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Everyones,
    Managed,
    Team,
}

/// The columns of a share: of the item `s`, the grant `g`, and the person `p`.
pub(super) const SELECTED: &str = "SELECT s.public_id, g.public_id, p.public_id, p.name, p.email, p.state, g.starts_at, \
     g.expires_at, g.revoked_at, p.expires_at";

/// Keeps a statement to these items, where some are named.
pub(super) fn named(sql: &mut SqlBuilder<'_>, items: Option<&[&str]>) {
    let Some(items) = items else { return };
    sql.push(" AND s.public_id IN (");
    for (place, item) in items.iter().enumerate() {
        sql.push(if place > 0 { ", " } else { "" })
            .bind(crate::ids::parse(item));
    }
    sql.push(")");
}

pub(super) fn share(row: &Row<'_>, now: i64, as_client: bool) -> Result<Share> {
    const STATES: [&str; 3] = ["invited", "active", "suspended"];
    let instant = |micros: Option<i64>| micros.and_then(|at| Timestamp::from_microsecond(at).ok());
    let clocks = Clocks {
        starts_at: row.opt_int(6)?,
        expires_at: row.opt_int(7)?,
        revoked_at: row.opt_int(8)?,
    };
    let guest_ends = row.opt_int(9)?;
    let ends = [clocks.expires_at, clocks.revoked_at, guest_ends];
    let (name, email) = (row.text(3)?, row.text(4)?);
    let state = usize::try_from(row.int(5)?).ok();
    Ok(Share {
        on: crate::ids::show(&row.id(0)?),
        grant: crate::ids::show(&row.id(1)?),
        user: crate::ids::show(&row.id(2)?),
        name: if name.trim().is_empty() { email } else { name }.to_owned(),
        state: state
            .and_then(|state| STATES.get(state))
            .copied()
            .unwrap_or("active"),
        open: clocks.at(now) == Because::Open && guest_ends.is_none_or(|end| end > now),
        since: instant(clocks.starts_at),
        as_client,
        until: instant(ends.into_iter().flatten().min()),
    })
}
