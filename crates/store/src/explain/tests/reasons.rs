//! Every reason why a path opens an item or does not, once, each told as it is.

use super::planted::Planted;
use super::read;
use crate::testing::Engine;
use naive::worlds::NOW;
use serde_json::{Value, json};

const EARLY: &str = "2026-01-01T00:00:00Z";
const LATE: &str = "2030-01-01T00:00:00Z";

fn bundle() -> Vec<Value> {
    let guest = |id: &str, keys: Value| {
        with(
            json!({"kind": "guest", "id": id, "email": format!("{id}@else.example"), "name": id}),
            keys,
        )
    };
    let role = |id: &str, keys: Value| {
        with(
            json!({"kind": "role", "id": id, "name": id, "permissions": {"tasks": {}}}),
            keys,
        )
    };
    vec![
        guest("g", json!({})),
        guest("away", json!({"state": "suspended"})),
        guest("over", json!({"expires_at": EARLY})),
        role("off", json!({"active": false})),
        role("past", json!({"expires_at": EARLY})),
        json!({"kind": "settings", "ceiling": {
            "estimates": false, "projects": {"relations": ["tasks"]},
        }}),
        json!({"kind": "customer", "id": "c", "name": "Client"}),
        json!({"kind": "project", "id": "p", "name": "Project"}),
        json!({"kind": "task", "id": "t", "title": "T", "project": "p", "created_at": EARLY, "followers": ["away", "over"]}),
        json!({"kind": "meeting", "id": "e", "title": "E", "project": "p"}),
        json!({"kind": "order", "id": "o", "number": "1"}),
        json!({"kind": "invoice", "id": "i", "number": "1", "customer": "c"}),
        json!({"kind": "estimate", "id": "q", "number": "1"}),
    ]
}

fn with(mut line: Value, keys: Value) -> Value {
    for (key, value) in keys.as_object().unwrap() {
        line[key] = value.clone();
    }
    line
}

/// What a grant is on, how it is, the item that is asked about, and what is told.
fn grants() -> Vec<(Value, Value, &'static str, &'static str)> {
    let task = || json!({"task": "t"});
    let project = || json!({"project": "p"});
    let all = json!({"permissions": "*"});
    vec![
        (task(), all.clone(), "tasks/t", "open"),
        (task(), json!({"starts_at": LATE}), "tasks/t", "not-started"),
        (task(), json!({"expires_at": EARLY}), "tasks/t", "ended"),
        (task(), json!({"revoked_at": EARLY}), "tasks/t", "revoked"),
        (task(), json!({"role": "off"}), "tasks/t", "role-off"),
        (task(), json!({"role": "past"}), "tasks/t", "role-ended"),
        (
            project(),
            json!({"permissions": {"tasks": {}}}),
            "tasks/t",
            "source-closed",
        ),
        (
            project(),
            json!({"permissions": {"tasks": {}, "projects": {}}}),
            "tasks/t",
            "relation-not-held",
        ),
        (project(), all.clone(), "meetings/e", "relation-capped"),
        (
            task(),
            json!({"role": "Viewer", "days_back": 1}),
            "tasks/t",
            "too-old",
        ),
        (
            json!({"order": "o"}),
            json!({"role": "Viewer", "days_back": 1}),
            "orders/o",
            "no-date",
        ),
        (
            json!({"customer": "c"}),
            all.clone(),
            "invoices/i",
            "not-sent",
        ),
        (
            task(),
            json!({"permissions": {"projects": {}}}),
            "tasks/t",
            "module-not-held",
        ),
        (
            json!({"estimate": "q"}),
            all,
            "estimates/q",
            "module-closed",
        ),
        // The earlier of two reasons.
        (
            task(),
            json!({"starts_at": LATE, "revoked_at": EARLY, "role": "off"}),
            "tasks/t",
            "not-started",
        ),
        (
            project(),
            json!({"permissions": {}, "role": "off"}),
            "tasks/t",
            "source-closed",
        ),
    ]
}

#[tokio::test]
async fn every_reason_is_told_where_it_is_the_first() {
    for engine in Engine::both() {
        let mut lines = bundle();
        for (number, (on, keys, ..)) in grants().into_iter().enumerate() {
            lines.push(with(
                json!({"kind": "grant", "id": format!("{number}"), "to": "g", "on": on}),
                keys,
            ));
        }
        let mut planted = Planted::new(engine, lines).await;
        for (number, (.., item, because)) in grants().into_iter().enumerate() {
            assert_eq!(
                told(&planted, "g", item, Some(number)).await,
                because,
                "grant {number}"
            );
        }
        assert_eq!(
            told(&planted, "away", "tasks/t", None).await,
            "guest-not-active"
        );
        assert_eq!(told(&planted, "over", "tasks/t", None).await, "guest-ended");
        let off = json!({"kind": "settings", "sharing_enabled": false});
        planted.import(vec![off], NOW).await;
        assert_eq!(told(&planted, "g", "tasks/t", Some(0)).await, "sharing-off");
        assert_eq!(told(&planted, "over", "tasks/t", None).await, "guest-ended");
    }
}

/// Why the path of this grant, or of a link, opens the item or does not.
async fn told(planted: &Planted, user: &str, item: &str, grant: Option<usize>) -> String {
    let told = planted
        .operator(NOW)
        .await
        .explain(user, item, None)
        .await
        .unwrap();
    let grant = json!(grant.map(|number| planted.grant(&number.to_string())));
    let told = read(&told);
    let paths = told["paths"].as_array().unwrap();
    let path = paths.iter().find(|path| path["grant"] == grant).unwrap();
    path["because"].as_str().unwrap().to_owned()
}
