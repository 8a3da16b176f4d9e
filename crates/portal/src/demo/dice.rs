//! A small fixed sequence of numbers, so that the demo looks lived in and is the same every time.

/// Numbers that look thrown and are not: the same seed gives the same sequence on every machine.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn with_seed(seed: u64) -> Dice {
        Dice(
            seed.wrapping_mul(2_862_933_555_777_941_757)
                .wrapping_add(3_037_000_493),
        )
    }

    /// The next number, from zero to one less than `sides`.
    pub(super) fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides.max(1)
    }

    /// One of these, or nothing where there are none.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let at = self.throw(from.len() as u64);
        from.get(usize::try_from(at).unwrap_or_default())
    }
}
