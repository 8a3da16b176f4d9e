//! Guests: invited, changed, suspended and removed by admins.

use super::ending::{self, Ended};
use super::grants::put_off;
use super::may_open::ManageGuests;
use super::people::{self, ACTIVE, INVITED, Person, REMOVED, STATES, SUSPENDED};
use super::receipt::receipt;
use super::rows::{self, Row};
use super::turn::{self, Once, Turn};
use super::wish::MESSAGE;
use super::{invite, plan, telling};
use crate::bundle::history;
use crate::bundle::json::{Json, shown};
use crate::bundle::kinds::Kind;
use crate::chain::Permit;
use crate::engine::{Db, Sql};
use crate::identity::{self, Purpose};
use crate::mail;
use crate::writes::record::{Entries, Put, entries, fix, merged};
use crate::writes::{StillAs, WriteError, Written};
use crate::{email, ids};
use jiff::Timestamp;
use serde_json::json;
use std::borrow::Cow;

const TAKEN: WriteError = WriteError::Conflict("somebody of this account has the address already");

/// The place of the kind `guest` among the bundle's.
fn place() -> usize {
    Kind::named("guest").map_or(0, |(place, _)| place)
}

impl Db {
    /// Invites a guest: `body` is the bundle's line without kind, id and state, with a `message` if one is to go
    /// with the mail. One who was removed comes back as new. What is sent several times under one key (`once`) is done
    /// once.
    ///
    /// # Errors
    /// Why nothing was written: [`WriteError::Conflict`] where the address is known, or something else was sent under
    /// the key; [`WriteError::PlanFull`].
    pub async fn invite_guest(
        &self,
        permit: Permit<ManageGuests>,
        body: Option<&[u8]>,
        once: Option<&Once>,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let mut turn = turn::take(self, permit, now).await?;
        turn.admins_only()?;
        if let Some(id) = turn.before(once).await? {
            let json = Some(turn.reader.guest(&id).await?);
            return Ok(Written { id, json });
        }
        let mut entries = entries(body)?;
        let message = message(&mut entries)?;
        let expected = "`invited`: a guest becomes active by accepting";
        fix(
            &mut entries,
            "state",
            Json::Text(Cow::Borrowed("invited")),
            expected,
        )?;
        let (account, by, now) = (turn.account(), turn.by(), turn.now());
        let holder = turn.holder_of(&entries).await?;
        let before = match holder {
            Some(person) if !person.guest || person.state != REMOVED => return Err(TAKEN),
            Some(person) => {
                invite::bring_back(turn.tx(), account, by, now, std::slice::from_ref(&person))
                    .await?;
                turn.recall(place(), person.id).await?
            }
            None => None,
        };
        let put = turn.put(place(), before.as_ref(), &entries).await?;
        plan::has_room(turn.tx(), account, 0).await?;
        turn.invited(put.id).await?;
        let guest = people::by_public_id(turn.tx(), account, put.public_id).await?;
        let guest = guest.ok_or(WriteError::NotFound)?;
        telling::tell_guest(&mut turn.reader, &guest, &[], message.as_deref()).await?;
        turn.note_once(once, &ids::show(&put.public_id)).await?;
        turn.end_guest_write("guest.invite", &guest, &[]).await
    }

    /// Changes a guest's card: state, name, roles, permissions, end, who they are, whom they may know.
    ///
    /// # Errors
    /// Why nothing was written: [`WriteError::WrongState`] for a state that cannot follow,
    /// [`WriteError::OwnerGrant`] for an end set on an owner.
    pub async fn change_guest(
        &self,
        permit: Permit<ManageGuests>,
        id: &str,
        body: Option<&[u8]>,
        still_as: StillAs<'_>,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let mut turn = turn::take(self, permit, now).await?;
        let guest = turn.guest(id, still_as).await?;
        let mut sent = entries(body)?;
        let state = turn.next_state(&guest, &mut sent).await?;
        if state == REMOVED {
            turn.remove_whole(&guest).await?;
            return turn.end_guest_write("guest.remove", &guest, &[]).await;
        }
        let put = turn.lay_on_card(&guest, &sent).await?;
        let (account, at) = (turn.account(), turn.now());
        let after = people::by_public_id(turn.tx(), account, guest.public_id).await?;
        let after = after.ok_or(WriteError::NotFound)?;
        let over = |person: &Person| {
            person.state == SUSPENDED || person.expires_at.is_some_and(|end| end <= at)
        };
        if over(&after) && !over(&guest) {
            identity::end_what_hangs_on(turn.tx(), account, guest.id, at).await?;
        }
        turn.end_guest_write("guest.change", &after, &put.changed)
            .await
    }

    /// Removes a guest: every grant is revoked, and sessions, tokens, links and queued mail end with them. What they
    /// wrote keeps their name, and their place in the plan is free. Gives the receipt.
    ///
    /// # Errors
    /// Why nothing was written: [`WriteError::OwnerGrant`] where they are an owner.
    pub async fn remove_guest(
        &self,
        permit: Permit<ManageGuests>,
        id: &str,
        still_as: StillAs<'_>,
        now: Timestamp,
    ) -> Result<String, WriteError> {
        let mut turn = turn::take(self, permit, now).await?;
        let guest = turn.guest(id, still_as).await?;
        if guest.state == REMOVED {
            return Err(WriteError::WrongState("the guest was removed already"));
        }
        let ended = turn.remove_whole(&guest).await?;
        let detail = json!({"on": path(&guest), "grants": ended.grants});
        turn.finish("guest.remove", &detail).await?;
        Ok(receipt(&ended, &[]))
    }

    /// Puts the end of a guest's whole access off by so many days, counted from its end, or from now where that is over.
    ///
    /// # Errors
    /// [`WriteError::WrongState`] where it has no end or the guest was removed; [`WriteError::Invalid`] for days outside
    /// 1 to [`MOST_DAYS_MORE`](super::MOST_DAYS_MORE).
    pub async fn extend_guest(
        &self,
        permit: Permit<ManageGuests>,
        id: &str,
        more: i64,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        static EXTEND: Sql =
            Sql::fixed("UPDATE person SET expires_at = $3 WHERE account_id = $1 AND id = $2");
        let mut turn = turn::take(self, permit, now).await?;
        let guest = turn.guest(id, None).await?;
        let (account, now) = (turn.account(), turn.now());
        let (Some(end), true) = (guest.expires_at, guest.state != REMOVED) else {
            return Err(WriteError::WrongState(
                "the guest has no end that could be put off",
            ));
        };
        let end = put_off(end, more, now)?;
        let values = [account.into(), guest.id.into(), end.into()];
        turn.tx().execute(&EXTEND, &values).await?;
        history::again(turn.tx(), account, now, "guest", &[guest.id]).await?;
        let fields = ["expires_at".to_owned()];
        turn.end_guest_write("guest.extend", &guest, &fields).await
    }

    /// Sends an invitation again, for everything that the guest holds by now. Links that were sent before end.
    ///
    /// # Errors
    /// [`WriteError::WrongState`] where the guest does not wait for one.
    pub async fn invite_again(
        &self,
        permit: Permit<ManageGuests>,
        id: &str,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let mut turn = turn::take(self, permit, now).await?;
        let guest = turn.guest(id, None).await?;
        if guest.state != INVITED {
            return Err(WriteError::WrongState(
                "the guest does not wait for an invitation",
            ));
        }
        let (account, at) = (turn.account(), turn.now());
        identity::withdraw(turn.tx(), account, guest.id, Purpose::Invitation).await?;
        mail::drop_for(turn.tx(), account, guest.id, at).await?;
        let grants = rows::lasting_of(turn.tx(), account, &[guest.id], at).await?;
        let grants: Vec<i64> = grants.iter().map(|row| row.id).collect();
        if !telling::tell_guest(&mut turn.reader, &guest, &grants, None).await? {
            return Err(WriteError::WrongState("the guest's time is over"));
        }
        turn.invited(guest.id).await?;
        turn.end_guest_write("guest.invite-again", &guest, &[])
            .await
    }
}

impl Turn {
    pub(super) fn admins_only(&self) -> Result<(), WriteError> {
        if self.reader.viewer.administers() {
            Ok(())
        } else {
            Err(WriteError::NotAllowed)
        }
    }

    /// A guest that an admin may change, still as they saw them.
    pub(super) async fn guest(
        &mut self,
        id: &str,
        still_as: StillAs<'_>,
    ) -> Result<Person, WriteError> {
        self.admins_only()?;
        let json = self.reader.guest(id).await?;
        Turn::unless_changed(&json, still_as)?;
        let account = self.account();
        let guest = people::by_public_id(self.tx(), account, ids::parse(id)).await?;
        guest.ok_or(WriteError::NotFound)
    }

    /// Who has the address that a body names.
    async fn holder_of(&mut self, entries: &Entries<'_>) -> Result<Option<Person>, WriteError> {
        let Some(Json::Text(address)) = value(entries, "email") else {
            return Ok(None);
        };
        let Some(address) = email::normal(address) else {
            return Ok(None);
        };
        let account = self.account();
        let found = people::by_addresses(self.tx(), account, &[&address]).await?;
        Ok(found.into_values().next())
    }

    /// The state that follows, put into what was sent where it is another than that. A guest becomes active by
    /// accepting alone; one who was suspended is again what they were.
    async fn next_state(
        &mut self,
        guest: &Person,
        sent: &mut Entries<'_>,
    ) -> Result<i64, WriteError> {
        if guest.state == REMOVED {
            return Err(WriteError::WrongState(
                "the guest was removed: invite them again",
            ));
        }
        let wanted = match value(sent, "state") {
            None => return Ok(guest.state),
            Some(Json::Text(word)) => STATES.iter().position(|state| *state == word.as_ref()),
            Some(_) => None,
        };
        let Some(wanted) = wanted.and_then(|place| i64::try_from(place).ok()) else {
            let found = value(sent, "state").map(shown).unwrap_or_default();
            let expected = format!("one of `{}`", STATES.join("`, `"));
            return Err(WriteError::at("/state", found, expected));
        };
        match (guest.state, wanted) {
            (from, to) if from == to => Ok(to),
            (_, SUSPENDED | REMOVED) => Ok(wanted),
            (SUSPENDED, INVITED | ACTIVE) => {
                let accepted = self.accepted(guest.id).await?;
                let back = if accepted { ACTIVE } else { INVITED };
                if wanted == INVITED && accepted {
                    return Err(WriteError::WrongState("the guest has accepted already"));
                }
                sent.retain(|(key, _)| key != "state");
                let word = STATES[usize::from(accepted)];
                sent.push((Cow::Borrowed("state"), Json::Text(Cow::Borrowed(word))));
                Ok(back)
            }
            (ACTIVE, _) => Err(WriteError::WrongState("the guest has accepted already")),
            _ => Err(WriteError::WrongState(
                "the guest has not accepted the invitation yet",
            )),
        }
    }

    /// Whether the guest was ever active.
    async fn accepted(&mut self, guest: i64) -> Result<bool, WriteError> {
        static WAS: Sql = Sql::fixed(
            "SELECT 1 FROM person_history WHERE account_id = $1 AND id = $2 AND is_guest = 1 AND state = 1 LIMIT 1",
        );
        let values = [self.account().into(), guest.into()];
        Ok(self.tx().one(&WAS, &values, |_| Ok(())).await?.is_some())
    }

    /// Lays what was sent over a guest's card.
    pub(super) async fn lay_on_card(
        &mut self,
        guest: &Person,
        sent: &Entries<'_>,
    ) -> Result<Put, WriteError> {
        same_address(guest, sent)?;
        let before = self.recall(place(), guest.id).await?;
        let before = before.ok_or(WriteError::NotFound)?;
        let entries = merged(&before, sent)?;
        self.put(place(), Some(&before), &entries).await
    }

    /// Removes a guest and all that hangs on them.
    pub(super) async fn remove_whole(&mut self, guest: &Person) -> Result<Ended, WriteError> {
        static REMOVE: Sql =
            Sql::fixed("UPDATE person SET state = 3 WHERE account_id = $1 AND id = $2");
        let (account, now) = (self.account(), self.now());
        let tx = self.tx();
        if rows::of(tx, account, guest.id)
            .await?
            .iter()
            .any(Row::is_owners)
        {
            return Err(WriteError::OwnerGrant);
        }
        let mut ended = ending::end_all_of(tx, account, guest.id, now).await?;
        tx.execute(&REMOVE, &[account.into(), guest.id.into()])
            .await?;
        history::again(tx, account, now, "guest", &[guest.id]).await?;
        let hung = identity::end_what_hangs_on(tx, account, guest.id, now).await?;
        ended.sessions += hung.sessions;
        ended.tokens += hung.tokens;
        ended.links += hung.links;
        ended.mails += mail::drop_for(tx, account, guest.id, now).await?;
        Ok(ended)
    }

    /// Notes who invited a guest, and when.
    pub(super) async fn invited(&mut self, guest: i64) -> Result<(), WriteError> {
        static NOTE: Sql = Sql::fixed(
            "UPDATE person SET invited_by_id = $3, invited_at = $4 WHERE account_id = $1 AND id = $2",
        );
        let values = [
            self.account().into(),
            guest.into(),
            self.by().into(),
            self.now().into(),
        ];
        self.tx().execute(&NOTE, &values).await?;
        Ok(())
    }

    /// Ends a turn about a guest with the card as it is now.
    async fn end_guest_write(
        mut self,
        action: &str,
        guest: &Person,
        fields: &[String],
    ) -> Result<Written, WriteError> {
        let id = ids::show(&guest.public_id);
        let json = self.reader.guest(&id).await?;
        let detail = if fields.is_empty() {
            json!({"on": path(guest)})
        } else {
            json!({"on": path(guest), "fields": fields})
        };
        self.finish(action, &detail).await?;
        Ok(Written {
            id,
            json: Some(json),
        })
    }
}

pub(super) fn path(guest: &Person) -> String {
    format!("guests/{}", ids::show(&guest.public_id))
}

fn value<'e, 'a>(entries: &'e Entries<'a>, key: &str) -> Option<&'e Json<'a>> {
    let found = entries.iter().find(|(known, _)| known == key);
    found.map(|(_, value)| value)
}

/// Takes the message to the guest out of a body.
pub(super) fn message(entries: &mut Entries<'_>) -> Result<Option<String>, WriteError> {
    let Some(at) = entries.iter().position(|(key, _)| key == "message") else {
        return Ok(None);
    };
    match entries.remove(at).1 {
        Json::Null => Ok(None),
        Json::Text(text) if text.chars().count() <= MESSAGE && !text.contains('\0') => {
            Ok(Some(text.into_owned()).filter(|text| !text.trim().is_empty()))
        }
        other => {
            let expected =
                format!("a text of at most {MESSAGE} characters without the character U+0000");
            Err(WriteError::at("/message", shown(&other), expected))
        }
    }
}

/// Refuses another address: it is another person who comes in.
fn same_address(guest: &Person, sent: &Entries<'_>) -> Result<(), WriteError> {
    let Some(given) = value(sent, "email") else {
        return Ok(());
    };
    let same =
        matches!(given, Json::Text(text) if email::normal(text).as_deref() == Some(&guest.email));
    if same {
        return Ok(());
    }
    let expected = "the address as it is: invite the new one, and remove the old";
    Err(WriteError::at("/email", shown(given), expected))
}
