//! A guest who becomes a member, and the reverse: the same user, with everything they wrote and their history.

use super::may_open::ManageGuests;
use super::people::{self, Person, REMOVED};
use super::plan;
use super::turn::{self, Turn};
use crate::bundle::history;
use crate::chain::Permit;
use crate::engine::{Db, Sql};
use crate::ids;
use crate::mail::{self, Kind, Mail};
use crate::viewer::Who;
use crate::writes::{WriteError, Written};
use access::staff::MemberRole;
use jiff::Timestamp;
use serde_json::json;

impl Db {
    /// Makes a guest a member with this role. Grants stay and open nothing more to a member who reads everything; the
    /// card is emptied, and the place in the plan is free.
    ///
    /// # Errors
    /// [`WriteError::NotAllowed`] where others than owners would make an owner, [`WriteError::WrongState`] for a guest
    /// who was removed.
    pub async fn guest_becomes_member(
        &self,
        permit: Permit<ManageGuests>,
        id: &str,
        role: MemberRole,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        static MEMBER: Sql = Sql::fixed(
            "UPDATE person SET is_guest = 0, role = $3, state = 1, roles = '[]', permissions = NULL, expires_at = NULL, \
             contact_id = NULL, customer_id = NULL, available_users = NULL WHERE account_id = $1 AND id = $2",
        );
        let mut turn = turn::take(self, permit, now).await?;
        turn.admins_only()?;
        let person = turn.user(id).await?.filter(|person| person.guest);
        let person = person.ok_or(WriteError::NotFound)?;
        if person.state == REMOVED {
            return Err(WriteError::WrongState(
                "the guest was removed: invite them again",
            ));
        }
        turn.owners_by_owners(role)?;
        let (account, by, now) = (turn.account(), turn.by(), turn.now());
        let values = [account.into(), person.id.into(), (role as i64).into()];
        turn.tx().execute(&MEMBER, &values).await?;
        history::again(turn.tx(), account, now, "member", &[person.id]).await?;
        let mail = Mail {
            to: person.id,
            caused_by: Some(by),
            kind: Kind::Membership,
        };
        mail::queue(turn.tx(), account, now, &mail).await?;
        let id = ids::show(&person.public_id);
        let json = Some(turn.reader.member(&id).await?);
        let detail = json!({"on": format!("members/{id}"), "role": role.name()});
        turn.finish("guest.member", &detail).await?;
        Ok(Written { id, json })
    }

    /// Makes a member a guest without a role: they keep what ties them to items, and what was granted to them.
    ///
    /// # Errors
    /// [`WriteError::PlanFull`]; [`WriteError::Conflict`] where no admin would remain; [`WriteError::NotAllowed`] where
    /// others than owners would end an owner, and for oneself.
    pub async fn member_becomes_guest(
        &self,
        permit: Permit<ManageGuests>,
        id: &str,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        static GUEST: Sql = Sql::fixed(
            "UPDATE person SET is_guest = 1, role = 0, roles = '[]', permissions = NULL, expires_at = NULL \
             WHERE account_id = $1 AND id = $2",
        );
        let mut turn = turn::take(self, permit, now).await?;
        turn.admins_only()?;
        let person = turn
            .user(id)
            .await?
            .filter(|person| !person.guest && person.state != REMOVED);
        let person = person.ok_or(WriteError::NotFound)?;
        if person.id == turn.by() {
            return Err(WriteError::NotAllowed);
        }
        if let Some(role) = MemberRole::numbered(person.role) {
            turn.owners_by_owners(role)?;
        }
        let (account, now) = (turn.account(), turn.now());
        turn.tx()
            .execute(&GUEST, &[account.into(), person.id.into()])
            .await?;
        history::again(turn.tx(), account, now, "guest", &[person.id]).await?;
        plan::has_room(turn.tx(), account, 0).await?;
        turn.settle().await?;
        let id = ids::show(&person.public_id);
        let json = Some(turn.reader.guest(&id).await?);
        turn.finish("member.guest", &json!({"on": format!("guests/{id}")}))
            .await?;
        Ok(Written { id, json })
    }
}

impl Turn {
    async fn user(&mut self, id: &str) -> Result<Option<Person>, WriteError> {
        let account = self.account();
        Ok(people::by_public_id(self.tx(), account, ids::parse(id)).await?)
    }

    /// Only owners make or end owners.
    fn owners_by_owners(&self, role: MemberRole) -> Result<(), WriteError> {
        let owner = self.reader.viewer.who() == Who::Member(MemberRole::Owner);
        if role == MemberRole::Owner && !owner {
            return Err(WriteError::NotAllowed);
        }
        Ok(())
    }
}
