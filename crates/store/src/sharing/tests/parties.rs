//! Participants of a project, and the switch that gives them external access.

use super::ground::{Ground, parsed, pointers};
use crate::staff::tests::house::now;
use crate::testing::Engine;
use crate::writes::WriteError;
use access::Module;
use serde_json::{Value, json};

const ANA: &str = "ana@acme.example";

async fn add(ground: &Ground, who: &str, body: Value) -> Result<Value, WriteError> {
    let p1 = ground.id("project", "p1").await;
    let viewer = ground.reader(who).await.viewer().clone();
    let body = body.to_string();
    let db = ground.house.db();
    let made = db
        .add_participant(&viewer, &p1, Some(body.as_bytes()), None, now())
        .await?;
    Ok(parsed(&made.json.unwrap()))
}

async fn change(ground: &Ground, part: &str, body: Value) -> Result<Value, WriteError> {
    let p1 = ground.id("project", "p1").await;
    let viewer = ground.reader(ANA).await.viewer().clone();
    let body = body.to_string();
    let db = ground.house.db();
    let changed = db
        .change_participant(&viewer, (&p1, part), Some(body.as_bytes()), None, now())
        .await?;
    Ok(parsed(&changed.json.unwrap()))
}

#[tokio::test]
async fn a_participant_opens_nothing_until_the_switch_is_on_and_nothing_when_it_is_off() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        ground
            .house
            .bring("acme", r#"{"kind":"contact","id":"k2","customer":"c1","name":"Theo","email":"theo@alfreds.example"}"#)
            .await;
        let k2 = ground.id("contact", "k2").await;
        let party = add(
            &ground,
            ANA,
            json!({"party": {"contact": k2}, "label": "Printer"}),
        )
        .await
        .unwrap();
        assert_eq!(
            (
                &party["party"],
                &party["label"],
                &party["name"],
                &party["external"],
                &party["grant"]
            ),
            (
                &json!({"contact": k2}),
                &json!("Printer"),
                &json!("Theo"),
                &json!(null),
                &json!(null)
            )
        );
        let id = party["id"].as_str().unwrap().to_owned();
        let on = change(&ground, &id, json!({"external": true}))
            .await
            .unwrap();
        assert_eq!(
            (&on["external"]["role"], &on["external"]["open"]),
            (&json!("Viewer"), &json!(true))
        );
        assert!(on["grant"].is_string());
        assert_eq!(
            ground.waiting().await,
            [
                ("ben@acme.example".to_owned(), 4),
                ("theo@alfreds.example".to_owned(), 3)
            ]
        );
        ground.accept("theo@alfreds.example").await;
        let token = ground.house.token("theo@alfreds.example").await;
        assert!(
            ground
                .shown("theo@alfreds.example", Module::Projects, "p1")
                .await
                .is_some()
        );
        let again = change(&ground, &id, json!({"external": true}))
            .await
            .unwrap();
        assert_eq!(again["grant"], on["grant"], "what is on stays as it is");
        let off = change(&ground, &id, json!({"external": false}))
            .await
            .unwrap();
        assert_eq!(
            (&off["grant"], &off["label"]),
            (&json!(null), &json!("Printer"))
        );
        let crate::Arrival::In(mut theo) = ground.arrive(&token, now()).await else {
            panic!("theo is still a guest");
        };
        let p1 = ground.id("project", "p1").await;
        assert!(theo.item(Module::Projects, &p1).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_company_or_a_label_needs_the_address_of_who_gets_the_access() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let c1 = ground.id("customer", "c1").await;
        for party in [
            json!({"customer": c1}),
            json!({"name": "External co-worker"}),
        ] {
            let without = add(&ground, ANA, json!({"party": party, "external": true})).await;
            assert_eq!(pointers(without), ["/external/email"], "{party}");
            let own = json!({"party": party, "external": {"email": "cleo@acme.example"}});
            assert_eq!(pointers(add(&ground, ANA, own).await), ["/external/email"]);
        }
        let with = add(
            &ground,
            ANA,
            json!({"party": {"name": "External co-worker"}, "external":
                {"email": "Nora@Print.example", "role": "Commenter", "until": "2026-04-30"}}),
        )
        .await
        .unwrap();
        assert_eq!(with["party"], json!({"name": "External co-worker"}));
        assert_eq!(
            (&with["external"]["role"], &with["external"]["until"]),
            (&json!("Commenter"), &json!("2026-04-30T22:00:00Z"))
        );
        for (external, place) in [
            (json!({"email": "x"}), "/external/email"),
            (
                json!({"email": "a@b.example", "until": "2026-01-01"}),
                "/external/until",
            ),
            (
                json!({"email": "a@b.example", "role": "L20"}),
                "/external/role",
            ),
            (
                json!({"email": "a@b.example", "rôle": "x"}),
                "/external/rôle",
            ),
            (json!("yes"), "/external"),
        ] {
            let body = json!({"party": {"name": "Other"}, "external": external});
            assert_eq!(
                pointers(add(&ground, ANA, body).await),
                [place],
                "{external}"
            );
        }
        for (body, place) in [
            (json!({"label": "Nobody"}), "/party"),
            (json!({"party": {"name": "x"}, "grant": "y"}), "/grant"),
            (json!({"party": {"contact": "y"}}), "/party/contact"),
        ] {
            assert_eq!(
                pointers(add(&ground, ANA, body.clone()).await),
                [place],
                "{body}"
            );
        }
    }
}

#[tokio::test]
async fn removing_a_participant_ends_the_access_it_had() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let (p1, nick) = (
            ground.id("project", "p1").await,
            ground.id("person", "nick").await,
        );
        let body = json!({"party": {"guest": nick}, "external": {"role": "Viewer"}});
        let party = add(&ground, "ben@acme.example", body).await.unwrap();
        assert!(
            ground
                .shown("nick@alfreds.example", Module::Projects, "p1")
                .await
                .is_some()
        );
        let part = party["id"].as_str().unwrap();
        let viewer = ground.reader(ANA).await.viewer().clone();
        let db = ground.house.db();
        let receipt = db
            .remove_participant(&viewer, (&p1, part), None, now())
            .await
            .unwrap();
        assert_eq!(parsed(&receipt)["ended"]["grants"], 1);
        assert!(
            ground
                .shown("nick@alfreds.example", Module::Projects, "p1")
                .await
                .is_none()
        );
        let mut ana = ground.reader(ANA).await;
        assert_eq!(
            parsed(&ana.participants(&p1).await.unwrap())["items"],
            json!([])
        );
        let again = db
            .remove_participant(&viewer, (&p1, part), None, now())
            .await;
        assert!(matches!(again, Err(WriteError::NotFound)), "{again:?}");
    }
}

#[tokio::test]
async fn who_edits_the_project_notes_participants_and_who_may_share_switches_their_access() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let note = json!({"party": {"name": "Surveyor"}});
        let open =
            json!({"party": {"name": "Surveyor"}, "external": {"email": "s@survey.example"}});
        for (who, notes, opens) in [
            ("ben@acme.example", true, true),
            ("cleo@acme.example", false, false),
            ("lim@acme.example", false, false),
        ] {
            for (body, may) in [(&note, notes), (&open, opens)] {
                let added = add(&ground, who, body.clone()).await;
                match may {
                    true => assert!(added.is_ok(), "{who} {body}: {added:?}"),
                    false => assert!(
                        matches!(added, Err(WriteError::NotAllowed | WriteError::NotFound)),
                        "{who} {body}: {added:?}"
                    ),
                }
            }
        }
        ground
            .house
            .change("UPDATE account_setting SET who_can_share = 0 WHERE account_id = $1")
            .await;
        assert!(add(&ground, "ben@acme.example", note).await.is_ok());
        assert!(matches!(
            add(&ground, "ben@acme.example", open).await,
            Err(WriteError::NotAllowed)
        ));
    }
}
