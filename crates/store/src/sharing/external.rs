//! The external access of a participant: a grant with the role `Viewer`, unless another is chosen, for the person that
//! the participant is, or whose address is given.

use super::body::Body;
use super::may_open::Openable;
use super::participants::Part;
use super::people::{self, Person, REMOVED};
use super::rows::{self, Row};
use super::share::{Carried, comes_to, role_for, write};
use super::telling;
use super::turn::{Turn, wrong};
use super::wish::MESSAGE;
use crate::engine::Sql;
use crate::writes::WriteError;
use crate::writes::record::Entries;
use crate::{email, mail};
use access::roles::BuiltIn;
use serde_json::Value;

/// What is wished for a participant's external access.
#[derive(Clone, Debug)]
pub(super) enum External {
    /// On, as it is where it was on already.
    On,
    Off,
    /// On, and so.
    With(Value),
}

impl External {
    /// Takes the wish out of a body.
    ///
    /// # Errors
    /// What is neither true, false nor an object.
    pub(super) fn taken(entries: &mut Entries<'_>) -> Result<Option<External>, WriteError> {
        let Some(at) = entries.iter().position(|(key, _)| key == "external") else {
            return Ok(None);
        };
        let value = entries
            .remove(at)
            .1
            .to_value("/external")
            .map_err(WriteError::fault)?;
        match value {
            Value::Null => Ok(None),
            Value::Bool(true) => Ok(Some(External::On)),
            Value::Bool(false) => Ok(Some(External::Off)),
            Value::Object(_) => Ok(Some(External::With(value))),
            other => Err(wrong("/external", &other, "true, false, or an object")),
        }
    }
}

/// What an object says of the access.
struct Terms {
    role: String,
    expires_at: Option<i64>,
    email: Option<String>,
    message: Option<String>,
}

/// Switches a participant's external access on or off.
pub(super) async fn access(
    turn: &mut Turn,
    project: &Openable,
    part: &Part,
    external: External,
) -> Result<(), WriteError> {
    let (with, as_it_is) = match external {
        External::Off => {
            turn.switch_off(project, part).await?;
            return Ok(());
        }
        External::On => (Value::Object(serde_json::Map::new()), true),
        External::With(with) => (with, false),
    };
    let terms = terms(turn, &with)?;
    let (account, by, now) = (turn.account(), turn.by(), turn.now());
    let person = holder(turn, part, terms.email.as_deref()).await?;
    if as_it_is && let Some(row) = lasting(turn, project, &person).await? {
        return turn.note(part, row.id).await;
    }
    let items = std::slice::from_ref(project);
    let role = role_for(&mut turn.reader, &terms.role, items)
        .await
        .map_err(under_external)?;
    let carried = Carried {
        role: Some(role),
        permissions: None,
        comes_to: comes_to(turn.tx(), account, role).await?,
    };
    let people = std::slice::from_ref(&person);
    let written = write(turn, items, &[carried], (terms.expires_at, None), people).await?;
    let grants: Vec<i64> = written.iter().map(|row| row.id).collect();
    if let Some(grant) = grants.first() {
        if part.grant.is_some_and(|had| had != *grant) {
            turn.switch_off(project, part).await?;
        }
        turn.note(part, *grant).await?;
    }
    telling::tell_guest(&mut turn.reader, &person, &grants, terms.message.as_deref()).await?;
    mail::tell_of_sharing(turn.tx(), account, now, Some(by), &grants).await?;
    Ok(())
}

fn terms(turn: &Turn, with: &Value) -> Result<Terms, WriteError> {
    let viewer = &turn.reader.viewer;
    let mut body =
        Body::read(with, &["role", "until", "email", "message"]).map_err(under_external)?;
    let role = body
        .text("role", 500)
        .unwrap_or(BuiltIn::Viewer.name())
        .to_owned();
    let end = body
        .end("until")
        .map(|end| end.at(&viewer.account.time_zone));
    if end.is_some_and(|end| end <= viewer.now) {
        let found = body.get("until").unwrap_or(&Value::Null);
        body.wrong("/until", found, "an instant that is still to come");
    }
    let given = body.text("email", 300);
    let email = given.and_then(|address| email::normal(address.trim()));
    if let (Some(given), None) = (given, &email) {
        body.wrong("/email", &Value::from(given), "an e-mail address");
    }
    let message = body.words("message", MESSAGE).map(str::to_owned);
    body.so_far().map_err(under_external)?;
    Ok(Terms {
        role,
        expires_at: end,
        email,
        message,
    })
}

/// The same refusal, seen from the body that holds the wish.
fn under_external(error: WriteError) -> WriteError {
    match error {
        WriteError::Invalid(mut wrongs) => {
            for wrong in &mut wrongs {
                wrong.pointer.insert_str(0, "/external");
            }
            WriteError::Invalid(wrongs)
        }
        other => other,
    }
}

/// Who gets the access: the guest that the participant is, the contact's guest or address, or the address given.
async fn holder(turn: &mut Turn, part: &Part, given: Option<&str>) -> Result<Person, WriteError> {
    let account = turn.account();
    if let Some(person) = part.person {
        let mut people = people::by_ids(turn.tx(), account, &[person]).await?;
        let person = people.pop().filter(|person| person.state != REMOVED);
        return person.ok_or(WriteError::WrongState(
            "the guest was removed: invite them again",
        ));
    }
    let mut known = given.map(str::to_owned);
    let mut name = String::new();
    if let Some(contact) = part.contact {
        if given.is_none()
            && let Some(guest) = guest_of(turn, contact).await?
        {
            return Ok(guest);
        }
        let (of_contact, address) = contact_of(turn, contact).await?;
        name = of_contact;
        known = known.or(address);
    } else if let (Some(customer), None) = (part.customer, given) {
        known = person_of(turn, customer).await?;
    }
    let Some(address) = known else {
        let expected = "the e-mail address of the person who gets the access";
        return Err(WriteError::at("/external/email", "nothing", expected));
    };
    let person = turn.known_or_invited(&address, &name, part.contact).await?;
    if person.reads_everything() {
        let found = format!("`{address}`");
        let expected = "another address: this is a member, who sees it already";
        return Err(WriteError::at("/external/email", found, expected));
    }
    Ok(person)
}

async fn guest_of(turn: &mut Turn, contact: i64) -> Result<Option<Person>, WriteError> {
    static GUEST: Sql = Sql::fixed(
        "SELECT id FROM person WHERE account_id = $1 AND contact_id = $2 AND is_guest = 1 AND state <> 3 ORDER BY id",
    );
    let account = turn.account();
    let found = turn
        .tx()
        .one(&GUEST, &[account.into(), contact.into()], |row| row.int(0))
        .await?;
    match found {
        Some(id) => Ok(people::by_ids(turn.tx(), account, &[id]).await?.pop()),
        None => Ok(None),
    }
}

async fn contact_of(turn: &mut Turn, contact: i64) -> Result<(String, Option<String>), WriteError> {
    static CONTACT: Sql =
        Sql::fixed("SELECT name, email FROM contact WHERE account_id = $1 AND id = $2");
    let values = [turn.account().into(), contact.into()];
    let found = turn
        .tx()
        .one(&CONTACT, &values, |row| {
            let address = row.opt_text(1)?.and_then(email::normal);
            Ok((row.text(0)?.to_owned(), address))
        })
        .await?;
    Ok(found.unwrap_or_default())
}

/// The address of a customer who is a person.
async fn person_of(turn: &mut Turn, customer: i64) -> Result<Option<String>, WriteError> {
    static PERSON: Sql =
        Sql::fixed("SELECT email FROM customer WHERE account_id = $1 AND id = $2 AND kind = 1");
    let values = [turn.account().into(), customer.into()];
    let found = turn
        .tx()
        .one(&PERSON, &values, |row| {
            Ok(row.opt_text(0)?.and_then(email::normal))
        })
        .await?;
    Ok(found.flatten())
}

/// The grant on the project that somebody has already.
async fn lasting(
    turn: &mut Turn,
    project: &Openable,
    person: &Person,
) -> Result<Option<Row>, WriteError> {
    let (account, now) = (turn.account(), turn.now());
    let subject = (project.module() as i64, project.id);
    let rows = rows::lasting_of(turn.tx(), account, &[person.id], now).await?;
    Ok(rows.into_iter().rev().find(|row| row.subject == subject))
}

impl Turn {
    /// Notes the grant of a participant's external access.
    async fn note(&mut self, part: &Part, grant: i64) -> Result<(), WriteError> {
        static NOTE: Sql =
            Sql::fixed("UPDATE participant SET grant_id = $3 WHERE account_id = $1 AND id = $2");
        let values = [self.account().into(), part.id.into(), grant.into()];
        self.tx().execute(&NOTE, &values).await?;
        Ok(())
    }
}
