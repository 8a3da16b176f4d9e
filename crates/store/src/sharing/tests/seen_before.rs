//! The preview is what is seen afterwards.

use super::ground::{Ground, parsed, pointers};
use crate::sharing::Share;
use crate::testing::Engine;
use crate::writes::WriteError;
use access::Module;
use serde_json::{Value, json};

async fn preview(ground: &Ground, who: &str, body: &Value) -> Result<Value, WriteError> {
    let share = Share::read(body)?;
    let mut reader = ground.reader(who).await;
    // What the sharer was shown before is theirs alone.
    for item in share.subjects() {
        let id = crate::ids::show(&item.public_id);
        reader.item(item.module, &id).await.unwrap();
    }
    let told = reader.preview_share(&share).await?;
    // The reader is its own again.
    assert_eq!(reader.viewer().email(), who);
    Ok(parsed(&told))
}

#[tokio::test]
async fn what_the_preview_shows_is_what_is_seen_when_it_is_saved() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let (p1, t1) = (
            ground.id("project", "p1").await,
            ground.id("task", "t1").await,
        );
        for (subject, show) in [
            (
                json!({"project": p1}),
                json!(["tasks", "stage", "files", "percent_tasks", "team"]),
            ),
            (json!({"project": p1}), json!([])),
            (json!({"task": t1}), json!(["project", "description"])),
        ] {
            let body = json!({
                "subjects": [subject], "to": ["seen@client.example"], "show": show, "actions": "comment",
            });
            let told = preview(&ground, "ana@acme.example", &body).await.unwrap();
            let before = &told["subjects"][0];
            ground.share(body.clone()).await;
            ground.house.change("UPDATE person SET state = 1 WHERE account_id = $1 AND email = 'seen@client.example'").await;
            let (module, source) = match subject.get("project") {
                Some(_) => (Module::Projects, "p1"),
                None => (Module::Tasks, "t1"),
            };
            let seen = ground
                .shown("seen@client.example", module, source)
                .await
                .unwrap();
            assert_eq!(before["shown"], seen, "{show}");
            let tasks = ground.sees("seen@client.example", Module::Tasks).await;
            if let Some(related) = before["related"].get("tasks") {
                assert_eq!(related["count"], tasks.len());
                assert_eq!(related["first"].as_array().unwrap(), &tasks);
            }
            let grant = ground.house.numbers("SELECT COUNT(*) FROM access_grant g JOIN person p ON p.account_id = g.account_id AND p.id = g.person_id WHERE g.account_id = $1 AND p.email = 'seen@client.example'").await;
            assert_eq!(grant.len(), 1);
            let guest = ground.share(body).await["items"][0]["guest"]
                .as_str()
                .unwrap()
                .to_owned();
            let leave = ground.manage("ana@acme.example").await;
            let now = crate::staff::tests::house::now();
            ground
                .house
                .db()
                .remove_guest(leave, &guest, None, now)
                .await
                .unwrap();
        }
    }
}

#[tokio::test]
async fn the_preview_tells_of_files_not_marked_what_the_ceiling_takes_and_who_is_there_already() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        ground
            .house
            .bring("acme", r#"{"kind":"settings","ceiling":{"invoices":false,"projects":{"fields":["due_on"]}}}"#)
            .await;
        let p1 = ground.id("project", "p1").await;
        let body = |show: Value| json!({"subjects": [{"project": p1}], "to": ["x@y.example"], "show": show});
        let ticked = body(json!(["files", "tasks", "stage", "due_on", "invoices"]));
        let told = preview(&ground, "ana@acme.example", &ticked).await.unwrap();
        let files: Vec<&str> = told["files"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f["name"].as_str().unwrap())
            .collect();
        assert_eq!(files, ["plan.txt", "draft.txt"]);
        let subject = &told["subjects"][0];
        assert_eq!(
            subject["capped"],
            json!(["projects.fields.stage", "invoices"])
        );
        assert_eq!(subject["name"], "Website");
        assert_eq!(subject["shown"].get("stage"), None);
        let told = preview(&ground, "ana@acme.example", &body(json!(["stage"])))
            .await
            .unwrap();
        assert_eq!(told["files"], json!([]));
        ground.share(body(json!(["stage"]))).await;
        ground.accept("x@y.example").await;
        let told = preview(&ground, "ana@acme.example", &ticked).await.unwrap();
        let already = told["subjects"][0]["already"].as_array().unwrap();
        assert!(
            already
                .iter()
                .any(|one| one["user"]["email"] == "x@y.example" && one["because"] == "grant")
        );
    }
}

#[tokio::test]
async fn a_preview_shows_nothing_to_who_may_not_share() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let (p1, p2) = (
            ground.id("project", "p1").await,
            ground.id("project", "p2").await,
        );
        let body =
            |id: &str| json!({"subjects": [{"project": id}], "to": ["x@y.example"], "show": []});
        for (who, project) in [
            ("ben@acme.example", &p2),
            ("lim@acme.example", &p1),
            ("maria@alfreds.example", &p1),
        ] {
            let told = preview(&ground, who, &body(project)).await;
            assert!(
                matches!(told, Err(WriteError::NotAllowed)),
                "{who}: {told:?}"
            );
        }
        let nothing = preview(&ground, "ben@acme.example", &body("x")).await;
        assert_eq!(pointers(nothing), ["/subjects/0"]);
    }
}

#[tokio::test]
async fn what_a_change_would_open_and_close_is_told_and_nothing_is_written() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let (t1, p2) = (
            ground.id("task", "t1").await,
            ground.id("project", "p2").await,
        );
        let now = crate::staff::tests::house::now();
        let rows = "SELECT (SELECT COUNT(*) FROM access_grant) + (SELECT COUNT(*) FROM person) + (SELECT COUNT(*) FROM mail) \
             + 0 * $1";
        let before = ground.house.numbers(rows).await;
        let would = async |change: Value| {
            let leave = ground.write("ana@acme.example").await;
            let told = ground
                .house
                .db()
                .preview_change(leave, &change, &[], now)
                .await;
            told.map(|told| parsed(&told))
        };
        let told = would(json!({"share": {
            "subjects": [{"project": p2}], "to": ["vic@free.example", "new@client.example"], "show": ["tasks", "due_on"],
        }}))
        .await
        .unwrap();
        assert_eq!(told["closes"], json!([]));
        let opens = told["opens"].as_array().unwrap();
        assert_eq!(opens.len(), 4, "{told}");
        assert_eq!(opens[0]["user"]["email"], "vic@free.example");
        assert_eq!(opens[0]["item"], format!("projects/{p2}"));
        assert_eq!(
            opens[0]["fields"],
            json!(["due_on", "name", "relations.tasks"])
        );
        assert_eq!(opens[2]["user"]["email"], "new@client.example");

        let vic = ground.id("access_grant", "g-vic").await;
        let told = would(json!({"end": {"grant": vic}})).await.unwrap();
        assert_eq!(told["opens"], json!([]));
        assert_eq!(told["closes"].as_array().unwrap().len(), 1);
        let told = would(json!({"change": {"grant": vic, "permissions": {"tasks": {"fields": ["hours_spent", "stage"]}}}}))
            .await
            .unwrap();
        let fields = |of: &str| {
            told[of][0]["fields"]
                .as_array()
                .unwrap()
                .iter()
                .any(|f| f == "hours_spent")
        };
        assert!(fields("opens"), "{told}");
        assert!(
            told["closes"][0]["fields"]
                .as_array()
                .unwrap()
                .iter()
                .any(|f| f == "due_on")
        );
        let nick = ground.id("person", "nick").await;
        let told = would(json!({"grant": {"to": nick, "on": {"task": t1}, "role": "Viewer"}}))
            .await
            .unwrap();
        assert_eq!(told["opens"][0]["item"], format!("tasks/{t1}"));
        for bad in [
            json!({}),
            json!({"wages": {}}),
            json!({"end": {}, "grant": {}}),
            json!([]),
        ] {
            assert_eq!(pointers(would(bad.clone()).await), [""], "{bad}");
        }
        assert!(matches!(
            would(json!({"end": {"grant": "x"}})).await,
            Err(WriteError::NotFound)
        ));
        assert_eq!(ground.house.numbers(rows).await, before);
    }
}

#[tokio::test]
async fn what_a_card_a_role_and_the_ceiling_would_open_and_close_is_told_page_by_page() {
    for engine in Engine::both() {
        let ground = Ground::new(engine).await;
        let now = crate::staff::tests::house::now();
        let rows = "SELECT (SELECT COUNT(*) FROM person_history) + (SELECT COUNT(*) FROM role_history) \
             + (SELECT COUNT(*) FROM audit WHERE action <> 'token') + 0 * $1";
        let before = ground.house.numbers(rows).await;
        let would = async |who: &str, change: &Value, asked: &[(&str, &str)]| {
            let leave = ground.write(who).await;
            let asked = crate::staff::tests::house::asked(asked);
            let told = ground
                .house
                .db()
                .preview_change(leave, change, &asked, now)
                .await;
            told.map(|told| parsed(&told))
        };
        let ana = "ana@acme.example";
        let seen = |told: &Value, of: &str| -> Vec<(String, Value)> {
            told[of]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| {
                    (
                        one["user"]["email"].as_str().unwrap().to_owned(),
                        one["fields"].clone(),
                    )
                })
                .collect()
        };
        // Col completes tasks that are assigned to him; a card that opens nothing closes both.
        let col = ground.id("person", "col").await;
        let card = json!({"card": {"guest": col, "permissions": {}}});
        let told = would(ana, &card, &[]).await.unwrap();
        assert_eq!(told["opens"], json!([]));
        assert_eq!(seen(&told, "closes").len(), 2, "{told}");
        // Maria's share is made with the role.
        let role = ground.id("role", "r1").await;
        let change =
            json!({"role": {"role": role, "permissions": {"projects": {"fields": ["due_on"]}}}});
        let told = would(ana, &change, &[]).await.unwrap();
        assert_eq!(
            seen(&told, "opens"),
            [(
                "maria@alfreds.example".to_owned(),
                json!(["due_on", "name"])
            )]
        );
        let told = would(ana, &json!({"end": {"role": role}}), &[])
            .await
            .unwrap();
        assert_eq!(
            (seen(&told, "opens").len(), seen(&told, "closes").len()),
            (0, 0),
            "{told}"
        );
        // The ceiling, for everybody whom it caps, a page at a time.
        let change = json!({"settings": {"ceiling": {"customers": false}}});
        let whole = would(ana, &change, &[]).await.unwrap();
        assert_eq!(whole["next"], Value::Null);
        let mut paged = Vec::new();
        let mut cursor = String::new();
        loop {
            let mut asked = vec![("limit", "2")];
            if !cursor.is_empty() {
                asked.push(("cursor", &cursor));
            }
            let page = would(ana, &change, &asked).await.unwrap();
            paged.extend(page["closes"].as_array().unwrap().iter().cloned());
            match page["next"].as_str() {
                Some(next) => cursor = next.to_owned(),
                None => break,
            }
        }
        assert_eq!(json!(paged), whole["closes"]);
        let closed: Vec<String> = seen(&whole, "closes")
            .into_iter()
            .map(|(email, _)| email)
            .collect();
        for email in [
            "olga@alfreds.example",
            "pat@alfreds.example",
            "lim@acme.example",
        ] {
            assert!(closed.iter().any(|one| one == email), "{email}: {whole}");
        }
        let other = json!({"settings": {"ceiling": {"tasks": false}}});
        let foreign = would(ana, &other, &[("cursor", &cursor)]).await;
        assert_eq!(pointers(foreign).len(), 1);
        // A guest who is removed sees nothing more; not even what ties them to a task.
        let told = would(ana, &json!({"end": {"guest": col}}), &[])
            .await
            .unwrap();
        assert_eq!(seen(&told, "closes").len(), 2, "{told}");
        // These are the admins'; Ben may open access to his project.
        for change in [
            &card,
            &change,
            &json!({"role": {"role": role, "active": false}}),
            &json!({"end": {"guest": col}}),
        ] {
            let refused = would("ben@acme.example", change, &[]).await;
            assert!(
                matches!(refused, Err(WriteError::NotAllowed)),
                "{change}: {refused:?}"
            );
        }
        assert_eq!(ground.house.numbers(rows).await, before);
    }
}
