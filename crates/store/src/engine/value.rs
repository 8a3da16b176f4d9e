//! A parameter of a statement, and how each engine takes it.

use bytes::BytesMut;
use rusqlite::types::{ToSqlOutput, ValueRef};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

type PostgresError = Box<dyn std::error::Error + Sync + Send>;

/// One parameter, bound to the `$N` of its place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    /// No value, of whatever type the statement wants.
    Null,
    /// A whole number: BIGINT, and truth as 0 and 1.
    Int(i64),
    /// Text: TEXT.
    Text(&'a str),
    /// Bytes: BYTEA.
    Blob(&'a [u8]),
    /// A public id's 16 bytes, carried inside: BYTEA.
    Id([u8; 16]),
    /// A set of whole numbers for `= ANY($N)`.
    Ids(&'a [i64]),
    /// A set of texts for `= ANY($N)`.
    Texts(&'a [&'a str]),
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Int(i64::from(value))
    }
}

impl From<[u8; 16]> for Value<'_> {
    fn from(value: [u8; 16]) -> Self {
        Self::Id(value)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Blob(value)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(value: &'a [u8; N]) -> Self {
        Self::Blob(value)
    }
}

impl<'a> From<&'a [i64]> for Value<'a> {
    fn from(value: &'a [i64]) -> Self {
        Self::Ids(value)
    }
}

impl<'a> From<&'a [&'a str]> for Value<'a> {
    fn from(value: &'a [&'a str]) -> Self {
        Self::Texts(value)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let owned = |text: String| ToSqlOutput::Owned(rusqlite::types::Value::Text(text));
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Int(value) => ToSqlOutput::Borrowed(ValueRef::Integer(*value)),
            Self::Text(value) => ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes())),
            Self::Blob(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value)),
            Self::Id(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value)),
            Self::Ids(values) => owned(json_list(values)?),
            Self::Texts(values) => owned(json_list(values)?),
        })
    }
}

/// The list as SQLite's `json_each` reads it.
fn json_list<T: serde::Serialize>(values: &[T]) -> rusqlite::Result<String> {
    serde_json::to_string(values)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

impl ToSql for Value<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, PostgresError> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) => whole_number(*value, ty, out),
            Self::Text(value) if <&str as ToSql>::accepts(ty) => value.to_sql(ty, out),
            Self::Blob(value) if *ty == Type::BYTEA => value.to_sql(ty, out),
            Self::Id(value) if *ty == Type::BYTEA => value.as_slice().to_sql(ty, out),
            Self::Ids(values) if *ty == Type::INT8_ARRAY => values.to_sql(ty, out),
            Self::Texts(values) if *ty == Type::TEXT_ARRAY => values.to_sql(ty, out),
            _ => Err(format!("a {} was given where `{ty}` is wanted", self.kind()).into()),
        }
    }

    // Which values fit is decided above, where the value is known.
    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl Value<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Int(_) => "whole number",
            Self::Text(_) => "text",
            Self::Blob(_) | Self::Id(_) => "blob",
            Self::Ids(_) => "list of numbers",
            Self::Texts(_) => "list of texts",
        }
    }
}

/// A literal beside a parameter makes PostgreSQL want a narrower number; it is sent if it fits.
fn whole_number(value: i64, ty: &Type, out: &mut BytesMut) -> Result<IsNull, PostgresError> {
    match *ty {
        Type::INT8 => value.to_sql(ty, out),
        Type::INT4 => i32::try_from(value)?.to_sql(ty, out),
        Type::INT2 => i16::try_from(value)?.to_sql(ty, out),
        _ => Err(format!("a whole number was given where `{ty}` is wanted").into()),
    }
}
