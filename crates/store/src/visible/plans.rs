//! The plans of the reads that must stay quick, on both engines: which index serves which arm.
//!
//! A plan that walks what the viewer cannot see makes a page's cost follow the database.

use super::arms::{Ordering, Wanted, arms, cursors, statement, whole};
use super::holdings::{Holdings, linked};
use super::reader::Reader;
use super::rows::Layout;
use super::table::table;
use crate::engine::{Sql, Tx, Value};
use crate::testing::scale::{self, Scale};
use crate::testing::{Engine, TestDb};
use crate::viewer::Arrival;
use access::{Bits, Module};
use jiff::Timestamp;

const NOW: Timestamp = Timestamp::constant(1_790_000_000, 0);

/// The plan of a statement, a line for each step.
async fn plan(tx: &mut Tx, sql: &Sql, values: &[Value<'_>]) -> Vec<String> {
    let (words, column) = if tx.on_postgres() {
        ("EXPLAIN (COSTS OFF) ", 0)
    } else {
        ("EXPLAIN QUERY PLAN ", 3)
    };
    let explained = Sql::built(format!("{words}{}", sql.postgres()));
    tx.rows(&explained, values, |row| Ok(row.text(column)?.to_owned()))
        .await
        .unwrap()
}

async fn guest(test: &TestDb) -> Box<Reader> {
    match test
        .db()
        .arrive(scale::SLUG, &scale::token(7), NOW)
        .await
        .unwrap()
    {
        Arrival::In(reader) => reader,
        other => panic!("the guest does not arrive: {other:?}"),
    }
}

/// An account with much in it; SQLite never counts its rows by itself, so both ways are tried.
async fn filled(engine: Engine, counted: bool) -> TestDb {
    let test = TestDb::new(engine).await;
    let scale = Scale {
        tasks: 20_000,
        projects: 200,
        guests: 20,
    };
    scale::fill(test.db(), scale, NOW).await.unwrap();
    if counted {
        scale::count_rows(test.db()).await.unwrap();
    }
    test
}

/// The plans of a guest's page of tasks: of each arm on SQLite, of all together on PostgreSQL.
async fn page(test: &TestDb, guest: Box<Reader>, ordering: Ordering) -> Vec<Vec<String>> {
    let mut reader = guest;
    let openings = reader.openings(Module::Tasks).await.unwrap();
    let due = Module::Tasks.field("due_on");
    let layout = Layout::new(
        table(Module::Tasks),
        Reader::widest(&openings, table(Module::Tasks)),
    );
    let arms = arms(&openings, due);
    let mut wanted = Wanted {
        account: reader.viewer.account.id,
        now: reader.viewer.now,
        layout: &layout,
        ordering,
        descending: false,
        after: None,
        empty: None,
        showing: Bits::NONE,
        conditions: &[],
        on: None,
        flags: &[],
        limit: None,
    };
    if test.db().is_shared() {
        wanted.limit = Some(51);
        let (sql, values) = statement(&arms, &wanted).unwrap();
        return vec![plan(&mut reader.tx, &sql, &values).await];
    }
    let mut plans = Vec::new();
    for cursor in cursors(&arms, &wanted) {
        plans.push(plan(&mut reader.tx, &cursor.sql, &cursor.values).await);
    }
    let rowid = [Value::Int(1)];
    plans.push(plan(&mut reader.tx, &whole(&wanted), &rowid).await);
    plans
}

#[tokio::test]
async fn a_guests_page_walks_one_index_for_each_project_on_sqlite() {
    for counted in [false, true] {
        let test = filled(Engine::Sqlite, counted).await;
        for (ordering, index) in [
            (Ordering::Column("due_on"), "task_project_due ("),
            (Ordering::Id, "task_project ("),
        ] {
            let plans = page(&test, guest(&test).await, ordering).await;
            assert_eq!(plans.len(), 8, "{counted} {plans:#?}");
            // Each project's tasks come in order from one index, and nothing is sorted.
            let walked = |plan: &&Vec<String>| plan.len() == 1 && plan[0].contains(index);
            let walks = plans.iter().filter(walked).count();
            assert_eq!(walks, 5, "{counted} {plans:#?}");
            // The single tasks and their subtasks are looked up by key, one by one, and sorted.
            for key in ["(account_id=? AND id=?)", "(account_id=? AND parent_id=?)"] {
                let keyed = plans.iter().find(|plan| {
                    plan.len() == 3 && plan[0].contains("json_each") && plan[1].contains(key)
                });
                let sorted = keyed.is_some_and(|plan| plan[2].contains("ORDER BY"));
                assert!(sorted, "{counted} {key} {plans:#?}");
            }
            assert_eq!(
                plans[7],
                ["SEARCH task USING INTEGER PRIMARY KEY (rowid=?)"]
            );
        }
    }
}

#[tokio::test]
async fn a_guests_page_walks_one_index_for_each_project_on_postgresql() {
    let test = filled(Engine::Postgres, true).await;
    let plans = page(&test, guest(&test).await, Ordering::Column("due_on")).await;
    let plan = &plans[0];
    let by_due = plan
        .iter()
        .filter(|step| step.contains("using task_project_due"));
    assert_eq!(by_due.count(), 5, "{plan:#?}");
    let walks = plan.iter().find(|step| step.contains("Seq Scan"));
    assert_eq!(walks, None, "{plan:#?}");
    // They are merged as far as the page goes. The single tasks and their subtasks alone are sorted.
    let steps = |of: &str| plan.iter().filter(|step| step.contains(of)).count();
    assert_eq!(steps("Merge Append"), 1, "{plan:#?}");
    assert_eq!(steps("-> Sort") + steps("->  Sort"), 2, "{plan:#?}");
}

#[tokio::test]
async fn no_link_is_found_by_walking_all_items() {
    let ways = [
        (Engine::Sqlite, false),
        (Engine::Sqlite, true),
        (Engine::Postgres, true),
    ];
    for (engine, counted) in ways {
        let test = filled(engine, counted).await;
        let mut reader = guest(&test).await;
        let (account, person) = (reader.viewer.account.id, reader.viewer.party.id);
        for wanted in [1, 2, 4, 8, 16, 31] {
            let sql = linked(wanted);
            let plan = plan(&mut reader.tx, sql, &[account.into(), person.into()]).await;
            let walks = plan.iter().find(|step| {
                let whole =
                    step.contains("Seq Scan on task t") || step.ends_with("Seq Scan on task");
                step.contains("SCAN") || whole || step.ends_with("(account_id=?)")
            });
            assert_eq!(walks, None, "{engine:?} {counted} {wanted}: {plan:#?}");
        }
    }
}

#[tokio::test]
async fn a_guests_grants_are_one_range_of_an_index() {
    let test = filled(Engine::Sqlite, false).await;
    let mut reader = guest(&test).await;
    let (account, person, now) = (
        reader.viewer.account.id,
        reader.viewer.party.id,
        reader.viewer.now,
    );
    let plan = plan(
        &mut reader.tx,
        Holdings::statement(),
        &[account.into(), person.into(), now.into()],
    )
    .await;
    assert!(
        plan[0].contains("access_grant_person (account_id=? AND person_id=?"),
        "{plan:#?}"
    );
}
