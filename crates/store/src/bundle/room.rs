//! Memory for SQLite's writer while an import writes.
//!
//! Rows come in at random places of many indexes. With the little that the writer usually holds, most pages would
//! be written to the log and read again several times.

use crate::engine::{Db, Sql, Tx};
use crate::error::Result;

/// What the writer may hold meanwhile, in KiB: an eighth of one for each line, between these.
const LEAST: u64 = 65_536;
const MOST: u64 = 262_144;
const LINES_A_KIB: u64 = 8;

static USUAL: Sql = Sql::fixed("PRAGMA cache_size");

/// Gives the writer room for a bundle of this many lines; what it had before is to be given back. None on PostgreSQL.
pub(crate) async fn give(tx: &mut Tx, lines: u64) -> Result<Option<i64>> {
    if tx.on_postgres() {
        return Ok(None);
    }
    let usual = tx.one(&USUAL, &[], |row| row.int(0)).await?;
    let room = (lines / LINES_A_KIB).clamp(LEAST, MOST);
    // SQLite takes KiB as a negative number.
    tx.run_script(&format!("PRAGMA cache_size = -{room}"))
        .await?;
    Ok(usual)
}

/// Gives back the room, before the transaction ends.
pub(crate) async fn give_back(tx: &mut Tx, usual: Option<i64>) -> Result<()> {
    match usual {
        Some(usual) => tx.run_script(&format!("PRAGMA cache_size = {usual}")).await,
        None => Ok(()),
    }
}

/// Lets go of the pages that are still held, once the transaction has ended.
pub(crate) async fn let_go(db: &Db, usual: Option<i64>) -> Result<()> {
    if usual.is_none() {
        return Ok(());
    }
    let mut tx = db.write().await?;
    tx.run_script("PRAGMA shrink_memory").await
}
