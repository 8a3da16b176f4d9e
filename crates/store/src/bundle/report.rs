//! What an import says of itself.

use access::Fault;
use std::collections::BTreeMap;
use std::fmt;

/// Lines that are kept in the report; beyond, they are counted alone.
pub const REJECTED_KEPT: usize = 1000;

/// Why a line, or the bundle, was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The line cannot be read: not UTF-8, no JSON object, cut off, too long.
    Unreadable,
    /// A key, a value or a reference is wrong.
    Invalid,
    /// It would get round an owner (`L90`).
    OwnerGrant,
    /// The account's plan has not enough places for guests.
    PlanFull,
    /// No owner or admin would remain.
    LastAdmin,
    /// Whoever imports is no admin any more.
    NotAllowed,
}

/// A line that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The line, counted from 1; none where it is the bundle as a whole.
    pub line: Option<u64>,
    /// JSON pointer to the value in the line; empty for the whole line.
    pub pointer: String,
    /// What stands there.
    pub found: String,
    /// What should.
    pub expected: String,
    /// Which kind of problem it is.
    pub problem: Problem,
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}, ")?;
        }
        if !self.pointer.is_empty() {
            write!(f, "`{}`: ", self.pointer)?;
        }
        write!(f, "found {}, expected {}", self.found, self.expected)
    }
}

impl Rejected {
    pub(crate) fn of(line: u64, fault: Fault, problem: Problem) -> Self {
        Self {
            line: Some(line),
            pointer: fault.pointer,
            found: fault.found,
            expected: fault.expected,
            problem,
        }
    }
}

/// The lines that were not taken: the first of them, and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rejections {
    /// The first [`REJECTED_KEPT`].
    pub first: Vec<Rejected>,
    /// All of them.
    pub total: u64,
}

impl Rejections {
    pub(crate) fn push(&mut self, rejected: Rejected) {
        self.total += 1;
        if self.first.len() < REJECTED_KEPT {
            self.first.push(rejected);
        }
    }
}

/// What happened to the records of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Records that were not there before.
    pub created: u64,
    /// Records that a line changed.
    pub changed: u64,
    /// Records that were as their line says already.
    pub unchanged: u64,
    /// Records that are gone, with those that hung on them.
    pub deleted: u64,
}

/// What came of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Lines read, empty ones too.
    pub lines: u64,
    /// Bytes read.
    pub bytes: u64,
    /// SHA-256 of what was read, in hexadecimal.
    pub digest: String,
    /// What happened, or would have, by kind.
    pub counts: BTreeMap<&'static str, Count>,
    /// What was not taken.
    pub rejected: Rejections,
    /// Whether it was written. False for a dry run, and where a bad line refused the whole.
    pub written: bool,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What it does now.
    pub phase: Phase,
    /// Lines done in this phase.
    pub lines: u64,
    /// Bytes done in this phase.
    pub bytes: u64,
}

/// The two halves of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The bundle is read and each line checked by itself.
    Reading,
    /// References are followed and records written.
    Writing,
}
