//! Staff are told of sharing, and everybody of ends.

use super::*;
use crate::testing::Engine;

const OPENED_BY_BEN: &str = "UPDATE access_grant SET opened_by_id = (SELECT id FROM person \
     WHERE account_id = $1 AND source_id = 'ben') WHERE account_id = $1 AND source_id = 'g-vic'";
const INVITED_BY_BEN: &str = "UPDATE person SET invited_by_id = (SELECT id FROM person \
     WHERE account_id = $1 AND source_id = 'ben') WHERE account_id = $1 AND source_id = 'maria'";

#[tokio::test]
async fn manager_and_assignee_are_told_who_opened_what_to_whom_and_not_who_did_it() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house
            .bring(
                "acme",
                r##"
{"kind":"project","id":"p1","name":"Website","manager":"ben","followers":["cleo","vic"],"created_by":"ana"}
{"kind":"grant","id":"g-new","to":"vic","on":{"project":"p1"},"role":"Viewer"}
"##,
            )
            .await;
        let account = house.account("acme").await;
        let ben = key(&house, "person", "ben").await;
        let grant = key(&house, "access_grant", "g-new").await;
        let at = now().as_microsecond();
        let mut tx = house.db().write().await.unwrap();
        let told = tell_of_sharing(&mut tx, account, at, Some(ben), &[grant])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(told, 2);
        let mut to = Vec::new();
        for _ in 0..2 {
            let letter = letter(&house, now()).await;
            let Says::SharedNotice { by, shared } = &letter.says else {
                panic!("another mail: {letter:?}");
            };
            assert_eq!(by.as_deref(), Some("Ben Ohm"));
            assert_eq!(shared[0].email, "vic@free.example");
            assert_eq!(names(&shared[0].subjects), ["Website"]);
            to.push(letter.email);
        }
        to.sort();
        assert_eq!(to, ["ana@acme.example", "cleo@acme.example"]);
    }
}

#[tokio::test]
async fn a_week_before_the_end_guest_and_opener_are_told_once() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        // g-vic ends on the first of June; Ben opened it.
        house.change(OPENED_BY_BEN).await;
        let early: Timestamp = "2026-05-24T23:00:00Z".parse().unwrap();
        let due: Timestamp = "2026-05-25T01:00:00Z".parse().unwrap();
        let db = house.db();
        assert_eq!(db.remind_of_ends(early).await.unwrap(), 0);
        assert_eq!(db.remind_of_ends(due).await.unwrap(), 2);
        assert_eq!(db.remind_of_ends(due).await.unwrap(), 0);

        let to_guest = letter(&house, due).await;
        let Says::EndsForGuest { subjects, until } = &to_guest.says else {
            panic!("another mail: {to_guest:?}");
        };
        assert_eq!(names(subjects), ["Print"]);
        assert_eq!(until.to_string(), "2026-06-01T00:00:00Z");
        let to_staff = letter(&house, due).await;
        let Says::EndsForStaff { ending, .. } = &to_staff.says else {
            panic!("another mail: {to_staff:?}");
        };
        assert_eq!(to_staff.email, "ben@acme.example");
        assert_eq!(ending[0].email, "vic@free.example");

        // Another end is another matter.
        house
            .bring("acme", r#"{"kind":"grant","id":"g-vic","to":"vic","on":{"task":"t3"},"role":"Viewer","expires_at":"2026-06-02T00:00:00Z"}"#)
            .await;
        let next: Timestamp = "2026-05-27T00:00:00Z".parse().unwrap();
        assert_eq!(db.remind_of_ends(next).await.unwrap(), 2);
    }
}

#[tokio::test]
async fn who_opened_it_finds_what_ends_soon_and_others_do_not() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house.change(OPENED_BY_BEN).await;
        house
            .change(
                "UPDATE access_grant SET expires_at = 1773600000000000 \
                 WHERE account_id = $1 AND source_id IN ('g-vic', 'g-fin', 'g-ben')",
            )
            .await;
        for (who, wanted) in [
            ("ana@acme.example", vec!["Print", "Alfreds Futterkiste"]),
            ("ben@acme.example", vec!["Print"]),
            ("cleo@acme.example", vec![]),
        ] {
            let mut reader = house.reader(who).await;
            let mut found: Vec<String> = reader
                .ends_soon()
                .await
                .unwrap()
                .into_iter()
                .map(|ending| ending.called)
                .collect();
            found.sort_by_key(|called| called != "Print");
            assert_eq!(found, wanted, "{who}");
        }
        let mut guest = house.reader("vic@free.example").await;
        assert!(matches!(
            guest.ends_soon().await,
            Err(crate::ReadError::NotAllowed)
        ));
    }
}

#[tokio::test]
async fn an_end_that_was_moved_meanwhile_is_not_told() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let due: Timestamp = "2026-05-28T00:00:00Z".parse().unwrap();
        assert_eq!(house.db().remind_of_ends(due).await.unwrap(), 1);
        house
            .change("UPDATE access_grant SET expires_at = NULL WHERE account_id = $1")
            .await;
        assert_eq!(dropped(&house, due).await, "it does not end soon any more");
    }
}

#[tokio::test]
async fn the_end_of_a_guest_as_a_whole_is_told_too() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        // Ben, who invited her, is told, and those who can put it off: he is no admin.
        house.change(INVITED_BY_BEN).await;
        let due: Timestamp = "2026-12-28T00:00:00Z".parse().unwrap();
        assert_eq!(house.db().remind_of_ends(due).await.unwrap(), 4);
        let to_guest = letter(&house, due).await;
        assert!(
            matches!(&to_guest.says, Says::EndsForGuest { subjects, .. } if subjects.is_empty())
        );
        let mut told = Vec::new();
        for _ in 0..3 {
            let to_staff = letter(&house, due).await;
            assert!(
                matches!(&to_staff.says, Says::EndsForStaff { ending, .. } if ending[0].name == "Maria Anders")
            );
            told.push(to_staff.email);
        }
        told.sort();
        assert_eq!(
            told,
            ["ada@acme.example", "ana@acme.example", "ben@acme.example"]
        );
        // Ana is an admin: where she invited somebody, she alone is told.
        house
            .change(
                "UPDATE person SET expires_at = expires_at + 864000000000, invited_by_id = (SELECT id FROM person \
                 WHERE account_id = $1 AND source_id = 'ana') WHERE account_id = $1 AND source_id = 'maria'",
            )
            .await;
        house
            .change(
                "UPDATE person_history SET expires_at = expires_at + 864000000000 WHERE account_id = $1 \
                 AND expires_at IS NOT NULL",
            )
            .await;
        let due: Timestamp = "2027-01-06T00:00:00Z".parse().unwrap();
        assert_eq!(house.db().remind_of_ends(due).await.unwrap(), 2);
    }
}
