//! `vestibule backup` and `vestibule restore`.

use std::fs::File;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use serde_json::Value;
use store::testing::Engine;

use crate::process::Place;

const WORLD: &str = include_str!("world.ndjson");

/// A place with the world in it.
async fn lived_in(engine: Engine) -> Place {
    let place = Place::new(engine).await;
    place.init("acme");
    let bundle = place.dir.path().join("world.ndjson");
    std::fs::write(&bundle, WORLD).unwrap();
    place.ok(&["import", "--account", "acme", bundle.to_str().unwrap()]);
    place
}

#[tokio::test]
async fn a_copy_made_while_the_server_runs_is_the_same_account_elsewhere() {
    for engine in Engine::both() {
        let place = lived_in(engine).await;
        let server = place.serve();
        let token = place.token("acme");
        let file = place.dir.path().join("copy.tar");
        let name = file.to_str().unwrap();
        let made: Value = serde_json::from_str(&place.ok(&["backup", name, "--json"])).unwrap();
        assert_eq!(server.get("/readyz", "").0, 200);
        assert_eq!(
            (&made["files_missing"], &made["bytes"]),
            (&0.into(), &file.metadata().unwrap().len().into())
        );
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        for other in Engine::both() {
            let copy = Place::without_tables(other).await;
            let restored: Value =
                serde_json::from_str(&copy.ok(&["restore", name, "--json"])).unwrap();
            assert_eq!(restored, made);
            let export = ["export", "--account", "acme", "--with-files"];
            assert_eq!(copy.ok(&export), place.ok(&export));
            // Who was let in before is let in by the copy.
            assert_eq!(copy.serve().get("/api/v1/me", &token).0, 200);
        }
        let again = place.run(&["restore", name]);
        assert_eq!(again.code, 1);
        assert!(
            again.err.starts_with("error: the database is not empty ("),
            "{}",
            again.err
        );
    }
}

#[tokio::test]
async fn a_copy_goes_through_a_pipe() {
    let place = lived_in(Engine::Sqlite).await;
    let copy = Place::without_tables(Engine::Sqlite).await;
    let file = copy.dir.path().join("piped");
    let program = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
        command.args(arguments).stdin(Stdio::null());
        command
    };
    let made = program(&place.arguments(&["backup", "-"]))
        .stdout(File::create(&file).unwrap())
        .status();
    assert!(made.unwrap().success());
    let taken = program(&copy.arguments(&["restore", "-"]))
        .stdin(File::open(&file).unwrap())
        .status();
    assert!(taken.unwrap().success());
    assert_eq!(copy.tasks("acme"), place.tasks("acme"));
}

#[tokio::test]
async fn a_damaged_copy_is_named_before_anything_is_touched() {
    let place = lived_in(Engine::Sqlite).await;
    let file = place.dir.path().join("copy.tar");
    let name = file.to_str().unwrap();
    place.ok(&["backup", name]);
    let whole = std::fs::read(&file).unwrap();
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 1;
    let target = place.dir.path().join("new");
    for content in [&whole[..whole.len() / 2], &changed, b"", b"tar"] {
        std::fs::write(&file, content).unwrap();
        let ran = crate::cli::run(&["restore", name, "--data", target.to_str().unwrap()]);
        assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{}", ran.err);
        assert!(
            ran.err.starts_with(&format!("error: `{name}`: ")),
            "{}",
            ran.err
        );
        assert!(!target.exists());
    }
}

#[tokio::test]
async fn a_copy_that_cannot_be_written_leaves_the_one_before() {
    let place = lived_in(Engine::Sqlite).await;
    let ran = place.run(&["backup", "/nowhere/copy.tar"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err
            .starts_with("error: the file `/nowhere/copy.tar` cannot be written: "),
        "{}",
        ran.err
    );
    let ran = place.run(&["backup", "-", "--json"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
}
