//! Who may open access: admins always, others as the setting `who_can_share` says, and nobody to what they do not
//! see.

use super::Item;
use crate::chain::{Action, Company, Permit, Refusal, Seen, sealed};
use crate::engine::Sql;
use crate::viewer::Viewer;
use crate::visible::Reader;
use crate::writes::WriteError;
use access::{Fault, Module};

/// Opening access to items, and ending it.
#[derive(Debug)]
pub enum OpenAccess {}

impl sealed::Action for OpenAccess {}

impl Action for OpenAccess {
    type On = Company;
    const NAME: &'static str = "share";

    /// Whatever the item: an admin's. For others it hangs on the item: see [`Reader::may_share`].
    fn judge(viewer: &Viewer, _: &Seen<Company>) -> Result<(), Refusal> {
        if viewer.administers() {
            Ok(())
        } else {
            Err(Refusal::NotAdmin)
        }
    }
}

/// Inviting, changing, suspending and removing guests, and ending all sharing of the account.
#[derive(Debug)]
pub enum ManageGuests {}

impl sealed::Action for ManageGuests {}

impl Action for ManageGuests {
    type On = Company;
    const NAME: &'static str = "guest";

    fn judge(viewer: &Viewer, _: &Seen<Company>) -> Result<(), Refusal> {
        if viewer.administers() {
            Ok(())
        } else {
            Err(Refusal::NotAdmin)
        }
    }
}

/// An item to which access may be opened, looked up.
#[derive(Clone, Debug)]
pub(super) struct Openable {
    pub(super) item: Item,
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) project: Option<i64>,
}

impl Openable {
    pub(super) const fn module(&self) -> Module {
        self.item.module
    }
}

impl Reader {
    /// Leave to open access to these items, and to end it. Acting judges again.
    ///
    /// # Errors
    /// [`WriteError::NotAllowed`] where the viewer may not for one of them; [`WriteError::Invalid`] points to what they
    /// do not see or what never was, as `/subjects/0`.
    pub async fn may_share(&mut self, items: &[Item]) -> Result<Permit<OpenAccess>, WriteError> {
        self.openable(items, "/subjects").await?;
        Ok(Permit::judged(&self.viewer))
    }

    /// Leave to end all sharing of an item.
    ///
    /// # Errors
    /// [`WriteError::NotAllowed`] where the viewer may not open access to it, [`WriteError::NotFound`] where they do
    /// not see it.
    pub async fn may_end_sharing(&mut self, item: Item) -> Result<Permit<OpenAccess>, WriteError> {
        self.ending_is_theirs(item).await?;
        Ok(Permit::judged(&self.viewer))
    }

    /// The item, where the viewer may end its sharing.
    pub(super) async fn ending_is_theirs(&mut self, item: Item) -> Result<Openable, WriteError> {
        if !self.may_open_anything().await? {
            return Err(WriteError::NotAllowed);
        }
        let found = self.look_up(item).await?.ok_or(WriteError::NotFound)?;
        if self.may_open(&found).await? {
            Ok(found)
        } else {
            Err(WriteError::NotAllowed)
        }
    }

    /// Leave to write grants, for who may open access to anything at all. What it is about is judged when it is
    /// done.
    ///
    /// # Errors
    /// [`WriteError::NotAllowed`] to everybody else.
    pub async fn may_manage_grants(&mut self) -> Result<Permit<OpenAccess>, WriteError> {
        if !self.may_open_anything().await? {
            self.scope().await?;
        }
        Ok(Permit::judged(&self.viewer))
    }

    /// Whether the viewer may open access to some item: whether a page shows its Share buttons at all.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn may_open_anything(&mut self) -> Result<bool, WriteError> {
        static SETTING: Sql =
            Sql::fixed("SELECT who_can_share FROM account_setting WHERE account_id = $1");
        if self.viewer.administers() {
            return Ok(true);
        }
        if !self.viewer.reads_everything() {
            return Ok(false);
        }
        let account = self.viewer.account.id;
        let values = [account.into()];
        let setting = self.tx.one(&SETTING, &values, |row| row.int(0)).await?;
        Ok(setting.unwrap_or_default() > 0)
    }

    /// The items, where the viewer sees every one of them and may open access to it. Those who may open nothing
    /// are refused before anything is looked up.
    pub(super) async fn openable(
        &mut self,
        items: &[Item],
        pointer: &str,
    ) -> Result<Vec<Openable>, WriteError> {
        if !self.may_open_anything().await? {
            return Err(WriteError::NotAllowed);
        }
        let mut found = Vec::with_capacity(items.len());
        let mut faults = Vec::new();
        for (place, item) in items.iter().enumerate() {
            match self.look_up(*item).await? {
                Some(item) => found.push(item),
                None => faults.push(Fault {
                    pointer: format!("{pointer}/{place}"),
                    found: format!("`{}`", item.path()),
                    expected: "an item that is there".to_owned(),
                }),
            }
        }
        if !faults.is_empty() {
            return Err(WriteError::faults(faults));
        }
        for item in &found {
            if !self.may_open(item).await? {
                return Err(WriteError::NotAllowed);
            }
        }
        Ok(found)
    }

    /// One item, whose fault is told at the pointer itself.
    pub(super) async fn openable_at(
        &mut self,
        item: Item,
        pointer: &str,
    ) -> Result<Openable, WriteError> {
        if !self.may_open_anything().await? {
            return Err(WriteError::NotAllowed);
        }
        let Some(found) = self.look_up(item).await? else {
            return Err(WriteError::at(
                pointer,
                format!("`{}`", item.path()),
                "an item that is there",
            ));
        };
        if !self.may_open(&found).await? {
            return Err(WriteError::NotAllowed);
        }
        Ok(found)
    }

    /// An item that the viewer sees.
    pub(super) async fn look_up(&mut self, item: Item) -> Result<Option<Openable>, WriteError> {
        let rows = self.find_row(item.module, &item.public_id).await?;
        if rows.len() == 0 {
            return Ok(None);
        }
        let name = rows.layout.table.identity.last();
        let name = name.and_then(|field| rows.layout.field(field.name));
        let name = name.and_then(|shown| rows.text(0, shown.at[0]));
        Ok(Some(Openable {
            item,
            id: rows.id(0),
            name: name.unwrap_or_default().to_owned(),
            project: rows.project(0),
        }))
    }

    pub(super) async fn may_open(&mut self, item: &Openable) -> Result<bool, WriteError> {
        if self.viewer.administers() {
            return Ok(true);
        }
        if !self.viewer.reads_everything() {
            return Ok(false);
        }
        Ok(self
            .opens_access(item.module(), item.id, item.project)
            .await?)
    }
}
