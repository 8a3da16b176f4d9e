//! A guest becomes a member of the staff, a member becomes a guest.
//!
//! It is the same user after as before: what they wrote, what was opened to them and the history of both stays.
//! What came with the other kind goes: a guest's card, a member's role. API tokens and links that were sent end, so
//! that none holds more than it was made for; who is signed in stays so, and sees at the next request what they now
//! are.

use super::guests::path;
use super::may_open::ManageGuests;
use super::people::{self, INVITED, Person, SUSPENDED};
use super::rows::{self, Row};
use super::turn::{self, Turn};
use super::{plan, telling, would};
use crate::bundle::history;
use crate::bundle::json::{Json, shown};
use crate::chain::Permit;
use crate::engine::{Db, Sql};
use crate::viewer::Who;
use crate::writes::record::{Entries, entries};
use crate::writes::{StillAs, WriteError, Written};
use crate::{identity, ids, mail};
use access::Module;
use access::staff::MemberRole;
use jiff::Timestamp;
use serde_json::json;

/// What somebody is to become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// A member with that role.
    Member(MemberRole),
    /// A guest.
    Guest,
}

/// What somebody sees of the account: how many items of each module where there are some; none where it is
/// everything.
pub type Sees = Option<Vec<(Module, usize)>>;

impl Db {
    /// Makes a member of a guest: `body` is `{"role"}`. Grants stay, and open nothing more to who reads everything.
    ///
    /// # Errors
    /// Why nothing was written: [`WriteError::NotAllowed`] to all but admins, and for an owner to all but owners;
    /// [`WriteError::WrongState`] for a guest who is suspended or was removed; [`WriteError::OwnerGrant`] for an owner of a
    /// customer.
    pub async fn guest_becomes_member(
        &self,
        permit: Permit<ManageGuests>,
        id: &str,
        body: Option<&[u8]>,
        still_as: StillAs<'_>,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let mut turn = turn::take(self, permit, now).await?;
        let guest = turn.guest(id, still_as).await?;
        let role = role_of(&entries(body)?)?;
        turn.make_member(&guest, role).await?;
        turn.tell_member(guest.id).await?;
        turn.settle().await?;
        let json = turn.reader.member(id).await?;
        let detail =
            json!({"on": path(&guest), "as": format!("members/{id}"), "role": role.name()});
        turn.finish("guest.member", &detail).await?;
        let (id, json) = (id.to_owned(), Some(json));
        Ok(Written { id, json })
    }

    /// Makes a guest of a member: `body` is what a guest's card is changed with, and may be empty. Somebody who was never
    /// here is invited.
    ///
    /// # Errors
    /// Why nothing was written: [`WriteError::NotAllowed`] to all but admins, and for an owner to all but owners;
    /// [`WriteError::WrongState`] for oneself; [`WriteError::Conflict`] where nobody would administer the account;
    /// [`WriteError::PlanFull`].
    pub async fn member_becomes_guest(
        &self,
        permit: Permit<ManageGuests>,
        id: &str,
        body: Option<&[u8]>,
        still_as: StillAs<'_>,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let mut turn = turn::take(self, permit, now).await?;
        let member = turn.member_to_leave(id, still_as).await?;
        let sent = entries(body)?;
        if let Some((_, state)) = sent.iter().find(|(key, _)| key == "state") {
            let expected = "no `state`: who was here before is active, and others are invited";
            return Err(WriteError::at("/state", shown(state), expected));
        }
        let guest = turn.make_guest(&member).await?;
        turn.lay_on_card(&guest, &sent).await?;
        turn.settle().await?;
        if guest.state == INVITED {
            turn.invite_now(&guest).await?;
        }
        let json = turn.reader.guest(id).await?;
        let detail = json!({"on": format!("members/{id}"), "as": path(&guest)});
        turn.finish("member.guest", &detail).await?;
        let (id, json) = (id.to_owned(), Some(json));
        Ok(Written { id, json })
    }

    /// What somebody sees now, and what they would see as what they are to become; nothing is written.
    ///
    /// # Errors
    /// Those of the change itself.
    pub async fn preview_becoming(
        &self,
        permit: Permit<ManageGuests>,
        id: &str,
        becomes: Becomes,
        now: Timestamp,
    ) -> Result<(Sees, Sees), WriteError> {
        let mut turn = turn::take(self, permit, now).await?;
        let person = match becomes {
            Becomes::Member(role) => {
                let guest = turn.guest(id, None).await?;
                turn.make_member(&guest, role).await?;
                guest.id
            }
            Becomes::Guest => {
                let member = turn.member_to_leave(id, None).await?;
                turn.make_guest(&member).await?;
                member.id
            }
        };
        turn.settle().await?;
        let account = turn.account();
        let after = would::seen_by(turn.reader.tx, account, person, now).await?;
        let before = would::seen_by(self.snapshot().await?, account, person, now).await?;
        Ok((before, after))
    }
}

impl Turn {
    /// A member who may be made a guest by whose turn it is, still as they saw them.
    async fn member_to_leave(
        &mut self,
        id: &str,
        still_as: StillAs<'_>,
    ) -> Result<Person, WriteError> {
        self.admins_only()?;
        let json = self.reader.member(id).await?;
        Turn::unless_changed(&json, still_as)?;
        let account = self.account();
        let member = people::by_public_id(self.tx(), account, ids::parse(id)).await?;
        let member = member.ok_or(WriteError::NotFound)?;
        if member.role == MemberRole::Owner as i64 && !self.is_an_owners() {
            return Err(WriteError::NotAllowed);
        }
        if member.id == self.by() {
            return Err(WriteError::WrongState("nobody makes a guest of themselves"));
        }
        Ok(member)
    }

    fn is_an_owners(&self) -> bool {
        self.reader.viewer.who() == Who::Member(MemberRole::Owner)
    }

    async fn make_member(&mut self, guest: &Person, role: MemberRole) -> Result<(), WriteError> {
        static MEMBER: Sql = Sql::fixed(
            "UPDATE person SET is_guest = 0, role = $3, state = 1, roles = '[]', permissions = NULL, expires_at = NULL, \
             contact_id = NULL, customer_id = NULL, available_users = NULL WHERE account_id = $1 AND id = $2",
        );
        // A guest alone is a project's client, or takes part in one as a guest.
        static NO_CLIENT: Sql = Sql::fixed(
            "UPDATE project SET client_person_id = NULL WHERE account_id = $1 AND client_person_id = $2",
        );
        static BY_NAME: Sql = Sql::fixed(
            "UPDATE participant SET person_id = NULL, name = $3 WHERE account_id = $1 AND person_id = $2",
        );
        if role == MemberRole::Owner && !self.is_an_owners() {
            return Err(WriteError::NotAllowed);
        }
        if guest.state >= SUSPENDED {
            return Err(WriteError::WrongState(
                "the guest is suspended or was removed: let them in first",
            ));
        }
        let (account, now) = (self.account(), self.now());
        // As a member they could be sent away, and the owner's row with them.
        let held = rows::of(self.tx(), account, guest.id).await?;
        if held.iter().any(Row::is_owners) {
            return Err(WriteError::OwnerGrant);
        }
        let called = match guest.name.trim() {
            "" => guest.email.as_str(),
            name => name,
        };
        let person = [account.into(), guest.id.into()];
        let tx = self.tx();
        tx.execute(
            &MEMBER,
            &[account.into(), guest.id.into(), (role as i64).into()],
        )
        .await?;
        tx.execute(&NO_CLIENT, &person).await?;
        tx.execute(&BY_NAME, &[account.into(), guest.id.into(), called.into()])
            .await?;
        history::again(tx, account, now, "member", &[guest.id]).await?;
        identity::end_tokens_and_links(tx, account, guest.id, now).await?;
        mail::drop_for(tx, account, guest.id, now).await?;
        Ok(())
    }

    /// Makes a guest of a member; gives them as they are now.
    async fn make_guest(&mut self, member: &Person) -> Result<Person, WriteError> {
        static GUEST: Sql = Sql::fixed(
            "UPDATE person SET is_guest = 1, role = 0, state = CASE WHEN last_seen_at IS NULL AND NOT EXISTS \
             (SELECT 1 FROM session n WHERE n.identity_id = person.identity_id) THEN 0 ELSE 1 END \
             WHERE account_id = $1 AND id = $2",
        );
        let (account, now) = (self.account(), self.now());
        let tx = self.tx();
        plan::has_room(tx, account, 1).await?;
        tx.execute(&GUEST, &[account.into(), member.id.into()])
            .await?;
        history::again(tx, account, now, "guest", &[member.id]).await?;
        identity::end_tokens_and_links(tx, account, member.id, now).await?;
        mail::drop_for(tx, account, member.id, now).await?;
        let guest = people::by_public_id(tx, account, member.public_id).await?;
        guest.ok_or(WriteError::NotFound)
    }

    /// Invites somebody who has become a guest, for everything that they hold.
    async fn invite_now(&mut self, guest: &Person) -> Result<(), WriteError> {
        let (account, at) = (self.account(), self.now());
        let grants = rows::lasting_of(self.tx(), account, &[guest.id], at).await?;
        let grants: Vec<i64> = grants.iter().map(|row| row.id).collect();
        self.invited(guest.id).await?;
        telling::tell_guest(&mut self.reader, guest, &grants, None).await?;
        Ok(())
    }
}

/// The role that a guest is to have as a member; nothing else is sent.
fn role_of(sent: &Entries<'_>) -> Result<MemberRole, WriteError> {
    let names = MemberRole::ALL.map(MemberRole::name).join("`, `");
    let expected = || format!("one of `{names}`");
    let mut role = None;
    for (key, value) in sent {
        let named = match (key.as_ref(), value) {
            ("role", Json::Text(name)) => MemberRole::named(name),
            ("role", _) => None,
            (key, value) => {
                let expected = "`role` alone";
                return Err(WriteError::at(&format!("/{key}"), shown(value), expected));
            }
        };
        role = Some(named.ok_or_else(|| WriteError::at("/role", shown(value), expected()))?);
    }
    role.ok_or_else(|| WriteError::at("/role", "nothing", expected()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_role_is_named_and_nothing_beside_it() {
        let read = |body: &str| role_of(&entries(Some(body.as_bytes())).unwrap());
        assert_eq!(read(r#"{"role":"manager"}"#).unwrap(), MemberRole::Manager);
        for wrong in [
            r#"{}"#,
            r#"{"role":"boss"}"#,
            r#"{"role":1}"#,
            r#"{"role":"member","name":"x"}"#,
        ] {
            assert!(
                matches!(read(wrong), Err(WriteError::Invalid(_))),
                "{wrong}"
            );
        }
    }
}
