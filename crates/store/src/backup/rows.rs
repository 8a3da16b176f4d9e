//! A row as a line of JSON, and back.

use super::failure::BackupError;
use super::layout::{Kind, Table};
use crate::engine::{Row, Value};
use crate::error::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;

/// A value that was read from a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Null,
    Int(i64),
    Text(String),
    Blob(Vec<u8>),
}

impl Cell {
    /// The value as a parameter.
    pub(super) fn value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Int(number) => Value::Int(*number),
            Self::Text(text) => Value::Text(text),
            Self::Blob(bytes) => Value::Blob(bytes),
        }
    }

    /// How many bytes it holds, about.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Null | Self::Int(_) => 8,
            Self::Text(text) => text.len(),
            Self::Blob(bytes) => bytes.len(),
        }
    }
}

/// Appends a row of the table as a line.
pub(super) fn push(out: &mut Vec<u8>, table: &Table, row: &Row<'_>) -> Result<()> {
    for (n, column) in table.columns.iter().enumerate() {
        out.push(if n == 0 { b'[' } else { b',' });
        let value = match column.kind {
            Kind::Int => row.opt_int(n)?.map(Json::from),
            Kind::Text => row.opt_text(n)?.map(Json::from),
            Kind::Blob => row
                .opt_blob(n)?
                .map(|bytes| Json::from(STANDARD.encode(bytes))),
        };
        // A list or a text in memory is always written.
        let _ = serde_json::to_writer(&mut *out, &value);
    }
    out.extend_from_slice(b"]\n");
    Ok(())
}

/// Reads a line as a row of the table.
pub(super) fn parse(table: &Table, line: &[u8]) -> std::result::Result<Vec<Cell>, BackupError> {
    let unlike = || BackupError::damaged(format!("a row of `{}` cannot be read", table.name));
    let values: Vec<Json> = serde_json::from_slice(line).map_err(|_| unlike())?;
    if values.len() != table.columns.len() {
        return Err(unlike());
    }
    let cell = |(value, kind): (Json, Kind)| match (value, kind) {
        (Json::Null, _) => Some(Cell::Null),
        (Json::Number(number), Kind::Int) => number.as_i64().map(Cell::Int),
        (Json::String(text), Kind::Text) => Some(Cell::Text(text)),
        (Json::String(text), Kind::Blob) => STANDARD.decode(text).ok().map(Cell::Blob),
        _ => None,
    };
    let kinds = table.columns.iter().map(|column| column.kind);
    values
        .into_iter()
        .zip(kinds)
        .map(cell)
        .collect::<Option<_>>()
        .ok_or_else(unlike)
}
