//! What a paper's lines come to, rate by rate: added up as they stand, for the words beside the tax.

use super::view::Line;

/// The lines of one rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Taxed {
    /// The rate: `0.19`.
    pub(super) rate: String,
    /// What its lines come to.
    pub(super) sum: String,
    /// The tax on them, rounded half away from zero, as the paper's own tax is.
    pub(super) tax: String,
}

/// The sums of the lines by their rate, in the order in which rates come up; empty where an amount does not show.
pub(super) fn by_rate(lines: &[Line]) -> Vec<Taxed> {
    let mut sums: Vec<(String, i128, usize)> = Vec::new();
    for line in lines {
        let Some((amount, decimals)) = line.amount.as_deref().and_then(read) else {
            return Vec::new();
        };
        let Some(rate) = line.tax_rate.clone() else {
            continue;
        };
        match sums.iter_mut().find(|(known, ..)| *known == rate) {
            Some((_, sum, _)) => *sum += amount,
            None => sums.push((rate, amount, decimals)),
        }
    }
    sums.into_iter()
        .map(|(rate, sum, decimals)| Taxed {
            sum: written(sum, decimals),
            tax: written(taxed(sum, &rate), decimals),
            rate,
        })
        .collect()
}

/// A decimal as a whole number and how many decimals it has; all amounts of a paper have the same.
fn read(amount: &str) -> Option<(i128, usize)> {
    let decimals = amount.split_once('.').map_or(0, |(_, part)| part.len());
    Some((amount.replace('.', "").parse().ok()?, decimals))
}

fn taxed(sum: i128, rate: &str) -> i128 {
    let Some((rate, decimals)) = read(rate) else {
        return 0;
    };
    let unit = 10_i128.pow(u32::try_from(decimals).unwrap_or_default());
    let exact = sum * rate;
    let half = if exact < 0 { -unit / 2 } else { unit / 2 };
    (exact + half) / unit
}

fn written(sum: i128, decimals: usize) -> String {
    let sign = if sum < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", sum.unsigned_abs(), width = decimals + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals);
    if part.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(amount: &str, rate: &str) -> Line {
        Line {
            description: None,
            quantity: None,
            unit_price: None,
            tax_rate: Some(rate.to_owned()),
            amount: Some(amount.to_owned()),
        }
    }

    #[test]
    fn lines_add_up_rate_by_rate() {
        let lines = [
            line("10.50", "0.19"),
            line("-0.60", "0.07"),
            line("0.25", "0.19"),
        ];
        let taxed = |rate: &str, sum: &str, tax: &str| Taxed {
            rate: rate.to_owned(),
            sum: sum.to_owned(),
            tax: tax.to_owned(),
        };
        let wanted = [
            taxed("0.19", "10.75", "2.04"),
            taxed("0.07", "-0.60", "-0.04"),
        ];
        assert_eq!(by_rate(&lines), wanted);
        assert_eq!(by_rate(&[line("7", "0")]), [taxed("0", "7", "0")]);
        assert_eq!(
            by_rate(&[line("0.50", "0.07")]),
            [taxed("0.07", "0.50", "0.04")]
        );
    }
}
