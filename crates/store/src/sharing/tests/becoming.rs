//! A guest becomes a member and a member a guest: the same user, with what is theirs.

use super::ground::{Ground, parsed, pointers};
use crate::sharing::Becomes;
use crate::staff::tests::house;
use crate::testing::Engine;
use crate::writes::{WriteError, Written};
use access::Module;
use access::staff::MemberRole;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

const ANA: &str = "ana@acme.example";

/// A second after the company was brought in, so that the history tells the two apart.
fn now() -> Timestamp {
    house::now() + SignedDuration::from_secs(1)
}

async fn to_member(
    ground: &Ground,
    who: &str,
    id: &str,
    role: &str,
) -> Result<Written, WriteError> {
    let leave = ground.manage(who).await;
    let body = json!({"role": role}).to_string();
    let db = ground.house.db();
    db.guest_becomes_member(leave, id, Some(body.as_bytes()), None, now())
        .await
}

async fn to_guest(
    ground: &Ground,
    who: &str,
    id: &str,
    body: &Value,
) -> Result<Written, WriteError> {
    let leave = ground.manage(who).await;
    let body = body.to_string();
    let db = ground.house.db();
    db.member_becomes_guest(leave, id, Some(body.as_bytes()), None, now())
        .await
}

fn told(written: Result<Written, WriteError>) -> Value {
    parsed(&written.unwrap().json.unwrap())
}

/// The lines of the audit log but those of tokens, newest last.
async fn audit(ground: &Ground) -> Vec<String> {
    static LINES: crate::engine::Sql = crate::engine::Sql::fixed(
        "SELECT action FROM audit WHERE account_id = $1 AND action <> 'token' ORDER BY id",
    );
    let account = ground.house.account("acme").await;
    let mut tx = ground.house.db().snapshot().await.unwrap();
    tx.rows(&LINES, &[account.into()], |row| Ok(row.text(0)?.to_owned()))
        .await
        .unwrap()
}

#[tokio::test]
async fn a_guest_who_becomes_a_member_sees_everything_and_keeps_grants_and_history() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let vic = ground.id("person", "vic").await;
        let token = ground.house.token("vic@free.example").await;
        assert!(
            ground
                .sees("vic@free.example", Module::Projects)
                .await
                .is_empty()
        );
        let member = told(to_member(&ground, ANA, &vic, "manager").await);
        assert_eq!(
            member,
            json!({"id": vic, "email": "vic@free.example", "name": "Vic", "role": "manager"})
        );
        // The token holds no more than it was made for: it has ended.
        assert!(matches!(
            ground.arrive(&token, now()).await,
            crate::Arrival::Nobody
        ));
        assert_eq!(
            ground
                .sees("vic@free.example", Module::Projects)
                .await
                .len(),
            2
        );
        let mut ana = ground.reader(ANA).await;
        let grants = [("filter[to]".to_owned(), vic.clone())];
        assert_eq!(
            parsed(&ana.grants(&grants).await.unwrap())["items"]
                .as_array()
                .unwrap()
                .len(),
            2
        );
        assert!(ana.guest(&vic).await.is_err());
        let history = parsed(&ana.history(&vic, None, &[]).await.unwrap());
        let last = &history["items"][0];
        assert_eq!(last["after"], json!({"role": "manager"}));
        assert_eq!(last["before"]["state"], "active");
        assert_eq!(audit(&ground).await.last().unwrap(), "guest.member");
        let mails = ground.waiting().await;
        assert_eq!(
            mails
                .iter()
                .filter(|(to, _)| to == "vic@free.example")
                .count(),
            1
        );
    }
}

#[tokio::test]
async fn what_somebody_could_see_before_they_became_another_can_still_be_asked() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let vic = ground.id("person", "vic").await;
        let (t1, t3) = (ground.id("task", "t1").await, ground.id("task", "t3").await);
        told(to_member(&ground, ANA, &vic, "member").await);
        let before = house::now() + SignedDuration::from_millis(500);
        let explain = async |task: &str, at: Option<Timestamp>| {
            let mut ana = ground
                .reader_at(ANA, now() + SignedDuration::from_secs(1))
                .await;
            parsed(
                &ana.explain(&vic, &format!("tasks/{task}"), at)
                    .await
                    .unwrap(),
            )
        };
        let was = explain(&t3, Some(before)).await;
        assert_eq!(
            (&was["visible"], &was["paths"][0]["kind"]),
            (&json!(true), &json!("grant"))
        );
        assert_eq!(explain(&t1, Some(before)).await["visible"], false);
        assert_eq!(explain(&t1, None).await["visible"], true);
    }
}

#[tokio::test]
async fn what_only_guests_are_is_not_left_behind_on_a_member() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let (p1, maria) = (
            ground.id("project", "p1").await,
            ground.id("person", "maria").await,
        );
        ground
            .house
            .bring("acme", r#"{"kind":"project","id":"p1","name":"Website","manager":"ben","client":{"guest":"maria"}}
{"kind":"participant","id":"pt1","project":"p1","party":{"guest":"maria"}}"#)
            .await;
        told(to_member(&ground, ANA, &maria, "limited").await);
        let mut ana = ground.reader(ANA).await;
        let project = parsed(&ana.item(Module::Projects, &p1).await.unwrap().unwrap());
        assert_eq!(project["client"], Value::Null);
        let parties = parsed(&ana.participants(&p1).await.unwrap());
        assert_eq!(
            parties["items"][0]["party"],
            json!({"name": "Maria Anders"})
        );
        let card = "SELECT COUNT(*) FROM person WHERE account_id = $1 AND source_id = 'maria' AND roles = '[]' \
                    AND permissions IS NULL AND expires_at IS NULL AND contact_id IS NULL AND available_users IS NULL";
        assert_eq!(ground.house.numbers(card).await, [1]);
        // Limited, they see what was shared with them, by the grants that they had.
        let seen = ground.sees("maria@alfreds.example", Module::Projects).await;
        assert!(
            seen.is_empty(),
            "the role of the grant opens tasks alone: {seen:?}"
        );
    }
}

#[tokio::test]
async fn a_member_who_becomes_a_guest_sees_what_is_shared_and_what_ties_them() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let (ben, c1) = (
            ground.id("person", "ben").await,
            ground.id("customer", "c1").await,
        );
        // Ben was here, so that he comes in as he is.
        ground
            .house
            .change(
                "UPDATE person SET last_seen_at = 1 WHERE account_id = $1 AND source_id = 'ben'",
            )
            .await;
        let guest = told(
            to_guest(
                &ground,
                ANA,
                &ben,
                &json!({"expires_at": "2026-12-01T00:00:00Z"}),
            )
            .await,
        );
        assert_eq!(guest["state"], "active");
        assert_eq!(
            (&guest["roles"], &guest["permissions"]),
            (&json!([]), &Value::Null)
        );
        assert_eq!(guest["expires_at"], "2026-12-01T00:00:00Z");
        let customers = ground.sees("ben@acme.example", Module::Customers).await;
        assert_eq!(customers.len(), 1);
        assert_eq!(customers[0]["id"], json!(c1));
        assert!(
            ground
                .sees("ben@acme.example", Module::Tasks)
                .await
                .is_empty()
        );
        // Back again, with everything.
        told(to_member(&ground, ANA, &ben, "manager").await);
        assert_eq!(
            ground.sees("ben@acme.example", Module::Tasks).await.len(),
            4
        );
        let lines = audit(&ground).await;
        assert_eq!(lines[lines.len() - 2..], ["member.guest", "guest.member"]);
    }
}

#[tokio::test]
async fn a_member_who_was_never_here_is_invited_as_a_guest() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let ben = ground.id("person", "ben").await;
        let guest = told(to_guest(&ground, ANA, &ben, &json!({})).await);
        assert_eq!(guest["state"], "invited");
        let mails = ground.waiting().await;
        assert!(
            mails.iter().any(|(to, _)| to == "ben@acme.example"),
            "{mails:?}"
        );
    }
}

#[tokio::test]
async fn who_may_not_be_made_another_stays_what_they_are() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let house = &ground.house;
        let id = async |source: &str| ground.id("person", source).await;
        let (ana, cleo, dora, rex, vic) = (
            id("ana").await,
            id("cleo").await,
            id("dora").await,
            id("rex").await,
            id("vic").await,
        );
        for guest in [&dora, &rex] {
            let refused = to_member(&ground, ANA, guest, "member").await;
            assert!(
                matches!(refused, Err(WriteError::WrongState(_))),
                "{refused:?}"
            );
        }
        let refused = to_guest(&ground, ANA, &ana, &json!({})).await;
        assert!(
            matches!(refused, Err(WriteError::WrongState(_))),
            "{refused:?}"
        );
        // An owner of a customer gives that up first: members can be sent away.
        let c2 = ground.id("customer", "c2").await;
        let body =
            json!({"subjects": [{"customer": c2}], "to": ["col@free.example"], "role": "L90"});
        ground.share(body).await;
        let refused = to_member(&ground, ANA, &id("col").await, "member").await;
        assert!(
            matches!(refused, Err(WriteError::OwnerGrant)),
            "{refused:?}"
        );
        // Only owners make owners, and make owners something else.
        let refused = to_member(&ground, ANA, &vic, "owner").await;
        assert!(
            matches!(refused, Err(WriteError::NotAllowed)),
            "{refused:?}"
        );
        house
            .change("UPDATE person SET role = 4 WHERE account_id = $1 AND source_id = 'cleo'")
            .await;
        let refused = to_guest(&ground, ANA, &cleo, &json!({})).await;
        assert!(
            matches!(refused, Err(WriteError::NotAllowed)),
            "{refused:?}"
        );
        told(to_guest(&ground, "cleo@acme.example", &ana, &json!({})).await);
        // A guest is no member, a member no guest, and nobody is nobody.
        for (id, role) in [(&cleo, "member"), (&"x".to_owned(), "member")] {
            let refused = to_member(&ground, "cleo@acme.example", id, role).await;
            assert!(matches!(refused, Err(WriteError::NotFound)), "{refused:?}");
        }
        let refused = to_guest(&ground, "cleo@acme.example", &vic, &json!({})).await;
        assert!(matches!(refused, Err(WriteError::NotFound)), "{refused:?}");
        let wrong = to_member(&ground, "cleo@acme.example", &vic, "boss").await;
        assert_eq!(pointers(wrong), ["/role"]);
    }
}

#[tokio::test]
async fn somebody_who_administers_always_remains_and_places_are_counted() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let house = &ground.house;
        let ben = ground.id("person", "ben").await;
        // Ada, who founded the company, is an admin beside Ana; then Ana alone may leave, and nobody else is there.
        house
            .change("UPDATE account_setting SET plan = 0 WHERE account_id = $1")
            .await;
        let many: Vec<String> = (0..41).map(|n| format!("g{n}@client.example")).collect();
        let p1 = ground.id("project", "p1").await;
        ground
            .share(json!({"subjects": [{"project": p1}], "to": many, "show": []}))
            .await;
        let full = to_guest(&ground, ANA, &ben, &json!({})).await;
        assert!(matches!(full, Err(WriteError::PlanFull)), "{full:?}");
        let vic = ground.id("person", "vic").await;
        told(to_member(&ground, ANA, &vic, "admin").await);
        told(to_guest(&ground, ANA, &ben, &json!({})).await);
        // Two admins make guests of each other at once: one remains.
        house
            .change(
                "UPDATE person SET role = 1 WHERE account_id = $1 AND email = 'ada@acme.example'",
            )
            .await;
        house
            .change("UPDATE account_setting SET plan = 2 WHERE account_id = $1")
            .await;
        let ana = ground.id("person", "ana").await;
        let (one, other) = (
            ground.manage(ANA).await,
            ground.manage("vic@free.example").await,
        );
        let body = Some(&b"{}"[..]);
        let db = house.db();
        let (one, other) = tokio::join!(
            db.member_becomes_guest(one, &vic, body, None, now()),
            db.member_becomes_guest(other, &ana, body, None, now()),
        );
        assert_eq!(
            u8::from(one.is_ok()) + u8::from(other.is_ok()),
            1,
            "{one:?} {other:?}"
        );
    }
}

#[tokio::test]
async fn what_somebody_would_see_as_another_is_told_and_nothing_is_written() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let rows = "SELECT (SELECT COUNT(*) FROM person_history) + (SELECT COUNT(*) FROM mail) + (SELECT COUNT(*) FROM audit WHERE action <> 'token') + 0 * $1";
        let before = ground.house.numbers(rows).await;
        let look = async |source: &str, becomes: Becomes| {
            let leave = ground.manage(ANA).await;
            let id = ground.id("person", source).await;
            ground
                .house
                .db()
                .preview_becoming(leave, &id, becomes, now())
                .await
                .unwrap()
        };
        let one_task = Some(vec![(Module::Tasks, 1)]);
        let (now_sees, then) = look("vic", Becomes::Member(MemberRole::Member)).await;
        assert_eq!((now_sees, then), (one_task.clone(), None));
        let (now_sees, then) = look("vic", Becomes::Member(MemberRole::Limited)).await;
        assert_eq!((now_sees, then), (one_task.clone(), one_task));
        let (now_sees, then) = look("ben", Becomes::Guest).await;
        assert_eq!((now_sees, then), (None, Some(vec![(Module::Customers, 1)])));
        assert_eq!(ground.house.numbers(rows).await, before);
    }
}
