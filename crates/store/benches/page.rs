//! CPU time of one page in the store, warm: `cargo bench -p store --features testing`, and with
//! `-- 200000` behind it for an account of that many tasks alone, `only=check` for some rows.
//!
//! A guest's first page of 50 tasks by due date, the same page for a member, one check,
//! and the same 50 rows without any rule through the same driver; microseconds of this process.

use access::Module;
use store::testing::scale::{self, Scale};
use store::testing::{Engine, TestDb};
use store::{Arrival, Db, Reader};

/// Each measurement is the least of this many rounds, the first of which fills the caches.
const ROUNDS: i64 = 40;
const PAGES: i64 = 200;
const GUESTS: i64 = 1_000;
/// As many as `xtask bench` lets take turns.
const FEW: i64 = 32;

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn main() {
    let now = jiff::Timestamp::now();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let Ok(runtime) = runtime else { return };
    runtime.block_on(async {
        for tasks in sizes() {
            let test = TestDb::new(Engine::Sqlite).await;
            let scale = Scale {
                tasks,
                projects: 2_000,
                guests: GUESTS,
            };
            if let Err(error) = scale::fill(test.db(), scale, now).await {
                eprintln!("no account to measure: {error}");
                return;
            }
            if let Err(error) = scale::count_rows(test.db()).await {
                eprintln!("no statistics: {error}");
            }
            println!("{tasks} tasks");
            for guests in [1, FEW, GUESTS] {
                measure("50 tasks by due date", guests, test.db(), now, |reader| {
                    Box::pin(list(reader, &[("sort", "due_on")]))
                })
                .await;
                measure("50 tasks by id", guests, test.db(), now, |reader| {
                    Box::pin(list(reader, &[]))
                })
                .await;
            }
            measure("one check", FEW, test.db(), now, |reader| {
                Box::pin(check(reader))
            })
            .await;
            measure("arriving alone", FEW, test.db(), now, |_| {
                Box::pin(async { 1 })
            })
            .await;
            println!(
                "  50 rows without any rule: {:.1} us",
                scale::unfiltered(test.db(), PAGES)
                    .await
                    .unwrap_or_default()
            );
        }
    });
}

/// The sizes asked for on the command line, or both that the budgets name.
fn sizes() -> Vec<i64> {
    let asked: Vec<i64> = std::env::args().filter_map(|a| a.parse().ok()).collect();
    if asked.is_empty() {
        return vec![200_000, 2_000_000];
    }
    asked
}

async fn list(reader: &mut Reader, parameters: &[(&str, &str)]) -> usize {
    let parameters: Vec<_> = parameters
        .iter()
        .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
        .collect();
    reader
        .list(Module::Tasks, &parameters)
        .await
        .map_or(0, |json| json.len())
}

async fn check(reader: &mut Reader) -> usize {
    let item = reader
        .item(Module::Tasks, "0123456789abcdef0123456789abcdef")
        .await;
    usize::from(matches!(item, Ok(None)))
}

type Answer<'r> = std::pin::Pin<Box<dyn Future<Output = usize> + 'r>>;

/// Prints the least that a round of questions by these guests in turn cost.
async fn measure(
    what: &str,
    guests: i64,
    db: &Db,
    now: jiff::Timestamp,
    ask: impl for<'r> Fn(&'r mut Reader) -> Answer<'r>,
) {
    let mut asked = std::env::args().skip(1).filter(|a| a.starts_with("only="));
    if asked.any(|asked| !what.contains(&asked[5..])) {
        return;
    }
    let mut bytes = 0;
    let mut least = std::time::Duration::MAX;
    for round in 0..ROUNDS {
        let start = cpu();
        for n in round * PAGES..(round + 1) * PAGES {
            let token = scale::token(n % guests);
            if let Ok(Arrival::In(mut reader)) = db.arrive(scale::SLUG, &token, now).await {
                bytes += ask(&mut reader).await;
            }
        }
        least = least.min(cpu() - start);
    }
    assert!(bytes > 0, "{what}: no answer");
    let each = least.as_secs_f64() * 1e6 / PAGES as f64;
    println!(
        "  {guests} guests, {what}: {each:.1} us, {} bytes",
        bytes as i64 / (PAGES * ROUNDS)
    );
}

/// CPU time of this thread.
fn cpu() -> std::time::Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    std::time::Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}
