//! The queue as staff see it: what went to whom, how far it has come, and why not further.

use super::{Kind, State};
use crate::engine::{Row, Sql};
use crate::error::{Result, StoreError};
use crate::ids;
use crate::visible::{ReadError, Reader};
use jiff::Timestamp;

/// A mail of the account.
#[derive(Clone, Debug)]
pub struct Queued {
    /// Its public id.
    pub id: String,
    /// Why it is sent: `sign-in`, `shared`, …
    pub kind: &'static str,
    /// The name of who gets it; empty where it is not known.
    pub to_name: String,
    /// The address of who gets it.
    pub to_email: String,
    /// The name of who caused it.
    pub by: Option<String>,
    /// How far it has come.
    pub state: State,
    /// How often it was tried.
    pub attempts: u64,
    /// When it is tried next, where it waits.
    pub due_at: Timestamp,
    /// Why it was not sent, or not yet.
    pub reason: Option<String>,
    /// When it was caused.
    pub created_at: Timestamp,
    /// When it was sent, given up or dropped.
    pub done_at: Option<Timestamp>,
}

/// How many mails a page shows.
const SHOWN: i64 = 100;

impl Reader {
    /// The newest mails of the account, those that wait or failed first; with `guest`, those to one guest.
    ///
    /// # Errors
    /// [`ReadError::NotAllowed`] to all but admins.
    pub async fn mails(
        &mut self,
        guest: Option<&str>,
    ) -> std::result::Result<Vec<Queued>, ReadError> {
        static NEWEST: Sql = Sql::fixed(
            "SELECT m.public_id, m.kind, p.name, p.email, b.name, m.state, m.attempts, m.due_at, m.reason, \
             m.created_at, m.done_at FROM mail m \
             LEFT JOIN person p ON p.account_id = m.account_id AND p.id = m.to_person_id \
             LEFT JOIN person b ON b.account_id = m.account_id AND b.id = m.caused_by_id \
             WHERE m.account_id = $1 AND ($2 = 0 OR p.public_id = $3) \
             ORDER BY CASE m.state WHEN 0 THEN 0 WHEN 1 THEN 0 WHEN 3 THEN 0 ELSE 1 END, m.id DESC LIMIT $4",
        );
        self.may_see_mails()?;
        let values = [
            self.viewer.account.id.into(),
            i64::from(guest.is_some()).into(),
            ids::parse(guest.unwrap_or_default()).into(),
            SHOWN.into(),
        ];
        Ok(self.tx.rows(&NEWEST, &values, queued).await?)
    }

    fn may_see_mails(&self) -> std::result::Result<(), ReadError> {
        match self.viewer.administers() {
            true => Ok(()),
            false => Err(ReadError::NotAllowed),
        }
    }
}

fn queued(row: &Row<'_>) -> Result<Queued> {
    let instant = |at: i64| Timestamp::from_microsecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    Ok(Queued {
        id: ids::show(&row.id(0)?),
        kind: Kind::name(row.int(1)?),
        to_name: row.opt_text(2)?.unwrap_or_default().to_owned(),
        to_email: row.opt_text(3)?.unwrap_or_default().to_owned(),
        by: row
            .opt_text(4)?
            .filter(|name| !name.is_empty())
            .map(str::to_owned),
        state: State::numbered(row.int(5)?)
            .ok_or_else(|| StoreError::broken("the state of a mail is unknown"))?,
        attempts: u64::try_from(row.int(6)?).unwrap_or(0),
        due_at: instant(row.int(7)?),
        reason: row.opt_text(8)?.map(str::to_owned),
        created_at: instant(row.int(9)?),
        done_at: row.opt_int(10)?.map(instant),
    })
}
