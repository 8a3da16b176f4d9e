//! The strategy, and how a world that makes a test fail is cut down.

use jiff::Timestamp;
use proptest::prelude::any;
use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::Value;

use super::world;
use crate::references::without_dangling;

/// Worlds around an instant. Give the test's configuration `max_shrink_iters` of some
/// thousands: a world has about a hundred lines of ten keys.
pub fn worlds(now: Timestamp) -> Worlds {
    Worlds { now }
}

/// See [`worlds`].
#[derive(Debug, Clone)]
pub struct Worlds {
    now: Timestamp,
}

impl Strategy for Worlds {
    type Tree = Cut;
    type Value = Vec<Value>;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let seed = any::<u64>().new_tree(runner)?.current();
        Ok(Cut::new(world(seed, self.now)))
    }
}

/// One cut that may be tried.
#[derive(Debug, Clone, Copy)]
enum Try {
    /// Leave out `length` lines from `from`.
    Lines { from: usize, length: usize },
    /// Leave out the key number `key` of line `line`.
    Key { line: usize, key: usize },
}

/// A bundle that is cut down: first runs of lines, halving, then single keys.
#[derive(Debug, Clone)]
pub struct Cut {
    lines: Vec<Value>,
    before: Option<Vec<Value>>,
    next: Option<Try>,
}

impl Cut {
    /// Starts with the whole bundle.
    pub fn new(lines: Vec<Value>) -> Self {
        let length = lines.len().div_ceil(2).max(1);
        Cut {
            lines,
            before: None,
            next: Some(Try::Lines { from: 0, length }),
        }
    }

    /// Makes the next cut that changes anything, and remembers the bundle before it.
    fn cut(&mut self) -> bool {
        while let Some(this) = self.next {
            let cut = self.attempt(this);
            let made = cut.is_some();
            if let Some(lines) = cut {
                self.before = Some(std::mem::replace(&mut self.lines, lines));
            }
            self.next = self.after(this, made);
            if made {
                return true;
            }
        }
        false
    }

    fn attempt(&self, this: Try) -> Option<Vec<Value>> {
        let mut lines = self.lines.clone();
        match this {
            Try::Lines { from, length } if from < lines.len() => {
                lines.drain(from..(from + length).min(lines.len()));
            }
            Try::Lines { .. } => return None,
            Try::Key { line, key } => {
                let record = lines.get_mut(line)?.as_object_mut()?;
                let name = record.keys().nth(key)?.clone();
                if required(&name) {
                    return None;
                }
                record.remove(&name);
            }
        }
        Some(without_dangling(&lines))
    }

    /// The cut to try after this one, if it stays made. Where it is taken back, `restored`
    /// steps over it.
    fn after(&self, this: Try, made: bool) -> Option<Try> {
        match this {
            // After a cut the next lines stand where the cut ones stood.
            Try::Lines { from, length } if made => Some(Try::Lines { from, length }),
            Try::Lines { from, length } if from + length < self.lines.len() => Some(Try::Lines {
                from: from + length,
                length,
            }),
            Try::Lines { length: 1, .. } => Some(Try::Key { line: 0, key: 0 }),
            Try::Lines { length, .. } => Some(Try::Lines {
                from: 0,
                length: length.div_ceil(2),
            }),
            Try::Key { line, key } => {
                let keys = self
                    .lines
                    .get(line)?
                    .as_object()
                    .map_or(0, |record| record.len());
                let key = if made { key } else { key + 1 };
                Some(if key < keys {
                    Try::Key { line, key }
                } else {
                    Try::Key {
                        line: line + 1,
                        key: 0,
                    }
                })
            }
        }
    }

    fn restore(&mut self) {
        let Some(before) = self.before.take() else {
            return;
        };
        self.lines = before;
        self.next = match self.next {
            Some(Try::Lines { from, length }) => Some(Try::Lines {
                from: from + length,
                length,
            }),
            Some(Try::Key { line, key }) => Some(Try::Key { line, key: key + 1 }),
            None => None,
        };
    }
}

impl ValueTree for Cut {
    type Value = Vec<Value>;

    fn current(&self) -> Vec<Value> {
        self.lines.clone()
    }

    fn simplify(&mut self) -> bool {
        self.before = None;
        self.cut()
    }

    fn complicate(&mut self) -> bool {
        self.restore();
        self.cut()
    }
}

/// Keys that a line cannot do without.
fn required(key: &str) -> bool {
    matches!(
        key,
        "kind"
            | "id"
            | "name"
            | "title"
            | "number"
            | "subject"
            | "email"
            | "module"
            | "to"
            | "on"
            | "text"
            | "type"
            | "amount"
            | "currency"
            | "content"
            | "lines"
            | "product"
            | "party"
            | "deleted"
            | "position"
            | "color"
            | "closed"
    )
}
