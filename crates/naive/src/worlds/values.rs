//! Texts, dates, instants and amounts that are likely to be got wrong.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use super::dice::Dice;

/// The windows that grants have; dates lie at their edges.
pub(crate) const WINDOWS: [i64; 6] = [0, 1, 5, 30, 365, 100_000];

const TITLES: &[&str] = &[
    "Alpha",
    "alpha",
    "ALPHA beta",
    "Alpha-Beta",
    "beta alpha",
    "Straße 7",
    "STRASSE 7",
    "strasse",
    "İstanbul office",
    "istanbul Office",
    "Ångström",
    "angstrom",
    "Éclair für Zoë",
    "eclair",
    "Zoë 🦊 fox",
    "🦊",
    "日本語 計画",
    "日本",
    "Σίσυφος",
    "ΣΊΣΥΦΟΣ",
    "שלום",
    "Žluťoučký kůň",
    "O'Brien; DROP TABLE",
    "<b>bold</b> & more",
    "100%_done",
    "42",
    "042",
    "\"quoted\"",
    "naïve",
    "Naive",
    "x",
    "Website relaunch",
    "website",
    "a, b and c",
    "tab\there",
];

/// Zones on both sides of midnight at the fixed instant, one with a half hour.
pub(crate) const ZONES: [&str; 6] = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Pacific/Auckland",
    "Asia/Kolkata",
    "America/Sao_Paulo",
];

const CURRENCIES: [&str; 4] = ["EUR", "USD", "JPY", "KWD"];

/// A title, name, subject or number.
pub(crate) fn title(dice: &mut Dice) -> Value {
    json!(dice.pick(TITLES))
}

/// A text that may be empty of value.
pub(crate) fn text(dice: &mut Dice) -> Value {
    if dice.percent(35) {
        Value::Null
    } else {
        title(dice)
    }
}

/// A title no two records share.
pub(crate) fn unlike(dice: &mut Dice, number: usize) -> Value {
    json!(format!("{} {number}", dice.pick(TITLES)))
}

/// The clock of a world: its instant, its zone, its day.
#[derive(Debug, Clone)]
pub(crate) struct Clock {
    pub(crate) now: Timestamp,
    pub(crate) zone: TimeZone,
}

impl Clock {
    fn today(&self) -> Date {
        self.now.to_zoned_datetime(self.zone.clone()).date()
    }

    /// A date near the edge of a window, or none.
    pub(crate) fn date(&self, dice: &mut Dice) -> Value {
        if dice.percent(12) {
            return Value::Null;
        }
        json!(self.edge_date(dice).to_string())
    }

    fn edge_date(&self, dice: &mut Dice) -> Date {
        let back = dice.pick(&WINDOWS[..5]) + dice.pick(&[-1, 0, 0, 1]);
        self.today().saturating_sub(back.days())
    }

    /// An instant near the edge of a window: around the midnight of the zone.
    pub(crate) fn edge(&self, dice: &mut Dice) -> Value {
        if dice.percent(12) {
            return Value::Null;
        }
        let date = self.edge_date(dice);
        let midnight = date
            .to_zoned_datetime(self.zone.clone())
            .map(|midnight| midnight.timestamp());
        let seconds = dice.pick(&[-1_i64, 0, 1, 43_200]);
        json!(
            midnight
                .unwrap_or(self.now)
                .saturating_add(seconds.seconds())
                .unwrap_or(self.now)
                .to_string()
        )
    }

    /// An instant around now: past, just before, now itself, just after, future.
    pub(crate) fn about_now(&self, dice: &mut Dice) -> Value {
        let seconds = dice.pick(&[-2_592_000_i64, -86_400, -1, 0, 1, 86_400, 2_592_000]);
        json!(
            self.now
                .saturating_add(seconds.seconds())
                .unwrap_or(self.now)
                .to_string()
        )
    }

    /// An instant before now.
    pub(crate) fn past(&self, dice: &mut Dice) -> Value {
        let seconds = dice.pick(&[2_592_000_i64, 86_400, 1]);
        json!(
            self.now
                .saturating_sub(seconds.seconds())
                .unwrap_or(self.now)
                .to_string()
        )
    }
}

/// A currency; decimals none, two and three.
pub(crate) fn currency(dice: &mut Dice) -> &'static str {
    dice.pick(&CURRENCIES)
}

/// An amount with no more decimals than its currency has.
pub(crate) fn amount(dice: &mut Dice, currency: &str) -> Value {
    json!(match currency {
        "JPY" => dice.pick(&["1", "1000", "98765", "0"]),
        "KWD" => dice.pick(&["1.005", "10", "0.5", "999.999"]),
        _ => dice.pick(&["1234.50", "0.01", "100", "99.9", "0.00", "500.00"]),
    })
}

/// `{"amount", "currency"}`, or none.
pub(crate) fn money(dice: &mut Dice) -> Value {
    if dice.percent(25) {
        return Value::Null;
    }
    let currency = currency(dice);
    json!({ "amount": amount(dice, currency), "currency": currency })
}

/// Hours, or none.
pub(crate) fn hours(dice: &mut Dice) -> Value {
    dice.pick(&[
        json!("10"),
        json!("0.5"),
        json!("2.25"),
        json!("0"),
        json!("4.50"),
        Value::Null,
    ])
}

/// A quantity of a line.
pub(crate) fn quantity(dice: &mut Dice) -> Value {
    json!(dice.pick(&["1", "12", "0.3333", "-2", "2.5", "1000", "3.0"]))
}

/// A price of a line, whatever its currency.
pub(crate) fn unit_price(dice: &mut Dice) -> Value {
    json!(dice.pick(&[
        "14.00",
        "0.005",
        "33.333333",
        "99.99",
        "0.000001",
        "1234.5",
        "100",
        "0.125"
    ]))
}
