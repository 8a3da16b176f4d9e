//! The command line: one file for each command.
//!
//! Results go to standard output, everything for people to standard error. 0 is success, 1 work that failed,
//! 2 a wrong call.

mod audit;
mod backup;
mod catalogue;
mod demo;
mod doctor;
mod explain;
mod export;
mod failure;
mod generate;
mod import;
mod init;
mod migrate;
mod output;
mod place;
mod progress;
mod restore;
mod serve;
mod sources;
mod token;

use std::process::ExitCode;
use std::thread::available_parallelism;

use clap::{Parser, Subcommand};

use failure::Failure;

/// A customer portal: what each outside person may see of a company's work, and nothing else.
#[derive(Debug, Parser)]
#[command(
    name = "vestibule",
    version,
    propagate_version = true,
    disable_help_subcommand = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Demo),
    Init(init::Init),
    Serve(serve::Serve),
    Import(import::Import),
    Export(export::Export),
    Token(token::Token),
    Explain(explain::Explain),
    Audit(audit::Audit),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Migrate(migrate::Migrate),
    Catalogue(catalogue::Catalogue),
    Doctor(doctor::Doctor),
    #[command(hide = true)]
    Generate(generate::Generate),
}

/// Runs the program: the arguments are the process's own.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are results, the rest is for people; a closed pipe changes nothing.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    // Reads run where the request runs: with fewer than four workers one cold read holds up the others.
    let workers = available_parallelism().map_or(4, |cores| cores.get().max(4));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(workers)
        .enable_all()
        .build();
    let done = match runtime {
        Ok(runtime) => {
            let done = runtime.block_on(cli.command.run());
            // What a stopping server could not finish in time is cut off, and the database undoes it.
            runtime.shutdown_background();
            done
        }
        Err(error) => Err(Failure::work(format!(
            "the program cannot start its threads: {error}"
        ))),
    };
    match done {
        Ok(code) => code,
        Err(failure) => failure.end(),
    }
}

impl Command {
    async fn run(self) -> Result<ExitCode, Failure> {
        match self {
            Command::Demo(command) => command.run().await,
            Command::Init(command) => command.run().await,
            Command::Token(command) => command.run().await,
            Command::Import(command) => command.run().await,
            Command::Export(command) => command.run().await,
            Command::Explain(command) => command.run().await,
            Command::Serve(command) => command.run().await,
            Command::Audit(command) => command.run().await,
            Command::Backup(command) => command.run().await,
            Command::Restore(command) => command.run().await,
            Command::Doctor(command) => command.run().await,
            Command::Migrate(command) => command.run().await,
            Command::Catalogue(command) => command.run(),
            Command::Generate(command) => command.run(),
        }
    }
}
