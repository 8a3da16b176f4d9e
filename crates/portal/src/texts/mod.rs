//! What pages and mails say: one folder of Fluent texts for each language, English complete.

mod dates;
mod language;
mod money;
#[cfg(test)]
mod tests;

pub(crate) use dates::{Day, stamp};
pub(crate) use fluent_bundle::FluentValue as Value;

use jiff::tz::TimeZone;
use language::Language;

/// Texts, dates and amounts for one reader: in their language, and in their time zone.
#[derive(Clone)]
pub(crate) struct Texts {
    language: &'static Language,
    zone: TimeZone,
}

impl Texts {
    /// Those for a reader's locale, such as `pt-BR`; English where there is no such language.
    pub(crate) fn of(locale: &str, zone: TimeZone) -> Texts {
        Texts {
            language: Language::of(locale),
            zone,
        }
    }

    /// The language's code, for the `lang` of a page.
    pub(crate) fn code(&self) -> &'static str {
        self.language.code
    }

    /// The reader's time zone.
    pub(crate) const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// A text without arguments.
    pub(crate) fn say(&self, key: &str) -> String {
        self.language.say(key, &[])
    }

    /// A text with arguments.
    pub(crate) fn say_with(&self, key: &str, given: &[(&str, Value<'_>)]) -> String {
        self.language.say(key, given)
    }
}
