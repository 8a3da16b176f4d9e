//! The account's own staff, written by admins. Only owners make, change or end owners.

use super::record::{Entries, Put, entries};
use super::shelf::kind;
use super::turn::Turn;
use super::{Shelf, StillAs, WriteError};
use crate::bundle::history;
use crate::bundle::ids::Found;
use crate::bundle::json::Json;
use crate::bundle::kinds::{ACTIVE, REMOVED, Space};
use crate::email;
use crate::engine::Sql;
use crate::identity::end_what_hangs_on;
use crate::mail::{self, Kind as Reason, Mail};
use access::staff::{Deed, MemberRole, Work};

/// Who has an address in the account.
struct Holder {
    id: i64,
    guest: bool,
    state: i64,
}

impl Turn {
    /// Makes a member; one who was sent away comes back.
    pub(super) async fn create_member(&mut self, body: Option<&[u8]>) -> Result<Put, WriteError> {
        self.by_role(Deed::Create, Work::Access)?;
        let entries = entries(body)?;
        self.owners_alone(&entries)?;
        let (place, _, _) = kind("member");
        let Some(holder) = self.holder(&entries).await? else {
            let put = self.put(place, None, &entries).await?;
            self.tell_member(put.id).await?;
            return Ok(put);
        };
        if holder.guest || holder.state == ACTIVE {
            return Err(TAKEN);
        }
        self.set_state(holder.id, ACTIVE).await?;
        let before = self.recall(place, holder.id).await?;
        let mut put = self.put(place, before.as_ref(), &entries).await?;
        put.changed = entries.iter().map(|(key, _)| key.to_string()).collect();
        self.tell_member(put.id).await?;
        Ok(put)
    }

    /// Queues the mail that lets a new member in.
    pub(crate) async fn tell_member(&mut self, person: i64) -> Result<(), WriteError> {
        let by = self.reader.viewer.party.id;
        let mail = Mail {
            to: person,
            caused_by: (by != 0).then_some(by),
            kind: Reason::Membership,
        };
        let (account, now) = (self.hand.account, self.hand.now);
        Ok(mail::queue(&mut self.reader.tx, account, now, &mail).await?)
    }

    pub(super) async fn change_member(
        &mut self,
        id: &str,
        body: Option<&[u8]>,
        still_as: StillAs<'_>,
    ) -> Result<Put, WriteError> {
        self.by_role(Deed::Edit, Work::Access)?;
        let key = self.member(id, still_as).await?;
        let sent = entries(body)?;
        self.owners_alone(&sent)?;
        if let Some(holder) = self.holder(&sent).await?
            && holder.id != key
        {
            return Err(TAKEN);
        }
        self.merge("member", key, &sent).await
    }

    /// Sends a member away: they may not come in any more, and what they wrote keeps their name.
    pub(super) async fn delete_member(
        &mut self,
        id: &str,
        still_as: StillAs<'_>,
    ) -> Result<(), WriteError> {
        self.by_role(Deed::Delete, Work::Access)?;
        let key = self.member(id, still_as).await?;
        self.set_state(key, REMOVED).await?;
        let (account, now) = (self.hand.account, self.hand.now);
        end_what_hangs_on(&mut self.reader.tx, account, key, now).await?;
        Ok(())
    }

    /// The internal id of a member whom the writer may change.
    async fn member(&mut self, id: &str, still_as: StillAs<'_>) -> Result<i64, WriteError> {
        static ROLE: Sql = Sql::fixed("SELECT role FROM person WHERE account_id = $1 AND id = $2");
        let json = self.shown(Shelf::Members, id).await?;
        let json = json.ok_or(WriteError::NotFound)?;
        let found = self
            .by_public_id(Space::Person, &crate::ids::parse(id))
            .await?;
        let Some(Found::There { id: key, .. }) = found else {
            return Err(WriteError::NotFound);
        };
        let values = [self.hand.account.into(), key.into()];
        let role = self.reader.tx.one(&ROLE, &values, |row| row.int(0)).await?;
        // An address that changes is another person who comes in, so that all of an owner is an owner's.
        if role == Some(MemberRole::Owner as i64) && !self.is_owner() {
            return Err(WriteError::NotAllowed);
        }
        Turn::unless_changed(&json, still_as)?;
        Ok(key)
    }

    fn is_owner(&self) -> bool {
        self.role() == Some(MemberRole::Owner)
    }

    /// Refuses to let others than owners make an owner.
    fn owners_alone(&self, entries: &Entries<'_>) -> Result<(), WriteError> {
        let owner = MemberRole::Owner.name();
        let makes = entries
            .iter()
            .any(|(key, value)| key == "role" && *value == Json::Text(owner.into()));
        if makes && !self.is_owner() {
            return Err(WriteError::NotAllowed);
        }
        Ok(())
    }

    /// Who has the address that a body names.
    async fn holder(&mut self, entries: &Entries<'_>) -> Result<Option<Holder>, WriteError> {
        static HOLDER: Sql = Sql::fixed(
            "SELECT id, is_guest, state FROM person WHERE account_id = $1 AND email = $2",
        );
        let given = entries.iter().find(|(key, _)| key == "email");
        let Some((_, Json::Text(address))) = given else {
            return Ok(None);
        };
        let Some(normal) = email::normal(address) else {
            return Ok(None);
        };
        let values = [self.hand.account.into(), (&normal).into()];
        let found = self
            .reader
            .tx
            .one(&HOLDER, &values, |row| {
                Ok(Holder {
                    id: row.int(0)?,
                    guest: row.truth(1)?,
                    state: row.int(2)?,
                })
            })
            .await?;
        Ok(found)
    }

    async fn set_state(&mut self, person: i64, state: i64) -> Result<(), WriteError> {
        static STATE: Sql =
            Sql::fixed("UPDATE person SET state = $3 WHERE account_id = $1 AND id = $2");
        let (account, now) = (self.hand.account, self.hand.now);
        let tx = &mut self.reader.tx;
        let values = [account.into(), person.into(), state.into()];
        tx.execute(&STATE, &values).await?;
        history::again(tx, account, now, "member", &[person]).await?;
        Ok(())
    }
}

const TAKEN: WriteError = WriteError::Conflict("somebody of this account has the address already");
