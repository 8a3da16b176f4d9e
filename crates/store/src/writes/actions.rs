//! What is done to an item beside writing its keys: completing, assigning, approving, answering, closing, sending.
//! Whoever holds the action does it; documents are sent by managers.

use super::parts::{holds, said};
use super::record::{Entries, entries};
use super::repeats;
use super::rights::work_of;
use super::shelf::Seen;
use super::turn::Turn;
use super::{Shelf, WriteError, Written};
use crate::bundle::json::Json;
use crate::chain::{ActError, CompleteTask, Write};
use crate::engine::{Db, Sql};
use crate::viewer::Viewer;
use access::Module;
use access::staff::{Deed, Ties, Work};
use jiff::Timestamp;
use serde_json::json;

/// What can be done to an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemAction {
    /// A task goes into the first closed stage, 100 percent.
    Complete,
    /// A task gets another assignee: `{"to"}`.
    Assign,
    /// A task whose approval is asked for is approved, or changes are: `{"decision","reason"}`.
    Approve,
    /// An attendee answers an invitation to a meeting: `{"response"}`.
    Respond,
    /// A ticket is closed.
    Close,
    /// A draft invoice is sent.
    SendInvoice,
    /// A draft estimate is sent.
    SendEstimate,
}

impl ItemAction {
    /// All of them, in the order of the modules.
    pub const ALL: [ItemAction; 7] = [
        ItemAction::Complete,
        ItemAction::Assign,
        ItemAction::Approve,
        ItemAction::Respond,
        ItemAction::Close,
        ItemAction::SendInvoice,
        ItemAction::SendEstimate,
    ];

    /// The module whose items it is done to.
    pub const fn module(self) -> Module {
        match self {
            ItemAction::Complete | ItemAction::Assign | ItemAction::Approve => Module::Tasks,
            ItemAction::Respond => Module::Meetings,
            ItemAction::Close => Module::Tickets,
            ItemAction::SendInvoice => Module::Invoices,
            ItemAction::SendEstimate => Module::Estimates,
        }
    }

    /// The last part of its address.
    pub const fn name(self) -> &'static str {
        match self {
            ItemAction::Complete => "complete",
            ItemAction::Assign => "assign",
            ItemAction::Approve => "approval",
            ItemAction::Respond => "response",
            ItemAction::Close => "close",
            ItemAction::SendInvoice | ItemAction::SendEstimate => "send",
        }
    }

    /// The catalogue's name; none for what is the staff's alone.
    const fn held(self) -> Option<&'static str> {
        match self {
            ItemAction::Complete => Some("complete"),
            ItemAction::Assign => Some("assign"),
            ItemAction::Approve => Some("approve"),
            ItemAction::Respond => Some("respond"),
            ItemAction::Close => Some("close"),
            ItemAction::SendInvoice | ItemAction::SendEstimate => None,
        }
    }

    /// The keys of its body.
    const fn keys(self) -> &'static [&'static str] {
        match self {
            ItemAction::Assign => &["to"],
            ItemAction::Approve => &["decision", "reason"],
            ItemAction::Respond => &["response"],
            _ => &[],
        }
    }
}

impl Db {
    /// Does an action to an item, and gives the item as its doer reads it then. An action without keys needs no
    /// body. The same `key` with the same body within a day is done once.
    ///
    /// # Errors
    /// Why nothing was done: [`WriteError::WrongState`] where the item's state does not allow it now.
    pub async fn perform(
        &self,
        viewer: &Viewer,
        action: ItemAction,
        id: &str,
        body: Option<&[u8]>,
        key: Option<&str>,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let module = action.module();
        let shelf = Shelf::Items(module);
        let mut turn = Turn::take(self, viewer, now).await?;
        let address = format!("{module}/{id}/{}", action.name());
        let digest = repeats::digest(&address, body.unwrap_or_default());
        let again = match key {
            Some(key) => turn.made_before(key, &digest).await?.is_some(),
            None => false,
        };
        if again {
            let json = turn.shown(shelf, id).await?.ok_or(WriteError::NotFound)?;
            turn.leave();
            return Ok(Written {
                id: id.to_owned(),
                json: Some(json),
            });
        }
        let seen = turn.see(module, id).await?;
        turn.may_do(action, &seen)?;
        let sent = body_of(action, body)?;
        turn.act(action, &seen, &sent).await?;
        if let Some(key) = key {
            turn.remember(key, &digest, id).await?;
        }
        turn.settle().await?;
        let written = Written {
            id: id.to_owned(),
            json: turn.shown(shelf, id).await?,
        };
        let name = format!("{}.{}", module.singular(), action.name());
        let on = format!("{module}/{id}");
        turn.finish(&name, &json!({"on": on})).await?;
        Ok(written)
    }
}

/// The keys that were sent with an action.
fn body_of(action: ItemAction, body: Option<&[u8]>) -> Result<Entries<'_>, WriteError> {
    let keys = action.keys();
    if keys.is_empty() && body.is_none_or(<[u8]>::is_empty) {
        return Ok(Entries::new());
    }
    let sent = entries(body)?;
    for (n, (key, _)) in sent.iter().enumerate() {
        let again = sent[..n].iter().any(|(before, _)| before == key);
        if again || !keys.contains(&key.as_ref()) {
            let pointer = crate::bundle::json::below("", key);
            let expected = match keys {
                [] => "no keys".to_owned(),
                keys => format!("{}, once", keys.join(", ")),
            };
            return Err(WriteError::at(
                &pointer,
                format!("the key {}", said(key)),
                expected,
            ));
        }
    }
    Ok(sent)
}

/// The word that a key gives, one of these.
fn word(sent: &Entries<'_>, key: &str, words: &[&str]) -> Result<i64, WriteError> {
    let value = sent.iter().find(|(known, _)| known == key);
    let value = value.map_or(&Json::Null, |(_, value)| value);
    let place = match value {
        Json::Text(text) => words.iter().position(|word| word == text),
        _ => None,
    };
    place.map(|place| place as i64).ok_or_else(|| {
        let expected = format!("one of {}", words.join(", "));
        WriteError::at(
            &format!("/{key}"),
            crate::bundle::json::shown(value),
            expected,
        )
    })
}

impl Turn {
    fn may_do(&self, action: ItemAction, seen: &Seen) -> Result<(), WriteError> {
        match (action.held(), self.role()) {
            (None, _) => self.by_role(Deed::Edit, Work::Records),
            (Some(_), Some(role))
                if role.may(Deed::Edit, work_of(action.module()), Ties::default()) =>
            {
                Ok(())
            }
            (Some(held), None) if holds(seen, held) => Ok(()),
            _ => Err(WriteError::NotAllowed),
        }
    }

    async fn act(
        &mut self,
        action: ItemAction,
        seen: &Seen,
        sent: &Entries<'_>,
    ) -> Result<(), WriteError> {
        match action {
            ItemAction::Complete => self.complete(seen).await,
            ItemAction::Assign => self.assign(seen, sent).await,
            ItemAction::Approve => self.approve(seen, sent).await,
            ItemAction::Respond => self.respond(seen, sent).await,
            ItemAction::Close => self.close(seen).await,
            ItemAction::SendInvoice => self.send("invoice", seen).await,
            ItemAction::SendEstimate => self.send("estimate", seen).await,
        }
    }

    async fn complete(&mut self, seen: &Seen) -> Result<(), WriteError> {
        let done = CompleteTask::write(&mut self.reader, &seen.on.public_id).await;
        done.map_err(|error| match error {
            ActError::NotFound => WriteError::NotFound,
            ActError::NotAllowed => WriteError::NotAllowed,
            ActError::WrongState(why) => WriteError::WrongState(why),
            ActError::Store(error) => WriteError::Store(error),
        })
    }

    async fn assign(&mut self, seen: &Seen, sent: &Entries<'_>) -> Result<(), WriteError> {
        let to = sent.iter().find(|(key, _)| key == "to");
        let Some((_, Json::Text(to))) = to else {
            let found = to.map_or(&Json::Null, |(_, value)| value);
            let expected = "the id of a member or guest that you see";
            return Err(WriteError::at(
                "/to",
                crate::bundle::json::shown(found),
                expected,
            ));
        };
        let keys = vec![("assignee".into(), Json::Text(to.clone()))];
        let put = self.merge("task", seen.on.id, &keys).await;
        put.map(drop).map_err(|error| match error {
            WriteError::Invalid(mut wrongs) => {
                wrongs
                    .iter_mut()
                    .for_each(|wrong| wrong.pointer = "/to".to_owned());
                WriteError::Invalid(wrongs)
            }
            error => error,
        })
    }

    async fn approve(&mut self, seen: &Seen, sent: &Entries<'_>) -> Result<(), WriteError> {
        static APPROVE: Sql = Sql::fixed(
            "UPDATE task SET approval = $3 WHERE account_id = $1 AND id = $2 AND approval = 1",
        );
        let decision = word(sent, "decision", &["approved", "changes_requested"])?;
        let reason = match sent.iter().find(|(key, _)| key == "reason") {
            Some((_, Json::Text(text))) if !text.trim().is_empty() => Some(text.to_string()),
            None | Some((_, Json::Null)) if decision == 0 => None,
            other => {
                let found = other.map_or(&Json::Null, |(_, value)| value);
                let shown = crate::bundle::json::shown(found);
                return Err(WriteError::at(
                    "/reason",
                    shown,
                    "a reason, which is a text",
                ));
            }
        };
        let values = [
            self.hand.account.into(),
            seen.on.id.into(),
            (decision + 2).into(),
        ];
        if self.reader.tx.execute(&APPROVE, &values).await? == 0 {
            return Err(WriteError::WrongState("no approval is asked for"));
        }
        match reason {
            // Whoever reads the task reads why.
            Some(reason) => self.say(seen, &reason).await,
            None => Ok(()),
        }
    }

    /// Comments on an item in the writer's name, for all to see.
    async fn say(&mut self, seen: &Seen, text: &str) -> Result<(), WriteError> {
        static SAY: Sql = Sql::fixed(
            "INSERT INTO comment (account_id, id, public_id, on_module, on_id, author_id, text, internal, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8)",
        );
        let id = self.new_id().await?;
        let values = [
            self.hand.account.into(),
            id.into(),
            crate::accounts::random_id().into(),
            (seen.on.module as i64).into(),
            seen.on.id.into(),
            self.reader.viewer.party.id.into(),
            text.into(),
            self.hand.now.into(),
        ];
        self.reader.tx.execute(&SAY, &values).await?;
        Ok(())
    }

    async fn respond(&mut self, seen: &Seen, sent: &Entries<'_>) -> Result<(), WriteError> {
        static RESPOND: Sql = Sql::fixed(
            "UPDATE meeting_attendee SET response = $4 WHERE account_id = $1 AND meeting_id = $2 AND person_id = $3",
        );
        let response = word(sent, "response", &["yes", "no", "maybe"])?;
        let values = [
            self.hand.account.into(),
            seen.on.id.into(),
            self.reader.viewer.party.id.into(),
            response.into(),
        ];
        match self.reader.tx.execute(&RESPOND, &values).await? {
            0 => Err(WriteError::NotAllowed),
            _ => Ok(()),
        }
    }

    async fn close(&mut self, seen: &Seen) -> Result<(), WriteError> {
        static CLOSE: Sql = Sql::fixed(
            "UPDATE ticket SET status = 2, closed_at = $3 WHERE account_id = $1 AND id = $2 AND status <> 2",
        );
        let now = self.hand.now;
        let values = [self.hand.account.into(), seen.on.id.into(), now.into()];
        match self.reader.tx.execute(&CLOSE, &values).await? {
            0 => Err(WriteError::WrongState("the ticket is closed already")),
            _ => Ok(()),
        }
    }

    async fn send(&mut self, table: &'static str, seen: &Seen) -> Result<(), WriteError> {
        let sql = Sql::built(format!(
            "UPDATE {table} SET status = 1, sent_at = $3 WHERE account_id = $1 AND id = $2 AND status = 0"
        ));
        let now = self.hand.now;
        let values = [self.hand.account.into(), seen.on.id.into(), now.into()];
        match self.reader.tx.execute(&sql, &values).await? {
            0 => Err(WriteError::WrongState("only a draft is sent")),
            _ => Ok(()),
        }
    }
}
