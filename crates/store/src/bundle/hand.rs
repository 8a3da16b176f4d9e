//! The hand that writes records: one at a time for the interface, a thousand at a time for an import. It keeps
//! what belongs together in step: lists of people, payments, history, percentages.

use super::guards::Guards;
use super::history;
use super::kinds::{Is, KINDS};
use super::payments;
use super::people_lists;
use super::report::Count;
use super::resolve::Row;
use super::tables::{self, Cell, Table};
use super::touched::Touched;
use crate::accounts::random_id;
use crate::engine::{Tx, Value};
use crate::error::Result;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Writes to one account at one moment, while it holds the account's turn.
pub(crate) struct Hand {
    pub(crate) account: i64,
    /// In microseconds.
    pub(crate) now: i64,
    pub(crate) guards: Guards,
    pub(crate) touched: Touched,
    pub(crate) counts: BTreeMap<&'static str, Count>,
}

/// A record as it is to be.
pub(crate) struct Record<'a> {
    /// The line it came in; for messages.
    pub(crate) line: u64,
    /// The sender's id.
    pub(crate) source_id: Option<Cow<'a, str>>,
    pub(crate) id: i64,
    /// Whether the account has it already.
    pub(crate) known: bool,
    pub(crate) row: Row<'a>,
}

/// A row as the account has it.
#[derive(Clone)]
pub(crate) struct Existing {
    pub(crate) public_id: [u8; 16],
    pub(crate) source_id: Option<String>,
    pub(crate) cells: Vec<Cell<'static>>,
}

/// A record to write, and what is there of it.
pub(crate) struct Change<'a> {
    pub(crate) line: u64,
    source_id: Option<Cow<'a, str>>,
    pub(crate) id: i64,
    pub(crate) public_id: [u8; 16],
    pub(crate) row: Row<'a>,
    pub(crate) before: Option<Existing>,
    /// Whether its own columns differ.
    pub(crate) differs: bool,
}

impl Hand {
    /// A hand for a writer, who is none for the operator.
    pub(crate) async fn new(
        tx: &mut Tx,
        account: i64,
        writer: Option<i64>,
        now: i64,
    ) -> Result<Self> {
        Ok(Self {
            account,
            now,
            guards: Guards::read(tx, account, writer).await?,
            touched: Touched::default(),
            counts: BTreeMap::new(),
        })
    }

    pub(crate) fn count(&mut self, kind: &'static str) -> &mut Count {
        self.counts.entry(kind).or_default()
    }

    /// Holds records of the kind at a place against what the account has of them.
    pub(crate) async fn compare<'a>(
        &self,
        tx: &mut Tx,
        place: usize,
        records: Vec<Record<'a>>,
    ) -> Result<Vec<Change<'a>>> {
        let known: Vec<i64> = records
            .iter()
            .filter(|record| record.known)
            .map(|record| record.id)
            .collect();
        let mut there = existing(tx, place, self.account, &known).await?;
        let table = tables::of(place);
        let change = |record: Record<'a>| {
            let before = there.remove(&record.id);
            let mut change = Change {
                line: record.line,
                source_id: record.source_id,
                id: record.id,
                public_id: before
                    .as_ref()
                    .map_or_else(random_id, |before| before.public_id),
                row: record.row,
                before,
                differs: true,
            };
            if let Some(before) = &change.before {
                keep_first_taken(table, &mut change.row.cells, &before.cells);
                change.differs = change.row.cells != before.cells;
            }
            change
        };
        Ok(records.into_iter().map(change).collect())
    }

    /// Writes changes of the kind at a place, with all that goes with them; gives the records that were there and
    /// whose lists or payments differ.
    pub(crate) async fn save(
        &mut self,
        tx: &mut Tx,
        place: usize,
        changes: &[Change<'_>],
    ) -> Result<HashSet<i64>> {
        let (kind, table) = (&KINDS[place], tables::of(place));
        let mut batch = table.upsert.batch();
        for change in changes {
            let renamed = change
                .before
                .as_ref()
                .is_some_and(|before| before.source_id.as_deref() != change.source_id.as_deref());
            if !change.differs && !renamed {
                continue;
            }
            batch
                .int(self.account)
                .int(change.id)
                .blob(&change.public_id)
                .opt_text(change.source_id.as_deref());
            for (column, cell) in table.own.iter().zip(&change.row.cells) {
                tables::push(&mut batch, column, cell, self.now);
            }
        }
        tx.upsert_many(&table.upsert, &batch).await?;
        self.touched.note(kind, changes);
        let mut differing = people_lists::write(tx, self.account, kind, changes).await?;
        if kind
            .fields
            .iter()
            .any(|field| matches!(field.is, Is::Payments))
        {
            differing.extend(payments::write(tx, self.account, changes).await?);
        }
        history::write(tx, self.account, self.now, table, changes).await?;
        Ok(differing)
    }
}

/// Rows of the kind at a place, as the account has them.
pub(crate) async fn existing(
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
fn keep_first_taken(table: &Table, cells: &mut [Cell<'_>], before: &[Cell<'static>]) {
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
