//! One line of a bundle, built key by key and written as JSON.
//!
//! Keys keep the order in which they were given, so that a person can read the bundle; what has no value is left out.

use serde_json::Value;

/// A line of a bundle that is being put together.
#[derive(Debug, Clone)]
pub(super) struct Line {
    keys: Vec<(&'static str, Value)>,
}

impl Line {
    /// A line of this kind about the record with this id.
    pub(super) fn new(kind: &'static str, id: impl Into<String>) -> Line {
        Line::of(kind).with("id", id.into())
    }

    /// A line of a kind that has no id, such as `settings`.
    pub(super) fn of(kind: &'static str) -> Line {
        Line {
            keys: vec![("kind", Value::from(kind))],
        }
    }

    /// Adds a key; a value of null adds nothing, as left out and null mean the same in a bundle.
    pub(super) fn with(mut self, key: &'static str, value: impl Into<Value>) -> Line {
        let value = value.into();
        if !value.is_null() {
            self.keys.push((key, value));
        }
        self
    }

    /// Adds a text; an empty one counts as no value.
    pub(super) fn words(self, key: &'static str, text: &str) -> Line {
        if text.is_empty() {
            self
        } else {
            self.with(key, text)
        }
    }

    /// The line as one line of JSON, without the line break.
    pub(super) fn text(&self) -> String {
        let pairs: Vec<String> = self
            .keys
            .iter()
            .map(|(key, value)| format!("{}:{value}", Value::from(*key)))
            .collect();
        format!("{{{}}}", pairs.join(","))
    }
}
