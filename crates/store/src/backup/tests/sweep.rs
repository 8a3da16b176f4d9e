//! Bytes that nothing names go, and no others.

use super::super::{Swept, sweep};
use crate::staff::tests::house::House;
use crate::testing::Engine;
use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};

async fn names(house: &House) -> Vec<String> {
    let lying = house.blobs().lying(|_| Ok(true)).await.unwrap();
    let mut names: Vec<String> = lying.into_iter().filter_map(|one| one.sha256).collect();
    names.sort();
    names
}

#[tokio::test]
async fn what_no_file_names_goes_once_it_has_lain_for_a_day() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house
            .bring(
                "acme",
                r#"{"kind":"file","id":"f1","on":{"task":"t1"},"name":"a","content":{"base64":"YQ=="}}
{"kind":"file","id":"f2","on":{"task":"t1"},"name":"b","content":{"base64":"Yg=="}}"#,
            )
            .await;
        house
            .change(
                "INSERT INTO deleted_file (account_id, id, public_id, on_module, on_id, name, content_type, external, \
                 sha256, size, stored, deleted_at, deleted_by_id) SELECT account_id, id, public_id, on_module, on_id, \
                 name, content_type, external, sha256, size, stored, 4102444800000000, 1 FROM file \
                 WHERE account_id = $1 AND source_id = 'f2'",
            )
            .await;
        house
            .change("DELETE FROM file WHERE account_id = $1 AND source_id = 'f2'")
            .await;
        let orphan = house
            .blobs()
            .put(Bytes::from_static(b"orphan"))
            .await
            .unwrap();
        let cut = house.blobs().receive().await.unwrap();
        let made = written(&house).await;
        let young = made + SignedDuration::from_hours(23);
        let nothing = sweep(house.db(), house.blobs(), young).await.unwrap();
        assert_eq!(nothing, Swept::default());
        let old = made + SignedDuration::from_hours(25);
        let swept = sweep(house.db(), house.blobs(), old).await.unwrap();
        assert_eq!(swept, Swept { files: 2, bytes: 6 });
        let left = names(&house).await;
        assert_eq!(left.len(), 2);
        assert!(!left.contains(&orphan.sha256));
        drop(cut);
    }
}

#[tokio::test]
async fn the_bytes_of_deleted_files_go_when_they_cannot_be_brought_back() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house
            .bring(
                "acme",
                r#"{"kind":"file","id":"f1","on":{"task":"t1"},"name":"a","content":{"base64":"YQ=="}}"#,
            )
            .await;
        let made = written(&house).await;
        // Deleted at the instant of the epoch's first second.
        house
            .change(
                "INSERT INTO deleted_file (account_id, id, public_id, on_module, on_id, name, content_type, external, \
                 sha256, size, stored, deleted_at, deleted_by_id) SELECT account_id, id, public_id, on_module, on_id, \
                 name, content_type, external, sha256, size, stored, 1000000, 1 FROM file WHERE account_id = $1",
            )
            .await;
        house.change("DELETE FROM file WHERE account_id = $1").await;
        let later = made + SignedDuration::from_hours(31 * 24);
        let swept = sweep(house.db(), house.blobs(), later).await.unwrap();
        assert_eq!(swept, Swept { files: 1, bytes: 1 });
        const KEPT: &str = "SELECT COUNT(*) FROM deleted_file WHERE account_id = $1";
        assert_eq!(house.numbers(KEPT).await, [0]);
    }
}

/// When the youngest of what lies there was written, by the disk's clock.
async fn written(house: &House) -> Timestamp {
    let lying = house.blobs().lying(|_| Ok(true)).await.unwrap();
    lying.into_iter().map(|one| one.written_at).max().unwrap()
}
