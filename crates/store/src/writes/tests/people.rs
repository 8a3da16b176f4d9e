//! Members, roles and settings.

use super::super::{Shelf, WriteError};
use super::desk::{Desk, log, pointers};
use crate::staff::tests::house::House;
use crate::testing::Engine;
use serde_json::json;

const MEMBERS: Shelf<'static> = Shelf::Members;

/// Makes Ana an owner, behind everybody's back.
async fn crown(house: &House) {
    house
        .change("UPDATE person SET role = 4 WHERE account_id = $1 AND source_id = 'ana'")
        .await;
}

#[tokio::test]
async fn an_admin_invites_changes_and_sends_away() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let ana = Desk::of(&house, "ana@acme.example").await;
        let made = ana
            .post(MEMBERS, json!({"email": "Zoe@Acme.Example", "name": "Zoe"}))
            .await
            .unwrap();
        assert_eq!(
            (&made["email"], &made["role"]),
            (&json!("zoe@acme.example"), &json!("member"))
        );
        let id = made["id"].as_str().unwrap();
        let zoe = Desk::of(&house, "zoe@acme.example").await;
        let changed = ana
            .patch(MEMBERS, id, json!({"role": "manager"}))
            .await
            .unwrap();
        assert_eq!(
            (&changed["role"], &changed["name"]),
            (&json!("manager"), &json!("Zoe"))
        );
        ana.delete(MEMBERS, id).await.unwrap();
        let gone = zoe.post(Shelf::Stages, json!({"module": "tasks"})).await;
        assert!(matches!(gone, Err(WriteError::NotFound)));
        assert!(matches!(
            ana.delete(MEMBERS, id).await,
            Err(WriteError::NotFound)
        ));
        let back = ana
            .post(
                MEMBERS,
                json!({"email": "zoe@acme.example", "role": "limited"}),
            )
            .await
            .unwrap();
        assert_eq!(
            (&back["id"], &back["role"]),
            (&json!(id), &json!("limited"))
        );
        let mut actions: Vec<String> = log(&house)
            .await
            .into_iter()
            .map(|(action, _)| action)
            .collect();
        actions.retain(|action| action.starts_with("member."));
        assert_eq!(
            actions,
            [
                "member.create",
                "member.change",
                "member.delete",
                "member.create"
            ]
        );
        let lives = "SELECT COUNT(*) FROM person_history h JOIN person p ON p.account_id = h.account_id AND p.id = h.id \
             WHERE h.account_id = $1 AND p.email = 'zoe@acme.example' AND h.valid_to > 9000000000000000000";
        assert_eq!(house.numbers(lives).await, [1]);
    }
}

#[tokio::test]
async fn an_address_is_one_users_of_the_account() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let ana = Desk::of(&house, "ana@acme.example").await;
        for taken in [
            "ben@acme.example",
            "maria@alfreds.example",
            "rex@free.example",
        ] {
            let refused = ana.post(MEMBERS, json!({"email": taken})).await;
            assert!(
                matches!(refused, Err(WriteError::Conflict(_))),
                "{taken}: {refused:?}"
            );
        }
        let ben = house.id("person", "ben").await;
        let refused = ana
            .patch(MEMBERS, &ben, json!({"email": "cleo@acme.example"}))
            .await;
        assert!(matches!(refused, Err(WriteError::Conflict(_))));
        assert_eq!(
            pointers(ana.post(MEMBERS, json!({"email": "nobody"})).await),
            ["/email"]
        );
        // A guest is no member, whatever address asks for them.
        let maria = house.id("person", "maria").await;
        let refused = ana.patch(MEMBERS, &maria, json!({"role": "admin"})).await;
        assert!(matches!(refused, Err(WriteError::NotFound)));
    }
}

#[tokio::test]
async fn one_owner_or_admin_always_remains() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let ana = Desk::of(&house, "ana@acme.example").await;
        let own = house.id("person", "ana").await;
        house
            .change(
                "UPDATE person SET role = 2 WHERE account_id = $1 AND email = 'ada@acme.example'",
            )
            .await;
        let demoted = ana.patch(MEMBERS, &own, json!({"role": "member"})).await;
        assert!(
            matches!(demoted, Err(WriteError::Conflict(_))),
            "{demoted:?}"
        );
        let gone = ana.delete(MEMBERS, &own).await;
        assert!(matches!(gone, Err(WriteError::Conflict(_))), "{gone:?}");
        let ben = house.id("person", "ben").await;
        ana.patch(MEMBERS, &ben, json!({"role": "admin"}))
            .await
            .unwrap();
        ana.patch(MEMBERS, &own, json!({"role": "member"}))
            .await
            .unwrap();
        let late = ana.patch(MEMBERS, &ben, json!({"role": "member"})).await;
        assert!(matches!(late, Err(WriteError::NotAllowed)));
    }
}

#[tokio::test]
async fn only_owners_make_change_or_end_owners() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let ada = Desk::of(&house, "ada@acme.example").await;
        let (ana, ben) = (
            house.id("person", "ana").await,
            house.id("person", "ben").await,
        );
        let no = |answer: Result<_, WriteError>| matches!(answer, Err(WriteError::NotAllowed));
        assert!(no(ada.patch(MEMBERS, &ben, json!({"role": "owner"})).await));
        assert!(no(ada
            .post(MEMBERS, json!({"email": "o@acme.example", "role": "owner"}))
            .await));
        crown(&house).await;
        assert!(no(ada.patch(MEMBERS, &ana, json!({"role": "admin"})).await));
        assert!(no(ada
            .patch(MEMBERS, &ana, json!({"email": "mine@acme.example"}))
            .await));
        assert!(no(ada.delete(MEMBERS, &ana).await.map(|()| json!(null))));
        let owner = Desk::of(&house, "ana@acme.example").await;
        owner
            .patch(MEMBERS, &ben, json!({"role": "owner"}))
            .await
            .unwrap();
        owner.delete(MEMBERS, &ben).await.unwrap();
    }
}

#[tokio::test]
async fn roles_are_the_admins_and_built_in_ones_nobodys() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let ana = Desk::of(&house, "ana@acme.example").await;
        let made = ana
            .post(
                Shelf::Roles,
                json!({"name": "Looker", "permissions": {"tasks": {"fields": ["stage"]}}}),
            )
            .await
            .unwrap();
        let id = made["id"].as_str().unwrap();
        let changed = ana
            .patch(
                Shelf::Roles,
                id,
                json!({"permissions": {"projects": {"fields": ["due_on"]}}}),
            )
            .await
            .unwrap();
        assert_eq!(
            changed["permissions"],
            json!({"projects": {"fields": ["due_on"]}})
        );
        assert_eq!(changed["name"], "Looker");
        let wrong = ana
            .patch(
                Shelf::Roles,
                id,
                json!({"permissions": {"tasks": {"fields": ["x"]}}}),
            )
            .await;
        assert_eq!(pointers(wrong), ["/permissions/tasks/fields/0"]);
        for deed in [
            ana.patch(Shelf::Roles, "Viewer", json!({"name": "X"}))
                .await,
            ana.delete(Shelf::Roles, "L90").await.map(|()| json!(null)),
        ] {
            assert!(matches!(deed, Err(WriteError::NotAllowed)));
        }
        ana.delete(Shelf::Roles, id).await.unwrap();
        // Who loses their last role is left with nothing, not with what strangers have.
        let r1 = house.id("role", "r1").await;
        ana.delete(Shelf::Roles, &r1).await.unwrap();
        let grants =
            "SELECT COUNT(*) FROM access_grant WHERE account_id = $1 AND source_id = 'g-shop'";
        assert_eq!(house.numbers(grants).await, [0]);
    }
}

#[tokio::test]
async fn settings_change_by_name_and_are_remembered() {
    for engine in Engine::both() {
        let house = House::new(engine).await;
        let ana = Desk::of(&house, "ana@acme.example").await;
        let changed = ana
            .settings(json!({"ceiling": {"invoices": false}, "who_can_share": "staff", "name": "Acme & Sons"}))
            .await
            .unwrap();
        assert_eq!(changed["ceiling"], json!({"invoices": false}));
        assert_eq!(
            (&changed["who_can_share"], &changed["time_zone"]),
            (&json!("staff"), &json!("Europe/Berlin"))
        );
        assert_eq!(changed["name"], "Acme & Sons");
        let (action, detail) = log(&house).await.pop().unwrap();
        assert_eq!(
            (action.as_str(), detail.as_str()),
            (
                "settings.change",
                r#"{"fields":["ceiling","who_can_share","name"]}"#
            )
        );
        let kept = "SELECT COUNT(*) FROM account_setting_history WHERE account_id = $1 AND valid_to > 9000000000000000000";
        assert_eq!(house.numbers(kept).await, [1]);
        for (body, at) in [
            (json!({"plan": "free"}), "/plan"),
            (json!({"time_zone": "Mars/Base"}), "/time_zone"),
            (json!({"name": " "}), "/name"),
            (json!({"slug": "x"}), "/slug"),
            (json!({"ceiling": {"invoices": true}}), "/ceiling/invoices"),
        ] {
            assert_eq!(pointers(ana.settings(body).await), [at]);
        }
        ana.settings(json!({"plan": "business"})).await.unwrap();
        for who in [
            "ben@acme.example",
            "lim@acme.example",
            "olga@alfreds.example",
        ] {
            let refused = Desk::of(&house, who)
                .await
                .settings(json!({"locale": "de"}))
                .await;
            assert!(matches!(refused, Err(WriteError::NotAllowed)), "{who}");
        }
    }
}
