//! Files that people delete are put away for thirty days, in which staff bring them back.

use super::rights::work_of_parts;
use super::turn::Turn;
use super::{WriteError, Written};
use crate::engine::{Db, Sql};
use crate::error::Result as StoreResult;
use crate::viewer::Viewer;
use crate::visible::Reader;
use access::Module;
use access::staff::Deed;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

/// How long a deleted file can be brought back.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// A deleted file, as staff read of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletedFile {
    /// Its public id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Bytes; none where they are missing.
    pub size: Option<u64>,
    /// When it was deleted.
    pub deleted_at: Timestamp,
    /// Who deleted it, by name; none where they are gone.
    pub deleted_by: Option<String>,
}

/// The instant from which on deleted files are kept, in microseconds.
pub(crate) fn kept_since(now: i64) -> i64 {
    now.saturating_sub(i64::try_from(KEPT.as_micros()).unwrap_or(i64::MAX))
}

impl Reader {
    /// The deleted files of an item that can be brought back, the last first; none for those who are not staff.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn deleted_files(
        &mut self,
        module: Module,
        id: &str,
    ) -> StoreResult<Vec<DeletedFile>> {
        static DELETED: Sql = Sql::fixed(
            "SELECT f.public_id, f.name, CASE WHEN f.stored = 1 THEN f.size END, f.deleted_at, p.name \
             FROM deleted_file f LEFT JOIN person p ON p.account_id = f.account_id AND p.id = f.deleted_by_id \
             WHERE f.account_id = $1 AND f.on_module = $2 AND f.on_id = $3 AND f.deleted_at > $4 \
             ORDER BY f.deleted_at DESC, f.id LIMIT 200",
        );
        if !self.viewer.reads_everything() {
            return Ok(Vec::new());
        }
        let rows = self.find_row(module, &crate::ids::parse(id)).await?;
        if rows.len() == 0 {
            return Ok(Vec::new());
        }
        let values = [
            self.viewer.account.id.into(),
            (module as i64).into(),
            rows.id(0).into(),
            kept_since(self.viewer.now).into(),
        ];
        self.tx
            .rows(&DELETED, &values, |row| {
                Ok(DeletedFile {
                    id: crate::ids::show(&row.id(0)?),
                    name: row.text(1)?.to_owned(),
                    size: row.opt_int(2)?.map(i64::unsigned_abs),
                    deleted_at: Timestamp::from_microsecond(row.int(3)?).unwrap_or_default(),
                    deleted_by: row.opt_text(4)?.map(str::to_owned),
                })
            })
            .await
    }
}

impl Db {
    /// Brings a deleted file back to its item, as it was.
    ///
    /// # Errors
    /// [`WriteError::NotFound`] where it is not to be had any more, [`WriteError::NotAllowed`] for all but staff.
    pub async fn bring_file_back(
        &self,
        viewer: &Viewer,
        (module, id): (Module, &str),
        file: &str,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let mut turn = Turn::take(self, viewer, now).await?;
        let seen = turn.see_parts(module, id, "files").await?;
        turn.by_role(Deed::Create, work_of_parts("files"))?;
        let public_id = crate::ids::parse(file);
        turn.back(module, seen.on.id, &public_id).await?;
        turn.settle().await?;
        let json = turn.reader.one_part(seen.on, "files", &public_id).await?;
        let on = format!("{module}/{id}/files/{file}");
        turn.finish("file.restore", &json!({"on": on})).await?;
        Ok(Written {
            id: file.to_owned(),
            json,
        })
    }
}

impl Turn {
    /// Puts a file away that is about to be deleted, and forgets what was put away too long ago.
    pub(super) async fn put_away(&mut self, file: i64) -> StoreResult<()> {
        static AWAY: Sql = Sql::fixed(
            "INSERT INTO deleted_file (account_id, id, public_id, source_id, on_module, on_id, name, content_type, \
             external, uploaded_by_id, sha256, size, stored, deleted_at, deleted_by_id) \
             SELECT account_id, id, public_id, source_id, on_module, on_id, name, content_type, \
             external, uploaded_by_id, sha256, size, stored, CAST($3 AS BIGINT), CAST($4 AS BIGINT) \
             FROM file WHERE account_id = $1 AND id = $2",
        );
        static FORGET: Sql =
            Sql::fixed("DELETE FROM deleted_file WHERE account_id = $1 AND deleted_at <= $2");
        let (account, now) = (self.hand.account, self.hand.now);
        let writer = self.reader.viewer.party.id;
        let tx = &mut self.reader.tx;
        tx.execute(&FORGET, &[account.into(), kept_since(now).into()])
            .await?;
        let values = [account.into(), file.into(), now.into(), writer.into()];
        tx.execute(&AWAY, &values).await?;
        Ok(())
    }

    async fn back(
        &mut self,
        module: Module,
        item: i64,
        public_id: &[u8; 16],
    ) -> Result<(), WriteError> {
        static THERE: Sql = Sql::fixed(
            "SELECT id FROM deleted_file WHERE account_id = $1 AND public_id = $2 AND on_module = $3 AND on_id = $4 \
             AND deleted_at > $5",
        );
        // A bundle may have brought a file under the same sender's id since, and who uploaded it may be gone.
        static BACK: Sql = Sql::fixed(
            "INSERT INTO file (account_id, id, public_id, source_id, on_module, on_id, name, content_type, \
             external, uploaded_by_id, sha256, size, stored) \
             SELECT d.account_id, d.id, d.public_id, CASE WHEN EXISTS (SELECT 1 FROM file f \
             WHERE f.account_id = d.account_id AND f.source_id = d.source_id) THEN NULL ELSE d.source_id END, \
             d.on_module, d.on_id, d.name, d.content_type, d.external, \
             (SELECT p.id FROM person p WHERE p.account_id = d.account_id AND p.id = d.uploaded_by_id), \
             d.sha256, d.size, d.stored \
             FROM deleted_file d WHERE d.account_id = $1 AND d.id = $2",
        );
        static GONE: Sql = Sql::fixed("DELETE FROM deleted_file WHERE account_id = $1 AND id = $2");
        let account = self.hand.account;
        let values = [
            account.into(),
            (*public_id).into(),
            (module as i64).into(),
            item.into(),
            kept_since(self.hand.now).into(),
        ];
        let tx = &mut self.reader.tx;
        let there = tx.one(&THERE, &values, |row| row.int(0)).await?;
        let these = [account.into(), there.ok_or(WriteError::NotFound)?.into()];
        tx.execute(&BACK, &these).await?;
        tx.execute(&GONE, &these).await?;
        Ok(())
    }
}
