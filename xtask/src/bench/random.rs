//! Chance that is the same on every machine and in every run.

/// A small generator of numbers that look random (a Weyl sequence, mixed). Not for secrets.
pub(crate) struct Random(u64);

impl Random {
    /// The numbers that belong to the `number`th record of a kind.
    pub(crate) fn of(kind: u64, number: u64) -> Random {
        let mut random = Random(
            kind.wrapping_mul(0xA076_1D64_78BD_642F) ^ number.wrapping_mul(0xE703_7ED1_A0B4_28DB),
        );
        random.next();
        random
    }

    /// A number from 0 up to, not including, `end`; 0 where `end` is 0.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        let wide = u128::from(self.next()) * u128::from(end);
        (wide >> 64) as u64
    }

    /// One of these; they must not be none.
    pub(crate) fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len() as u64) as usize]
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        mixed ^ (mixed >> 32)
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn numbers_stay_in_range_and_spread_evenly() {
        let mut seen = [0_u32; 10];
        for number in 0..10_000 {
            seen[Random::of(1, number).below(10) as usize] += 1;
        }
        for count in seen {
            assert!((850..1_150).contains(&count), "{seen:?}");
        }
        assert_eq!(Random::of(1, 1).below(0), 0);
    }

    #[test]
    fn the_same_record_has_the_same_numbers_and_another_has_others() {
        let draw = |kind, number| Random::of(kind, number).below(u64::MAX);
        assert_eq!(draw(3, 7), draw(3, 7));
        assert_ne!(draw(3, 7), draw(3, 8));
        assert_ne!(draw(3, 7), draw(4, 7));
    }
}
