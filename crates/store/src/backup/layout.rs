//! The tables of a database: their names from the migrations, their columns from the database itself.

use crate::engine::{Sql, Tx};
use crate::error::{Result, StoreError};
use crate::migrate;
use serde::{Deserialize, Serialize};

/// What the value of a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// A whole number.
    Int,
    /// A text.
    Text,
    /// Bytes.
    Blob,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: Kind,
}

/// A table whose rows are copied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    pub(super) name: String,
    /// In the order of the database.
    pub(super) columns: Vec<Column>,
}

impl Table {
    /// The names of the columns, separated by commas.
    pub(super) fn names(&self) -> String {
        let names: Vec<&str> = self
            .columns
            .iter()
            .map(|column| column.name.as_str())
            .collect();
        names.join(", ")
    }
}

/// The version of the schema that the database has; none where it has no tables.
///
/// # Errors
/// Where it is not one of this program's.
pub(super) async fn version(tx: &mut Tx) -> Result<Option<i64>> {
    if !migrate::has_steps(tx).await? {
        return Ok(None);
    }
    let version = migrate::standing(tx, migrate::MIGRATIONS).await?;
    Ok((version > 0).then_some(version))
}

/// Every table of the schema up to `version`, with its columns. A new table is there by its migration alone.
pub(super) async fn tables(tx: &mut Tx, version: i64) -> Result<Vec<Table>> {
    let mut tables = Vec::new();
    for name in migrate::tables(migrate::up_to(version)) {
        let columns = columns(tx, &name).await?;
        if columns.is_empty() {
            return Err(StoreError::broken(format!("the table `{name}` is missing")));
        }
        tables.push(Table { name, columns });
    }
    Ok(tables)
}

/// The columns that rows are written with; none where there is no such table.
async fn columns(tx: &mut Tx, table: &str) -> Result<Vec<Column>> {
    static COLUMNS: Sql = Sql::two(
        "SELECT CAST(attname AS TEXT), format_type(atttypid, NULL) FROM pg_attribute \
         WHERE attrelid = to_regclass(CAST($1 AS TEXT)) AND attnum > 0 AND NOT attisdropped AND attgenerated = '' \
         ORDER BY attnum",
        "SELECT name, type FROM pragma_table_info(?1) ORDER BY cid",
    );
    let found = tx
        .rows(&COLUMNS, &[table.into()], |row| {
            Ok((row.text(0)?.to_owned(), row.text(1)?.to_lowercase()))
        })
        .await?;
    let column = |(name, kind): (String, String)| {
        let kind = match kind.as_str() {
            "bigint" => Kind::Int,
            "text" => Kind::Text,
            "bytea" => Kind::Blob,
            other => {
                return Err(StoreError::broken(format!(
                    "the column `{table}.{name}` is of the type {other}"
                )));
            }
        };
        Ok(Column { name, kind })
    };
    found.into_iter().map(column).collect()
}

/// Whether the table has a row.
pub(super) async fn has_rows(tx: &mut Tx, table: &str) -> Result<bool> {
    let any = Sql::built(format!("SELECT 1 FROM {table} LIMIT 1"));
    Ok(tx.one(&any, &[], |_| Ok(())).await?.is_some())
}
