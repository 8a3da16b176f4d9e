//! Taking access away: one grant, all sharing of an item, and all sharing of the account.

use super::ending::{self, Ended};
use super::item::Item;
use super::may_open::{ManageGuests, OpenAccess};
use super::receipt::receipt;
use super::rows::{self, Row};
use super::turn::{self, Turn};
use super::{Still, people};
use crate::chain::Permit;
use crate::engine::Db;
use crate::writes::WriteError;
use jiff::Timestamp;
use serde_json::json;

impl Db {
    /// Ends every grant on an item but owners', and gives the receipt: what ended with them, and who sees the
    /// item still and why.
    ///
    /// # Errors
    /// [`WriteError::NotFound`] where the viewer does not see the item, [`WriteError::NotAllowed`] where they may not.
    pub async fn end_sharing(
        &self,
        permit: Permit<OpenAccess>,
        item: Item,
        now: Timestamp,
    ) -> Result<String, WriteError> {
        let mut turn = turn::take(self, permit, now).await?;
        let account = turn.account();
        let openable = turn.reader.ending_is_theirs(item).await?;
        let subject = (item.module as i64, openable.id);
        let rows = rows::on(turn.tx(), account, subject).await?;
        let (kept, ended) = end(&mut turn, rows).await?;
        let still = turn.reader.still(item, &kept, None).await?;
        let detail = json!({"on": item.path(), "grants": ended.grants, "kept": kept.len()});
        turn.finish("share.end", &detail).await?;
        Ok(receipt(&ended, &still))
    }

    /// Ends every grant of the account but owners', and gives the receipt: `still` names the owners that stay.
    ///
    /// # Errors
    /// [`WriteError::NotAllowed`] where the holder is no admin any more.
    pub async fn end_all_sharing(
        &self,
        permit: Permit<ManageGuests>,
        now: Timestamp,
    ) -> Result<String, WriteError> {
        let mut turn = turn::take(self, permit, now).await?;
        let account = turn.account();
        if !turn.reader.viewer.administers() {
            return Err(WriteError::NotAllowed);
        }
        let rows = rows::all(turn.tx(), account).await?;
        let (kept, ended) = end(&mut turn, rows).await?;
        let owners: Vec<i64> = kept.iter().map(|row| row.person).collect();
        let owners = people::by_ids(turn.tx(), account, &owners).await?;
        let still: Vec<Still> = owners
            .into_iter()
            .map(|owner| owner.still("owner"))
            .collect();
        let detail = json!({"grants": ended.grants, "kept": kept.len()});
        turn.finish("share.end-all", &detail).await?;
        Ok(receipt(&ended, &still))
    }
}

/// Ends grants but owners'; gives those that stay.
async fn end(turn: &mut Turn, rows: Vec<Row>) -> Result<(Vec<Row>, Ended), WriteError> {
    let (account, now) = (turn.account(), turn.now());
    let (kept, ending): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(Row::is_owners);
    let ended = ending::end(turn.tx(), account, &ending, now).await?;
    Ok((kept, ended))
}
