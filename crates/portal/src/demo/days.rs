//! The demo's calendar: every date and instant is told in days from today, so that the demo is never old.

use jiff::civil::{Date, Weekday};
use jiff::{SignedDuration, Timestamp, ToSpan};

/// Today and this instant, from which the demo's dates are counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    today: Date,
    now: Timestamp,
}

impl Days {
    pub(super) fn new(today: Date, now: Timestamp) -> Days {
        Days { today, now }
    }

    /// The working day `offset` days from today. Weekends move away from today: what is past stays past, and what comes still comes.
    pub(super) fn day(&self, offset: i32) -> String {
        let date = self.today.saturating_add(offset.days());
        let moved = match (date.weekday(), offset.signum()) {
            (Weekday::Saturday, -1) | (Weekday::Sunday, 1) => offset.signum(),
            (Weekday::Saturday, 1) | (Weekday::Sunday, -1) => 2 * offset.signum(),
            _ => 0,
        };
        date.saturating_add(moved.days()).to_string()
    }

    /// The instant of that hour and minute (UTC) on the working day `offset` days from today.
    pub(super) fn at(&self, offset: i32, hour: u8, minute: u8) -> String {
        format!("{}T{hour:02}:{minute:02}:00Z", self.day(offset))
    }

    /// The instant so many minutes before now.
    pub(super) fn ago(&self, minutes: i64) -> String {
        let then = self.now.as_second() - SignedDuration::from_mins(minutes).as_secs();
        Timestamp::from_second(then).unwrap_or(self.now).to_string()
    }
}
