//! What is taken away is gone for the next read, and the receipt says what went.

use super::ground::{Ground, parsed, pointers};
use crate::staff::tests::house::now;
use crate::testing::Engine;
use crate::writes::WriteError;
use access::Module;
use serde_json::{Value, json};

const ANA: &str = "ana@acme.example";

async fn create(ground: &Ground, who: &str, body: Value) -> Result<Value, WriteError> {
    let leave = ground.reader(who).await.may_manage_grants().await?;
    let body = body.to_string();
    let made = ground
        .house
        .db()
        .create_grant(leave, Some(body.as_bytes()), None, now())
        .await?;
    Ok(parsed(&made.json.unwrap()))
}

async fn change(ground: &Ground, who: &str, id: &str, body: Value) -> Result<Value, WriteError> {
    let leave = ground.reader(who).await.may_manage_grants().await?;
    let body = body.to_string();
    let changed = ground
        .house
        .db()
        .change_grant(leave, id, Some(body.as_bytes()), None, now())
        .await?;
    Ok(parsed(&changed.json.unwrap()))
}

async fn end(ground: &Ground, who: &str, id: &str) -> Result<Value, WriteError> {
    let leave = ground.reader(who).await.may_manage_grants().await?;
    let receipt = ground.house.db().end_grant(leave, id, None, now()).await?;
    Ok(parsed(&receipt))
}

#[tokio::test]
async fn a_grant_that_is_ended_opens_nothing_for_the_next_read() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let p1 = ground.id("project", "p1").await;
        let answer = ground
            .share(json!({"subjects": [{"project": p1}], "to": ["nick@alfreds.example"], "show": ["tasks"], "label": "Printer"}))
            .await;
        let grant = answer["items"][0]["grants"][0].as_str().unwrap().to_owned();
        let token = ground.house.token("nick@alfreds.example").await;
        assert_eq!(
            ground
                .sees("nick@alfreds.example", Module::Tasks)
                .await
                .len(),
            3
        );
        let receipt = end(&ground, ANA, &grant).await.unwrap();
        assert_eq!(
            receipt,
            json!({"ended": {"grants": 1, "sessions": 0, "tokens": 0, "links": 0, "mails": 1}, "still": []})
        );
        let crate::Arrival::In(mut nick) = ground.arrive(&token, now()).await else {
            panic!("nick is still a guest");
        };
        assert!(nick.item(Module::Projects, &p1).await.unwrap().is_none());
        drop(nick);
        assert!(
            ground
                .sees("nick@alfreds.example", Module::Tasks)
                .await
                .is_empty()
        );
        let on = "SELECT COUNT(*) FROM participant WHERE account_id = $1 AND grant_id IS NOT NULL";
        assert_eq!(ground.house.numbers(on).await, [0]);
        let again = end(&ground, ANA, &grant).await;
        assert!(matches!(again, Err(WriteError::WrongState(_))), "{again:?}");
        let change = change(&ground, ANA, &grant, json!({"expires_at": null})).await;
        assert!(
            matches!(change, Err(WriteError::WrongState(_))),
            "{change:?}"
        );
        // Shared anew, it is a new grant.
        let anew = ground
            .share(
                json!({"subjects": [{"project": p1}], "to": ["nick@alfreds.example"], "show": []}),
            )
            .await;
        assert_ne!(anew["items"][0]["grants"][0], json!(grant));
    }
}

#[tokio::test]
async fn ending_all_sharing_of_an_item_tells_who_sees_it_still_and_why() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let t1 = ground.item(Module::Tasks, "t1").await;
        ground
            .share(json!({
                "subjects": [{"task": ground.id("task", "t1").await}],
                "to": ["col@free.example", "nick@alfreds.example"], "show": ["stage"],
            }))
            .await;
        let permit = ground.reader(ANA).await.may_end_sharing(t1).await.unwrap();
        let receipt = ground
            .house
            .db()
            .end_sharing(permit, t1, now())
            .await
            .unwrap();
        let receipt = parsed(&receipt);
        assert_eq!(receipt["ended"]["grants"], 2);
        let still = receipt["still"].as_array().unwrap();
        let told: Vec<(&str, &str)> = still
            .iter()
            .map(|one| {
                (
                    one["user"]["email"].as_str().unwrap(),
                    one["because"].as_str().unwrap(),
                )
            })
            .collect();
        let mut told = told;
        told.sort_unstable();
        // Col is the assignee; Maria holds a grant on the project, whose role has no tasks relation.
        assert_eq!(told, [("col@free.example", "assignee")]);
        assert!(
            ground
                .sees("nick@alfreds.example", Module::Tasks)
                .await
                .is_empty()
        );
    }
}

#[tokio::test]
async fn ending_all_sharing_of_the_account_leaves_owners_and_says_so() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let leave = ground.manage(ANA).await;
        let receipt = parsed(
            &ground
                .house
                .db()
                .end_all_sharing(leave, now())
                .await
                .unwrap(),
        );
        assert_eq!(receipt["ended"]["grants"], 8);
        assert_eq!(receipt["still"][0]["user"]["email"], "lim@acme.example");
        assert_eq!(receipt["still"][0]["because"], "owner");
        let left = "SELECT COUNT(*) FROM access_grant WHERE account_id = $1 AND revoked_at IS NULL";
        assert_eq!(ground.house.numbers(left).await, [1]);
        assert!(
            ground
                .shown("lim@acme.example", Module::Customers, "c2")
                .await
                .is_some()
        );
    }
}

#[tokio::test]
async fn a_grant_is_made_for_a_user_or_an_address_and_changed_by_whoever_may_share() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let (p1, c2, nick) = (
            ground.id("project", "p1").await,
            ground.id("customer", "c2").await,
            ground.id("person", "nick").await,
        );
        let grant = create(
            &ground,
            "ben@acme.example",
            json!({"to": nick, "on": {"project": p1}, "role": "Viewer", "notes": "by phone"}),
        )
        .await
        .unwrap();
        assert_eq!(
            (&grant["role"], &grant["notes"], &grant["starts_at"]),
            (
                &json!("Viewer"),
                &json!("by phone"),
                &json!("2026-03-10T12:00:00Z")
            )
        );
        let id = grant["id"].as_str().unwrap();
        let changed = change(
            &ground,
            "ben@acme.example",
            id,
            json!({"expires_at": "2026-05-01T00:00:00Z"}),
        )
        .await;
        assert_eq!(changed.unwrap()["expires_at"], "2026-05-01T00:00:00Z");
        // Cleo does not manage the project.
        for refused in [
            change(&ground, "cleo@acme.example", id, json!({"notes": null})).await,
            end(&ground, "cleo@acme.example", id).await,
            create(
                &ground,
                "cleo@acme.example",
                json!({"to": nick, "on": {"project": p1}}),
            )
            .await,
        ] {
            assert!(
                matches!(refused, Err(WriteError::NotAllowed)),
                "{refused:?}"
            );
        }
        let invited = create(
            &ground,
            ANA,
            json!({"email": "Neu@Kunde.example", "on": {"customer": c2}, "role": "L20"}),
        )
        .await
        .unwrap();
        assert_eq!(invited["role"], "L20");
        let doubled = create(
            &ground,
            ANA,
            json!({"email": "neu@kunde.example", "on": {"customer": c2}, "role": "L40"}),
        )
        .await;
        assert!(
            matches!(doubled, Err(WriteError::Conflict(_))),
            "{doubled:?}"
        );
        for (body, place) in [
            (json!({"on": {"project": p1}, "role": "Viewer"}), "/to"),
            (json!({"to": "x", "on": {"project": p1}}), "/to"),
            (
                json!({"to": nick, "email": "a@b.example", "on": {"project": p1}}),
                "/email",
            ),
            (json!({"to": nick, "role": "Viewer"}), "/on"),
            (json!({"to": nick, "on": {"project": "x"}}), "/on"),
            (
                json!({"to": nick, "on": {"project": p1}, "role": "L20"}),
                "/role",
            ),
            (
                json!({"to": nick, "on": {"project": p1}, "role": "none"}),
                "/role",
            ),
            (
                json!({"to": nick, "on": {"project": p1}, "revoked_at": "2026-01-01T00:00:00Z"}),
                "/revoked_at",
            ),
            (
                json!({"to": nick, "on": {"project": p1}, "permissions": {"wages": {}}}),
                "/permissions/wages",
            ),
        ] {
            assert_eq!(
                pointers(create(&ground, ANA, body.clone()).await),
                [place],
                "{body}"
            );
        }
    }
}

#[tokio::test]
async fn a_customers_admin_keeps_its_table_up_to_l80_and_no_wider_than_their_own() {
    const OLGA: &str = "olga@alfreds.example";
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        ground
            .house
            .bring("acme", r#"{"kind":"contact","id":"k2","customer":"c1","name":"Theo","email":"Theo@Alfreds.example"}"#)
            .await;
        let (c1, c2) = (
            ground.id("customer", "c1").await,
            ground.id("customer", "c2").await,
        );
        let row = create(
            &ground,
            OLGA,
            json!({"email": "theo@alfreds.example", "on": {"customer": c1}, "role": "L30"}),
        )
        .await
        .unwrap();
        assert_eq!(
            (&row["role"], &row["user"]["name"]),
            (&json!("L30"), &json!("Theo"))
        );
        let id = row["id"].as_str().unwrap().to_owned();
        assert_eq!(
            change(&ground, OLGA, &id, json!({"role": "L80"}))
                .await
                .unwrap()["role"],
            "L80"
        );
        for (body, place) in [
            (
                json!({"email": "stranger@free.example", "on": {"customer": c1}, "role": "L10"}),
                "/email",
            ),
            (
                json!({"to": ground.id("person", "col").await, "on": {"customer": c1}, "role": "L10"}),
                "/to",
            ),
            (
                json!({"email": "theo@alfreds.example", "on": {"customer": c2}, "role": "L10"}),
                "/on",
            ),
            (
                json!({"email": "theo@alfreds.example", "on": {"customer": c1}, "role": "L90"}),
                "/role",
            ),
            (
                json!({"email": "theo@alfreds.example", "on": {"customer": c1}, "role": "Viewer"}),
                "/role",
            ),
            (
                json!({"email": "theo@alfreds.example", "on": {"customer": c1}, "role": "L10", "notes": "x"}),
                "/notes",
            ),
        ] {
            assert_eq!(
                pointers(create(&ground, OLGA, body.clone()).await),
                [place],
                "{body}"
            );
        }
        // An owner's row is seen and stays.
        ground
            .share(
                json!({"subjects": [{"customer": c1}], "to": ["col@free.example"], "role": "L90"}),
            )
            .await;
        let owner = ground.house.numbers("SELECT id FROM access_grant WHERE account_id = $1 AND built_in = 'L90' AND subject_module = 0 AND person_id = (SELECT id FROM person WHERE account_id = $1 AND source_id = 'col')").await;
        assert_eq!(owner.len(), 1);
        let mut olga = ground.reader(OLGA).await;
        let rows = parsed(&olga.grants(&[]).await.unwrap());
        let owners = rows["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["role"] == "L90")
            .unwrap();
        let owners = owners["id"].as_str().unwrap().to_owned();
        drop(olga);
        for refused in [
            end(&ground, OLGA, &owners).await,
            change(&ground, OLGA, &owners, json!({"role": "L10"})).await,
        ] {
            assert!(
                matches!(refused, Err(WriteError::OwnerGrant)),
                "{refused:?}"
            );
        }
        assert_eq!(end(&ground, OLGA, &id).await.unwrap()["ended"]["grants"], 1);
        let hidden = end(&ground, OLGA, &ground.id("access_grant", "g-own").await).await;
        assert!(matches!(hidden, Err(WriteError::NotFound)), "{hidden:?}");

        ground
            .house
            .change("UPDATE access_grant SET days_back = 30 WHERE account_id = $1 AND source_id = 'g-olga'")
            .await;
        let body = |days: Option<i64>| json!({"email": "theo@alfreds.example", "on": {"customer": c1}, "role": "L20", "days_back": days});
        for wide in [None, Some(31)] {
            assert_eq!(
                pointers(create(&ground, OLGA, body(wide)).await),
                ["/expires_at"]
            );
        }
        create(&ground, OLGA, body(Some(30))).await.unwrap();
    }
}

#[tokio::test]
async fn what_was_open_before_it_was_ended_is_told_of_then() {
    use jiff::SignedDuration;
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let p2 = ground.id("project", "p2").await;
        let answer = ground
            .share(json!({"subjects": [{"project": p2}], "to": ["nick@alfreds.example"], "show": ["due_on"]}))
            .await;
        let grant = answer["items"][0]["grants"][0].as_str().unwrap();
        let after = |seconds| now() + SignedDuration::from_secs(seconds);
        let leave = ground.write(ANA).await;
        ground
            .house
            .db()
            .end_grant(leave, grant, None, after(10))
            .await
            .unwrap();
        let mut ana = ground.reader(ANA).await;
        for (seconds, open) in [(-5, false), (5, true), (15, false)] {
            let item = format!("projects/{p2}");
            let told = ana
                .explain("nick@alfreds.example", &item, Some(after(seconds)))
                .await
                .unwrap();
            assert_eq!(parsed(&told)["visible"], open, "{seconds}");
        }
    }
}

#[tokio::test]
async fn nothing_of_another_company_is_ended_or_changed() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        ground.house.found("bolt", "Bolt").await;
        ground
            .house
            .bring(
                "bolt",
                r#"{"kind":"guest","id":"theirs","email":"vic@free.example"}
{"kind":"project","id":"bolts","name":"Bolts"}
{"kind":"grant","id":"g-theirs","to":"theirs","on":{"project":"bolts"},"role":"Viewer"}"#,
            )
            .await;
        static THEIRS: crate::engine::Sql = crate::engine::Sql::fixed(
            "SELECT g.public_id, p.public_id, j.public_id FROM access_grant g JOIN person p ON p.account_id = g.account_id \
             AND p.id = g.person_id JOIN project j ON j.account_id = g.account_id AND j.id = g.subject_id \
             WHERE g.source_id = 'g-theirs'",
        );
        let mut tx = ground.house.db().snapshot().await.unwrap();
        let ids = tx
            .one(&THEIRS, &[], |row| {
                Ok([row.id(0)?, row.id(1)?, row.id(2)?].map(|id| crate::ids::show(&id)))
            })
            .await
            .unwrap()
            .unwrap();
        drop(tx);
        let [grant, guest, project] = ids;
        let db = ground.house.db();
        let ended = end(&ground, ANA, &grant).await;
        assert!(matches!(ended, Err(WriteError::NotFound)), "{ended:?}");
        let changed = change(&ground, ANA, &grant, json!({"role": "L80"})).await;
        assert!(matches!(changed, Err(WriteError::NotFound)), "{changed:?}");
        let removed = db
            .remove_guest(ground.manage(ANA).await, &guest, None, now())
            .await;
        assert!(matches!(removed, Err(WriteError::NotFound)), "{removed:?}");
        let to_theirs = create(
            &ground,
            ANA,
            json!({"to": guest, "on": {"task": ground.id("task", "t1").await}}),
        )
        .await;
        assert_eq!(pointers(to_theirs), ["/to"]);
        let item = crate::sharing::Item::of(Module::Projects, &project);
        let refused = ground.reader(ANA).await.may_end_sharing(item).await;
        assert!(matches!(refused, Err(WriteError::NotFound)));
        db.end_all_sharing(ground.manage(ANA).await, now())
            .await
            .unwrap();
        let vic = ground.id("person", "vic").await;
        db.remove_guest(ground.manage(ANA).await, &vic, None, now())
            .await
            .unwrap();
        static LIVES: crate::engine::Sql = crate::engine::Sql::fixed(
            "SELECT p.state FROM access_grant g JOIN person p ON p.account_id = g.account_id AND p.id = g.person_id \
             WHERE g.source_id = 'g-theirs' AND g.revoked_at IS NULL",
        );
        let mut tx = db.snapshot().await.unwrap();
        let state = tx.one(&LIVES, &[], |row| row.int(0)).await.unwrap();
        assert_eq!(state, Some(1));
    }
}
