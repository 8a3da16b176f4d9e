//! A task as the interface answers it. What is hidden or has no value is `None`, or an empty list.

use jiff::civil::Date;
use serde::Deserialize;

use crate::portal_page::{Held, Named, Person, Stage};

/// A task.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Task {
    /// Its public id.
    pub(crate) id: String,
    /// What is to be done.
    pub(crate) title: String,
    /// More about it.
    pub(crate) description: Option<String>,
    /// Where it stands.
    pub(crate) stage: Option<Stage>,
    /// `low`, `normal`, `high` or `urgent`.
    pub(crate) priority: Option<String>,
    /// The day it begins.
    pub(crate) starts_on: Option<Date>,
    /// The day it is due.
    pub(crate) due_on: Option<Date>,
    /// How much of it is done, in percent.
    pub(crate) percent: Option<i64>,
    /// Hours it may take.
    pub(crate) hours_estimated: Option<String>,
    /// Hours it took.
    pub(crate) hours_spent: Option<String>,
    /// Who asked for it.
    pub(crate) owner: Option<Person>,
    /// Who does it.
    pub(crate) assignee: Option<Person>,
    /// Who helps.
    #[serde(default)]
    pub(crate) collaborators: Vec<Person>,
    /// Who follows it.
    #[serde(default)]
    pub(crate) followers: Vec<Person>,
    /// `none`, `requested`, `approved` or `changes_requested`.
    pub(crate) approval: Option<String>,
    /// The task that it is a part of.
    pub(crate) parent: Option<Named>,
    /// What hangs on it for this reader.
    #[serde(default)]
    pub(crate) relations: Held,
    /// What this reader may do to it.
    #[serde(default)]
    pub(crate) can: Held,
}

impl Task {
    /// The fields that rows show.
    pub(crate) const ROW: &[&str] = &["stage", "due_on", "percent", "assignee", "approval"];

    /// Whether it is in a closed stage, as far as that shows.
    pub(crate) fn over(&self) -> bool {
        self.stage.as_ref().is_some_and(|stage| stage.closed)
    }

    /// Whether a relation is open.
    pub(crate) fn holds(&self, relation: &str) -> bool {
        self.relations.has(relation)
    }

    /// Whether an action is.
    pub(crate) fn may(&self, action: &str) -> bool {
        self.can.has(action)
    }

    /// Whether it waits for this reader to decide.
    pub(crate) fn waits(&self) -> bool {
        self.may("approve") && self.approval.as_deref() == Some("requested")
    }
}

/// A list whose items say under which project they stand.
#[derive(Debug, Deserialize)]
pub(crate) struct UnderProjects<T> {
    /// The items.
    pub(crate) items: Vec<T>,
    /// For each of them, the project it stands under.
    pub(crate) under: Vec<Option<Named>>,
    /// The cursor of the next page.
    pub(crate) next: Option<String>,
}

impl<T> UnderProjects<T> {
    /// Nothing.
    pub(crate) const fn none() -> Self {
        UnderProjects {
            items: Vec::new(),
            under: Vec::new(),
            next: None,
        }
    }

    /// The items with their projects.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&T, Option<&Named>)> {
        self.items.iter().zip(self.under.iter().map(Option::as_ref))
    }
}
