//! CPU time of one page in the store, warm: `cargo bench -p store --features testing`.
//!
//! The rows of a guest's first page of 50 tasks by due date, the same page for a member, one check,
//! and the same 50 rows without any rule through the same driver; microseconds of this process.

use access::Module;
use store::testing::scale::{self, Scale};
use store::testing::{Engine, TestDb};
use store::{Arrival, Db, Reader};

const PAGES: i64 = 3_000;
const GUESTS: i64 = 1_000;

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn main() {
    let now = jiff::Timestamp::now();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let Ok(runtime) = runtime else { return };
    runtime.block_on(async {
        for tasks in [200_000, 2_000_000] {
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
            measure("guest, 50 tasks by due date", test.db(), now, |reader| {
                Box::pin(list(reader, &[("sort", "due_on")]))
            })
            .await;
            measure("guest, 50 tasks by id", test.db(), now, |reader| {
                Box::pin(list(reader, &[]))
            })
            .await;
            measure("guest, one check", test.db(), now, |reader| {
                Box::pin(check(reader))
            })
            .await;
            measure("guest, arriving alone", test.db(), now, |_| {
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

async fn measure(
    what: &str,
    db: &Db,
    now: jiff::Timestamp,
    ask: impl for<'r> Fn(&'r mut Reader) -> Answer<'r>,
) {
    let mut bytes = 0;
    let mut spent = std::time::Duration::ZERO;
    for n in 0..PAGES + 200 {
        let token = scale::token(n % GUESTS);
        let start = cpu();
        if let Ok(Arrival::In(mut reader)) = db.arrive(scale::SLUG, &token, now).await {
            bytes += ask(&mut reader).await;
        }
        if n >= 200 {
            spent += cpu() - start;
        }
    }
    assert!(bytes > 0, "{what}: no answer");
    let each = spent.as_secs_f64() * 1e6 / PAGES as f64;
    println!(
        "  {what}: {each:.1} us, {} bytes",
        bytes / (PAGES as usize + 200)
    );
}

/// CPU time of this thread.
fn cpu() -> std::time::Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    std::time::Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}
