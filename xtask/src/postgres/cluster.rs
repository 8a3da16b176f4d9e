//! One temporary cluster: made, started, and gone again whatever happens to this program.

use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::binaries;
use super::owner::Owner;
use crate::port;
use crate::temporary::Temporary;

/// Whether a cluster's writes must survive a power cut.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// For tests: nothing waits for the disk.
    None,
    /// For measurements: as PostgreSQL is delivered, with 256 MB of shared buffers, and vacuumed
    /// by [`Cluster::settle`] alone, so that no worker's time is counted as a request's.
    Full,
}

/// A running PostgreSQL of our own. Dropping it stops the server and removes its files.
pub(crate) struct Cluster {
    folder: Temporary,
    owner: Owner,
    binaries: PathBuf,
    port: u16,
    password: String,
}

impl Cluster {
    /// Makes and starts a cluster in a temporary folder, on a free port of 127.0.0.1.
    ///
    /// Its locale is English by ICU, so that nothing passes by leaning on the order of code points.
    ///
    /// # Errors
    /// Where PostgreSQL is missing and cannot be installed, or does not start.
    pub(crate) fn start(durability: Durability) -> Result<Cluster> {
        let binaries = binaries::find_or_install()?;
        let owner = Owner::find()?;
        let mut shell = owner.command("/bin/sh");
        shell.env("PG_CTL", binaries.join("pg_ctl"));
        let stop = "\"$PG_CTL\" stop --silent --mode=immediate --pgdata=data";
        let folder = Temporary::keep(shell, stop, |folder| owner.take(folder))?;
        let mut cluster = Cluster {
            folder,
            owner,
            binaries,
            port: 0,
            password: password()?,
        };
        cluster.initialise()?;
        cluster.configure(durability)?;
        for attempt in 1.. {
            match cluster.launch() {
                Ok(()) => break,
                // Somebody may have taken the port between our look and PostgreSQL's.
                Err(error) if attempt == 3 => return Err(error),
                Err(_) => {}
            }
        }
        Ok(cluster)
    }

    /// The address of its database `postgres`, as a superuser.
    pub(crate) fn url(&self) -> String {
        format!(
            "postgres://postgres:{}@127.0.0.1:{}/postgres",
            self.password, self.port
        )
    }

    /// The process id of the server's first process, whose children are all the others.
    ///
    /// # Errors
    /// Where the server does not run.
    pub(crate) fn process(&self) -> Result<u32> {
        let file = fs::read_to_string(self.data().join("postmaster.pid"))
            .context("PostgreSQL does not run")?;
        let first = file.lines().next().unwrap_or_default();
        first
            .parse()
            .context("PostgreSQL does not say its process id")
    }

    /// Brings the cluster to the state it would reach by itself some minutes after an import:
    /// vacuumed, analysed, written to disk.
    ///
    /// # Errors
    /// Where PostgreSQL's client programs are missing or fail.
    pub(crate) fn settle(&self) -> Result<()> {
        let mut vacuum = self.program("vacuumdb");
        vacuum
            .args(["--analyze", "--quiet", "--dbname"])
            .arg(self.url());
        run(&mut vacuum, "vacuumdb")?;
        let mut checkpoint = self.program("psql");
        checkpoint
            .args(["--quiet", "--no-psqlrc", "--command=checkpoint", "--dbname"])
            .arg(self.url());
        run(&mut checkpoint, "psql")
    }

    fn program(&self, name: &str) -> Command {
        let mut program = self.owner.command(self.binaries.join(name));
        program.current_dir(self.folder.path());
        program
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn initialise(&self) -> Result<()> {
        let secret = self.folder.path().join("password");
        fs::write(&secret, &self.password).context("the password cannot be written")?;
        self.owner.take(&secret)?;
        let mut initdb = self.program("initdb");
        initdb
            .arg("--pgdata")
            .arg(self.data())
            .arg("--pwfile")
            .arg(&secret)
            .args([
                "--username=postgres",
                "--auth=password",
                "--encoding=UTF8",
                "--no-sync",
            ])
            .args([
                "--locale=C.UTF-8",
                "--locale-provider=icu",
                "--icu-locale=en-US",
            ]);
        run(&mut initdb, "initdb")?;
        fs::remove_file(&secret).context("the password cannot be removed")
    }

    fn configure(&self, durability: Durability) -> Result<()> {
        let mut settings = String::from(
            "\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 200\n\
             timezone = 'UTC'\nlog_timezone = 'UTC'\n",
        );
        settings += match durability {
            Durability::None => "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n",
            Durability::Full => "shared_buffers = 256MB\nmax_wal_size = 4GB\nautovacuum = off\n",
        };
        let mut file = fs::OpenOptions::new()
            .append(true)
            .open(self.data().join("postgresql.conf"))
            .context("the cluster's settings cannot be opened")?;
        file.write_all(settings.as_bytes())
            .context("the cluster's settings cannot be written")
    }

    fn launch(&mut self) -> Result<()> {
        self.port = port::free()?;
        let log = self.folder.path().join("log");
        let mut start = self.program("pg_ctl");
        start
            .args(["start", "--wait", "--silent", "--timeout=60", "--pgdata"])
            .arg(self.data())
            .arg("--log")
            .arg(&log)
            .arg("--options")
            .arg(format!("-p {}", self.port));
        run(&mut start, "pg_ctl start").with_context(|| {
            let log = fs::read_to_string(&log).unwrap_or_default();
            format!("PostgreSQL did not start; its log: {}", log.trim())
        })
    }
}

/// Runs one of PostgreSQL's programs; what it says is shown only where it fails.
fn run(command: &mut Command, name: &str) -> Result<()> {
    // pg_ctl hands its output to the server, so a pipe would stay open: a file does not wait.
    let mut said = tempfile::tempfile().context("no temporary file can be made")?;
    let copy = || {
        said.try_clone()
            .context("the temporary file cannot be shared")
    };
    let status = command
        .stdin(Stdio::null())
        .stdout(copy()?)
        .stderr(copy()?)
        .status()
        .with_context(|| format!("`{name}` did not start"))?;
    if !status.success() {
        let mut text = String::new();
        std::io::Seek::rewind(&mut said)?;
        said.read_to_string(&mut text)?;
        bail!("`{name}` failed: {}", text.trim());
    }
    Ok(())
}

/// 128 random bits in hexadecimal: other users of the machine can reach the port.
fn password() -> Result<String> {
    let mut bytes = [0_u8; 16];
    fs::File::open("/dev/urandom")
        .and_then(|mut random| random.read_exact(&mut bytes))
        .context("/dev/urandom cannot be read")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
