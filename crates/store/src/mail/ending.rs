//! What ends soon, for the page that the reminder to staff leads to.

use super::subjects::{Grant, seen};
use crate::engine::Sql;
use crate::ids;
use crate::visible::{ReadError, Reader};
use access::Module;
use jiff::Timestamp;

/// An access of a guest that ends soon.
#[derive(Clone, Debug)]
pub struct EndsSoon {
    /// The grant's public id.
    pub grant: String,
    /// The guest's public id.
    pub guest: String,
    /// The guest's name; may be empty.
    pub name: String,
    /// The guest's address.
    pub email: String,
    /// What it opens.
    pub module: Module,
    /// The public id of what it opens.
    pub subject: String,
    /// The name of what it opens.
    pub called: String,
    /// When it ends.
    pub until: Timestamp,
}

/// How far ahead is looked, in microseconds.
const AHEAD: i64 = 30 * 86_400_000_000;
/// How many are shown.
const SHOWN: i64 = 100;

impl Reader {
    /// Guests' accesses that end within thirty days, the next first: to admins all, to other members those that they
    /// opened, of what they see.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] to guests and limited members.
    pub async fn ends_soon(&mut self) -> std::result::Result<Vec<EndsSoon>, ReadError> {
        static SOON: Sql = Sql::fixed(
            "SELECT g.public_id, p.public_id, p.name, p.email, g.person_id, g.subject_module, g.subject_id, \
             g.starts_at, g.expires_at FROM access_grant g \
             JOIN person p ON p.account_id = g.account_id AND p.id = g.person_id AND p.is_guest = 1 AND p.state <= 2 \
             WHERE g.account_id = $1 AND g.revoked_at IS NULL AND g.expires_at > $2 AND g.expires_at <= $3 \
             AND ($4 = 1 OR g.opened_by_id = $5) ORDER BY g.expires_at, g.id LIMIT $6",
        );
        if !self.viewer.reads_everything() {
            return Err(ReadError::NotAllowed);
        }
        let now = self.viewer.now;
        let values = [
            self.viewer.account.id.into(),
            now.into(),
            (now + AHEAD).into(),
            self.viewer.administers().into(),
            self.viewer.party.id.into(),
            SHOWN.into(),
        ];
        let rows = self
            .tx
            .rows(&SOON, &values, |row| {
                let found = EndsSoon {
                    grant: ids::show(&row.id(0)?),
                    guest: ids::show(&row.id(1)?),
                    name: row.text(2)?.to_owned(),
                    email: row.text(3)?.to_owned(),
                    module: Module::Customers,
                    subject: String::new(),
                    called: String::new(),
                    until: Timestamp::from_microsecond(row.int(8)?).unwrap_or(Timestamp::MAX),
                };
                Ok((found, Grant::read(row, 4)?))
            })
            .await?;
        let mut ending = Vec::new();
        for (found, grant) in rows {
            let subject = seen(self, &[grant]).await?.into_iter().next();
            ending.extend(subject.map(|subject| EndsSoon {
                module: subject.module,
                subject: subject.id,
                called: subject.name,
                ..found
            }));
        }
        Ok(ending)
    }
}
