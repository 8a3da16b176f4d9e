//! Takes away the bytes that nothing names: of files that are gone, of imports that were refused, of uploads that a
//! crash cut off.

use super::save::named_files;
use crate::blobs::{Blobs, Lying};
use crate::engine::{Db, Sql, Tx, Value};
use crate::error::Result;
use crate::writes::kept_since;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashSet;

/// How long bytes lie at least before they are taken away: whoever keeps some has noted them by then.
const YOUNG: SignedDuration = SignedDuration::from_hours(24);
/// How many are taken away while writers wait.
const AT_ONCE: usize = 100;

/// What was taken away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// How many files of bytes.
    pub files: u64,
    /// How many bytes.
    pub bytes: u64,
}

/// Forgets the deleted files that cannot be brought back any more, and takes away what has lain for a day and no
/// file names. The database must be the one, and the only one, whose files lie there.
///
/// # Errors
/// Where the database or the storage fails; what was taken away by then is gone.
pub async fn sweep(db: &Db, blobs: &Blobs, now: Timestamp) -> Result<Swept> {
    forget(db, now).await?;
    let mut tx = db.snapshot().await?;
    let named = named_files(&mut tx).await?;
    tx.done();
    let old = now.saturating_sub(YOUNG).unwrap_or(Timestamp::MIN);
    let unnamed = blobs
        .lying(move |lying| {
            Ok(lying.written_at < old
                && match &lying.sha256 {
                    Some(sha256) => !named.has(sha256)?,
                    None => true,
                })
        })
        .await?;
    let mut swept = Swept::default();
    for some in unnamed.chunks(AT_ONCE) {
        // Whoever is about to name bytes has written them anew, or waits here with the others.
        let mut tx = db.write().await?;
        let named = named_of(&mut tx, some).await?;
        for lying in some {
            let is_named = |sha256: &String| named.contains(sha256);
            if !lying.sha256.as_ref().is_some_and(is_named) && blobs.take_away(lying).await? {
                swept.files += 1;
                swept.bytes += lying.size;
            }
        }
        tx.commit().await?;
    }
    Ok(swept)
}

async fn forget(db: &Db, now: Timestamp) -> Result<()> {
    static FORGET: Sql = Sql::fixed("DELETE FROM deleted_file WHERE deleted_at <= $1");
    let mut tx = db.write().await?;
    let since = kept_since(now.as_microsecond());
    tx.execute(&FORGET, &[since.into()]).await?;
    tx.commit().await
}

/// Takes the turn to write of every account, and gives which of these names files have.
async fn named_of(tx: &mut Tx, some: &[Lying]) -> Result<HashSet<String>> {
    static TURNS: Sql = Sql::fixed("SELECT id FROM account ORDER BY id FOR UPDATE");
    static NAMED: Sql = Sql::fixed(
        "SELECT sha256 FROM file WHERE sha256 = ANY($1) \
         UNION SELECT sha256 FROM deleted_file WHERE sha256 = ANY($1)",
    );
    tx.rows(&TURNS, &[], |row| row.int(0)).await?;
    let names: Vec<&str> = some
        .iter()
        .filter_map(|lying| lying.sha256.as_deref())
        .collect();
    let found = tx
        .rows(&NAMED, &[Value::Texts(&names)], |row| {
            Ok(row.text(0)?.to_owned())
        })
        .await?;
    Ok(found.into_iter().collect())
}
