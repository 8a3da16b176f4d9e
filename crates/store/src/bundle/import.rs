//! Brings a bundle in: read it aside, then write it in one transaction, all or nothing.

use super::hand::Hand;
use super::ids::Ids;
use super::judge;
use super::kinds::{KINDS, Space};
use super::reading::{self, Bundle, Files};
use super::report::{Count, Imported, Phase, Problem, Progress, Rejected};
use super::work::Work;
use super::{known_people, ready_made, removal, room, settings, settle};
use crate::accounts::allocate;
use crate::audit;
use crate::blobs::Blobs;
use crate::chain::{Import, Permit};
use crate::engine::{Db, Tx};
use crate::error::{Result, StoreError};
use crate::identity;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;

/// What is wanted of an import.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Take the good lines and list the rest, instead of all or nothing. What is judged on the result (the plan,
    /// the last admin) refuses the whole all the same.
    pub keep_going: bool,
    /// Say what would happen and write nothing.
    pub dry_run: bool,
    /// The folder that `{"path":…}` of files is looked up in; none where there is none.
    pub beside: Option<PathBuf>,
    /// The moment of import.
    pub now: Timestamp,
}

/// Imports a bundle, on a thread of its own: other work goes on, and memory does not grow with the bundle.
///
/// Whoever holds the permit is judged again in the transaction that writes. `progress` is called every few
/// thousand lines.
///
/// # Errors
/// Where the source ends in an error or the database fails. Bad lines are no error but part of the report, and
/// nothing is written then unless the wish says to keep going.
pub async fn import(
    db: &Db,
    blobs: &Blobs,
    permit: Permit<Import>,
    wish: Wish,
    source: impl Read + Send + 'static,
    progress: impl FnMut(Progress) + Send + 'static,
) -> Result<Imported> {
    let (db, blobs) = (db.clone(), blobs.clone());
    let runtime = tokio::runtime::Handle::current();
    let work = move || runtime.block_on(run(&db, &blobs, &permit, wish, source, progress));
    match tokio::task::spawn_blocking(work).await {
        Ok(imported) => imported,
        Err(error) => Err(StoreError::broken(format!(
            "the import ended early: {error}"
        ))),
    }
}

async fn run(
    db: &Db,
    blobs: &Blobs,
    permit: &Permit<Import>,
    wish: Wish,
    source: impl Read,
    mut progress: impl FnMut(Progress),
) -> Result<Imported> {
    let files = Files {
        blobs,
        beside: wish.beside.clone(),
        dry_run: wish.dry_run,
    };
    let bundle = reading::read(source, &files, wish.keep_going, &mut progress).await?;
    let mut imported = Imported {
        lines: bundle.lines,
        bytes: bundle.bytes,
        digest: bundle.digest.clone(),
        counts: BTreeMap::new(),
        rejected: bundle.rejected.clone(),
        written: false,
    };
    let mut tx = db.write().await?;
    let usual = room::give(&mut tx, imported.lines).await?;
    let stands = write(&mut tx, permit, &wish, bundle, &mut imported, &mut progress).await;
    room::give_back(&mut tx, usual).await?;
    if stands? && !wish.dry_run {
        let (now, detail) = (wish.now.as_microsecond(), detail(&imported));
        audit::append(
            &mut tx,
            permit.account(),
            now,
            permit.person(),
            "import",
            &detail,
        )
        .await?;
        tx.commit().await?;
        imported.written = true;
    } else {
        drop(tx);
    }
    room::let_go(db, usual).await?;
    Ok(imported)
}

/// Writes a bundle and notes what happened; false where it must not stand.
async fn write(
    tx: &mut Tx,
    permit: &Permit<Import>,
    wish: &Wish,
    bundle: Bundle,
    imported: &mut Imported,
    progress: &mut impl FnMut(Progress),
) -> Result<bool> {
    let mut work = begin(tx, permit, wish, bundle).await?;
    let allowed = permit.still_holds(tx, work.hand.now).await?;
    if !allowed {
        work.rejected.push(no_longer());
    }
    let stands = allowed && write_all(&mut work, tx, progress).await?;
    imported.counts = work.hand.counts;
    imported.rejected = work.rejected;
    imported
        .rejected
        .first
        .sort_by_key(|rejected| rejected.line.unwrap_or(u64::MAX));
    Ok(stands)
}

/// Takes the account's turn to write and the ids that new records may need.
async fn begin(tx: &mut Tx, permit: &Permit<Import>, wish: &Wish, bundle: Bundle) -> Result<Work> {
    let account = permit.account();
    let first = allocate(tx, account, bundle.scratch.ids.max(1)).await?;
    let now = wish.now.as_microsecond();
    Ok(Work {
        hand: Hand::new(tx, account, permit.person(), now).await?,
        ids: Ids::new(tx, account, first - 1).await?,
        scratch: bundle.scratch,
        files_external: false,
        rejected: bundle.rejected,
        keep_going: wish.keep_going,
    })
}

/// Writes everything; false where it must not stand.
async fn write_all(
    work: &mut Work,
    tx: &mut Tx,
    progress: &mut impl FnMut(Progress),
) -> Result<bool> {
    let places = judge::places(tx, work.hand.account).await?;
    let replaced = ready_made::replaced(work, tx).await?;
    known_people::note(work, tx).await?;
    for space in Space::ALL
        .into_iter()
        .filter(|space| *space != Space::Person)
    {
        work.ids.note_known(tx, &mut work.scratch, space).await?;
    }
    removal::guard(work)?;
    settings::write(work, tx).await?;
    if work.keep_going || work.rejected.total > 0 {
        settle::settle(work, tx).await?;
    }
    if !work.writes() {
        return Ok(false);
    }
    let (mut lines, mut bytes) = (0, 0);
    let mut told = |more_lines: u64, more_bytes: u64| {
        lines += more_lines;
        bytes += more_bytes;
        progress(Progress {
            phase: Phase::Writing,
            lines,
            bytes,
        });
    };
    for (place, _) in KINDS
        .iter()
        .enumerate()
        .filter(|(_, kind)| !kind.is_settings())
    {
        work.write_kind(tx, place, &mut told).await?;
    }
    if !work.writes() {
        return Ok(false);
    }
    removal::remove_deleted(work, tx).await?;
    ready_made::take_away(work, tx, &replaced).await?;
    work.hand.touched.compute(tx, work.hand.account).await?;
    identity::sweep(tx, work.hand.account, work.hand.now).await?;
    judge::judge(work, tx, places).await
}

fn no_longer() -> Rejected {
    Rejected {
        line: None,
        pointer: String::new(),
        found: "somebody who is no admin any more".to_owned(),
        expected: "an admin".to_owned(),
        problem: Problem::NotAllowed,
    }
}

/// What the audit log says of an import.
fn detail(imported: &Imported) -> String {
    let count = |count: &Count| {
        serde_json::json!({
            "created": count.created, "changed": count.changed,
            "unchanged": count.unchanged, "deleted": count.deleted,
        })
    };
    let counts: serde_json::Map<_, _> = imported
        .counts
        .iter()
        .map(|(kind, of)| ((*kind).to_owned(), count(of)))
        .collect();
    serde_json::json!({
        "lines": imported.lines, "rejected": imported.rejected.total, "sha256": imported.digest, "counts": counts,
    })
    .to_string()
}
