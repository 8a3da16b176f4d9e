//! What is shared is seen, and nothing else.

use super::ground::{Ground, parsed, pointers};
use crate::staff::tests::house::now;
use crate::testing::Engine;
use crate::writes::WriteError;
use access::Module;
use jiff::SignedDuration;
use serde_json::json;

/// Mail kinds as they are kept: something was shared; staff are told of it.
const SHARED: i64 = 3;
const NOTICE: i64 = 4;

#[tokio::test]
async fn a_share_opens_exactly_what_was_ticked() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let p1 = ground.id("project", "p1").await;
        let answer = ground
            .share(json!({
                "subjects": [{"project": p1}], "to": ["Vic@Free.Example", "new@client.example"],
                "show": ["tasks", "stage"], "message": "Welcome",
            }))
            .await;
        let items = answer["items"].as_array().unwrap();
        assert_eq!(
            (
                &items[0]["email"],
                &items[0]["state"],
                &items[0]["because"],
                &items[0]["invited"]
            ),
            (
                &json!("vic@free.example"),
                &json!("active"),
                &json!("open"),
                &json!(false)
            )
        );
        assert_eq!(
            (
                &items[1]["email"],
                &items[1]["state"],
                &items[1]["because"],
                &items[1]["invited"]
            ),
            (
                &json!("new@client.example"),
                &json!("invited"),
                &json!("guest-not-active"),
                &json!(true)
            )
        );
        ground.accept("new@client.example").await;
        for guest in ["vic@free.example", "new@client.example"] {
            let project = ground.shown(guest, Module::Projects, "p1").await.unwrap();
            let keys: Vec<&String> = project.as_object().unwrap().keys().collect();
            assert_eq!(keys, ["can", "id", "name", "relations", "stage"], "{guest}");
            assert_eq!(project["relations"], json!(["tasks"]));
            let task = ground.shown(guest, Module::Tasks, "t1").await.unwrap();
            assert_eq!(task["stage"]["name"], "Open");
            assert_eq!(task.get("percent"), None);
            assert!(ground.shown(guest, Module::Projects, "p2").await.is_none());
        }
        assert_eq!(
            ground.sees("new@client.example", Module::Tasks).await.len(),
            3
        );
        assert_eq!(
            ground.waiting().await,
            [
                ("ben@acme.example".to_owned(), NOTICE),
                ("new@client.example".to_owned(), SHARED),
                ("vic@free.example".to_owned(), SHARED),
            ]
        );
    }
}

#[tokio::test]
async fn sharing_again_changes_the_share_and_does_not_double_it() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let p1 = ground.id("project", "p1").await;
        let body = |show: &[&str]| json!({"subjects": [{"project": p1}], "to": ["col@free.example"], "show": show});
        let first = ground.share(body(&["tasks", "stage", "files"])).await;
        let second = ground.share(body(&["due_on"])).await;
        assert_eq!(first["items"][0]["grants"], second["items"][0]["grants"]);
        let project = ground
            .shown("col@free.example", Module::Projects, "p1")
            .await
            .unwrap();
        assert_eq!(project.get("stage"), None);
        assert!(project.as_object().unwrap().contains_key("due_on"));
        let grants = "SELECT COUNT(*) FROM access_grant g JOIN person p ON p.account_id = g.account_id AND p.id = g.person_id \
             WHERE g.account_id = $1 AND p.email = 'col@free.example'";
        assert_eq!(ground.house.numbers(grants).await, [1]);
        // What was open before is still told of then.
        let kept = "SELECT COUNT(*) FROM access_grant_history h JOIN access_grant g ON g.account_id = h.account_id \
             AND g.id = h.id JOIN person p ON p.account_id = g.account_id AND p.id = g.person_id \
             WHERE g.account_id = $1 AND p.email = 'col@free.example' AND h.valid_to > h.valid_from";
        assert_eq!(ground.house.numbers(kept).await, [1]);
    }
}

#[tokio::test]
async fn several_tasks_are_shared_at_once_with_their_projects_name_alone() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let (t1, t3) = (ground.id("task", "t1").await, ground.id("task", "t3").await);
        ground
            .share(json!({
                "subjects": [{"task": t1}, {"task": t3}], "to": ["maria@alfreds.example", "nick@alfreds.example"],
                "show": ["project"], "actions": "comment", "expires_at": "2026-04-01",
            }))
            .await;
        let tasks = ground.sees("nick@alfreds.example", Module::Tasks).await;
        assert_eq!(tasks.len(), 2);
        assert!(tasks.iter().all(|task| task["can"] == json!(["comment"])));
        let projects = ground.sees("nick@alfreds.example", Module::Projects).await;
        assert_eq!(projects.len(), 1);
        assert_eq!(
            projects[0].as_object().unwrap().keys().collect::<Vec<_>>(),
            ["can", "id", "name", "relations"]
        );
        // The first of April ends at midnight in Berlin.
        let token = ground.house.token("nick@alfreds.example").await;
        for (at, seen) in [("2026-04-01T21:59:59Z", 2), ("2026-04-01T22:00:00Z", 0)] {
            let at = at.parse().unwrap();
            let crate::Arrival::In(mut reader) = ground.arrive(&token, at).await else {
                panic!("nick does not come in");
            };
            let list = parsed(&reader.list(Module::Tasks, &[]).await.unwrap());
            assert_eq!(list["items"].as_array().unwrap().len(), seen, "{at}");
        }
    }
}

#[tokio::test]
async fn files_are_marked_for_outsiders_in_the_same_save() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let (p1, f1, f3) = (
            ground.id("project", "p1").await,
            ground.id("file", "f1").await,
            ground.id("file", "f3").await,
        );
        let body = |files: serde_json::Value, show: &[&str]| {
            json!({
                "subjects": [{"project": p1}], "to": ["col@free.example"], "show": show, "mark_files": files,
            })
        };
        // A file of another project, and one that this share does not open.
        for (files, show) in [(json!([f1, f3]), &["files"][..]), (json!([f1]), &["stage"])] {
            let refused = ground
                .share_as("ana@acme.example", body(files.clone(), show))
                .await;
            let place = if show == ["stage"] {
                "/mark_files/0"
            } else {
                "/mark_files/1"
            };
            assert_eq!(pointers(refused), [place], "{files}");
        }
        assert_eq!(
            ground
                .house
                .numbers("SELECT COUNT(*) FROM file WHERE account_id = $1 AND external = 1")
                .await,
            [0]
        );
        ground.share(body(json!([f1]), &["files"])).await;
        let mut col = ground.reader("col@free.example").await;
        let files = parsed(
            &col.related(Module::Projects, &p1, "files", &[])
                .await
                .unwrap(),
        );
        assert_eq!(files["items"][0]["name"], "plan.txt");
        drop(col);
        ground.share(body(json!("all"), &["files", "tasks"])).await;
        assert_eq!(
            ground
                .house
                .numbers("SELECT COUNT(*) FROM file WHERE account_id = $1 AND external = 1")
                .await,
            [2]
        );
    }
}

#[tokio::test]
async fn a_label_notes_the_person_among_the_participants_of_the_project() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let p1 = ground.id("project", "p1").await;
        let body = json!({
            "subjects": [{"project": p1}], "to": ["nora@print.example"], "show": ["stage"], "label": "External co-worker",
        });
        ground.share(body.clone()).await;
        ground.share(body).await;
        const NOTED: &str = "SELECT COUNT(*) FROM participant WHERE account_id = $1 AND label = 'External co-worker' \
             AND grant_id IS NOT NULL";
        assert_eq!(ground.house.numbers(NOTED).await, [1]);
    }
}

#[tokio::test]
async fn while_sharing_is_switched_off_grants_are_kept_and_nothing_opens() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let p1 = ground.id("project", "p1").await;
        ground
            .house
            .change("UPDATE account_setting SET sharing_enabled = 0 WHERE account_id = $1")
            .await;
        let answer = ground
            .share(json!({"subjects": [{"project": p1}], "to": ["col@free.example"], "show": []}))
            .await;
        assert_eq!(answer["items"][0]["because"], "sharing-off");
        // The mail rests until it is on again.
        assert!(
            ground
                .waiting()
                .await
                .contains(&("col@free.example".to_owned(), SHARED))
        );
        let token = ground.house.token("col@free.example").await;
        assert!(matches!(
            ground.arrive(&token, now()).await,
            crate::Arrival::Ended
        ));
        ground
            .house
            .change("UPDATE account_setting SET sharing_enabled = 1 WHERE account_id = $1")
            .await;
        assert!(
            ground
                .shown("col@free.example", Module::Projects, "p1")
                .await
                .is_some()
        );
    }
}

#[tokio::test]
async fn a_grant_is_put_off_from_its_end_and_from_now_where_it_is_over() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let vic = ground.id("access_grant", "g-vic").await;
        let longer = ground
            .house
            .db()
            .extend_grant(ground.write("ana@acme.example").await, &vic, 30, now())
            .await
            .unwrap();
        assert_eq!(
            parsed(&longer.json.unwrap())["expires_at"],
            "2026-07-01T00:00:00Z"
        );
        let later = now() + SignedDuration::from_hours(24 * 365);
        let again = ground
            .house
            .db()
            .extend_grant(ground.write("ana@acme.example").await, &vic, 1, later)
            .await
            .unwrap();
        assert_eq!(
            parsed(&again.json.unwrap())["expires_at"],
            "2027-03-11T12:00:00Z"
        );
        let olga = ground.id("access_grant", "g-olga").await;
        for (grant, days) in [(&olga, 30), (&vic, 0)] {
            let leave = ground.write("ana@acme.example").await;
            let refused = ground
                .house
                .db()
                .extend_grant(leave, grant, days, now())
                .await;
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

#[tokio::test]
async fn what_is_sent_twice_under_one_key_is_shared_once() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let p1 = ground.id("project", "p1").await;
        let body =
            json!({"subjects": [{"project": p1}], "to": ["once@client.example"], "show": []});
        let share = crate::sharing::Share::read(&body).unwrap();
        let mut answers = Vec::new();
        for bytes in ["a", "a", "b"] {
            let mut ana = ground.reader("ana@acme.example").await;
            let permit = ana.may_share(share.subjects()).await.unwrap();
            drop(ana);
            let once = crate::sharing::Once::new("key-1", "/share", bytes.as_bytes());
            answers.push(
                ground
                    .house
                    .db()
                    .share(permit, &share, Some(&once), now())
                    .await,
            );
        }
        let [first, again, other] = answers.try_into().unwrap();
        assert_eq!(first.unwrap(), again.unwrap());
        assert!(matches!(other, Err(WriteError::Conflict(_))));
        assert_eq!(
            ground
                .waiting()
                .await
                .iter()
                .filter(|(to, _)| to == "once@client.example")
                .count(),
            1
        );
    }
}
