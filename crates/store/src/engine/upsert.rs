//! Many rows at once, for imports: what to insert, and a buffer both engines take without another copy.

use std::sync::OnceLock;

use bytes::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

/// The type of a column that rows are inserted into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// BIGINT.
    Int,
    /// TEXT.
    Text,
    /// BYTEA.
    Blob,
}

/// A column that rows are inserted into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Column {
    /// Its name in the table.
    pub(crate) name: &'static str,
    /// Its type.
    pub(crate) kind: Kind,
}

/// Inserts rows by columns; a row whose key is there is updated or left. Meant for a `static`.
#[derive(Debug)]
pub(crate) struct Upsert {
    table: &'static str,
    columns: &'static [Column],
    key: &'static [&'static str],
    update: bool,
    postgres: OnceLock<String>,
    sqlite: OnceLock<String>,
}

impl Upsert {
    /// Rows of `table` with these columns, updated where the unique `key` is there already.
    pub(crate) const fn updating(
        table: &'static str,
        columns: &'static [Column],
        key: &'static [&'static str],
    ) -> Self {
        Self {
            table,
            columns,
            key,
            update: true,
            postgres: OnceLock::new(),
            sqlite: OnceLock::new(),
        }
    }

    /// Rows of `table` with these columns, left as they are where the unique `key` is there already.
    /// With an empty key a row that is there is a `Conflict`.
    pub(crate) const fn keeping(
        table: &'static str,
        columns: &'static [Column],
        key: &'static [&'static str],
    ) -> Self {
        Self {
            table,
            columns,
            key,
            update: false,
            postgres: OnceLock::new(),
            sqlite: OnceLock::new(),
        }
    }

    /// An empty buffer for rows of these columns.
    pub(crate) fn batch(&self) -> Batch {
        let cells = |column: &Column| Cells {
            kind: column.kind,
            bytes: Vec::new(),
            rows: 0,
            nulls: false,
        };
        Batch {
            columns: self.columns.iter().map(cells).collect(),
            next: 0,
            rows: 0,
        }
    }

    /// PostgreSQL's statement: one array for each column.
    pub(super) fn postgres(&self) -> &str {
        self.postgres.get_or_init(|| {
            let names = self.names();
            let arrays = list(self.columns.iter().enumerate().map(|(i, column)| {
                let element = match column.kind {
                    Kind::Int => "bigint",
                    Kind::Text => "text",
                    Kind::Blob => "bytea",
                };
                format!("${}::{element}[]", i + 1)
            }));
            let key = self.key.join(", ");
            // One statement may not touch a row twice, so the last of each key is chosen before.
            let (distinct, order) = if self.updates() {
                (
                    format!("distinct on ({key}) "),
                    format!(" order by {key}, place desc"),
                )
            } else {
                (String::new(), " order by place".to_owned())
            };
            format!(
                "insert into {} ({names}) select {distinct}{names} \
                 from unnest({arrays}) with ordinality as given({names}, place){order}{}",
                self.table,
                self.on_conflict()
            )
        })
    }

    /// SQLite's statement, run for each row.
    pub(super) fn sqlite(&self) -> &str {
        self.sqlite.get_or_init(|| {
            let parameters = list((1..=self.columns.len()).map(|i| format!("?{i}")));
            format!(
                "insert into {} ({}) values ({parameters}){}",
                self.table,
                self.names(),
                self.on_conflict()
            )
        })
    }

    fn names(&self) -> String {
        list(self.columns.iter().map(|column| column.name.to_owned()))
    }

    fn updates(&self) -> bool {
        self.update && !self.key.is_empty()
    }

    fn on_conflict(&self) -> String {
        if self.key.is_empty() {
            return String::new();
        }
        let others = self
            .columns
            .iter()
            .filter(|column| !self.key.contains(&column.name));
        let changes = list(others.map(|column| format!("{0} = excluded.{0}", column.name)));
        let key = self.key.join(", ");
        if self.update && !changes.is_empty() {
            format!(" on conflict ({key}) do update set {changes}")
        } else {
            format!(" on conflict ({key}) do nothing")
        }
    }
}

fn list(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

/// Rows for an [`Upsert`], cell after cell in the order of its columns; cleared and filled again, it
/// does not allocate.
///
/// INVARIANT: each column keeps its cells as PostgreSQL sends array elements (a length of four bytes, −1
/// for null, then the bytes), so a batch is sent by one copy; SQLite reads them off in order.
#[derive(Debug)]
pub(crate) struct Batch {
    columns: Vec<Cells>,
    next: usize,
    rows: usize,
}

impl Batch {
    /// Adds a whole number as the next cell.
    pub(crate) fn int(&mut self, value: i64) -> &mut Self {
        self.cell(Kind::Int, Some(&value.to_be_bytes()))
    }

    /// Adds a whole number or null as the next cell.
    pub(crate) fn opt_int(&mut self, value: Option<i64>) -> &mut Self {
        match value {
            Some(value) => self.int(value),
            None => self.cell(Kind::Int, None),
        }
    }

    /// Adds a text as the next cell.
    pub(crate) fn text(&mut self, value: &str) -> &mut Self {
        self.cell(Kind::Text, Some(value.as_bytes()))
    }

    /// Adds a text or null as the next cell.
    pub(crate) fn opt_text(&mut self, value: Option<&str>) -> &mut Self {
        self.cell(Kind::Text, value.map(str::as_bytes))
    }

    /// Adds bytes as the next cell.
    pub(crate) fn blob(&mut self, value: &[u8]) -> &mut Self {
        self.cell(Kind::Blob, Some(value))
    }

    /// Adds bytes or null as the next cell.
    #[cfg(test)]
    pub(crate) fn opt_blob(&mut self, value: Option<&[u8]>) -> &mut Self {
        self.cell(Kind::Blob, value)
    }

    /// How many whole rows are in it.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// Empties it and keeps its memory.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn clear(&mut self) {
        for cells in &mut self.columns {
            cells.bytes.clear();
            cells.rows = 0;
            cells.nulls = false;
        }
        self.next = 0;
        self.rows = 0;
    }

    /// Whether it was filled for the columns of `upsert`, in whole rows and with cells of the right kinds.
    pub(super) fn fits(&self, upsert: &Upsert) -> bool {
        self.next == 0
            && self.columns.len() == upsert.columns.len()
            && self
                .columns
                .iter()
                .zip(upsert.columns)
                .all(|(cells, column)| cells.kind == column.kind && cells.rows == self.rows)
    }

    /// The columns as parameters of PostgreSQL's statement.
    pub(super) fn arrays(&self) -> impl ExactSizeIterator<Item = &(dyn ToSql + Sync)> {
        self.columns
            .iter()
            .map(|cells| cells as &(dyn ToSql + Sync))
    }

    /// A reader over each column, for SQLite's loop.
    pub(super) fn cursors(&self) -> Vec<Cursor<'_>> {
        self.columns
            .iter()
            .map(|cells| Cursor {
                kind: cells.kind,
                rest: &cells.bytes,
            })
            .collect()
    }

    /// A cell of a kind the column does not have is left out, which `fits` then reports.
    fn cell(&mut self, kind: Kind, bytes: Option<&[u8]>) -> &mut Self {
        let width = self.columns.len();
        if let Some(cells) = self
            .columns
            .get_mut(self.next)
            .filter(|cells| cells.kind == kind)
        {
            cells.push(bytes);
        }
        self.next += 1;
        if self.next == width {
            self.next = 0;
            self.rows += 1;
        }
        self
    }
}

/// The cells of one column.
#[derive(Debug)]
struct Cells {
    kind: Kind,
    bytes: Vec<u8>,
    rows: usize,
    nulls: bool,
}

impl Cells {
    fn push(&mut self, bytes: Option<&[u8]>) {
        match bytes {
            Some(bytes) => {
                self.bytes
                    .extend_from_slice(&(bytes.len() as i32).to_be_bytes());
                self.bytes.extend_from_slice(bytes);
            }
            None => {
                self.nulls = true;
                self.bytes.extend_from_slice(&(-1_i32).to_be_bytes());
            }
        }
        self.rows += 1;
    }
}

impl ToSql for Cells {
    fn to_sql(
        &self,
        _: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        let element = match self.kind {
            Kind::Int => Type::INT8,
            Kind::Text => Type::TEXT,
            Kind::Blob => Type::BYTEA,
        };
        // An array: its dimensions, whether it has nulls, its type; then the length and first index of the one dimension.
        out.extend_from_slice(&1_i32.to_be_bytes());
        out.extend_from_slice(&i32::from(self.nulls).to_be_bytes());
        out.extend_from_slice(&element.oid().to_be_bytes());
        out.extend_from_slice(&i32::try_from(self.rows)?.to_be_bytes());
        out.extend_from_slice(&1_i32.to_be_bytes());
        out.extend_from_slice(&self.bytes);
        Ok(IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT8_ARRAY | Type::TEXT_ARRAY | Type::BYTEA_ARRAY)
    }

    to_sql_checked!();
}

/// Reads the cells of a column one after the other.
pub(super) struct Cursor<'a> {
    kind: Kind,
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// The next cell; null after the last.
    pub(super) fn next(&mut self) -> super::Value<'a> {
        let Some((length, rest)) = self.rest.split_first_chunk::<4>() else {
            return super::Value::Null;
        };
        let Ok(length) = usize::try_from(i32::from_be_bytes(*length)) else {
            self.rest = rest;
            return super::Value::Null;
        };
        let (cell, rest) = rest.split_at(length.min(rest.len()));
        self.rest = rest;
        match self.kind {
            Kind::Int => cell.try_into().map_or(super::Value::Null, |n| {
                super::Value::Int(i64::from_be_bytes(n))
            }),
            Kind::Text => std::str::from_utf8(cell).map_or(super::Value::Null, super::Value::Text),
            Kind::Blob => super::Value::Blob(cell),
        }
    }
}
