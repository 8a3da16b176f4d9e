#![allow(clippy::unwrap_used)]

use super::language::ENGLISH;
use super::{Day, Texts, Value, stamp};
use fluent_bundle::FluentResource;
use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use std::path::Path;

fn english() -> Texts {
    Texts::of("en", TimeZone::get("Europe/Lisbon").unwrap())
}

/// Every key of English, and what stands in its files twice.
fn keys() -> (BTreeSet<String>, Vec<String>) {
    let (mut keys, mut twice) = (BTreeSet::new(), Vec::new());
    for (name, text) in ENGLISH {
        FluentResource::try_new((*text).to_owned())
            .unwrap_or_else(|(_, errors)| panic!("{name}: {errors:?}"));
        for line in text.lines() {
            let Some((key, _)) = line.split_once(" =") else {
                continue;
            };
            if key.starts_with(|c: char| c.is_ascii_lowercase()) && !keys.insert(key.to_owned()) {
                twice.push(key.to_owned());
            }
        }
    }
    (keys, twice)
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push((
                path.display().to_string(),
                std::fs::read_to_string(&path).unwrap(),
            ));
        }
    }
}

#[test]
fn every_text_that_is_said_is_there_once() {
    let (keys, twice) = keys();
    assert_eq!(twice, Vec::<String>::new());
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let mut missing = Vec::new();
    for (path, text) in &files {
        for call in ["say(\"", "say_with(\"", "say_with(\n"] {
            for rest in text.split(call).skip(1) {
                let rest = rest.trim_start();
                // A key that is put together is none to look up here.
                if rest.starts_with('&') {
                    continue;
                }
                let rest = rest.trim_start_matches('"');
                let key = rest.split('"').next().unwrap_or_default();
                if !keys.contains(key) {
                    missing.push(format!("{path}: {key}"));
                }
            }
        }
    }
    missing.retain(|line| !line.contains("texts/tests.rs"));
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn days_are_said_as_people_say_them() {
    let texts = english();
    let today = date(2026, 3, 12);
    let say = |how, day| texts.day(day, how, today);
    assert_eq!(say(Day::Full, today), "Thursday, 12 March 2026");
    assert_eq!(say(Day::Near, today), "Today");
    assert_eq!(say(Day::Near, date(2026, 3, 13)), "Tomorrow, 13 March");
    assert_eq!(say(Day::Near, date(2026, 3, 17)), "Tuesday, 17 March");
    assert_eq!(say(Day::Near, date(2027, 3, 17)), "17 March 2027");
    assert_eq!(say(Day::Short, date(2026, 12, 1)), "1 Dec");
    assert_eq!(say(Day::Short, date(2025, 12, 1)), "1 Dec 2025");
}

#[test]
fn an_instant_falls_on_the_readers_own_day() {
    let texts = Texts::of("en", TimeZone::get("Asia/Tokyo").unwrap());
    let at = "2026-03-12T20:30:00Z".parse().unwrap();
    assert_eq!(texts.day_of(at), date(2026, 3, 13));
    assert_eq!(texts.time(at), "05:30");
}

#[test]
fn amounts_have_their_sign_and_groups_of_three() {
    let texts = english();
    assert_eq!(texts.money("4688.25", "EUR"), "€4,688.25");
    assert_eq!(texts.money("-1234567", "JPY"), "\u{2212}¥1,234,567");
    assert_eq!(texts.money("12.00", "???"), "???\u{a0}12.00");
}

#[test]
fn a_count_chooses_its_words() {
    let texts = english();
    let say = |n: i64| texts.say_with("frame-things-waiting", &[("count", Value::from(n))]);
    assert_eq!(say(0), "Nothing is waiting for you.");
    assert_eq!(say(1), "One thing is waiting for you.");
    assert_eq!(say(4), "4 things are waiting for you.");
}

#[test]
fn an_instant_is_written_for_programs_in_whole_seconds() {
    let at = |micros| stamp(Timestamp::from_microsecond(micros).unwrap());
    assert_eq!(at(1_000_000_605_662), "1970-01-12T13:46:40Z");
    assert_eq!(at(1_000_000_999_999), "1970-01-12T13:46:40Z");
    assert_eq!(at(0), "1970-01-01T00:00:00Z");
}
