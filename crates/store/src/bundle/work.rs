//! One import under way: what it has found out, and the writing of one kind after the other.

use super::given::{Given, Line, What};
use super::guards::{Guards, round_an_owner};
use super::history;
use super::ids::Ids;
use super::kinds::{Is, KINDS, Kind, Space};
use super::parse;
use super::payments;
use super::people_lists;
use super::report::{Count, Problem, Rejected, Rejections};
use super::resolve::{self, Around, Resolved, Row};
use super::scratch::{Body, Scratch, State};
use super::tables::{self, Cell};
use super::touched::Touched;
use crate::accounts::{identities, random_id};
use crate::engine::{Tx, Value};
use crate::error::Result;
use access::Fault;
use std::collections::{BTreeMap, HashMap, HashSet};

/// An import that holds the account's turn to write.
pub(crate) struct Work {
    pub(crate) account: i64,
    pub(crate) now: i64,
    pub(crate) scratch: Scratch,
    pub(crate) ids: Ids,
    pub(crate) guards: Guards,
    pub(crate) touched: Touched,
    pub(crate) files_external: bool,
    pub(crate) rejected: Rejections,
    pub(crate) counts: BTreeMap<&'static str, Count>,
    /// Take the good lines although there are others.
    pub(crate) keep_going: bool,
}

/// A row as the account has it.
pub(crate) struct Existing {
    pub(crate) public_id: [u8; 16],
    source_id: Option<String>,
    pub(crate) cells: Vec<Cell<'static>>,
}

/// A record to write, and what is there of it.
pub(crate) struct Change<'a> {
    pub(crate) id: i64,
    pub(crate) public_id: [u8; 16],
    pub(crate) row: Row<'a>,
    pub(crate) before: Option<Existing>,
    /// Whether its own columns differ.
    pub(crate) differs: bool,
}

impl Work {
    pub(crate) fn reject(&mut self, line: u64, fault: Fault, problem: Problem) {
        self.rejected.push(Rejected::of(line, fault, problem));
    }

    /// Refuses a kept line and takes it out: whole where the good lines go on, its text alone otherwise, so that
    /// references to it are not reported too.
    pub(crate) fn take_out(
        &mut self,
        place: usize,
        space: Space,
        sid: &str,
        line: u64,
        fault: Fault,
        problem: Problem,
    ) -> Result<()> {
        self.reject(line, fault, problem);
        if self.keep_going {
            self.scratch.forget(place, space, sid, line)
        } else {
            self.scratch.drop_body(place, line)
        }
    }

    pub(crate) fn count(&mut self, kind: &'static str) -> &mut Count {
        self.counts.entry(kind).or_default()
    }

    /// Whether anything may still be written: a bad line refuses the whole, unless told otherwise.
    pub(crate) fn writes(&self) -> bool {
        self.keep_going || self.rejected.total == 0
    }

    /// Looks up what these lines refer to.
    pub(crate) async fn prepare(&mut self, tx: &mut Tx, lines: &[(&Body, Line<'_>)]) -> Result<()> {
        let wanted = lines.iter().flat_map(|(_, line)| resolve::wanted(line));
        self.ids.prepare(tx, &self.scratch, wanted).await
    }

    /// Writes the records of one kind. `told` is told how many lines and bytes are done.
    pub(crate) async fn write_kind(
        &mut self,
        tx: &mut Tx,
        place: usize,
        told: &mut impl FnMut(u64, u64),
    ) -> Result<()> {
        let mut after = 0;
        loop {
            let bodies = self.scratch.bodies(place, after)?;
            let Some(last) = bodies.last() else {
                return Ok(());
            };
            after = last.line;
            let lines = parsed(&bodies);
            self.write_chunk(tx, place, lines).await?;
            told(
                bodies.len() as u64,
                bodies.iter().map(|body| body.text.len() as u64 + 1).sum(),
            );
        }
    }

    async fn write_chunk(
        &mut self,
        tx: &mut Tx,
        place: usize,
        lines: Vec<(&Body, Line<'_>)>,
    ) -> Result<()> {
        let kind = &KINDS[place];
        self.prepare(tx, &lines).await?;
        let identities = self.identities(tx, kind, &lines).await?;
        let mut records = Vec::with_capacity(lines.len());
        for (body, line) in lines {
            let Some(space) = line.space else { continue };
            let sid = line.id.clone();
            let known = if self.ids.any(space) {
                self.scratch.entry(space, &sid)?.and_then(|entry| entry.id)
            } else {
                None
            };
            let around = Around {
                ids: &self.ids,
                files_external: self.files_external,
                identities: &identities,
            };
            match resolve::resolve(line, body.stored.as_ref(), &around) {
                Ok(Resolved::Row(row)) => records.push((body, sid, known, row)),
                Ok(Resolved::Falls) if known.is_some_and(|id| self.guards.keeps(space, id)) => {
                    let (fault, problem) =
                        round_an_owner("/on", "a record that this bundle deletes");
                    self.reject(body.line, fault, problem);
                }
                Ok(Resolved::Falls) => self.scratch.becomes(space, &sid, State::Fallen)?,
                Err(fault) => self.reject(body.line, fault, Problem::Invalid),
            }
        }
        let known: Vec<i64> = records
            .iter()
            .filter_map(|(_, _, known, _)| *known)
            .collect();
        let mut existing = existing(tx, place, self.account, &known).await?;
        let table = tables::of(place);
        let mut batch = table.upsert.batch();
        let mut changes = Vec::with_capacity(records.len());
        for (body, sid, known, row) in records {
            let before = known.and_then(|id| existing.remove(&id));
            let mut change = Change {
                id: known.unwrap_or_else(|| self.ids.new_id(body.seq)),
                public_id: before
                    .as_ref()
                    .map_or_else(random_id, |before| before.public_id),
                row,
                before,
                differs: true,
            };
            if let Some(before) = &change.before {
                keep_first_taken(table, &mut change.row.cells, &before.cells);
                change.differs = change.row.cells != before.cells;
            }
            if let Some((fault, problem)) = self.guards.refuse(kind, &change) {
                self.reject(body.line, fault, problem);
                continue;
            }
            let renamed = change
                .before
                .as_ref()
                .is_some_and(|before| before.source_id.as_deref() != Some(&sid));
            if change.differs || renamed {
                batch
                    .int(self.account)
                    .int(change.id)
                    .blob(&change.public_id)
                    .text(&sid);
                for (column, cell) in table.own.iter().zip(&change.row.cells) {
                    tables::push(&mut batch, column, cell, self.now);
                }
            }
            changes.push(change);
        }
        if !self.writes() {
            return Ok(());
        }
        tx.upsert_many(&table.upsert, &batch).await?;
        self.touched.note(kind, &changes);
        let mut differing: HashSet<i64> =
            people_lists::write(tx, self.account, kind, &changes).await?;
        if kind
            .fields
            .iter()
            .any(|field| matches!(field.is, Is::Payments))
        {
            differing.extend(payments::write(tx, self.account, &changes).await?);
        }
        history::write(tx, self.account, self.now, table, &changes).await?;
        let count = self.count(kind.name);
        for change in &changes {
            match &change.before {
                None => count.created += 1,
                Some(_) if change.differs || differing.contains(&change.id) => count.changed += 1,
                Some(_) => count.unchanged += 1,
            }
        }
        Ok(())
    }

    /// The identities of the addresses of members and guests.
    async fn identities(
        &self,
        tx: &mut Tx,
        kind: &'static Kind,
        lines: &[(&Body, Line<'_>)],
    ) -> Result<HashMap<String, i64>> {
        if kind.space != Some(Space::Person) {
            return Ok(HashMap::new());
        }
        let mut emails: Vec<&str> = lines
            .iter()
            .filter_map(|(_, line)| match line.value("email") {
                Some(Given::Text(email)) => Some(email.as_ref()),
                _ => None,
            })
            .collect();
        emails.sort_unstable();
        emails.dedup();
        let ids = identities(tx, &emails, self.now).await?;
        Ok(emails.into_iter().map(str::to_owned).zip(ids).collect())
    }
}

/// The lines of kept texts, which were read well once before.
pub(crate) fn parsed(bodies: &[Body]) -> Vec<(&Body, Line<'_>)> {
    bodies
        .iter()
        .filter_map(|body| {
            let tree = parse::tree(&body.text).ok()?;
            let line = parse::line(&tree).ok()?;
            matches!(line.what, What::Record(_)).then_some((body, line))
        })
        .collect()
}

async fn existing(
    tx: &mut Tx,
    place: usize,
    account: i64,
    ids: &[i64],
) -> Result<HashMap<i64, Existing>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let table = tables::of(place);
    let rows = tx
        .rows(&table.select, &[account.into(), Value::Ids(ids)], |row| {
            let existing = Existing {
                public_id: row.id(1)?,
                source_id: row.opt_text(2)?.map(str::to_owned),
                cells: tables::cells(&table.own, row, 3)?,
            };
            Ok((row.int(0)?, existing))
        })
        .await?;
    Ok(rows.into_iter().collect())
}

/// What a line leaves open stays as it was taken first: instants, and bytes that are named only.
fn keep_first_taken(table: &tables::Table, cells: &mut [Cell<'_>], before: &[Cell<'static>]) {
    for n in 0..cells.len() {
        if matches!(cells[n], Cell::FirstTaken | Cell::Begins(_)) {
            cells[n] = before[n].clone();
        }
        // `sha256, size, stored`: bytes that came in once are there, whether they come again or not.
        if table.own[n].name == "stored"
            && cells[n] == Cell::Int(0)
            && cells[n - 2] == before[n - 2]
        {
            cells[n] = before[n].clone();
        }
    }
}
