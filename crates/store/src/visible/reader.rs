//! Everything that can be read: a viewer, and one snapshot of the data.

use super::cursor::Place;
use super::holdings::{Holdings, widest};
use super::list::Prepared;
use super::question::{Question, Wrong, unfilterable, unsortable};
use super::table::{Table, table};
use crate::engine::Tx;
use crate::error::{Result, StoreError};
use crate::viewer::Viewer;
use access::openings::{Openings, Primary};
use access::{Bits, Module};
use std::sync::Arc;

/// A viewer and one snapshot: the only way to the data. Made by [`crate::Db::arrive`].
pub struct Reader {
    pub(crate) viewer: Viewer,
    pub(crate) tx: Tx,
    pub(crate) holdings: Option<Holdings>,
    /// What a page said that it shows, and what was read for all of its questions.
    pub(crate) prepared: Prepared,
}

/// Why a read gives nothing.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// What was asked is wrong, parameter by parameter.
    #[error("the question is not valid")]
    Invalid(Vec<Wrong>),
    /// It is not there for this viewer, or never was.
    #[error("not found")]
    NotFound,
    /// It is staff's alone.
    #[error("not allowed")]
    NotAllowed,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Wrong> for ReadError {
    fn from(wrong: Wrong) -> Self {
        ReadError::Invalid(vec![wrong])
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("viewer", &self.viewer)
            .finish_non_exhaustive()
    }
}

impl Reader {
    pub(crate) fn new(viewer: Viewer, tx: Tx) -> Reader {
        Reader {
            viewer,
            tx,
            holdings: None,
            prepared: Prepared::default(),
        }
    }

    /// Who reads.
    pub const fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// The viewer's grants and own permissions, read once in this snapshot.
    pub(crate) async fn held(&mut self) -> Result<&mut Holdings> {
        self.held_for(None).await
    }

    /// The same when a module's items are to be read next.
    async fn held_for(&mut self, module: Option<Module>) -> Result<&mut Holdings> {
        if self.holdings.is_none() {
            let holdings = Holdings::load(&mut self.tx, &self.viewer, module).await?;
            self.holdings = Some(holdings);
        }
        self.holdings
            .as_mut()
            .ok_or_else(|| StoreError::broken("the viewer's grants were not read"))
    }

    /// The viewer's openings into a module, read once in this snapshot.
    pub(crate) async fn openings(&mut self, module: Module) -> Result<Arc<Openings>> {
        self.held_for(Some(module)).await?;
        let Reader {
            viewer,
            tx,
            holdings,
            ..
        } = self;
        match holdings {
            Some(holdings) => holdings.openings(tx, viewer, module).await,
            None => Err(StoreError::broken("the viewer's grants were not read")),
        }
    }

    /// The viewer's paths that can lead into a module, for what asks each by itself; none for who reads everything.
    pub(crate) async fn primaries(&mut self, module: Module) -> Result<Vec<Primary>> {
        self.held_for(Some(module)).await?;
        match &self.holdings {
            Some(holdings) => holdings.primaries(&mut self.tx, &self.viewer, module).await,
            None => Err(StoreError::broken("the viewer's grants were not read")),
        }
    }

    /// Reads a list's question and refuses fields that are hidden for it as it refuses fields that
    /// do not exist.
    pub(crate) async fn question(
        &mut self,
        module: Module,
        parameters: &[(String, String)],
        finished: Option<bool>,
    ) -> std::result::Result<(Question, Option<Place>), ReadError> {
        let table = table(module);
        let mut question = Question::read(table, parameters).map_err(ReadError::Invalid)?;
        question.narrow(finished);
        question.only = self.prepared.only(module);
        self.held_for(Some(module)).await?;
        if let Some(holdings) = &self.holdings {
            let mut wrongs = Vec::new();
            let hidden =
                |bit: Bits| !bit.is_empty() && !holdings.holds_field(&self.viewer, module, bit);
            if let Some(sort) = question.sort.filter(|sort| hidden(sort.bit)) {
                wrongs.push(unsortable(sort.field.name));
            }
            let filters = question.filters.iter().filter(|filter| hidden(filter.bit));
            wrongs.extend(filters.map(|filter| unfilterable(&filter.pointer, filter.field.name)));
            if question.source.is_some() && !self.viewer.reads_everything() {
                wrongs.push(unfilterable("filter[source]", "source"));
            }
            if !wrongs.is_empty() {
                return Err(ReadError::Invalid(wrongs));
            }
        }
        let place = match &question.cursor {
            Some(cursor) => Some(Place::open(cursor, &self.viewer, &question)?),
            None => None,
        };
        Ok((question, place))
    }

    /// The most that any opening shows of a module's items.
    pub(crate) fn widest(openings: &Openings, table: &Table) -> Bits {
        widest(openings, table.module).fields
    }
}
