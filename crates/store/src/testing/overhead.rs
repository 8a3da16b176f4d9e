//! What the engine costs over the bare driver, and how fast it takes rows: measured for `examples/overhead.rs`.

use std::hint::black_box;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::{Engine, TestDb};
use crate::engine::{Batch, Column, Db, DbAddress, Kind, Row, Sql, SqlBuilder, Tx, Upsert};
use crate::error::Result;
use crate::migrate::Migration;

const TABLES: &[Migration] = &[Migration {
    version: 1,
    name: "overhead",
    text: "create table task (
               account_id BIGINT not null, id BIGINT not null, key BYTEA not null, project_id BIGINT not null,
               title TEXT not null, state TEXT, due_at BIGINT, assignee_id BIGINT, priority BIGINT,
               estimate BIGINT, spent BIGINT, note TEXT, created_at BIGINT, updated_at BIGINT,
               primary key (account_id, id)
           );
           create unique index task_key on task (account_id, key);
           create index task_by_due on task (account_id, project_id, due_at, id);",
}];

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

const COLUMNS: &[Column] = &[
    int("account_id"),
    int("id"),
    Column {
        name: "key",
        kind: Kind::Blob,
    },
    int("project_id"),
    text("title"),
    text("state"),
    int("due_at"),
    int("assignee_id"),
    int("priority"),
    int("estimate"),
    int("spent"),
    text("note"),
    int("created_at"),
    int("updated_at"),
];
static TASKS: Upsert = Upsert::updating("task", COLUMNS, &["account_id", "id"]);

const PAGE_TEXT: &str = "select account_id, id, key, project_id, title, state, due_at, assignee_id, priority, \
     estimate, spent, note, created_at, updated_at from task \
     where account_id = $1 and project_id = $2 order by due_at, id limit $3";
static PAGE: Sql = Sql::fixed(PAGE_TEXT);

const ARM: &str = "select account_id, id, key, project_id, title, state, due_at, assignee_id, priority, \
     estimate, spent, note, created_at, updated_at from task where account_id = 1 and project_id = ";

const PROJECTS: i64 = 100;
const ROWS: i64 = 50_000;

/// A database of 50,000 tasks to measure on.
pub struct Bench {
    test: TestDb,
    filled: Duration,
}

impl Bench {
    /// Fills a new database, a thousand rows a statement and five thousand a commit.
    pub async fn new(engine: Engine) -> Result<Self> {
        let test = TestDb::with(engine, TABLES).await;
        let began = Instant::now();
        let mut batch = TASKS.batch();
        let mut tx = test.db().write().await?;
        for id in 0..ROWS {
            add(&mut batch, id);
            if batch.rows() == 1_000 {
                tx.upsert_many(&TASKS, &batch).await?;
                batch.clear();
            }
            if id % 5_000 == 4_999 {
                tx.commit().await?;
                tx = test.db().write().await?;
            }
        }
        drop(tx);
        Ok(Self {
            test,
            filled: began.elapsed(),
        })
    }

    /// Rows a second while filling.
    pub fn rows_a_second(&self) -> f64 {
        ROWS as f64 / self.filled.as_secs_f64()
    }

    /// The mean time of a page of 50 rows and 14 columns through the engine, over `pages` of them.
    pub async fn page(&self, pages: i64) -> Result<Duration> {
        let began = Instant::now();
        for page in 0..pages {
            black_box(read_page(self.test.db(), page % PROJECTS).await?);
        }
        Ok(mean(began, pages))
    }

    /// The same through rusqlite alone, with the same settings and in the same kind of transaction.
    pub fn bare_page(&self, bare: &Connection, pages: i64) -> Result<Duration> {
        let began = Instant::now();
        for page in 0..pages {
            black_box(read_bare_page(bare, page % PROJECTS)?);
        }
        Ok(mean(began, pages))
    }

    /// A connection of rusqlite's own on the SQLite file, or nothing on PostgreSQL.
    pub fn bare(&self) -> Result<Option<Connection>> {
        let DbAddress::Sqlite { dir } = self.test.address() else {
            return Ok(None);
        };
        crate::engine::bare_reader(dir).map(Some)
    }
}

/// The mean time of building a statement of five arms, and of deriving SQLite's text from it; and its bytes.
pub fn built_statement(times: i64) -> (Duration, usize) {
    let began = Instant::now();
    let mut bytes = 0;
    for _ in 0..times {
        let mut sql = SqlBuilder::new("");
        for arm in 0..5 {
            sql.push(if arm == 0 { "" } else { " union all " });
            sql.push(ARM).bind(arm);
        }
        sql.push(" order by 7, 2 limit 50");
        let (sql, values) = sql.finish();
        bytes = black_box(sql.sqlite()).len();
        black_box(values);
    }
    (mean(began, times), bytes)
}

fn mean(began: Instant, pages: i64) -> Duration {
    began.elapsed() / u32::try_from(pages).unwrap_or(u32::MAX)
}

fn add(batch: &mut Batch, id: i64) {
    let mut key = [7_u8; 16];
    key[..8].copy_from_slice(
        &id.wrapping_mul(0x9e37_79b9_7f4a_7c15_u64.cast_signed())
            .to_be_bytes(),
    );
    batch
        .int(1)
        .int(id)
        .blob(&key)
        .int(id % PROJECTS)
        .text("Prepare the quarterly figures")
        .text("open");
    batch
        .int(id * 7 % 100_000)
        .int(id % 50)
        .int(id % 4)
        .opt_int(None)
        .int(90);
    batch
        .text("Ask the client for the missing receipts first.")
        .int(id)
        .int(id);
}

async fn read_page(db: &Db, project: i64) -> Result<usize> {
    let mut tx = db.snapshot().await?;
    let mut size = 0;
    let see = |row: &Row<'_>| {
        size += row.blob(2)?.len() + row.text(4)?.len();
        size += row.opt_text(5)?.map_or(0, str::len) + row.opt_text(11)?.map_or(0, str::len);
        let mut numbers = row.int(0)? ^ row.int(1)? ^ row.int(3)?;
        for i in [6, 7, 8, 9, 10, 12, 13] {
            numbers ^= row.opt_int(i)?.unwrap_or(1);
        }
        black_box(numbers);
        Ok(std::ops::ControlFlow::Continue(()))
    };
    tx.each(&PAGE, &[1.into(), project.into(), 50.into()], see)
        .await?;
    Tx::done(tx);
    Ok(size)
}

fn read_bare_page(bare: &Connection, project: i64) -> Result<usize> {
    bare.prepare_cached("begin")?.raw_execute()?;
    let mut size = 0;
    {
        let mut statement = bare.prepare_cached(PAGE.sqlite())?;
        let mut rows = statement.query([1, project, 50])?;
        while let Some(row) = rows.next()? {
            size += row.get_ref(2)?.as_blob().map_or(0, <[u8]>::len);
            for i in [4, 5, 11] {
                size += row
                    .get_ref(i)?
                    .as_str_or_null()
                    .ok()
                    .flatten()
                    .map_or(0, str::len);
            }
            let mut numbers = 0;
            for i in [0, 1, 3, 6, 7, 8, 9, 10, 12, 13] {
                numbers ^= row.get_ref(i)?.as_i64_or_null().ok().flatten().unwrap_or(1);
            }
            black_box(numbers);
        }
    }
    bare.prepare_cached("rollback")?.raw_execute()?;
    Ok(size)
}
