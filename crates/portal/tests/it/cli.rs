//! The program run from outside.

use std::path::Path;
use std::process::{Command, Stdio};

/// What a run gave.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn run(arguments: &[&str]) -> Ran {
    run_with(arguments, &[], &std::env::temp_dir())
}

pub(crate) fn run_with(arguments: &[&str], variables: &[(&str, &str)], directory: &Path) -> Ran {
    let ran = Command::new(env!("CARGO_BIN_EXE_vestibule"))
        .args(arguments)
        .envs(variables.iter().copied())
        .current_dir(directory)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Ran {
        code: ran.status.code().unwrap(),
        out: String::from_utf8(ran.stdout).unwrap(),
        err: String::from_utf8(ran.stderr).unwrap(),
    }
}

const COMMANDS: [&str; 12] = [
    "demo",
    "init",
    "serve",
    "import",
    "export",
    "token",
    "explain",
    "audit",
    "audit verify",
    "migrate",
    "catalogue",
    "doctor",
];

#[test]
fn the_help_of_every_command_shows_an_example() {
    for command in COMMANDS {
        let mut arguments: Vec<&str> = command.split(' ').collect();
        arguments.push("--help");
        let ran = run(&arguments);
        assert_eq!(ran.code, 0, "{command}: {}", ran.err);
        assert!(
            ran.out.contains(&format!("  vestibule {command} ")),
            "{command}:\n{}",
            ran.out
        );
    }
}

#[test]
fn a_wrong_call_is_two_and_explains_itself() {
    for arguments in [
        &["serve", "--loudly"][..],
        &["sing"],
        &[],
        &["init", "--account", "acme"],
        &["catalogue", "x"],
    ] {
        let ran = run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert_eq!(ran.out, "");
        assert!(!ran.err.is_empty());
    }
}

#[test]
fn the_catalogue_is_the_designs_own() {
    let ran = run(&["catalogue", "--json"]);
    assert_eq!(ran.code, 0);
    let printed: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(printed, access::roles::catalogue());
}

#[test]
fn a_directory_without_a_database_is_named() {
    let ran = run(&["audit", "verify", "--data", "/nowhere"]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.err.trim_end(),
        "error: there is no database in `/nowhere`: `vestibule init --data /nowhere …` makes one"
    );
}

#[test]
fn the_doctor_says_what_is_missing_and_how_to_mend_it() {
    let ran = run(&["doctor", "--data", "/nowhere", "--json"]);
    assert_eq!(ran.code, 1);
    let findings: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let states: Vec<&str> = findings
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["bad", "bad", "warning", "good", "warning"]);
}

#[test]
fn the_doctor_sweeps_where_there_is_a_database_and_where_it_is_told_to() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().to_str().unwrap();
    let state = |arguments: &[&str]| {
        let ran = run(&[&["doctor", "--data", data, "--json"], arguments].concat());
        let findings: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        let files = findings.as_array().unwrap().last().unwrap();
        (
            files["what"].clone(),
            files["state"].clone(),
            files["says"].clone(),
        )
    };
    let orphan = dir.path().join("files/aa/bb");
    std::fs::create_dir_all(&orphan).unwrap();
    let orphan = orphan.join("aabb".repeat(16));
    std::fs::write(&orphan, b"orphan").unwrap();
    let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    let file = std::fs::File::options().write(true).open(&orphan).unwrap();
    file.set_modified(long_ago).unwrap();
    let (what, how, _) = state(&["--sweep"]);
    assert_eq!((what, how), ("files".into(), "bad".into()));
    let made = run(&[
        "init",
        "--data",
        data,
        "--account",
        "acme",
        "--name",
        "Acme",
        "--admin",
        "ada@acme.example",
    ]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert_eq!(state(&[]).0, "public URL");
    assert!(orphan.exists());
    let (_, how, says) = state(&["--sweep"]);
    assert_eq!(how, "good");
    assert_eq!(says, "swept away what nothing names: 1 files, 6 bytes");
    assert!(!orphan.exists());
}
