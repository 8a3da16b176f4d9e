//! A statement: PostgreSQL's text, and SQLite's derived from it once.

use std::borrow::Cow;
use std::sync::OnceLock;

/// A statement for both engines, written as PostgreSQL 15 takes it.
///
/// SQLite's text is derived on first use and kept in the value, so hold fixed statements in a `static`:
/// `$N` becomes `?N`, `= ANY($N)` asks `json_each`, `AS BYTEA` becomes `AS BLOB`, and a row lock
/// (`FOR UPDATE`, `SKIP LOCKED`) goes away, since the only writer holds everything.
#[derive(Debug)]
pub(crate) struct Sql {
    postgres: Cow<'static, str>,
    sqlite: OnceLock<Cow<'static, str>>,
    own_sqlite: Option<Cow<'static, str>>,
}

impl Sql {
    /// A statement whose text never changes; meant for a `static`.
    pub(crate) const fn fixed(text: &'static str) -> Self {
        Self {
            postgres: Cow::Borrowed(text),
            sqlite: OnceLock::new(),
            own_sqlite: None,
        }
    }

    /// A statement whose text was put together for one question.
    pub(crate) const fn built(text: String) -> Self {
        Self {
            postgres: Cow::Owned(text),
            sqlite: OnceLock::new(),
            own_sqlite: None,
        }
    }

    /// Two texts of the same meaning, where one text would be slow on one engine; SQLite's has `?N`.
    pub(crate) const fn two(postgres: &'static str, sqlite: &'static str) -> Self {
        Self {
            postgres: Cow::Borrowed(postgres),
            sqlite: OnceLock::new(),
            own_sqlite: Some(Cow::Borrowed(sqlite)),
        }
    }

    /// The same where both texts were put together.
    pub(crate) const fn built_two(postgres: String, sqlite: String) -> Self {
        Self {
            postgres: Cow::Owned(postgres),
            sqlite: OnceLock::new(),
            own_sqlite: Some(Cow::Owned(sqlite)),
        }
    }

    /// The text as PostgreSQL takes it.
    #[inline]
    pub(crate) fn postgres(&self) -> &str {
        &self.postgres
    }

    /// The text as SQLite takes it.
    #[inline]
    pub(crate) fn sqlite(&self) -> &str {
        match &self.own_sqlite {
            Some(text) => text,
            None => self
                .sqlite
                .get_or_init(|| Cow::Owned(for_sqlite(&self.postgres))),
        }
    }
}

/// The bytes at which something may begin that SQLite says otherwise, or that must be skipped.
const MAY_DIFFER: [bool; 256] = {
    let mut table = [false; 256];
    let begin = b"'\"-/$=aAfF";
    let mut i = 0;
    while i < begin.len() {
        table[begin[i] as usize] = true;
        i += 1;
    }
    table
};

/// Derives SQLite's text in one pass; strings, quoted names and comments are copied as they stand.
pub(super) fn for_sqlite(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len() + 64);
    let mut copied = 0;
    let mut at = 0;
    while let Some(skipped) = bytes[at..]
        .iter()
        .position(|byte| MAY_DIFFER[usize::from(*byte)])
    {
        at += skipped;
        let replaced = match bytes[at] {
            b'\'' | b'"' => {
                at = after_quoted(bytes, at);
                continue;
            }
            b'-' if bytes.get(at + 1) == Some(&b'-') => {
                at = after(text, at, "\n");
                continue;
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = after(text, at + 2, "*/");
                continue;
            }
            b'$' if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => Some((at + 1, "?", "")),
            b'=' => any_of_parameter(text, at),
            b'a' | b'A' | b'f' | b'F' if starts_word(bytes, at) => word_for_sqlite(bytes, at),
            _ => None,
        };
        match replaced {
            None => at += 1,
            Some((end, before, parameter)) => {
                out.push_str(&text[copied..at]);
                out.push_str(before);
                if !parameter.is_empty() {
                    out.push_str(parameter);
                    out.push_str("))");
                }
                at = end;
                copied = end;
            }
        }
    }
    out.push_str(&text[copied..]);
    out
}

/// Where the quoted piece that begins at `at` ends; a doubled quote inside opens the next piece at once.
pub(crate) fn after_quoted(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    bytes[at + 1..]
        .iter()
        .position(|byte| *byte == quote)
        .map_or(bytes.len(), |n| at + n + 2)
}

/// Where the text goes on after the next `mark`.
pub(crate) fn after(text: &str, at: usize, mark: &str) -> usize {
    text[at..]
        .find(mark)
        .map_or(text.len(), |n| at + n + mark.len())
}

fn starts_word(bytes: &[u8], at: usize) -> bool {
    at == 0 || !(bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_')
}

/// Reads `words` at `at`, any case, with any spaces between them; gives where they end.
fn words(bytes: &[u8], mut at: usize, words: &[&str]) -> Option<usize> {
    for (n, word) in words.iter().enumerate() {
        if n > 0 {
            let spaces = bytes[at..]
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace())
                .count();
            at += if spaces > 0 { spaces } else { return None };
        }
        let end = at + word.len();
        if !bytes.get(at..end)?.eq_ignore_ascii_case(word.as_bytes()) {
            return None;
        }
        at = end;
    }
    let goes_on = bytes
        .get(at)
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    (!goes_on).then_some(at)
}

fn word_for_sqlite(bytes: &[u8], at: usize) -> Option<(usize, &'static str, &'static str)> {
    if let Some(end) = words(bytes, at, &["as", "bytea"]) {
        return Some((end, "AS BLOB", ""));
    }
    [
        &["for", "update", "skip", "locked"][..],
        &["for", "update"],
        &["for", "share"],
    ]
    .iter()
    .find_map(|lock| words(bytes, at, lock))
    .map(|end| (end, "", ""))
}

/// Reads `= ANY ( $N )` at the `=`; gives where it ends, what replaces it, and the N to follow.
fn any_of_parameter(text: &str, at: usize) -> Option<(usize, &'static str, &str)> {
    let rest = text[at + 1..].trim_start();
    let rest = match rest.get(..3) {
        Some(word) if word.eq_ignore_ascii_case("any") => rest[3..].trim_start(),
        _ => return None,
    };
    let rest = rest.strip_prefix('(')?.trim_start().strip_prefix('$')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = rest.split_at(digits);
    let rest = rest.trim_start().strip_prefix(')')?;
    (digits > 0).then(|| {
        (
            text.len() - rest.len(),
            "IN (SELECT value FROM json_each(?",
            number,
        )
    })
}

#[cfg(test)]
mod tests {
    use super::for_sqlite;

    #[test]
    fn parameters_keep_their_numbers() {
        assert_eq!(for_sqlite("select $2, $1, $10"), "select ?2, ?1, ?10");
    }

    #[test]
    fn a_set_is_asked_of_json_each() {
        let wanted = "where a IN (SELECT value FROM json_each(?2)) and b = ?1";
        assert_eq!(for_sqlite("where a = ANY($2) and b = $1"), wanted);
        assert_eq!(for_sqlite("where a =any ( $2 ) and b = $1"), wanted);
    }

    #[test]
    fn quoted_text_and_comments_are_left_alone() {
        let text = "select '$1 it''s', \"$2\" -- $3 = ANY($4)\n, /* $5 ' */ 'é'";
        assert_eq!(for_sqlite(text), text);
        assert_eq!(for_sqlite("select 'a''$1' || $1"), "select 'a''$1' || ?1");
    }

    #[test]
    fn types_and_row_locks_that_sqlite_lacks_are_replaced() {
        assert_eq!(
            for_sqlite("select cast($1 as bytea)"),
            "select cast(?1 AS BLOB)"
        );
        assert_eq!(for_sqlite("select id for update skip locked"), "select id ");
        assert_eq!(
            for_sqlite("select id FOR UPDATE\nlimit 1"),
            "select id \nlimit 1"
        );
        assert_eq!(
            for_sqlite("select for_update, alias from t"),
            "select for_update, alias from t"
        );
    }
}
