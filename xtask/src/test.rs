//! `cargo xtask test`: every test of the workspace, on both engines, and one line of totals.

use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::thread;

use anyhow::{Context, Result, anyhow};
use clap::Args;

use crate::chromium;
use crate::postgres::{Cluster, Durability};
use crate::totals::{Runner, Totals};
use crate::workspace::{cargo, root};

/// How many random worlds a property test tries in a long run; each test has worlds of its own.
const LONG_WORLDS: &str = "1000";

#[derive(Args)]
pub(crate) struct Test {
    /// Try 1000 random worlds in each property test instead of a few, in a build that is optimised
    #[arg(long)]
    long: bool,
    /// Run only this package's tests
    #[arg(long, short)]
    package: Option<String>,
    /// Run only the tests whose name holds this
    filter: Option<String>,
}

impl Test {
    /// Runs the tests; the exit code is a failure where one failed or none ran.
    ///
    /// # Errors
    /// Where PostgreSQL or cargo cannot be started.
    pub(crate) fn run(self) -> Result<ExitCode> {
        let chromium = chromium::find_or_install()?;
        let cluster = Cluster::start(Durability::None)?;
        let mut runs = Runs {
            chromium,
            long: self.long,
            url: cluster.url(),
            totals: Totals::default(),
            good: true,
        };

        let scope = match &self.package {
            Some(package) => format!("--package={package}"),
            None => "--workspace".to_owned(),
        };
        let mut tests = cargo();
        if nextest_is_installed() {
            tests.args(["nextest", "run", &scope, "--no-tests=pass"]);
            if self.long {
                tests.args(["--profile=long", "--cargo-profile=long"]);
            }
            if runs.run(Runner::Nextest, tests.args(&self.filter))?
                && self.has_documentation_tests()
            {
                let mut documentation = cargo();
                documentation.args(["test", "--doc", &scope, "--no-fail-fast"]);
                runs.run(Runner::CargoTest, documentation.args(&self.filter))?;
            }
        } else {
            tests.args(["test", &scope, "--no-fail-fast"]);
            if self.long {
                tests.arg("--profile=long");
            }
            runs.run(Runner::CargoTest, tests.args(&self.filter))?;
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

    /// Cargo refuses to look for documentation tests in a package without a library.
    fn has_documentation_tests(&self) -> bool {
        self.package.as_ref().is_none_or(|package| {
            let library = root().join("crates").join(package).join("src/lib.rs");
            library.exists()
        })
    }
}

/// Several runs of a test program, and what they came to.
struct Runs {
    long: bool,
    chromium: PathBuf,
    url: String,
    totals: Totals,
    good: bool,
}

impl Runs {
    /// Runs one, showing its output as it comes; whether it got as far as running tests.
    fn run(&mut self, runner: Runner, tests: &mut Command) -> Result<bool> {
        if self.long {
            tests.env("VESTIBULE_WORLDS", LONG_WORLDS);
        }
        if std::io::stderr().is_terminal() {
            tests.env("CARGO_TERM_COLOR", "always");
        }
        let mut child = tests
            .env("VESTIBULE_TEST_POSTGRES", &self.url)
            .env("VESTIBULE_TEST_CHROMIUM", &self.chromium)
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
        let errors = thread::spawn(move || pass_on(runner, errors, std::io::stderr()));
        let mut seen = pass_on(runner, output, std::io::stdout())?;
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
fn pass_on(runner: Runner, from: impl Read, mut to: impl Write) -> Result<Vec<Totals>> {
    let mut from = BufReader::new(from);
    let mut seen = Vec::new();
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line)? > 0 {
        to.write_all(&line)?;
        seen.extend(Totals::from_line(runner, &String::from_utf8_lossy(&line)));
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
