//! Single grants: made, changed, prolonged and ended, by those who may open access to their subject.

use super::ending;
use super::guests::message;
use super::invite::{self, Newcomer};
use super::item::Item;
use super::may_open::OpenAccess;
use super::people::{self, Person, REMOVED};
use super::receipt::receipt;
use super::roles;
use super::rows::{self, Row};
use super::telling;
use super::turn::{self, Turn};
use crate::bundle::json::{Json, shown};
use crate::bundle::kinds::Kind;
use crate::chain::Permit;
use crate::engine::{Db, Sql};
use crate::writes::record::{Entries, entries, merged};
use crate::writes::{StillAs, WriteError, Written};
use crate::{accounts, days, email, ids, mail};
use access::Module;
use access::roles::BuiltIn;
use access::rule::{Because, Clocks};
use jiff::Timestamp;
use serde_json::json;
use std::borrow::Cow;

const DAY: i64 = 86_400_000_000;
/// The most days by which an end is put off at once.
pub const MOST_DAYS_MORE: i64 = 3_660;

/// The place of the kind `grant` among the bundle's.
fn place() -> usize {
    Kind::named("grant").map_or(0, |(place, _)| place)
}

impl Db {
    /// Makes a grant: `body` is the bundle's line without kind, id and `revoked_at`; in the place of `to` it may name
    /// an `email`, which is invited where the account does not know it, with a `message`.
    ///
    /// Whoever manages a customer's external access makes rows of its table.
    ///
    /// # Errors
    /// Why nothing was written: [`WriteError::Conflict`] where the user has a row in the customer's table already.
    pub async fn create_grant(
        &self,
        permit: Permit<OpenAccess>,
        body: Option<&[u8]>,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let mut turn = turn::take(self, permit, now).await?;
        let mut entries = entries(body)?;
        if !turn.reader.viewer.reads_everything() {
            return turn.create_row(&entries).await;
        }
        let message = message(&mut entries)?;
        refuse_key(&entries, "revoked_at", "no `revoked_at`: a grant is ended by deleting it")?;
        let item = turn.subject_of(&entries).await?;
        let person = turn.recipient(&mut entries).await?;
        turn.fitting_role(&entries, item.module(), person.id, item.id, None).await?;
        if !entries.iter().any(|(key, value)| key == "starts_at" && *value != Json::Null) {
            let mut begins = String::new();
            days::push_instant(&mut begins, turn.now());
            entries.retain(|(key, _)| key != "starts_at");
            entries.push((Cow::Borrowed("starts_at"), Json::Text(begins.into())));
        }
        let put = turn.put(place(), None, &entries).await?;
        turn.opened(put.id).await?;
        let (account, by, at) = (turn.account(), turn.by(), turn.now());
        telling::tell_guest(&mut turn.reader, &person, &[put.id], message.as_deref()).await?;
        mail::tell_of_sharing(turn.tx(), account, at, Some(by), &[put.id]).await?;
        turn.end_grant_write("grant.create", put.id, &put.public_id, &[]).await
    }

    /// Changes a grant: role, permissions, clocks, window and notes; whose it is and on what stays.
    ///
    /// # Errors
    /// Why nothing was written: [`WriteError::OwnerGrant`] for an owner's, [`WriteError::WrongState`] for one that was
    /// ended.
    pub async fn change_grant(
        &self,
        permit: Permit<OpenAccess>,
        id: &str,
        body: Option<&[u8]>,
        still_as: StillAs<'_>,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let mut turn = turn::take(self, permit, now).await?;
        let row = turn.grant(id, still_as).await?;
        let sent = entries(body)?;
        if !turn.reader.viewer.reads_everything() {
            return turn.change_row(row, &sent).await;
        }
        for key in ["to", "on", "revoked_at"] {
            refuse_key(&sent, key, "no such key: whose it is, on what, and whether it was ended stays")?;
        }
        if row.revoked_at.is_some() {
            return Err(WriteError::WrongState("the grant was ended: make a new one"));
        }
        let before = turn.recall(place(), row.id).await?;
        let before = before.ok_or(WriteError::NotFound)?;
        let put = {
            let entries = merged(&before, &sent)?;
            let module = Module::numbered(row.subject.0).unwrap_or(Module::Customers);
            turn.fitting_role(&entries, module, row.person, row.subject.1, Some(row.id)).await?;
            turn.put(place(), Some(&before), &entries).await?
        };
        turn.end_grant_write("grant.change", row.id, &row.public_id, &put.changed).await
    }

    /// Ends a grant and what hangs on it; gives the receipt.
    ///
    /// # Errors
    /// Why nothing was written: [`WriteError::OwnerGrant`] for an owner's, which its holder alone gives up.
    pub async fn end_grant(
        &self,
        permit: Permit<OpenAccess>,
        id: &str,
        still_as: StillAs<'_>,
        now: Timestamp,
    ) -> Result<String, WriteError> {
        let mut turn = turn::take(self, permit, now).await?;
        let row = turn.grant(id, still_as).await?;
        if row.revoked_at.is_some() {
            return Err(WriteError::WrongState("the grant was ended already"));
        }
        if row.is_owners() && row.person != turn.by() {
            return Err(WriteError::OwnerGrant);
        }
        let (account, at) = (turn.account(), turn.now());
        let ended = ending::end(turn.tx(), account, std::slice::from_ref(&row), at).await?;
        let still = match turn.subject(&row).await? {
            Some(item) if turn.reader.viewer.reads_everything() => {
                turn.reader.still(item, &[], Some(row.person)).await?
            }
            _ => Vec::new(),
        };
        let detail = json!({"on": format!("grants/{}", ids::show(&row.public_id))});
        turn.finish("grant.end", &detail).await?;
        Ok(receipt(&ended, &still))
    }

    /// Puts the end of a grant off by so many days, counted from its end, or from now where that is over.
    ///
    /// # Errors
    /// [`WriteError::WrongState`] where it has no end or was ended by hand; [`WriteError::Invalid`] for days outside 1
    /// to [`MOST_DAYS_MORE`].
    pub async fn extend_grant(
        &self,
        permit: Permit<OpenAccess>,
        id: &str,
        more: i64,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let mut turn = turn::take(self, permit, now).await?;
        let row = turn.grant(id, None).await?;
        if !turn.reader.viewer.reads_everything() {
            return Err(WriteError::NotAllowed);
        }
        if !(1..=MOST_DAYS_MORE).contains(&more) {
            let expected = format!("a number of days from 1 to {MOST_DAYS_MORE}");
            return Err(WriteError::at("/days", format!("`{more}`"), expected));
        }
        let (Some(end), None) = (row.expires_at, row.revoked_at) else {
            return Err(WriteError::WrongState("the grant has no end that could be put off"));
        };
        let (account, at) = (turn.account(), turn.now());
        let (key, public_id) = (row.id, row.public_id);
        let longer = Row {
            expires_at: Some(end.max(at).saturating_add(more * DAY)),
            ..row
        };
        rows::write(turn.tx(), account, at, &[longer]).await?;
        let fields = ["expires_at".to_owned()];
        turn.end_grant_write("grant.extend", key, &public_id, &fields).await
    }
}

fn refuse_key(entries: &Entries<'_>, key: &str, expected: &str) -> Result<(), WriteError> {
    match entries.iter().find(|(known, _)| known == key) {
        Some((_, value)) if *value != Json::Null => {
            Err(WriteError::at(&format!("/{key}"), shown(value), expected))
        }
        _ => Ok(()),
    }
}

pub(super) fn text<'e>(entries: &'e Entries<'_>, key: &str) -> Option<&'e str> {
    match entries.iter().find(|(known, _)| known == key) {
        Some((_, Json::Text(text))) => Some(text),
        _ => None,
    }
}

/// The item that `on` names.
pub(super) fn named_subject(entries: &Entries<'_>) -> Option<Item> {
    match entries.iter().find(|(key, _)| key == "on") {
        Some((_, Json::Object(on))) if on.len() == 1 => {
            let (word, id) = &on[0];
            match id {
                Json::Text(id) => Some(Item::of(Module::of_singular(word)?, id)),
                _ => None,
            }
        }
        _ => None,
    }
}

impl Turn {
    /// The item that a grant is to be on, where the writer may open access to it.
    async fn subject_of(
        &mut self,
        entries: &Entries<'_>,
    ) -> Result<super::may_open::Openable, WriteError> {
        let Some(item) = named_subject(entries) else {
            if !self.reader.may_open_anything().await? {
                return Err(WriteError::NotAllowed);
            }
            let found = entries.iter().find(|(key, _)| key == "on");
            let found = found.map_or_else(|| "nothing".to_owned(), |(_, on)| shown(on));
            return Err(WriteError::at("/on", found, "an item as `{\"project\": ID}`"));
        };
        self.reader.openable_at(item, "/on").await
    }

    /// The user whom a grant is for: `to`, or whoever has the address `email`, invited where nobody has it.
    async fn recipient(&mut self, entries: &mut Entries<'_>) -> Result<Person, WriteError> {
        let account = self.account();
        let Some(at) = entries.iter().position(|(key, _)| key == "email") else {
            let to = ids::parse(text(entries, "to").unwrap_or_default());
            return match people::by_public_id(self.tx(), account, to).await? {
                Some(person) if person.state != REMOVED => Ok(person),
                _ => {
                    let found = entries.iter().find(|(key, _)| key == "to");
                    let found = found.map_or_else(|| "nothing".to_owned(), |(_, to)| shown(to));
                    let expected = "the id of a user who was not removed, or an `email` in its place";
                    Err(WriteError::at("/to", found, expected))
                }
            };
        };
        let (_, given) = entries.remove(at);
        if entries.iter().any(|(key, _)| key == "to") {
            return Err(WriteError::at("/email", shown(&given), "either `to` or `email`"));
        }
        let address = match &given {
            Json::Text(address) => email::normal(address.trim()),
            _ => None,
        };
        let Some(address) = address else {
            return Err(WriteError::at("/email", shown(&given), "an e-mail address"));
        };
        let person = self.known_or_invited(&address, "", None).await?;
        let id = ids::show(&person.public_id);
        entries.push((Cow::Borrowed("to"), Json::Text(id.into())));
        Ok(person)
    }

    /// Who has the address, invited where nobody has it or they were removed.
    pub(super) async fn known_or_invited(
        &mut self,
        address: &str,
        name: &str,
        contact: Option<i64>,
    ) -> Result<Person, WriteError> {
        let account = self.account();
        let known = people::by_addresses(self.tx(), account, &[address]).await?;
        let invited = match known.into_values().next() {
            Some(person) if person.state != REMOVED => return Ok(person),
            Some(person) if !person.guest => return Err(GONE_MEMBER),
            Some(removed) => invite::invite(&mut self.reader, &[], &[removed]).await?,
            None => {
                let newcomer = Newcomer {
                    email: address,
                    name,
                    contact,
                };
                invite::invite(&mut self.reader, &[newcomer], &[]).await?
            }
        };
        invited.into_iter().next().ok_or(WriteError::NotFound)
    }

    /// Refuses a level on anything but a customer, an owner made by anybody but admins, and a second row of the same
    /// user in a customer's table.
    async fn fitting_role(
        &mut self,
        entries: &Entries<'_>,
        module: Module,
        person: i64,
        subject: i64,
        itself: Option<i64>,
    ) -> Result<(), WriteError> {
        let (account, now) = (self.account(), self.now());
        let Some(named) = text(entries, "role") else {
            return Ok(());
        };
        let role = roles::role(self.tx(), account, named, now).await?;
        let Some(level) = role.and_then(|(role, _)| role.level()) else {
            return Ok(());
        };
        let wrong = |expected: &str| Err(WriteError::at("/role", format!("`{named}`"), expected));
        if module != Module::Customers {
            return wrong("another role: levels go on customers");
        }
        let own = |value: &&(Cow<'_, str>, Json<'_>)| value.0 == "permissions" && value.1 != Json::Null;
        if entries.iter().any(|entry| own(&entry)) {
            return Ok(());
        }
        let lasting = rows::lasting_of(self.tx(), account, &[person], now).await?;
        let rows: Vec<&Row> = lasting
            .iter()
            .filter(|row| row.subject == (Module::Customers as i64, subject))
            .filter(|row| row.level().is_some())
            .collect();
        let was = rows.iter().find(|row| Some(row.id) == itself).and_then(|row| row.level());
        if level == BuiltIn::L90 && was != Some(level) && !self.reader.viewer.administers() {
            return wrong("a level up to `L80`: owners are made by admins");
        }
        if rows.iter().any(|row| Some(row.id) != itself) {
            return Err(SECOND_ROW);
        }
        Ok(())
    }

    /// A grant that the writer may change, still as they saw it.
    pub(super) async fn grant(
        &mut self,
        id: &str,
        still_as: StillAs<'_>,
    ) -> Result<Row, WriteError> {
        let account = self.account();
        let staff = self.reader.viewer.reads_everything();
        if staff && !self.reader.may_open_anything().await? {
            return Err(WriteError::NotAllowed);
        }
        if !staff {
            // Refuses those who see no such row as it refuses them to read it.
            self.reader.grant(id).await?;
        }
        let row = rows::by_public_id(self.tx(), account, ids::parse(id)).await?;
        let row = row.ok_or(WriteError::NotFound)?;
        if staff && !self.reader.viewer.administers() {
            let item = self.subject(&row).await?.ok_or(WriteError::NotFound)?;
            self.reader.openable_at(item, "").await?;
        }
        if let Some(still_as) = still_as {
            let json = match staff {
                true => self.reader.told_grant(row.id).await?,
                false => self.reader.grant(id).await?,
            };
            if !still_as(&json) {
                return Err(WriteError::ChangedMeanwhile);
            }
        }
        Ok(row)
    }

    /// The item that a grant is on, as requests name it.
    pub(super) async fn subject(&mut self, row: &Row) -> Result<Option<Item>, WriteError> {
        let Some(module) = Module::numbered(row.subject.0) else {
            return Ok(None);
        };
        let sql = Sql::built(format!(
            "SELECT public_id FROM {} WHERE account_id = $1 AND id = $2",
            crate::visible::table::table(module).name
        ));
        let values = [self.account().into(), row.subject.1.into()];
        let id = self.tx().one(&sql, &values, |row| row.id(0)).await?;
        Ok(id.map(|public_id| Item { module, public_id }))
    }

    /// Notes who opened a grant, and when.
    pub(super) async fn opened(&mut self, grant: i64) -> Result<(), WriteError> {
        static NOTE: Sql = Sql::fixed(
            "UPDATE access_grant SET opened_by_id = $3, opened_at = $4 WHERE account_id = $1 AND id = $2",
        );
        let values = [
            self.account().into(),
            grant.into(),
            self.by().into(),
            self.now().into(),
        ];
        self.tx().execute(&NOTE, &values).await?;
        Ok(())
    }

    /// Ends a turn about a grant with what its writer reads of it now.
    pub(super) async fn end_grant_write(
        mut self,
        action: &str,
        key: i64,
        public_id: &[u8; 16],
        fields: &[String],
    ) -> Result<Written, WriteError> {
        let id = ids::show(public_id);
        let json = if self.reader.viewer.reads_everything() {
            self.reader.told_grant(key).await?
        } else {
            self.reader.grant(&id).await?
        };
        let on = format!("grants/{id}");
        let detail = if fields.is_empty() {
            json!({"on": on})
        } else {
            json!({"on": on, "fields": fields})
        };
        self.finish(action, &detail).await?;
        Ok(Written {
            id,
            json: Some(json),
        })
    }
}

pub(super) const SECOND_ROW: WriteError =
    WriteError::Conflict("the user has a row in this customer's table already");
const GONE_MEMBER: WriteError =
    WriteError::Conflict("the address is that of a member who may not come in any more");

/// Whether a grant lives by its own clocks.
pub(super) fn lives(row: &Row, now: i64) -> bool {
    let clocks = Clocks {
        starts_at: row.starts_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
    };
    clocks.at(now) == Because::Open
}

/// Ids for new grants.
pub(super) async fn next_id(turn: &mut Turn) -> Result<i64, WriteError> {
    let account = turn.account();
    Ok(accounts::allocate(turn.tx(), account, 1).await?)
}
