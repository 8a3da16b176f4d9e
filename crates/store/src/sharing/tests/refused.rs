//! Who may not share, what is not taken, and that nothing is half done.

use super::ground::{Ground, pointers};
use crate::sharing::Share;
use crate::testing::Engine;
use crate::writes::WriteError;
use access::Module;
use serde_json::{Value, json};

const PEOPLE: &str = "SELECT COUNT(*) FROM person WHERE account_id = $1";
const GRANTS: &str = "SELECT COUNT(*) FROM access_grant WHERE account_id = $1";

fn to(address: &str, project: &str) -> Value {
    json!({"subjects": [{"project": project}], "to": [address], "show": ["stage"]})
}

#[tokio::test]
async fn who_may_share_is_what_the_setting_says() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        // Ben manages p1 and is on the team of p2, Cleo manages p2; all of them see everything.
        let (p1, p2) = (
            ground.id("project", "p1").await,
            ground.id("project", "p2").await,
        );
        for (setting, ben, cleo) in [
            (0, [false, false], [false, false]),
            (1, [true, false], [false, true]),
            (2, [true, true], [false, true]),
            (3, [true, true], [true, true]),
        ] {
            ground
                .house
                .change(match setting {
                    0 => "UPDATE account_setting SET who_can_share = 0 WHERE account_id = $1",
                    1 => "UPDATE account_setting SET who_can_share = 1 WHERE account_id = $1",
                    2 => "UPDATE account_setting SET who_can_share = 2 WHERE account_id = $1",
                    _ => "UPDATE account_setting SET who_can_share = 3 WHERE account_id = $1",
                })
                .await;
            for (who, may) in [("ben@acme.example", ben), ("cleo@acme.example", cleo)] {
                for (project, may) in [&p1, &p2].into_iter().zip(may) {
                    let shared = ground.share_as(who, to("col@free.example", project)).await;
                    match may {
                        true => assert!(shared.is_ok(), "{setting} {who}: {shared:?}"),
                        false => assert!(
                            matches!(shared, Err(WriteError::NotAllowed)),
                            "{setting} {who}: {shared:?}"
                        ),
                    }
                }
            }
            for who in [
                "lim@acme.example",
                "maria@alfreds.example",
                "olga@alfreds.example",
            ] {
                let refused = ground.share_as(who, to("col@free.example", &p1)).await;
                assert!(
                    matches!(refused, Err(WriteError::NotAllowed)),
                    "{setting} {who}"
                );
            }
        }
    }
}

#[tokio::test]
async fn what_the_sharer_does_not_see_is_shared_like_what_never_was() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        ground.house.found("bolt", "Bolt").await;
        ground
            .house
            .bring(
                "bolt",
                r#"{"kind":"project","id":"theirs","name":"Theirs"}"#,
            )
            .await;
        let theirs = {
            static THEIRS: crate::engine::Sql = crate::engine::Sql::fixed(
                "SELECT public_id FROM project WHERE source_id = 'theirs'",
            );
            let mut tx = ground.house.db().snapshot().await.unwrap();
            let id = tx
                .one(&THEIRS, &[], |row| row.id(0))
                .await
                .unwrap()
                .unwrap();
            crate::ids::show(&id)
        };
        let p1 = ground.id("project", "p1").await;
        let mut refusals = Vec::new();
        for id in [theirs.as_str(), "0123456789abcdef0123456789abcdef", "p1"] {
            let body = json!({
                "subjects": [{"project": p1}, {"project": id}], "to": ["col@free.example"], "show": [],
            });
            let refused = ground.share_as("ana@acme.example", body).await;
            assert_eq!(pointers(refused), ["/subjects/1"], "{id}");
            refusals.push(id);
        }
        assert_eq!(refusals.len(), 3);
        let bolts = "SELECT COUNT(*) FROM access_grant g JOIN project p ON p.id = g.subject_id AND p.account_id = g.account_id \
             WHERE g.account_id = $1 AND p.source_id = 'p1' AND g.subject_module = 1";
        assert_eq!(
            ground.house.numbers(bolts).await,
            [1],
            "only what the bundle has"
        );
    }
}

#[tokio::test]
async fn a_leave_that_ended_before_the_write_shares_nothing() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let p1 = ground.id("project", "p1").await;
        for end in [
            "UPDATE project SET manager_id = NULL WHERE account_id = $1",
            "UPDATE account_setting SET who_can_share = 0 WHERE account_id = $1",
            "UPDATE person SET role = 0 WHERE account_id = $1 AND source_id = 'ben'",
            "UPDATE person SET state = 3 WHERE account_id = $1 AND source_id = 'ben'",
        ] {
            let ground = Ground::new(engine).await;
            let p1 = ground.id("project", "p1").await;
            let share = Share::read(&to("col@free.example", &p1)).unwrap();
            let mut ben = ground.reader("ben@acme.example").await;
            let permit = ben.may_share(share.subjects()).await.unwrap();
            drop(ben);
            let before = ground.house.numbers(GRANTS).await;
            ground.house.change(end).await;
            let now = crate::staff::tests::house::now();
            let refused = ground
                .house
                .db()
                .share(permit, &share, None, now)
                .await
                .unwrap_err();
            assert!(
                matches!(refused, WriteError::NotAllowed | WriteError::NotFound),
                "{end}: {refused:?}"
            );
            assert_eq!(ground.house.numbers(GRANTS).await, before, "{end}");
        }
        assert!(!p1.is_empty());
    }
}

#[tokio::test]
async fn one_wrong_address_refuses_all_and_each_is_pointed_at() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let (people, grants) = (
            ground.house.numbers(PEOPLE).await,
            ground.house.numbers(GRANTS).await,
        );
        let p1 = ground.id("project", "p1").await;
        let to =
            |list: Value| json!({"subjects": [{"project": p1}], "to": list, "show": ["stage"]});
        for (list, wrong) in [
            (
                json!(["new@client.example", "nobody", 3, "a b@c.d"]),
                &["/to/1", "/to/2", "/to/3"][..],
            ),
            (
                json!(["new@client.example", "Ana@ACME.example"]),
                &["/to/1"],
            ),
            (
                json!([
                    "cleo@acme.example",
                    "new@client.example",
                    "ben@acme.example"
                ]),
                &["/to/0", "/to/2"],
            ),
        ] {
            let refused = ground.share_as("ana@acme.example", to(list.clone())).await;
            assert_eq!(pointers(refused), wrong, "{list}");
        }
        assert_eq!(ground.house.numbers(PEOPLE).await, people);
        assert_eq!(ground.house.numbers(GRANTS).await, grants);
        assert!(ground.waiting().await.is_empty());
    }
}

#[tokio::test]
async fn a_limited_member_is_shared_with_like_a_guest() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let p1 = ground.id("project", "p1").await;
        let answer = ground.share(to("lim@acme.example", &p1)).await;
        assert_eq!(answer["items"][0]["invited"], false);
        assert!(
            ground
                .shown("lim@acme.example", Module::Projects, "p1")
                .await
                .is_some()
        );
    }
}

#[tokio::test]
async fn levels_go_on_customers_and_owners_are_made_by_admins_without_an_end() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        ground
            .house
            .change("UPDATE account_setting SET who_can_share = 3 WHERE account_id = $1")
            .await;
        let (p1, c2) = (
            ground.id("project", "p1").await,
            ground.id("customer", "c2").await,
        );
        let to = |subject: Value, role: &str, more: &[(&str, Value)]| {
            let mut body =
                json!({"subjects": [subject], "to": ["pat@alfreds.example"], "role": role});
            for (key, value) in more {
                body[*key] = value.clone();
            }
            body
        };
        let admin = "ana@acme.example";
        let on_project = ground
            .share_as(admin, to(json!({"project": p1}), "L20", &[]))
            .await;
        assert_eq!(pointers(on_project), ["/role"]);
        let none = ground
            .share_as(admin, to(json!({"customer": c2}), "L99", &[]))
            .await;
        assert_eq!(pointers(none), ["/role"]);
        let by_ben = ground
            .share_as("ben@acme.example", to(json!({"customer": c2}), "L90", &[]))
            .await;
        assert_eq!(pointers(by_ben), ["/role"]);
        let ends = [("expires_at", json!("2026-12-31")), ("days_back", json!(3))];
        let ending = ground
            .share_as(admin, to(json!({"customer": c2}), "L90", &ends))
            .await;
        assert_eq!(pointers(ending), ["/expires_at", "/days_back"]);
        let over = [("expires_at", json!("2026-03-09"))];
        let past = ground
            .share_as(admin, to(json!({"customer": c2}), "L40", &over))
            .await;
        assert_eq!(pointers(past), ["/expires_at"]);
        ground.share(to(json!({"customer": c2}), "L90", &[])).await;
        let lower = ground
            .share_as(admin, to(json!({"customer": c2}), "L20", &[]))
            .await;
        assert!(matches!(lower, Err(WriteError::OwnerGrant)), "{lower:?}");
        // Beside the row of an owner, a grant of another kind stands by itself.
        ground
            .share(to(json!({"customer": c2}), "Client", &[]))
            .await;
    }
}

#[tokio::test]
async fn a_role_that_opens_nothing_now_is_not_shared() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let (p1, r1) = (
            ground.id("project", "p1").await,
            ground.id("role", "r1").await,
        );
        let body = json!({"subjects": [{"project": p1}], "to": ["col@free.example"], "role": r1});
        ground.share(body.clone()).await;
        ground
            .house
            .change("UPDATE role SET active = 0 WHERE account_id = $1")
            .await;
        let refused = ground.share_as("ana@acme.example", body).await;
        assert_eq!(pointers(refused), ["/role"]);
    }
}
