//! One row of an answer, read by the place of its columns.

use rusqlite::types::ValueRef;
use tokio_postgres::types::{FromSql, Type};

use crate::error::{Result, StoreError};

/// A row while it passes: what is borrowed from it lives until the next one comes.
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
        self.opt_int(i)?.ok_or_else(|| null_in(i))
    }

    /// The whole number in column `i`, or nothing if it is null.
    #[inline]
    pub(crate) fn opt_int(&self, i: usize) -> Result<Option<i64>> {
        match self {
            Self::Sqlite(row) => match row.get_ref(i)? {
                ValueRef::Integer(value) => Ok(Some(value)),
                ValueRef::Null => Ok(None),
                _ => Err(other_kind(i, "a whole number")),
            },
            Self::Postgres(row) => Ok(row.try_get::<_, Option<Whole>>(i)?.map(|whole| whole.0)),
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
        self.opt_text(i)?.ok_or_else(|| null_in(i))
    }

    /// The text in column `i`, or nothing if it is null.
    #[inline]
    pub(crate) fn opt_text(&self, i: usize) -> Result<Option<&'a str>> {
        match self {
            Self::Sqlite(row) => match row.get_ref(i)? {
                ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
                    Ok(text) => Ok(Some(text)),
                    Err(_) => Err(other_kind(i, "UTF-8 text")),
                },
                ValueRef::Null => Ok(None),
                _ => Err(other_kind(i, "text")),
            },
            Self::Postgres(row) => Ok(row.try_get(i)?),
        }
    }

    /// The bytes in column `i`; an error if it is null or no bytes.
    #[inline]
    pub(crate) fn blob(&self, i: usize) -> Result<&'a [u8]> {
        self.opt_blob(i)?.ok_or_else(|| null_in(i))
    }

    /// The bytes in column `i`, or nothing if it is null.
    #[inline]
    pub(crate) fn opt_blob(&self, i: usize) -> Result<Option<&'a [u8]>> {
        match self {
            Self::Sqlite(row) => match row.get_ref(i)? {
                ValueRef::Blob(bytes) => Ok(Some(bytes)),
                ValueRef::Null => Ok(None),
                _ => Err(other_kind(i, "a blob")),
            },
            Self::Postgres(row) => Ok(row.try_get(i)?),
        }
    }

    /// The 16 bytes of a public id in column `i`; an error if they are not 16.
    #[inline]
    pub(crate) fn id(&self, i: usize) -> Result<[u8; 16]> {
        self.blob(i)?.try_into().map_err(|_| other_kind(i, "an id of 16 bytes"))
    }
}

#[cold]
fn null_in(column: usize) -> StoreError {
    StoreError::Broken(format!("column {column} is null and must not be"))
}

#[cold]
fn other_kind(column: usize, wanted: &str) -> StoreError {
    StoreError::Broken(format!("column {column} is not {wanted}"))
}

/// A number of any width PostgreSQL has for them, and its booleans.
struct Whole(i64);

impl<'a> FromSql<'a> for Whole {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
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
