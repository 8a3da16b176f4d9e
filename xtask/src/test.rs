//! `cargo xtask test`: every test of the workspace, on both engines, and one line of totals.

use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::process::{Command, ExitCode, Stdio};
use std::thread;

use anyhow::{Context, Result, anyhow};
use clap::Args;

use crate::postgres::{Cluster, Durability};
use crate::totals::Totals;
use crate::workspace::cargo;

/// How many random worlds a property test tries in a long run.
const LONG_WORLDS: &str = "5000";

#[derive(Args)]
pub(crate) struct Test {
    /// Try 5000 random worlds in each property test instead of a few
    #[arg(long)]
    long: bool,
    /// Run only the tests whose name holds this
    filter: Option<String>,
}

impl Test {
    /// Runs the tests; the exit code is a failure where one failed or none ran.
    ///
    /// # Errors
    /// Where PostgreSQL or cargo cannot be started.
    pub(crate) fn run(self) -> Result<ExitCode> {
        let nextest = nextest_is_installed();
        let cluster = Cluster::start(Durability::None)?;
        let mut runs = Runs {
            long: self.long,
            url: cluster.url(),
            totals: Totals::default(),
            good: true,
        };

        let mut all = cargo();
        if nextest {
            all.args(["nextest", "run", "--workspace", "--no-tests=pass"])
                .args(&self.filter);
        } else {
            all.args([
                "test",
                "--workspace",
                "--no-fail-fast",
                "--lib",
                "--bins",
                "--tests",
            ]);
            all.args(&self.filter);
        }
        if runs.run(all)? {
            let mut documentation = cargo();
            documentation
                .args(["test", "--doc", "--workspace", "--no-fail-fast"])
                .args(&self.filter);
            runs.run(documentation)?;
        }
        drop(cluster);

        if runs.totals.ran() == 0 {
            eprintln!("error: no test ran");
        }
        println!("{}", runs.totals);
        let good = runs.good && runs.totals.failed == 0 && runs.totals.ran() > 0;
        Ok(if good {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

/// Several runs of a test program, and what they came to.
struct Runs {
    long: bool,
    url: String,
    totals: Totals,
    good: bool,
}

impl Runs {
    /// Runs one, showing its output as it comes; whether it got as far as running tests.
    fn run(&mut self, mut tests: Command) -> Result<bool> {
        if self.long {
            tests.env("VESTIBULE_WORLDS", LONG_WORLDS);
        }
        if std::io::stderr().is_terminal() {
            tests.env("CARGO_TERM_COLOR", "always");
        }
        let mut child = tests
            .env("VESTIBULE_TEST_POSTGRES", &self.url)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("cargo did not start")?;
        let output = child.stdout.take().context("cargo has no output")?;
        let errors = child
            .stderr
            .take()
            .context("cargo has no output for errors")?;
        let errors = thread::spawn(move || pass_on(errors, std::io::stderr()));
        let mut seen = pass_on(output, std::io::stdout())?;
        seen.extend(
            errors
                .join()
                .map_err(|_| anyhow!("the reader of cargo's output died"))??,
        );
        let status = child.wait().context("cargo cannot be waited for")?;
        self.good &= status.success();
        for totals in &seen {
            self.totals += *totals;
        }
        Ok(!seen.is_empty())
    }
}

/// Copies line by line, and gives the totals of the closing lines among them.
fn pass_on(from: impl Read, mut to: impl Write) -> Result<Vec<Totals>> {
    let mut from = BufReader::new(from);
    let mut seen = Vec::new();
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line)? > 0 {
        to.write_all(&line)?;
        seen.extend(Totals::from_line(&String::from_utf8_lossy(&line)));
        line.clear();
    }
    to.flush()?;
    Ok(seen)
}

fn nextest_is_installed() -> bool {
    cargo()
        .args(["nextest", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
