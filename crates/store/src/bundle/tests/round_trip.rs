//! What comes in goes out, and comes in again as the same.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

pub(super) const EXAMPLE: &str = include_str!("example.ndjson");

/// Every table of the account that an import writes.
const TABLES: &[&str] = &[
    "account_setting_history",
    "person",
    "person_history",
    "role",
    "role_history",
    "access_grant",
    "access_grant_history",
    "stage",
    "customer",
    "contact",
    "project",
    "project_team",
    "project_follower",
    "participant",
    "milestone",
    "ledger_entry",
    "work_order",
    "task",
    "task_collaborator",
    "task_follower",
    "meeting",
    "meeting_attendee",
    "ticket",
    "sales_order",
    "estimate",
    "invoice",
    "payment",
    "knowledge_base",
    "knowledge_access",
    "article",
    "comment",
    "file",
];

impl Account {
    /// How many rows each table has.
    pub(super) async fn rows(&self) -> BTreeMap<&'static str, i64> {
        let mut tx = self.test.db().snapshot().await.unwrap();
        let mut all = BTreeMap::new();
        for table in TABLES {
            let sql = Sql::built(format!(
                "SELECT COUNT(*) FROM {table} WHERE account_id = $1"
            ));
            all.insert(
                *table,
                tx.one(&sql, &[Value::Int(self.id)], |row| row.int(0))
                    .await
                    .unwrap()
                    .unwrap(),
            );
        }
        all
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_examples_of_the_format_come_in_and_again_change_nothing() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        let first = account.import(EXAMPLE).await;
        assert!(first.written, "{:?}", first.rejected);
        let (rows, exported) = (account.rows().await, account.export(true).await);

        let mut later = account.wish();
        later.now = Timestamp::from_microsecond(NOW + 1_000_000).unwrap();
        let second = account.import_as(later, EXAMPLE).await;
        assert!(second.written);
        for (kind, count) in &second.counts {
            assert_eq!(
                (count.created, count.changed, count.deleted),
                (0, 0, 0),
                "{kind}"
            );
            assert!(count.unchanged > 0, "{kind}");
        }
        assert_eq!(account.rows().await, rows);
        assert_eq!(account.export(true).await, exported);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_into_an_empty_account_exports_the_same_bytes_on_both_engines() {
    let mut all = Vec::new();
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        assert!(account.import(EXAMPLE).await.written);
        let exported = account.export(true).await;
        for other in Engine::both() {
            let second = Account::new(other).await;
            let imported = second.import(&exported).await;
            assert!(imported.written, "{:?}", imported.rejected);
            assert_eq!(second.export(true).await, exported);
        }
        all.push(exported);
    }
    assert_eq!(all[0], all[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_made_here_goes_out_under_its_public_id_and_finds_itself_again() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        let exported = account.export(false).await;
        assert!(
            exported.contains("\"email\":\"ada@acme.example\""),
            "{exported}"
        );
        let again = account.import(&exported).await;
        assert!(again.written);
        assert_eq!(
            account
                .number("SELECT COUNT(*) FROM person WHERE account_id = $1")
                .await,
            1
        );
        assert_eq!(account.export(false).await, exported);

        let second = Account::new(engine).await;
        assert!(second.import(&exported).await.written);
        assert_eq!(second.export(false).await, exported);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_stages_stays_without_them() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        let gone: String = accounts::READY_MADE
            .iter()
            .map(|stage| {
                let module = if stage.module == 1 { "projects" } else { "tasks" };
                format!("{{\"kind\":\"stage\",\"id\":\"{}\",\"module\":\"{module}\",\"deleted\":true}}\n", stage.id)
            })
            .collect();
        assert!(account.import(&gone).await.written);
        let exported = account.export(false).await;
        let second = Account::new(engine).await;
        assert!(second.import(&exported).await.written);
        assert_eq!(second.export(false).await, exported);
        assert_eq!(
            second
                .number("SELECT COUNT(*) FROM stage WHERE account_id = $1")
                .await,
            0
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lines_may_come_in_any_order() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        assert!(account.import(EXAMPLE).await.written);
        let backwards: Vec<&str> = EXAMPLE.lines().rev().collect();
        let second = Account::new(engine).await;
        let imported = second.import(&backwards.join("\n")).await;
        assert!(imported.written, "{:?}", imported.rejected);
        assert_eq!(second.export(true).await, account.export(true).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_without_its_bytes_says_what_it_was_and_keeps_bytes_it_had() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        assert!(account.import(EXAMPLE).await.written);
        let named = account.export(false).await;
        assert!(named.contains("\"sha256\":\"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\",\"size\":5"));
        static STORED: &str = "SELECT stored FROM file WHERE account_id = $1";
        assert!(account.import(&named).await.written);
        assert_eq!(account.number(STORED).await, 1);

        let second = Account::new(engine).await;
        assert!(second.import(&named).await.written);
        assert_eq!(second.number(STORED).await, 0);
        assert_eq!(second.export(false).await, named);
    }
}

fn bundle(lines: &[serde_json::Value]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// How many random worlds are tried: each takes four databases, so a long run tries fewer than elsewhere.
#[expect(
    clippy::disallowed_methods,
    reason = "the test runner says how long a run may be"
)]
pub(super) fn cases(few: u32) -> u32 {
    let asked = std::env::var("VESTIBULE_WORLDS")
        .ok()
        .and_then(|n| n.parse::<u32>().ok());
    asked.map_or(few, |worlds| worlds.div_ceil(50))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(8), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_world_goes_round(world in naive::worlds::worlds(naive::worlds::NOW)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let text = bundle(&world);
            let mut exports = Vec::new();
            for engine in Engine::both() {
                let account = Account::new(engine).await;
                let imported = account.import(&text).await;
                assert!(imported.written, "{:?}", imported.rejected);
                let exported = account.export(true).await;

                let again = account.import(&text).await;
                assert!(again.written, "{:?}", again.rejected);
                assert_eq!(account.export(true).await, exported, "the same bundle changed something");

                let second = Account::new(engine).await;
                let imported = second.import(&exported).await;
                assert!(imported.written, "{:?}", imported.rejected);
                assert_eq!(second.export(true).await, exported);
                exports.push(exported);
            }
            // Only the admin's public id differs between two accounts.
            let without_admin = |text: &String| text.lines().filter(|line| !line.contains("ada@acme.example")).map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(without_admin(&exports[0]), without_admin(&exports[1]));
        });
    }
}
