//! Lists: the candidates of every opening in the order asked for, judged row by row.
//!
//! Two plans. Where the order is that of a number in a column (or of ids), the database merges the
//! openings and stops when the page is full. Where it is not (texts, stages, amounts), all
//! candidates pass and the best are kept. Items without a value, or whose field does not show,
//! come last by id, in a second phase.

mod handful;
mod resolve;

pub(crate) use handful::Prepared;

use super::arms::{
    Allowed, Arm, Condition, Flag, Ordering, Wanted, arms, cursors, statement, whole,
};
use super::asked_for::positions;
use super::cursor::{Place, SortKey};
use super::holdings::undated;
use super::matching::{Matcher, matches, ordering_column, sort_key};
use super::question::{Question, Sort};
use super::reader::{ReadError, Reader};
use super::rows::{Layout, Rows};
use super::table::{Shape, table};
use crate::engine::{Row, SqlBuilder, Tx};
use crate::error::Result;
use crate::viewer::Viewer;
use access::openings::Openings;
use access::{Bits, Module};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

/// One page of a list.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) rows: Rows,
    /// The cursor of the next page.
    pub(crate) next: Option<String>,
    /// How many items match in all, if that was asked.
    pub(crate) count: Option<u64>,
}

/// A question with everything looked up, ready to be put to the database.
struct Search<'a> {
    question: &'a Question,
    openings: Arc<Openings>,
    arms: Vec<Arm>,
    layout: Layout,
    matchers: Vec<Matcher>,
    conditions: Vec<Condition>,
    flags: Vec<Flag>,
    stages: HashMap<i64, i64>,
    /// Restricts the list to what hangs on an item, by column and key.
    on: Option<(&'static str, i64)>,
}

impl Reader {
    /// A page of a module's items; `on` narrows it to those with this key in this column.
    pub(crate) async fn page(
        &mut self,
        module: Module,
        parameters: &[(String, String)],
        on: Option<(&'static str, i64)>,
    ) -> std::result::Result<Page, ReadError> {
        self.page_of(module, parameters, on, None).await
    }

    /// The same of what is in a closed stage, or of what is in none as far as that shows.
    pub(crate) async fn page_of(
        &mut self,
        module: Module,
        parameters: &[(String, String)],
        on: Option<(&'static str, i64)>,
        finished: Option<bool>,
    ) -> std::result::Result<Page, ReadError> {
        let (question, place) = self.question(module, parameters, finished).await?;
        let openings = self.openings(module).await?;
        let mut search = self.search(module, &question, openings, on).await?;
        let Reader { viewer, tx, .. } = self;
        let (mut rows, more) = if search.openings.is_empty() {
            (Rows::new(search.layout.clone()), false)
        } else {
            match question
                .sort
                .map(|sort| (sort, ordering_column(sort.field.shape)))
            {
                None => search.merged(tx, viewer, None, place).await?,
                Some((sort, Some(column))) => {
                    search
                        .merged(tx, viewer, Some((sort, column)), place)
                        .await?
                }
                Some((sort, None)) => search.sorted(tx, viewer, sort, place).await?,
            }
        };
        let next = match (more, rows.len()) {
            (true, len) if len > 0 => Some(search.place(&rows, len - 1).seal(viewer, &question)),
            _ => None,
        };
        let count = match question.count {
            true => Some(search.count(tx, viewer).await?),
            false => None,
        };
        rows.layout = search.layout;
        Ok(Page { rows, next, count })
    }

    async fn search<'a>(
        &mut self,
        module: Module,
        question: &'a Question,
        openings: Arc<Openings>,
        on: Option<(&'static str, i64)>,
    ) -> Result<Search<'a>> {
        let table = table(module);
        let widest = Reader::widest(&openings, table);
        let layout = Layout::new(table, question.selects(table, widest));
        let telling = question
            .filters
            .iter()
            .map(|f| f.bit)
            .chain(question.sort.map(|s| s.bit))
            .fold(Bits::NONE, Bits::or);
        let mut search = Search {
            question,
            arms: arms(&openings, telling),
            openings,
            layout,
            matchers: Vec::new(),
            conditions: Vec::new(),
            flags: Vec::new(),
            stages: HashMap::new(),
            on,
        };
        for filter in &question.filters {
            self.resolve(filter, &mut search).await?;
        }
        if let Some(finished) = question.finished {
            self.by_stage(finished, &mut search).await?;
        }
        if let Some(source) = &question.source {
            search.conditions.push(Condition {
                column: "source_id",
                bit: Bits::NONE,
                test: Allowed::Source(source.clone()),
            });
        }
        if matches!(question.sort, Some(Sort { field, .. }) if matches!(field.shape, Shape::Stage(_)))
        {
            search.stages = positions(&mut self.tx, &self.viewer, module).await?;
        }
        Ok(search)
    }
}

/// The keys of an item that only openings of items themselves can reach: customers and projects.
pub(crate) fn item(id: i64) -> access::openings::Keys {
    access::openings::Keys {
        id,
        project: None,
        customer: None,
        parent: None,
        estimate: None,
        record: undated(Module::Customers).record,
        sent: true,
    }
}

impl Search<'_> {
    /// Reads a row whose columns begin at `first`, judges it, and keeps it if it is asked for.
    fn consider(&self, rows: &mut Rows, row: &Row<'_>, first: usize, now: i64) -> Result<bool> {
        rows.push(row, first)?;
        let place = rows.len() - 1;
        let keys = rows.keys(place, now);
        let mut keep = false;
        if self.hangs(&keys)
            && let Some(sets) = self.openings.judge(&keys)
        {
            rows.sets[place] = sets;
            let mut flags = Vec::new();
            for flag in 0..self.flags.len() {
                flags.push(row.truth(first + rows.layout.columns.len() + flag)?);
            }
            keep = matches(rows, place, &flags, &self.matchers, self.question);
        }
        if !keep {
            rows.pop();
        }
        Ok(keep)
    }

    fn hangs(&self, keys: &access::openings::Keys) -> bool {
        match self.on {
            None => true,
            Some(("project_id", id)) => keys.project == Some(id),
            Some(("customer_id", id)) => keys.customer == Some(id),
            Some(("parent_id", id)) => keys.parent == Some(id),
            Some(("estimate_id", id)) => keys.estimate == Some(id),
            // The database compares the others: a project's client, the item itself.
            Some(_) => true,
        }
    }

    fn wanted<'w>(
        &'w self,
        viewer: &Viewer,
        conditions: &'w [Condition],
        flags: &'w [Flag],
    ) -> Wanted<'w> {
        Wanted {
            account: viewer.account.id,
            now: viewer.now,
            layout: &self.layout,
            ordering: Ordering::None,
            descending: false,
            after: None,
            empty: None,
            showing: Bits::NONE,
            conditions,
            on: self.on,
            flags,
            limit: None,
        }
    }

    /// The database merges the openings in order; reading stops when the page is full.
    async fn merged(
        &mut self,
        tx: &mut Tx,
        viewer: &Viewer,
        sort: Option<(Sort, &'static str)>,
        place: Option<Place>,
    ) -> Result<(Rows, bool)> {
        let mut rows = Rows::new(self.layout.clone());
        let full = self.question.limit + 1;
        rows.reserve(full);
        let descending = sort.is_some_and(|(sort, _)| sort.descending);
        let in_values = place.as_ref().is_none_or(|p| p.key.is_some());
        if let Some((sort, column)) = sort
            && in_values
        {
            let after = place.as_ref().map(|p| (number(&p.key), p.id));
            let phase = Phase {
                ordering: Ordering::Column(column),
                descending,
                after,
                sort: Some(sort),
                empty: None,
            };
            self.phase(tx, viewer, phase, full, &mut rows).await?;
        }
        if rows.len() < full {
            let after = place
                .filter(|p| p.key.is_none() || sort.is_none())
                .map(|p| (0, p.id));
            let empty = sort.map(|(sort, column)| (column, sort.bit));
            let phase = Phase {
                ordering: Ordering::Id,
                descending,
                after,
                sort: sort.map(|(s, _)| s),
                empty,
            };
            self.phase(tx, viewer, phase, full, &mut rows).await?;
        }
        let more = rows.len() == full;
        if more {
            rows.pop();
        }
        Ok((rows, more))
    }

    async fn phase(
        &self,
        tx: &mut Tx,
        viewer: &Viewer,
        mut phase: Phase,
        full: usize,
        rows: &mut Rows,
    ) -> Result<()> {
        let mut wanted = self.wanted(viewer, &self.conditions, &self.flags);
        wanted.ordering = phase.ordering;
        wanted.descending = phase.descending;
        wanted.empty = phase.empty;
        wanted.showing = match phase.ordering {
            Ordering::Column(_) => phase.sort.map_or(Bits::NONE, |sort| sort.bit),
            _ => Bits::NONE,
        };
        let mut taken = Taken::new(self, &phase, viewer.now, full);
        if let Tx::Sqlite(sqlite) = tx
            && self.arms.len() > 1
        {
            wanted.after = phase.after;
            let cursors = cursors(&self.arms, &wanted);
            let whole = whole(&wanted);
            let columns = phase.ordering.columns().count();
            // With all bits turned round, the order is turned round.
            let turned = |(value, id): (i64, [u8; 16])| (!value, id.map(|byte| !byte));
            let place = |row: &Row<'_>| {
                let key = key(row, columns)?;
                Ok(if phase.descending { turned(key) } else { key })
            };
            return sqlite
                .get_mut()
                .merged(&cursors, &whole, place, |row| taken.take(rows, row));
        }
        loop {
            let batch = self.batch(full - rows.len());
            wanted.after = phase.after;
            wanted.limit = Some(batch);
            let Some((sql, values)) = statement(&self.arms, &wanted) else {
                return Ok(());
            };
            taken.seen = 0;
            tx.each(&sql, &values, |row| taken.take(rows, row)).await?;
            if rows.len() == full || taken.seen < batch {
                return Ok(());
            }
            phase.after = taken.last;
        }
    }

    /// How many candidates to ask for: what is missing, and a little for rows that two openings
    /// give; many where most will not match.
    fn batch(&self, missing: usize) -> usize {
        let undecided =
            self.matchers.len() > self.conditions.len() || !self.question.words.is_empty();
        match (undecided, self.arms.len()) {
            (true, _) => missing + 500,
            (false, 1) => missing,
            (false, _) => missing + 8,
        }
    }

    /// All candidates pass, and the first of the page are kept.
    async fn sorted(
        &mut self,
        tx: &mut Tx,
        viewer: &Viewer,
        sort: Sort,
        place: Option<Place>,
    ) -> Result<(Rows, bool)> {
        let mut rows = Rows::new(self.layout.clone());
        let full = self.question.limit + 1;
        // A field that shows on no item leaves all of them without a value.
        let shown = self.layout.field(sort.field.name).copied();
        let after = place.map(|p| Rank::new(p.key, p.id, sort.descending));
        let mut best: BTreeMap<Rank, usize> = BTreeMap::new();
        let wanted = self.wanted(viewer, &self.conditions, &self.flags);
        let Some((sql, values)) = statement(&self.arms, &wanted) else {
            return Ok((rows, false));
        };
        tx.each(&sql, &values, |row| {
            if self.consider(&mut rows, row, 0, viewer.now)? {
                let at = rows.len() - 1;
                let key = shown.and_then(|shown| sort_key(&rows, at, &sort, &shown, &self.stages));
                let rank = Rank::new(key, rows.public_id(at), sort.descending);
                let late = best.len() == full
                    && best.last_key_value().is_some_and(|(last, _)| rank > *last);
                if late
                    || after.as_ref().is_some_and(|after| rank <= *after)
                    || best.contains_key(&rank)
                {
                    rows.pop();
                } else {
                    best.insert(rank, at);
                    if best.len() > full {
                        best.pop_last();
                    }
                }
                if rows.len() > 8 * full {
                    rows.pick(&best.values().copied().collect::<Vec<_>>());
                    best.values_mut()
                        .enumerate()
                        .for_each(|(new, at)| *at = new);
                }
            }
            Ok(ControlFlow::Continue(()))
        })
        .await?;
        let more = best.len() == full;
        let kept: Vec<usize> = best.into_values().take(self.question.limit).collect();
        rows.pick(&kept);
        Ok((rows, more))
    }

    /// The place of a row, for the cursor that goes on after it.
    fn place(&self, rows: &Rows, row: usize) -> Place {
        let key = self.question.sort.and_then(|sort| {
            let shown = self.layout.field(sort.field.name)?;
            sort_key(rows, row, &sort, shown, &self.stages)
        });
        Place {
            key,
            id: rows.public_id(row),
        }
    }

    /// How many items match in all.
    async fn count(&self, tx: &mut Tx, viewer: &Viewer) -> Result<u64> {
        let plain = self.openings.reach_everything()
            && self.matchers.is_empty()
            && self.conditions.is_empty();
        if plain && self.question.words.is_empty() && self.on.is_none() {
            let mut sql = SqlBuilder::new("SELECT count(*) FROM ");
            sql.push(self.layout.table.name)
                .push(" WHERE account_id = ")
                .bind(viewer.account.id);
            let (sql, values) = sql.finish();
            let count = tx.one(&sql, &values, |row| row.int(0)).await?;
            return Ok(count.unwrap_or_default().unsigned_abs());
        }
        let wanted = self.wanted(viewer, &self.conditions, &self.flags);
        let Some((sql, values)) = statement(&self.arms, &wanted) else {
            return Ok(0);
        };
        let mut rows = Rows::new(self.layout.clone());
        let mut seen = HashSet::new();
        tx.each(&sql, &values, |row| {
            if self.consider(&mut rows, row, 0, viewer.now)? {
                seen.insert(rows.id(0));
                rows.pop();
            }
            Ok(ControlFlow::Continue(()))
        })
        .await?;
        Ok(seen.len() as u64)
    }
}

/// A candidate's place in its arm: its value in the ordering column if there is one, its public id.
fn key(row: &Row<'_>, columns: usize) -> Result<(i64, [u8; 16])> {
    let id = crate::ids::read(row.blob(columns - 1)?)?;
    Ok((if columns == 2 { row.int(0)? } else { 0 }, id))
}

/// Takes the candidates of a phase one by one, until the page is full.
struct Taken<'s> {
    search: &'s Search<'s>,
    phase: Phase,
    now: i64,
    full: usize,
    /// Where the layout's columns begin.
    first: usize,
    /// The column of the value that is ordered by.
    valued: Option<usize>,
    seen: usize,
    /// The last candidate: its value in the ordering column, and its public id.
    last: Option<(i64, [u8; 16])>,
}

impl<'s> Taken<'s> {
    fn new(search: &'s Search<'s>, phase: &Phase, now: i64, full: usize) -> Taken<'s> {
        let valued = phase
            .sort
            .and_then(|sort| search.layout.field(sort.field.name))
            .map(|shown| shown.at[0]);
        Taken {
            search,
            phase: *phase,
            now,
            full,
            first: phase.ordering.columns().count(),
            valued,
            seen: 0,
            last: phase.after,
        }
    }

    fn take(&mut self, rows: &mut Rows, row: &Row<'_>) -> Result<ControlFlow<()>> {
        self.seen += 1;
        let key = key(row, self.first)?;
        // Two openings give the same item one after the other.
        if self.last.replace(key) == Some(key) {
            return Ok(ControlFlow::Continue(()));
        }
        if self.search.consider(rows, row, self.first, self.now)? {
            let place = rows.len() - 1;
            let sort = self.phase.sort;
            let shows = sort.is_none_or(|sort| rows.sets[place].fields.has(sort.bit));
            let valued = self.valued.is_some_and(|at| rows.int(place, at).is_some());
            // A row belongs to the values exactly if the field shows on it and has one.
            let belongs = match self.phase.ordering {
                Ordering::Column(_) => shows,
                _ => sort.is_none() || !(shows && valued),
            };
            if !belongs {
                rows.pop();
            }
        }
        Ok(if rows.len() == self.full {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        })
    }
}

#[derive(Clone, Copy, Debug)]
struct Phase {
    ordering: Ordering,
    descending: bool,
    after: Option<(i64, [u8; 16])>,
    sort: Option<Sort>,
    empty: Option<(&'static str, Bits)>,
}

fn number(key: &Option<SortKey>) -> i64 {
    match key {
        Some(SortKey::Number(number)) => i64::try_from(*number).unwrap_or(i64::MAX),
        _ => 0,
    }
}

/// A place in the order: those with a value first, then by value, then by id, both in the
/// direction asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Up(bool, Option<SortKey>, [u8; 16]),
    Down(bool, Reverse<Option<SortKey>>, Reverse<[u8; 16]>),
}

impl Rank {
    fn new(key: Option<SortKey>, id: [u8; 16], descending: bool) -> Rank {
        if descending {
            Rank::Down(key.is_none(), Reverse(key), Reverse(id))
        } else {
            Rank::Up(key.is_none(), key, id)
        }
    }
}
