//! What a test run's own closing lines say, added up over several runs.

use std::fmt;
use std::ops::AddAssign;

/// How many tests passed, failed and did not run (ignored, or left out by a filter).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

/// Whose closing lines to look for. A failed test's own output is shown by nextest, and holds a
/// closing line of the other sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Runner {
    CargoTest,
    Nextest,
}

impl Totals {
    /// Reads a closing line of this runner; any other line is `None`.
    pub(crate) fn from_line(runner: Runner, line: &str) -> Option<Totals> {
        let line = without_colour(line);
        let line = line.trim();
        let counts = match runner {
            Runner::CargoTest => line.strip_prefix("test result: ")?.split_once(". ")?.1,
            Runner::Nextest => line.strip_prefix("Summary [")?.split_once(" run: ")?.1,
        };
        let mut totals = Totals::default();
        for count in counts.split([',', ';']) {
            totals.count(count);
        }
        Some(totals)
    }

    /// Takes in one `3 passed` or `1 filtered out`; words that are no count are left alone.
    fn count(&mut self, count: &str) {
        let mut words = count.split_whitespace();
        let Some(Ok(number)) = words.next().map(str::parse::<u64>) else {
            return;
        };
        match words.collect::<Vec<_>>().as_slice() {
            ["passed", ..] => self.passed += number,
            ["failed", ..] | ["timed", "out", ..] | ["exec", "failed", ..] => self.failed += number,
            ["ignored" | "skipped", ..] | ["filtered", "out", ..] => self.skipped += number,
            _ => {}
        }
    }

    /// How many tests ran.
    pub(crate) fn ran(&self) -> u64 {
        self.passed + self.failed
    }
}

impl AddAssign for Totals {
    fn add_assign(&mut self, other: Totals) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Totals {
            passed,
            failed,
            skipped,
        } = self;
        write!(out, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

/// The line without the escape sequences that colour it on a terminal.
fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{Runner, Totals};

    fn totals(passed: u64, failed: u64, skipped: u64) -> Option<Totals> {
        Some(Totals {
            passed,
            failed,
            skipped,
        })
    }

    #[test]
    fn a_closing_line_of_cargo_test_is_counted() {
        let line = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.02s";
        assert_eq!(Totals::from_line(Runner::CargoTest, line), totals(12, 0, 3));
        let line = "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s";
        assert_eq!(Totals::from_line(Runner::CargoTest, line), totals(4, 2, 0));
    }

    #[test]
    fn a_closing_line_of_nextest_is_counted() {
        let line = "     Summary [   0.123s] 5 tests run: 5 passed, 0 skipped";
        assert_eq!(Totals::from_line(Runner::Nextest, line), totals(5, 0, 0));
        let line = "     Summary [   3.1s] 9/20 tests run: 5 passed (1 slow), 2 failed, 1 timed out, 1 exec failed, 7 skipped";
        assert_eq!(Totals::from_line(Runner::Nextest, line), totals(5, 4, 7));
        let line = "     Summary [   3.1s] 1 test run: 1 passed (1 leaky), 0 skipped";
        assert_eq!(Totals::from_line(Runner::Nextest, line), totals(1, 0, 0));
    }

    #[test]
    fn a_coloured_line_is_counted_like_a_plain_one() {
        let line = "\u{1b}[32;1m     Summary\u{1b}[0m [   0.123s] \u{1b}[1m5\u{1b}[0m tests run: \u{1b}[1m5\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, \u{1b}[1m2\u{1b}[0m \u{1b}[33;1mskipped\u{1b}[0m";
        assert_eq!(Totals::from_line(Runner::Nextest, line), totals(5, 0, 2));
    }

    #[test]
    fn what_a_failed_test_printed_is_not_counted_again() {
        let line = "test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 4 filtered out; finished in 0.00s";
        assert_eq!(Totals::from_line(Runner::Nextest, line), None);
    }

    #[test]
    fn other_lines_count_nothing() {
        for line in [
            "",
            "running 3 tests",
            "test it_passed ... ok",
            "Summary of changes: 3 passed",
        ] {
            for runner in [Runner::CargoTest, Runner::Nextest] {
                assert_eq!(Totals::from_line(runner, line), None, "{line}");
            }
        }
    }

    #[test]
    fn runs_add_up_to_one_line() {
        let mut sum = Totals {
            passed: 1,
            failed: 0,
            skipped: 2,
        };
        sum += Totals {
            passed: 3,
            failed: 1,
            skipped: 0,
        };
        assert_eq!(sum.to_string(), "4 passed, 1 failed, 2 skipped");
        assert_eq!(sum.ran(), 5);
    }
}
