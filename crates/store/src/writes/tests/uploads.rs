//! Files that are uploaded: who may, what becomes of the bytes, and that nothing is left of what is refused.

use super::super::{Shelf, Upload, WriteError, Written};
use super::desk::{Desk, log, pointers, said};
use crate::staff::tests::house::{House, now};
use crate::testing::Engine;
use access::Module;
use bytes::Bytes;
use futures_util::TryStreamExt;
use jiff::SignedDuration;
use serde_json::{Value, json};

const COUNT: &str = "SELECT COUNT(*) FROM file WHERE account_id = $1";

/// A file that has come in.
pub(super) async fn upload(house: &House, name: &str, bytes: &[u8]) -> Upload {
    let mut incoming = house.blobs().receive().await.unwrap();
    incoming.take(Bytes::copy_from_slice(bytes)).await.unwrap();
    Upload {
        name: name.to_owned(),
        bytes: incoming.end().await.unwrap(),
    }
}

/// Uploads files as somebody, under a key where there is one.
async fn send(
    house: &House,
    who: &str,
    item: (Module, &str),
    files: Vec<Upload>,
    key: Option<&str>,
) -> Result<Vec<Written>, WriteError> {
    let viewer = house.reader(who).await.viewer().clone();
    house.db().upload(&viewer, item, files, key, now()).await
}

/// Uploads one file of a few words.
pub(super) async fn one(
    house: &House,
    who: &str,
    item: (Module, &str),
    name: &str,
) -> Result<Value, WriteError> {
    let file = upload(house, name, name.as_bytes()).await;
    let written = send(house, who, item, vec![file], None).await?;
    Ok(shown(&written[0]))
}

fn shown(written: &Written) -> Value {
    serde_json::from_str(written.json.as_deref().unwrap()).unwrap()
}

/// How many files of bytes lie there.
pub(super) async fn lying(house: &House) -> usize {
    house.blobs().lying(|_| Ok(true)).await.unwrap().len()
}

async fn bytes_of(house: &House, who: &str, file: &str) -> Option<Vec<u8>> {
    let seen = house.reader(who).await.file(file).await.unwrap()?;
    let bytes = house.blobs().bytes(&seen, None).await.unwrap()?;
    let pieces: Vec<Bytes> = bytes.try_collect().await.unwrap();
    Some(pieces.concat())
}

#[tokio::test]
async fn what_is_uploaded_comes_out_as_it_went_in_and_is_what_its_bytes_say() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let t1 = house.id("task", "t1").await;
        let pdf = b"%PDF-1.7 and so on";
        let files = vec![
            upload(&house, "C:\\work\\inv\u{202e}oice.exe", pdf).await,
            upload(&house, "notes.pdf", "Größe".as_bytes()).await,
        ];
        let item = (Module::Tasks, t1.as_str());
        let written = send(&house, "col@free.example", item, files, None)
            .await
            .unwrap();
        let (first, second) = (shown(&written[0]), shown(&written[1]));
        assert_eq!(
            (&first["name"], &first["content_type"], &first["size"]),
            (&json!("invoice.exe"), &json!("application/pdf"), &json!(18))
        );
        assert_eq!(first["uploaded_by"]["name"], "Col");
        assert_eq!(first["on"], json!({"task": t1}));
        assert_eq!(second["content_type"], "text/plain; charset=utf-8");
        for who in ["col@free.example", "cleo@acme.example"] {
            let bytes = bytes_of(&house, who, &written[0].id).await;
            assert_eq!(bytes.as_deref(), Some(&pdf[..]), "{who}");
        }
        assert_eq!(lying(&house).await, 2);
        let detail = json!({
            "on": format!("tasks/{t1}/files"), "files": [written[0].id, written[1].id],
        });
        let line = ("file.create".to_owned(), detail.to_string());
        assert_eq!(log(&house).await.last(), Some(&line));
    }
}

#[tokio::test]
async fn outsiders_files_are_for_outsiders_and_the_staffs_as_the_account_says() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let t1 = house.id("task", "t1").await;
        let item = (Module::Tasks, t1.as_str());
        house
            .change("UPDATE task SET owner_id = (SELECT id FROM person WHERE account_id = $1 AND source_id = 'lim') WHERE account_id = $1")
            .await;
        for (who, says, external) in [
            ("col@free.example", false, true),
            ("lim@acme.example", false, true),
            ("cleo@acme.example", false, false),
            ("cleo@acme.example", true, true),
        ] {
            let ana = Desk::of(&house, "ana@acme.example").await;
            ana.settings(json!({"files_external": says})).await.unwrap();
            let made = one(&house, who, item, "a.txt").await.unwrap();
            let id = made["id"].as_str().unwrap();
            let mut ben = house.reader("ben@acme.example").await;
            let staff = ben.file_of(Module::Tasks, &t1, id).await.unwrap();
            let staff: Value = serde_json::from_str(&staff.unwrap()).unwrap();
            assert_eq!(staff["external"], external, "{who}");
            let guest = bytes_of(&house, "col@free.example", id).await;
            assert_eq!(guest.is_some(), external, "{who}");
        }
    }
}

#[tokio::test]
async fn what_is_refused_leaves_no_row_and_no_bytes() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house.found("bolt", "Bolt").await;
        house
            .bring("bolt", r#"{"kind":"project","id":"b1","name":"Other"}"#)
            .await;
        let [t1, t3, p1] = [("task", "t1"), ("task", "t3"), ("project", "p1")];
        let (t1, t3, p1) = (
            house.id(t1.0, t1.1).await,
            house.id(t3.0, t3.1).await,
            house.id(p1.0, p1.1).await,
        );
        let theirs = house
            .ids_of(
                "bolt",
                "SELECT public_id FROM project WHERE account_id = $1",
            )
            .await;
        let (col, vic) = ("col@free.example", "vic@free.example");
        let never = one(&house, col, (Module::Tasks, "never"), "a").await;
        let never = said(&never.unwrap_err());
        for (who, item) in [
            (col, (Module::Tasks, t3.as_str())),
            (col, (Module::Projects, t1.as_str())),
            (col, (Module::Projects, p1.as_str())),
            (vic, (Module::Tasks, t1.as_str())),
            ("ana@acme.example", (Module::Projects, theirs[0].as_str())),
            (
                "pat@alfreds.example",
                (Module::Customers, &house.id("customer", "c1").await),
            ),
        ] {
            let refused = one(&house, who, item, "a").await.unwrap_err();
            assert_eq!(said(&refused), never, "{who} {item:?}");
        }
        let refused = one(&house, vic, (Module::Tasks, &t3), "a").await;
        assert!(matches!(refused, Err(WriteError::NotAllowed)));
        let viewer = house.reader(col).await.viewer().clone();
        let file = upload(&house, "a.txt", b"a").await;
        house
            .change("UPDATE person SET state = 2 WHERE account_id = $1 AND source_id = 'col'")
            .await;
        let late = house
            .db()
            .upload(&viewer, (Module::Tasks, &t1), vec![file], None, now())
            .await;
        assert!(matches!(late, Err(WriteError::NotFound)));
        assert_eq!(house.numbers(COUNT).await, [0]);
        assert_eq!(lying(&house).await, 0);
    }
}

#[tokio::test]
async fn nothing_at_all_nothing_in_it_and_too_many_are_pointed_at() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let t1 = house.id("task", "t1").await;
        let item = (Module::Tasks, t1.as_str());
        let refused = async |files| {
            let answer = send(&house, "col@free.example", item, files, None).await;
            pointers(answer.map(|_| Value::Null))
        };
        assert_eq!(refused(Vec::new()).await, ["/files"]);
        let empty = vec![
            upload(&house, "a.txt", b"a").await,
            upload(&house, "b.txt", b"").await,
        ];
        assert_eq!(refused(empty).await, ["/files/1"]);
        let mut many = Vec::new();
        for _ in 0..=super::super::MOST_FILES {
            many.push(upload(&house, "a.txt", b"a").await);
        }
        assert_eq!(refused(many).await, ["/files"]);
        assert_eq!(house.numbers(COUNT).await, [0]);
        assert_eq!(lying(&house).await, 0);
    }
}

#[tokio::test]
async fn what_is_sent_again_under_its_key_is_there_once() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let t1 = house.id("task", "t1").await;
        let item = (Module::Tasks, t1.as_str());
        let sent = async |bytes: &[u8]| {
            let files = vec![
                upload(&house, "a.txt", bytes).await,
                upload(&house, "b.txt", b"b").await,
            ];
            send(&house, "col@free.example", item, files, Some("k")).await
        };
        let first = sent(b"a").await.unwrap();
        assert_eq!(sent(b"a").await.unwrap(), first);
        assert!(matches!(sent(b"c").await, Err(WriteError::Conflict(_))));
        assert_eq!(house.numbers(COUNT).await, [2]);
        assert_eq!(lying(&house).await, 2);
    }
}

#[tokio::test]
async fn guests_delete_their_own_files_and_others_where_that_is_open() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let (t1, i1) = (
            house.id("task", "t1").await,
            house.id("invoice", "i1").await,
        );
        let (task, invoice) = (
            (Module::Tasks, t1.as_str()),
            (Module::Invoices, i1.as_str()),
        );
        let (col, olga) = ("col@free.example", "olga@alfreds.example");
        let ana = Desk::of(&house, "ana@acme.example").await;
        ana.settings(json!({"files_external": true})).await.unwrap();
        let id = |made: Value| made["id"].as_str().unwrap().to_owned();
        let own = id(one(&house, col, task, "own.txt").await.unwrap());
        let bens = id(one(&house, "ben@acme.example", task, "ben.txt")
            .await
            .unwrap());
        let on_invoice = id(one(&house, "ben@acme.example", invoice, "bill.txt")
            .await
            .unwrap());
        let on_task = Shelf::Parts(Module::Tasks, &t1, "files");
        let guest = Desk::of(&house, col).await;
        let refused = guest.delete(on_task, &bens).await;
        assert!(matches!(refused, Err(WriteError::NotAllowed)));
        guest.delete(on_task, &own).await.unwrap();
        let again = guest.delete(on_task, &own).await;
        assert!(matches!(again, Err(WriteError::NotFound)));
        assert_eq!(bytes_of(&house, col, &own).await, None);
        let elsewhere = Desk::of(&house, olga).await.delete(on_task, &bens).await;
        assert!(matches!(elsewhere, Err(WriteError::NotFound)));
        let on_bill = Shelf::Parts(Module::Invoices, &i1, "files");
        let fin = Desk::of(&house, "fin@alfreds.example").await;
        let refused = fin.delete(on_bill, &on_invoice).await;
        assert!(matches!(refused, Err(WriteError::NotAllowed)));
        let olga = Desk::of(&house, olga).await;
        olga.delete(on_bill, &on_invoice).await.unwrap();
        let cleo = Desk::of(&house, "cleo@acme.example").await;
        let refused = cleo.delete(on_task, &bens).await;
        assert!(matches!(refused, Err(WriteError::NotAllowed)));
        assert_eq!(house.numbers(COUNT).await, [1]);
    }
}

#[tokio::test]
async fn a_new_name_is_cleaned_like_the_first() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let t1 = house.id("task", "t1").await;
        let made = one(&house, "cleo@acme.example", (Module::Tasks, &t1), "a.txt").await;
        let made = made.unwrap();
        let id = made["id"].as_str().unwrap();
        let shelf = Shelf::Parts(Module::Tasks, &t1, "files");
        let cleo = Desk::of(&house, "cleo@acme.example").await;
        let renamed = cleo.patch(shelf, id, json!({"name": "../nul.txt"})).await;
        assert_eq!(renamed.unwrap()["name"], "_nul.txt");
        for wrong in [json!(""), json!("  "), Value::Null, json!(7)] {
            let refused = cleo.patch(shelf, id, json!({"name": wrong})).await;
            assert_eq!(pointers(refused), ["/name"]);
        }
        let bytes = bytes_of(&house, "cleo@acme.example", id).await;
        assert_eq!(bytes.as_deref(), Some(&b"a.txt"[..]));
    }
}

#[tokio::test]
async fn what_was_deleted_is_staffs_to_bring_back_for_thirty_days() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let (t1, t2) = (house.id("task", "t1").await, house.id("task", "t2").await);
        let item = (Module::Tasks, t1.as_str());
        let made = one(&house, "col@free.example", item, "own.txt")
            .await
            .unwrap();
        let id = made["id"].as_str().unwrap();
        let shelf = Shelf::Parts(Module::Tasks, &t1, "files");
        let col = Desk::of(&house, "col@free.example").await;
        col.delete(shelf, id).await.unwrap();
        let deleted = async |who: &str| {
            let mut reader = house.reader(who).await;
            reader.deleted_files(Module::Tasks, &t1).await.unwrap()
        };
        assert_eq!(deleted("col@free.example").await, []);
        let told = deleted("cleo@acme.example").await;
        assert_eq!(
            (
                told[0].id.as_str(),
                told[0].name.as_str(),
                told[0].deleted_by.as_deref()
            ),
            (id, "own.txt", Some("Col"))
        );
        let back = async |who: &str, task: &str, at| {
            let viewer = house.reader(who).await.viewer().clone();
            let item = (Module::Tasks, task);
            house.db().bring_file_back(&viewer, item, id, at).await
        };
        let refused = back("col@free.example", &t1, now()).await;
        assert!(matches!(refused, Err(WriteError::NotAllowed)));
        let elsewhere = back("cleo@acme.example", &t2, now()).await;
        assert!(matches!(elsewhere, Err(WriteError::NotFound)));
        let late = now() + SignedDuration::from_hours(30 * 24);
        let late = back("cleo@acme.example", &t1, late).await;
        assert!(matches!(late, Err(WriteError::NotFound)));
        let brought = back("cleo@acme.example", &t1, now()).await.unwrap();
        assert_eq!(brought.id, id);
        assert_eq!(
            bytes_of(&house, "col@free.example", id).await.as_deref(),
            Some(&b"own.txt"[..])
        );
        let again = back("cleo@acme.example", &t1, now()).await;
        assert!(matches!(again, Err(WriteError::NotFound)));
        assert_eq!(deleted("cleo@acme.example").await, []);
    }
}

#[tokio::test]
async fn what_hung_on_a_deleted_item_is_not_kept_to_be_brought_back() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let t1 = house.id("task", "t1").await;
        let item = (Module::Tasks, t1.as_str());
        let made = one(&house, "col@free.example", item, "own.txt")
            .await
            .unwrap();
        let ben = Desk::of(&house, "ben@acme.example").await;
        let shelf = Shelf::Parts(Module::Tasks, &t1, "files");
        ben.delete(shelf, made["id"].as_str().unwrap())
            .await
            .unwrap();
        const KEPT: &str = "SELECT COUNT(*) FROM deleted_file WHERE account_id = $1";
        assert_eq!(house.numbers(KEPT).await, [1]);
        ben.delete(Shelf::Items(Module::Tasks), &t1).await.unwrap();
        assert_eq!(house.numbers(KEPT).await, [0]);
    }
}
