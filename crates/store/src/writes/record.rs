//! One record: what is there of it, what is sent, and what becomes of it. The declaration of kinds is the bundle's.

use super::WriteError;
use super::references::OF_YOURS;
use super::turn::Turn;
use crate::accounts::identities;
use crate::bundle::export::{read_list, read_payments};
use crate::bundle::given::{Given, Line, What};
use crate::bundle::hand::{Record, existing};
use crate::bundle::ids::{Found, Met};
use crate::bundle::json::{Json, shown};
use crate::bundle::kinds::{Is, KINDS, Kind, Space};
use crate::bundle::names::Names;
use crate::bundle::resolve::{self, Around, Resolved};
use crate::bundle::spell::{self, Paid};
use crate::bundle::{parse, removal, tables};
use crate::engine::{Sql, Value};
use crate::error::{Result, StoreError};
use std::borrow::Cow;
use std::collections::HashMap;

/// The keys of a body and their values.
pub(crate) type Entries<'a> = Vec<(Cow<'a, str>, Json<'a>)>;

/// A record as the account has it.
pub(crate) struct Before {
    pub(crate) id: i64,
    /// Its line in the server's ids.
    pub(crate) line: String,
    /// What the ids in it lead to.
    met: Met,
    source_id: Option<String>,
}

/// What became of a record.
#[derive(Debug)]
pub(crate) struct Put {
    pub(crate) id: i64,
    pub(crate) public_id: [u8; 16],
    /// The keys whose values are others now.
    pub(crate) changed: Vec<String>,
}

/// Reads what was sent.
///
/// # Errors
/// [`WriteError::Unreadable`] for what is no JSON, [`WriteError::Invalid`] for JSON that is no object.
pub(crate) fn entries(body: Option<&[u8]>) -> std::result::Result<Entries<'_>, WriteError> {
    const EXPECTED: WriteError =
        WriteError::Unreadable("a JSON object is sent as `application/json`");
    let json = serde_json::from_slice(body.ok_or(EXPECTED)?).map_err(|_| EXPECTED)?;
    match json {
        Json::Object(entries) => Ok(entries),
        other => Err(WriteError::at("", shown(&other), "an object")),
    }
}

/// Lays what was sent over the record that is there: keys that are not named stay as they are.
///
/// # Errors
/// A key that is sent twice.
pub(crate) fn merged<'a>(
    before: &'a Before,
    sent: &Entries<'a>,
) -> std::result::Result<Entries<'a>, WriteError> {
    let line = parse::tree(before.line.as_bytes());
    let Ok(Json::Object(mut entries)) = line else {
        return Err(StoreError::broken("a record's own line cannot be read").into());
    };
    entries.retain(|(key, _)| !matches!(key.as_ref(), "kind" | "id"));
    for (n, (key, value)) in sent.iter().enumerate() {
        let again = sent[..n].iter().any(|(before, _)| before == key);
        let there = entries.iter_mut().find(|(known, _)| known == key);
        match there.filter(|_| !again) {
            Some((_, known)) => *known = value.clone(),
            // What is sent twice stands here twice and is refused as such.
            None => entries.push((key.clone(), value.clone())),
        }
    }
    Ok(entries)
}

/// Gives a key the value that it has by its address; another value in the body is refused.
///
/// # Errors
/// What the body says otherwise.
pub(crate) fn fix<'a>(
    entries: &mut Entries<'a>,
    key: &'static str,
    value: Json<'a>,
    expected: &str,
) -> std::result::Result<(), WriteError> {
    match entries.iter().find(|(known, _)| known == key) {
        Some((_, given)) if *given == value => Ok(()),
        Some((_, given)) => Err(WriteError::at(&format!("/{key}"), shown(given), expected)),
        None => {
            entries.push((Cow::Borrowed(key), value));
            Ok(())
        }
    }
}

impl Turn {
    /// A record of the kind at a place, by internal id.
    pub(crate) async fn recall(&mut self, place: usize, id: i64) -> Result<Option<Before>> {
        let (kind, account) = (&KINDS[place], self.hand.account);
        let tx = &mut self.reader.tx;
        let Some(existing) = existing(tx, place, account, &[id]).await?.remove(&id) else {
            return Ok(None);
        };
        let these = [account.into(), Value::Ids(&[id])];
        let (mut people, mut payments): (Vec<Vec<i64>>, Vec<Paid>) = Default::default();
        for field in kind.fields {
            match field.is {
                Is::People(link) => {
                    let listed = read_list(tx, link, &these).await?;
                    people.push(listed.into_iter().map(|(_, person)| person).collect());
                }
                Is::Payments => {
                    payments = read_payments(tx, &these)
                        .await?
                        .remove(&id)
                        .unwrap_or_default();
                }
                _ => {}
            }
        }
        let wanted = spell::wanted(kind, &existing.cells, &people);
        let mut names = Names::of_server(account);
        names.prepare(tx, wanted.clone()).await?;
        let guests = self.guests_among(&wanted).await?;
        let mut met = Met::new();
        for (space, id) in wanted {
            let guest = space == Space::Person && guests.contains(&id);
            if let Some(name) = names.get(space, id) {
                met.note(space, name, Found::There { id, guest });
            }
        }
        let mut line = String::new();
        let record = spell::Record {
            kind,
            id: None,
            cells: &existing.cells,
            people: &people,
            payments: &payments,
            bytes: None,
        };
        spell::push(&mut line, &record, &names);
        Ok(Some(Before {
            id,
            line,
            met,
            source_id: existing.source_id,
        }))
    }

    async fn guests_among(&mut self, wanted: &[(Space, i64)]) -> Result<Vec<i64>> {
        static GUESTS: Sql = Sql::fixed(
            "SELECT id FROM person WHERE account_id = $1 AND id = ANY($2) AND is_guest = 1",
        );
        let people: Vec<i64> = wanted
            .iter()
            .filter(|(space, _)| *space == Space::Person)
            .map(|(_, id)| *id)
            .collect();
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let values = [self.hand.account.into(), Value::Ids(&people)];
        self.reader
            .tx
            .rows(&GUESTS, &values, |row| row.int(0))
            .await
    }

    /// Makes a record of the kind at a place, or changes the one that is there, to what these keys say; whether the
    /// writer may is judged before.
    ///
    /// # Errors
    /// [`WriteError::Invalid`] for keys, values and references; [`WriteError::OwnerGrant`] for what would get round
    /// an owner.
    pub(crate) async fn put(
        &mut self,
        place: usize,
        before: Option<&Before>,
        entries: &Entries<'_>,
    ) -> std::result::Result<Put, WriteError> {
        let kind = &KINDS[place];
        let values = parse::body(kind, entries).map_err(WriteError::faults)?;
        let line = Line {
            place,
            kind,
            space: space_of(kind, &values),
            id: Cow::Borrowed(""),
            what: What::Record(values),
        };
        let mut met = before.map_or_else(Met::new, |before| before.met.clone());
        self.follow(&line, &mut met).await?;
        let identities = self.identities_of(&line).await?;
        let around = Around {
            ids: &met,
            whose: OF_YOURS,
            files_external: false,
            identities: &identities,
        };
        let Resolved::Row(row) =
            resolve::resolve(line, None, &around).map_err(WriteError::fault)?
        else {
            return Err(StoreError::broken("a record hangs on one that is being deleted").into());
        };
        let id = match before {
            Some(before) => before.id,
            None => self.new_id().await?,
        };
        let record = Record {
            line: 0,
            source_id: before.and_then(|before| before.source_id.clone().map(Cow::Owned)),
            id,
            known: before.is_some(),
            row,
        };
        let changes = self
            .hand
            .compare(&mut self.reader.tx, place, vec![record])
            .await?;
        if let Some((fault, problem)) = changes
            .first()
            .and_then(|change| self.hand.guards.refuse(kind, change))
        {
            return Err(match problem {
                crate::bundle::Problem::OwnerGrant => WriteError::OwnerGrant,
                _ => WriteError::fault(fault),
            });
        }
        let differing = self.hand.save(&mut self.reader.tx, place, &changes).await?;
        let Some(change) = changes.first() else {
            return Err(StoreError::broken("a record that was to be written is not there").into());
        };
        let changed = match before {
            None => entries.iter().map(|(key, _)| key.to_string()).collect(),
            Some(before) if change.differs || differing.contains(&id) => {
                differences(before, entries)
            }
            Some(_) => Vec::new(),
        };
        Ok(Put {
            id,
            public_id: change.public_id,
            changed,
        })
    }

    async fn identities_of(&mut self, line: &Line<'_>) -> Result<HashMap<String, i64>> {
        if line.kind.space != Some(Space::Person) {
            return Ok(HashMap::new());
        }
        let Some(Given::Text(email)) = line.value("email") else {
            return Ok(HashMap::new());
        };
        let ids = identities(&mut self.reader.tx, &[email], self.hand.now).await?;
        Ok(ids.into_iter().map(|id| (email.to_string(), id)).collect())
    }

    /// Deletes a record with all that hangs on it.
    ///
    /// # Errors
    /// [`WriteError::OwnerGrant`] where an owner's grant hangs on it.
    pub(crate) async fn erase(
        &mut self,
        space: Space,
        id: i64,
    ) -> std::result::Result<(), WriteError> {
        if self.hand.guards.keeps(space, id) {
            return Err(WriteError::OwnerGrant);
        }
        removal::remove(&mut self.hand, &mut self.reader.tx, space, vec![id]).await?;
        Ok(())
    }
}

/// Where the ids of a kind live; a stage's by its module.
fn space_of(kind: &Kind, values: &[Given<'_>]) -> Option<Space> {
    if !kind.is_stage() {
        return kind.space;
    }
    match tables::place(kind, "module").and_then(|place| values.get(place)) {
        Some(Given::Int(module)) if Some(*module) == Space::TaskStage.stage_module() => {
            Some(Space::TaskStage)
        }
        _ => Some(Space::ProjectStage),
    }
}

/// The keys that have other values than the record had before; a key that is not there is null.
pub(crate) fn differences(before: &Before, entries: &Entries<'_>) -> Vec<String> {
    let before = match parse::tree(before.line.as_bytes()) {
        Ok(Json::Object(before)) => before,
        _ => Vec::new(),
    };
    let differs = |(key, value): &&(Cow<'_, str>, Json<'_>)| {
        let known = before.iter().find(|(known, _)| known == key);
        *value != *known.map_or(&Json::Null, |(_, value)| value)
    };
    let keys = entries.iter().filter(differs);
    keys.map(|(key, _)| key.to_string()).collect()
}
