//! What each area says of its records, and to whom.

use super::house::{House, asked, each, read};
use crate::ReadError;
use crate::testing::Engine;
use serde_json::json;

#[tokio::test]
async fn only_admins_read_the_areas_and_members_read_stages() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        for email in [
            "maria@alfreds.example",
            "lim@acme.example",
            "cleo@acme.example",
            "ben@acme.example",
        ] {
            let mut reader = house.reader(email).await;
            let refused = [
                reader.guests(&[]).await,
                reader.guest("x").await,
                reader.roles(&[]).await,
                reader.role("L10").await,
                reader.settings().await,
                reader.members(&[]).await,
                reader.member("x").await,
                // What is wrong with the question is not told to who may not ask.
                reader.guests(&asked(&[("page", "2")])).await,
            ];
            for answer in refused {
                assert!(
                    matches!(answer, Err(ReadError::NotAllowed)),
                    "{email}: {answer:?}"
                );
            }
            let stages = reader.stages(&[]).await;
            assert_eq!(
                stages.is_ok(),
                ["cleo@acme.example", "ben@acme.example"].contains(&email),
                "{email}"
            );
        }
    }
}

#[tokio::test]
async fn a_guest_is_read_as_the_bundle_has_them_with_the_servers_ids() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let mut ana = house.reader("ana@acme.example").await;
        let maria = house.id("person", "maria").await;
        let shown = read(ana.guest(&maria).await);
        let wanted = json!({
            "id": maria,
            "email": "maria@alfreds.example",
            "name": "Maria Anders",
            "roles": ["Viewer", house.id("role", "r1").await],
            "permissions": null,
            "state": "active",
            "contact": house.id("contact", "k1").await,
            "customer": null,
            "expires_at": "2026-12-31T23:00:00Z",
            "available_users": [house.id("person", "ana").await],
        });
        assert_eq!(shown, wanted);
        let olga = read(ana.guest(&house.id("person", "olga").await).await);
        assert_eq!(
            (&olga["customer"], &olga["available_users"]),
            (&json!(house.id("customer", "c1").await), &json!([]))
        );
        let fin = read(ana.guest(&house.id("person", "fin").await).await);
        assert_eq!(
            (&fin["permissions"], &fin["available_users"], &fin["roles"]),
            (&json!({}), &json!(null), &json!([]))
        );
        for none in [
            "",
            "maria",
            &house.id("person", "ana").await,
            &"0".repeat(32),
        ] {
            assert!(
                matches!(ana.guest(none).await, Err(ReadError::NotFound)),
                "{none}"
            );
        }
        assert!(matches!(ana.member(&maria).await, Err(ReadError::NotFound)));
    }
}

#[tokio::test]
async fn a_grant_is_read_as_the_bundle_has_it_with_the_servers_ids() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let mut ana = house.reader("ana@acme.example").await;
        let id = house.id("access_grant", "g-vic").await;
        let wanted = json!({
            "id": id,
            "to": house.id("person", "vic").await,
            "on": {"task": house.id("task", "t3").await},
            "role": "Viewer",
            "permissions": null,
            "starts_at": null,
            "expires_at": "2026-06-01T00:00:00Z",
            "days_back": null,
            "notes": "until go-live",
            "revoked_at": null,
        });
        assert_eq!(read(ana.grant(&id).await), wanted);
        let shop = read(ana.grant(&house.id("access_grant", "g-shop").await).await);
        assert_eq!(
            (&shop["role"], &shop["days_back"]),
            (&json!(house.id("role", "r1").await), &json!(30))
        );
        let own = read(ana.grant(&house.id("access_grant", "g-own").await).await);
        assert_eq!(
            own["permissions"]["invoices"],
            json!({"fields": ["status", "balance"]})
        );
        assert_eq!(own["role"], json!(null));
        assert!(matches!(ana.grant("g-vic").await, Err(ReadError::NotFound)));
    }
}

#[tokio::test]
async fn roles_are_the_built_in_ones_and_then_the_accounts_own() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let mut ana = house.reader("ana@acme.example").await;
        let all = read(ana.roles(&[]).await);
        let names = each(&all, "name");
        assert_eq!(names.len(), 12);
        assert_eq!(
            (names[0].as_str(), names[6].as_str(), names[11].as_str()),
            ("L10", "Viewer", "Print shop")
        );
        let r1 = house.id("role", "r1").await;
        let wanted = json!({
            "id": r1,
            "name": "Print shop",
            "active": true,
            "expires_at": "2027-01-01T00:00:00Z",
            "permissions": {"tasks": {"fields": ["stage"], "actions": ["comment"]}},
            "built_in": false,
        });
        assert_eq!(read(ana.role(&r1).await), wanted);
        let level = read(ana.role("L10").await);
        assert_eq!(
            level["permissions"]["customers"]["relations"],
            json!(["contacts"])
        );
        assert_eq!(
            (&level["id"], &level["built_in"]),
            (&json!("L10"), &json!(true))
        );
        assert!(matches!(ana.role("L11").await, Err(ReadError::NotFound)));

        let first = read(ana.roles(&asked(&[("limit", "11")])).await);
        let next = first["next"].as_str().unwrap().to_owned();
        let last = read(
            ana.roles(&asked(&[("limit", "11"), ("cursor", &next)]))
                .await,
        );
        assert_eq!((each(&last, "id"), &last["next"]), (vec![r1], &json!(null)));
        let found = read(
            ana.roles(&asked(&[
                ("filter[source]", "r1,Client"),
                ("count", "true"),
            ]))
            .await,
        );
        assert_eq!(
            (each(&found, "name"), &found["count"]),
            (
                vec!["Client".to_owned(), "Print shop".to_owned()],
                &json!(2)
            )
        );
    }
}

#[tokio::test]
async fn settings_are_the_bundles_line_and_defaults() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let mut ana = house.reader("ana@acme.example").await;
        let wanted = json!({
            "ceiling": {"tasks": {"fields": ["stage", "percent"]}},
            "sharing_enabled": true,
            "who_can_share": "managers",
            "files_external": false,
            "plan": "business",
            "time_zone": "Europe/Berlin",
            "locale": "en",
            "name": "Acme",
        });
        assert_eq!(read(ana.settings().await), wanted);
    }
}

#[tokio::test]
async fn stages_and_members_can_be_narrowed_and_ordered() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let mut cleo = house.reader("cleo@acme.example").await;
        let tasks = [("filter[module]", "tasks"), ("sort", "position")];
        let stages = read(cleo.stages(&asked(&tasks)).await);
        assert_eq!(each(&stages, "name"), ["Open", "Done", "Filed"]);
        let filed = read(cleo.stage(&house.id("stage", "later").await).await);
        let wanted = json!({
            "id": house.id("stage", "later").await,
            "module": "tasks",
            "name": "Filed",
            "color": null,
            "position": 9,
            "closed": true,
        });
        assert_eq!(filed, wanted);
        let planned = read(cleo.stages(&asked(&[("filter[source]", "planned")])).await);
        assert_eq!(each(&planned, "module"), ["projects"]);
        assert!(matches!(cleo.stage("x").await, Err(ReadError::NotFound)));

        let mut ana = house.reader("ana@acme.example").await;
        let by_name = read(
            ana.members(&asked(&[
                ("sort", "name"),
                ("filter[role]", "admin,member"),
            ]))
            .await,
        );
        assert_eq!(
            each(&by_name, "email"),
            ["ada@acme.example", "ana@acme.example", "cleo@acme.example"]
        );
        let ben = house.id("person", "ben").await;
        let wanted =
            json!({"id": ben, "email": "ben@acme.example", "name": "Ben Ohm", "role": "manager"});
        assert_eq!(read(ana.member(&ben).await), wanted);
    }
}

#[tokio::test]
async fn one_account_does_not_read_the_records_of_another() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house.found("bolt", "Bolt").await;
        let operator = crate::Operator::of_this_machine();
        let mut bolt = operator
            .reader(house.db(), "bolt", super::house::now())
            .await
            .unwrap();
        assert_eq!(each(&read(bolt.guests(&[]).await), "id").len(), 0);
        assert_eq!(each(&read(bolt.grants(&[]).await), "id").len(), 0);
        assert_eq!(each(&read(bolt.roles(&[]).await), "id").len(), 11);
        assert_eq!(
            each(&read(bolt.members(&[]).await), "email"),
            ["ada@acme.example"]
        );
        let maria = house.id("person", "maria").await;
        assert!(matches!(bolt.guest(&maria).await, Err(ReadError::NotFound)));
        assert_eq!(
            each(
                &read(bolt.grants(&asked(&[("filter[to]", &maria)])).await),
                "id"
            )
            .len(),
            0
        );
    }
}

#[tokio::test]
async fn whoever_comes_in_is_told_who_they_are_and_where_else_they_may_go() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        house.found("bolt", "Bolt").await;
        house
            .bring(
                "bolt",
                r#"{"kind":"guest","id":"m","email":"maria@alfreds.example","name":"M. Anders"}"#,
            )
            .await;
        house.found("coil", "Coil").await;
        let suspended =
            r#"{"kind":"guest","id":"m","email":"maria@alfreds.example","state":"suspended"}"#;
        house.bring("coil", suspended).await;
        house.found("dyne", "Dyne").await;
        let switched_off = "{\"kind\":\"settings\",\"sharing_enabled\":false}\n\
             {\"kind\":\"guest\",\"id\":\"m\",\"email\":\"maria@alfreds.example\"}";
        house.bring("dyne", switched_off).await;
        let mut maria = house.reader("maria@alfreds.example").await;
        let wanted = json!({
            "identity": {"email": "maria@alfreds.example"},
            "user": {"id": house.id("person", "maria").await, "name": "Maria Anders", "kind": "guest"},
            "account": {"account": "acme", "name": "Acme", "time_zone": "Europe/Berlin"},
            "accounts": [
                {"account": "acme", "name": "Acme", "kind": "guest"},
                {"account": "bolt", "name": "Bolt", "kind": "guest"},
            ],
        });
        let me: serde_json::Value = serde_json::from_str(&maria.me().await.unwrap()).unwrap();
        assert_eq!(me, wanted);
        let mut ben = house.reader("ben@acme.example").await;
        let me: serde_json::Value = serde_json::from_str(&ben.me().await.unwrap()).unwrap();
        assert_eq!(me["user"]["role"], json!("manager"));
    }
}
