//! Who gets a mail, as they stand when it is sent.

use crate::engine::{Sql, Tx};
use crate::error::Result;
use crate::viewer;
use crate::visible::Reader;
use jiff::tz::TimeZone;

/// The user a mail goes to.
#[derive(Debug)]
pub(super) struct Recipient {
    pub(super) id: i64,
    pub(super) public_id: [u8; 16],
    pub(super) name: String,
    pub(super) email: String,
    pub(super) guest: bool,
    state: i64,
    expires_at: Option<i64>,
    pub(super) locale: String,
    pub(super) time_zone: String,
    sharing: bool,
    pub(super) account: String,
    pub(super) account_name: String,
    pub(super) stopped: bool,
}

/// Whether mail may go to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    Open,
    /// Not now: the account's sharing is off.
    Paused,
    /// Never, because of this.
    Closed(&'static str),
}

impl Recipient {
    pub(super) async fn find(tx: &mut Tx, account: i64, person: i64) -> Result<Option<Recipient>> {
        static FIND: Sql = Sql::fixed(
            "SELECT p.id, p.public_id, p.name, p.email, p.is_guest, p.state, p.expires_at, \
             COALESCE(p.locale, s.locale), COALESCE(p.time_zone, s.time_zone), s.sharing_enabled, a.slug, a.name, \
             m.at FROM person p JOIN account a ON a.id = p.account_id \
             JOIN account_setting s ON s.account_id = p.account_id \
             LEFT JOIN mail_stop m ON m.account_id = p.account_id AND m.person_id = p.id \
             WHERE p.account_id = $1 AND p.id = $2",
        );
        tx.one(&FIND, &[account.into(), person.into()], |row| {
            Ok(Recipient {
                id: row.int(0)?,
                public_id: row.id(1)?,
                name: row.text(2)?.to_owned(),
                email: row.text(3)?.to_owned(),
                guest: row.truth(4)?,
                state: row.int(5)?,
                expires_at: row.opt_int(6)?,
                locale: row.text(7)?.to_owned(),
                time_zone: row.text(8)?.to_owned(),
                sharing: row.truth(9)?,
                account: row.text(10)?.to_owned(),
                account_name: row.text(11)?.to_owned(),
                stopped: row.opt_int(12)?.is_some(),
            })
        })
        .await
    }

    pub(super) fn reach(&self, now: i64) -> Reach {
        if !self.guest {
            return match self.state {
                0 | 1 => Reach::Open,
                _ => Reach::Closed("the member is deactivated"),
            };
        }
        match self.state {
            2 => Reach::Closed("the guest is suspended"),
            3 => Reach::Closed("the guest was removed"),
            _ if self.expires_at.is_some_and(|end| end <= now) => {
                Reach::Closed("the guest's access has ended")
            }
            _ if !self.sharing => Reach::Paused,
            _ => Reach::Open,
        }
    }

    pub(super) fn zone(&self) -> TimeZone {
        TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC)
    }

    /// What they read in the snapshot. Who is invited reads as they will once they have come in.
    pub(super) async fn reader(
        &self,
        mut tx: Tx,
        account: i64,
        now: i64,
    ) -> Result<Option<Reader>> {
        let Some(mut viewer) = viewer::by_id(&mut tx, account, self.id, now).await? else {
            return Ok(None);
        };
        if self.guest && self.state == 0 {
            viewer.party.standing.active = true;
        }
        Ok(Some(Reader::new(viewer, tx)))
    }
}
