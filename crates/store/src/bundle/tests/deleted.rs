//! What goes with what is deleted, and what no line may delete.

use super::round_trip::EXAMPLE;
use super::*;
use crate::bundle::Problem;

fn deleted(kind: &str, id: &str) -> String {
    format!("{{\"kind\":\"{kind}\",\"id\":\"{id}\",\"deleted\":true}}\n")
}

impl Account {
    async fn line(&self, kind: &str, id: &str) -> Option<String> {
        let start = format!("{{\"kind\":\"{kind}\",\"id\":\"{id}\"");
        self.export(false)
            .await
            .lines()
            .find(|line| line.starts_with(&start))
            .map(str::to_owned)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_goes_with_its_parts_and_grants_and_its_items_stay_without_it() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        account.import(EXAMPLE).await;
        let imported = account.import(&deleted("project", "p1")).await;
        assert!(imported.written, "{:?}", imported.rejected);
        let rows = account.rows().await;
        for table in [
            "project",
            "project_team",
            "project_follower",
            "participant",
            "milestone",
            "ledger_entry",
            "work_order",
        ] {
            assert_eq!(rows[table], 0, "{table}");
        }
        assert_eq!(rows["access_grant"], 2);
        for (kind, id) in [
            ("task", "t1"),
            ("meeting", "e1"),
            ("ticket", "s1"),
            ("invoice", "i1"),
            ("estimate", "q1"),
        ] {
            let line = account.line(kind, id).await.unwrap();
            assert!(!line.contains("\"project\""), "{line}");
        }
        let open = "SELECT COUNT(*) FROM access_grant_history WHERE account_id = $1 AND valid_to > 1781562600000000";
        assert_eq!(account.number(open).await, 2);
        let counts = &imported.counts;
        assert_eq!(
            (
                counts["project"].deleted,
                counts["milestone"].deleted,
                counts["grant"].deleted
            ),
            (1, 1, 1)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_takes_its_contacts_along_and_guests_lose_who_they_were() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        account.import(EXAMPLE).await;
        assert!(account.import(&deleted("customer", "c1")).await.written);
        assert!(account.line("contact", "k1").await.is_none());
        assert!(
            !account
                .line("guest", "g1")
                .await
                .unwrap()
                .contains("\"contact\"")
        );
        assert!(
            !account
                .line("project", "p1")
                .await
                .unwrap()
                .contains("\"client\"")
        );
        assert!(
            !account
                .line("participant", "pp1")
                .await
                .unwrap()
                .contains("\"party\"")
        );
        assert!(account.line("grant", "gr2").await.is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_goes_from_every_list_field_and_grant() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        account.import(EXAMPLE).await;
        assert!(account.import(&deleted("guest", "g1")).await.written);
        let export = account.export(false).await;
        assert!(!export.contains("\"g1\""), "{export}");
        let rows = account.rows().await;
        assert_eq!(
            (
                rows["access_grant"],
                rows["knowledge_access"],
                rows["task_follower"]
            ),
            (0, 0, 0)
        );
        // Deleting the member of that id, who is not there, is no error and deletes nobody.
        assert!(account.import(&deleted("guest", "ana")).await.written);
        assert!(account.line("member", "ana").await.is_some());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_a_role_widens_nobody() {
    let bundle = r#"{"kind":"role","id":"r1","permissions":{"tasks":{}}}
{"kind":"guest","id":"one","email":"one@y.z","roles":["r1"]}
{"kind":"guest","id":"two","email":"two@y.z","roles":["r1","Commenter"]}
{"kind":"guest","id":"card","email":"card@y.z","roles":["r1"],"permissions":{"projects":{}}}
{"kind":"customer","id":"c1","name":"N"}
{"kind":"grant","id":"by_role","to":"one","on":{"customer":"c1"},"role":"r1"}
{"kind":"grant","id":"own","to":"one","on":{"customer":"c1"},"role":"r1","permissions":{"customers":{}}}
"#;
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        assert!(account.import(bundle).await.written);
        let mut later = account.wish();
        later.now = Timestamp::from_microsecond(NOW + 1_000_000).unwrap();
        assert!(
            account
                .import_as(later, &deleted("role", "r1"))
                .await
                .written
        );
        let after = account.export(false).await;
        assert_eq!(
            account.line("guest", "one").await.unwrap(),
            "{\"kind\":\"guest\",\"id\":\"one\",\"email\":\"one@y.z\",\"permissions\":{}}"
        );
        assert!(
            account
                .line("guest", "two")
                .await
                .unwrap()
                .contains("\"roles\":[\"Commenter\"]")
        );
        assert!(
            account
                .line("guest", "card")
                .await
                .unwrap()
                .contains("\"permissions\":{\"projects\":{}}")
        );
        assert!(account.line("grant", "by_role").await.is_none());
        assert!(
            account
                .line("grant", "own")
                .await
                .unwrap()
                .contains("\"permissions\":{\"customers\":{}}")
        );
        let changed = "SELECT COUNT(*) FROM person_history WHERE account_id = $1 AND valid_from = 1781562601000000";
        assert_eq!(account.number(changed).await, 3);

        // The same in one bundle comes to the same.
        let second = Account::new(engine).await;
        assert!(
            second
                .import(&format!("{bundle}{}", deleted("role", "r1")))
                .await
                .written
        );
        let without_admin = |text: String| {
            text.lines()
                .filter(|line| !line.contains("\"member\""))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            without_admin(second.export(false).await),
            without_admin(after)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_may_delete_what_its_own_lines_refer_to_and_again() {
    let bundle = format!(
        "{EXAMPLE}{}{}",
        deleted("knowledge_base", "kb1"),
        deleted("project", "p1")
    );
    let bundle = format!(
        "{bundle}{{\"kind\":\"comment\",\"id\":\"x9\",\"on\":{{\"article\":\"a1\"}},\"text\":\"gone with it\"}}\n"
    );
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        let first = account.import(&bundle).await;
        assert!(first.written, "{:?}", first.rejected);
        let (rows, export) = (account.rows().await, account.export(true).await);
        assert_eq!(
            (rows["article"], rows["comment"], rows["project"]),
            (0, 1, 0)
        );
        let mut later = account.wish();
        later.now = Timestamp::from_microsecond(NOW + 1_000_000).unwrap();
        assert!(account.import_as(later, &bundle).await.written);
        assert_eq!(
            (account.rows().await, account.export(true).await),
            (rows, export)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_line_gets_round_an_owner() {
    let owner = r#"{"kind":"customer","id":"c1","name":"N"}
{"kind":"customer","id":"c2","name":"M"}
{"kind":"guest","id":"g1","email":"g1@y.z"}
{"kind":"grant","id":"o1","to":"g1","on":{"customer":"c1"},"role":"L90","notes":"the founder"}
"#;
    let round = [
        (deleted("grant", "o1"), "/deleted"),
        (deleted("guest", "g1"), "/deleted"),
        (deleted("customer", "c1"), "/deleted"),
        (r#"{"kind":"guest","id":"g1","email":"g1@y.z","state":"removed"}"#.to_owned(), "/state"),
        (r#"{"kind":"guest","id":"g1","email":"g1@y.z","expires_at":"2030-01-01T00:00:00Z"}"#.to_owned(), "/expires_at"),
        (r#"{"kind":"grant","id":"o1","to":"g1","on":{"customer":"c1"},"role":"L80"}"#.to_owned(), "/role"),
        (r#"{"kind":"grant","id":"o1","to":"g1","on":{"customer":"c2"},"role":"L90"}"#.to_owned(), "/on"),
        (r#"{"kind":"grant","id":"o1","to":"g1","on":{"customer":"c1"},"role":"L90","revoked_at":"2026-01-01T00:00:00Z"}"#.to_owned(), "/revoked_at"),
        (r#"{"kind":"grant","id":"o1","to":"g1","on":{"customer":"c1"},"role":"L90","starts_at":"2030-01-01T00:00:00Z"}"#.to_owned(), "/starts_at"),
        (format!("{}{}", deleted("customer", "c2"), r#"{"kind":"grant","id":"o1","to":"g1","on":{"customer":"c2"},"role":"L90"}"#), "/on"),
    ];
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        assert!(account.import(owner).await.written);
        let before = account.export(false).await;
        for (bundle, pointer) in &round {
            let refused = account.import(bundle).await;
            assert!(!refused.written, "{bundle}");
            let first = &refused.rejected.first[0];
            assert_eq!(
                (first.pointer.as_str(), first.problem),
                (*pointer, Problem::OwnerGrant),
                "{bundle}"
            );
            assert!(
                first.line.is_some() && first.expected.contains("it would get round an owner"),
                "{first}"
            );
        }
        assert_eq!(account.export(false).await, before);

        // Going on with the good lines leaves the owner and takes the rest.
        let some = format!(
            "{}{}",
            deleted("guest", "g1"),
            "{\"kind\":\"customer\",\"id\":\"c3\",\"name\":\"O\"}\n"
        );
        let taken = account
            .import_as(
                Wish {
                    keep_going: true,
                    ..account.wish()
                },
                &some,
            )
            .await;
        assert_eq!((taken.written, taken.rejected.total), (true, 1));
        assert!(
            account.line("guest", "g1").await.is_some()
                && account.line("customer", "c3").await.is_some()
        );

        // What takes nothing from the owner is taken: suspending, notes, the same line again.
        let harmless = "{\"kind\":\"guest\",\"id\":\"g1\",\"email\":\"g1@y.z\",\"state\":\"suspended\"}\n\
                        {\"kind\":\"grant\",\"id\":\"o1\",\"to\":\"g1\",\"on\":{\"customer\":\"c1\"},\"role\":\"L90\",\"notes\":\"still\"}\n";
        assert!(account.import(harmless).await.written);
    }
}
