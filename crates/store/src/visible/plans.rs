//! The plans of the reads that must stay quick, on both engines: which index serves which arm.
//!
//! A plan that walks what the viewer cannot see makes a page's cost follow the database.

use super::arms::{Ordering, Wanted, arms, statement};
use super::holdings::{Holdings, LINKS};
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

async fn filled(engine: Engine) -> TestDb {
    let test = TestDb::new(engine).await;
    let scale = Scale {
        tasks: 20_000,
        projects: 200,
        guests: 20,
    };
    scale::fill(test.db(), scale, NOW).await.unwrap();
    test
}

/// The plan of a guest's page of tasks by due date.
async fn page_by_due_date(engine: Engine) -> Vec<String> {
    let test = filled(engine).await;
    let mut reader = guest(&test).await;
    let openings = reader.openings(Module::Tasks).await.unwrap();
    let due = Module::Tasks.field("due_on");
    let layout = Layout::new(
        table(Module::Tasks),
        Reader::widest(&openings, table(Module::Tasks)),
    );
    let arms = arms(&openings, due);
    let wanted = Wanted {
        account: reader.viewer.account.id,
        now: reader.viewer.now,
        layout: &layout,
        ordering: Ordering::Column("due_on"),
        descending: false,
        after: None,
        empty: None,
        showing: Bits::NONE,
        conditions: &[],
        on: None,
        flags: &[],
        limit: Some(51),
    };
    let (sql, values) = statement(&arms, &wanted).unwrap();
    plan(&mut reader.tx, &sql, &values).await
}

#[tokio::test]
async fn a_guests_page_by_due_date_walks_one_index_for_each_project_on_sqlite() {
    let plan = page_by_due_date(Engine::Sqlite).await;
    let by_due = plan
        .iter()
        .filter(|step| step.contains("USING INDEX task_project_due"))
        .count();
    assert_eq!(by_due, 5, "{plan:#?}");
    assert!(
        !plan.iter().any(|step| step.starts_with("SCAN task")),
        "{plan:#?}"
    );
    assert!(plan.iter().any(|step| step.contains("MERGE")), "{plan:#?}");
}

#[tokio::test]
async fn a_guests_page_by_due_date_walks_one_index_for_each_project_on_postgresql() {
    let plan = page_by_due_date(Engine::Postgres).await;
    let by_due = plan
        .iter()
        .filter(|step| step.contains("using task_project_due"))
        .count();
    assert_eq!(by_due, 5, "{plan:#?}");
    assert!(
        !plan.iter().any(|step| step.contains("Seq Scan")),
        "{plan:#?}"
    );
}

#[tokio::test]
async fn no_link_is_found_by_walking_all_items() {
    for engine in Engine::both() {
        let test = filled(engine).await;
        let mut reader = guest(&test).await;
        let (account, person) = (reader.viewer.account.id, reader.viewer.party.id);
        for (module, sql) in &LINKS {
            let plan = plan(&mut reader.tx, sql, &[account.into(), person.into()]).await;
            let walks = plan.iter().find(|step| {
                let whole =
                    step.contains("Seq Scan on task t") || step.ends_with("Seq Scan on task");
                step.contains("SCAN") || whole || step.ends_with("(account_id=?)")
            });
            assert_eq!(walks, None, "{engine:?} {module}: {plan:#?}");
        }
    }
}

#[tokio::test]
async fn a_guests_grants_are_one_range_of_an_index() {
    let test = filled(Engine::Sqlite).await;
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
