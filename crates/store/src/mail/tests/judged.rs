//! A mail never holds what its reader could not see at the moment it is sent.

use super::*;
use crate::identity::Looked;
use crate::testing::Engine;

/// A second project, and what Vic holds: the first with tasks and stage, the second by its name.
const MORE: &str = r##"
{"kind":"project","id":"p2","name":"Catalogue"}
{"kind":"task","id":"t4","project":"p2","title":"Photos"}
{"kind":"grant","id":"g-p1","to":"vic","on":{"project":"p1"},"permissions":{"projects":{"relations":["tasks"]},"tasks":{"fields":["due_on"]}}}
{"kind":"grant","id":"g-p2","to":"vic","on":{"project":"p2"},"permissions":{"projects":{"fields":[]}},"expires_at":"2026-05-01T10:00:00Z"}
{"kind":"grant","id":"g-iva","to":"iva","on":{"project":"p2"},"role":"Viewer"}
{"kind":"grant","id":"g-maria","to":"maria","on":{"project":"p2"},"role":"Viewer"}
{"kind":"grant","id":"g-soon","to":"vic","on":{"task":"t4"},"role":"Viewer","starts_at":"2026-03-11T00:00:00Z"}
"##;

async fn house(engine: Engine) -> House {
    let house = House::new(engine).await;
    house.bring("acme", MORE).await;
    house
}

fn shared(letter: &Letter) -> (&[Subject], &Link, Option<&str>) {
    let Says::Shared {
        subjects, link, by, ..
    } = &letter.says
    else {
        panic!("another mail: {letter:?}");
    };
    (subjects, link, by.as_deref())
}

#[tokio::test]
async fn a_guest_is_told_what_was_opened_and_what_hangs_on_it() {
    for engine in Engine::both() {
        let house = house(engine).await;
        share(&house, "vic", &["g-p1"], Some("have a look")).await;
        let letter = letter(&house, now()).await;
        let (subjects, link, by) = shared(&letter);
        assert_eq!(
            (letter.email.as_str(), by),
            ("vic@free.example", Some("Ben Ohm"))
        );
        assert_eq!(letter.account_name, "Acme");
        assert_eq!(names(subjects), ["Website"]);
        assert_eq!(subjects[0].counts, [("tasks", 3)]);
        assert_eq!(subjects[0].tasks_done, None, "stages do not show");
        assert!(subjects[0].item.get("stage").is_none());
        assert_eq!(link.until, now() + SignedDuration::from_hours(14 * 24));
        let looked = house.db().look_at_link(&link.secret, now()).await.unwrap();
        let Looked::Alive(found) = looked else {
            panic!("the link is dead: {looked:?}");
        };
        assert_eq!(found.email, "vic@free.example");
        let project = house.id("project", "p1").await;
        assert_eq!(found.target, format!("/acme/projects/{project}"));
    }
}

#[tokio::test]
async fn what_was_revoked_between_queue_and_sending_is_not_in_the_mail() {
    for engine in Engine::both() {
        let house = house(engine).await;
        share(&house, "vic", &["g-p1", "g-p2"], None).await;
        share(&house, "vic", &["g-p1"], None).await;
        house
            .change(
                "UPDATE access_grant SET revoked_at = 1 WHERE account_id = $1 AND source_id = 'g-p1'",
            )
            .await;
        let mixed = letter(&house, now()).await;
        assert_eq!(names(shared(&mixed).0), ["Catalogue"]);
        assert!(!format!("{mixed:?}").contains("Website"));
        let why = dropped(&house, now()).await;
        assert_eq!(why, "nothing of it is open to the recipient any more");
    }
}

#[tokio::test]
async fn what_the_ceiling_took_meanwhile_is_not_in_the_mail() {
    for engine in Engine::both() {
        let house = house(engine).await;
        house
            .bring(
                "acme",
                r#"{"kind":"task","id":"t3","project":"p1","title":"Print","due_on":"2026-04-01"}"#,
            )
            .await;
        let item = |letter: &Letter| shared(letter).0[0].item.clone();
        share(&house, "vic", &["g-vic"], None).await;
        assert!(item(&letter(&house, now()).await).get("stage").is_some());
        share(&house, "vic", &["g-vic"], None).await;
        house
            .bring(
                "acme",
                r#"{"kind":"settings","ceiling":{"tasks":{"fields":["stage"]}}}"#,
            )
            .await;
        let ceiling = item(&letter(&house, now()).await);
        assert!(ceiling.get("stage").is_some() != ceiling.get("due_on").is_some());
    }
}

#[tokio::test]
async fn mail_to_who_may_not_come_in_any_more_is_dropped_with_the_reason() {
    for engine in Engine::both() {
        for (change, wanted) in [
            (
                "UPDATE person SET state = 2 WHERE account_id = $1 AND source_id = 'vic'",
                "the guest is suspended",
            ),
            (
                "UPDATE person SET state = 3 WHERE account_id = $1 AND source_id = 'vic'",
                "the guest was removed",
            ),
            (
                "UPDATE person SET expires_at = 1 WHERE account_id = $1 AND source_id = 'vic'",
                "the guest's access has ended",
            ),
            (
                "DELETE FROM person WHERE account_id = $1 AND source_id = 'vic'",
                "the recipient is no user any more",
            ),
        ] {
            let house = house(engine).await;
            share(&house, "vic", &["g-p1"], None).await;
            post(&house, "vic", Kind::SignIn { next: None }).await;
            house.change(change).await;
            assert_eq!(dropped(&house, now()).await, wanted);
            assert_eq!(dropped(&house, now()).await, wanted);
        }
    }
}

#[tokio::test]
async fn mail_rests_while_sharing_is_off_and_goes_out_when_it_is_on_again() {
    for engine in Engine::both() {
        let house = house(engine).await;
        share(&house, "vic", &["g-p1"], None).await;
        house
            .change("UPDATE account_setting SET sharing_enabled = 0 WHERE account_id = $1")
            .await;
        let claimed = claim(&house, now()).await.unwrap();
        let Opened::Rest(why, until) = house.db().open_mail(&claimed, now()).await.unwrap() else {
            panic!("it is sent");
        };
        assert_eq!(why, "sharing is switched off");
        house
            .db()
            .settle_mail(&claimed, Outcome::Rest(why, until), now(), 0.0)
            .await
            .unwrap();
        assert!(claim(&house, later(14)).await.is_none());
        house
            .change("UPDATE account_setting SET sharing_enabled = 1 WHERE account_id = $1")
            .await;
        assert_eq!(
            names(shared(&letter(&house, later(15)).await).0),
            ["Website"]
        );
    }
}

#[tokio::test]
async fn who_was_never_here_is_told_what_they_will_see_once_they_come_in() {
    for engine in Engine::both() {
        let house = house(engine).await;
        share(&house, "iva", &["g-iva"], None).await;
        assert_eq!(names(shared(&letter(&house, now()).await).0), ["Catalogue"]);
        // Sent again without naming grants: all that is held then.
        share(&house, "iva", &[], None).await;
        assert_eq!(names(shared(&letter(&house, now()).await).0), ["Catalogue"]);
    }
}

#[tokio::test]
async fn what_begins_later_is_told_when_it_begins() {
    for engine in Engine::both() {
        let house = house(engine).await;
        share(&house, "vic", &["g-soon"], None).await;
        let claimed = claim(&house, now()).await.unwrap();
        let Opened::Rest(_, until) = house.db().open_mail(&claimed, now()).await.unwrap() else {
            panic!("it is sent");
        };
        assert_eq!(until.to_string(), "2026-03-11T00:00:00Z");
    }
}

#[tokio::test]
async fn the_name_of_who_shared_stands_in_the_mail_if_the_guest_may_know_it() {
    for engine in Engine::both() {
        let house = house(engine).await;
        // Maria may know Ana alone, and Ben shared.
        share(&house, "maria", &["g-maria"], None).await;
        assert_eq!(shared(&letter(&house, now()).await).2, None);
    }
}

#[tokio::test]
async fn the_link_of_a_letter_that_reached_nobody_opens_nothing() {
    for engine in Engine::both() {
        let house = house(engine).await;
        post(
            &house,
            "vic",
            Kind::SignIn {
                next: Some("/acme/tasks".to_owned()),
            },
        )
        .await;
        let db = house.db();
        let open = async |at: Timestamp| {
            let claimed = claim(&house, at).await.unwrap();
            let Opened::Letter(letter) = db.open_mail(&claimed, at).await.unwrap() else {
                panic!("it is not sent");
            };
            (claimed, letter)
        };
        let (claimed, letter) = open(now()).await;
        let secret = letter.says.link().unwrap().secret.clone();
        assert!(!format!("{letter:?}").contains(&secret));
        db.unsend_link(&claimed, &letter).await.unwrap();
        assert_eq!(db.look_at_link(&secret, now()).await.unwrap(), Looked::Gone);

        // At the next attempt there is a new one.
        let (_, letter) = open(later(2)).await;
        let Says::SignIn(link) = &letter.says else {
            panic!("another mail");
        };
        assert_ne!(link.secret, secret);
        let looked = db.look_at_link(&link.secret, later(3)).await.unwrap();
        assert!(matches!(looked, Looked::Alive(found) if found.target == "/acme/tasks"));
        assert!(letter.stop.is_none(), "who wants to sign in gets a link");
    }
}

#[tokio::test]
async fn one_press_stops_notifications_and_leaves_the_way_in() {
    for engine in Engine::both() {
        let house = house(engine).await;
        share(&house, "vic", &["g-p1"], None).await;
        let stop = letter(&house, now()).await.stop.unwrap();
        let db = house.db();
        let of = db.mail_stopped_by(&stop).await.unwrap().unwrap();
        assert_eq!((of.email.as_str(), of.stopped), ("vic@free.example", false));
        let stopped = db.stop_mail(&stop, true, now()).await.unwrap().unwrap();
        assert!(stopped.stopped);
        db.stop_mail(&stop, true, now()).await.unwrap().unwrap();

        share(&house, "vic", &["g-p1"], None).await;
        assert_eq!(
            dropped(&house, now()).await,
            "the recipient wants no notifications any more"
        );
        post(&house, "vic", Kind::SignIn { next: None }).await;
        assert!(matches!(letter(&house, now()).await.says, Says::SignIn(_)));

        db.stop_mail(&stop, false, now()).await.unwrap().unwrap();
        share(&house, "vic", &["g-p1"], None).await;
        assert_eq!(names(shared(&letter(&house, now()).await).0), ["Website"]);

        for wrong in ["", "x", &stop[1..], &stop.replace(&stop[..4], "AAAA")] {
            assert_eq!(db.stop_mail(wrong, true, now()).await.unwrap(), None);
        }
    }
}
