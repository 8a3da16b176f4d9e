//! What is no whole copy changes nothing, and nothing is written over.

use super::*;
use crate::backup::check;
use crate::backup::tar::Packer;

/// Places spread over the whole length, the first and the last among them.
fn spread(length: usize, count: usize) -> impl Iterator<Item = usize> {
    (0..count).map(move |n| n * (length - 1) / (count - 1))
}

#[tokio::test]
async fn a_copy_that_was_cut_or_changed_anywhere_leaves_the_database_empty() {
    let (house, _) = House::lived_in(Engine::Sqlite).await;
    let (copy, made) = house.backup().await;
    for length in spread(copy.len(), 400) {
        assert!(check(&copy[..length], |_| {}).is_err(), "cut to {length}");
    }
    for at in spread(copy.len(), 800) {
        let mut changed = copy.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(
            check(changed.as_slice(), |_| {}).is_err(),
            "changed at {at}"
        );
    }
    for engine in Engine::both() {
        let other = House::empty(engine).await;
        for at in spread(copy.len(), 8) {
            assert!(
                other.restore(&copy[..at]).await.is_err(),
                "{engine:?}, cut to {at}"
            );
            let mut changed = copy.clone();
            changed[at] ^= 1;
            assert!(
                other.restore(&changed).await.is_err(),
                "{engine:?}, changed at {at}"
            );
            assert_eq!(
                (other.row_count().await, other.file_count()),
                (0, 0),
                "{engine:?}, {at}"
            );
        }
        assert_eq!(other.restore(&copy).await.unwrap(), made, "{engine:?}");
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_in_one_sentence() {
    let (house, _) = House::lived_in(Engine::Sqlite).await;
    let (copy, _) = house.backup().await;
    let says = |bytes: &[u8]| check(bytes, |_| {}).unwrap_err().to_string();
    for nothing in [&b""[..], b"{\"kind\":\"task\"}\n", &[0; 2048], &copy[..300]] {
        assert_eq!(says(nothing), "this is no backup of vestibule");
    }
    assert_eq!(
        says(&copy[..copy.len() / 2]),
        format!(
            "the backup is damaged: it ends early, after {} bytes",
            copy.len() / 2 / 512 * 512
        )
    );
    let mut changed = copy.clone();
    let name = changed.windows(6).position(|window| window == b"\"Acme\"");
    let at = name.unwrap() + 1;
    changed[at] ^= 1;
    assert_eq!(
        says(&changed),
        "the backup is damaged: it is not as it was written"
    );
    assert!(says(&[&copy[..], b"x"].concat()).contains("something comes after its end"));
}

/// An archive that begins with this and then stops.
fn beginning(head: &str) -> Vec<u8> {
    let mut out = Vec::new();
    Packer::new(&mut out)
        .member("backup.json", head.as_bytes())
        .unwrap();
    out
}

#[tokio::test]
async fn a_later_layout_and_a_later_or_another_schema_are_refused() {
    let head = |format: u32, version: i64| {
        format!(
            r#"{{"format":{format},"program":"9","made_at":"","schema":{{"version":{version},"fingerprint":"x"}},"tables":[]}}"#
        )
    };
    for engine in Engine::both() {
        let house = House::empty(engine).await;
        for (head, sentence) in [
            (
                "{\"format\":2,\"new\":1}".to_owned(),
                "the backup has the layout 2, which this program does not know",
            ),
            (
                head(1, 9_999),
                "the database has schema 9999 but this program knows only up to",
            ),
            (
                head(1, 1),
                "the backup was made with the schema 1, which is not one of this program's",
            ),
            (
                "{}".to_owned(),
                "the backup is damaged: its beginning cannot be read",
            ),
        ] {
            let error = house
                .restore(&beginning(&head))
                .await
                .unwrap_err()
                .to_string();
            assert!(error.starts_with(sentence), "{error}");
        }
        let mut tx = house.db().snapshot().await.unwrap();
        assert_eq!(
            layout::version(&mut tx).await.unwrap(),
            None,
            "tables were made"
        );
    }
}

#[tokio::test]
async fn a_database_with_data_is_not_filled_and_one_without_tables_not_copied() {
    for engine in Engine::both() {
        let (house, _) = House::lived_in(engine).await;
        let (copy, _) = house.backup().await;
        let before = house.rows().await;
        let error = house.restore(&copy).await.unwrap_err().to_string();
        assert_eq!(
            error,
            "the database is not empty (there are rows in `identity`): restore into a new one"
        );
        assert_eq!(house.rows().await, before);

        let empty = House::empty(engine).await;
        let operator = Operator::of_this_machine();
        let made = backup(
            &operator,
            empty.db(),
            &empty.blobs(),
            now(),
            Shared::default(),
            |_| {},
        )
        .await;
        assert!(matches!(made, Err(BackupError::NoTables)));
    }
}
