//! A project as the interface answers it. A field that is not there is hidden; one that is null has no value.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

use crate::portal_page::Held;

/// A key that may be hidden: absent is `None`, null is `Some(None)`.
pub(crate) type Shown<T> = Option<Option<T>>;

/// Reads a key that is there.
pub(crate) fn shown<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
) -> Result<Shown<T>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// A stage.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Stage {
    /// Its name.
    pub(crate) name: String,
    /// Its colour, as `#rrggbb`.
    pub(crate) color: Option<String>,
}

/// Something with a name that may be followed by its id.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Named {
    /// Its public id, where the reader may know it.
    pub(crate) id: Option<String>,
    /// Its name.
    pub(crate) name: String,
}

/// An amount in a currency.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Money {
    /// A decimal.
    pub(crate) amount: String,
    /// The currency's code.
    pub(crate) currency: String,
}

/// A project.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Project {
    /// Its public id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    #[serde(default, deserialize_with = "shown")]
    stage: Shown<Stage>,
    #[serde(default, deserialize_with = "shown")]
    due_on: Shown<Date>,
    #[serde(default, deserialize_with = "shown")]
    starts_on: Shown<Date>,
    #[serde(default, deserialize_with = "shown")]
    description: Shown<String>,
    #[serde(default, deserialize_with = "shown")]
    pub(crate) percent_tasks: Shown<i64>,
    #[serde(default, deserialize_with = "shown")]
    pub(crate) percent_hours: Shown<i64>,
    #[serde(default, deserialize_with = "shown")]
    pub(crate) manager: Shown<Named>,
    /// Its short name, where that shows.
    pub(crate) code: Option<String>,
    /// What it may cost, where that shows.
    pub(crate) budget: Option<Money>,
    /// What hangs on it for this reader.
    #[serde(default)]
    pub(crate) relations: Held,
    /// What this reader may do to it.
    #[serde(default)]
    pub(crate) can: Held,
}

impl Project {
    /// The fields that cards show.
    pub(crate) const CARD: &[&str] = &[
        "description",
        "stage",
        "due_on",
        "percent_tasks",
        "percent_hours",
    ];

    /// Its stage, where that shows and there is one.
    pub(crate) fn stage(&self) -> Option<&Stage> {
        self.stage.as_ref()?.as_ref()
    }

    /// The day it is due.
    pub(crate) fn due(&self) -> Option<Date> {
        self.due_on?
    }

    /// The day it begins.
    pub(crate) fn starts(&self) -> Option<Date> {
        self.starts_on?
    }

    /// What it is about.
    pub(crate) fn about(&self) -> Option<&str> {
        self.description.as_ref()?.as_deref()
    }

    /// Whether a relation is open.
    pub(crate) fn holds(&self, relation: &str) -> bool {
        self.relations.has(relation)
    }
}
