//! Makes a backup: all rows as of one snapshot, then the bytes of the files they name.

use super::failure::BackupError;
use super::hashes::Hashes;
use super::head::{END, End, FORMAT, HEAD, Head, Schema, json};
use super::layout::{self, Table};
use super::progress::{Copied, Progress};
use super::rows;
use super::tar::Packer;
use crate::blobs::{self, Blobs};
use crate::engine::{Db, Sql, Tx};
use crate::error::StoreError;
use crate::migrate;
use crate::operator::Operator;
use futures_util::TryStreamExt;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;

/// Rows are written in members of about this many bytes.
const MEMBER: usize = 1 << 20;

/// Writes the whole database and the bytes of all files to `out`, on a thread of its own. The server may run on:
/// the copy is of one moment. Memory does not grow with the data. `progress` is called every megabyte or so.
///
/// Files whose bytes are not there are counted and left out.
///
/// # Errors
/// Where the database, a file or `out` fails; what was written until then is no backup.
pub async fn backup(
    _operator: &Operator,
    db: &Db,
    blobs: &Blobs,
    now: Timestamp,
    out: impl Write + Send + 'static,
    progress: impl FnMut(Progress) + Send + 'static,
) -> Result<Copied, BackupError> {
    let (db, blobs) = (db.clone(), blobs.clone());
    let runtime = tokio::runtime::Handle::current();
    let work = move || runtime.block_on(run(&db, &blobs, now, out, progress));
    match tokio::task::spawn_blocking(work).await {
        Ok(copied) => copied,
        Err(error) => Err(StoreError::broken(format!("the backup ended early: {error}")).into()),
    }
}

async fn run(
    db: &Db,
    blobs: &Blobs,
    now: Timestamp,
    out: impl Write + Send,
    progress: impl FnMut(Progress) + Send,
) -> Result<Copied, BackupError> {
    let mut save = Save {
        packer: Packer::new(BufWriter::with_capacity(MEMBER, out)),
        rows: BTreeMap::new(),
        copied: Copied::default(),
        progress,
    };
    let mut tx = db.snapshot().await?;
    let version = layout::version(&mut tx)
        .await?
        .ok_or(BackupError::NoTables)?;
    let tables = layout::tables(&mut tx, version).await?;
    let head = Head {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: now.to_string(),
        schema: Schema {
            version,
            fingerprint: migrate::fingerprint(migrate::up_to(version)),
        },
        tables,
    };
    save.packer.member(HEAD, &json(&head))?;
    for table in &head.tables {
        save.table(&mut tx, table).await?;
    }
    let hashes = named_files(&mut tx).await?;
    // Bytes are kept by their content and never change, so the snapshot need not be held while they are copied.
    tx.done();
    save.files(blobs, &hashes).await?;
    save.end()
}

/// The names of the files whose bytes came in, deleted ones that can be brought back among them.
pub(super) async fn named_files(tx: &mut Tx) -> Result<Hashes, StoreError> {
    static NAMES: Sql = Sql::fixed(
        "SELECT sha256 FROM file WHERE stored = 1 AND sha256 IS NOT NULL \
         UNION ALL SELECT sha256 FROM deleted_file WHERE stored = 1 AND sha256 IS NOT NULL",
    );
    let mut hashes = Hashes::new()?;
    tx.each(&NAMES, &[], |row| {
        hashes.add(row.text(0)?)?;
        Ok(ControlFlow::Continue(()))
    })
    .await?;
    Ok(hashes)
}

struct Save<W: Write, P> {
    packer: Packer<BufWriter<W>>,
    rows: BTreeMap<String, u64>,
    copied: Copied,
    progress: P,
}

impl<W: Write + Send, P: FnMut(Progress) + Send> Save<W, P> {
    /// The rows of a table, some thousands in a member.
    async fn table(&mut self, tx: &mut Tx, table: &Table) -> Result<(), BackupError> {
        let all = Sql::built(format!("SELECT {} FROM {}", table.names(), table.name));
        let mut lines = Lines {
            table: &table.name,
            members: 0,
            text: Vec::new(),
        };
        let (mut rows, mut failure) = (0, None);
        tx.each(&all, &[], |row| {
            rows::push(&mut lines.text, table, row)?;
            rows += 1;
            if lines.text.len() < MEMBER {
                return Ok(ControlFlow::Continue(()));
            }
            failure = lines.write(&mut self.packer).err();
            self.copied.bytes = self.packer.bytes;
            (self.progress)(self.copied.with_rows(rows));
            Ok(if failure.is_some() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            })
        })
        .await?;
        if let Some(failure) = failure {
            return Err(failure);
        }
        lines.write(&mut self.packer)?;
        self.copied.rows += rows;
        self.rows.insert(table.name.clone(), rows);
        Ok(())
    }

    /// The bytes of the files of those names.
    async fn files(&mut self, blobs: &Blobs, hashes: &Hashes) -> Result<(), BackupError> {
        let mut last = String::new();
        while let Some(sha256) = hashes.after(&last)? {
            if self.file(blobs, &sha256).await? {
                self.copied.files += 1;
            } else {
                self.copied.files_missing += 1;
            }
            self.copied.bytes = self.packer.bytes;
            (self.progress)(self.copied.with_rows(0));
            last = sha256;
        }
        Ok(())
    }

    /// The bytes of a file; false where they are not there.
    async fn file(&mut self, blobs: &Blobs, sha256: &str) -> Result<bool, BackupError> {
        let Some(size) = blobs.size(sha256).await? else {
            return Ok(false);
        };
        let Some(mut bytes) = blobs.read(sha256, None).await? else {
            return Ok(false);
        };
        self.packer.begin(&file_name(sha256), size)?;
        while let Some(piece) = bytes.try_next().await? {
            self.packer.piece(&piece)?;
        }
        self.packer.ended()?;
        Ok(true)
    }

    fn end(mut self) -> Result<Copied, BackupError> {
        let sha256 = blobs::hex(&self.packer.digest());
        let end = End {
            rows: &self.rows,
            files: self.copied.files,
            sha256,
        };
        self.packer.member(END, &end.bytes())?;
        self.copied.bytes = self.packer.finish()?;
        Ok(self.copied)
    }
}

/// Rows that wait to be written together.
struct Lines<'t> {
    table: &'t str,
    members: u32,
    text: Vec<u8>,
}

impl Lines<'_> {
    fn write<W: Write>(&mut self, packer: &mut Packer<W>) -> Result<(), BackupError> {
        if self.text.is_empty() {
            return Ok(());
        }
        self.members += 1;
        packer.member(&member_name(self.table, self.members), &self.text)?;
        // One very long row must not keep its memory for ever.
        self.text = Vec::new();
        Ok(())
    }
}

/// The name of the member with the `number`th part of a table, from 1.
pub(super) fn member_name(table: &str, number: u32) -> String {
    format!("tables/{table}/{number:06}.ndjson")
}

/// The name of the member with the bytes of a file.
pub(super) fn file_name(sha256: &str) -> String {
    format!("files/{}/{}/{sha256}", &sha256[..2], &sha256[2..4])
}
