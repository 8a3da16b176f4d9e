//! Days and instants between the database's numbers and their written form.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use std::fmt::Write;

const EPOCH: Date = Date::constant(1970, 1, 1);

/// Days since 1970-01-01.
pub(crate) fn number(date: Date) -> i64 {
    date.since(EPOCH)
        .map_or(0, |span| i64::from(span.get_days()))
}

/// The day with that number; the ends of the calendar stand for what lies beyond.
pub(crate) fn date(number: i64) -> Date {
    let bounded = number.clamp(-4_000_000, 4_000_000);
    EPOCH
        .checked_add(bounded.days())
        .unwrap_or(if number < 0 { Date::MIN } else { Date::MAX })
}

/// Appends a day as `YYYY-MM-DD`.
pub(crate) fn push_date(out: &mut String, number: i64) {
    let date = date(number);
    let Ok(year) = u16::try_from(date.year()) else {
        let _ = write!(out, "{date}");
        return;
    };
    let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
    let mut text = *b"0000-00-00";
    for (at, number) in [
        (0, year / 100),
        (2, year % 100),
        (5, u16::from(month)),
        (8, u16::from(day)),
    ] {
        text[at] += (number / 10) as u8;
        text[at + 1] += (number % 10) as u8;
    }
    out.push_str(std::str::from_utf8(&text).unwrap_or_default());
}

/// Appends an instant as RFC 3339 in UTC.
pub(crate) fn push_instant(out: &mut String, micros: i64) {
    match Timestamp::from_microsecond(micros) {
        Ok(at) => {
            let _ = write!(out, "{at}");
        }
        Err(_) => out.push_str(if micros < 0 {
            "-009999-01-02T01:59:59Z"
        } else {
            "9999-12-30T22:00:00Z"
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970_both_ways() {
        for (day, text) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (20_513, "2026-03-01"),
            (11_016, "2000-02-29"),
            (-719_528, "0000-01-01"),
            (-719_529, "-000001-12-31"),
            (2_932_896, "9999-12-31"),
        ] {
            let mut out = String::new();
            push_date(&mut out, day);
            assert_eq!(out, text);
            assert_eq!(number(date(day)), day);
        }
    }

    #[test]
    fn instants_are_written_in_utc() {
        let mut out = String::new();
        push_instant(&mut out, 1_767_690_000_000_000);
        assert_eq!(out, "2026-01-06T09:00:00Z");
    }
}
