//! Parts of items: comments, milestones, revenues, expenses, work orders, contacts, articles, and what is said of files.

use super::items::by_default;
use super::record::{Entries, Put, entries, fix};
use super::rights::work_of_parts;
use super::shelf::{Seen, kind, kind_of_part};
use super::turn::Turn;
use super::{StillAs, WriteError};
use crate::bundle::ids::Found;
use crate::bundle::json::{Json, cut, shown};
use crate::file_name;
use access::staff::{Deed, Ties, Work};
use access::{Bits, Facet, Module};

/// A collection of parts: the module and the public id of their item, and the relation.
pub(super) type Parts<'a> = (Module, &'a str, &'static str);

/// A part that is there.
struct ThePart {
    /// The item it hangs on.
    seen: Seen,
    key: i64,
    /// The part as the writer reads it.
    json: String,
}

impl Turn {
    pub(super) async fn create_part(
        &mut self,
        module: Module,
        id: &str,
        relation: &'static str,
        body: Option<&[u8]>,
    ) -> Result<Put, WriteError> {
        let seen = self.see_parts(module, id, relation).await?;
        let guest = self.role().is_none();
        if guest {
            let comments = relation == "comments" && holds(&seen, "comment");
            if !comments {
                return Err(WriteError::NotAllowed);
            }
        } else {
            self.may_to_parts(Deed::Create, &seen, relation).await?;
        }
        let Some(name) = kind_of_part(relation) else {
            return self.add_payment(&seen, body).await;
        };
        if name == "file" {
            // Their bytes come in as they are, not as JSON.
            return Err(WriteError::NotAllowed);
        }
        let mut entries = entries(body)?;
        if guest {
            only(&entries, name, &["text"])?;
        }
        let item = crate::ids::show(&seen.on.public_id);
        let own = self.reader.viewer.id();
        tie(&mut entries, module, relation, &item)?;
        match name {
            "comment" => fix(
                &mut entries,
                "author",
                Json::Text(own.into()),
                "yourself: nobody writes in another's name",
            )?,
            "article" => by_default(&mut entries, "author", &own),
            _ => {}
        }
        self.make(name, &entries).await
    }

    pub(super) async fn change_part(
        &mut self,
        (module, id, relation): Parts<'_>,
        part: &str,
        body: Option<&[u8]>,
        still_as: StillAs<'_>,
    ) -> Result<Put, WriteError> {
        let there = self.see_part((module, id, relation), part).await?;
        let (seen, key) = (there.seen, there.key);
        // What was said stays said.
        if relation == "comments" {
            return Err(WriteError::NotAllowed);
        }
        self.may_to_parts(Deed::Edit, &seen, relation).await?;
        Turn::unless_changed(&there.json, still_as)?;
        let Some(name) = kind_of_part(relation) else {
            return self.change_payment(&seen, part, body).await;
        };
        let mut sent = entries(body)?;
        if name == "file" {
            only(&sent, name, &["name", "external"])?;
            clean_name(&mut sent)?;
        } else {
            tie(
                &mut sent,
                module,
                relation,
                &crate::ids::show(&seen.on.public_id),
            )?;
        }
        self.merge(name, key, &sent).await
    }

    pub(super) async fn delete_part(
        &mut self,
        (module, id, relation): Parts<'_>,
        part: &str,
        still_as: StillAs<'_>,
    ) -> Result<(), WriteError> {
        let there = self.see_part((module, id, relation), part).await?;
        let (seen, key) = (there.seen, there.key);
        let made_it = match kind_of_part(relation) {
            Some(name) => self.made(name, key).await?,
            None => false,
        };
        if self.role().is_some() {
            let ties = Ties {
                made_it,
                works_on_it: false,
            };
            match work_of_parts(relation) {
                Work::Daily => self.with_ties(Deed::Delete, Work::Daily, ties)?,
                _ => self.may_to_parts(Deed::Delete, &seen, relation).await?,
            }
        } else {
            let own = made_it && holds(&seen, "delete_own_file");
            if relation != "files" || !own && !holds(&seen, "delete_file") {
                return Err(WriteError::NotAllowed);
            }
        }
        Turn::unless_changed(&there.json, still_as)?;
        if relation == "files" {
            self.put_away(key).await?;
        }
        match kind_of_part(relation) {
            Some(name) => self.erase(kind(name).2, key).await,
            None => self.drop_payment(&seen, key).await,
        }
    }

    /// Refuses a member whose role does not write this relation's parts of an item.
    async fn may_to_parts(
        &mut self,
        deed: Deed,
        seen: &Seen,
        relation: &str,
    ) -> Result<(), WriteError> {
        match work_of_parts(relation) {
            // Whatever becomes of them, it is the project that is edited.
            Work::Projects => self.may_to_item(Deed::Edit, seen).await,
            work => self.by_role(deed, work),
        }
    }

    /// An item and one of its parts, as the writer sees them.
    async fn see_part(
        &mut self,
        (module, id, relation): Parts<'_>,
        part: &str,
    ) -> Result<ThePart, WriteError> {
        let seen = self.see_parts(module, id, relation).await?;
        let public_id = crate::ids::parse(part);
        let json = self.reader.one_part(seen.on, relation, &public_id).await?;
        let json = json.ok_or(WriteError::NotFound)?;
        let key = match kind_of_part(relation) {
            Some(name) => match self.by_public_id(kind(name).2, &public_id).await? {
                Some(Found::There { id, .. }) => id,
                _ => return Err(WriteError::NotFound),
            },
            None => self.payment_key(&public_id).await?,
        };
        Ok(ThePart { seen, key, json })
    }
}

/// Whether the action is open to who sees the item.
pub(super) fn holds(seen: &Seen, action: &str) -> bool {
    let bit = seen.on.module.bit(Facet::Actions, action);
    bit.is_some_and(|bit: Bits| seen.sets.actions.has(bit))
}

/// Refuses every key but those, with the words for one that does not exist.
pub(super) fn only(entries: &Entries<'_>, name: &str, keys: &[&str]) -> Result<(), WriteError> {
    let (_, kind, _) = kind(name);
    let others = entries
        .iter()
        .filter(|(key, _)| !keys.contains(&key.as_ref()));
    let faults: Vec<_> = others
        .map(|(key, _)| crate::bundle::parse::unknown_key(kind, key))
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(WriteError::faults(faults))
    }
}

/// Takes out of a file's new name what could do harm where it is saved.
fn clean_name(sent: &mut Entries<'_>) -> Result<(), WriteError> {
    for (_, value) in sent.iter_mut().filter(|(key, _)| key == "name") {
        match value {
            Json::Text(name) if !name.trim().is_empty() => {
                *name = file_name::cleaned(name).into();
            }
            Json::Text(_) | Json::Null => {
                return Err(WriteError::at("/name", shown(value), "a name"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Gives a part the keys that its address says.
pub(super) fn tie<'a>(
    entries: &mut Entries<'a>,
    module: Module,
    relation: &str,
    item: &str,
) -> Result<(), WriteError> {
    const EXPECTED: &str = "what the address says, or nothing";
    let id = || Json::Text(item.to_owned().into());
    let key = match relation {
        "comments" | "files" => {
            let on = Json::Object(vec![(module.singular().into(), id())]);
            return fix(entries, "on", on, EXPECTED);
        }
        "articles" => "knowledge_base",
        _ => module.singular(),
    };
    fix(entries, key, id(), EXPECTED)?;
    match relation {
        "revenues" => fix(entries, "type", Json::Text("revenue".into()), EXPECTED),
        "expenses" => fix(entries, "type", Json::Text("expense".into()), EXPECTED),
        _ => Ok(()),
    }
}

/// A text of bounded length, as messages show it.
pub(super) fn said(text: &str) -> String {
    format!("`{}`", cut(text))
}
