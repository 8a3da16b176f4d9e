//! Why nothing was written.

use crate::bundle::guards::ROUND_AN_OWNER;
use crate::error::StoreError;
use crate::visible::{ReadError, Wrong};
use access::Fault;

/// Why nothing was written. What is hidden and what never was refuse alike.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// It is not there for the writer, or never was.
    #[error("not found")]
    NotFound,
    /// It is there, but this is not the writer's to do.
    #[error("not allowed")]
    NotAllowed,
    /// What was sent cannot be read; the value says what should have come.
    #[error("{0}")]
    Unreadable(&'static str),
    /// Keys or values are wrong; each `pointer` is a JSON pointer into what was sent.
    #[error("what was sent is not valid")]
    Invalid(Vec<Wrong>),
    /// The record's state refuses it.
    #[error("{0}")]
    WrongState(&'static str),
    /// Something that is there refuses it: a name that is taken, the last admin.
    #[error("{0}")]
    Conflict(&'static str),
    /// It would get round an owner (`L90`).
    #[error("{ROUND_AN_OWNER}")]
    OwnerGrant,
    /// The plan has no place left for another guest.
    #[error("the plan has no place left for another guest")]
    PlanFull,
    /// The record is no longer what the writer saw.
    #[error("changed meanwhile")]
    ChangedMeanwhile,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl WriteError {
    /// One wrong value.
    pub(crate) fn fault(fault: Fault) -> WriteError {
        WriteError::Invalid(vec![wrong(fault)])
    }

    /// Several wrong values.
    pub(crate) fn faults(faults: Vec<Fault>) -> WriteError {
        WriteError::Invalid(faults.into_iter().map(wrong).collect())
    }

    /// One wrong value, by where it stands.
    pub(crate) fn at(
        pointer: &str,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> WriteError {
        WriteError::fault(Fault {
            pointer: pointer.to_owned(),
            found: found.into(),
            expected: expected.into(),
        })
    }
}

fn wrong(fault: Fault) -> Wrong {
    let Fault {
        pointer,
        found,
        expected,
    } = fault;
    Wrong::new(pointer, format!("found {found}, expected {expected}"))
}

impl From<ReadError> for WriteError {
    fn from(error: ReadError) -> WriteError {
        match error {
            ReadError::Invalid(wrongs) => WriteError::Invalid(wrongs),
            ReadError::NotFound => WriteError::NotFound,
            ReadError::NotAllowed => WriteError::NotAllowed,
            ReadError::Store(error) => WriteError::Store(error),
        }
    }
}
