//! Who takes part in a project: customers, contacts and others by their labels, each with its external access.

use crate::engine::{Row, Sql};
use crate::error::Result;
use crate::visible::{ReadError, Reader};
use access::Module;
use access::rule::{Because, Clocks};
use jiff::Timestamp;

/// One who takes part in a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The participant's public id.
    pub id: String,
    /// The label under which it stands; none for a customer or contact under their own.
    pub label: Option<String>,
    /// What it is: `customer`, `contact`, `guest` or `name`.
    pub kind: &'static str,
    /// The public id of the customer, contact or guest.
    pub of: Option<String>,
    /// Its name.
    pub name: String,
    /// The address that an invitation goes to, where one is known.
    pub email: Option<String>,
    /// A contact's position in their company.
    pub position: Option<String>,
    /// Its external access, where it was ever opened.
    pub access: Option<PartyAccess>,
}

/// The grant that a participant's external access made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyAccess {
    /// The grant's public id.
    pub grant: String,
    /// The guest who holds it, by public id, with their name.
    pub user: (String, String),
    /// The built-in role's name or the account's own role's public id; none where it has permissions of its own.
    pub role: Option<String>,
    /// Whether its clocks leave it open now.
    pub open: bool,
    /// When it began.
    pub since: Option<Timestamp>,
    /// When it ends.
    pub until: Option<Timestamp>,
    /// Who opened it, where that is known.
    pub opened_by: Option<String>,
}

static PARTIES: Sql = Sql::fixed(
    "SELECT t.public_id, t.label, t.name, c.public_id, c.name, c.email, k.public_id, k.name, k.email, k.position, \
     p.public_id, p.name, p.email, g.public_id, h.public_id, h.name, h.email, g.built_in, r.public_id, g.permissions, \
     g.starts_at, g.expires_at, g.revoked_at, o.name FROM participant t \
     LEFT JOIN customer c ON c.account_id = t.account_id AND c.id = t.customer_id \
     LEFT JOIN contact k ON k.account_id = t.account_id AND k.id = t.contact_id \
     LEFT JOIN person p ON p.account_id = t.account_id AND p.id = t.person_id \
     LEFT JOIN access_grant g ON g.account_id = t.account_id AND g.id = t.grant_id \
     LEFT JOIN person h ON h.account_id = g.account_id AND h.id = g.person_id \
     LEFT JOIN role r ON r.account_id = g.account_id AND r.id = g.role_id \
     LEFT JOIN person o ON o.account_id = g.account_id AND o.id = g.opened_by_id \
     WHERE t.account_id = $1 AND t.project_id = $2 ORDER BY t.id",
);

impl Reader {
    /// Who takes part in a project, in the order in which they were added.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] to guests and limited members; [`ReadError::NotFound`] where there is no such project.
    pub async fn parties(&mut self, project: &str) -> std::result::Result<Vec<Party>, ReadError> {
        self.staff_only()?;
        let rows = self
            .find_row(Module::Projects, &crate::ids::parse(project))
            .await?;
        if rows.len() == 0 {
            return Err(ReadError::NotFound);
        }
        let now = self.viewer.now;
        let values = [self.viewer.account.id.into(), rows.id(0).into()];
        Ok(self
            .tx
            .rows(&PARTIES, &values, |row| party(row, now))
            .await?)
    }
}

fn id_at(row: &Row<'_>, at: usize) -> Result<Option<String>> {
    let id = row.opt_blob(at)?.map(crate::ids::read).transpose()?;
    Ok(id.map(|id| crate::ids::show(&id)))
}

fn party(row: &Row<'_>, now: i64) -> Result<Party> {
    let text = |at: usize| Ok::<_, crate::StoreError>(row.opt_text(at)?.map(str::to_owned));
    let label = text(1)?;
    let (kind, of, name, email) = if let Some(id) = id_at(row, 3)? {
        ("customer", Some(id), text(4)?, text(5)?)
    } else if let Some(id) = id_at(row, 6)? {
        ("contact", Some(id), text(7)?, text(8)?)
    } else if let Some(id) = id_at(row, 10)? {
        ("guest", Some(id), text(11)?, text(12)?)
    } else {
        ("name", None, text(2)?, None)
    };
    let name = name.filter(|name| !name.trim().is_empty());
    Ok(Party {
        id: crate::ids::show(&row.id(0)?),
        name: name.or_else(|| email.clone()).unwrap_or_default(),
        label,
        kind,
        of,
        email,
        position: text(9)?,
        access: access(row, now)?,
    })
}

fn access(row: &Row<'_>, now: i64) -> Result<Option<PartyAccess>> {
    let Some(grant) = id_at(row, 13)? else {
        return Ok(None);
    };
    let instant = |micros: Option<i64>| micros.and_then(|at| Timestamp::from_microsecond(at).ok());
    let clocks = Clocks {
        starts_at: row.opt_int(20)?,
        expires_at: row.opt_int(21)?,
        revoked_at: row.opt_int(22)?,
    };
    let text = |at: usize| Ok::<_, crate::StoreError>(row.opt_text(at)?.map(str::to_owned));
    let own = row.opt_text(19)?.is_some();
    let role = match text(17)? {
        Some(built_in) => Some(built_in),
        None => id_at(row, 18)?,
    };
    let name = text(15)?.filter(|name| !name.trim().is_empty());
    Ok(Some(PartyAccess {
        grant,
        user: (
            id_at(row, 14)?.unwrap_or_default(),
            name.or(text(16)?).unwrap_or_default(),
        ),
        role: role.filter(|_| !own),
        open: clocks.at(now) == Because::Open,
        since: instant(clocks.starts_at),
        until: instant(clocks.expires_at),
        opened_by: text(23)?,
    }))
}
