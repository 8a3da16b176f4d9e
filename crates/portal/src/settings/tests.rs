#![allow(clippy::unwrap_used)]

use std::path::Path;

use clap::{Args as _, Command, FromArgMatches as _};

use super::*;

fn given(words: &[&str]) -> Given {
    let command = ServerFlags::augment_args(Command::new("vestibule").no_binary_name(true));
    ServerFlags::from_arg_matches(&command.get_matches_from(words))
        .unwrap()
        .given()
        .unwrap()
}

fn in_a_file(text: &str) -> Result<Given, WrongSetting> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("vestibule.toml");
    std::fs::write(&path, text).unwrap();
    let mut given = Given::default();
    file::read_into(&mut given, &path)
        .map(|()| given)
        .map_err(|error| {
            WrongSetting(
                error
                    .to_string()
                    .replace(&path.display().to_string(), "vestibule.toml"),
            )
        })
}

fn complaint(name: &str, value: &str) -> String {
    Serving::read(&given(&[&format!("--{name}={value}")]))
        .unwrap_err()
        .to_string()
}

#[test]
fn nothing_needs_to_be_set() {
    let serving = Serving::read(&Given::default()).unwrap();
    assert_eq!(serving.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(serving.upload_limit, Size(1 << 30));
    assert_eq!(serving.mail, None);
    assert_eq!(serving.base(), "http://127.0.0.1:8080");
}

#[test]
fn a_stronger_source_wins() {
    let mut both = given(&["--listen", "0.0.0.0:1"]);
    both.add(
        named("listen").unwrap(),
        "0.0.0.0:2".to_owned(),
        Source::Environment,
    );
    both.add(
        named("log").unwrap(),
        "warn".to_owned(),
        Source::Environment,
    );
    let serving = Serving::read(&both).unwrap();
    assert_eq!(serving.listen.to_string(), "0.0.0.0:1");
    assert_eq!(serving.log, Level::Warn);
}

#[test]
fn a_file_sets_by_the_same_names() {
    let given = in_a_file(
        "listen = \"[::1]:80\"\nupload-limit = 4096\ntrusted-proxies = [\"10.0.0.0/8\", \"::1\"]\n",
    )
    .unwrap();
    let serving = Serving::read(&given).unwrap();
    assert_eq!(serving.listen.to_string(), "[::1]:80");
    assert_eq!(serving.upload_limit, Size(4096));
    assert_eq!(serving.trusted_proxies.len(), 2);
}

#[test]
fn a_key_that_is_no_setting_is_named() {
    let said = in_a_file("listne = \"x\"").unwrap_err().to_string();
    assert!(
        said.starts_with("`listne` in `vestibule.toml` is no setting: there are data, database,"),
        "{said}"
    );
    let said = in_a_file("listen = true").unwrap_err().to_string();
    assert_eq!(
        said,
        "the setting `listen` in `vestibule.toml` should be a text or a number"
    );
    let said = in_a_file("log = \"info\"\nlisten =")
        .unwrap_err()
        .to_string();
    assert!(
        said.starts_with("line 2 of `vestibule.toml` is no TOML: "),
        "{said}"
    );
}

#[test]
fn a_wrong_value_is_one_sentence_that_names_the_setting() {
    assert_eq!(
        complaint("listen", "8080"),
        "the setting `--listen` is `8080`, but it should be an address and a port, such as `127.0.0.1:8080`"
    );
    for (name, values) in [
        (
            "listen",
            &["x", ":80", "a:b", "h:99999", "[x]:1", "a b:1"][..],
        ),
        (
            "public-url",
            &[
                "portal.example.com",
                "ftp://a",
                "https://",
                "https://a/b",
                "https://a b",
            ],
        ),
        ("sender", &["x", "a@b", "a@b@c.d", "@b.c", "a b@c.d"]),
        ("log", &["loud", "INFO"]),
        ("log-format", &["xml"]),
        (
            "upload-limit",
            &["0", "-1", "10XB", "much", "99999999999GiB"],
        ),
        ("session-length", &["0h", "1", "x", "1y", "4000000000d"]),
        ("trusted-proxies", &["10.0.0.0/33", "proxy", "1.2.3.4,"]),
        ("metrics-listen", &["9090"]),
    ] {
        for value in values {
            let said = complaint(name, value);
            assert!(
                said.starts_with(&format!(
                    "the setting `--{name}` is `{value}`, but it should "
                )),
                "{said}"
            );
        }
    }
}

#[test]
fn a_secret_is_never_repeated() {
    for (name, value) in [
        ("mail", "mailto:me:hunter2@host"),
        ("metrics-token", "hunter2"),
    ] {
        let said = complaint(name, value);
        assert!(!said.contains("hunter2"), "{said}");
        assert!(
            said.contains(&format!("`--{name}` cannot be used")),
            "{said}"
        );
    }
    let mail: Mail = "smtp://me:hunter2@host".parse().unwrap();
    assert!(!format!("{mail:?}").contains("hunter2"));
}

#[test]
fn storage_is_a_directory_until_there_is_more() {
    let place = Place::read(&given(&["--storage", "file:/srv/files"])).unwrap();
    assert_eq!(place.files().unwrap(), Path::new("/srv/files"));
    let said = Place::read(&given(&["--storage", "s3://bucket"]))
        .unwrap_err()
        .to_string();
    assert_eq!(
        said,
        "the setting `--storage` is `s3://bucket`, but S3 is not supported yet: use `file:DIR`"
    );
}

#[test]
fn missing_data_is_one_sentence() {
    assert_eq!(
        Place::default().data().unwrap_err().to_string(),
        "the setting `data` is missing: give `--data DIR`, set `VESTIBULE_DATA`, or write `data` in `vestibule.toml`"
    );
}

#[test]
fn a_network_holds_its_own_addresses_alone() {
    let network: Network = "10.1.0.0/16".parse().unwrap();
    assert!(network.holds("10.1.255.3".parse().unwrap()));
    assert!(network.holds("::ffff:10.1.0.9".parse().unwrap()));
    assert!(!network.holds("10.2.0.1".parse().unwrap()));
    assert!(!network.holds("::1".parse().unwrap()));
    assert!(
        "0.0.0.0/0"
            .parse::<Network>()
            .unwrap()
            .holds("8.8.8.8".parse().unwrap())
    );
}

#[test]
fn lengths_of_time_and_sizes_are_read_in_their_units() {
    assert_eq!("90s".parse(), Ok(Span(90)));
    assert_eq!("2d".parse(), Ok(Span(172_800)));
    assert_eq!("500MiB".parse(), Ok(Size(500 << 20)));
    assert_eq!("12".parse(), Ok(Size(12)));
}
