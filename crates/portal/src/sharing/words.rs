//! The words for what can be ticked, done and chosen.

use access::Module;
use access::ticks::{Doing, Tick};
use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};

use crate::texts::{Texts, Value};

/// What a tick is called.
pub(crate) fn tick(texts: &Texts, tick: Tick) -> String {
    texts.say_with(
        &format!("share-tick-{}", tick.name().replace('_', "-")),
        &[],
    )
}

/// What may be done, in the dialog's words.
pub(crate) fn doing(texts: &Texts, doing: Doing) -> String {
    texts.say_with(&format!("share-can-{}", doing.name()), &[])
}

/// One item of a module: `Project`.
pub(crate) fn kind(texts: &Texts, module: Module) -> String {
    texts.say_with(
        &format!("share-kind-{}", module.singular().replace('_', "-")),
        &[],
    )
}

/// How many items of a module: `2 projects`.
pub(crate) fn counted(texts: &Texts, module: Module, count: i64) -> String {
    let key = format!("share-count-{}", module.singular().replace('_', "-"));
    texts.say_with(&key, &[("count", Value::from(count))])
}

/// What a built-in role is called; the name of any other as it stands.
pub(crate) fn role(texts: &Texts, name: &str) -> String {
    match access::roles::BuiltIn::named(name) {
        Some(_) => texts.say_with(&format!("role-{}", name.to_ascii_lowercase()), &[]),
        None => name.to_owned(),
    }
}

/// The last moment before an end: what ends at midnight is there until 23:59 of the day before.
pub(crate) fn last_moment(texts: &Texts, end: Timestamp) -> Timestamp {
    let time = texts.zone().to_datetime(end).time();
    if time == Time::midnight() {
        end.saturating_sub(SignedDuration::from_secs(60))
            .unwrap_or(end)
    } else {
        end
    }
}

/// A name of the catalogue as a word: `Due on`.
pub(super) fn plain(name: &str) -> String {
    let name = name.replace('_', " ");
    let mut letters = name.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// A size of a file as people read it: `18 MB`.
pub(super) fn size(texts: &Texts, bytes: u64) -> String {
    const UNITS: [&str; 4] = [
        "share-size-b",
        "share-size-kb",
        "share-size-mb",
        "share-size-gb",
    ];
    let (mut tenths, mut unit) = (bytes.saturating_mul(10), 0);
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths = (tenths + 500) / 1000;
        unit += 1;
    }
    let whole = tenths / 10;
    let number = if whole >= 10 || unit == 0 || tenths % 10 == 0 {
        whole.to_string()
    } else {
        format!("{whole}{}{}", texts.say("number-point"), tenths % 10)
    };
    texts.say_with(UNITS[unit], &[("number", Value::from(number))])
}

/// `Jonas, Priya and Tom`; of more than four, how many others there are.
pub(super) fn names(texts: &Texts, names: &[String]) -> String {
    let first: Vec<&str> = names
        .iter()
        .map(|name| name.split_whitespace().next().unwrap_or(name))
        .collect();
    match first.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [some @ .., last] if first.len() <= 4 => {
            let given = [
                ("some", Value::from(some.join(", "))),
                ("last", Value::from(*last)),
            ];
            texts.say_with("share-names", &given)
        }
        many => {
            let given = [
                ("some", Value::from(many[..3].join(", "))),
                ("count", Value::from(many.len() - 3)),
            ];
            texts.say_with("share-names-more", &given)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use access::roles::BuiltIn;
    use jiff::tz::TimeZone;

    fn english() -> Texts {
        Texts::of("en", TimeZone::UTC)
    }

    #[test]
    fn everything_that_can_be_chosen_has_a_word() {
        let texts = english();
        let mut said: Vec<String> = Tick::ALL.map(|one| tick(&texts, one)).to_vec();
        said.extend(Doing::ALL.map(|one| doing(&texts, one)));
        said.extend(Module::ALL.map(|one| kind(&texts, one)));
        said.extend(Module::ALL.map(|one| counted(&texts, one, 2)));
        said.extend(BuiltIn::ALL.map(|one| role(&texts, one.name())));
        let keys = said
            .iter()
            .filter(|word| word.starts_with("share-") || word.starts_with("role-"));
        assert_eq!(keys.collect::<Vec<_>>(), Vec::<&String>::new());
    }

    #[test]
    fn what_ends_at_midnight_is_there_until_the_last_minute_of_the_day() {
        let texts = Texts::of("en", TimeZone::get("Europe/Berlin").unwrap());
        let said = |end: &str| last_moment(&texts, end.parse().unwrap()).to_string();
        assert_eq!(said("2026-03-31T22:00:00Z"), "2026-03-31T21:59:00Z");
        assert_eq!(said("2026-03-31T18:30:00Z"), "2026-03-31T18:30:00Z");
    }

    #[test]
    fn sizes_are_said_in_round_numbers() {
        let texts = english();
        let said = |bytes| size(&texts, bytes);
        assert_eq!([said(0), said(999), said(1_000)], ["0 B", "999 B", "1 kB"]);
        assert_eq!([said(31_400), said(2_400_000)], ["31 kB", "2.4 MB"]);
        assert_eq!(said(5_000_000_000_000), "5000 GB");
    }

    #[test]
    fn some_names_are_said_and_the_rest_counted() {
        let texts = english();
        let people = |count: usize| -> Vec<String> {
            let all = [
                "Jonas Weber",
                "Priya Nair",
                "Tom Okafor",
                "Ana Sousa",
                "Lea Brandt",
            ];
            all[..count].iter().map(|name| (*name).to_owned()).collect()
        };
        assert_eq!(names(&texts, &people(1)), "Jonas");
        assert_eq!(names(&texts, &people(3)), "Jonas, Priya and Tom");
        assert_eq!(names(&texts, &people(5)), "Jonas, Priya, Tom and 2 others");
    }
}
