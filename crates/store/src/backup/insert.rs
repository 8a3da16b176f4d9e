//! Inserts rows of a table many at a time, by a statement that both engines take.

use super::layout::Table;
use super::rows::Cell;
use crate::engine::{Sql, Tx, Value};
use crate::error::Result;

/// Values in one statement; both engines take some more.
const VALUES: usize = 1000;
/// Bytes in one statement, about.
const BYTES: usize = 4 << 20;

/// Rows on their way into a table.
pub(super) struct Insert {
    one: Sql,
    many: Sql,
    /// How many rows the longer statement takes.
    most: usize,
    waiting: Vec<Vec<Cell>>,
    bytes: usize,
}

impl Insert {
    /// Rows with all columns of the table.
    pub(super) fn into(table: &Table) -> Self {
        let most = (VALUES / table.columns.len()).max(1);
        Self {
            one: statement(table, 1),
            many: statement(table, most),
            most,
            waiting: Vec::new(),
            bytes: 0,
        }
    }

    /// Inserts a row, at once or with those that follow.
    pub(super) async fn row(&mut self, tx: &mut Tx, row: Vec<Cell>) -> Result<()> {
        self.bytes += row.iter().map(Cell::len).sum::<usize>();
        self.waiting.push(row);
        if self.waiting.len() == self.most {
            let values: Vec<Value<'_>> = self.waiting.iter().flatten().map(Cell::value).collect();
            tx.execute(&self.many, &values).await?;
            self.waiting.clear();
            self.bytes = 0;
        } else if self.bytes > BYTES {
            self.rest(tx).await?;
        }
        Ok(())
    }

    /// Inserts the rows that wait.
    pub(super) async fn rest(&mut self, tx: &mut Tx) -> Result<()> {
        for row in self.waiting.drain(..) {
            let values: Vec<Value<'_>> = row.iter().map(Cell::value).collect();
            tx.execute(&self.one, &values).await?;
        }
        self.bytes = 0;
        Ok(())
    }
}

fn statement(table: &Table, rows: usize) -> Sql {
    let width = table.columns.len();
    let row = |n: usize| {
        let places: Vec<String> = (1..=width).map(|i| format!("${}", n * width + i)).collect();
        format!("({})", places.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    Sql::built(format!(
        "INSERT INTO {} ({}) VALUES {}",
        table.name,
        table.names(),
        rows.join(", ")
    ))
}
