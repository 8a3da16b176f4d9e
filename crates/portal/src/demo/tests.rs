//! The demo and the sample are whole: every line is one a bundle may hold, every reference leads somewhere, and each kind of guest is there.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod brought_in;
mod cast;
mod eyes;
mod form;
mod references;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::Value;

use form::faults_of_form;
use references::faults_of_reference;

/// The sample bundle of the README.
const SAMPLE: &str = include_str!("../../../../examples/sample.ndjson");

fn noon(today: Date) -> Timestamp {
    format!("{today}T12:00:00Z").parse().unwrap()
}

fn parsed<S: AsRef<str>>(lines: impl IntoIterator<Item = S>) -> Vec<Value> {
    lines
        .into_iter()
        .map(|line| serde_json::from_str(line.as_ref()).expect("every line is JSON"))
        .collect()
}

fn agency_on(today: Date) -> Vec<Value> {
    parsed(super::agency(today, noon(today)))
}

fn agency() -> Vec<Value> {
    agency_on(date(2026, 11, 24))
}

fn printer() -> Vec<Value> {
    let today = date(2026, 11, 24);
    parsed(super::second_company(today, noon(today)))
}

fn of_kind<'a>(lines: &'a [Value], kind: &str) -> Vec<&'a Value> {
    lines.iter().filter(|line| line["kind"] == kind).collect()
}

fn faults(lines: &[Value]) -> Vec<String> {
    let mut faults = faults_of_form(lines);
    faults.extend(faults_of_reference(lines));
    faults
}

const NO_FAULTS: [&str; 0] = [];

#[test]
fn every_line_of_the_agency_is_one_a_bundle_may_hold() {
    assert_eq!(faults(&agency()), NO_FAULTS);
}

#[test]
fn every_line_of_the_printer_is_one_a_bundle_may_hold() {
    assert_eq!(faults(&printer()), NO_FAULTS);
}

#[test]
fn every_line_of_the_sample_is_one_a_bundle_may_hold() {
    assert_eq!(faults(&parsed(SAMPLE.lines())), NO_FAULTS);
}

#[test]
fn the_sample_shows_every_kind_of_line_and_is_short_enough_to_read() {
    let lines = parsed(SAMPLE.lines());
    let missing: Vec<&str> = form::KINDS
        .iter()
        .copied()
        .filter(|kind| of_kind(&lines, kind).is_empty())
        .collect();
    assert_eq!(missing, NO_FAULTS);
    assert!((40..=60).contains(&lines.len()), "{} lines", lines.len());
}

#[test]
fn the_demo_is_whole_on_any_day_also_on_the_29th_of_february() {
    let days = [
        date(2028, 2, 29),
        date(2028, 3, 1),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2027, 3, 28),
        date(2027, 10, 31),
        // A week, so that the weekend falls everywhere once.
        date(2026, 6, 1),
        date(2026, 6, 2),
        date(2026, 6, 3),
        date(2026, 6, 4),
        date(2026, 6, 5),
        date(2026, 6, 6),
        date(2026, 6, 7),
    ];
    for today in days {
        assert_eq!(faults(&agency_on(today)), NO_FAULTS, "on {today}");
        let printer = parsed(super::second_company(today, noon(today)));
        assert_eq!(faults(&printer), NO_FAULTS, "at the printer on {today}");
    }
}

#[test]
fn the_same_day_gives_the_same_lines() {
    let today = date(2026, 11, 24);
    assert_eq!(
        super::agency(today, noon(today)),
        super::agency(today, noon(today))
    );
}

#[test]
fn what_has_happened_lies_before_now() {
    let today = date(2026, 11, 24);
    let keys = [
        ("comment", "at"),
        ("task", "created_at"),
        ("ticket", "opened_at"),
        ("ticket", "closed_at"),
        ("invoice", "sent_at"),
        ("estimate", "sent_at"),
    ];
    for (kind, key) in keys {
        let early: Vec<Timestamp> = of_kind(&agency_on(today), kind)
            .into_iter()
            .filter_map(|line| line[key].as_str())
            .map(|instant| instant.parse().unwrap())
            .filter(|instant: &Timestamp| *instant > noon(today))
            .collect();
        assert_eq!(early, [], "{kind}.{key}");
    }
}

#[test]
fn a_line_that_a_bundle_may_not_hold_is_reported() {
    let wrong = [
        r#"{"kind":"task","id":"t","title":"x","colour":"red"}"#,
        r#"{"kind":"task","id":"t","title":"x","due_on":"2027-02-29"}"#,
        r#"{"kind":"task","id":"t","title":"x","assignee":"nobody"}"#,
        r#"{"kind":"task","id":"t","title":"x","stage":"nowhere"}"#,
        r#"{"kind":"task","id":"t","title":"x","hours_spent":4}"#,
        r#"{"kind":"order","id":"o","number":"1","status":"paid"}"#,
        r#"{"kind":"contact","id":"k","name":"x"}"#,
        r#"{"kind":"thing","id":"k"}"#,
        r#"{"kind":"role","id":"r","name":"x","permissions":{"tasks":{"fields":["colour"]}}}"#,
    ];
    for line in wrong {
        assert_eq!(faults(&parsed([line])).len(), 1, "{line}");
    }
}

#[test]
fn an_id_that_is_used_twice_is_reported_also_between_members_and_guests() {
    let lines = parsed([
        r#"{"kind":"member","id":"ana","email":"ana@acme.example","name":"Ana"}"#,
        r#"{"kind":"guest","id":"ana","email":"ana@other.example","name":"Ana","roles":[]}"#,
    ]);
    assert_eq!(faults(&lines), ["person `ana` appears twice"]);
}
