//! One temporary cluster: made, started, and gone again whatever happens to this program.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use super::binaries;
use super::owner::Owner;

/// Whether a cluster's writes must survive a power cut.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// For tests: nothing waits for the disk.
    None,
    /// For measurements: as PostgreSQL is delivered, with 256 MB of shared buffers.
    Full,
}

/// A running PostgreSQL of our own. Dropping it stops the server and removes its files.
pub(crate) struct Cluster {
    folder: PathBuf,
    port: u16,
    password: String,
    keeper: Child,
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
        let folder = tempfile::Builder::new()
            .prefix("vestibule-postgres-")
            .tempdir()
            .context("no temporary folder can be made")?
            .keep();
        owner.take(&folder)?;
        let keeper = keep(owner, &binaries, &folder)?;
        let mut cluster = Cluster {
            folder,
            port: 0,
            password: password()?,
            keeper,
        };
        cluster.initialise(owner, &binaries)?;
        cluster.configure(durability)?;
        for attempt in 1.. {
            match cluster.launch(owner, &binaries) {
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

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn initialise(&self, owner: Owner, binaries: &Path) -> Result<()> {
        let secret = self.folder.join("password");
        fs::write(&secret, &self.password).context("the password cannot be written")?;
        owner.take(&secret)?;
        let mut initdb = owner.command(binaries.join("initdb"));
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
            ])
            .current_dir(&self.folder);
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
            Durability::Full => "shared_buffers = 256MB\nmax_wal_size = 4GB\n",
        };
        let mut file = fs::OpenOptions::new()
            .append(true)
            .open(self.data().join("postgresql.conf"))
            .context("the cluster's settings cannot be opened")?;
        file.write_all(settings.as_bytes())
            .context("the cluster's settings cannot be written")
    }

    fn launch(&mut self, owner: Owner, binaries: &Path) -> Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0").context("no free port on 127.0.0.1")?;
        self.port = listener
            .local_addr()
            .context("the free port has no address")?
            .port();
        drop(listener);
        let log = self.folder.join("log");
        let mut start = owner.command(binaries.join("pg_ctl"));
        start
            .args(["start", "--wait", "--silent", "--timeout=60", "--pgdata"])
            .arg(self.data())
            .arg("--log")
            .arg(&log)
            .arg("--options")
            .arg(format!("-p {}", self.port))
            .current_dir(&self.folder);
        run(&mut start, "pg_ctl start").with_context(|| {
            let log = fs::read_to_string(&log).unwrap_or_default();
            format!("PostgreSQL did not start; its log: {}", log.trim())
        })
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The end of its input is the keeper's sign; nothing better can be done where it fails.
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Starts the keeper: a shell that waits until this program closes its input or dies, however it
/// dies, and then stops the server and removes its folder. It is in a process group of its own, so
/// that Ctrl-C does not reach it.
fn keep(owner: Owner, binaries: &Path, folder: &Path) -> Result<Child> {
    owner
        .command("/bin/sh")
        .arg("-c")
        .arg("cat >/dev/null; \"$1/pg_ctl\" stop --silent --mode=immediate --pgdata=\"$2/data\"; rm -rf \"$2\"")
        .arg("keeper")
        .arg(binaries)
        .arg(folder)
        .current_dir(folder)
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("/bin/sh did not start")
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
