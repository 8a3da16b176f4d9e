//! What a change would open and close, found out by making it and taking it back.

use super::becoming::Sees;
use super::holders::removed;
use super::may_open::OpenAccess;
use super::turn::{self, Turn, wrong};
use super::wish::Share;
use crate::chain::Permit;
use crate::engine::{Db, Tx};
use crate::error::StoreError;
use crate::ids;
use crate::viewer::{Viewer, by_id};
use crate::visible::cursor::{Place as Mark, SortKey};
use crate::visible::json::Json;
use crate::visible::question::Question;
use crate::visible::{ReadError, Reader};
use crate::writes::WriteError;
use crate::writes::record::entries;
use access::Module;
use access::rule::Standing;
use jiff::Timestamp;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The most items of a module that are looked at for each.
const ITEMS: usize = 1_000;
/// Keys of an item that are no fields.
const NO_FIELDS: [&str; 3] = ["id", "relations", "can"];

/// What somebody sees: the keys of each item, by module and id.
type Sight = BTreeMap<(Module, String), BTreeSet<String>>;

impl Db {
    /// What a change would open and close, user by user, as JSON
    /// `{"opens":[{"user","item","fields"}],"closes":[…],"next"}`; nothing is written. The change is one of
    ///
    /// - `{"share": …}` and `{"grant": …}`, as they are sent to be made
    /// - `{"change": {"grant": ID, …}}`, `{"card": {"guest": ID, …}}`, `{"role": {"role": ID, …}}` and
    ///   `{"settings": {…}}`, with what changes
    /// - `{"end": {"grant": ID}}`, and the same with `guest` or `role`
    ///
    /// of which cards, roles and settings are the admins'. `parameters` are `limit` (users on a page) and `cursor`.
    /// Everybody is looked at as if they were in and sharing were on; of very large accounts, the first thousand items
    /// of a module.
    ///
    /// # Errors
    /// Those of the change itself; [`WriteError::Invalid`] for parameters.
    pub async fn preview_change(
        &self,
        permit: Permit<OpenAccess>,
        change: &Value,
        parameters: &[(String, String)],
        now: Timestamp,
    ) -> Result<String, WriteError> {
        let mut turn = turn::take(self, permit, now).await?;
        if !turn.reader.viewer.reads_everything() {
            return Err(WriteError::NotAllowed);
        }
        let account = turn.account();
        let everybody = turn.try_out(change).await?;
        let asker = turn.reader.viewer.clone();
        let question = Question::of_parts(&format!("preview {change}"), parameters);
        let question = question.map_err(ReadError::Invalid)?;
        let from = match &question.cursor {
            Some(cursor) => {
                place_of(&Mark::open(cursor, &asker, &question).map_err(ReadError::from)?)
            }
            None => 0,
        };
        let from = from.min(everybody.len());
        let to = everybody.len().min(from + question.limit);
        let people = &everybody[from..to];
        let mut after = Vec::with_capacity(people.len());
        let Reader { mut tx, .. } = turn.reader;
        for person in people {
            let (viewer, sight);
            (viewer, sight, tx) = sight_of(tx, account, *person, now).await?;
            after.push((viewer, sight));
        }
        // Dropped, it leaves nothing behind.
        drop(tx);
        let mut tx = self.snapshot().await?;
        let mut changes = Vec::with_capacity(people.len());
        for (person, (viewer, after)) in people.iter().zip(after) {
            let before;
            (_, before, tx) = sight_of(tx, account, *person, now).await?;
            if let Some(viewer) = viewer {
                changes.push((viewer, before, after));
            }
        }
        tx.done();
        let mut json = Json::with_capacity(1024);
        json.open('{').key("opens").open('[');
        for (viewer, before, after) in &changes {
            write(viewer, after, before, &mut json);
        }
        json.close(']').key("closes").open('[');
        for (viewer, before, after) in &changes {
            write(viewer, before, after, &mut json);
        }
        json.close(']').key("next");
        if to < everybody.len() {
            json.text(&mark(to).seal(&asker, &question));
        } else {
            json.null();
        }
        json.close('}');
        Ok(json.finish())
    }
}

/// The mark of the place in the order of users at which a page begins.
fn mark(place: usize) -> Mark {
    Mark {
        key: Some(SortKey::Number(place as i128)),
        id: [0; 16],
    }
}

fn place_of(mark: &Mark) -> usize {
    match mark.key {
        Some(SortKey::Number(place)) => usize::try_from(place).unwrap_or(usize::MAX),
        _ => 0,
    }
}

impl Turn {
    /// Makes the change; gives whom it is about.
    async fn try_out(&mut self, change: &Value) -> Result<Vec<i64>, WriteError> {
        const ONE: &str = "one of `share`, `grant`, `change`, `card`, `role`, `settings` and `end`";
        let named = change
            .as_object()
            .filter(|object| object.len() == 1)
            .and_then(|object| object.iter().next());
        let Some((kind, body)) = named else {
            return Err(wrong("", change, ONE));
        };
        match kind.as_str() {
            "share" => {
                let share = Share::read(body)?;
                let items = self.reader.openable(share.subjects(), "/subjects").await?;
                let done = self.share(&share, &items).await?;
                Ok(done.people.iter().map(|person| person.id).collect())
            }
            "grant" => {
                let bytes = body.to_string();
                let mut entries = entries(Some(bytes.as_bytes()))?;
                entries.retain(|(key, _)| key != "message");
                let (person, _) = self.make_grant(&mut entries).await?;
                Ok(vec![person.id])
            }
            "change" => {
                let (id, sent) = apart(body, "grant");
                let row = self.grant(&id, None).await?;
                self.alter_grant(&row, &entries(Some(sent.as_bytes()))?)
                    .await?;
                Ok(vec![row.person])
            }
            "card" => {
                let (id, sent) = apart(body, "guest");
                let guest = self.guest(&id, None).await?;
                self.lay_on_card(&guest, &entries(Some(sent.as_bytes()))?)
                    .await?;
                Ok(vec![guest.id])
            }
            "role" => {
                self.admins_only()?;
                let (id, sent) = apart(body, "role");
                let holders = self.holders_of(&id).await?;
                self.change_role(&id, Some(sent.as_bytes()), None).await?;
                Ok(holders)
            }
            "settings" => {
                self.admins_only()?;
                let sent = body.to_string();
                self.change_settings(Some(sent.as_bytes()), None).await?;
                Ok(self.everybody_judged().await?)
            }
            "end" => self.try_to_end(body).await,
            _ => Err(wrong("", change, ONE)),
        }
    }

    async fn try_to_end(&mut self, what: &Value) -> Result<Vec<i64>, WriteError> {
        let named = what.as_object().filter(|keys| keys.len() == 1);
        let named = named.and_then(|keys| keys.iter().next());
        let (kind, id) = match named {
            Some((kind, Value::String(id))) => (kind.as_str(), id),
            _ => ("", &String::new()),
        };
        match kind {
            "grant" => {
                let row = self.grant(id, None).await?;
                self.revoke(&row).await?;
                Ok(vec![row.person])
            }
            "guest" => {
                let guest = self.guest(id, None).await?;
                self.remove_whole(&guest).await?;
                Ok(vec![guest.id])
            }
            "role" => {
                self.admins_only()?;
                let holders = self.holders_of(id).await?;
                self.delete_role(id, None).await?;
                Ok(holders)
            }
            _ => Err(wrong(
                "/end",
                what,
                "one of `grant`, `guest` and `role` with an id",
            )),
        }
    }
}

/// The id that stands under a key, and the rest as JSON.
fn apart(body: &Value, key: &str) -> (String, String) {
    let mut keys = body.clone();
    let id = keys.as_object_mut().and_then(|keys| keys.remove(key));
    let id = id.as_ref().and_then(Value::as_str).unwrap_or_default();
    (id.to_owned(), keys.to_string())
}

/// What somebody would see in a transaction, which ends with it: how many items of each module, or everything.
pub(super) async fn seen_by(
    tx: Tx,
    account: i64,
    person: i64,
    now: Timestamp,
) -> Result<Sees, WriteError> {
    let (viewer, sight, tx) = sight_of(tx, account, person, now).await?;
    tx.done();
    Ok(viewer.map(|_| {
        let count = |module| sight.keys().filter(|(of, _)| *of == module).count();
        let counts = Module::ALL.map(|module| (module, count(module)));
        counts.into_iter().filter(|(_, count)| *count > 0).collect()
    }))
}

/// What a user would see in this transaction if they were in; nobody where they are not there, or read everything.
async fn sight_of(
    mut tx: Tx,
    account: i64,
    person: i64,
    now: Timestamp,
) -> Result<(Option<Viewer>, Sight, Tx), WriteError> {
    let viewer = by_id(&mut tx, account, person, now.as_microsecond()).await?;
    let Some(mut viewer) = viewer.filter(|viewer| !viewer.reads_everything()) else {
        return Ok((None, Sight::new(), tx));
    };
    if removed(&mut tx, account, person).await? {
        return Ok((Some(viewer), Sight::new(), tx));
    }
    viewer.party.standing = Standing::MEMBER;
    viewer.account.sharing = true;
    let mut reader = Reader::new(viewer, tx);
    let mut sight = Sight::new();
    for module in Module::ALL {
        look(&mut reader, module, &mut sight).await?;
    }
    let Reader { viewer, tx, .. } = reader;
    Ok((Some(viewer), sight, tx))
}

async fn look(reader: &mut Reader, module: Module, sight: &mut Sight) -> Result<(), WriteError> {
    let mut parameters = vec![("limit".to_owned(), "200".to_owned())];
    let mut seen = 0;
    loop {
        let page = reader.list(module, &parameters).await?;
        let page: Value =
            serde_json::from_str(&page).map_err(|e| StoreError::broken(e.to_string()))?;
        for item in page["items"].as_array().into_iter().flatten() {
            let id = item["id"].as_str().unwrap_or_default().to_owned();
            let keys = item.as_object().into_iter().flat_map(|item| item.keys());
            let fields = keys.filter(|key| !NO_FIELDS.contains(&key.as_str()));
            let mut names: BTreeSet<String> = fields.cloned().collect();
            for relation in item["relations"].as_array().into_iter().flatten() {
                names.extend(relation.as_str().map(|name| format!("relations.{name}")));
            }
            sight.insert((module, id), names);
            seen += 1;
        }
        match page["next"].as_str() {
            Some(next) if seen < ITEMS => {
                parameters.truncate(1);
                parameters.push(("cursor".to_owned(), next.to_owned()));
            }
            _ => return Ok(()),
        }
    }
}

/// Writes what `more` shows and `less` does not.
fn write(viewer: &Viewer, more: &Sight, less: &Sight, json: &mut Json) {
    for ((module, id), fields) in more {
        let known = less.get(&(*module, id.clone()));
        let fields: Vec<&str> = fields
            .iter()
            .filter(|field| known.is_none_or(|known| !known.contains(*field)))
            .map(String::as_str)
            .collect();
        if known.is_some() && fields.is_empty() {
            continue;
        }
        json.open('{')
            .key("user")
            .open('{')
            .key("id")
            .text(&ids::show(&viewer.party.public_id));
        json.key("name").text(&viewer.party.name);
        json.key("email").text(&viewer.party.email).close('}');
        json.key("item").text(&format!("{module}/{id}"));
        json.key("fields").names(fields.into_iter()).close('}');
    }
}
