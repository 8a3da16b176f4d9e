//! Takes the text of a migration apart into statements.

use crate::engine::text::{after, after_quoted};

/// One statement of a migration.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Statement<'a> {
    /// Its text, with the comments before it, without the closing semicolon.
    pub(super) text: &'a str,
    only: Option<&'a str>,
}

impl Statement<'_> {
    /// Whether the engine in question is meant.
    pub(super) fn runs_on(&self, postgres: bool) -> bool {
        self.only
            .is_none_or(|only| only == if postgres { "postgres" } else { "sqlite" })
    }

    /// The name of the table that it makes, if it makes one.
    pub(super) fn creates_table(&self) -> Option<&str> {
        self.named_after(&["create", "table"], &["if", "not", "exists"])
    }

    /// The name of the table that it takes away, if it takes one away.
    pub(super) fn drops_table(&self) -> Option<&str> {
        self.named_after(&["drop", "table"], &["if", "exists"])
    }

    /// The word after those that it begins with, and after those that may follow.
    fn named_after(&self, begins: &[&str], may_follow: &[&str]) -> Option<&str> {
        let mut words = code(self.text)
            .split(|c: char| c.is_whitespace() || c == '(')
            .filter(|word| !word.is_empty());
        let begun = begins.iter().all(|begin| {
            words
                .next()
                .is_some_and(|word| word.eq_ignore_ascii_case(begin))
        });
        let mut after = words.skip_while(|word| {
            may_follow
                .iter()
                .any(|follows| word.eq_ignore_ascii_case(follows))
        });
        begun.then(|| after.next()).flatten()
    }
}

/// The statements of `script` in order. A semicolon ends one unless it stands in a quoted piece, in a
/// comment, between `$$` marks, or in the body of a SQLite trigger.
pub(super) fn statements(script: &str) -> Vec<Statement<'_>> {
    let bytes = script.as_bytes();
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\'' | b'"' => at = after_quoted(bytes, at),
            b'-' if bytes.get(at + 1) == Some(&b'-') => at = after(script, at, "\n"),
            b'/' if bytes.get(at + 1) == Some(&b'*') => at = after(script, at + 2, "*/"),
            b'$' if bytes.get(at + 1) == Some(&b'$') => at = after(script, at + 2, "$$"),
            b';' if !within_trigger(&script[start..at]) => {
                found.extend(statement(&script[start..at]));
                at += 1;
                start = at;
            }
            _ => at += 1,
        }
    }
    found.extend(statement(&script[start..]));
    found
}

/// A statement of its text, or nothing if the text is only space and comments.
fn statement(text: &str) -> Option<Statement<'_>> {
    let only = text
        .lines()
        .take_while(|line| line.trim().is_empty() || line.trim_start().starts_with("--"))
        .find_map(|line| line.trim().strip_prefix("-- only:"))
        .map(str::trim);
    (!code(text).is_empty()).then(|| Statement {
        text: text.trim(),
        only,
    })
}

/// The text from its first word on.
fn code(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        rest = match (rest.starts_with("--"), rest.starts_with("/*")) {
            (true, _) => rest[after(rest, 0, "\n")..].trim_start(),
            (_, true) => rest[after(rest, 2, "*/")..].trim_start(),
            _ => return rest,
        };
    }
}

/// Whether `text` began a trigger with a body that has not come to its `end`.
fn within_trigger(text: &str) -> bool {
    let code = code(text).to_ascii_lowercase();
    let mut words = code.split_ascii_whitespace();
    let is_trigger = words.next() == Some("create") && words.take(2).any(|word| word == "trigger");
    let has_body = code.split_ascii_whitespace().any(|word| word == "begin");
    let ended = code
        .trim_end()
        .strip_suffix("end")
        .is_some_and(|body| body.trim_end().ends_with(';'));
    is_trigger && has_body && !ended
}

#[cfg(test)]
mod tests {
    use super::statements;

    fn texts(script: &str) -> Vec<&str> {
        statements(script)
            .into_iter()
            .map(|statement| statement.text)
            .collect()
    }

    #[test]
    fn a_semicolon_ends_a_statement_but_not_inside_quotes_and_comments() {
        let script = "create table a (b TEXT default ';'); -- first; of two\ncreate index c on a (b);\n-- the end;";
        assert_eq!(
            texts(script),
            [
                "create table a (b TEXT default ';')",
                "-- first; of two\ncreate index c on a (b)"
            ]
        );
    }

    #[test]
    fn a_trigger_keeps_its_body() {
        let script =
            "create trigger t after insert on a begin delete from b; delete from c; end; select 1";
        assert_eq!(texts(script).len(), 2);
        assert_eq!(
            texts("create trigger t before update on a execute function f(); select 1").len(),
            2
        );
    }

    #[test]
    fn a_function_keeps_its_body() {
        let script = "create function f() returns trigger as $$ begin return new; end $$ language plpgsql; select 1";
        assert_eq!(texts(script).len(), 2);
    }

    #[test]
    fn a_marked_statement_runs_on_one_engine_only() {
        let script = "select 1;\n-- why it differs\n-- only: postgres\nselect 2;\n-- only: sqlite\nselect 3;";
        let on = |postgres| {
            let all = statements(script);
            all.iter()
                .filter(|statement| statement.runs_on(postgres))
                .count()
        };
        assert_eq!((statements(script).len(), on(true), on(false)), (3, 2, 2));
    }
}
