//! Chance, made of one number so that the same seed makes the same world.

use serde_json::Value;

/// A small generator (splitmix64) with the questions a maker of worlds asks.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `n` − 1; 0 where `n` is 0.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        match u64::try_from(n) {
            Ok(n) if n > 0 => usize::try_from(self.next() % n).unwrap_or(0),
            _ => 0,
        }
    }

    /// A number of the range, both ends included.
    pub(crate) fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most + 1 - least)
    }

    /// True so many times in a hundred.
    pub(crate) fn percent(&mut self, times: usize) -> bool {
        self.below(100) < times
    }

    /// One of the choices, which must not be empty.
    pub(crate) fn pick<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }

    /// The id of one of them, or null where there is none.
    pub(crate) fn one(&mut self, ids: &[String]) -> Value {
        if ids.is_empty() {
            Value::Null
        } else {
            Value::from(self.pick(ids))
        }
    }

    /// Each of them with the given chance.
    pub(crate) fn some<T: Clone>(&mut self, all: &[T], times: usize) -> Vec<T> {
        all.iter()
            .filter(|_| self.percent(times))
            .cloned()
            .collect()
    }

    /// Puts them in another order.
    pub(crate) fn shuffle<T>(&mut self, all: &mut [T]) {
        for last in (1..all.len()).rev() {
            all.swap(last, self.below(last + 1));
        }
    }
}
