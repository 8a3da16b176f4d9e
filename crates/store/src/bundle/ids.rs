//! From the sender's ids to internal ones: those of the bundle's own lines first, then the account's.

use super::kinds::Space;
use super::scratch::{Entry, Scratch, State};
use crate::engine::{Sql, Tx, Value};
use crate::error::Result;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Ids that are remembered before the memory starts afresh.
const KEPT: usize = 100_000;

/// What an id leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// No line and no record has it.
    Missing,
    /// A line deletes it.
    Gone,
    /// A record, which the import may still have to write.
    There {
        id: i64,
        /// Of a person: whether it is a guest.
        guest: bool,
    },
}

impl Found {
    /// Whether it is the record of this internal id.
    pub(crate) fn is(self, record: i64) -> bool {
        matches!(self, Found::There { id, .. } if id == record)
    }
}

struct Statements {
    by_source: Sql,
    by_public: Sql,
    any: Sql,
    nameless: Sql,
}

static STATEMENTS: LazyLock<Vec<Statements>> = LazyLock::new(|| {
    let statements = |space: Space| {
        let table = space.table();
        let sort = if space == Space::Person {
            "is_guest"
        } else {
            "0"
        };
        let module = space
            .stage_module()
            .map_or_else(String::new, |module| format!(" AND module = {module}"));
        Statements {
            by_source: Sql::built(format!(
                "SELECT source_id, id, {sort} FROM {table} WHERE account_id = $1 AND source_id = ANY($2){module}"
            )),
            by_public: Sql::built(format!(
                "SELECT id, {sort} FROM {table} WHERE account_id = $1 AND public_id = $2 AND source_id IS NULL{module}"
            )),
            any: Sql::built(format!(
                "SELECT 1 FROM {table} WHERE account_id = $1{module} LIMIT 1"
            )),
            nameless: Sql::built(format!(
                "SELECT 1 FROM {table} WHERE account_id = $1 AND source_id IS NULL{module} LIMIT 1"
            )),
        }
    };
    Space::ALL.into_iter().map(statements).collect()
});

/// What ids lead to, once looked up.
#[derive(Clone)]
pub(crate) struct Met {
    by_space: Vec<HashMap<Box<str>, Found>>,
}

impl Met {
    /// Nothing looked up yet.
    pub(crate) fn new() -> Self {
        Self {
            by_space: vec![HashMap::new(); Space::COUNT],
        }
    }

    /// What an id leads to, as far as it was looked up.
    pub(crate) fn get(&self, space: Space, sid: &str) -> Found {
        self.by_space[space as usize]
            .get(sid)
            .copied()
            .unwrap_or(Found::Missing)
    }

    /// Notes what an id leads to.
    pub(crate) fn note(&mut self, space: Space, sid: &str, found: Found) {
        self.by_space[space as usize].insert(sid.into(), found);
    }
}

/// The look-up of one import.
pub(crate) struct Ids {
    account: i64,
    /// Added to a line's number among the ids to give a new record's internal id.
    base: i64,
    /// Whether the account had any record of a space before.
    any: [bool; Space::COUNT],
    /// Whether some of them have no id of a sender's.
    nameless: [bool; Space::COUNT],
    met: Met,
    kept: usize,
}

impl Ids {
    /// A look-up for an account whose next ids begin after `base`.
    pub(crate) async fn new(tx: &mut Tx, account: i64, base: i64) -> Result<Self> {
        let (mut any, mut nameless) = ([false; Space::COUNT], [false; Space::COUNT]);
        for space in Space::ALL {
            let ask = &STATEMENTS[space as usize];
            any[space as usize] = tx
                .one(&ask.any, &[account.into()], |_| Ok(()))
                .await?
                .is_some();
            nameless[space as usize] = tx
                .one(&ask.nameless, &[account.into()], |_| Ok(()))
                .await?
                .is_some();
        }
        Ok(Self {
            account,
            base,
            any,
            nameless,
            met: Met::new(),
            kept: 0,
        })
    }

    /// Whether the account had any record of a space before.
    pub(crate) fn any(&self, space: Space) -> bool {
        self.any[space as usize]
    }

    /// The internal id of a line's record.
    pub(crate) fn of(&self, entry: &Entry) -> i64 {
        entry.id.unwrap_or(self.base + entry.seq)
    }

    /// The internal id of a new record by its number among the ids.
    pub(crate) fn new_id(&self, seq: i64) -> i64 {
        self.base + seq
    }

    /// Forgets what an id leads to, after its line was taken out again.
    pub(crate) fn forget_one(&mut self, space: Space, sid: &str) {
        self.met.by_space[space as usize].remove(sid);
    }

    /// Forgets everything, after lines were taken out again.
    pub(crate) fn forget(&mut self) {
        self.met.by_space.iter_mut().for_each(HashMap::clear);
        self.kept = 0;
    }

    /// Looks up all that `get` will be asked until the next call.
    pub(crate) async fn prepare<'a>(
        &mut self,
        tx: &mut Tx,
        scratch: &Scratch,
        wanted: impl Iterator<Item = (Space, &'a str)>,
    ) -> Result<()> {
        if self.kept > KEPT {
            self.forget();
        }
        let mut missing: Vec<Vec<&'a str>> = vec![Vec::new(); Space::COUNT];
        for (space, sid) in wanted {
            let met = &mut self.met.by_space[space as usize];
            if met.contains_key(sid) {
                continue;
            }
            let found = match scratch.entry(space, sid)? {
                Some(entry) if entry.state == State::There => Found::There {
                    id: entry.id.unwrap_or(self.base + entry.seq),
                    guest: entry.guest,
                },
                Some(_) => Found::Gone,
                None => {
                    missing[space as usize].push(sid);
                    Found::Missing
                }
            };
            met.insert(sid.into(), found);
            self.kept += 1;
        }
        for (space, sids) in Space::ALL.into_iter().zip(missing) {
            if self.any[space as usize] && !sids.is_empty() {
                for (sid, id, guest) in self.existing(tx, space, &sids).await? {
                    self.met.by_space[space as usize]
                        .insert(sid.into_boxed_str(), Found::There { id, guest });
                }
            }
        }
        Ok(())
    }

    /// What was prepared.
    pub(crate) const fn met(&self) -> &Met {
        &self.met
    }

    /// The account's own records of these ids: the sender's id, else the public id of a record without one.
    pub(crate) async fn existing(
        &self,
        tx: &mut Tx,
        space: Space,
        sids: &[&str],
    ) -> Result<Vec<(String, i64, bool)>> {
        let statements = &STATEMENTS[space as usize];
        let values = [self.account.into(), Value::Texts(sids)];
        let mut found = tx
            .rows(&statements.by_source, &values, |row| {
                Ok((row.text(0)?.to_owned(), row.int(1)?, row.truth(2)?))
            })
            .await?;
        if !self.nameless[space as usize] {
            return Ok(found);
        }
        for sid in sids {
            let Some(public_id) = crate::ids::parse_strict(sid) else {
                continue;
            };
            if found.iter().any(|(known, _, _)| known == sid) {
                continue;
            }
            let values = [self.account.into(), public_id.into()];
            let row = tx
                .one(&statements.by_public, &values, |row| {
                    Ok((row.int(0)?, row.truth(1)?))
                })
                .await?;
            found.extend(row.map(|(id, guest)| ((*sid).to_owned(), id, guest)));
        }
        Ok(found)
    }

    /// Notes for every line of a space whether the account has its record already.
    pub(crate) async fn note_known(
        &self,
        tx: &mut Tx,
        scratch: &mut Scratch,
        space: Space,
    ) -> Result<()> {
        if !self.any(space) {
            return Ok(());
        }
        let mut after = String::new();
        loop {
            let chunk = scratch.entries(space, &after)?;
            let Some((last, _)) = chunk.last() else {
                return Ok(());
            };
            after.clone_from(last);
            let sids: Vec<&str> = chunk.iter().map(|(sid, _)| sid.as_str()).collect();
            for (sid, id, _) in self.existing(tx, space, &sids).await? {
                scratch.known(space, &sid, id)?;
            }
        }
    }
}
