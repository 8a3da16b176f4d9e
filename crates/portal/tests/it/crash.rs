//! The program killed at any moment: what it acknowledged is there, and nothing is half there.

use std::io::{Read as _, Write as _};
use std::time::Duration;

use store::testing::Engine;

use crate::process::Place;

const TASKS: usize = 1_500;

/// Some thousand tasks; together more than a pipe holds.
fn bundle() -> String {
    let task = |n| {
        format!(
            "{{\"kind\":\"task\",\"id\":\"t{n}\",\"title\":\"Task {n}\",\"description\":\"{}\"}}\n",
            "x".repeat(200)
        )
    };
    (0..TASKS).map(task).collect()
}

/// Ever longer moments after the last byte, from none to a good second.
fn moments() -> impl Iterator<Item = Duration> {
    std::iter::once(0)
        .chain((0..11).map(|n| 1 << n))
        .map(Duration::from_millis)
}

/// Whether the place is sound: everything in it can be read, and the log is whole.
fn sound(place: &Place) {
    place.ok(&["doctor"]);
    place.ok(&["audit", "verify"]);
    let server = place.serve();
    assert_eq!(server.get("/readyz", "").0, 200);
}

#[tokio::test]
async fn an_import_killed_while_it_reads_leaves_nothing() {
    let bundle = bundle();
    for engine in Engine::both() {
        let place = Place::new(engine).await;
        place.init("acme");
        for eighths in [2, 5, 8] {
            let mut import = place.start(&["import", "--account", "acme", "-"]);
            // The end of the input is never said, so it cannot have come to an end.
            let input = import.child.stdin.as_mut().unwrap();
            input
                .write_all(&bundle.as_bytes()[..bundle.len() * eighths / 8])
                .unwrap();
            assert_eq!(import.kill(), None);
            assert_eq!(place.tasks("acme"), 0, "{engine:?}, {eighths}/8");
        }
        sound(&place);
    }
}

#[tokio::test]
async fn an_import_killed_while_it_writes_leaves_all_or_nothing() {
    let bundle = bundle();
    for engine in Engine::both() {
        let place = Place::new(engine).await;
        let mut acknowledged = 0;
        for (n, moment) in moments().enumerate() {
            let slug = format!("acme-{n}");
            place.init(&slug);
            let mut import = place.start(&["import", "--account", &slug, "-"]);
            let mut input = import.child.stdin.take().unwrap();
            input.write_all(bundle.as_bytes()).unwrap();
            drop(input);
            let _ = import.said_within(moment);
            let code = import.kill();
            acknowledged += usize::from(code == Some(0));
            let there = place.tasks(&slug);
            let possible: &[usize] = if code == Some(0) {
                &[TASKS]
            } else {
                &[0, TASKS]
            };
            assert!(
                possible.contains(&there),
                "{engine:?}, after {moment:?}: {there}"
            );
        }
        assert!(acknowledged > 0, "{engine:?}: no import came to its end");
        sound(&place);
    }
}

#[tokio::test]
async fn a_server_killed_during_an_import_keeps_what_it_acknowledged_and_starts_again() {
    let bundle = bundle();
    for engine in Engine::both() {
        let place = Place::new(engine).await;
        place.init("acme");
        let token = place.token("acme");
        for eighths in [0, 4, 7] {
            let server = place.serve();
            let mut connection = server.post_import("acme", &token, bundle.len());
            connection
                .write_all(&bundle.as_bytes()[..bundle.len() * eighths / 8])
                .unwrap();
            server.kill();
            assert_eq!(place.tasks("acme"), 0, "{engine:?}, {eighths}/8");
        }
        let mut acknowledged = 0;
        for (n, moment) in moments().enumerate() {
            let slug = format!("acme-{n}");
            place.init(&slug);
            let token = place.token(&slug);
            let server = place.serve();
            let mut connection = server.post_import(&slug, &token, bundle.len());
            connection.write_all(bundle.as_bytes()).unwrap();
            connection
                .set_read_timeout(Some(moment.max(Duration::from_millis(1))))
                .unwrap();
            let mut answer = [0; 12];
            let answered = connection.read_exact(&mut answer).is_ok();
            server.kill();
            assert!(
                !answered || answer == *b"HTTP/1.1 200",
                "{engine:?}: {answer:?}"
            );
            acknowledged += usize::from(answered);
            let there = place.tasks(&slug);
            let possible: &[usize] = if answered { &[TASKS] } else { &[0, TASKS] };
            assert!(
                possible.contains(&there),
                "{engine:?}, after {moment:?}: {there}"
            );
        }
        assert!(acknowledged > 0, "{engine:?}: no import was answered");
        sound(&place);
    }
}

#[tokio::test]
async fn a_restore_killed_at_any_moment_can_be_done_again() {
    let bundle = bundle();
    for engine in Engine::both() {
        let place = Place::new(engine).await;
        place.init("acme");
        let (tasks, copy) = (place.file("tasks.ndjson"), place.file("copy.tar"));
        std::fs::write(&tasks, &bundle).unwrap();
        place.ok(&["import", "--account", "acme", &tasks]);
        place.ok(&["backup", &copy]);
        for moment in moments() {
            let other = Place::without_tables(engine).await;
            let restore = other.start(&["restore", &copy]);
            let _ = restore.said_within(moment);
            let code = restore.kill();
            let again = other.run(&["restore", &copy]);
            let full = again.err.contains("the database is not empty");
            assert!(again.code == 0 || full, "{engine:?}: {}", again.err);
            assert!(code != Some(0) || full, "{engine:?}: restored twice");
            assert_eq!(other.tasks("acme"), TASKS, "{engine:?}, after {moment:?}");
        }
    }
}
