//! An account as large as a benchmark wants it, written straight into the tables.

use crate::accounts::{self, NewAccount};
use crate::engine::{Column, Db, Kind, Sql, Upsert};
use crate::error::{Result, StoreError};
use crate::viewer::token_hash;
use jiff::Timestamp;
use std::ops::ControlFlow;

/// How much of everything.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// Tasks, spread over the projects.
    pub tasks: i64,
    /// Projects.
    pub projects: i64,
    /// Guests, each with five projects and twenty tasks of other projects.
    pub guests: i64,
}

/// The account's slug.
pub const SLUG: &str = "scale";

const fn int(name: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Int,
    }
}

const fn text(name: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Text,
    }
}

const fn blob(name: &'static str) -> Column {
    Column {
        name,
        kind: Kind::Blob,
    }
}

static PERSON: Upsert = Upsert::keeping(
    "person",
    &[
        int("account_id"),
        int("id"),
        blob("public_id"),
        int("identity_id"),
        text("email"),
        text("name"),
        int("is_guest"),
        int("role"),
        int("state"),
        text("roles"),
        int("created_at"),
    ],
    &["account_id", "id"],
);
static PROJECT: Upsert = Upsert::keeping(
    "project",
    &[
        int("account_id"),
        int("id"),
        blob("public_id"),
        text("name"),
        int("created_at"),
    ],
    &["account_id", "id"],
);
static TASK: Upsert = Upsert::keeping(
    "task",
    &[
        int("account_id"),
        int("id"),
        blob("public_id"),
        int("project_id"),
        text("title"),
        text("description"),
        int("stage_id"),
        int("priority"),
        int("due_on"),
        int("percent"),
        int("owner_id"),
        int("assignee_id"),
        int("approval"),
        int("created_at"),
    ],
    &["account_id", "id"],
);
static GRANT: Upsert = Upsert::keeping(
    "access_grant",
    &[
        int("account_id"),
        int("id"),
        blob("public_id"),
        int("person_id"),
        int("subject_module"),
        int("subject_id"),
        text("built_in"),
    ],
    &["account_id", "id"],
);
static TOKEN: Upsert = Upsert::keeping(
    "token",
    &[
        int("account_id"),
        blob("hash"),
        int("person_id"),
        int("purpose"),
        int("created_at"),
        int("expires_at"),
    ],
    &["account_id", "hash"],
);

/// The bearer token of a guest; `-1` is the one of a member.
pub fn token(guest: i64) -> String {
    format!("scale-token-{guest}")
}

/// A public id that looks random and is the same every time.
fn public_id(id: i64) -> [u8; 16] {
    let mut mixed = (id as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut next = || {
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        mixed.to_be_bytes()
    };
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&next());
    bytes[8..].copy_from_slice(&next());
    bytes
}

const FIRST: i64 = 1_000_000;
const MEMBERS: i64 = 9;

/// Makes the account.
///
/// # Errors
/// Those of the database.
pub async fn fill(db: &Db, scale: Scale, now: Timestamp) -> Result<()> {
    let new = NewAccount {
        slug: SLUG,
        name: "Scale",
        admin_email: "admin@scale.example",
    };
    accounts::create(db, &new, now)
        .await
        .map_err(|e| StoreError::broken(e.to_string()))?;
    let account = accounts::find(db, SLUG).await?.unwrap_or_default();
    let at = now.as_microsecond();
    let mut tx = db.write().await?;
    let mut stages = Vec::new();
    static STAGES: Sql =
        Sql::fixed("SELECT id FROM stage WHERE account_id = $1 AND module = 2 ORDER BY id");
    tx.each(&STAGES, &[account.into()], |row| {
        stages.push(row.int(0)?);
        Ok(ControlFlow::Continue(()))
    })
    .await?;
    let mut people = PERSON.batch();
    let mut tokens = TOKEN.batch();
    for n in 0..MEMBERS + scale.guests {
        let guest = n - MEMBERS;
        let email = format!("p{n}@scale.example");
        people
            .int(account)
            .int(FIRST + n)
            .blob(&public_id(FIRST + n))
            .int(-n - 1);
        people
            .text(&email)
            .text(&format!("Person {n}"))
            .int(i64::from(guest >= 0));
        people.int(1).int(1).text("[]").int(at);
        if guest >= -1 {
            tokens
                .int(account)
                .blob(&token_hash(&token(guest)))
                .int(FIRST + n);
            tokens.int(0).int(at).int(at + 86_400_000_000 * 365);
        }
    }
    tx.upsert_many(&PERSON, &people).await?;
    tx.upsert_many(&TOKEN, &tokens).await?;
    let mut projects = PROJECT.batch();
    let first_project = FIRST + MEMBERS + scale.guests;
    for n in 0..scale.projects {
        let id = first_project + n;
        projects
            .int(account)
            .int(id)
            .blob(&public_id(id))
            .text(&format!("Project {n}"))
            .int(at);
    }
    tx.upsert_many(&PROJECT, &projects).await?;
    let first_task = first_project + scale.projects;
    let today = at / 86_400_000_000;
    let mut tasks = TASK.batch();
    for n in 0..scale.tasks {
        let id = first_task + n;
        let stage = stages[(n % stages.len() as i64) as usize];
        let due = (n % 10 != 0).then_some(today + (n * 7919) % 400 - 200);
        tasks
            .int(account)
            .int(id)
            .blob(&public_id(id))
            .int(first_project + n % scale.projects);
        tasks.text(&format!("Task {n} of the scale"));
        tasks.text("A description of about a hundred and twenty characters, as people write them when they are in no hurry at all, or so.");
        tasks.int(stage).int(n % 4).opt_int(due).int(n % 101);
        tasks
            .int(FIRST + n % MEMBERS)
            .int(FIRST + (n / 3) % MEMBERS)
            .int(0)
            .int(at - n * 1_000_000);
        if tasks.rows() == 5_000 {
            tx.upsert_many(&TASK, &tasks).await?;
            tasks.clear();
        }
    }
    tx.upsert_many(&TASK, &tasks).await?;
    let mut grants = GRANT.batch();
    let mut id = first_task + scale.tasks;
    for guest in 0..scale.guests {
        for n in 0..25 {
            let (module, subject) = match n {
                0..5 => (1, first_project + (guest * 5 + n) % scale.projects),
                _ => (2, first_task + (guest * 20 + n * 7919) % scale.tasks),
            };
            grants
                .int(account)
                .int(id)
                .blob(&public_id(id))
                .int(FIRST + MEMBERS + guest);
            grants.int(module).int(subject).text("Viewer");
            id += 1;
        }
    }
    tx.upsert_many(&GRANT, &grants).await?;
    static NEXT: Sql = Sql::fixed("UPDATE account SET next_id = $2 WHERE id = $1");
    tx.execute(&NEXT, &[account.into(), id.into()]).await?;
    tx.commit().await
}

/// Lets the database count what it has, as it does now and then by itself.
///
/// # Errors
/// Those of the database.
pub async fn count_rows(db: &Db) -> Result<()> {
    let mut tx = db.write().await?;
    tx.run_script("ANALYZE").await?;
    tx.commit().await
}

/// Microseconds of one page of 50 tasks by due date without any rule, as wide as a guest's page,
/// through the same driver, the rows copied out.
///
/// # Errors
/// Those of the database.
pub async fn unfiltered(db: &Db, pages: i64) -> Result<f64> {
    static PAGE: Sql = Sql::fixed(
        "SELECT public_id, id, project_id, customer_id, parent_id, created_at, title, description, stage_id, \
         priority, starts_on, due_on, percent, owner_id, assignee_id, approval FROM task \
         WHERE account_id = $1 AND due_on IS NOT NULL ORDER BY due_on, public_id LIMIT 50",
    );
    let account = accounts::find(db, SLUG).await?.unwrap_or_default();
    let mut bytes = 0;
    let start = std::time::Instant::now();
    for _ in 0..pages {
        let mut tx = db.snapshot().await?;
        let mut texts = String::new();
        let mut ints = Vec::with_capacity(50 * 14);
        tx.each(&PAGE, &[account.into()], |row| {
            for column in [1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15] {
                ints.push(row.opt_int(column)?);
            }
            texts.push_str(row.text(6)?);
            texts.push_str(row.opt_text(7)?.unwrap_or_default());
            Ok(ControlFlow::Continue(()))
        })
        .await?;
        bytes += texts.len() + ints.len();
        tx.done();
    }
    let spent = start.elapsed().as_secs_f64();
    if bytes == 0 {
        return Err(StoreError::broken("there was nothing to read"));
    }
    Ok(spent * 1e6 / pages as f64)
}
