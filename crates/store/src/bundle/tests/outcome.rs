//! What an import comes to: all or nothing, good lines alone, nothing at all; changes and deletions.

use super::round_trip::EXAMPLE;
use super::*;
use crate::bundle::Problem;
use crate::chain::Import;
use crate::viewer::by_id;

const GOOD_AND_BAD: &str = r#"{"kind":"customer","id":"c1","name":"Good"}
{"kind":"customer","id":"c2","name":7}
{"kind":"project","id":"p1","name":"Bad","manager":"nobody"}
{"kind":"task","id":"t1","title":"On a bad one","project":"p1"}
{"kind":"comment","id":"x1","on":{"task":"t1"},"text":"On a bad one's"}
{"kind":"task","id":"t2","title":"Good","customer":"c1"}
"#;

#[tokio::test(flavor = "multi_thread")]
async fn one_bad_line_refuses_the_whole_unless_told_to_keep_going() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        let refused = account.import(GOOD_AND_BAD).await;
        assert!(!refused.written);
        let lines: Vec<_> = refused
            .rejected
            .first
            .iter()
            .filter_map(|rejected| rejected.line)
            .collect();
        assert_eq!(lines, [2, 3]);
        assert_eq!(
            account
                .number("SELECT COUNT(*) FROM customer WHERE account_id = $1")
                .await,
            0
        );

        let wish = Wish {
            keep_going: true,
            ..account.wish()
        };
        let taken = account.import_as(wish, GOOD_AND_BAD).await;
        assert!(taken.written);
        // What refers to a line that was not taken cannot be taken either.
        let lines: Vec<_> = taken
            .rejected
            .first
            .iter()
            .filter_map(|rejected| rejected.line)
            .collect();
        assert_eq!(lines, [2, 3, 4, 5]);
        assert_eq!(
            account
                .number("SELECT COUNT(*) FROM customer WHERE account_id = $1")
                .await,
            1
        );
        assert_eq!(
            account
                .number("SELECT COUNT(*) FROM task WHERE account_id = $1")
                .await,
            1
        );
        assert_eq!(
            account
                .number("SELECT COUNT(*) FROM project WHERE account_id = $1")
                .await,
            0
        );
        assert_eq!(
            account
                .number("SELECT COUNT(*) FROM audit WHERE account_id = $1 AND action = 'import'")
                .await,
            1
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_says_what_would_happen_and_keeps_nothing() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        let before = (account.rows().await, account.export(true).await);
        let dry = account
            .import_as(
                Wish {
                    dry_run: true,
                    ..account.wish()
                },
                EXAMPLE,
            )
            .await;
        assert!(!dry.written && dry.rejected.total == 0);
        assert_eq!(dry.counts["task"].created, 2);
        assert_eq!((account.rows().await, account.export(true).await), before);
        assert!(
            !account
                .blobs
                .has("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
                .await
        );
        assert_eq!(account.import(EXAMPLE).await.counts, dry.counts);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_one_line_of_the_audit_log_with_its_digest() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        let imported = account.import(EXAMPLE).await;
        let sql =
            Sql::fixed("SELECT detail FROM audit WHERE account_id = $1 AND action = 'import'");
        let mut tx = account.test.db().snapshot().await.unwrap();
        let details = tx
            .rows(&sql, &[Value::Int(account.id)], |row| {
                Ok(row.text(0)?.to_owned())
            })
            .await
            .unwrap();
        drop(tx);
        let detail: serde_json::Value = serde_json::from_str(&details[0]).unwrap();
        assert_eq!(details.len(), 1);
        assert_eq!(detail["sha256"], imported.digest.as_str());
        assert_eq!(detail["counts"]["task"]["created"], 2);
        let verified = crate::audit::verify(account.test.db()).await.unwrap();
        assert_eq!(verified.broken_at, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_line_updates_its_record_and_what_it_leaves_out_goes_back_to_its_default() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        account.import(EXAMPLE).await;
        let ids = "SELECT id FROM task WHERE account_id = $1 AND source_id = 't1'";
        let before = account.number(ids).await;
        let changed = account
            .import("{\"kind\":\"task\",\"id\":\"t1\",\"title\":\"Another\",\"project\":\"p1\",\"followers\":[\"ana\",\"g1\",\"ana\"]}")
            .await;
        assert!(changed.written);
        assert_eq!(changed.counts["task"].changed, 1);
        assert_eq!(account.number(ids).await, before);
        let line = account
            .export(false)
            .await
            .lines()
            .find(|line| line.contains("\"id\":\"t1\""))
            .unwrap()
            .to_owned();
        assert_eq!(
            line,
            "{\"kind\":\"task\",\"id\":\"t1\",\"project\":\"p1\",\"title\":\"Another\",\"followers\":[\"ana\",\"g1\"],\
             \"created_at\":\"2026-01-06T09:00:00Z\"}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_line_of_an_id_counts_wherever_the_lines_stand() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        let bundle = "{\"kind\":\"task\",\"id\":\"t\",\"title\":\"First\",\"project\":\"nowhere\"}\n\
                      {\"kind\":\"task\",\"id\":\"gone\",\"title\":\"Gone\"}\n\
                      {\"kind\":\"task\",\"id\":\"t\",\"title\":\"Last\"}\n\
                      {\"kind\":\"task\",\"id\":\"gone\",\"deleted\":true}\n\
                      {\"kind\":\"task\",\"id\":\"never\",\"deleted\":true}\n";
        let imported = account.import(bundle).await;
        assert!(imported.written, "{:?}", imported.rejected);
        assert_eq!(
            account
                .number("SELECT COUNT(*) FROM task WHERE account_id = $1 AND title = 'Last'")
                .await,
            1
        );
        assert_eq!(
            account
                .number("SELECT COUNT(*) FROM task WHERE account_id = $1")
                .await,
            1
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn percentages_follow_tasks_stages_and_deletions() {
    const TASKS: &str = "SELECT COALESCE(percent_tasks, -1) FROM project WHERE account_id = $1 AND source_id = 'p1'";
    const HOURS: &str = "SELECT COALESCE(percent_hours, -1) FROM project WHERE account_id = $1 AND source_id = 'p1'";
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        account.import(EXAMPLE).await;
        assert_eq!(
            (account.number(TASKS).await, account.number(HOURS).await),
            (50, 40)
        );
        account.import("{\"kind\":\"stage\",\"id\":\"done\",\"module\":\"tasks\",\"name\":\"Done\",\"closed\":false}").await;
        assert_eq!(account.number(TASKS).await, 0);
        account
            .import("{\"kind\":\"task\",\"id\":\"t1\",\"deleted\":true}")
            .await;
        assert_eq!(
            (account.number(TASKS).await, account.number(HOURS).await),
            (0, -1)
        );
        account
            .import("{\"kind\":\"task\",\"id\":\"t2\",\"title\":\"Elsewhere\"}")
            .await;
        assert_eq!(account.number(TASKS).await, -1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn money_is_added_up_when_it_comes_in() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        account.import(EXAMPLE).await;
        let sums = "SELECT subtotal * 1000000 + tax * 10 + 7 FROM estimate WHERE account_id = $1";
        assert_eq!(
            account.number(sums).await,
            100_000 * 1_000_000 + 19_000 * 10 + 7
        );
        assert_eq!(
            account
                .number("SELECT total FROM invoice WHERE account_id = $1")
                .await,
            119_000
        );
        assert_eq!(
            account
                .number("SELECT balance FROM invoice WHERE account_id = $1")
                .await,
            69_000
        );
        assert_eq!(
            account
                .number("SELECT total FROM sales_order WHERE account_id = $1")
                .await,
            15_960
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_keep_what_a_line_does_not_name_and_their_history() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        account.import("{\"kind\":\"settings\",\"time_zone\":\"Europe/Berlin\",\"ceiling\":{\"tasks\":false}}").await;
        let line = account
            .export(false)
            .await
            .lines()
            .next()
            .unwrap()
            .to_owned();
        assert_eq!(
            line,
            "{\"kind\":\"settings\",\"ceiling\":{\"tasks\":false},\"sharing_enabled\":true,\"who_can_share\":\"admins\",\
             \"files_external\":false,\"plan\":\"enterprise\",\"time_zone\":\"Europe/Berlin\",\"locale\":\"en\"}"
        );
        account
            .import("{\"kind\":\"settings\",\"time_zone\":\"Europe/Berlin\"}")
            .await;
        assert_eq!(
            account
                .number("SELECT COUNT(*) FROM account_setting_history WHERE account_id = $1")
                .await,
            2
        );
        let ended = "SELECT COUNT(*) FROM account_setting_history WHERE account_id = $1 AND valid_to = 1781562600000000";
        assert_eq!(account.number(ended).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_stages_of_a_module_take_away_the_ready_made_ones_that_nothing_uses() {
    const LEFT: &str =
        "SELECT COUNT(*) FROM stage WHERE account_id = $1 AND module = 2 AND ready_made = 1";
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        account
            .import("{\"kind\":\"task\",\"id\":\"t\",\"title\":\"T\",\"stage\":\"review\"}")
            .await;
        assert_eq!(account.number(LEFT).await, 4);
        account
            .import("{\"kind\":\"stage\",\"id\":\"mine\",\"module\":\"tasks\",\"name\":\"Mine\"}")
            .await;
        assert_eq!(account.number(LEFT).await, 1);
        assert_eq!(
            account
                .number("SELECT COUNT(*) FROM stage WHERE account_id = $1 AND module = 1")
                .await,
            5
        );
        // Only the first bundle does.
        account.import("{\"kind\":\"task\",\"id\":\"t\",\"title\":\"T\"}\n{\"kind\":\"stage\",\"id\":\"too\",\"module\":\"tasks\"}").await;
        assert_eq!(account.number(LEFT).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plan_is_judged_on_the_result() {
    let guests = |count: usize, state: &str| -> String {
        (0..count)
            .map(|n| format!("{{\"kind\":\"guest\",\"id\":\"g{n}\",\"email\":\"g{n}@y.z\",\"state\":\"{state}\"}}\n"))
            .collect()
    };
    let free = "{\"kind\":\"settings\",\"plan\":\"free\"}\n";
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        let refused = account
            .import(&format!("{free}{}", guests(51, "invited")))
            .await;
        assert!(!refused.written);
        assert_eq!(refused.rejected.first[0].problem, Problem::PlanFull);
        assert_eq!(refused.rejected.first[0].line, None);
        let keeping = Wish {
            keep_going: true,
            ..account.wish()
        };
        assert!(
            !account
                .import_as(keeping, &format!("{free}{}", guests(51, "active")))
                .await
                .written
        );
        assert!(
            account
                .import(&format!("{free}{}", guests(50, "suspended")))
                .await
                .written
        );
        assert!(account.import(&guests(60, "removed")).await.written);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_admin_always_remains() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        let demoted = "{\"kind\":\"member\",\"id\":\"ada\",\"email\":\"ada@acme.example\",\"role\":\"manager\"}\n";
        let refused = account.import(demoted).await;
        assert!(!refused.written);
        assert_eq!(refused.rejected.first[0].problem, Problem::LastAdmin);
        let with_another = format!(
            "{demoted}{{\"kind\":\"member\",\"id\":\"bo\",\"email\":\"bo@y.z\",\"role\":\"owner\"}}"
        );
        assert!(account.import(&with_another).await.written);
        let refused = account
            .import("{\"kind\":\"member\",\"id\":\"bo\",\"deleted\":true}")
            .await;
        assert_eq!(refused.rejected.first[0].problem, Problem::LastAdmin);
    }
}

impl Account {
    /// Leave to import for a member.
    async fn permit_of(&self, email: &str) -> Permit<Import> {
        static ID: Sql = Sql::fixed("SELECT id FROM person WHERE account_id = $1 AND email = $2");
        let mut tx = self.test.db().snapshot().await.unwrap();
        let id = tx
            .one(&ID, &[self.id.into(), email.into()], |row| row.int(0))
            .await
            .unwrap()
            .unwrap();
        by_id(&mut tx, self.id, id, NOW)
            .await
            .unwrap()
            .unwrap()
            .may_import()
            .unwrap()
    }

    async fn import_by(&self, permit: Permit<Import>, bundle: &str) -> Imported {
        let source = std::io::Cursor::new(bundle.as_bytes().to_vec());
        import(
            self.test.db(),
            &self.blobs,
            permit,
            self.wish(),
            source,
            |_| {},
        )
        .await
        .unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_makes_no_owner_and_one_who_is_no_admin_any_more_imports_nothing() {
    const CUSTOMER: &str = "{\"kind\":\"customer\",\"id\":\"x\",\"name\":\"N\"}";
    let member = |role: &str| {
        format!("{{\"kind\":\"member\",\"id\":\"mo\",\"email\":\"mo@y.z\",\"role\":\"{role}\"}}")
    };
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        let refused = account
            .import_by(
                account.permit_of("ada@acme.example").await,
                &member("owner"),
            )
            .await;
        assert_eq!(
            (refused.written, refused.rejected.first[0].pointer.as_str()),
            (false, "/role")
        );
        assert!(
            account
                .import_by(
                    account.permit_of("ada@acme.example").await,
                    &member("admin")
                )
                .await
                .written
        );

        let of_mo = account.permit_of("mo@y.z").await;
        account.import(&member("manager")).await;
        let refused = account.import_by(of_mo, CUSTOMER).await;
        assert_eq!(
            (refused.written, refused.rejected.first[0].problem),
            (false, Problem::NotAllowed)
        );

        account.import(&member("owner")).await;
        assert!(
            account
                .import_by(
                    account.permit_of("mo@y.z").await,
                    &member("admin").replace("mo", "bo")
                )
                .await
                .written
        );
        for line in [
            member("admin"),
            member("owner").replace("mo@y.z", "mine@y.z"),
            "{\"kind\":\"member\",\"id\":\"mo\",\"deleted\":true}".to_owned(),
        ] {
            let ada = account.permit_of("ada@acme.example").await;
            let refused = account.import_by(ada, &line).await;
            assert!(!refused.written, "{line}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_known_by_their_address_and_take_over_the_senders_id() {
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        let ada = account
            .number("SELECT id FROM person WHERE account_id = $1")
            .await;
        account.import("{\"kind\":\"member\",\"id\":\"boss\",\"email\":\"ADA@Acme.example\",\"name\":\"Ada\",\"role\":\"admin\"}").await;
        assert_eq!(
            account
                .number("SELECT id FROM person WHERE account_id = $1 AND source_id = 'boss'")
                .await,
            ada
        );
        // Another bundle calls her something else; her address may change with the same id.
        account.import("{\"kind\":\"member\",\"id\":\"ada\",\"email\":\"ada@acme.example\",\"role\":\"admin\"}").await;
        let moved = account.import("{\"kind\":\"member\",\"id\":\"ada\",\"email\":\"ada@new.example\",\"role\":\"admin\"}").await;
        assert!(moved.written);
        assert_eq!(
            account
                .number("SELECT id FROM person WHERE account_id = $1 AND email = 'ada@new.example'")
                .await,
            ada
        );
        assert_eq!(
            account
                .number("SELECT COUNT(*) FROM person WHERE account_id = $1")
                .await,
            1
        );

        account
            .import("{\"kind\":\"member\",\"id\":\"bo\",\"email\":\"bo@y.z\"}")
            .await;
        let taken = account
            .import("{\"kind\":\"member\",\"id\":\"bo\",\"email\":\"ada@new.example\"}")
            .await;
        assert_eq!(
            (taken.written, taken.rejected.first[0].pointer.as_str()),
            (false, "/email")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_line_brings_a_member_back_who_was_sent_away() {
    static AWAY: Sql =
        Sql::fixed("UPDATE person SET state = 3 WHERE account_id = $1 AND source_id = 'bo'");
    let bo = "{\"kind\":\"member\",\"id\":\"bo\",\"email\":\"bo@y.z\",\"role\":\"manager\"}";
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        account.import(bo).await;
        let mut tx = account.test.db().write().await.unwrap();
        tx.execute(&AWAY, &[account.id.into()]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(account.import(bo).await.counts["member"].unchanged, 1);
        let state = "SELECT state FROM person WHERE account_id = $1 AND source_id = 'bo'";
        assert_eq!(account.number(state).await, 3);
        // Elsewhere, too, an export opens as little as it can.
        let second = Account::new(engine).await;
        second.import(&account.export(false).await).await;
        assert_eq!(
            second
                .number("SELECT role FROM person WHERE account_id = $1 AND source_id = 'bo'")
                .await,
            0
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_chain_falls_with_its_first_however_its_lines_are_ordered() {
    let task = |n: usize| {
        let parent = if n == 0 {
            "nowhere".to_owned()
        } else {
            format!("t{}", n - 1)
        };
        format!("{{\"kind\":\"task\",\"id\":\"t{n}\",\"title\":\"T\",\"parent\":\"{parent}\"}}\n")
    };
    let good = "{\"kind\":\"task\",\"id\":\"good\",\"title\":\"Good\"}\n".to_owned();
    let backwards: String = (0..3000).rev().map(task).chain([good]).collect();
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        let wish = Wish {
            keep_going: true,
            ..account.wish()
        };
        let imported = account.import_as(wish, &backwards).await;
        assert_eq!((imported.written, imported.rejected.total), (true, 3000));
        assert_eq!(
            account
                .number("SELECT COUNT(*) FROM task WHERE account_id = $1")
                .await,
            1
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_go_on_meanwhile_and_see_nothing_until_all_is_there() {
    use std::sync::mpsc::sync_channel;
    for engine in Engine::both() {
        let account = Account::new(engine).await;
        let (says_writing, writing) = sync_channel::<()>(0);
        let (go_on, waits) = sync_channel::<()>(0);
        let mut met = false;
        let progress = move |progress: crate::bundle::Progress| {
            if progress.phase == crate::bundle::Phase::Writing && !met {
                met = true;
                says_writing.send(()).unwrap();
                waits.recv().unwrap();
            }
        };
        let source = std::io::Cursor::new(EXAMPLE.as_bytes());
        let permit = Permit::for_operator(account.id);
        let work = import(
            account.test.db(),
            &account.blobs,
            permit,
            account.wish(),
            source,
            progress,
        );
        let look = async {
            tokio::task::spawn_blocking(move || writing.recv().unwrap())
                .await
                .unwrap();
            let seen = account
                .number("SELECT COUNT(*) FROM person WHERE account_id = $1")
                .await;
            go_on.send(()).unwrap();
            seen
        };
        let (imported, seen) = tokio::join!(work, look);
        assert_eq!((imported.unwrap().written, seen), (true, 1));
        assert_eq!(
            account
                .number("SELECT COUNT(*) FROM person WHERE account_id = $1")
                .await,
            2
        );
    }
}
