//! One row of an answer, read by the place of its columns.

use rusqlite::types::ValueRef;
use tokio_postgres::types::{FromSql, Type};

use crate::error::{Result, StoreError};

/// A row while it passes: what is borrowed from it lives until the next one comes.
///
/// A page reads some hundreds of columns, so SQLite's way is inlined into the reader and everything else
/// is kept out of line.
#[derive(Clone, Copy)]
pub(crate) enum Row<'a> {
    /// A row under a SQLite cursor.
    Sqlite(&'a rusqlite::Row<'a>),
    /// A row received from PostgreSQL.
    Postgres(&'a tokio_postgres::Row),
}

impl<'a> Row<'a> {
    /// The whole number in column `i`, counted from 0; an error if it is null or no number.
    #[inline]
    pub(crate) fn int(&self, i: usize) -> Result<i64> {
        match self.opt_int(i) {
            Ok(Some(value)) => Ok(value),
            Ok(None) => Err(null_in(i)),
            Err(error) => Err(error),
        }
    }

    /// The whole number in column `i`, or nothing if it is null.
    #[inline]
    pub(crate) fn opt_int(&self, i: usize) -> Result<Option<i64>> {
        match self {
            Self::Sqlite(row) => match row.get_ref(i) {
                Ok(ValueRef::Integer(value)) => Ok(Some(value)),
                Ok(ValueRef::Null) => Ok(None),
                other => Err(unlike(i, "a whole number", other)),
            },
            Self::Postgres(row) => postgres_int(row, i),
        }
    }

    /// Whether column `i` is true: a boolean, or a number other than 0; null is an error.
    #[inline]
    pub(crate) fn truth(&self, i: usize) -> Result<bool> {
        Ok(self.int(i)? != 0)
    }

    /// The text in column `i`; an error if it is null or no text.
    #[inline]
    pub(crate) fn text(&self, i: usize) -> Result<&'a str> {
        match self.opt_text(i) {
            Ok(Some(value)) => Ok(value),
            Ok(None) => Err(null_in(i)),
            Err(error) => Err(error),
        }
    }

    /// The text in column `i`, or nothing if it is null.
    #[inline]
    pub(crate) fn opt_text(&self, i: usize) -> Result<Option<&'a str>> {
        match self {
            Self::Sqlite(row) => match row.get_ref(i) {
                Ok(ValueRef::Text(bytes)) => match std::str::from_utf8(bytes) {
                    Ok(text) => Ok(Some(text)),
                    Err(_) => Err(unlike(i, "UTF-8 text", Ok(ValueRef::Null))),
                },
                Ok(ValueRef::Null) => Ok(None),
                other => Err(unlike(i, "text", other)),
            },
            Self::Postgres(row) => postgres_text(row, i),
        }
    }

    /// The bytes in column `i`; an error if it is null or no bytes.
    #[inline]
    pub(crate) fn blob(&self, i: usize) -> Result<&'a [u8]> {
        match self.opt_blob(i) {
            Ok(Some(value)) => Ok(value),
            Ok(None) => Err(null_in(i)),
            Err(error) => Err(error),
        }
    }

    /// The bytes in column `i`, or nothing if it is null.
    #[inline]
    pub(crate) fn opt_blob(&self, i: usize) -> Result<Option<&'a [u8]>> {
        match self {
            Self::Sqlite(row) => match row.get_ref(i) {
                Ok(ValueRef::Blob(bytes)) => Ok(Some(bytes)),
                Ok(ValueRef::Null) => Ok(None),
                other => Err(unlike(i, "a blob", other)),
            },
            Self::Postgres(row) => postgres_blob(row, i),
        }
    }

    /// The 16 bytes of a public id in column `i`; an error if they are not 16.
    #[inline]
    pub(crate) fn id(&self, i: usize) -> Result<[u8; 16]> {
        match self.blob(i)?.try_into() {
            Ok(id) => Ok(id),
            Err(_) => Err(unlike(i, "an id of 16 bytes", Ok(ValueRef::Null))),
        }
    }
}

#[cold]
#[inline(never)]
fn null_in(column: usize) -> StoreError {
    StoreError::Broken(format!("column {column} is null and must not be"))
}

#[cold]
#[inline(never)]
fn unlike(column: usize, wanted: &str, found: rusqlite::Result<ValueRef<'_>>) -> StoreError {
    match found {
        Ok(_) => StoreError::Broken(format!("column {column} is not {wanted}")),
        Err(error) => error.into(),
    }
}

#[inline(never)]
fn postgres_int(row: &tokio_postgres::Row, i: usize) -> Result<Option<i64>> {
    Ok(row.try_get::<_, Option<Whole>>(i)?.map(|whole| whole.0))
}

#[inline(never)]
fn postgres_text(row: &tokio_postgres::Row, i: usize) -> Result<Option<&str>> {
    Ok(row.try_get(i)?)
}

#[inline(never)]
fn postgres_blob(row: &tokio_postgres::Row, i: usize) -> Result<Option<&[u8]>> {
    Ok(row.try_get(i)?)
}

/// A number of any width PostgreSQL has for them, and its booleans.
struct Whole(i64);

impl<'a> FromSql<'a> for Whole {
    fn from_sql(
        ty: &Type,
        raw: &'a [u8],
    ) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(match *ty {
            Type::INT8 => i64::from_sql(ty, raw)?,
            Type::INT4 => i32::from_sql(ty, raw)?.into(),
            Type::INT2 => i16::from_sql(ty, raw)?.into(),
            _ => bool::from_sql(ty, raw)?.into(),
        }))
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT8 | Type::INT4 | Type::INT2 | Type::BOOL)
    }
}
