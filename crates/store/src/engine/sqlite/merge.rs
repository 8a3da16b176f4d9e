//! Several answers that are each in order, read as one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::ops::ControlFlow;

use rusqlite::Rows;
use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;

use super::{SqliteTx, prepared};
use crate::engine::{Row, Sql, Value};
use crate::error::Result;

/// One of several questions for [`SqliteTx::merged`].
#[derive(Debug)]
pub(crate) struct Cursor<'a> {
    pub(crate) sql: Sql,
    pub(crate) values: Vec<Value<'a>>,
    /// Where its rows have a table's `rowid` instead of the columns, that of its place. What is only
    /// sorted is sorted quicker without the columns, and most of it is never shown.
    pub(crate) rowid: Option<usize>,
}

impl SqliteTx {
    /// Shows the rows of all answers to `see`, least key first, until it breaks. No answer is read
    /// further than one row beyond what was shown of it.
    ///
    /// Each answer must come in the order of its key. `whole` asks for the columns of a row by its `rowid`.
    /// Where two cursors have one text SQLite must keep two statements, so give each text a mark of its own.
    pub(crate) fn merged<K: Ord>(
        &mut self,
        cursors: &[Cursor<'_>],
        whole: &Sql,
        key: impl Fn(&Row<'_>) -> Result<K>,
        mut see: impl FnMut(&Row<'_>) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        self.ask(|connection| {
            let mut statements = cursors
                .iter()
                .map(|cursor| prepared(connection, &cursor.sql, &cursor.values))
                .collect::<Result<Vec<_>>>()?;
            let mut answers: Vec<Rows<'_>> = statements.iter_mut().map(|s| s.raw_query()).collect();
            let mut heads = BinaryHeap::with_capacity(answers.len());
            for (at, answer) in answers.iter_mut().enumerate() {
                if let Some(row) = answer.next()? {
                    heads.push(Reverse((key(&Row::Sqlite(row))?, at)));
                }
            }
            while let Some(mut head) = heads.peek_mut() {
                let at = head.0.1;
                let Some(row) = answers[at].get() else { break };
                let seen = match cursors[at].rowid {
                    None => see(&Row::Sqlite(row))?,
                    Some(place) => {
                        let rowid = Row::Sqlite(row).int(place)?;
                        let mut looked_up = prepared(connection, whole, &[rowid.into()])?;
                        match looked_up.raw_query().next()? {
                            Some(row) => see(&Row::Sqlite(row))?,
                            None => ControlFlow::Continue(()),
                        }
                    }
                };
                if seen.is_break() {
                    break;
                }
                match answers[at].next()? {
                    Some(row) => head.0.0 = key(&Row::Sqlite(row))?,
                    None => drop(PeekMut::pop(head)),
                }
            }
            Ok(())
        })
    }
}
