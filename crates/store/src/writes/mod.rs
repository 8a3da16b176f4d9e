//! Writing records one by one, for pages and the interface alike.
//!
//! A body is the bundle's line without its kind, in the server's ids; the declaration of kinds, the checks and all
//! that goes along with a record (history, lists of people, payments, percentages, what falls with it) are the
//! bundle's. Each write is one [`Turn`](turn::Turn): the writer is judged again in the transaction that writes, sees
//! the record as everywhere, and leaves one line in the audit log. What is hidden refuses as what never was.
//!
//! Other features of the store write by the same hand:
//!
//! ```text
//! let mut turn = Turn::take(db, viewer, now).await?;
//! let rows = turn.reader.find_row(module, &id).await?;      // see; judge
//! let put = turn.put(place, before.as_ref(), &entries).await?;   // or turn.erase(space, id)
//! turn.settle().await?;                                     // percentages; an admin remains
//! let answer = turn.reader.item(module, &id).await?;        // what the writer sees of it now
//! turn.finish("task.change", &detail).await?;               // the audit log; commit
//! ```

mod actions;
mod areas;
mod assigning;
mod error;
mod guests;
mod items;
mod members;
mod parts;
mod payments;
mod put_away;
pub(crate) mod record;
mod references;
pub(crate) mod repeats;
mod rights;
mod settings;
mod shelf;
mod stages;
#[cfg(test)]
mod tests;
pub(crate) mod turn;
mod uploads;

pub use actions::ItemAction;
pub use error::WriteError;
pub use put_away::DeletedFile;
pub(crate) use put_away::kept_since;
pub use shelf::Shelf;
pub use uploads::{MOST_FILES, Upload};

use crate::engine::Db;
use crate::viewer::Viewer;
use jiff::Timestamp;
use record::Put;
use serde_json::json;
use turn::Turn;

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The record's public id; empty for settings.
    pub id: String,
    /// The record as its writer reads it now, as JSON; none where they do not see it any more.
    pub json: Option<String>,
}

/// Tells from a record's JSON, as its writer would read it now, whether it is still what they saw.
pub type StillAs<'a> = Option<&'a (dyn Fn(&str) -> bool + Send + Sync)>;

impl Db {
    /// Makes a record: `body` is its line without kind and id (none where what was sent is no JSON by its own
    /// word). The same `key` with the same body within a day gives what was made the first time.
    ///
    /// # Errors
    /// Why nothing was written.
    pub async fn create(
        &self,
        viewer: &Viewer,
        shelf: Shelf<'_>,
        body: Option<&[u8]>,
        key: Option<&str>,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let mut turn = Turn::take(self, viewer, now).await?;
        let digest = repeats::digest(&shelf.address(), body.unwrap_or_default());
        if let Some(key) = key
            && let Some(id) = turn.made_before(key, &digest).await?
        {
            let json = turn.shown(shelf, &id).await?.ok_or(WriteError::NotFound)?;
            turn.leave();
            return Ok(Written {
                id,
                json: Some(json),
            });
        }
        let put = match shelf {
            Shelf::Items(module) => turn.create_item(module, body).await?,
            Shelf::Parts(module, id, relation) => {
                turn.create_part(module, id, relation, body).await?
            }
            Shelf::Stages => turn.create_stage(body).await?,
            Shelf::Roles => turn.create_role(body).await?,
            Shelf::Members => turn.create_member(body).await?,
        };
        let id = crate::ids::show(&put.public_id);
        if let Some(key) = key {
            turn.remember(key, &digest, &id).await?;
        }
        turn.settle().await?;
        let json = turn.shown(shelf, &id).await?;
        turn.finish(&shelf.deed("create"), &detail(shelf, &id, &put.changed))
            .await?;
        Ok(Written { id, json })
    }

    /// Changes a record: the keys of `body` take the place of those that are there, all others stay.
    ///
    /// # Errors
    /// Why nothing was written; [`WriteError::ChangedMeanwhile`] where it is not `still_as` its writer saw it.
    pub async fn change(
        &self,
        viewer: &Viewer,
        shelf: Shelf<'_>,
        id: &str,
        body: Option<&[u8]>,
        still_as: StillAs<'_>,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let mut turn = Turn::take(self, viewer, now).await?;
        let put = match shelf {
            Shelf::Items(module) => turn.change_item(module, id, body, still_as).await?,
            Shelf::Parts(module, item, relation) => {
                let part = (module, item, relation);
                turn.change_part(part, id, body, still_as).await?
            }
            Shelf::Stages => turn.change_stage(id, body, still_as).await?,
            Shelf::Roles => turn.change_role(id, body, still_as).await?,
            Shelf::Members => turn.change_member(id, body, still_as).await?,
        };
        turn.settle().await?;
        let written = Written {
            id: id.to_owned(),
            json: turn.shown(shelf, id).await?,
        };
        turn.changed(shelf, id, &put).await?;
        Ok(written)
    }

    /// Deletes a record with all that hangs on it; a member is sent away instead.
    ///
    /// # Errors
    /// Why nothing was written; [`WriteError::ChangedMeanwhile`] where it is not `still_as` its writer saw it.
    pub async fn delete(
        &self,
        viewer: &Viewer,
        shelf: Shelf<'_>,
        id: &str,
        still_as: StillAs<'_>,
        now: Timestamp,
    ) -> Result<(), WriteError> {
        let mut turn = Turn::take(self, viewer, now).await?;
        match shelf {
            Shelf::Items(module) => turn.delete_item(module, id, still_as).await?,
            Shelf::Parts(module, item, relation) => {
                turn.delete_part((module, item, relation), id, still_as)
                    .await?;
            }
            Shelf::Stages => turn.delete_stage(id, None, still_as).await?,
            Shelf::Roles => turn.delete_role(id, still_as).await?,
            Shelf::Members => turn.delete_member(id, still_as).await?,
        }
        turn.settle().await?;
        turn.finish(&shelf.deed("delete"), &detail(shelf, id, &[]))
            .await?;
        Ok(())
    }

    /// Deletes a stage and moves what is in it to another of the same module; without one, to none.
    ///
    /// # Errors
    /// Why nothing was written; a replacement that is no other stage of the module is invalid at `/replacement`.
    pub async fn delete_stage(
        &self,
        viewer: &Viewer,
        id: &str,
        replacement: Option<&str>,
        still_as: StillAs<'_>,
        now: Timestamp,
    ) -> Result<(), WriteError> {
        let mut turn = Turn::take(self, viewer, now).await?;
        turn.delete_stage(id, replacement, still_as).await?;
        turn.settle().await?;
        turn.finish("stage.delete", &detail(Shelf::Stages, id, &[]))
            .await?;
        Ok(())
    }

    /// Changes the account's settings: those that are named. `name` is the company's own.
    ///
    /// # Errors
    /// Why nothing was written.
    pub async fn change_settings(
        &self,
        viewer: &Viewer,
        body: Option<&[u8]>,
        still_as: StillAs<'_>,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let mut turn = Turn::take(self, viewer, now).await?;
        let changed = turn.change_settings(body, still_as).await?;
        turn.settle().await?;
        let json = Some(turn.reader.settings().await?);
        if changed.is_empty() {
            turn.leave();
        } else {
            let detail = json!({"fields": changed});
            turn.finish("settings.change", &detail).await?;
        }
        Ok(Written {
            id: String::new(),
            json,
        })
    }
}

impl Turn {
    /// Ends the turn of a change, which leaves no line in the audit log where nothing is other than before.
    async fn changed(self, shelf: Shelf<'_>, id: &str, put: &Put) -> Result<(), WriteError> {
        if put.changed.is_empty() {
            self.leave();
            return Ok(());
        }
        let detail = detail(shelf, id, &put.changed);
        Ok(self.finish(&shelf.deed("change"), &detail).await?)
    }

    /// Refuses to go on where the record is not what its writer saw.
    pub(crate) fn unless_changed(json: &str, still_as: StillAs<'_>) -> Result<(), WriteError> {
        match still_as {
            Some(still_as) if !still_as(json) => Err(WriteError::ChangedMeanwhile),
            _ => Ok(()),
        }
    }
}

/// What the audit log says of a write: where, and the names of what changed.
fn detail(shelf: Shelf<'_>, id: &str, fields: &[String]) -> serde_json::Value {
    let on = format!("{}/{id}", shelf.address());
    if fields.is_empty() {
        json!({"on": on})
    } else {
        json!({"on": on, "fields": fields})
    }
}
