//! Amounts of lines, totals of documents, and what a customer still owes.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::decimal::Decimal;
use crate::references::Record;
use crate::world::{World, text};

/// How many decimals a currency's amounts have.
pub fn decimals(currency: &str) -> u32 {
    match currency {
        "JPY" | "KRW" | "VND" | "CLP" | "ISK" | "UGX" | "XAF" | "XOF" | "XPF" | "PYG" | "RWF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// What is computed from a document's lines and payments.
#[derive(Debug, Clone)]
pub struct Totals {
    /// The currency's decimals.
    pub decimals: u32,
    /// Each line's amount.
    pub amounts: Vec<Decimal>,
    /// Their sum.
    pub subtotal: Decimal,
    /// The taxes, one rounding for each rate.
    pub tax: Decimal,
    /// Subtotal and tax; an order has no tax.
    pub total: Decimal,
    /// The sum of the payments.
    pub paid: Decimal,
    /// What is left of the total.
    pub balance: Decimal,
}

/// A decimal of a record; none where it has no value.
pub fn number(record: &Value, key: &str) -> Option<Decimal> {
    Decimal::read(record[key].as_str()?)
}

/// Computes a document's totals.
pub fn totals(document: &Record) -> Totals {
    let decimals = decimals(text(document, "currency").unwrap_or_default());
    let mut amounts = Vec::new();
    let mut by_rate: BTreeMap<Decimal, Decimal> = BTreeMap::new();
    for line in array(document, "lines") {
        let quantity = number(line, "quantity").unwrap_or(Decimal::ZERO);
        let price = number(line, "unit_price").unwrap_or(Decimal::ZERO);
        let discount = number(line, "discount").unwrap_or(Decimal::ZERO);
        let amount = quantity
            .times(price)
            .times(Decimal::ONE.minus(discount))
            .rounded(decimals);
        let rate = number(line, "tax_rate").unwrap_or(Decimal::ZERO);
        let of_rate = by_rate.entry(rate).or_insert(Decimal::ZERO);
        *of_rate = of_rate.plus(amount);
        amounts.push(amount);
    }
    let taxes = by_rate
        .iter()
        .map(|(rate, amount)| rate.times(*amount).rounded(decimals));
    let tax = sum(taxes);
    let subtotal = sum(amounts.iter().copied());
    let total = subtotal.plus(tax);
    let paid = sum(array(document, "payments")
        .iter()
        .filter_map(|paid| number(paid, "amount")));
    Totals {
        decimals,
        amounts,
        subtotal,
        tax,
        total,
        paid,
        balance: total.minus(paid),
    }
}

fn sum(all: impl Iterator<Item = Decimal>) -> Decimal {
    all.fold(Decimal::ZERO, Decimal::plus)
}

/// A list of a record; empty where there is none.
pub fn array<'a>(record: &'a Record, key: &str) -> &'a [Value] {
    record
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

impl World {
    /// What is left to pay over a customer's sent, not void invoices: one amount a currency.
    pub fn balance(&self, customer: &str) -> Value {
        let mut owed: BTreeMap<&str, Decimal> = BTreeMap::new();
        for (_, invoice) in self.all("invoice") {
            let counts = matches!(text(invoice, "status"), Some("sent" | "paid"));
            if counts && text(invoice, "customer") == Some(customer) {
                let currency = text(invoice, "currency").unwrap_or_default();
                let of_currency = owed.entry(currency).or_insert(Decimal::ZERO);
                *of_currency = of_currency.plus(totals(invoice).balance);
            }
        }
        let left = owed.into_iter().filter(|(_, amount)| !amount.is_zero());
        left.map(|(currency, amount)| {
            json!({ "amount": amount.with_decimals(decimals(currency)), "currency": currency })
        })
        .collect()
    }

    /// Tasks in a closed stage of all the project's tasks.
    pub fn percent_tasks(&self, project: &str) -> Option<i128> {
        let (mut closed, mut all) = (0, 0);
        for (_, task) in self.all("task") {
            if text(task, "project") == Some(project) {
                all += 1;
                let stage = text(task, "stage").and_then(|id| self.stage("tasks", id));
                if stage.is_some_and(|stage| stage.get("closed") == Some(&Value::Bool(true))) {
                    closed += 1;
                }
            }
        }
        Decimal::whole(closed).percent_of(Decimal::whole(all))
    }

    /// Hours spent of the hours estimated, over all the project's tasks.
    pub fn percent_hours(&self, project: &str) -> Option<i128> {
        let (mut spent, mut estimated) = (Decimal::ZERO, Decimal::ZERO);
        for (_, task) in self.all("task") {
            if text(task, "project") == Some(project) {
                let hours = |key| {
                    text(task, key)
                        .and_then(Decimal::read)
                        .unwrap_or(Decimal::ZERO)
                };
                spent = spent.plus(hours("hours_spent"));
                estimated = estimated.plus(hours("hours_estimated"));
            }
        }
        spent.percent_of(estimated)
    }

    /// A stage of a module.
    pub fn stage(&self, module: &str, id: &str) -> Option<&Record> {
        self.record("stage", &format!("{module}/{id}"))
    }
}
