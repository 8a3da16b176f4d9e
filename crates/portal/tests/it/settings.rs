//! Settings, as an operator meets them.

use crate::cli::{Ran, run, run_with};

fn refused(ran: &Ran, sentence: &str) {
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert_eq!(ran.err.trim_end(), format!("error: {sentence}"));
    assert_eq!(ran.out, "");
}

#[test]
fn a_wrong_flag_variable_or_key_is_named_as_it_was_given() {
    let data = tempfile::tempdir().unwrap();
    let dir = data.path().to_str().unwrap();
    let expected = "but it should be an address and a port, such as `127.0.0.1:8080`";
    refused(
        &run(&["serve", "--data", dir, "--listen", "here"]),
        &format!("the setting `--listen` is `here`, {expected}"),
    );
    refused(
        &run_with(
            &["serve", "--data", dir],
            &[("VESTIBULE_LISTEN", "there")],
            data.path(),
        ),
        &format!("the setting `VESTIBULE_LISTEN` is `there`, {expected}"),
    );
    std::fs::write(data.path().join("vestibule.toml"), "listen = \"nowhere\"").unwrap();
    refused(
        &run_with(&["serve", "--data", dir], &[], data.path()),
        &format!("the setting `listen` in `vestibule.toml` is `nowhere`, {expected}"),
    );
}

#[test]
fn a_key_that_is_no_setting_stops_every_command_that_reads_them() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("mine.toml");
    std::fs::write(&file, "speed = 11").unwrap();
    let ran = run(&["doctor", "--config", file.to_str().unwrap()]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("error: `speed` in `"), "{}", ran.err);
    let ran = run(&["doctor", "--config", "/nowhere/vestibule.toml"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err
            .starts_with("error: the file `/nowhere/vestibule.toml` cannot be read"),
        "{}",
        ran.err
    );
}

#[test]
fn data_is_the_one_thing_that_must_be_set() {
    refused(
        &run(&["serve"]),
        "the setting `data` is missing: give `--data DIR`, set `VESTIBULE_DATA`, or write `data` in `vestibule.toml`",
    );
}

#[test]
fn a_database_that_is_none_is_refused_without_its_password() {
    let ran = run(&["migrate", "--database", "mysql://me:hunter2@host/db"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("`mysql://`") && !ran.err.contains("hunter2"),
        "{}",
        ran.err
    );
}

#[test]
fn the_page_of_settings_is_the_one_the_program_writes() {
    let page = std::fs::read_to_string("../../docs/settings.md").unwrap();
    assert_eq!(
        run(&["generate", "settings"]).out,
        page,
        "run `cargo run -- generate settings > docs/settings.md`"
    );
}
