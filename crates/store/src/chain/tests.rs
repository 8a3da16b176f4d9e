//! From a sighting to an act, on both engines.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::Operator;
use crate::staff::tests::house::{House, now};
use crate::testing::Engine;
use jiff::SignedDuration;

const STAGES: &str = "SELECT s.position FROM task t JOIN stage s ON s.account_id = t.account_id AND s.id = t.stage_id \
     WHERE t.account_id = $1 AND t.source_id = 't1'";
const PERCENT: &str = "SELECT percent FROM task WHERE account_id = $1 AND source_id = 't1'";
const OF_PROJECT: &str = "SELECT percent_tasks FROM project WHERE account_id = $1";
const LINES: &str = "SELECT COUNT(*) FROM audit WHERE account_id = $1 AND action = 'task.complete'";

async fn leave(
    house: &House,
    email: &str,
    task: &str,
) -> std::result::Result<Permit<CompleteTask>, Refusal> {
    let id = house.id("task", task).await;
    let mut reader = house.reader(email).await;
    let task = reader.find::<Task>(&id).await.unwrap().unwrap();
    assert_eq!(task.id, id);
    reader.viewer().may(&task)
}

#[tokio::test]
async fn a_completed_task_goes_into_the_first_closed_stage_and_counts_in_its_project() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        assert_eq!(house.numbers(OF_PROJECT).await, [33]);
        let permit = leave(&house, "col@free.example", "t1").await.unwrap();
        house.db().act(permit, now()).await.unwrap();
        assert_eq!(house.numbers(STAGES).await, [5]);
        assert_eq!(house.numbers(PERCENT).await, [100]);
        assert_eq!(house.numbers(OF_PROJECT).await, [67]);
        assert_eq!(house.numbers(LINES).await, [1]);
        let log = crate::audit::verify(house.db()).await.unwrap();
        assert_eq!(log.broken_at, None);
    }
}

#[tokio::test]
async fn a_task_that_is_closed_already_refuses_and_nothing_is_written() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let permit = leave(&house, "col@free.example", "t2").await.unwrap();
        let refused = house.db().act(permit, now()).await.unwrap_err();
        assert_eq!(
            refused,
            ActError::WrongState("the task is completed already")
        );
        assert_eq!(house.numbers(LINES).await, [0]);

        let first = leave(&house, "col@free.example", "t1").await.unwrap();
        let second = leave(&house, "ana@acme.example", "t1").await.unwrap();
        house.db().act(first, now()).await.unwrap();
        let refused = house.db().act(second, now()).await.unwrap_err();
        assert_eq!(
            refused,
            ActError::WrongState("the task is completed already")
        );
        assert_eq!(house.numbers(LINES).await, [1]);
    }
}

#[tokio::test]
async fn without_a_closed_stage_there_is_nowhere_to_go() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house
            .change("UPDATE stage SET closed = 0 WHERE account_id = $1")
            .await;
        let permit = leave(&house, "col@free.example", "t1").await.unwrap();
        let refused = house.db().act(permit, now()).await.unwrap_err();
        assert_eq!(
            refused,
            ActError::WrongState("tasks have no closed stage to go to")
        );
    }
}

#[tokio::test]
async fn who_only_looks_gets_no_leave() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        assert_eq!(
            leave(&house, "vic@free.example", "t3").await.unwrap_err(),
            Refusal::NotHeld
        );
        assert!(leave(&house, "cleo@acme.example", "t3").await.is_ok());
    }
}

#[tokio::test]
async fn what_ends_between_leave_and_act_is_not_done() {
    for engine in Engine::both() {
        for (end, refusal) in [
            (
                "UPDATE task SET assignee_id = NULL WHERE account_id = $1",
                ActError::NotFound,
            ),
            (
                "UPDATE person SET state = 2 WHERE account_id = $1 AND source_id = 'col'",
                ActError::NotFound,
            ),
            (
                "UPDATE person SET expires_at = 1 WHERE account_id = $1 AND source_id = 'col'",
                ActError::NotFound,
            ),
            (
                "UPDATE account_setting SET sharing_enabled = 0 WHERE account_id = $1",
                ActError::NotFound,
            ),
            (
                "UPDATE account_setting SET ceiling = '{\"tasks\":{\"actions\":[]}}' WHERE account_id = $1",
                ActError::NotAllowed,
            ),
            (
                "DELETE FROM person WHERE account_id = $1 AND source_id = 'col'",
                ActError::NotFound,
            ),
        ] {
            let house = House::new(engine).await;
            let permit = leave(&house, "col@free.example", "t1").await.unwrap();
            house.change(end).await;
            assert_eq!(
                house.db().act(permit, now()).await.unwrap_err(),
                refusal,
                "{end}"
            );
            assert_eq!(
                (house.numbers(PERCENT).await, house.numbers(LINES).await),
                (vec![40], vec![0]),
                "{end}"
            );
        }
    }
}

#[tokio::test]
async fn a_clock_that_runs_out_between_leave_and_act_counts() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house
            .bring(
                "acme",
                r#"{"kind":"grant","id":"g-x","to":"vic","on":{"task":"t1"},"role":"Collaborator","expires_at":"2026-03-10T13:00:00Z"}"#,
            )
            .await;
        let permit = leave(&house, "vic@free.example", "t1").await.unwrap();
        let late = now() + SignedDuration::from_hours(1);
        assert_eq!(
            house.db().act(permit, late).await.unwrap_err(),
            ActError::NotFound
        );
    }
}

#[tokio::test]
async fn a_record_that_someone_else_was_shown_gives_no_leave() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let id = house.id("task", "t1").await;
        let mut col = house.reader("col@free.example").await;
        let seen = col.find::<Task>(&id).await.unwrap().unwrap();
        let ben = house.reader("ben@acme.example").await;
        assert_eq!(
            ben.viewer().may::<CompleteTask>(&seen).unwrap_err(),
            Refusal::ShownToAnother
        );
        let mut vic = house.reader("vic@free.example").await;
        assert!(vic.find::<Task>(&id).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn admins_and_the_operator_bring_data_in_and_out_and_nobody_else() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let ana = house.reader("ana@acme.example").await;
        let import = ana.viewer().may_import().unwrap();
        assert_eq!(ana.company().slug, "acme");
        for email in [
            "ben@acme.example",
            "olga@alfreds.example",
            "lim@acme.example",
        ] {
            let reader = house.reader(email).await;
            assert_eq!(
                reader.viewer().may_import().unwrap_err(),
                Refusal::NotAdmin,
                "{email}"
            );
            assert_eq!(
                reader.viewer().may_export().unwrap_err(),
                Refusal::NotAdmin,
                "{email}"
            );
        }
        let operator = Operator::of_this_machine();
        let export = operator.may_export(house.db(), "acme").await.unwrap();
        assert_eq!(
            (export.account(), export.person()),
            (import.account(), None)
        );

        let mut tx = house.db().write().await.unwrap();
        let at = now().as_microsecond();
        assert!(
            import.still_holds(&mut tx, at).await.unwrap()
                && export.still_holds(&mut tx, at).await.unwrap()
        );
        drop(tx);
        house
            .change("UPDATE person SET role = 1 WHERE account_id = $1 AND source_id = 'ana'")
            .await;
        let mut tx = house.db().write().await.unwrap();
        assert!(!import.still_holds(&mut tx, at).await.unwrap());
    }
}

async fn bytes(house: &House, reader: &mut Reader, file: &str) -> Option<Vec<u8>> {
    use futures_util::TryStreamExt;
    let file = reader.file(file).await.unwrap()?;
    let stream = house.blobs().bytes(&file, None).await.unwrap()?;
    let pieces: Vec<bytes::Bytes> = stream.try_collect().await.unwrap();
    Some(pieces.concat())
}

#[tokio::test]
async fn the_bytes_of_a_file_come_out_for_who_is_shown_it() {
    const FILES: &str = r#"{"kind":"file","id":"f1","on":{"task":"t3"},"name":"a.txt","external":true,"content":{"base64":"aGVsbG8="}}
{"kind":"file","id":"f2","on":{"task":"t3"},"name":"b.txt","external":false,"content":{"base64":"aGVsbG8="}}"#;
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house.bring("acme", FILES).await;
        let (open, closed) = (house.id("file", "f1").await, house.id("file", "f2").await);
        let mut vic = house.reader("vic@free.example").await;
        let hello = Some(b"hello".to_vec());
        assert_eq!(bytes(&house, &mut vic, &open).await, hello);
        assert_eq!(bytes(&house, &mut vic, &closed).await, None);
        let mut cleo = house.reader("cleo@acme.example").await;
        assert_eq!(bytes(&house, &mut cleo, &closed).await, hello);
        let mut col = house.reader("col@free.example").await;
        assert!(col.file(&open).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn the_name_of_bytes_alone_brings_out_none_of_another_account() {
    const HELLO: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house.found("bolt", "Bolt").await;
        let theirs = r#"{"kind":"customer","id":"c","name":"C"}
{"kind":"file","id":"f","on":{"customer":"c"},"name":"a.txt","content":{"base64":"aGVsbG8="}}"#;
        house.bring("bolt", theirs).await;
        let named = format!(
            r#"{{"kind":"file","id":"f1","on":{{"task":"t3"}},"name":"a.txt","content":{{"sha256":"{HELLO}","size":5}}}}"#
        );
        house.bring("acme", &named).await;
        let mut cleo = house.reader("cleo@acme.example").await;
        let id = house.id("file", "f1").await;
        let file = cleo.file(&id).await.unwrap().unwrap();
        assert_eq!((file.name(), file.size()), ("a.txt", None));
        assert_eq!(bytes(&house, &mut cleo, &id).await, None);
    }
}
