//! What a page says before it asks: which fields it shows, and what it will ask several questions about.
//!
//! Where all that the viewer sees of a module is a handful, it is read once and judged once, and the page's
//! questions about it are answered from memory, by the same matchers and in the same order.

use super::{Rank, Search};
use crate::error::Result;
use crate::visible::arms::{Ordering, Wanted, arms, statement};
use crate::visible::asked_for::{in_stages, positions};
use crate::visible::matching::{matches, sort_key};
use crate::visible::names::Names;
use crate::visible::question::{Question, Sort};
use crate::visible::reader::Reader;
use crate::visible::rows::{Layout, Rows};
use crate::visible::table::{Shape, table};
use access::openings::Openings;
use access::{Bits, Facet, Module};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

/// The most items of a module that are a handful.
const HANDFUL: usize = 100;

/// What a page prepared in this snapshot; nothing for whoever asks one question.
#[derive(Debug, Default)]
pub(crate) struct Prepared {
    only: [Option<Bits>; 9],
    handfuls: [Option<Arc<Rows>>; 9],
    names: Arc<Names>,
    /// The item that was found last, by module and public id.
    row: Option<(Module, [u8; 16], Arc<Rows>)>,
    /// The stages of a module that are closed, or are not.
    stages: HashMap<(Module, bool), Vec<i64>>,
}

/// Some items of a handful.
pub(crate) struct Picked {
    pub(crate) rows: Arc<Rows>,
    pub(crate) names: Arc<Names>,
    /// The places of the items, in the order asked for.
    pub(crate) order: Vec<usize>,
    /// The cursor of the next page.
    pub(crate) next: Option<String>,
}

impl Prepared {
    /// The fields of a module that the page shows; none where it did not say.
    pub(crate) fn only(&self, module: Module) -> Option<Bits> {
        self.only[module as usize]
    }

    /// All that the viewer sees of a module, where that was read.
    pub(crate) fn handful(&self, module: Module) -> Option<&Arc<Rows>> {
        self.handfuls[module as usize].as_ref()
    }

    /// The item that was found last, if it is this one; no row where it is not visible.
    pub(crate) fn row(&self, module: Module, id: &[u8; 16]) -> Option<Arc<Rows>> {
        let row = self.row.as_ref();
        let row = row.filter(|(of, known, _)| *of == module && known == id);
        row.map(|(_, _, rows)| Arc::clone(rows))
    }

    /// Remembers it.
    pub(crate) fn keep_row(&mut self, module: Module, id: &[u8; 16], rows: &Arc<Rows>) {
        self.row = Some((module, *id, Arc::clone(rows)));
    }
}

impl Reader {
    /// Says that the page shows of a module these fields alone: lists have no other keys from here on, but for what
    /// they are ordered and filtered by. Names that are none are left out.
    pub fn shows(&mut self, module: Module, fields: &[&str]) {
        #[cfg(any(test, feature = "testing"))]
        if crate::testing::unprepared::now() {
            return;
        }
        let bits = fields
            .iter()
            .filter_map(|name| module.bit(Facet::Fields, name));
        self.prepared.only[module as usize] = Some(bits.fold(Bits::NONE, Bits::or));
    }

    /// Says that the page will ask several questions about these modules, showing these fields of each: where all that
    /// the viewer sees of a module is a handful, it is read now and not again.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn gather(&mut self, modules: &[(Module, &[&str])]) -> Result<()> {
        #[cfg(any(test, feature = "testing"))]
        if crate::testing::unprepared::now() {
            return Ok(());
        }
        for (module, fields) in modules {
            self.shows(*module, fields);
        }
        let mut read = Vec::new();
        for (module, _) in modules {
            let openings = self.openings(*module).await?;
            if let Some(rows) = self.handful_of(*module, &openings).await? {
                read.push((*module, rows));
            }
        }
        let pages: Vec<&Rows> = read.iter().map(|(_, rows)| rows).collect();
        let mut names = self.names_of(&pages).await?;
        let mut above = BTreeSet::new();
        for rows in pages {
            let all: Vec<usize> = (0..rows.len()).collect();
            let projects = self.projects_above(rows, &all).await?;
            above.extend(projects.into_iter().map(|(_, id)| id));
        }
        above.retain(|id| !names.projects.contains_key(id));
        let seen = self.seen_projects(&above).await?;
        names.projects.extend(seen);
        self.prepared.names = Arc::new(names);
        for (module, rows) in read {
            self.prepared.handfuls[module as usize] = Some(Arc::new(rows));
        }
        Ok(())
    }

    /// All that the viewer sees of a module, each item once, if it is a handful.
    async fn handful_of(&mut self, module: Module, openings: &Openings) -> Result<Option<Rows>> {
        let table = table(module);
        let widest = Reader::widest(openings, table);
        let only = self.prepared.only(module).unwrap_or(widest);
        let mut rows = Rows::new(Layout::new(table, widest & only));
        if openings.is_empty() {
            return Ok(Some(rows));
        }
        let Reader { viewer, tx, .. } = self;
        let layout = rows.layout.clone();
        let arms = arms(openings, Bits::NONE);
        let wanted = Wanted {
            account: viewer.account.id,
            now: viewer.now,
            layout: &layout,
            ordering: Ordering::None,
            descending: false,
            after: None,
            empty: None,
            showing: Bits::NONE,
            conditions: &[],
            on: None,
            flags: &[],
            limit: Some(HANDFUL + 1),
        };
        let Some((sql, values)) = statement(&arms, &wanted) else {
            return Ok(Some(rows));
        };
        let (mut candidates, mut met) = (0, HashSet::new());
        tx.each(&sql, &values, |row| {
            candidates += 1;
            rows.push(row, 0)?;
            let place = rows.len() - 1;
            match openings.judge(&rows.keys(place, viewer.now)) {
                // Two openings give the same item each.
                Some(sets) if met.insert(rows.id(place)) => rows.sets[place] = sets,
                _ => rows.pop(),
            }
            Ok(ControlFlow::Continue(()))
        })
        .await?;
        Ok((candidates <= HANDFUL).then_some(rows))
    }

    /// The stages of a module that are closed, or its others; read once in this snapshot.
    pub(super) async fn in_stages(&mut self, module: Module, closed: bool) -> Result<Vec<i64>> {
        if let Some(known) = self.prepared.stages.get(&(module, closed)) {
            return Ok(known.clone());
        }
        let found = in_stages(&mut self.tx, &self.viewer, module, closed).await?;
        self.prepared.stages.insert((module, closed), found.clone());
        Ok(found)
    }

    /// The answer to a question from the handful of its module; nothing where there is none, or where it does not hold
    /// what the question decides by.
    pub(crate) async fn picked(
        &mut self,
        module: Module,
        question: &Question,
        on: Option<(&'static str, i64)>,
    ) -> Result<Option<Picked>> {
        let Some(rows) = self.prepared.handful(module).cloned() else {
            return Ok(None);
        };
        let openings = self.openings(module).await?;
        let table = table(module);
        let decides = question.decides_by(table) & Reader::widest(&openings, table);
        let shown = rows
            .layout
            .fields
            .iter()
            .fold(Bits::NONE, |all, shown| all | shown.bit);
        let elsewhere = question.cursor.is_some() || question.count || question.source.is_some();
        let hangs = on.is_none_or(|(column, _)| {
            matches!(
                column,
                "project_id" | "customer_id" | "parent_id" | "estimate_id"
            )
        });
        if elsewhere || !hangs || !shown.has(decides) {
            return Ok(None);
        }
        let mut search = Search {
            question,
            arms: Vec::new(),
            openings,
            layout: rows.layout.clone(),
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
        if matches!(question.sort, Some(Sort { field, .. }) if matches!(field.shape, Shape::Stage(_)))
        {
            search.stages = positions(&mut self.tx, &self.viewer, module).await?;
        }
        // Who is among an item's people is the database's to say.
        if !search.flags.is_empty() {
            return Ok(None);
        }
        let mut order = search.ranked(&rows, self.viewer.now);
        let more = order.len() > question.limit;
        order.truncate(question.limit);
        let last = order.last().filter(|_| more);
        let next = last.map(|row| search.place(&rows, *row).seal(&self.viewer, question));
        Ok(Some(Picked {
            rows,
            names: Arc::clone(&self.prepared.names),
            order,
            next,
        }))
    }
}

impl Search<'_> {
    /// The places of the rows that are asked for, in the order asked for.
    fn ranked(&self, rows: &Rows, now: i64) -> Vec<usize> {
        let sort = self.question.sort;
        let shown = sort.and_then(|sort| self.layout.field(sort.field.name));
        let descending = sort.is_some_and(|sort| sort.descending);
        let fits = |row: &usize| {
            self.hangs(&rows.keys(*row, now))
                && matches(rows, *row, &[], &self.matchers, self.question)
        };
        let rank = |row: usize| {
            let key = sort.zip(shown);
            let key = key.and_then(|(sort, shown)| sort_key(rows, row, &sort, shown, &self.stages));
            (Rank::new(key, rows.public_id(row), descending), row)
        };
        let mut ranked: Vec<(Rank, usize)> = (0..rows.len()).filter(fits).map(rank).collect();
        ranked.sort();
        ranked.into_iter().map(|(_, row)| row).collect()
    }
}
