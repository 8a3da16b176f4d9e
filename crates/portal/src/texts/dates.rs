//! Days and times as people say them.

use super::{Texts, Value};
use jiff::Timestamp;
use jiff::civil::Date;

/// How much of a day is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Day {
    /// `Thursday, 12 March 2026`
    Full,
    /// `12 March 2026`
    Long,
    /// `12 Mar`, with the year where it is another one: for lists of the staff.
    Short,
    /// `Today`, `Tomorrow, 13 March`, `Thursday, 12 March`, with the year where it is another one: for guests.
    Near,
    /// `Today`, `Tomorrow`, `12 March`, with the year where it is another one: for lists of guests.
    Brief,
    /// `12 March`, with the year where it is another one: for spans of days.
    Calendar,
}

/// An instant as a `datetime` takes it: whole seconds, since HTML knows no more than three digits of their fraction.
pub(crate) fn stamp(at: Timestamp) -> String {
    format!("{at:.0}")
}

impl Texts {
    /// The day on which an instant falls for the reader.
    pub(crate) fn day_of(&self, at: Timestamp) -> Date {
        self.zone().to_datetime(at).date()
    }

    /// A day in words.
    pub(crate) fn day(&self, date: Date, how: Day, today: Date) -> String {
        let number = |prefix: &str, n: i8| self.say(&format!("{prefix}-{n}"));
        let month = match how {
            Day::Short => number("month-short", date.month()),
            _ => number("month", date.month()),
        };
        let given = [
            (
                "weekday",
                Value::from(number("weekday", date.weekday().to_monday_one_offset())),
            ),
            ("day", date.day().into()),
            ("month", month.into()),
            ("year", date.year().to_string().into()),
        ];
        let same_year = date.year() == today.year();
        let key = match how {
            Day::Full => "date-full",
            Day::Long => "date-long",
            Day::Short if same_year => "date-short",
            Day::Short => "date-short-year",
            Day::Brief if today.tomorrow().is_ok_and(|day| day == date) => "date-brief-tomorrow",
            Day::Brief if today.yesterday().is_ok_and(|day| day == date) => "date-brief-yesterday",
            Day::Brief if date == today => "date-today",
            Day::Brief | Day::Calendar if same_year => "date-calendar",
            Day::Brief | Day::Calendar => "date-long",
            Day::Near if date == today => "date-today",
            Day::Near if today.tomorrow().is_ok_and(|day| day == date) => "date-tomorrow",
            Day::Near if today.yesterday().is_ok_and(|day| day == date) => "date-yesterday",
            Day::Near if same_year => "date-near",
            Day::Near => "date-long",
        };
        self.say_with(key, &given)
    }

    /// The time of day at which an instant falls for the reader.
    pub(crate) fn time(&self, at: Timestamp) -> String {
        let time = self.zone().to_datetime(at).time();
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    /// Day and time of an instant.
    pub(crate) fn moment(&self, at: Timestamp, how: Day, today: Date) -> String {
        let given = [
            ("day", Value::from(self.day(self.day_of(at), how, today))),
            ("time", self.time(at).into()),
        ];
        self.say_with("date-moment", &given)
    }
}
