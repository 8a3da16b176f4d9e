//! What making, changing and ending a grant is made of: who it may be for, which role fits, who may do it.

use super::ending;
use super::invite::{self, Newcomer};
use super::item::Item;
use super::may_open::Openable;
use super::people::{self, Person, REMOVED};
use super::roles;
use super::rows::{self, Row};
use super::turn::Turn;
use crate::bundle::json::{Json, shown};
use crate::bundle::kinds::Kind;
use crate::engine::Sql;
use crate::visible::ReadError;
use crate::writes::record::{Entries, Put, merged};
use crate::writes::{StillAs, WriteError, Written};
use crate::{accounts, days, email, ids};
use access::Module;
use access::roles::BuiltIn;
use access::rule::{Because, Clocks};
use serde_json::json;
use std::borrow::Cow;

/// The place of the kind `grant` among the bundle's.
fn place() -> usize {
    Kind::named("grant").map_or(0, |(place, _)| place)
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
    /// Makes a grant of staff, short of telling anybody.
    pub(super) async fn make_grant(
        &mut self,
        entries: &mut Entries<'_>,
    ) -> Result<(Person, Put), WriteError> {
        refuse_key(
            entries,
            "revoked_at",
            "no `revoked_at`: a grant is ended by deleting it",
        )?;
        let item = self.subject_of(entries).await?;
        let person = self.recipient(entries).await?;
        self.fitting_role(entries, item.module(), person.id, item.id, None)
            .await?;
        if !entries
            .iter()
            .any(|(key, value)| key == "starts_at" && *value != Json::Null)
        {
            let mut begins = String::new();
            days::push_instant(&mut begins, self.now());
            entries.retain(|(key, _)| key != "starts_at");
            entries.push((Cow::Borrowed("starts_at"), Json::Text(begins.into())));
        }
        let put = self.put(place(), None, entries).await?;
        self.opened(put.id).await?;
        Ok((person, put))
    }

    /// Lays what was sent over a grant.
    pub(super) async fn alter_grant(
        &mut self,
        row: &Row,
        sent: &Entries<'_>,
    ) -> Result<Put, WriteError> {
        for key in ["to", "on", "revoked_at"] {
            let expected = "no such key: whose it is, on what, and whether it was ended stays";
            refuse_key(sent, key, expected)?;
        }
        if row.revoked_at.is_some() {
            return Err(WriteError::WrongState(
                "the grant was ended: make a new one",
            ));
        }
        let before = self.recall(place(), row.id).await?;
        let before = before.ok_or(WriteError::NotFound)?;
        let entries = merged(&before, sent)?;
        let module = Module::numbered(row.subject.0).unwrap_or(Module::Customers);
        self.fitting_role(&entries, module, row.person, row.subject.1, Some(row.id))
            .await?;
        self.put(place(), Some(&before), &entries).await
    }

    /// Ends a grant, unless it is an owner's and not the writer's own.
    pub(super) async fn revoke(&mut self, row: &Row) -> Result<ending::Ended, WriteError> {
        if row.revoked_at.is_some() {
            return Err(WriteError::WrongState("the grant was ended already"));
        }
        if row.is_owners() && row.person != self.by() {
            return Err(WriteError::OwnerGrant);
        }
        let (account, at) = (self.account(), self.now());
        Ok(ending::end(self.tx(), account, std::slice::from_ref(row), at).await?)
    }

    /// The item that a grant is to be on, where the writer may open access to it.
    async fn subject_of(&mut self, entries: &Entries<'_>) -> Result<Openable, WriteError> {
        let Some(item) = named_subject(entries) else {
            if !self.reader.may_open_anything().await? {
                return Err(WriteError::NotAllowed);
            }
            let found = entries.iter().find(|(key, _)| key == "on");
            let found = found.map_or_else(|| "nothing".to_owned(), |(_, on)| shown(on));
            return Err(WriteError::at(
                "/on",
                found,
                "an item as `{\"project\": ID}`",
            ));
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
                    let expected =
                        "the id of a user who was not removed, or an `email` in its place";
                    Err(WriteError::at("/to", found, expected))
                }
            };
        };
        let (_, given) = entries.remove(at);
        if entries.iter().any(|(key, _)| key == "to") {
            return Err(WriteError::at(
                "/email",
                shown(&given),
                "either `to` or `email`",
            ));
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
        let own =
            |value: &&(Cow<'_, str>, Json<'_>)| value.0 == "permissions" && value.1 != Json::Null;
        if entries.iter().any(|entry| own(&entry)) {
            return Ok(());
        }
        let lasting = rows::lasting_of(self.tx(), account, &[person], now).await?;
        let rows: Vec<&Row> = lasting
            .iter()
            .filter(|row| row.subject == (Module::Customers as i64, subject))
            .filter(|row| row.level().is_some())
            .collect();
        let was = rows
            .iter()
            .find(|row| Some(row.id) == itself)
            .and_then(|row| row.level());
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
        if still_as.is_some() {
            let json = match staff {
                true => self.reader.told_grant(row.id).await?,
                false => self.reader.grant(id).await?,
            };
            Turn::unless_changed(&json, still_as)?;
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
        let json = self.grant_as_told(key, &id).await?;
        let on = format!("grants/{id}");
        let detail = if fields.is_empty() {
            json!({"on": on})
        } else {
            json!({"on": on, "fields": fields})
        };
        self.finish(action, &detail).await?;
        Ok(Written { id, json })
    }

    /// A grant as the writer reads it; nothing where they do not, or not any more.
    pub(super) async fn grant_as_told(
        &mut self,
        key: i64,
        id: &str,
    ) -> Result<Option<String>, WriteError> {
        if self.reader.viewer.reads_everything() {
            return Ok(Some(self.reader.told_grant(key).await?));
        }
        match self.reader.grant(id).await {
            Ok(json) => Ok(Some(json)),
            Err(ReadError::NotAllowed | ReadError::NotFound) => Ok(None),
            Err(error) => Err(error.into()),
        }
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
