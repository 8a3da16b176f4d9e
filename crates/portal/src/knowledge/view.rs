//! Knowledge bases and their articles as the interface answers them.

use jiff::Timestamp;
use serde::Deserialize;

use crate::portal_page::{Held, Person};

/// A knowledge base.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Base {
    /// Its public id.
    pub(super) id: String,
    /// Its title.
    pub(super) title: String,
    /// What it is about.
    pub(super) summary: Option<String>,
    /// When it changed last.
    pub(super) updated_at: Option<Timestamp>,
    /// What hangs on it for this reader.
    #[serde(default)]
    pub(super) relations: Held,
    /// What this reader may do to it.
    #[serde(default)]
    pub(super) can: Held,
}

impl Base {
    /// Whether a relation is open.
    pub(super) fn holds(&self, relation: &str) -> bool {
        self.relations.has(relation)
    }
}

/// An article.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Article {
    /// Its public id.
    pub(super) id: String,
    /// Its title.
    pub(super) title: String,
    /// The section of the base that it stands in.
    pub(super) section: Option<String>,
    /// What it says, in Markdown.
    pub(super) body_markdown: Option<String>,
    /// Who wrote it.
    pub(super) author: Option<Person>,
    /// When it changed last.
    pub(super) updated_at: Option<Timestamp>,
}
