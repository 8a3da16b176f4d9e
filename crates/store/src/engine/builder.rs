//! Text of a statement pushed together with its parameters.

use super::{Sql, Value};

/// Builds a statement piece by piece; each parameter gets the next `$N`, so numbers cannot slip.
#[derive(Debug, Default)]
pub(crate) struct SqlBuilder<'a> {
    text: String,
    values: Vec<Value<'a>>,
}

impl<'a> SqlBuilder<'a> {
    /// A builder that begins with `text`.
    pub(crate) fn new(text: &str) -> Self {
        let mut builder = Self {
            text: String::with_capacity(text.len().max(1024)),
            values: Vec::with_capacity(16),
        };
        builder.push(text);
        builder
    }

    /// Appends text that is part of the program, never of a person.
    pub(crate) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Appends a parameter's `$N`.
    pub(crate) fn bind(&mut self, value: impl Into<Value<'a>>) -> &mut Self {
        let number = self.parameter(value);
        self.again(number)
    }

    /// Keeps a parameter without appending it, and gives its number for [`again`](Self::again).
    pub(crate) fn parameter(&mut self, value: impl Into<Value<'a>>) -> usize {
        self.values.push(value.into());
        self.values.len()
    }

    /// Appends the `$N` of a parameter given before.
    pub(crate) fn again(&mut self, number: usize) -> &mut Self {
        self.text.push('$');
        push_number(&mut self.text, number);
        self
    }

    /// The statement and its parameters.
    pub(crate) fn finish(self) -> (Sql, Vec<Value<'a>>) {
        (Sql::built(self.text), self.values)
    }
}

fn push_number(text: &mut String, number: usize) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}
