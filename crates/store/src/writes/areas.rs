//! The account's own roles.

use super::record::{Put, entries};
use super::shelf::kind;
use super::turn::Turn;
use super::{Shelf, StillAs, WriteError};
use crate::bundle::ids::Found;
use crate::bundle::kinds::Space;
use access::roles::BuiltIn;
use access::staff::{Deed, Work};

impl Turn {
    pub(super) async fn create_role(&mut self, body: Option<&[u8]>) -> Result<Put, WriteError> {
        self.by_role(Deed::Create, Work::Access)?;
        let entries = entries(body)?;
        self.put(kind("role").0, None, &entries).await
    }

    pub(crate) async fn change_role(
        &mut self,
        id: &str,
        body: Option<&[u8]>,
        still_as: StillAs<'_>,
    ) -> Result<Put, WriteError> {
        self.by_role(Deed::Edit, Work::Access)?;
        let key = self.own_role(id, still_as).await?;
        let sent = entries(body)?;
        self.merge("role", key, &sent).await
    }

    pub(crate) async fn delete_role(
        &mut self,
        id: &str,
        still_as: StillAs<'_>,
    ) -> Result<(), WriteError> {
        self.by_role(Deed::Delete, Work::Access)?;
        let key = self.own_role(id, still_as).await?;
        self.erase(Space::Role, key).await
    }

    /// The internal id of a role that the account made; built-in ones are nobody's to change.
    async fn own_role(&mut self, id: &str, still_as: StillAs<'_>) -> Result<i64, WriteError> {
        if BuiltIn::named(id).is_some() {
            return Err(WriteError::NotAllowed);
        }
        let json = self.shown(Shelf::Roles, id).await?;
        Turn::unless_changed(&json.ok_or(WriteError::NotFound)?, still_as)?;
        match self
            .by_public_id(Space::Role, &crate::ids::parse(id))
            .await?
        {
            Some(Found::There { id, .. }) => Ok(id),
            _ => Err(WriteError::NotFound),
        }
    }
}
