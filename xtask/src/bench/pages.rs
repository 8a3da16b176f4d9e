//! `cargo xtask bench --pages`: what the pages of the demo cost the people who look at them.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::Engine;
use super::client::{Connection, Question};
use super::load::{self, Effort, Known};
use super::process::Processes;
use super::program::{Program, Server, pause};
use crate::postgres::{Cluster, Durability};

/// What a guest's page may cost, in milliseconds of CPU.
const BUDGET: f64 = 0.5;
/// Rounds of a measurement, of which the least counts: neighbours take the caches and share the cores.
const ROUNDS: usize = 5;
/// How long the demo may take until it prints its links.
const PATIENCE: Duration = Duration::from_secs(60);

/// Somebody of the demo, and the pages they look at; `*` stands for the first item on the page above it.
struct Person {
    /// The address, as it stands before the link.
    email: &'static str,
    who: &'static str,
    guest: bool,
    paths: &'static [&'static str],
}

const PEOPLE: [Person; 4] = [
    Person {
        email: "oskar@",
        who: "a guest with one project",
        guest: true,
        paths: &[
            "",
            "/projects",
            "/projects/*",
            "/tasks",
            "/tasks/*",
            "/profile",
        ],
    },
    Person {
        email: "helena@",
        who: "a guest with all of a customer",
        guest: true,
        paths: &[
            "",
            "/projects",
            "/projects/*",
            "/tasks",
            "/tasks/*",
            "/meetings",
            "/tickets",
            "/invoices",
            "/invoices/*",
            "/estimates",
            "/profile",
        ],
    },
    Person {
        email: "amara@",
        who: "a guest with three customers",
        guest: true,
        paths: &["", "/projects", "/projects/*", "/tasks", "/invoices"],
    },
    Person {
        email: "The admin",
        who: "an admin",
        guest: false,
        paths: &["/projects", "/projects/*", "/tasks", "/tasks/*", "/guests"],
    },
];

/// Measures them and prints the table.
///
/// # Errors
/// The first thing that went wrong.
pub(super) fn measure(binary: &Path, engine: Engine, effort: Effort) -> Result<()> {
    let cluster = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(Cluster::start(Durability::Full)?),
    };
    let program = Program::new(binary.to_owned(), cluster.as_ref().map(Cluster::url))?;
    let server = program.demo()?;
    let tour = tour(&program)?;
    let processes = Processes {
        server: server.process(),
        postgres: cluster.as_ref().map(Cluster::process).transpose()?,
    };
    let mut table = format!(
        "\n### Pages on {}, CPU ms a request, the least of {ROUNDS} rounds (a guest's may cost {BUDGET:.2})\n\n\
         | who | page | CPU ms | p50 ms | kB sent |\n| --- | --- | --- | --- | --- |\n",
        engine.name()
    );
    for person in &PEOPLE {
        let session = enter(&server, &tour, person)?;
        let mut above = String::new();
        for path in person.paths {
            let path = format!("/brightwater{path}");
            let path = match path.strip_suffix('*') {
                Some(list) => first(&server, &session, list)
                    .with_context(|| format!("`{list}` has no item for {}", person.who))?,
                None => path,
            };
            let question = || Question::page(&path, Some(&session));
            let mut connection = Connection::open(server.address)?;
            let answer = connection.ask(&question())?;
            if answer.status != 200 {
                bail!("`{path}` answers {} with {}", person.who, answer.status);
            }
            let size = answer.body.len();
            let known = [Known {
                question: question(),
                body: answer.body,
            }];
            let round = Effort {
                requests: (effort.requests / 20).max(50),
                ..effort
            };
            eprintln!("{}: {path}", person.who);
            load::measure(server.address, processes, &known, 1, round)?;
            let costs = (0..ROUNDS)
                .map(|_| load::measure(server.address, processes, &known, 1, round))
                .collect::<Result<Vec<_>>>()?;
            let cpu = costs.iter().map(|cost| cost.cpu).min().unwrap_or_default();
            let half = costs.iter().map(|cost| cost.half).min().unwrap_or_default();
            let cpu = cpu.as_secs_f64() * 1_000.0;
            let over = if person.guest && cpu > BUDGET {
                " **over**"
            } else {
                ""
            };
            let who = if above == person.who { "" } else { person.who };
            person.who.clone_into(&mut above);
            let _ = writeln!(
                table,
                "| {who} | `{}` | {cpu:.3}{over} | {:.2} | {:.1} |",
                shown(&path),
                half.as_secs_f64() * 1_000.0,
                size as f64 / 1_000.0
            );
        }
    }
    println!("{table}");
    Ok(())
}

/// What the demo prints once it serves.
fn tour(program: &Program) -> Result<String> {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        let said = program.said("demo");
        if said.contains("/mailbox") {
            return Ok(said);
        }
        pause(Duration::from_millis(20));
    }
    bail!("`vestibule demo` printed no links")
}

/// Presses the button behind somebody's link, and gives their session.
fn enter(server: &Server<'_>, tour: &str, person: &Person) -> Result<String> {
    let link = tour
        .split_once(person.email)
        .and_then(|(_, rest)| rest.split_once("/sign-in/"))
        .and_then(|(_, rest)| rest.split_whitespace().next())
        .with_context(|| format!("the demo has no link for {}", person.who))?;
    let mut connection = Connection::open(server.address)?;
    let answer = connection.ask(&Question::press(&format!("/sign-in/{link}")))?;
    answer
        .session
        .with_context(|| format!("the link of {} does not let in", person.who))
}

/// The address of the first item on a page whose path begins with `list`.
fn first(server: &Server<'_>, session: &str, list: &str) -> Result<String> {
    let mut connection = Connection::open(server.address)?;
    let question = Question::get_as(list.trim_end_matches('/'), session);
    let page = String::from_utf8(connection.ask(&question)?.body)?;
    page.split(&format!("href=\"{list}"))
        .skip(1)
        .filter_map(|rest| rest.split(['"', '/', '?', '#']).next())
        .find(|id| id.len() == 32)
        .map(|id| format!("{list}{id}"))
        .context("no link leads to an item")
}

/// A path without the id in it.
fn shown(path: &str) -> String {
    match path.rsplit_once('/') {
        Some((list, id)) if id.len() == 32 => format!("{list}/…"),
        _ => path.to_owned(),
    }
}
