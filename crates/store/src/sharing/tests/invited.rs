//! Guests as admins invite, change, suspend, remove and invite them again.

use super::ground::{Ground, parsed, pointers};
use crate::staff::tests::house::now;
use crate::testing::Engine;
use crate::writes::WriteError;
use access::Module;
use jiff::SignedDuration;
use serde_json::{Value, json};

const ANA: &str = "ana@acme.example";

async fn invite(ground: &Ground, body: Value) -> Result<Value, WriteError> {
    let leave = ground.manage(ANA).await;
    let body = body.to_string();
    let made = ground
        .house
        .db()
        .invite_guest(leave, Some(body.as_bytes()), None, now())
        .await?;
    Ok(parsed(&made.json.unwrap()))
}

/// A moment later, so that what was before has been.
async fn change(ground: &Ground, id: &str, body: Value) -> Result<Value, WriteError> {
    let leave = ground.manage(ANA).await;
    let later = now() + SignedDuration::from_secs(1);
    let body = body.to_string();
    let changed = ground
        .house
        .db()
        .change_guest(leave, id, Some(body.as_bytes()), None, later)
        .await?;
    Ok(parsed(&changed.json.unwrap()))
}

#[tokio::test]
async fn an_invited_guest_waits_and_is_as_the_card_says() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let k1 = ground.id("contact", "k1").await;
        let guest = invite(
            &ground,
            json!({"email": "Lou@Alfreds.Example", "name": "Lou", "roles": ["Client"], "contact": k1, "message": "Hi"}),
        )
        .await
        .unwrap();
        assert_eq!(
            (
                &guest["email"],
                &guest["state"],
                &guest["roles"],
                &guest["contact"]
            ),
            (
                &json!("lou@alfreds.example"),
                &json!("invited"),
                &json!(["Client"]),
                &json!(k1)
            )
        );
        assert_eq!(
            ground.waiting().await,
            [("lou@alfreds.example".to_owned(), 3)]
        );
        for taken in [
            "lou@alfreds.example",
            "maria@alfreds.example",
            "BEN@acme.example",
        ] {
            let again = invite(&ground, json!({"email": taken})).await;
            assert!(
                matches!(again, Err(WriteError::Conflict(_))),
                "{taken}: {again:?}"
            );
        }
        for (body, place) in [
            (json!({"email": "lou"}), "/email"),
            (json!({"email": "a@b.example", "state": "active"}), "/state"),
            (
                json!({"email": "a@b.example", "roles": ["L80"]}),
                "/roles/0",
            ),
            (json!({"email": "a@b.example", "salary": 1}), "/salary"),
            (
                json!({"email": "a@b.example", "message": "a\u{0}"}),
                "/message",
            ),
        ] {
            assert_eq!(
                pointers(invite(&ground, body.clone()).await),
                [place],
                "{body}"
            );
        }
    }
}

#[tokio::test]
async fn a_guest_who_is_suspended_sees_nothing_and_is_again_what_they_were() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let vic = ground.id("person", "vic").await;
        let token = ground.house.token("vic@free.example").await;
        let suspended = change(&ground, &vic, json!({"state": "suspended"}))
            .await
            .unwrap();
        assert_eq!(suspended["state"], "suspended");
        assert!(matches!(
            ground.arrive(&token, now()).await,
            crate::Arrival::Nobody
        ));
        let back = change(&ground, &vic, json!({"state": "active"}))
            .await
            .unwrap();
        assert_eq!(back["state"], "active");
        // What they came in with has ended; what was opened to them has not.
        assert!(matches!(
            ground.arrive(&token, now()).await,
            crate::Arrival::Nobody
        ));
        assert!(
            ground
                .shown("vic@free.example", Module::Tasks, "t3")
                .await
                .is_some()
        );

        let iva = ground.id("person", "iva").await;
        let early = change(&ground, &iva, json!({"state": "active"})).await;
        assert!(matches!(early, Err(WriteError::WrongState(_))), "{early:?}");
        change(&ground, &iva, json!({"state": "suspended"}))
            .await
            .unwrap();
        let back = change(&ground, &iva, json!({"state": "active"}))
            .await
            .unwrap();
        assert_eq!(back["state"], "invited", "who never accepted waits again");
    }
}

#[tokio::test]
async fn a_removed_guest_is_gone_with_everything_and_comes_back_as_new() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let vic = ground.id("person", "vic").await;
        let p1 = ground.id("project", "p1").await;
        ground
            .share(json!({"subjects": [{"project": p1}], "to": ["vic@free.example"], "show": ["tasks"]}))
            .await;
        let token = ground.house.token("vic@free.example").await;
        let leave = ground.manage(ANA).await;
        let receipt = ground
            .house
            .db()
            .remove_guest(leave, &vic, None, now())
            .await
            .unwrap();
        let receipt = parsed(&receipt);
        assert_eq!(receipt["ended"]["grants"], 2);
        assert_eq!(receipt["ended"]["mails"], 1);
        assert!(
            receipt["ended"]["tokens"].as_u64().unwrap() >= 1,
            "{receipt}"
        );
        assert_eq!(receipt["still"], json!([]));
        assert!(matches!(
            ground.arrive(&token, now()).await,
            crate::Arrival::Nobody
        ));
        let leave = ground.manage(ANA).await;
        let again = ground
            .house
            .db()
            .remove_guest(leave, &vic, None, now())
            .await;
        assert!(matches!(again, Err(WriteError::WrongState(_))), "{again:?}");

        let back = invite(&ground, json!({"email": "vic@free.example", "name": "Vic"}))
            .await
            .unwrap();
        assert_eq!(
            (&back["id"], &back["state"]),
            (&json!(vic), &json!("invited"))
        );
        ground.accept("vic@free.example").await;
        assert!(
            ground
                .sees("vic@free.example", Module::Tasks)
                .await
                .is_empty()
        );
        assert!(
            ground
                .shown("vic@free.example", Module::Projects, "p1")
                .await
                .is_none()
        );

        // Before, the rule is asked about what was then.
        let mut ana = ground.reader(ANA).await;
        let before = now() - SignedDuration::from_secs(1);
        let t3 = format!("tasks/{}", ground.id("task", "t3").await);
        assert_eq!(
            parsed(&ana.explain(&vic, &t3, None).await.unwrap())["visible"],
            false
        );
        let then = parsed(&ana.explain(&vic, &t3, Some(before)).await.unwrap());
        assert_eq!(then["at"], before.to_string());
    }
}

#[tokio::test]
async fn an_owner_is_neither_removed_nor_given_an_end_and_gives_it_up_alone() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let (c2, pat) = (
            ground.id("customer", "c2").await,
            ground.id("person", "pat").await,
        );
        let answer = ground
            .share(json!({"subjects": [{"customer": c2}], "to": ["pat@alfreds.example"], "role": "L90"}))
            .await;
        let grant = answer["items"][0]["grants"][0].as_str().unwrap().to_owned();
        let leave = ground.manage(ANA).await;
        let removed = ground
            .house
            .db()
            .remove_guest(leave, &pat, None, now())
            .await;
        assert!(
            matches!(removed, Err(WriteError::OwnerGrant)),
            "{removed:?}"
        );
        let ending = change(&ground, &pat, json!({"expires_at": "2027-01-01T00:00:00Z"})).await;
        assert!(matches!(ending, Err(WriteError::OwnerGrant)), "{ending:?}");
        // Suspending pauses and takes nothing.
        change(&ground, &pat, json!({"state": "suspended"}))
            .await
            .unwrap();
        change(&ground, &pat, json!({"state": "active"}))
            .await
            .unwrap();
        let leave = ground.write(ANA).await;
        let ended = ground
            .house
            .db()
            .end_grant(leave, &grant, None, now())
            .await;
        assert!(matches!(ended, Err(WriteError::OwnerGrant)), "{ended:?}");
        let leave = ground.write("pat@alfreds.example").await;
        let ended = ground
            .house
            .db()
            .end_grant(leave, &grant, None, now())
            .await
            .unwrap();
        assert_eq!(parsed(&ended)["ended"]["grants"], 1);
        assert!(
            ground
                .shown("pat@alfreds.example", Module::Customers, "c2")
                .await
                .is_none()
        );
    }
}

#[tokio::test]
async fn an_invitation_is_sent_again_to_who_waits_for_one() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let iva = ground.id("person", "iva").await;
        for _ in 0..2 {
            let leave = ground.manage(ANA).await;
            let again = ground
                .house
                .db()
                .invite_again(leave, &iva, now())
                .await
                .unwrap();
            assert_eq!(parsed(&again.json.unwrap())["state"], "invited");
        }
        assert_eq!(ground.waiting().await, [("iva@free.example".to_owned(), 3)]);
        let vic = ground.id("person", "vic").await;
        let leave = ground.manage(ANA).await;
        let refused = ground.house.db().invite_again(leave, &vic, now()).await;
        assert!(matches!(refused, Err(WriteError::WrongState(_))));
        // Withdrawing an invitation removes who waits for it.
        let leave = ground.manage(ANA).await;
        let receipt = ground
            .house
            .db()
            .remove_guest(leave, &iva, None, now())
            .await
            .unwrap();
        assert_eq!(parsed(&receipt)["ended"]["mails"], 1);
    }
}

#[tokio::test]
async fn only_admins_manage_guests_and_what_was_changed_meanwhile_stays() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        for email in [
            "ben@acme.example",
            "lim@acme.example",
            "olga@alfreds.example",
        ] {
            let reader = ground.reader(email).await;
            let leave = reader
                .viewer()
                .may::<crate::sharing::ManageGuests>(&reader.company());
            assert!(leave.is_err(), "{email}");
        }
        let vic = ground.id("person", "vic").await;
        let leave = ground.manage(ANA).await;
        let body = json!({"name": "Victor"}).to_string();
        let stale = |_: &str| false;
        let refused = ground
            .house
            .db()
            .change_guest(leave, &vic, Some(body.as_bytes()), Some(&stale), now())
            .await;
        assert!(
            matches!(refused, Err(WriteError::ChangedMeanwhile)),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn a_guests_end_is_put_off_by_one_click() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let db = ground.house.db();
        let maria = ground.id("person", "maria").await;
        let leave = ground.manage(ANA).await;
        let longer = db.extend_guest(leave, &maria, 30, now()).await.unwrap();
        assert_eq!(
            parsed(&longer.json.unwrap())["expires_at"],
            "2027-01-30T23:00:00Z"
        );
        let vic = ground.id("person", "vic").await;
        for (guest, days) in [(&vic, 30), (&maria, 0)] {
            let leave = ground.manage(ANA).await;
            let refused = db.extend_guest(leave, guest, days, now()).await;
            assert!(
                matches!(
                    refused,
                    Err(WriteError::WrongState(_) | WriteError::Invalid(_))
                ),
                "{refused:?}"
            );
        }
    }
}
