//! Roles and the ceiling, as an admin sets them on pages.

use axum::http::Method;
use serde_json::{Value, json};
use store::testing::Engine;

use crate::sharing_pages::{follow, hidden, send};
use crate::sign_in::Browser;
use crate::world::{ADA, GUS, MIA, World};

async fn roles(ada: &mut Browser<'_>) -> Vec<Value> {
    let listed = ada.open("/api/v1/acme/roles?limit=200").await.json();
    listed["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_role_is_made_changed_switched_off_and_deleted() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let p1 = world.id("projects", "p1").await;
        let mut ada = Browser::of(&world, ADA).await;
        let mut gus = Browser::of(&world, GUS).await;
        let list = ada.open("/acme/roles").await.text();
        for words in [
            "Print shop",
            "Approver",
            "Levels of external access",
            "Billing",
        ] {
            assert!(list.contains(words), "{words}: {list}");
        }
        let copy = ada.open("/acme/roles/new?from=Commenter").await.text();
        assert!(copy.contains("name=\"tasks.actions\" value=\"comment\" checked"));
        let nameless = send(
            &mut ada,
            "/acme/roles",
            &[("name", " "), ("open", "projects"), ("ends", "never")],
        )
        .await;
        assert_eq!(nameless.status, 422);
        let text = nameless.text();
        assert!(
            text.contains("name=\"open\" value=\"projects\" checked")
                && text.contains("value=\"never\""),
            "{text}"
        );
        let fields = [
            ("name", "Look <only>"),
            ("active", "on"),
            ("ends", "2026-12-31T23:59"),
            ("projects.fields", "stage"),
            ("projects.fields", "no-such-field"),
        ];
        let made = send(&mut ada, "/acme/roles", &fields).await;
        let list = follow(&mut ada, &made).await.text();
        assert!(
            list.contains("Look &lt;only&gt;") && list.contains("until 31 Dec"),
            "{list}"
        );
        let role = roles(&mut ada)
            .await
            .into_iter()
            .find(|role| role["name"] == "Look <only>")
            .unwrap();
        assert_eq!(
            role["permissions"],
            json!({"projects": {"fields": ["stage"]}})
        );
        assert_eq!(role["expires_at"], "2026-12-31T22:59:00Z");
        let id = role["id"].as_str().unwrap().to_owned();
        let gr1 = world.id("grants", "gr1").await;
        let with = json!({"role": id, "permissions": null});
        let changed = ada
            .ask(Method::PATCH, &format!("/api/v1/acme/grants/{gr1}"), with)
            .await;
        assert_eq!(changed.status, 200, "{}", changed.text());
        let seen_project =
            async |gus: &mut Browser<'_>| gus.open(&format!("/api/v1/acme/projects/{p1}")).await;
        assert!(seen_project(&mut gus).await.json().get("stage").is_some());
        let at = format!("/acme/roles/{id}");
        let page = ada.open(&at).await.text();
        let seen = hidden(&page, "<form", "seen");
        let change = |doing: &'static str| {
            vec![
                ("name", "Look <only>"),
                ("active", "on"),
                ("ends", "2026-12-31T23:59"),
                ("projects.fields", "due_on"),
                ("do", doing),
            ]
        };
        let mut fields = change("preview");
        fields.push(("seen", &seen));
        let told = send(&mut ada, &at, &fields).await.text();
        for words in [
            "What this would change",
            "Gus Client",
            "Website",
            "Due date",
            "Stage",
        ] {
            assert!(told.contains(words), "{words}: {told}");
        }
        assert!(seen_project(&mut gus).await.json().get("stage").is_some());
        let mut fields = change("save");
        fields.push(("seen", &seen));
        assert_eq!(send(&mut ada, &at, &fields).await.status, 303);
        let project = seen_project(&mut gus).await.json();
        assert!(
            project.get("stage").is_none() && project.get("due_on").is_some(),
            "{project}"
        );
        // The same form again was made from what is no longer so.
        let stale = send(&mut ada, &at, &fields).await;
        assert_eq!(stale.status, 422);
        // Switched off, it opens nothing; deleted, it is gone.
        let seen = hidden(&ada.open(&at).await.text(), "<form", "seen");
        let off = [
            ("name", "Look"),
            ("ends", ""),
            ("projects.fields", "due_on"),
            ("do", "save"),
            ("seen", &seen),
        ];
        let saved = send(&mut ada, &at, &off).await;
        assert!(
            follow(&mut ada, &saved)
                .await
                .text()
                .contains("Switched off")
        );
        assert_eq!(seen_project(&mut gus).await.status, 404);
        assert!(
            ada.open(&format!("{at}/delete"))
                .await
                .text()
                .contains("Delete")
        );
        let gone = send(&mut ada, &format!("{at}/delete"), &[]).await;
        assert!(
            follow(&mut ada, &gone)
                .await
                .text()
                .contains("The role is deleted")
        );
        assert_eq!(ada.open(&at).await.status, 404);
        assert_eq!(seen_project(&mut gus).await.status, 404);
    }
}

#[tokio::test]
async fn built_in_roles_are_looked_at_and_stay_as_they_are() {
    let world = World::new(Engine::Sqlite).await;
    let mut ada = Browser::of(&world, ADA).await;
    let mut mia = Browser::of(&world, MIA).await;
    let mut gus = Browser::of(&world, GUS).await;
    let page = ada.open("/acme/roles/Approver").await.text();
    assert!(
        page.contains("class=\"matrix\"") && !page.contains("value=\"save\""),
        "{page}"
    );
    for (path, fields) in [
        (
            "/acme/roles/Approver",
            vec![("name", "Mine"), ("do", "save")],
        ),
        ("/acme/roles/Approver/delete", vec![]),
    ] {
        assert_eq!(send(&mut ada, path, &fields).await.status, 403, "{path}");
    }
    for path in [
        "/acme/roles",
        "/acme/roles/new",
        "/acme/roles/Approver",
        "/acme/settings/ceiling",
    ] {
        assert_eq!(mia.open(path).await.status, 403, "{path}");
        assert_eq!(gus.open(path).await.status, 404, "{path}");
    }
    for (path, fields) in [
        ("/acme/roles", vec![("name", "Mine")]),
        ("/acme/settings/ceiling", vec![("do", "save")]),
    ] {
        assert_eq!(send(&mut mia, path, &fields).await.status, 403, "{path}");
        assert_eq!(send(&mut gus, path, &fields).await.status, 404, "{path}");
    }
    assert_eq!(ada.open("/acme/roles/no-such-role").await.status, 404);
    assert_eq!(
        roles(&mut ada)
            .await
            .iter()
            .filter(|role| role["name"] == "Mine")
            .count(),
        0
    );
}

#[tokio::test]
async fn the_ceiling_is_set_with_what_it_closes_told_before() {
    for engine in Engine::both() {
        let world = World::new(engine).await;
        let p1 = world.id("projects", "p1").await;
        let mut ada = Browser::of(&world, ADA).await;
        let mut gus = Browser::of(&world, GUS).await;
        assert!(
            ada.open("/acme/settings")
                .await
                .text()
                .contains("/acme/settings/ceiling")
        );
        let page = ada.open("/acme/settings/ceiling").await.text();
        let seen = hidden(&page, "<form", "seen");
        // All that is ticked, but for the due date of projects and everything of meetings.
        let boxes: Vec<(String, String)> = page
            .split("<input type=\"checkbox\" name=\"")
            .skip(1)
            .filter(|rest| rest.split('>').next().unwrap().ends_with("checked"))
            .map(|rest| {
                let name = rest.split('"').next().unwrap();
                let value = rest
                    .split("value=\"")
                    .nth(1)
                    .unwrap()
                    .split('"')
                    .next()
                    .unwrap();
                (name.to_owned(), value.to_owned())
            })
            .filter(|(name, value)| {
                (name.as_str(), value.as_str()) != ("projects.fields", "due_on")
            })
            .filter(|(name, value)| {
                !name.starts_with("meetings.")
                    && (name.as_str(), value.as_str()) != ("open", "meetings")
            })
            .collect();
        let mut fields: Vec<(&str, &str)> = boxes
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        fields.push(("seen", &seen));
        let mut told = fields.clone();
        told.push(("do", "preview"));
        let told = send(&mut ada, "/acme/settings/ceiling", &told).await.text();
        for words in [
            "What this would change",
            "Gus Client",
            "Website",
            "Due date",
            "Kick-off",
        ] {
            assert!(told.contains(words), "{words}: {told}");
        }
        assert!(
            gus.open(&format!("/api/v1/acme/projects/{p1}"))
                .await
                .json()
                .get("due_on")
                .is_some()
        );
        fields.push(("do", "save"));
        let saved = send(&mut ada, "/acme/settings/ceiling", &fields).await;
        let page = follow(&mut ada, &saved).await.text();
        assert!(page.contains("all but Due date"), "{page}");
        let ceiling = ada.open("/api/v1/acme/settings").await.json()["ceiling"].clone();
        assert_eq!(ceiling["meetings"], json!(false));
        assert_eq!(
            ceiling.as_object().unwrap().keys().collect::<Vec<_>>(),
            ["meetings", "projects"]
        );
        assert!(
            gus.open(&format!("/api/v1/acme/projects/{p1}"))
                .await
                .json()
                .get("due_on")
                .is_none()
        );
        assert_eq!(
            send(&mut ada, "/acme/settings/ceiling", &fields)
                .await
                .status,
            422
        );
    }
}
