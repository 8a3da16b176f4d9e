//! The account's turn to write: one transaction in which a viewer, judged again, reads and writes.

use super::WriteError;
use crate::bundle::hand::Hand;
use crate::bundle::judge;
use crate::engine::Db;
use crate::error::Result;
use crate::viewer::Viewer;
use crate::visible::Reader;
use crate::{accounts, audit, chain};
use access::rule::Because;
use jiff::Timestamp;

/// A transaction in which a viewer writes to the account. Dropped, it leaves nothing behind.
///
/// Every write of a viewer to records goes through one: [`take`](Self::take) it, see and judge by `reader`, write by
/// [`put`](Self::put), [`erase`](Self::erase) or statements of the feature's own, [`settle`](Self::settle), read the
/// answer by `reader`, and [`finish`](Self::finish).
pub(crate) struct Turn {
    /// The viewer as they stand now, and this transaction.
    pub(crate) reader: Reader,
    pub(crate) hand: Hand,
}

impl Turn {
    /// Waits for the account's turn and judges the viewer again: whoever was sent away or has expired since they
    /// arrived finds nothing.
    pub(crate) async fn take(
        db: &Db,
        viewer: &Viewer,
        now: Timestamp,
    ) -> std::result::Result<Turn, WriteError> {
        Turn::of(db, viewer.account.id, Some(viewer.party.id), now).await
    }

    /// The same for a user by internal key; the machine's operator has no turn.
    pub(crate) async fn of(
        db: &Db,
        account: i64,
        writer: Option<i64>,
        now: Timestamp,
    ) -> std::result::Result<Turn, WriteError> {
        let now = now.as_microsecond();
        let mut tx = db.write().await?;
        // Other writers of the account wait from here, so that nothing is taken away between judging and writing.
        accounts::allocate(&mut tx, account, 0).await?;
        let again = chain::again(&mut tx, account, writer, now)
            .await?
            .filter(|viewer| viewer.party.standing.at(now) == Because::Open)
            .ok_or(WriteError::NotFound)?;
        let hand = Hand::new(&mut tx, account, writer, now).await?;
        Ok(Turn {
            reader: Reader::new(again, tx),
            hand,
        })
    }

    /// The next internal id of the account.
    pub(crate) async fn new_id(&mut self) -> Result<i64> {
        accounts::allocate(&mut self.reader.tx, self.hand.account, 1).await
    }

    /// Brings up to date what hangs on what was written, so that `reader` reads the account as it will be.
    ///
    /// # Errors
    /// [`WriteError::Conflict`] where nobody would administer the account.
    pub(crate) async fn settle(&mut self) -> std::result::Result<(), WriteError> {
        let (tx, account) = (&mut self.reader.tx, self.hand.account);
        self.hand.touched.compute(tx, account).await?;
        if !judge::an_admin_remains(tx, account).await? {
            return Err(WriteError::Conflict("one owner or admin must remain"));
        }
        // Grants and links may have changed, and so may what was read before.
        self.reader.holdings = None;
        self.reader.prepared = Default::default();
        Ok(())
    }

    /// Adds the line of the audit log and commits. `detail` is JSON that names what changed, without values.
    pub(crate) async fn finish(mut self, action: &str, detail: &serde_json::Value) -> Result<()> {
        let (hand, tx) = (&self.hand, &mut self.reader.tx);
        let person = Some(self.reader.viewer.party.id);
        audit::append(
            tx,
            hand.account,
            hand.now,
            person,
            action,
            &detail.to_string(),
        )
        .await?;
        self.reader.tx.commit().await
    }

    /// Ends a turn in which nothing was changed.
    pub(crate) fn leave(self) {
        self.reader.tx.done();
    }
}
