//! Exact decimals, small and slow.

use std::cmp::Ordering;

/// `units` × 10^−`scale`.
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    units: i128,
    scale: u32,
}

impl Decimal {
    /// Nothing.
    pub const ZERO: Decimal = Decimal { units: 0, scale: 0 };

    /// One.
    pub const ONE: Decimal = Decimal { units: 1, scale: 0 };

    /// Reads `12`, `-0.50`; none for anything else.
    pub fn read(text: &str) -> Option<Decimal> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(part) {
            return None;
        }
        let units: i128 = format!("{whole}{part}").parse().ok()?;
        let units = if text.starts_with('-') { -units } else { units };
        Some(Decimal {
            units,
            scale: u32::try_from(part.len()).ok()?,
        })
    }

    /// A whole number.
    pub fn whole(number: i128) -> Decimal {
        Decimal {
            units: number,
            scale: 0,
        }
    }

    fn at_scale(self, scale: u32) -> i128 {
        self.units * 10_i128.pow(scale - self.scale)
    }

    /// The sum.
    pub fn plus(self, other: Decimal) -> Decimal {
        let scale = self.scale.max(other.scale);
        Decimal {
            units: self.at_scale(scale) + other.at_scale(scale),
            scale,
        }
    }

    /// The difference.
    pub fn minus(self, other: Decimal) -> Decimal {
        self.plus(Decimal {
            units: -other.units,
            scale: other.scale,
        })
    }

    /// The product.
    pub fn times(self, other: Decimal) -> Decimal {
        Decimal {
            units: self.units * other.units,
            scale: self.scale + other.scale,
        }
    }

    /// So many decimals, rounded half away from zero.
    pub fn rounded(self, decimals: u32) -> Decimal {
        if self.scale <= decimals {
            return Decimal {
                units: self.at_scale(decimals),
                scale: decimals,
            };
        }
        let step = 10_i128.pow(self.scale - decimals);
        let half = if self.units < 0 { -step / 2 } else { step / 2 };
        Decimal {
            units: (self.units + half) / step,
            scale: decimals,
        }
    }

    /// `self` / `other` as a percentage, a whole number rounded half up; none by nothing.
    pub fn percent_of(self, other: Decimal) -> Option<i128> {
        let scale = self.scale.max(other.scale);
        let (part, all) = (self.at_scale(scale) * 100, other.at_scale(scale));
        if all == 0 {
            return None;
        }
        Some((part * 2 + all).div_euclid(all * 2))
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.units == 0
    }

    /// With exactly so many decimals; more are kept where they are not zeros.
    pub fn with_decimals(self, decimals: u32) -> String {
        let mut least = self;
        while least.scale > decimals && least.units % 10 == 0 {
            least = Decimal {
                units: least.units / 10,
                scale: least.scale - 1,
            };
        }
        let scale = least.scale.max(decimals);
        let units = least.at_scale(scale);
        let sign = if units < 0 { "-" } else { "" };
        let width = scale as usize + 1;
        let digits = format!("{:0width$}", units.unsigned_abs());
        let (whole, part) = digits.split_at(digits.len() - scale as usize);
        if part.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{part}")
        }
    }

    /// Without zeros at the end.
    pub fn shortest(self) -> String {
        self.with_decimals(0)
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let scale = self.scale.max(other.scale);
        self.at_scale(scale).cmp(&other.at_scale(scale))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::read(text).unwrap()
    }

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!(decimal("0.005").rounded(2).with_decimals(2), "0.01");
        assert_eq!(decimal("-0.005").rounded(2).with_decimals(2), "-0.01");
        assert_eq!(decimal("0.0049").rounded(2).with_decimals(2), "0.00");
        assert_eq!(decimal("2.5").rounded(0).shortest(), "3");
    }

    #[test]
    fn equal_numbers_are_equal_however_they_are_written() {
        assert_eq!(decimal("0.19"), decimal("0.190"));
        assert!(decimal("-2") < decimal("0.1"));
        assert_eq!(decimal("0.190").shortest(), "0.19");
        assert_eq!(decimal("10").shortest(), "10");
        assert_eq!(decimal("1234.5").with_decimals(2), "1234.50");
        assert_eq!(decimal("0.333333").with_decimals(2), "0.333333");
    }

    #[test]
    fn a_percentage_is_rounded_half_up_and_nothing_by_nothing_is_none() {
        assert_eq!(Decimal::whole(1).percent_of(Decimal::whole(8)), Some(13));
        assert_eq!(Decimal::whole(1).percent_of(Decimal::whole(3)), Some(33));
        assert_eq!(Decimal::whole(1).percent_of(Decimal::whole(200)), Some(1));
        assert_eq!(Decimal::whole(1).percent_of(Decimal::ZERO), None);
    }
}
