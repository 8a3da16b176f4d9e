//! The bodies of requests: objects of JSON, each key read and checked by itself.

use super::turn::wrong;
use crate::writes::WriteError;
use access::Fault;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::{Map, Value};

/// An object that is being read. What is wrong with it is gathered, so that everything is told at once.
pub(super) struct Body<'v> {
    object: &'v Map<String, Value>,
    pub(super) faults: Vec<Fault>,
}

/// When something ends: an instant, or a day, at whose end it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Instant(i64),
    Day(Date),
}

impl End {
    /// The instant, in microseconds; a day ends where the next one begins in this zone.
    pub(super) fn at(self, zone: &TimeZone) -> i64 {
        match self {
            End::Instant(at) => at,
            End::Day(day) => day
                .checked_add(1.day())
                .and_then(|next| zone.to_timestamp(next.at(0, 0, 0, 0)))
                .map_or(i64::MAX, Timestamp::as_microsecond),
        }
    }

    fn read(text: &str) -> Option<End> {
        if text.len() == 10 {
            return text.parse().ok().map(End::Day);
        }
        let at: Timestamp = text.parse().ok()?;
        Some(End::Instant(at.as_microsecond()))
    }
}

impl<'v> Body<'v> {
    /// The object that was sent.
    ///
    /// # Errors
    /// Where it is none; keys that nothing takes are gathered.
    pub(super) fn read(value: &'v Value, keys: &[&str]) -> Result<Body<'v>, WriteError> {
        let Some(object) = value.as_object() else {
            return Err(wrong("", value, "an object"));
        };
        let mut faults = Vec::new();
        for key in object.keys().filter(|key| !keys.contains(&key.as_str())) {
            faults.push(Fault {
                pointer: format!("/{}", escaped(key)),
                found: format!(
                    "the key {}",
                    access::permissions::shown(&Value::from(key.as_str()))
                ),
                expected: format!("one of `{}`", keys.join("`, `")),
            });
        }
        Ok(Body { object, faults })
    }

    /// Whether the key was sent, be it with no value.
    pub(super) fn has(&self, key: &str) -> bool {
        self.object.contains_key(key)
    }

    /// The value of a key; nothing where it is left out or null.
    pub(super) fn get(&self, key: &str) -> Option<&'v Value> {
        self.object.get(key).filter(|value| !value.is_null())
    }

    pub(super) fn wrong(&mut self, pointer: &str, found: &Value, expected: impl Into<String>) {
        self.faults.push(Fault::new(pointer, found, expected));
    }

    /// A text of at most `most` characters.
    pub(super) fn text(&mut self, key: &str, most: usize) -> Option<&'v str> {
        let value = self.get(key)?;
        let pointer = format!("/{key}");
        match value.as_str() {
            None => self.wrong(&pointer, value, "a text"),
            Some(text) if text.contains('\0') => {
                self.wrong(&pointer, value, "a text without the character U+0000");
            }
            Some(text) if text.chars().count() > most => {
                let found = format!("{} characters", text.chars().count());
                let expected = format!("at most {most}");
                self.faults.push(Fault {
                    pointer,
                    found,
                    expected,
                });
            }
            Some(text) => return Some(text),
        }
        None
    }

    /// The same, where nothing but spaces counts as left out.
    pub(super) fn words(&mut self, key: &str, most: usize) -> Option<&'v str> {
        self.text(key, most).filter(|text| !text.trim().is_empty())
    }

    /// A whole number within bounds.
    pub(super) fn whole(&mut self, key: &str, least: i64, most: i64) -> Option<i64> {
        let value = self.get(key)?;
        let whole = value.as_i64().filter(|n| (least..=most).contains(n));
        if whole.is_none() {
            let expected = format!("a whole number from {least} to {most}");
            self.wrong(&format!("/{key}"), value, expected);
        }
        whole
    }

    /// An instant, or a day that means its end.
    pub(super) fn end(&mut self, key: &str) -> Option<End> {
        let value = self.get(key)?;
        let end = value.as_str().and_then(End::read);
        if end.is_none() {
            self.wrong(
                &format!("/{key}"),
                value,
                "an instant as `2026-01-31T09:00:00Z`, or a day as `2026-01-31`",
            );
        }
        end
    }

    /// What is wrong so far, if anything is.
    ///
    /// # Errors
    /// All of it.
    pub(super) fn so_far(&mut self) -> Result<(), WriteError> {
        if self.faults.is_empty() {
            return Ok(());
        }
        Err(WriteError::faults(std::mem::take(&mut self.faults)))
    }
}

pub(super) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_day_ends_where_the_next_begins_in_the_companys_zone() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let at = |text: &str| {
            let at = End::read(text).unwrap().at(&berlin);
            Timestamp::from_microsecond(at).unwrap().to_string()
        };
        assert_eq!(at("2026-03-28"), "2026-03-28T23:00:00Z");
        // The clocks go forward that night.
        assert_eq!(at("2026-03-29"), "2026-03-29T22:00:00Z");
        assert_eq!(at("2026-03-29T10:00:00+02:00"), "2026-03-29T08:00:00Z");
        for none in ["", "soon", "2026-02-30", "29.03.2026", "2026-03-29T10:00"] {
            assert_eq!(End::read(none), None, "{none}");
        }
    }
}
