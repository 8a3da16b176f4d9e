//! A bundle on its way in: which ids its lines have, and the lines themselves, in a private temporary file.
//!
//! The file is SQLite's own, whichever database the account lies in; it has no name and goes away by itself.
//! Memory does not grow with the bundle.

use super::kinds::{KINDS, Space};
use crate::blobs::Stored;
use crate::error::{Result, StoreError};
use rusqlite::{Connection, OptionalExtension, params};

const SCHEMA: &str = "
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384; PRAGMA temp_store = FILE;
    CREATE TABLE entry (
        space INTEGER NOT NULL, sid TEXT NOT NULL, seq INTEGER NOT NULL, line INTEGER NOT NULL,
        state INTEGER NOT NULL, sort INTEGER NOT NULL, id INTEGER,
        PRIMARY KEY (space, sid)
    ) WITHOUT ROWID;
    CREATE TABLE body (
        place INTEGER NOT NULL PRIMARY KEY, seq INTEGER NOT NULL, text BLOB NOT NULL, sha256 TEXT, size INTEGER
    );
    CREATE TABLE address (sid TEXT NOT NULL PRIMARY KEY, email TEXT NOT NULL, line INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX address_email ON address (email);
    CREATE TABLE hangs (sid TEXT NOT NULL, line INTEGER NOT NULL, PRIMARY KEY (sid, line)) WITHOUT ROWID;
    BEGIN;
";

/// Lines of one kind lie together, in the order in which they came.
const LINES_OF_A_KIND: i64 = 1 << 40;

/// What becomes of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// It is there after the import.
    There,
    /// A line deletes it.
    Deleted,
    /// What it belongs to is deleted, so it goes along.
    Fallen,
}

impl State {
    fn numbered(number: i64) -> State {
        match number {
            0 => State::There,
            1 => State::Deleted,
            _ => State::Fallen,
        }
    }
}

/// The last line of an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its number among the ids of the bundle, from 1.
    pub(crate) seq: i64,
    pub(crate) line: u64,
    pub(crate) state: State,
    /// Of a person: whether it is a guest.
    pub(crate) guest: bool,
    /// The internal id of a record that the account has already.
    pub(crate) id: Option<i64>,
}

/// A line as it was kept.
pub(crate) struct Body {
    pub(crate) line: u64,
    pub(crate) seq: i64,
    pub(crate) text: Vec<u8>,
    /// The bytes of a file that came with it.
    pub(crate) stored: Option<Stored>,
}

/// What was made of a new line of an id.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Noted {
    Taken,
    /// The id is a member's where a guest was meant, or the other way round; on this line.
    OtherSort(u64),
}

/// The temporary file.
pub(crate) struct Scratch {
    db: Connection,
    /// How many different ids the bundle has.
    pub(crate) ids: i64,
}

impl Scratch {
    /// An empty one.
    pub(crate) fn new() -> Result<Self> {
        let db = Connection::open("")?;
        db.execute_batch(SCHEMA)?;
        db.set_prepared_statement_cache_capacity(64);
        Ok(Self { db, ids: 0 })
    }

    /// Keeps a line of a record, or that it is deleted; the last line of an id counts. `kind` is its place.
    pub(crate) fn note(
        &mut self,
        kind: usize,
        space: Space,
        sid: &str,
        line: u64,
        text: Option<(&[u8], Option<&Stored>)>,
    ) -> Result<Noted> {
        let guest = i64::from(KINDS[kind].name == "guest");
        let state = i64::from(text.is_none());
        // Most ids are new, so that trying is quicker than asking first.
        let new = self
            .db
            .prepare_cached("INSERT OR IGNORE INTO entry (space, sid, seq, line, state, sort) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![space as i64, sid, self.ids + 1, line as i64, state, guest])?;
        let seq = if new == 1 {
            self.ids += 1;
            self.ids
        } else {
            let Some(before) = self.entry(space, sid)? else {
                return Err(StoreError::broken("an id that is noted is not there"));
            };
            if before.state == State::There {
                if i64::from(before.guest) != guest {
                    // Deleting a guest of that id deletes no member of it.
                    return Ok(if text.is_none() {
                        Noted::Taken
                    } else {
                        Noted::OtherSort(before.line)
                    });
                }
                self.drop_body(kind, before.line)?;
            }
            self.db
                .prepare_cached(
                    "UPDATE entry SET line = ?3, state = ?4, sort = ?5 WHERE space = ?1 AND sid = ?2",
                )?
                .execute(params![space as i64, sid, line as i64, state, guest])?;
            before.seq
        };
        if let Some((text, stored)) = text {
            self.keep(kind, line, seq, text, stored)?;
        } else if space == Space::Person {
            self.db
                .prepare_cached("DELETE FROM address WHERE sid = ?1")?
                .execute([sid])?;
        }
        Ok(Noted::Taken)
    }

    /// Notes an id whose line is bad, so that references to it are not reported too.
    pub(crate) fn stand_in(
        &mut self,
        kind: usize,
        space: Space,
        sid: &str,
        line: u64,
    ) -> Result<()> {
        let guest = i64::from(KINDS[kind].name == "guest");
        self.ids += 1;
        self.db
            .prepare_cached("INSERT OR IGNORE INTO entry (space, sid, seq, line, state, sort) VALUES (?1, ?2, ?3, ?4, 0, ?5)")?
            .execute(params![space as i64, sid, self.ids, line as i64, guest])?;
        Ok(())
    }

    /// Keeps a line that has no id.
    pub(crate) fn keep(
        &mut self,
        kind: usize,
        line: u64,
        seq: i64,
        text: &[u8],
        stored: Option<&Stored>,
    ) -> Result<()> {
        let (sha256, size) = (
            stored.map(|s| s.sha256.as_str()),
            stored.map(|s| s.size as i64),
        );
        self.db
            .prepare_cached(
                "INSERT INTO body (place, seq, text, sha256, size) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![place(kind, line), seq, text, sha256, size])?;
        Ok(())
    }

    /// Remembers the address of a member or guest.
    pub(crate) fn address(&mut self, sid: &str, email: &str, line: u64) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT OR REPLACE INTO address (sid, email, line) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![sid, email, line as i64])?;
        Ok(())
    }

    /// What is known of an id; none where no line has it.
    pub(crate) fn entry(&self, space: Space, sid: &str) -> Result<Option<Entry>> {
        Ok(self
            .db
            .prepare_cached(
                "SELECT seq, line, state, sort, id FROM entry WHERE space = ?1 AND sid = ?2",
            )?
            .query_row(params![space as i64, sid], |row| {
                Ok(Entry {
                    seq: row.get(0)?,
                    line: row.get::<_, i64>(1)? as u64,
                    state: State::numbered(row.get(2)?),
                    guest: row.get(3)?,
                    id: row.get(4)?,
                })
            })
            .optional()?)
    }

    /// Says that the account has the record already, under this internal id.
    pub(crate) fn known(&mut self, space: Space, sid: &str, id: i64) -> Result<()> {
        self.db
            .prepare_cached("UPDATE entry SET id = ?3 WHERE space = ?1 AND sid = ?2")?
            .execute(params![space as i64, sid, id])?;
        Ok(())
    }

    /// Says what becomes of a record after all.
    pub(crate) fn becomes(&mut self, space: Space, sid: &str, state: State) -> Result<()> {
        self.db
            .prepare_cached("UPDATE entry SET state = ?3 WHERE space = ?1 AND sid = ?2")?
            .execute(params![space as i64, sid, state as i64])?;
        Ok(())
    }

    /// Takes a line out again, as if it had never come.
    pub(crate) fn forget(&mut self, kind: usize, space: Space, sid: &str, line: u64) -> Result<()> {
        self.db
            .prepare_cached("DELETE FROM entry WHERE space = ?1 AND sid = ?2")?
            .execute(params![space as i64, sid])?;
        if space == Space::Person {
            self.db
                .prepare_cached("DELETE FROM address WHERE sid = ?1")?
                .execute([sid])?;
        }
        self.drop_body(kind, line)
    }

    /// Takes out the kept text of a line.
    pub(crate) fn drop_body(&mut self, kind: usize, line: u64) -> Result<()> {
        self.db
            .prepare_cached("DELETE FROM body WHERE place = ?1")?
            .execute([place(kind, line)])?;
        Ok(())
    }

    /// The next lines of a kind after `line`: a few hundred, or fewer large ones.
    pub(crate) fn bodies(&self, kind: usize, line: u64) -> Result<Vec<Body>> {
        let mut statement = self.db.prepare_cached(
            "SELECT place, seq, text, sha256, size FROM body WHERE place > ?1 AND place < ?2 ORDER BY place",
        )?;
        let mut rows = statement.query(params![place(kind, line), place(kind + 1, 0)])?;
        some(&mut rows)
    }

    /// Forgets which lines hang on others of their kind.
    pub(crate) fn nothing_hangs(&mut self) -> Result<()> {
        self.db.prepare_cached("DELETE FROM hangs")?.execute([])?;
        Ok(())
    }

    /// Remembers that a line names another record of its own kind.
    pub(crate) fn hangs(&mut self, sid: &str, line: u64) -> Result<()> {
        self.db
            .prepare_cached("INSERT OR IGNORE INTO hangs (sid, line) VALUES (?1, ?2)")?
            .execute(params![sid, line as i64])?;
        Ok(())
    }

    /// The next lines of a kind after `line` that name a record of their own kind.
    pub(crate) fn hanging(&self, kind: usize, sid: &str, line: u64) -> Result<Vec<Body>> {
        let mut statement = self.db.prepare_cached(
            "SELECT place, seq, text, sha256, size FROM hangs JOIN body ON place = ?3 + line \
             WHERE sid = ?1 AND line > ?2 ORDER BY line",
        )?;
        let mut rows = statement.query(params![sid, line as i64, place(kind, 0)])?;
        some(&mut rows)
    }

    /// The next ids of a space after `sid`, in order.
    pub(crate) fn entries(&self, space: Space, sid: &str) -> Result<Vec<(String, Entry)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT sid, seq, line, state, sort, id FROM entry WHERE space = ?1 AND sid > ?2 ORDER BY sid LIMIT 1000",
        )?;
        let rows = statement.query_map(params![space as i64, sid], |row| {
            let entry = Entry {
                seq: row.get(1)?,
                line: row.get::<_, i64>(2)? as u64,
                state: State::numbered(row.get(3)?),
                guest: row.get(4)?,
                id: row.get(5)?,
            };
            Ok((row.get(0)?, entry))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The next addresses after `sid`, in the order of the ids.
    pub(crate) fn addresses(&self, sid: &str) -> Result<Vec<(String, String, u64)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT sid, email, line FROM address WHERE sid > ?1 ORDER BY sid LIMIT 1000",
        )?;
        let rows = statement.query_map([sid], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)? as u64))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Addresses that an earlier line of another id has too: id, address, line, the earlier line.
    pub(crate) fn addresses_met_before(&self) -> Result<Vec<(String, String, u64, u64)>> {
        let mut statement = self.db.prepare_cached(
            "SELECT a.sid, a.email, a.line, MIN(b.line) FROM address b JOIN address a ON a.email = b.email \
             AND a.line > b.line WHERE b.email IN (SELECT email FROM address GROUP BY email HAVING COUNT(*) > 1) \
             GROUP BY a.sid ORDER BY a.line",
        )?;
        let rows = statement.query_map([], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get::<_, i64>(2)? as u64,
                row.get::<_, i64>(3)? as u64,
            ))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether any line brings a record of the space.
    pub(crate) fn brings(&self, space: Space) -> Result<bool> {
        let mut statement = self
            .db
            .prepare_cached("SELECT 1 FROM entry WHERE space = ?1 AND state = 0 LIMIT 1")?;
        Ok(statement.exists([space as i64])?)
    }
}

/// Reads lines until they are enough to be worked on together.
fn some(rows: &mut rusqlite::Rows<'_>) -> Result<Vec<Body>> {
    const ROWS: usize = 1000;
    const BYTES: usize = 8 << 20;
    let (mut all, mut bytes) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let stored = match (
            row.get::<_, Option<String>>(3)?,
            row.get::<_, Option<i64>>(4)?,
        ) {
            (Some(sha256), Some(size)) => Some(Stored {
                sha256,
                size: size as u64,
            }),
            _ => None,
        };
        let text: Vec<u8> = row.get(2)?;
        bytes += text.len();
        all.push(Body {
            line: (row.get::<_, i64>(0)? % LINES_OF_A_KIND) as u64,
            seq: row.get(1)?,
            text,
            stored,
        });
        if all.len() >= ROWS || bytes >= BYTES {
            break;
        }
    }
    Ok(all)
}

fn place(kind: usize, line: u64) -> i64 {
    kind as i64 * LINES_OF_A_KIND + line as i64
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_last_line_of_an_id_counts() {
        let (task, _) = super::super::kinds::Kind::named("task").unwrap();
        let mut scratch = Scratch::new().unwrap();
        scratch
            .note(task, Space::Task, "t1", 1, Some((b"first", None)))
            .unwrap();
        scratch
            .note(task, Space::Task, "t2", 2, Some((b"other", None)))
            .unwrap();
        scratch
            .note(task, Space::Task, "t1", 3, Some((b"second", None)))
            .unwrap();
        let texts: Vec<_> = scratch
            .bodies(task, 0)
            .unwrap()
            .into_iter()
            .map(|body| (body.seq, body.text))
            .collect();
        assert_eq!(texts, [(2, b"other".to_vec()), (1, b"second".to_vec())]);
        scratch.note(task, Space::Task, "t1", 4, None).unwrap();
        assert_eq!(scratch.bodies(task, 0).unwrap().len(), 1);
        assert_eq!(
            scratch.entry(Space::Task, "t1").unwrap().unwrap().state,
            State::Deleted
        );
    }

    #[test]
    fn an_address_that_two_ids_have_is_told_once_for_the_later_line() {
        let mut scratch = Scratch::new().unwrap();
        for (sid, email, line) in [
            ("a", "x@y.z", 1),
            ("b", "x@y.z", 5),
            ("c", "x@y.z", 3),
            ("d", "w@y.z", 2),
        ] {
            scratch.address(sid, email, line).unwrap();
        }
        let met: Vec<_> = scratch
            .addresses_met_before()
            .unwrap()
            .into_iter()
            .map(|met| (met.2, met.3))
            .collect();
        assert_eq!(met, [(3, 1), (5, 1)]);
    }
}
