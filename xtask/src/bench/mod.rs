//! `cargo xtask bench`: what the release build costs, beside what it may cost.
//!
//! CPU time of the server's processes is the figure to compare; it holds on a busy machine.

mod bundle;
mod client;
mod load;
mod pages;
mod process;
mod program;
mod questions;
mod random;
mod report;
mod size;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::postgres::{Cluster, Durability};
use load::Effort;
use process::Processes;
use program::Program;
use questions::People;
use report::{Report, Request, Run};
use size::Size;

#[derive(Args)]
pub(crate) struct Bench {
    /// Only the account of 200,000 tasks
    #[arg(long, conflicts_with = "large")]
    small: bool,
    /// Only the account of 2,000,000 tasks
    #[arg(long)]
    large: bool,
    /// One account of this many tasks instead
    #[arg(long, conflicts_with_all = ["small", "large"], value_parser = clap::value_parser!(u64).range(1_000..))]
    tasks: Option<u64>,
    /// Only this engine
    #[arg(long, value_enum)]
    engine: Option<Engine>,
    /// Requests in each measurement; less where they take more than half a minute
    #[arg(long, default_value_t = 20_000)]
    requests: usize,
    /// The pages of the demo instead
    #[arg(long, conflicts_with_all = ["small", "large", "tasks"])]
    pages: bool,
    /// Measure this program instead of building one
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    fn name(self) -> &'static str {
        match self {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
        }
    }

    /// Lines a second that an import should reach.
    fn import_budget(self) -> f64 {
        match self {
            Engine::Sqlite => 20_000.0,
            Engine::Postgres => 10_000.0,
        }
    }
}

impl Bench {
    /// Builds, measures, and prints the tables.
    ///
    /// # Errors
    /// The first thing that went wrong; what was measured before is printed all the same.
    pub(crate) fn run(self) -> Result<ExitCode> {
        let binary = match &self.binary {
            Some(binary) => binary
                .canonicalize()
                .with_context(|| format!("there is no `{}`", binary.display()))?,
            None => program::build()?,
        };
        let effort = Effort {
            requests: self.requests,
            limit: Duration::from_secs(30),
        };
        if self.pages {
            let engine = self.engine.unwrap_or(Engine::Sqlite);
            pages::measure(&binary, engine, effort)?;
            return Ok(ExitCode::SUCCESS);
        }
        let mut report = Report::default();
        let mut outcome = Ok(());
        for engine in self.engine.map_or_else(
            || vec![Engine::Sqlite, Engine::Postgres],
            |engine| vec![engine],
        ) {
            for tasks in self.sizes() {
                if outcome.is_ok() {
                    outcome = measure(&binary, engine, Size::of(tasks), effort, &mut report)
                        .with_context(|| format!("{} with {tasks} tasks", engine.name()));
                }
            }
        }
        println!("{}", report.markdown());
        outcome.map(|()| ExitCode::SUCCESS)
    }

    fn sizes(&self) -> Vec<u64> {
        match (self.tasks, self.small, self.large) {
            (Some(tasks), _, _) => vec![tasks],
            (None, true, _) => vec![Size::SMALL],
            (None, _, true) => vec![Size::LARGE],
            (None, false, false) => vec![Size::SMALL, Size::LARGE],
        }
    }
}

fn measure(
    binary: &std::path::Path,
    engine: Engine,
    size: Size,
    effort: Effort,
    report: &mut Report,
) -> Result<()> {
    let cluster = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(Cluster::start(Durability::Full)?),
    };
    let program = Program::new(binary.to_owned(), cluster.as_ref().map(Cluster::url))?;
    let tasks = size.tasks;
    eprintln!("{} with {tasks} tasks: importing", engine.name());
    program.init()?;
    let import = program.import(size)?;
    if let Some(cluster) = &cluster {
        cluster.settle()?;
    }
    let people = People::of(&program, size)?;

    let mut starts = Vec::new();
    for _ in 0..2 {
        starts.push(program.serve()?.started_in);
    }
    let server = program.serve()?;
    starts.push(server.started_in);
    starts.sort_unstable();
    let processes = Processes {
        server: server.process(),
        postgres: cluster.as_ref().map(Cluster::process).transpose()?,
    };
    program::pause(Duration::from_secs(1));
    let idle_memory = processes.private_memory()?;

    let mut load_memory = 0;
    for case in questions::cases(&server, &people)? {
        let budget = match engine {
            Engine::Sqlite => case.sqlite,
            Engine::Postgres => case.postgres,
        };
        for connections in [1, 8] {
            eprintln!(
                "{} with {tasks} tasks: {}, {connections} at a time",
                engine.name(),
                case.name
            );
            let warm = Effort {
                requests: (effort.requests / 10).max(1),
                ..effort
            };
            load::measure(
                server.address,
                processes,
                &case.questions,
                connections,
                warm,
            )?;
            let cost = load::measure(
                server.address,
                processes,
                &case.questions,
                connections,
                effort,
            )
            .with_context(|| case.name)?;
            load_memory = load_memory.max(cost.memory);
            report.requests.push(Request {
                engine: engine.name(),
                tasks,
                name: case.name,
                connections,
                budget: budget.map(|microseconds| Duration::from_micros(microseconds.into())),
                cost,
            });
        }
    }
    report.runs.push(Run {
        engine: engine.name(),
        tasks,
        import,
        import_budget: engine.import_budget(),
        start: starts[1],
        idle_memory,
        load_memory,
    });
    Ok(())
}
