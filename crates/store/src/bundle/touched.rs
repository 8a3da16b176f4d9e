//! Which projects' percentages must be computed anew.

use super::hand::Change;
use super::kinds::Kind;
use super::tables::{self, Cell};
use crate::engine::{Sql, Tx};
use crate::error::Result;
use crate::percentages;
use std::collections::HashSet;

/// Beyond this many projects all are computed.
const MOST: usize = 50_000;

/// The projects whose tasks changed.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    projects: HashSet<i64>,
    all: bool,
}

impl Touched {
    /// Notes what these changes touch.
    pub(crate) fn note(&mut self, kind: &'static Kind, changes: &[Change<'_>]) {
        if kind.name == "task" {
            let Some(place) = tables::place(kind, "project_id") else {
                return;
            };
            for change in changes.iter().filter(|change| change.differs) {
                self.cell(&change.row.cells[place]);
                if let Some(before) = &change.before {
                    self.cell(&before.cells[place]);
                }
            }
        }
        if kind.is_stage() {
            let closed = tables::place(kind, "closed");
            self.all |= changes.iter().any(|change| {
                let before = change.before.as_ref();
                closed.is_some_and(|n| {
                    before.is_some_and(|before| before.cells[n] != change.row.cells[n])
                })
            });
        }
    }

    /// Notes a project.
    pub(crate) fn project(&mut self, id: i64) {
        self.cell(&Cell::Int(id));
    }

    /// Notes every project.
    pub(crate) fn all(&mut self) {
        self.all = true;
    }

    fn cell(&mut self, cell: &Cell<'_>) {
        if let (Cell::Int(id), false) = (cell, self.all) {
            self.projects.insert(*id);
            self.all |= self.projects.len() > MOST;
        }
    }

    /// Computes the percentages of the noted projects.
    pub(crate) async fn compute(&self, tx: &mut Tx, account: i64) -> Result<()> {
        static ALL: Sql = Sql::fixed("SELECT id FROM project WHERE account_id = $1");
        let projects: Vec<i64> = if self.all {
            tx.rows(&ALL, &[account.into()], |row| row.int(0)).await?
        } else {
            self.projects.iter().copied().collect()
        };
        for some in projects.chunks(1000) {
            percentages::refresh(tx, account, some).await?;
        }
        Ok(())
    }
}
