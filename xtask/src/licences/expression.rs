//! SPDX licence expressions: `MIT OR (Apache-2.0 AND ISC)`, and the older `MIT/Apache-2.0`.

/// Whether somebody who accepts only the allowed licences may use what is under this expression.
/// What cannot be read is not satisfied.
pub(crate) fn is_satisfied(expression: &str, allowed: &[String]) -> bool {
    let tokens = tokens(expression);
    let mut reader = Reader {
        tokens: &tokens,
        allowed,
    };
    reader.any_of() == Some(true) && reader.tokens.is_empty()
}

fn tokens(expression: &str) -> Vec<String> {
    expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ")
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

/// Reads by descent: `OR` of `AND` of a licence or a bracket. `None` is an expression cut short.
struct Reader<'a> {
    tokens: &'a [String],
    allowed: &'a [String],
}

impl Reader<'_> {
    fn any_of(&mut self) -> Option<bool> {
        let mut satisfied = self.all_of()?;
        while self.take_word("OR") {
            satisfied |= self.all_of()?;
        }
        Some(satisfied)
    }

    fn all_of(&mut self) -> Option<bool> {
        let mut satisfied = self.licence()?;
        while self.take_word("AND") {
            satisfied &= self.licence()?;
        }
        Some(satisfied)
    }

    fn licence(&mut self) -> Option<bool> {
        let first = self.take()?;
        if first == "(" {
            let satisfied = self.any_of()?;
            return (self.take()? == ")").then_some(satisfied);
        }
        let mut licence = first.trim_end_matches('+').to_owned();
        if self.take_word("WITH") {
            licence = format!("{licence} WITH {}", self.take()?);
        }
        Some(self.allowed.contains(&licence))
    }

    fn take(&mut self) -> Option<String> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first.clone())
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self
            .tokens
            .first()
            .is_some_and(|token| token.eq_ignore_ascii_case(word));
        if found {
            self.tokens = &self.tokens[1..];
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::is_satisfied;

    fn satisfied(expression: &str) -> bool {
        let allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "ISC"];
        is_satisfied(expression, &allowed.map(str::to_owned))
    }

    #[test]
    fn one_allowed_licence_is_enough_where_there_is_a_choice() {
        for expression in [
            "MIT",
            "MIT OR GPL-3.0-only",
            "GPL-2.0+ OR MIT",
            "GPL-3.0-only/MIT",
            "Apache-2.0 / MIT",
        ] {
            assert!(satisfied(expression), "{expression}");
        }
        for expression in [
            "GPL-3.0-only",
            "GPL-2.0 OR LGPL-2.1",
            "AGPL-3.0/GPL-3.0",
            "mit-like",
        ] {
            assert!(!satisfied(expression), "{expression}");
        }
    }

    #[test]
    fn every_licence_must_be_allowed_where_all_apply() {
        assert!(satisfied("MIT AND ISC"));
        assert!(!satisfied("MIT AND GPL-3.0-only"));
    }

    #[test]
    fn and_binds_tighter_than_or_and_brackets_tighter_than_both() {
        assert!(satisfied("MIT OR ISC AND GPL-3.0-only"));
        assert!(!satisfied("(MIT OR ISC) AND GPL-3.0-only"));
        assert!(satisfied("(MIT OR GPL-3.0-only) AND (ISC OR GPL-3.0-only)"));
    }

    #[test]
    fn an_exception_is_allowed_only_by_its_own_name() {
        assert!(satisfied("Apache-2.0 WITH LLVM-exception"));
        assert!(satisfied("Apache-2.0 WITH Unknown-exception OR MIT"));
        assert!(!satisfied("Apache-2.0 WITH Unknown-exception"));
    }

    #[test]
    fn an_expression_that_cannot_be_read_allows_nothing() {
        for expression in [
            "", "MIT OR", "(MIT", "MIT)", "MIT ISC", "AND MIT", "MIT WITH", "()",
        ] {
            assert!(!satisfied(expression), "{expression}");
        }
    }
}
