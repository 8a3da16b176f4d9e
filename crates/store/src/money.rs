//! Exact decimals, amounts and totals: read, written and added up here and nowhere else.
//!
//! An amount is a whole number of its currency's minor units; unit prices are millionths, quantities
//! ten-thousandths, rates millionths.

use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The largest amount that is taken or computed, either way, in minor units.
pub const MOST: i64 = 1_000_000_000_000_000;
/// Decimals of an amount without a currency.
pub const WITHOUT_CURRENCY: u32 = 2;
/// Decimals of a unit price.
pub const PRICE: u32 = 6;
/// Decimals of a quantity and of hours.
pub const QUANTITY: u32 = 4;
/// Decimals of a discount and of a tax rate.
pub const RATE: u32 = 6;
/// Decimals of a line's exact amount, before it is rounded.
const EXACT: u32 = PRICE + QUANTITY + RATE;

/// Why a decimal was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoDecimal {
    /// It is no decimal number.
    #[error("a decimal number like `1234.50`")]
    NotANumber,
    /// It has more decimals than are kept.
    #[error("a decimal number with at most {0} decimals")]
    TooFine(u32),
    /// It is too large.
    #[error("a smaller number")]
    TooLarge,
}

/// Reads `12`, `-0.50` as a whole number of the smallest unit; zeros beyond `decimals` are taken.
///
/// # Errors
/// What is no plain decimal, has more decimals, or does not fit.
pub fn read_scaled(text: &str, decimals: u32) -> Result<i64, NoDecimal> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (whole, part) = match digits.split_once('.') {
        Some((whole, part)) if !part.is_empty() => (whole, part),
        Some(_) => return Err(NoDecimal::NotANumber),
        None => (digits, ""),
    };
    let plain = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(part) {
        return Err(NoDecimal::NotANumber);
    }
    let part = part.trim_end_matches('0');
    let missing = (decimals as usize)
        .checked_sub(part.len())
        .ok_or(NoDecimal::TooFine(decimals))?;
    let zeros = std::iter::repeat_n(b'0', missing);
    let mut value: i64 = 0;
    for digit in whole.bytes().chain(part.bytes()).chain(zeros) {
        value = value
            .checked_mul(10)
            .and_then(|value| value.checked_add(i64::from(digit - b'0')))
            .ok_or(NoDecimal::TooLarge)?;
    }
    Ok(if negative { -value } else { value })
}

/// Appends a whole number of `10^-decimals` with all its decimals: `1234.50`.
pub fn push_fixed(out: &mut String, value: i64, decimals: u32) {
    push(out, value, decimals, decimals);
}

/// Appends it with at least `least` decimals, and more where they are not zeros: `14.00`, `0.125`.
pub fn push_at_least(out: &mut String, value: i64, decimals: u32, least: u32) {
    push(out, value, decimals, least);
}

/// Appends it without zeros at the end: `12`, `0.05`.
pub fn push_shortest(out: &mut String, value: i64, decimals: u32) {
    push(out, value, decimals, 0);
}

/// The value with all its decimals.
pub fn fixed(value: i64, decimals: u32) -> String {
    let mut out = String::new();
    push_fixed(&mut out, value, decimals);
    out
}

/// The value without zeros at the end.
pub fn shortest(value: i64, decimals: u32) -> String {
    let mut out = String::new();
    push_shortest(&mut out, value, decimals);
    out
}

fn push(out: &mut String, value: i64, decimals: u32, least: u32) {
    use std::fmt::Write;
    let step = 10_u64.pow(decimals);
    let (whole, part) = (value.unsigned_abs() / step, value.unsigned_abs() % step);
    if value < 0 {
        out.push('-');
    }
    let _ = write!(out, "{whole}");
    let (mut part, mut shown) = (part, decimals);
    while shown > least && part % 10 == 0 {
        part /= 10;
        shown -= 1;
    }
    if shown > 0 {
        let width = shown as usize;
        let _ = write!(out, ".{part:0width$}");
    }
}

/// How many decimals amounts of a currency have; `None` where there is no such currency.
pub fn decimals(currency: &str) -> Option<u32> {
    iso_currency::Currency::from_code(currency)
        .map(|known| u32::from(known.exponent().unwrap_or(0)))
}

/// How many decimals the amounts of a document have, by the currency it may lack.
pub fn document_decimals(currency: Option<&str>) -> u32 {
    currency.and_then(decimals).unwrap_or(WITHOUT_CURRENCY)
}

/// One line of an order, invoice or estimate as it is kept; what is missing counts as nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Line<'a> {
    /// What was ordered.
    #[serde(borrow, default)]
    pub product: Option<Cow<'a, str>>,
    /// What was done.
    #[serde(borrow, default)]
    pub description: Option<Cow<'a, str>>,
    /// How much of it; at most four decimals.
    #[serde(borrow, default)]
    pub quantity: Option<Cow<'a, str>>,
    /// For how much each; at most six decimals.
    #[serde(borrow, default)]
    pub unit_price: Option<Cow<'a, str>>,
    /// The part taken off.
    #[serde(borrow, default)]
    pub discount: Option<Cow<'a, str>>,
    /// The part added as tax.
    #[serde(borrow, default)]
    pub tax_rate: Option<Cow<'a, str>>,
}

/// The lines of a document from their column.
///
/// # Errors
/// What is not such a list.
pub fn lines(json: &str) -> Result<Vec<Line<'_>>, serde_json::Error> {
    serde_json::from_str(json)
}

/// What a document comes to, in minor units of its currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// The sum of the lines' amounts.
    pub subtotal: i64,
    /// The taxes: for each rate, the sum of its lines times the rate, rounded.
    pub tax: i64,
    /// Both together.
    pub total: i64,
}

/// The amounts of a document's lines in their order, and its totals. `None` where a line cannot be read or
/// something is larger than [`MOST`].
pub fn line_amounts(lines: &[Line<'_>], currency: Option<&str>) -> Option<(Vec<i64>, Totals)> {
    let decimals = document_decimals(currency);
    let mut amounts = Vec::with_capacity(lines.len());
    let mut by_rate: BTreeMap<i64, i128> = BTreeMap::new();
    let mut subtotal: i128 = 0;
    for line in lines {
        let amount = line_amount(line, decimals)?;
        let rate = scaled(line.tax_rate.as_deref(), RATE)?;
        *by_rate.entry(rate).or_default() += i128::from(amount);
        subtotal += i128::from(amount);
        amounts.push(amount);
    }
    let tax: i128 = by_rate
        .iter()
        .map(|(rate, sum)| rounded(sum * i128::from(*rate), 10_i128.pow(RATE)))
        .sum();
    let totals = Totals {
        subtotal: bounded(subtotal)?,
        tax: bounded(tax)?,
        total: bounded(subtotal + tax)?,
    };
    Some((amounts, totals))
}

/// Quantity × price × (1 − discount), rounded half away from zero to the minor unit; `None` where it is too
/// large.
pub fn line_amount(line: &Line<'_>, decimals: u32) -> Option<i64> {
    let quantity = scaled(line.quantity.as_deref(), QUANTITY)?;
    let price = scaled(line.unit_price.as_deref(), PRICE)?;
    let left = 10_i128.pow(RATE) - i128::from(scaled(line.discount.as_deref(), RATE)?);
    let exact = i128::from(quantity)
        .checked_mul(i128::from(price))?
        .checked_mul(left)?;
    bounded(rounded(exact, 10_i128.pow(EXACT - decimals)))
}

fn scaled(text: Option<&str>, decimals: u32) -> Option<i64> {
    text.map_or(Some(0), |text| read_scaled(text, decimals).ok())
}

/// `value / step`, rounded half away from zero.
fn rounded(value: i128, step: i128) -> i128 {
    let half = if value < 0 { -step / 2 } else { step / 2 };
    (value + half) / step
}

fn bounded(value: i128) -> Option<i64> {
    i64::try_from(value)
        .ok()
        .filter(|value| (-MOST..=MOST).contains(value))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn line(quantity: &str, price: &str, discount: &str, tax: &str) -> Line<'static> {
        let some = |text: &str| Some(Cow::Owned(text.to_owned()));
        Line {
            quantity: some(quantity),
            unit_price: some(price),
            discount: some(discount),
            tax_rate: some(tax),
            ..Line::default()
        }
    }

    #[test]
    fn a_decimal_is_read_exactly_or_not_at_all() {
        assert_eq!(read_scaled("1234.50", 2), Ok(123_450));
        assert_eq!(read_scaled("-0.5000", 2), Ok(-50));
        assert_eq!(read_scaled("007", 0), Ok(7));
        assert_eq!(read_scaled("1.005", 2), Err(NoDecimal::TooFine(2)));
        for wrong in [
            "", "-", ".5", "5.", "1e3", "+1", "1,5", " 1", "0x1", "1.2.3", "--1", "١",
        ] {
            assert_eq!(read_scaled(wrong, 2), Err(NoDecimal::NotANumber), "{wrong}");
        }
        assert_eq!(
            read_scaled("9223372036854775808", 0),
            Err(NoDecimal::TooLarge)
        );
    }

    #[test]
    fn amounts_are_written_with_the_decimals_they_need() {
        assert_eq!(fixed(123_450, 2), "1234.50");
        assert_eq!(fixed(-5, 2), "-0.05");
        assert_eq!(fixed(1234, 0), "1234");
        assert_eq!(shortest(100_000, QUANTITY), "10");
        assert_eq!(shortest(-3_333, QUANTITY), "-0.3333");
        let mut price = String::new();
        push_at_least(&mut price, 14_000_000, PRICE, 2);
        push_at_least(&mut price, 125_000, PRICE, 2);
        assert_eq!(price, "14.000.125");
    }

    #[test]
    fn a_line_rounds_half_away_from_zero_to_its_currencys_minor_unit() {
        assert_eq!(
            line_amount(&line("12", "14.00", "0.05", "0"), 2),
            Some(15_960)
        );
        assert_eq!(line_amount(&line("1", "0.005", "0", "0"), 2), Some(1));
        assert_eq!(line_amount(&line("-1", "0.005", "0", "0"), 2), Some(-1));
        assert_eq!(line_amount(&line("1", "0.5", "0", "0"), 0), Some(1));
        assert_eq!(line_amount(&line("1", "1.0005", "0", "0"), 3), Some(1_001));
    }

    #[test]
    fn tax_is_taken_once_for_each_rate_on_the_sum_of_its_lines() {
        let lines = [
            line("1", "0.03", "0", "0.19"),
            line("1", "0.03", "0", "0.190"),
            line("2", "10", "0", "0.07"),
        ];
        let (amounts, totals) = line_amounts(&lines, Some("EUR")).unwrap();
        assert_eq!(amounts, [3, 3, 2_000]);
        assert_eq!(
            totals,
            Totals {
                subtotal: 2_006,
                tax: 1 + 140,
                total: 2_147
            }
        );
    }

    #[test]
    fn what_would_not_fit_is_refused() {
        assert_eq!(
            line_amount(&line("1000000000", "1000000000", "0", "0"), 2),
            None
        );
        let many = vec![line("1000000", "9000000", "0", "0"); 2];
        assert_eq!(line_amounts(&many, Some("EUR")), None);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(value in -MOST..=MOST, decimals in 0_u32..=6) {
            prop_assert_eq!(read_scaled(&fixed(value, decimals), decimals), Ok(value));
            prop_assert_eq!(read_scaled(&shortest(value, decimals), decimals), Ok(value));
        }

        #[test]
        fn an_amount_is_within_half_a_minor_unit_of_the_exact_one(
            quantity in -1_000_000_i64..1_000_000, price in 0_i64..1_000_000_000, discount in 0_i64..=1_000_000,
        ) {
            let line = line(&fixed(quantity, QUANTITY), &fixed(price, PRICE), &fixed(discount, RATE), "0");
            let amount = i128::from(line_amount(&line, 2).unwrap());
            let exact = i128::from(quantity) * i128::from(price) * i128::from(1_000_000 - discount);
            let step = 10_i128.pow(EXACT - 2);
            prop_assert!((amount * step - exact).abs() * 2 <= step);
        }

        #[test]
        fn totals_are_sums_of_rounded_parts(
            all in proptest::collection::vec((-10_000_i64..10_000, 0_i64..10_000_000, 0_i64..3), 0..20),
        ) {
            let rates = ["0", "0.07", "0.19"];
            let lines: Vec<_> = all.iter()
                .map(|(q, p, r)| line(&fixed(*q, QUANTITY), &fixed(*p, PRICE), "0", rates[*r as usize]))
                .collect();
            let (amounts, totals) = line_amounts(&lines, None).unwrap();
            prop_assert_eq!(amounts.iter().sum::<i64>(), totals.subtotal);
            prop_assert_eq!(totals.subtotal + totals.tax, totals.total);
        }
    }
}
