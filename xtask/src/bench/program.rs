//! The built program: its commands on one account, and its server.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use serde_json::Value;

use super::bundle;
use super::client::{Connection, Question};
use super::process::private_memory;
use super::size::Size;
use crate::port;
use crate::temporary::Temporary;
use crate::workspace::{cargo, without_settings};

/// The account that is measured.
pub(crate) const ACCOUNT: &str = "bench";
/// Its admin.
pub(crate) const ADMIN: &str = "admin@bench.example";

/// A server that has not answered or stopped by then is broken.
const PATIENCE: Duration = Duration::from_secs(60);

/// Builds the program for release, and gives its path.
///
/// # Errors
/// Where it does not compile.
pub(crate) fn build() -> Result<PathBuf> {
    let built = cargo()
        .args(["build", "--release", "--package=portal", "--bin=vestibule"])
        .arg("--message-format=json-render-diagnostics")
        .stderr(Stdio::inherit())
        .output()
        .context("cargo did not start")?;
    if !built.status.success() {
        bail!("the program does not compile");
    }
    let messages = String::from_utf8_lossy(&built.stdout).into_owned();
    let executable = messages.lines().find_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        (message["target"]["name"] == "vestibule")
            .then(|| message["executable"].as_str().map(PathBuf::from))?
    });
    executable.context("cargo does not say where it put the program")
}

/// The program on a data folder of its own.
pub(crate) struct Program {
    binary: PathBuf,
    folder: Temporary,
    database: Option<String>,
}

/// What an import came to.
pub(crate) struct Import {
    pub(crate) lines: u64,
    pub(crate) time: Duration,
    /// The most private memory that was seen, in bytes.
    pub(crate) memory: u64,
}

impl Program {
    /// With SQLite in a temporary folder, or with the PostgreSQL database at this address.
    ///
    /// # Errors
    /// Where no temporary folder can be made.
    pub(crate) fn new(binary: PathBuf, database: Option<String>) -> Result<Program> {
        let stop = "if [ -f server ]; then kill -KILL \"$(cat server)\"; fi";
        let folder = Temporary::keep(Command::new("/bin/sh"), stop, |_| Ok(()))?;
        Ok(Program {
            binary,
            folder,
            database,
        })
    }

    /// Makes the account.
    ///
    /// # Errors
    /// What the program says where it fails.
    pub(crate) fn init(&self) -> Result<()> {
        self.answer(&[
            "init",
            "--account",
            ACCOUNT,
            "--name",
            "Bench",
            "--admin",
            ADMIN,
            "--json",
        ])
        .map(drop)
    }

    /// Generates an account of this size into `vestibule import -`.
    ///
    /// # Errors
    /// What the program says where it fails, or that it took far too long.
    pub(crate) fn import(&self, size: Size) -> Result<Import> {
        let limit = PATIENCE + Duration::from_millis(size.tasks / 2);
        let started = Instant::now();
        let mut child = self
            .command(&["import", "-", "--account", ACCOUNT])
            .stdin(Stdio::piped())
            .stdout(self.log("import")?)
            .stderr(self.log("import")?)
            .spawn()
            .context("`vestibule import` did not start")?;
        let input = child
            .stdin
            .take()
            .context("`vestibule import` has no input")?;
        let writer = thread::spawn(move || {
            let mut input = BufWriter::with_capacity(1 << 20, input);
            let lines = bundle::write(size, &mut input)?;
            input.flush()?;
            std::io::Result::Ok(lines)
        });
        let mut memory = 0;
        let status = loop {
            if let Some(status) = child
                .try_wait()
                .context("`vestibule import` cannot be waited for")?
            {
                break status;
            }
            if started.elapsed() > limit {
                stop(&mut child);
                bail!(
                    "`vestibule import` took more than {} seconds",
                    limit.as_secs()
                );
            }
            memory = memory.max(private_memory(child.id()).unwrap_or(0));
            pause(Duration::from_millis(20));
        };
        let time = started.elapsed();
        let written = writer.join().map_err(|_| anyhow!("the generator died"))?;
        if !status.success() {
            bail!("`vestibule import` failed: {}", self.said("import"));
        }
        let lines = written.context("`vestibule import` did not read to the end")?;
        Ok(Import {
            lines,
            time,
            memory,
        })
    }

    /// A bearer token for this user.
    ///
    /// # Errors
    /// What the program says where it fails.
    pub(crate) fn token(&self, email: &str) -> Result<String> {
        let token = self.answer(&[
            "token",
            "--account",
            ACCOUNT,
            "--user",
            email,
            "--ttl",
            "12h",
        ])?;
        Ok(token.trim().to_owned())
    }

    /// Starts the server and waits for its first answer.
    ///
    /// # Errors
    /// What the program says where it fails, or that it never answered.
    pub(crate) fn serve(&self) -> Result<Server<'_>> {
        self.start("serve")
    }

    /// The same with the companies of the demo; what it prints is in [`said`](Self::said).
    ///
    /// # Errors
    /// As [`serve`](Self::serve).
    pub(crate) fn demo(&self) -> Result<Server<'_>> {
        self.start("demo")
    }

    fn start(&self, name: &str) -> Result<Server<'_>> {
        let address = SocketAddr::from(([127, 0, 0, 1], port::free()?));
        let started = Instant::now();
        let child = self
            .command(&[name, "--listen", &address.to_string()])
            .stdin(Stdio::null())
            .stdout(self.log(name)?)
            .stderr(self.log(name)?)
            .spawn()
            .with_context(|| format!("`vestibule {name}` did not start"))?;
        fs::write(self.folder.path().join("server"), child.id().to_string())?;
        let mut server = Server {
            program: self,
            child,
            address,
            started_in: Duration::ZERO,
        };
        let question = Question::get("/healthz", "*/*", None);
        loop {
            let answer =
                Connection::open(address).and_then(|mut connection| connection.ask(&question));
            if answer.is_ok_and(|answer| answer.status == 200) {
                server.started_in = started.elapsed();
                return Ok(server);
            }
            if let Some(status) = server
                .child
                .try_wait()
                .with_context(|| format!("`vestibule {name}` cannot be waited for"))?
            {
                bail!(
                    "`vestibule {name}` ended with {status}: {}",
                    self.said(name)
                );
            }
            if started.elapsed() > PATIENCE {
                bail!(
                    "`vestibule {name}` did not answer on `{address}`: {}",
                    self.said(name)
                );
            }
            pause(Duration::from_millis(1));
        }
    }

    fn answer(&self, arguments: &[&str]) -> Result<String> {
        let name = arguments[0];
        let output = self
            .command(arguments)
            .stdin(Stdio::null())
            .output()
            .with_context(|| format!("`vestibule {name}` did not start"))?;
        if !output.status.success() {
            bail!(
                "`vestibule {name}` failed: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            );
        }
        String::from_utf8(output.stdout)
            .with_context(|| format!("`vestibule {name}` did not answer in UTF-8"))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = without_settings(Command::new(&self.binary));
        command
            .args(arguments)
            .arg("--data")
            .arg(self.folder.path().join("data"));
        if let Some(database) = &self.database {
            command.arg("--database").arg(database);
        }
        command.current_dir(self.folder.path());
        command
    }

    fn log(&self, name: &str) -> Result<File> {
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.folder.path().join(name).with_extension("log"));
        log.with_context(|| format!("the log of `{name}` cannot be written"))
    }

    /// The end of what a command said.
    pub(crate) fn said(&self, name: &str) -> String {
        let said =
            fs::read(self.folder.path().join(name).with_extension("log")).unwrap_or_default();
        let end = &said[said.len().saturating_sub(8_000)..];
        String::from_utf8_lossy(end).trim().to_owned()
    }
}

/// A running server. Dropping it stops it as an operator would.
pub(crate) struct Server<'a> {
    program: &'a Program,
    child: Child,
    pub(crate) address: SocketAddr,
    /// From the start of the process to its first answer.
    pub(crate) started_in: Duration,
}

impl Server<'_> {
    /// Its process id.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server<'_> {
    fn drop(&mut self) {
        stop(&mut self.child);
        let _ = fs::remove_file(self.program.folder.path().join("server"));
    }
}

/// SIGTERM, and SIGKILL where that is not heard.
fn stop(child: &mut Child) {
    let _ = Command::new("kill").arg(child.id().to_string()).status();
    let asked = Instant::now();
    while asked.elapsed() < Duration::from_secs(10) {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        pause(Duration::from_millis(5));
    }
    eprintln!("warning: the program did not stop on SIGTERM within 10 seconds");
    let _ = child.kill();
    let _ = child.wait();
}

/// Waits between two looks at another process, which can tell nobody that something happened.
#[expect(
    clippy::disallowed_methods,
    reason = "another process is watched, and only looking tells"
)]
pub(crate) fn pause(time: Duration) {
    thread::sleep(time);
}
