//! Lines of estimates and invoices, and what they come to, so that a paid invoice is paid to the cent.

use serde_json::{Value, json};

/// One line of a paper: the price is in cents, the quantity in whole units, the tax in hundredths.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item(
    pub(super) &'static str,
    pub(super) i64,
    pub(super) i64,
    pub(super) i64,
);

/// The usual tax, the reduced tax on printed matter, and none (services to companies in other countries).
pub(super) const VAT: i64 = 23;
pub(super) const PRINTED: i64 = 6;
pub(super) const ABROAD: i64 = 0;

impl Item {
    /// The line as a bundle writes it.
    pub(super) fn json(self) -> Value {
        let Item(description, quantity, price, tax) = self;
        json!({
            "description": description,
            "quantity": quantity.to_string(),
            "unit_price": decimal(price),
            "tax_rate": decimal(tax),
        })
    }
}

/// What the lines come to, tax included, in cents: tax is taken per rate on the sum of its lines and rounded half away from zero.
pub(super) fn total(items: &[Item]) -> i64 {
    let net = |rate: i64| -> i64 {
        let of_rate = items.iter().filter(|Item(_, _, _, tax)| *tax == rate);
        of_rate
            .map(|Item(_, quantity, price, _)| quantity * price)
            .sum()
    };
    [VAT, PRINTED, ABROAD]
        .into_iter()
        .map(|rate| net(rate) + (net(rate) * rate + 50).div_euclid(100))
        .sum()
}

/// Cents (or hundredths) as a decimal with two places.
pub(super) fn decimal(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}
