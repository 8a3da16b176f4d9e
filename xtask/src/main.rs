//! The project's own commands: `cargo xtask test`, `bench`, `generate` and `licences`.

mod bench;
mod chromium;
mod debian;
mod generate;
mod licences;
mod port;
mod postgres;
mod temporary;
mod test;
mod totals;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's own commands")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run every test, on SQLite and on a PostgreSQL of its own, and print one line of totals
    Test(test::Test),
    /// Measure the release build on generated accounts, and print Markdown tables
    Bench(bench::Bench),
    /// Write the pages of docs/ that come from the code
    Generate,
    /// Check every dependency's licence, and that there is one TLS provider
    Licences,
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Test(test) => test.run(),
        Command::Bench(bench) => bench.run(),
        Command::Generate => generate::run(),
        Command::Licences => licences::run(),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
