//! Fills an empty database from a backup: all of it or nothing.

use super::failure::BackupError;
use super::hashes::Hashes;
use super::head::{AnyHead, END, End, FORMAT, HEAD, Head, Schema};
use super::layout::{self, Table};
use super::progress::{Copied, Progress};
use super::save::{file_name, member_name};
use super::tar::{Member, Unpacker};
use super::{insert, rows};
use crate::blobs::{self, Blobs};
use crate::engine::{Db, Sql, Tx};
use crate::error::StoreError;
use crate::migrate;
use crate::operator::Operator;
use bytes::Bytes;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::io::{BufReader, Read};

/// The largest first and last member.
const SHORT: u64 = 4 << 20;
/// The largest member of rows: one row may be as large as the largest line of a bundle, spelled as JSON.
const ROWS: u64 = 512 << 20;
/// How much is read at once.
const PIECE: usize = 1 << 20;

/// Fills an empty database, and the place of files, from a backup, on a thread of its own; then brings the schema
/// to this program's. Memory does not grow with the backup.
///
/// # Errors
/// Where the database is not empty, where the backup is damaged, cut off or a later program's, and where the
/// database or the place of files fails. Then no row and no file of the backup is there.
pub async fn restore(
    _operator: &Operator,
    db: &Db,
    blobs: &Blobs,
    now: Timestamp,
    source: impl Read + Send + 'static,
    progress: impl FnMut(Progress) + Send + 'static,
) -> Result<Copied, BackupError> {
    let (db, blobs) = (db.clone(), blobs.clone());
    let runtime = tokio::runtime::Handle::current();
    let work = move || runtime.block_on(run(&db, &blobs, now, source, progress));
    match tokio::task::spawn_blocking(work).await {
        Ok(copied) => copied,
        Err(error) => Err(StoreError::broken(format!("the restoring ended early: {error}")).into()),
    }
}

/// Reads a backup to its end without a database: whether it is whole, and one that this program can take.
///
/// # Errors
/// What is wrong with it.
pub fn check(source: impl Read, mut progress: impl FnMut(Progress)) -> Result<Copied, BackupError> {
    let mut source = Source::open(source)?;
    loop {
        match source.part()? {
            Part::Rows(..) => {}
            Part::File { .. } => while !source.piece()?.is_empty() {},
            Part::End => return Ok(source.copied),
        }
        progress(source.copied.with_rows(0));
    }
}

async fn run(
    db: &Db,
    blobs: &Blobs,
    now: Timestamp,
    source: impl Read,
    progress: impl FnMut(Progress),
) -> Result<Copied, BackupError> {
    let mut source = Source::open(source)?;
    room(db, source.head.schema.version).await?;
    migrate::migrate_with(db, migrate::up_to(source.head.schema.version), now).await?;
    let mut new_files = Hashes::new()?;
    let filled = fill(db, blobs, &mut source, &mut new_files, progress).await;
    if filled.is_err() {
        // Why it failed is told; what could not be taken back is named by nothing and harms nobody.
        let _ = take_back(blobs, &new_files).await;
    }
    filled?;
    migrate::migrate(db, now).await?;
    Ok(source.copied)
}

/// Refuses a database that has data, before anything is changed in it.
async fn room(db: &Db, wanted: i64) -> Result<(), BackupError> {
    let mut tx = db.snapshot().await?;
    let Some(found) = layout::version(&mut tx).await? else {
        return Ok(());
    };
    if found > wanted {
        return Err(BackupError::LaterTables { found, wanted });
    }
    let tables = layout::tables(&mut tx, found).await?;
    is_empty(&mut tx, &tables).await
}

/// Refuses where there is a row in any table but that of the secrets, which each database makes for itself.
async fn is_empty(tx: &mut Tx, tables: &[Table]) -> Result<(), BackupError> {
    for table in tables.iter().filter(|table| table.name != "secret") {
        if layout::has_rows(tx, &table.name).await? {
            return Err(BackupError::NotEmpty(table.name.clone()));
        }
    }
    Ok(())
}

/// Fills the tables in one transaction, and keeps the files before it ends.
async fn fill<R: Read>(
    db: &Db,
    blobs: &Blobs,
    source: &mut Source<R>,
    new_files: &mut Hashes,
    mut progress: impl FnMut(Progress),
) -> Result<(), BackupError> {
    static NO_SECRETS: Sql = Sql::fixed("DELETE FROM secret");
    let tables = source.head.tables.clone();
    let mut tx = db.write().await?;
    if tx.on_postgres() {
        // Nobody writes beside this; SQLite's turn to write is all of it anyway.
        for table in &tables {
            tx.run_script(&format!("lock table {} in exclusive mode", table.name))
                .await?;
        }
    }
    is_empty(&mut tx, &tables).await?;
    tx.execute(&NO_SECRETS, &[]).await?;
    loop {
        match source.part()? {
            Part::Rows(place, lines) => {
                let mut insert = insert::Insert::into(&tables[place]);
                for line in lines
                    .split(|byte| *byte == b'\n')
                    .filter(|line| !line.is_empty())
                {
                    insert
                        .row(&mut tx, rows::parse(&tables[place], line)?)
                        .await
                        .map_err(refused)?;
                }
                insert.rest(&mut tx).await.map_err(refused)?;
            }
            Part::File { sha256 } => keep(blobs, source, &sha256, new_files).await?,
            Part::End => break,
        }
        progress(source.copied.with_rows(0));
    }
    Ok(tx.commit().await?)
}

/// A row that the database refuses was not in the database that was copied.
fn refused(error: StoreError) -> BackupError {
    match error {
        StoreError::Conflict(_) | StoreError::Refused(_) => {
            BackupError::damaged(format!("its rows do not fit together: {error}"))
        }
        error => error.into(),
    }
}

/// Keeps the bytes of a file, unless they are there or are not what their name says.
async fn keep<R: Read>(
    blobs: &Blobs,
    source: &mut Source<R>,
    sha256: &str,
    new_files: &mut Hashes,
) -> Result<(), BackupError> {
    let mut upload = blobs.begin(sha256).await?;
    loop {
        let piece = source.piece();
        match (&mut upload, piece) {
            (Some(upload), Ok(piece)) if !piece.is_empty() => upload.piece(piece).await?,
            (None, Ok(piece)) if !piece.is_empty() => {}
            (_, Ok(_)) => break,
            (_, Err(error)) => {
                if let Some(upload) = upload {
                    upload.give_up().await;
                }
                return Err(error);
            }
        }
    }
    if let Some(upload) = upload {
        if upload.finish().await? {
            new_files.add(sha256)?;
        } else {
            source.copied.files_missing += 1;
        }
    }
    Ok(())
}

/// Removes the files that were kept for a database that was not filled after all.
async fn take_back(blobs: &Blobs, new_files: &Hashes) -> Result<(), BackupError> {
    let mut last = String::new();
    while let Some(sha256) = new_files.after(&last)? {
        blobs.remove(&sha256).await?;
        last = sha256;
    }
    Ok(())
}

/// A part of a backup.
enum Part {
    /// Rows of the table of this place, a line each.
    Rows(usize, Vec<u8>),
    /// The bytes of a file follow, piece by piece.
    File { sha256: String },
    /// It ended, and is whole.
    End,
}

/// A backup on its way in.
struct Source<R> {
    unpacker: Unpacker<BufReader<R>>,
    head: Head,
    rows: BTreeMap<String, u64>,
    /// The table whose rows came last, and how many members it had.
    table: (usize, u32),
    last_file: String,
    copied: Copied,
}

impl<R: Read> Source<R> {
    /// Reads the first member, and refuses what this program cannot take.
    fn open(source: R) -> Result<Self, BackupError> {
        let mut unpacker = Unpacker::new(BufReader::with_capacity(PIECE, source));
        let member = unpacker.next()?;
        if member.name != HEAD {
            return Err(BackupError::NoBackup);
        }
        let content = unpacker.content(&member, SHORT)?;
        let unreadable = |_| BackupError::damaged("its beginning cannot be read");
        let any: AnyHead = serde_json::from_slice(&content).map_err(unreadable)?;
        if any.format > FORMAT {
            return Err(BackupError::NewerLayout(any.format));
        }
        let head: Head = serde_json::from_slice(&content).map_err(unreadable)?;
        known(&head.schema)?;
        let names: Vec<&String> = head.tables.iter().map(|table| &table.name).collect();
        if !names
            .into_iter()
            .eq(&migrate::tables(migrate::up_to(head.schema.version)))
        {
            return Err(BackupError::damaged(
                "its tables are not those of its schema",
            ));
        }
        let rows = head
            .tables
            .iter()
            .map(|table| (table.name.clone(), 0))
            .collect();
        let copied = Copied::default();
        Ok(Self {
            unpacker,
            head,
            rows,
            table: (0, 0),
            last_file: String::new(),
            copied,
        })
    }

    /// The next part; the bytes of a file must be read before the one after.
    fn part(&mut self) -> Result<Part, BackupError> {
        let member = self.unpacker.next()?;
        let part = if member.name == END {
            self.end(&member)?;
            Part::End
        } else if let Some(sha256) = self.file(&member.name) {
            self.copied.files += 1;
            Part::File { sha256 }
        } else {
            let place = self.rows_of(&member.name)?;
            let lines = self.unpacker.content(&member, ROWS)?;
            let count = lines.iter().filter(|byte| **byte == b'\n').count() as u64;
            *self
                .rows
                .entry(self.head.tables[place].name.clone())
                .or_default() += count;
            self.copied.rows += count;
            Part::Rows(place, lines)
        };
        self.copied.bytes = self.unpacker.bytes;
        Ok(part)
    }

    /// The next piece of the bytes of a file; empty at its end.
    fn piece(&mut self) -> Result<Bytes, BackupError> {
        let mut piece = vec![0; PIECE];
        let length = self.unpacker.read(&mut piece)?;
        piece.truncate(length);
        Ok(piece.into())
    }

    /// The name of the file that a member has the bytes of; files come in order, each once.
    fn file(&mut self, member: &str) -> Option<String> {
        let sha256 = member.rsplit('/').next()?;
        if !blobs::is_name(sha256)
            || member != file_name(sha256)
            || sha256 <= self.last_file.as_str()
        {
            return None;
        }
        sha256.clone_into(&mut self.last_file);
        Some(sha256.to_owned())
    }

    /// The place of the table that a member has rows of; tables come in order, and their parts too.
    fn rows_of(&mut self, member: &str) -> Result<usize, BackupError> {
        let (mut place, mut part) = self.table;
        while let Some(table) = self.head.tables.get(place) {
            if member == member_name(&table.name, part + 1) {
                self.table = (place, part + 1);
                return Ok(place);
            }
            (place, part) = (place + 1, 0);
        }
        Err(BackupError::damaged(format!(
            "the member `{member}` does not belong there"
        )))
    }

    /// Compares what came with what there was.
    fn end(&mut self, member: &Member) -> Result<(), BackupError> {
        let sha256 = blobs::hex(&self.unpacker.digest_before);
        let content = self.unpacker.content(member, SHORT)?;
        let end = End {
            rows: &self.rows,
            files: self.copied.files,
            sha256,
        };
        if content != end.bytes() {
            return Err(BackupError::damaged("it is not as it was written"));
        }
        self.unpacker.finish()
    }
}

/// Refuses a schema that none of this program's migrations lead to.
fn known(schema: &Schema) -> Result<(), BackupError> {
    let known = migrate::MIGRATIONS
        .last()
        .map_or(0, |migration| migration.version);
    if schema.version > known {
        return Err(StoreError::Newer {
            found: schema.version,
            known,
        }
        .into());
    }
    let steps = migrate::up_to(schema.version);
    let same = migrate::fingerprint(steps) == schema.fingerprint;
    if same
        && steps
            .last()
            .is_some_and(|last| last.version == schema.version)
    {
        Ok(())
    } else {
        Err(BackupError::OtherSchema(schema.version))
    }
}
