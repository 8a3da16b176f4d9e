//! Earlier instants, and the history itself.

use super::planted::Planted;
use super::{asked, read};
use crate::testing::Engine;
use jiff::{Timestamp, ToSpan};
use naive::worlds::NOW;
use serde_json::{Value, json};

fn day(number: i64) -> Timestamp {
    NOW + (24 * number).hours()
}

fn base() -> Vec<Value> {
    vec![
        json!({"kind": "guest", "id": "g", "email": "g@else.example", "name": "Gus"}),
        json!({"kind": "role", "id": "r", "name": "R", "permissions": {"tasks": {"fields": ["stage"]}}}),
        json!({"kind": "project", "id": "p", "name": "Project"}),
        json!({"kind": "task", "id": "t", "title": "T", "project": "p", "created_at": "2026-01-01T00:00:00Z"}),
        json!({"kind": "task", "id": "linked", "title": "L", "owner": "g"}),
    ]
}

fn grant(keys: Value) -> Value {
    let mut line = json!({"kind": "grant", "id": "gr", "to": "g", "on": {"task": "t"}});
    for (key, value) in keys.as_object().unwrap() {
        line[key] = value.clone();
    }
    line
}

fn guest(keys: Value) -> Value {
    let mut line = base()[0].clone();
    for (key, value) in keys.as_object().unwrap() {
        line[key] = value.clone();
    }
    line
}

/// Plants the base on day 0 and each change on the day after the one before.
async fn changed(engine: Engine, changes: &[Value]) -> Planted {
    let mut planted = Planted::empty(engine).await;
    planted.import(base(), day(0)).await;
    for (number, line) in (1..).zip(changes) {
        planted.import(vec![line.clone()], day(number)).await;
    }
    planted
}

/// What is told of the guest and an item at the noon of each day, asked on day 30.
async fn because(planted: &Planted, item: &str, days: std::ops::Range<i64>) -> Vec<String> {
    let mut operator = planted.operator(day(30)).await;
    let mut all = Vec::new();
    for number in days {
        let at = day(number) + 12.hours();
        let told = read(&operator.explain("g", item, Some(at)).await.unwrap());
        let paths = told["paths"].as_array().unwrap();
        let words: Vec<&str> = paths
            .iter()
            .map(|path| path["because"].as_str().unwrap())
            .collect();
        all.push(words.join(" "));
        let who = read(&operator.who(item, Some(at), &[]).await.unwrap());
        let seen = who["items"].as_array().unwrap().len() == 1;
        assert_eq!(told["visible"], seen, "day {number}");
        assert_eq!(who["items_as_of"], "now");
    }
    all
}

#[tokio::test]
async fn a_grant_is_asked_as_it_was_even_where_it_is_gone() {
    for engine in Engine::both() {
        let changes = [
            grant(json!({"role": "Viewer"})),
            grant(json!({"role": "Viewer", "expires_at": day(0).to_string()})),
            grant(json!({"permissions": {"projects": {}}})),
            json!({"kind": "grant", "id": "gr", "deleted": true}),
            grant(json!({"role": "Viewer"})),
        ];
        let planted = changed(engine, &changes).await;
        let told = because(&planted, "tasks/t", -1..6).await;
        assert_eq!(
            told,
            ["", "", "open", "ended", "module-not-held", "", "open"]
        );
    }
}

#[tokio::test]
async fn roles_are_asked_as_they_were() {
    for engine in Engine::both() {
        let role = |keys: Value| {
            let mut line = base()[1].clone();
            for (key, value) in keys.as_object().unwrap() {
                line[key] = value.clone();
            }
            line
        };
        let changes = [
            grant(json!({"role": "r"})),
            role(json!({"active": false})),
            role(json!({"expires_at": day(0).to_string()})),
            role(json!({"permissions": {"tasks": {"fields": ["due_on"]}}})),
        ];
        let planted = changed(engine, &changes).await;
        let told = because(&planted, "tasks/t", 1..5).await;
        assert_eq!(told, ["open", "role-off", "role-ended", "open"]);
        let mut operator = planted.operator(day(30)).await;
        for (number, stage) in [(1, true), (4, false)] {
            let at = Some(day(number));
            let told = read(&operator.explain("g", "tasks/t", at).await.unwrap());
            assert_eq!(told["fields"]["stage"]["shown"], stage, "day {number}");
            assert_eq!(told["fields"]["due_on"]["shown"], !stage, "day {number}");
        }
    }
}

#[tokio::test]
async fn guests_are_asked_as_they_were_and_before_they_came_they_are_not_active() {
    for engine in Engine::both() {
        let changes = [
            guest(json!({"state": "suspended"})),
            guest(json!({"expires_at": day(0).to_string()})),
            guest(json!({"roles": ["r"]})),
            guest(json!({"roles": ["r"], "permissions": {}})),
            guest(json!({})),
        ];
        let planted = changed(engine, &changes).await;
        let told = because(&planted, "tasks/linked", -1..6).await;
        let wanted = [
            "guest-not-active",
            "open",
            "guest-not-active",
            "guest-ended",
            "open",
            "module-not-held",
            "open",
        ];
        assert_eq!(told, wanted);
        let mut operator = planted.operator(day(30)).await;
        let told = read(
            &operator
                .explain("g", "tasks/linked", Some(day(4)))
                .await
                .unwrap(),
        );
        assert_eq!(told["paths"][0]["permissions"], "card");
    }
}

#[tokio::test]
async fn the_ceiling_the_switch_and_the_time_zone_are_asked_as_they_were() {
    for engine in Engine::both() {
        let changes = [
            grant(json!({"role": "Viewer"})),
            json!({"kind": "settings", "ceiling": {"tasks": false}}),
            json!({"kind": "settings", "ceiling": {}, "sharing_enabled": false}),
            json!({"kind": "settings", "sharing_enabled": true}),
        ];
        let planted = changed(engine, &changes).await;
        let told = because(&planted, "tasks/t", 1..5).await;
        assert_eq!(told, ["open", "module-closed", "sharing-off", "open"]);

        // It is half past ten in the evening of the 15th in UTC, and the 16th in Kiritimati.
        let task =
            json!({"kind": "task", "id": "t", "title": "T", "created_at": "2026-06-14T01:00:00Z"});
        let mut planted = Planted::new(engine, base()).await;
        planted
            .import(
                vec![task, grant(json!({"role": "Viewer", "days_back": 1}))],
                NOW,
            )
            .await;
        let zone = json!({"kind": "settings", "time_zone": "Pacific/Kiritimati"});
        let later = NOW + 1.hour();
        planted.import(vec![zone], later).await;
        let mut operator = planted.operator(day(30)).await;
        for (at, because) in [(NOW, "open"), (later, "too-old")] {
            let told = read(&operator.explain("g", "tasks/t", Some(at)).await.unwrap());
            assert_eq!(told["paths"][0]["because"], because);
        }
    }
}

#[tokio::test]
async fn the_history_tells_each_change_with_before_and_after_the_newest_first() {
    for engine in Engine::both() {
        let changes = [
            grant(json!({"role": "r", "days_back": 7})),
            guest(json!({"roles": ["r"], "permissions": {"tasks": {}}})),
            grant(json!({"role": "Viewer", "notes": "x"})),
            json!({"kind": "grant", "id": "gr", "deleted": true}),
        ];
        let mut planted = changed(engine, &changes).await;
        planted
            .import(
                vec![
                    base()[3].clone(),
                    json!({"kind": "role", "id": "r", "deleted": true}),
                ],
                day(5),
            )
            .await;
        let mut operator = planted.operator(day(30)).await;
        let whole = read(&operator.history("g", None, &[]).await.unwrap());
        let told = whole["items"].as_array().unwrap();
        let kinds: Vec<(&str, &str, bool, bool)> = told
            .iter()
            .map(|change| {
                let word = |key: &str| change[key].as_str().unwrap();
                (
                    word("at"),
                    word("of"),
                    change["before"].is_null(),
                    change["after"].is_null(),
                )
            })
            .collect();
        let at: Vec<String> = (0..6).map(|number| day(number).to_string()).collect();
        let wanted = [
            (at[5].as_str(), "card", false, false),
            (&at[4], "grant", false, true),
            (&at[3], "grant", false, false),
            (&at[2], "card", false, false),
            (&at[1], "grant", true, false),
            (&at[0], "card", true, false),
        ];
        assert_eq!(kinds, wanted);
        let id = planted.grant("gr");
        assert_eq!(told[1]["grant"], id.as_str());
        let task = planted.item("tasks/t");
        let first = json!({
            "on": {"task": task.strip_prefix("tasks/")}, "role": "deleted", "permissions": null,
            "starts_at": null, "expires_at": null, "revoked_at": null, "days_back": 7,
        });
        assert_eq!(told[4]["after"], first);
        assert_eq!(told[2]["before"], first);
        assert_eq!(told[2]["after"]["role"], "Viewer");
        let card = json!({"state": "active", "roles": ["deleted"], "permissions": {"tasks": {}}, "expires_at": null});
        assert_eq!(told[3]["after"], card);
        assert_eq!(told[3]["before"], told[5]["after"]);

        let early = read(&operator.history("g", Some(day(2)), &[]).await.unwrap());
        assert_eq!(early["items"].as_array().unwrap(), &told[3..]);
        let mut paged = Vec::new();
        let mut cursor = None;
        loop {
            let mut parameters = asked(&[("limit", "2")]);
            parameters.extend(cursor.map(|cursor| ("cursor".to_owned(), cursor)));
            let page = read(&operator.history("g", None, &parameters).await.unwrap());
            paged.extend(page["items"].as_array().unwrap().clone());
            cursor = page["next"].as_str().map(str::to_owned);
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(&paged, told);
    }
}
