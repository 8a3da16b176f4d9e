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
