//! Who may ask, about what, and how it is named.

use super::super::moment::Moment;
use super::super::target;
use super::super::who::tied;
use super::planted::Planted;
use super::{asked, read};
use crate::testing::Engine;
use crate::visible::{ReadError, Reader};
use naive::worlds::NOW;
use serde_json::{Value, json};

fn company() -> Vec<Value> {
    let member = |id: &str, role: &str| json!({"kind": "member", "id": id, "email": format!("{id}@acme.example"), "name": id, "role": role});
    vec![
        member("max", "manager"),
        member("mia", "member"),
        member("tom", "member"),
        member("lim", "limited"),
        json!({"kind": "guest", "id": "g", "email": "gus@else.example", "name": "Gus"}),
        json!({"kind": "project", "id": "p", "name": "Led", "manager": "mia", "team": ["tom"]}),
        json!({"kind": "project", "id": "r", "name": "Rest"}),
        json!({"kind": "task", "id": "t", "title": "T", "project": "p", "owner": "g"}),
        json!({"kind": "task", "id": "u", "title": "U", "project": "r", "owner": "tom"}),
        json!({"kind": "task", "id": "own", "title": "Own", "owner": "tom"}),
    ]
}

/// Whether a user may ask about an item at all.
async fn may_ask(planted: &Planted, user: &str, item: &str) -> bool {
    let why = planted.reader(user).await.explain("g", item, None).await;
    let who = planted.reader(user).await.who(item, None, &[]).await;
    match (why, who) {
        (Ok(_), Ok(_)) => true,
        (Err(ReadError::NotAllowed), Err(ReadError::NotAllowed)) => false,
        other => panic!("{user} {item}: {other:?}"),
    }
}

#[tokio::test]
async fn managers_and_up_may_ask_and_others_where_they_may_open_access() {
    for engine in Engine::both() {
        let mut planted = Planted::new(engine, company()).await;
        for (setting, allowed) in [
            ("admins", [[false, false, false], [false, false, false]]),
            ("managers", [[true, false, false], [false, false, true]]),
            ("members", [[true, false, false], [true, false, true]]),
            ("staff", [[true, true, true], [true, true, true]]),
        ] {
            let line = json!({"kind": "settings", "who_can_share": setting});
            planted.import(vec![line], NOW).await;
            for (user, allowed) in ["mia", "tom"].into_iter().zip(allowed) {
                for (item, allowed) in ["tasks/t", "tasks/u", "tasks/own"].into_iter().zip(allowed)
                {
                    assert_eq!(
                        may_ask(&planted, user, item).await,
                        allowed,
                        "{setting} {user} {item}"
                    );
                }
            }
            for outside in ["lim", "g"] {
                assert!(
                    !may_ask(&planted, outside, "tasks/t").await,
                    "{setting} {outside}"
                );
            }
            assert!(may_ask(&planted, "max", "tasks/t").await);
        }
    }
}

#[tokio::test]
async fn the_history_is_for_admins() {
    for engine in Engine::both() {
        let planted = Planted::new(engine, company()).await;
        let refused = planted.reader("max").await.history("g", None, &[]).await;
        assert!(matches!(refused, Err(ReadError::NotAllowed)), "{refused:?}");
        let mut operator = planted.operator(NOW).await;
        assert!(operator.history("g", None, &[]).await.is_ok());
        let nobody = operator.history("nobody", None, &[]).await;
        assert!(matches!(nobody, Err(ReadError::NotFound)), "{nobody:?}");
    }
}

#[tokio::test]
async fn users_and_items_go_by_the_servers_id_the_bundles_or_the_address() {
    for engine in Engine::both() {
        let planted = Planted::new(engine, company()).await;
        let mut operator = planted.operator(NOW).await;
        let wanted = operator
            .explain(&planted.user("g"), &planted.item("tasks/t"), None)
            .await
            .unwrap();
        for user in ["g", "gus@else.example", "Gus@Else.Example"] {
            assert_eq!(
                operator.explain(user, "tasks/t", None).await.unwrap(),
                wanted,
                "{user}"
            );
        }
        let nothing = [
            "",
            "tasks",
            "tasks/",
            "tasks/none",
            "things/t",
            "projects/t",
            "/t",
            "tasks/t/t",
        ];
        for item in nothing {
            for gone in [
                operator.explain("g", item, None).await,
                operator.who(item, None, &[]).await,
            ] {
                assert!(matches!(gone, Err(ReadError::NotFound)), "{item}: {gone:?}");
            }
        }
        for user in ["", "h", "gus@else.exampl", "mia@"] {
            let gone = operator.explain(user, "tasks/t", None).await;
            assert!(matches!(gone, Err(ReadError::NotFound)), "{user}: {gone:?}");
        }
    }
}

#[tokio::test]
async fn a_member_sees_everything_by_being_one() {
    for engine in Engine::both() {
        let mut planted = Planted::new(engine, company()).await;
        let closed = json!({"kind": "settings", "ceiling": {"tasks": false}});
        planted.import(vec![closed], NOW).await;
        let mut operator = planted.operator(NOW).await;
        let told = read(&operator.explain("mia", "tasks/u", None).await.unwrap());
        let subject = planted.item("tasks/u");
        assert_eq!(told["visible"], true);
        let path = json!({
            "kind": "member", "grant": null, "subject": subject, "relation": null,
            "permissions": "role", "opens": true, "because": "open",
        });
        assert_eq!(told["paths"], json!([path]));
        assert_eq!(
            told["fields"]["hours_spent"],
            json!({"shown": true, "by": [0], "capped": false})
        );
        assert_eq!(told["actions"]["complete"]["shown"], true);
        let who = read(&operator.who("tasks/u", None, &[]).await.unwrap());
        assert_eq!(who, json!({"items": [], "next": null}));
    }
}

#[tokio::test]
async fn a_wrong_page_is_refused_by_name() {
    for engine in Engine::both() {
        let planted = Planted::new(engine, company()).await;
        let mut operator = planted.operator(NOW).await;
        for (name, value) in [
            ("limit", "0"),
            ("limit", "201"),
            ("page", "2"),
            ("cursor", "AAAA"),
            ("sort", "id"),
        ] {
            let parameters = asked(&[(name, value)]);
            for refused in [
                operator.who("tasks/t", None, &parameters).await,
                operator.history("g", None, &parameters).await,
            ] {
                let Err(ReadError::Invalid(wrongs)) = refused else {
                    panic!("{name}={value}: {refused:?}");
                };
                assert_eq!(wrongs[0].pointer, name);
            }
        }
    }
}

#[tokio::test]
async fn who_judges_nobody_whom_nothing_ties_to_the_item() {
    for engine in Engine::both() {
        let mut lines = company();
        lines.extend((0..60).map(|number| {
            json!({"kind": "guest", "id": format!("h{number}"), "email": format!("h{number}@else.example"), "name": "H"})
        }));
        lines.extend((0..30).map(|number| {
            json!({"kind": "grant", "id": format!("gr{number}"), "to": format!("h{number}"), "on": {"project": "r"}, "role": "Viewer"})
        }));
        lines.push(json!({"kind": "grant", "id": "on t", "to": "h59", "on": {"task": "t"}, "role": "Viewer"}));
        let planted = Planted::new(engine, lines).await;
        let Reader { viewer, mut tx, .. } = planted.operator(NOW).await;
        let moment = Moment::of(&mut tx, &viewer, None).await.unwrap();
        for (item, count) in [("tasks/t", 2), ("tasks/u", 31), ("tasks/own", 1)] {
            let target = target::item(&mut tx, viewer.account.id, item, viewer.now)
                .await
                .unwrap()
                .unwrap();
            let tied = tied(&mut tx, &moment, &target, [0; 16], 100).await.unwrap();
            assert_eq!(tied.len(), count, "{item}");
        }
    }
}
