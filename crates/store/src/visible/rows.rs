//! Rows as they come from a table, held flat, and judged before they are kept.

use super::table::{Dated, Field, Shape, Table, counts_as_sent};
use crate::engine::Row;
use crate::error::Result;
use access::openings::Keys;
use access::{Bits, Facet, Sets};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Int,
    Text,
    Id,
}

/// Which columns are selected, and where each field finds its own.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub(crate) table: &'static Table,
    pub(crate) columns: Vec<(&'static str, Kind)>,
    /// Fields that may show, with the bit each needs and the place of its first and second column.
    pub(crate) fields: Vec<Shown>,
    project: Option<usize>,
    customer: Option<usize>,
    parent: Option<usize>,
    estimate: Option<usize>,
    record: Option<usize>,
    sent: Option<(usize, usize)>,
}

/// A field of a layout.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown {
    pub(crate) field: Field,
    /// None for identity, which always shows.
    pub(crate) bit: Bits,
    pub(crate) at: [usize; 2],
}

/// The places of the two columns that every layout begins with.
pub(crate) const PUBLIC_ID: usize = 0;
const ID: usize = 1;

impl Layout {
    /// The columns needed to judge items and to show at most these fields of them.
    pub(crate) fn new(table: &'static Table, widest: Bits) -> Layout {
        let mut layout = Layout {
            table,
            columns: vec![("public_id", Kind::Id), ("id", Kind::Int)],
            fields: Vec::with_capacity(table.fields.len() + 2),
            project: None,
            customer: None,
            parent: None,
            estimate: None,
            record: None,
            sent: None,
        };
        layout.project = table
            .in_project
            .then(|| layout.place("project_id", Kind::Int));
        layout.customer = table
            .of_customer
            .then(|| layout.place("customer_id", Kind::Int));
        match table.module {
            access::Module::Tasks => layout.parent = Some(layout.place("parent_id", Kind::Int)),
            access::Module::Invoices => {
                layout.estimate = Some(layout.place("estimate_id", Kind::Int))
            }
            access::Module::Projects => {
                layout.place("created_by_id", Kind::Int);
            }
            access::Module::Customers => {
                layout.place("company_id", Kind::Int);
            }
            _ => {}
        }
        if let Dated::Day(column) | Dated::Instant(column) = table.dated {
            layout.record = Some(layout.place(column, Kind::Int));
        }
        if table.is_document() {
            layout.sent = Some((
                layout.place("status", Kind::Int),
                layout.place("sent_at", Kind::Int),
            ));
        }
        for field in table.identity {
            layout.add(*field, Bits::NONE);
        }
        for field in table.fields {
            let bit = table
                .module
                .bit(Facet::Fields, field.name)
                .unwrap_or_default();
            if widest.has(bit) {
                layout.add(*field, bit);
            }
        }
        layout
    }

    fn add(&mut self, field: Field, bit: Bits) {
        let mut at = [usize::MAX; 2];
        for (slot, column) in at.iter_mut().zip(field.shape.columns()) {
            if let Some(column) = column {
                *slot = self.place(column, kind(field.shape, column));
            }
        }
        self.fields.push(Shown { field, bit, at });
    }

    /// Where a column stands; it is added if it is not there yet.
    fn place(&mut self, column: &'static str, kind: Kind) -> usize {
        match self.columns.iter().position(|(name, _)| *name == column) {
            Some(at) => at,
            None => {
                self.columns.push((column, kind));
                self.columns.len() - 1
            }
        }
    }

    /// Where a column stands, if it is selected.
    pub(crate) fn at(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|(name, _)| *name == column)
    }

    /// The field of that name, if it may show.
    pub(crate) fn field(&self, name: &str) -> Option<&Shown> {
        self.fields.iter().find(|shown| shown.field.name == name)
    }
}

fn kind(shape: Shape, column: &str) -> Kind {
    match shape {
        Shape::Text(_) | Shape::OrderLines | Shape::TaxLines => Kind::Text,
        Shape::Amount(_) | Shape::Money(..) if column.ends_with("currency") => Kind::Text,
        _ => Kind::Int,
    }
}

/// One value of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Null,
    Int(i64),
    /// A piece of [`Rows::text`].
    Text(u32, u32),
    Id([u8; 16]),
}

/// Rows of one layout, each with what its viewer sees of it.
#[derive(Debug)]
pub(crate) struct Rows {
    pub(crate) layout: Layout,
    cells: Vec<Cell>,
    text: String,
    pub(crate) sets: Vec<Sets>,
}

impl Rows {
    /// No rows yet.
    pub(crate) fn new(layout: Layout) -> Rows {
        Rows {
            layout,
            cells: Vec::new(),
            text: String::new(),
            sets: Vec::new(),
        }
    }

    /// Room for this many rows, with texts as long as most are.
    pub(crate) fn reserve(&mut self, rows: usize) {
        self.cells.reserve(rows * self.layout.columns.len());
        self.text.reserve(rows * 256);
        self.sets.reserve(rows);
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.sets.len()
    }

    /// Appends a row whose columns begin at `first`, with nothing to see of it yet.
    pub(crate) fn push(&mut self, row: &Row<'_>, first: usize) -> Result<()> {
        for (place, (_, kind)) in self.layout.columns.iter().enumerate() {
            let at = first + place;
            let cell = match kind {
                Kind::Int => row.opt_int(at)?.map_or(Cell::Null, Cell::Int),
                Kind::Id => Cell::Id(crate::ids::read(row.blob(at)?)?),
                Kind::Text => match row.opt_text(at)? {
                    None => Cell::Null,
                    Some(text) => {
                        let start = self.text.len();
                        self.text.push_str(text);
                        Cell::Text(start as u32, self.text.len() as u32)
                    }
                },
            };
            self.cells.push(cell);
        }
        self.sets.push(Sets::default());
        Ok(())
    }

    /// Takes back the last row.
    pub(crate) fn pop(&mut self) {
        let width = self.layout.columns.len();
        let start = self.cells.len() - width;
        let texts = self.cells[start..].iter().find_map(|cell| match cell {
            Cell::Text(start, _) => Some(*start as usize),
            _ => None,
        });
        if let Some(start) = texts {
            self.text.truncate(start);
        }
        self.cells.truncate(start);
        self.sets.pop();
    }

    /// Keeps the rows at these places, in their order, and lets go of the text of the others.
    pub(crate) fn pick(&mut self, places: &[usize]) {
        let width = self.layout.columns.len();
        let mut kept = Rows::new(self.layout.clone());
        for place in places {
            for cell in &self.cells[place * width..(place + 1) * width] {
                let cell = match *cell {
                    Cell::Text(start, end) => {
                        let at = kept.text.len() as u32;
                        kept.text.push_str(&self.text[start as usize..end as usize]);
                        Cell::Text(at, kept.text.len() as u32)
                    }
                    other => other,
                };
                kept.cells.push(cell);
            }
            kept.sets.push(self.sets[*place]);
        }
        *self = kept;
    }

    /// A cell of a row.
    pub(crate) fn cell(&self, row: usize, column: usize) -> Cell {
        self.cells[row * self.layout.columns.len() + column]
    }

    /// A whole number of a row.
    pub(crate) fn int(&self, row: usize, column: usize) -> Option<i64> {
        match self.cell(row, column) {
            Cell::Int(value) => Some(value),
            _ => None,
        }
    }

    /// A text of a row.
    pub(crate) fn text(&self, row: usize, column: usize) -> Option<&str> {
        match self.cell(row, column) {
            Cell::Text(start, end) => Some(&self.text[start as usize..end as usize]),
            _ => None,
        }
    }

    /// The public id of a row's item.
    pub(crate) fn public_id(&self, row: usize) -> [u8; 16] {
        match self.cell(row, PUBLIC_ID) {
            Cell::Id(id) => id,
            _ => [0; 16],
        }
    }

    /// The internal key of a row's item.
    pub(crate) fn id(&self, row: usize) -> i64 {
        self.int(row, ID).unwrap_or_default()
    }

    /// What the rule asks of a row's item.
    pub(crate) fn keys(&self, row: usize, now: i64) -> Keys {
        let at = |place: Option<usize>| place.and_then(|place| self.int(row, place));
        let layout = &self.layout;
        Keys {
            id: self.id(row),
            project: at(layout.project),
            customer: at(layout.customer),
            parent: at(layout.parent),
            estimate: at(layout.estimate),
            record: layout.table.record(at(layout.record)),
            sent: layout.sent.is_none_or(|(status, sent_at)| {
                let status = self.int(row, status).unwrap_or_default();
                counts_as_sent(layout.table.module, status, self.int(row, sent_at), now)
            }),
        }
    }

    /// The key of a row's project.
    pub(crate) fn project(&self, row: usize) -> Option<i64> {
        self.layout.project.and_then(|at| self.int(row, at))
    }

    /// The key of a row's customer.
    pub(crate) fn customer(&self, row: usize) -> Option<i64> {
        self.layout.customer.and_then(|at| self.int(row, at))
    }

    /// The key of a task's parent.
    pub(crate) fn parent(&self, row: usize) -> Option<i64> {
        self.layout.parent.and_then(|at| self.int(row, at))
    }
}
