//! Prints what the engine costs over the bare driver:
//! `cargo run --release --package store --features testing --example overhead`
//! (with `-- postgres` and `VESTIBULE_TEST_POSTGRES` set, PostgreSQL too).

use std::time::Duration;

use store::testing::{
    Engine,
    overhead::{Bench, built_statement},
};

const ROUNDS: usize = 15;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> store::Result<()> {
    let sqlite = Bench::new(Engine::Sqlite).await?;
    println!(
        "sqlite    rows taken a second   {:>9.0}",
        sqlite.rows_a_second()
    );
    let mut engine = Vec::new();
    let mut bare = Vec::new();
    let connection = sqlite.bare()?;
    for _ in 0..ROUNDS {
        engine.push(sqlite.page(2_000).await?);
        if let Some(connection) = &connection {
            bare.push(sqlite.bare_page(connection, 2_000)?);
        }
    }
    let (engine, bare) = (median(engine), median(bare));
    println!("sqlite    page through engine   {:>9.2} us", micros(engine));
    println!("sqlite    page, bare rusqlite   {:>9.2} us", micros(bare));
    println!(
        "sqlite    ratio                 {:>9.3}",
        micros(engine) / micros(bare)
    );
    let (built, bytes) = built_statement(100_000);
    println!(
        "sqlite    {bytes} bytes of text built {:>9.2} us",
        micros(built)
    );
    if std::env::args().any(|argument| argument == "postgres") {
        let postgres = Bench::new(Engine::Postgres).await?;
        println!(
            "postgres  rows taken a second   {:>9.0}",
            postgres.rows_a_second()
        );
        let pages = postgres.page(2_000).await?;
        println!("postgres  page, time on a clock {:>9.2} us", micros(pages));
    }
    Ok(())
}

fn median(mut all: Vec<Duration>) -> Duration {
    all.sort();
    all.get(all.len() / 2).copied().unwrap_or_default()
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
