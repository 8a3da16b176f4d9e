//! Items of the nine modules.

use super::record::{Entries, Put, differences, entries, merged};
use super::shelf::kind;
use super::turn::Turn;
use super::{StillAs, WriteError};
use crate::bundle::json::Json;
use crate::days;
use access::Module;
use access::staff::Deed;
use std::borrow::Cow;

impl Turn {
    pub(super) async fn create_item(
        &mut self,
        module: Module,
        body: Option<&[u8]>,
    ) -> Result<Put, WriteError> {
        if self.role().is_none() {
            return self.create_as_guest(module, body).await;
        }
        self.by_role(Deed::Create, super::rights::work_of(module))?;
        let mut entries = entries(body)?;
        let own = self.reader.viewer.id();
        match module {
            Module::Projects => by_default(&mut entries, "created_by", &own),
            Module::Knowledge => by_default(&mut entries, "author", &own),
            _ => {}
        }
        self.make(module.singular(), &entries).await
    }

    /// Makes a record of a kind and notes who made it.
    pub(super) async fn make(
        &mut self,
        name: &str,
        entries: &Entries<'_>,
    ) -> Result<Put, WriteError> {
        let (place, _, _) = kind(name);
        let put = self.put(place, None, entries).await?;
        self.note_maker(name, put.id).await?;
        Ok(put)
    }

    pub(super) async fn change_item(
        &mut self,
        module: Module,
        id: &str,
        body: Option<&[u8]>,
        still_as: StillAs<'_>,
    ) -> Result<Put, WriteError> {
        let seen = self.see(module, id).await?;
        let by_role = self.role().is_some();
        if by_role {
            self.may_to_item(Deed::Edit, &seen).await?;
        } else {
            self.may_change_as_guest(&seen)?;
        }
        let json = self.reader.item(module, id).await?;
        Turn::unless_changed(&json.ok_or(WriteError::NotFound)?, still_as)?;
        let sent = entries(body)?;
        if !by_role {
            self.only_contact_details(&seen, &sent)?;
        }
        self.merge(module.singular(), seen.on.id, &sent).await
    }

    /// Lays what was sent over the record of a kind.
    pub(super) async fn merge(
        &mut self,
        name: &str,
        id: i64,
        sent: &Entries<'_>,
    ) -> Result<Put, WriteError> {
        let (place, kind, _) = kind(name);
        let before = self.recall(place, id).await?.ok_or(WriteError::NotFound)?;
        let mut entries = merged(&before, sent)?;
        // What says when it was written last moves on by itself.
        const UPDATED: &str = "updated_at";
        let dated = kind.fields.iter().any(|field| field.key == UPDATED);
        if dated
            && !sent.iter().any(|(key, _)| key == UPDATED)
            && !differences(&before, sent).is_empty()
        {
            let mut now = String::new();
            days::push_instant(&mut now, self.hand.now);
            entries.retain(|(key, _)| key != UPDATED);
            entries.push((UPDATED.into(), Json::Text(now.into())));
        }
        self.put(place, Some(&before), &entries).await
    }

    pub(super) async fn delete_item(
        &mut self,
        module: Module,
        id: &str,
        still_as: StillAs<'_>,
    ) -> Result<(), WriteError> {
        let seen = self.see(module, id).await?;
        self.may_to_item(Deed::Delete, &seen).await?;
        let json = self.reader.item(module, id).await?;
        Turn::unless_changed(&json.ok_or(WriteError::NotFound)?, still_as)?;
        let (_, _, space) = kind(module.singular());
        self.erase(space, seen.on.id).await
    }
}

/// Gives a key a person where the body does not name one.
pub(super) fn by_default<'a>(entries: &mut Entries<'a>, key: &'static str, person: &str) {
    if !entries.iter().any(|(known, _)| known == key) {
        entries.push((
            Cow::Borrowed(key),
            Json::Text(Cow::Owned(person.to_owned())),
        ));
    }
}
