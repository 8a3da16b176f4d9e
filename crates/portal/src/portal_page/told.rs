//! Parts that many answers of the interface have. What is hidden is not there, and what has no value shows as little:
//! both are `None` here.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;

/// A person, or the company in a person's place: that one has no id.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Person {
    /// The public id, where the reader may know who it is.
    pub(crate) id: Option<String>,
    /// The name.
    pub(crate) name: String,
    /// What an attendee answered: `yes`, `no`, `maybe`.
    pub(crate) response: Option<String>,
}

/// Another item that the reader sees.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Named {
    /// Its public id, where the reader sees it.
    pub(crate) id: Option<String>,
    /// Its name or title.
    #[serde(alias = "title", alias = "number")]
    pub(crate) name: String,
}

/// A stage of the account's own.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Stage {
    /// Its name.
    pub(crate) name: String,
    /// Its colour, `#rrggbb`.
    pub(crate) color: Option<String>,
    /// Whether what is in it is done.
    #[serde(default)]
    pub(crate) closed: bool,
}

/// A comment of the guest side.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Comment {
    /// Who wrote it.
    pub(crate) author: Option<Person>,
    /// What it says.
    pub(crate) text: String,
    /// Whether it stays within the company; only staff are told.
    pub(crate) internal: Option<bool>,
    /// When.
    pub(crate) at: Timestamp,
}

/// A file.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct File {
    /// Its public id.
    pub(crate) id: String,
    /// The name it was uploaded under.
    pub(crate) name: String,
    /// Who uploaded it.
    pub(crate) uploaded_by: Option<Person>,
    /// Its size in bytes; none where they are missing.
    pub(crate) size: Option<u64>,
    /// Whether it is marked for outsiders; only staff are told.
    pub(crate) external: Option<bool>,
}

/// A milestone of a project.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Milestone {
    /// What is reached.
    pub(crate) name: String,
    /// The day it begins.
    pub(crate) starts_on: Option<Date>,
    /// The day it should be reached.
    pub(crate) due_on: Option<Date>,
    /// Whether it is.
    #[serde(default)]
    pub(crate) done: bool,
}
