//! Reads the lines of orders, invoices and estimates, and the payments of invoices.

use super::given::{Given, Payment};
use super::json::{Json, below};
use super::kinds::Sums;
use super::values::{At, unknown};
use crate::money::{self, Line};
use access::Fault;
use std::borrow::Cow;

/// The largest unit price, in millionths.
const PRICE: i64 = 1_000_000_000 * 1_000_000;
/// The largest quantity, in ten-thousandths.
const QUANTITY: i64 = 1_000_000_000 * 10_000;
/// A discount or tax rate of the whole.
const WHOLE: i64 = 1_000_000;

pub(super) const ORDER_KEYS: &[&str] = &["product", "quantity", "unit_price", "discount"];
pub(super) const DOCUMENT_KEYS: &[&str] = &["description", "quantity", "unit_price", "tax_rate"];

/// Reads the lines of a document and adds them up.
pub(super) fn read<'a>(
    at: At<'a, '_>,
    sums: Sums,
    currency: Option<&str>,
) -> Result<Given<'a>, Fault> {
    let keys = match sums {
        Sums::Order => ORDER_KEYS,
        Sums::Document => DOCUMENT_KEYS,
    };
    let decimals = money::document_decimals(currency);
    let mut lines: Vec<Line<'a>> = Vec::new();
    let mut json = String::from("[");
    for (n, item) in at.list("a list of lines")?.iter().enumerate() {
        let pointer = format!("{}/{n}", at.pointer);
        let line = read_line(
            At {
                value: item,
                pointer: &pointer,
            },
            keys,
            decimals,
        )?;
        if money::line_amount(&line, decimals).is_none() {
            return Err(At {
                value: item,
                pointer: &pointer,
            }
            .wrong(too_large(decimals)));
        }
        if n > 0 {
            json.push(',');
        }
        push_line(&mut json, &line);
        lines.push(line);
    }
    json.push(']');
    let Some((_, totals)) = money::line_amounts(&lines, currency) else {
        return Err(at.wrong(too_large(decimals)));
    };
    Ok(Given::Lines {
        json,
        subtotal: totals.subtotal,
        tax: totals.tax,
        total: totals.total,
    })
}

fn too_large(decimals: u32) -> String {
    format!("amounts up to {}", money::shortest(money::MOST, decimals))
}

fn read_line<'a>(at: At<'a, '_>, keys: &[&str], decimals: u32) -> Result<Line<'a>, Fault> {
    let expected = || format!("an object with {}", keys.join(", "));
    let mut line = Line::default();
    for (key, value) in at.object(&expected())? {
        let pointer = below(at.pointer, key);
        let at_value = At {
            value,
            pointer: &pointer,
        };
        if !keys.contains(&key.as_ref()) {
            return Err(unknown(at.pointer, key, &expected()));
        }
        if matches!(value, Json::Null) {
            continue;
        }
        match key.as_ref() {
            "product" => line.product = Some(at_value.text("a text")?),
            "description" => line.description = Some(at_value.text("a text")?),
            "quantity" => {
                let quantity =
                    at_value.decimal(money::QUANTITY, QUANTITY, "a quantity as a decimal text")?;
                line.quantity = Some(Cow::Owned(money::shortest(quantity, money::QUANTITY)));
            }
            "unit_price" => {
                let price =
                    at_value.decimal(money::PRICE, PRICE, "a unit price as a decimal text")?;
                let mut text = String::new();
                money::push_at_least(&mut text, price, money::PRICE, decimals);
                line.unit_price = Some(Cow::Owned(text));
            }
            "discount" => line.discount = Some(rate(at_value)?),
            _ => line.tax_rate = Some(rate(at_value)?),
        }
    }
    Ok(line)
}

fn rate<'a>(at: At<'a, '_>) -> Result<Cow<'a, str>, Fault> {
    let expected = "a rate from 0 to 1 as a decimal text";
    let rate = at.decimal(money::RATE, WHOLE, expected)?;
    if rate < 0 {
        return Err(at.wrong(expected));
    }
    Ok(Cow::Owned(money::shortest(rate, money::RATE)))
}

/// Appends a line in the one spelling in which lines are kept.
fn push_line(out: &mut String, line: &Line<'_>) {
    let values = [
        ("product", &line.product),
        ("description", &line.description),
        ("quantity", &line.quantity),
        ("unit_price", &line.unit_price),
        ("discount", &line.discount),
        ("tax_rate", &line.tax_rate),
    ];
    out.push('{');
    let mut first = true;
    for (key, value) in values {
        let Some(value) = value else { continue };
        if !first {
            out.push(',');
        }
        first = false;
        super::write::push_text(out, key);
        out.push(':');
        super::write::push_text(out, value);
    }
    out.push('}');
}

/// Reads the payments of an invoice.
pub(super) fn payments<'a>(at: At<'a, '_>, currency: Option<&str>) -> Result<Given<'a>, Fault> {
    let decimals = money::document_decimals(currency);
    let expected = "an object with paid_on, amount, method";
    let mut payments = Vec::new();
    let mut paid: i64 = 0;
    for (n, item) in at.list("a list of payments")?.iter().enumerate() {
        let pointer = format!("{}/{n}", at.pointer);
        let at_item = At {
            value: item,
            pointer: &pointer,
        };
        let (mut paid_on, mut amount, mut method) = (None, None, None);
        for (key, value) in at_item.object(expected)? {
            let pointer = below(&pointer, key);
            let at_value = At {
                value,
                pointer: &pointer,
            };
            match (key.as_ref(), value) {
                ("paid_on" | "amount" | "method", Json::Null) => {}
                ("paid_on", _) => paid_on = Some(at_value.date()?),
                ("amount", _) => {
                    amount = Some(at_value.decimal(
                        decimals,
                        money::MOST,
                        "an amount as a decimal text",
                    )?);
                }
                ("method", _) => method = Some(at_value.text("a text")?),
                _ => return Err(unknown(at_item.pointer, key, expected)),
            }
        }
        let Some(amount) = amount else {
            return Err(at_item.wrong("a payment with its `amount`"));
        };
        paid = paid.saturating_add(amount);
        payments.push(Payment {
            paid_on,
            amount,
            method,
        });
    }
    if !(-money::MOST..=money::MOST).contains(&paid) {
        return Err(at.wrong(too_large(decimals)));
    }
    Ok(Given::Payments(payments))
}
