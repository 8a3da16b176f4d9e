//! Amounts as people read them: `€4,688.25`.

use super::Texts;
use iso_currency::Currency;

impl Texts {
    /// A decimal amount with its currency's sign, or its code where the sign is not known.
    pub(crate) fn money(&self, amount: &str, currency: &str) -> String {
        let (sign, digits) = match amount.strip_prefix('-') {
            Some(digits) => ("\u{2212}", digits),
            None => ("", amount),
        };
        let grouped = grouped(digits, &self.say("number-group"), &self.say("number-point"));
        match Currency::from_code(currency) {
            Some(known) => format!("{sign}{}{grouped}", known.symbol()),
            None => format!("{sign}{currency}\u{a0}{grouped}"),
        }
    }

    /// A decimal number with groups of three figures.
    pub(crate) fn number(&self, number: &str) -> String {
        grouped(number, &self.say("number-group"), &self.say("number-point"))
    }
}

fn grouped(number: &str, group: &str, point: &str) -> String {
    let (whole, rest) = match number.split_once('.') {
        Some((whole, rest)) => (whole, Some(rest)),
        None => (number, None),
    };
    let mut out = String::with_capacity(number.len() + 4);
    for (n, figure) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n) % 3 == 0 && figure.is_ascii_digit() {
            out.push_str(group);
        }
        out.push(figure);
    }
    if let Some(rest) = rest {
        out.push_str(point);
        out.push_str(rest);
    }
    out
}
