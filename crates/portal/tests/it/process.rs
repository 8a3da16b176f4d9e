//! The program as processes of their own, on either engine, that can be killed.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use store::DbAddress;
use store::testing::{Engine, TestDb};

use crate::cli::{Ran, run};

/// Where the data of a test lies.
pub(crate) struct Place {
    pub(crate) dir: tempfile::TempDir,
    pub(crate) test: Option<TestDb>,
    /// The flags that lead to it.
    pub(crate) flags: Vec<String>,
}

impl Place {
    /// An empty one, on that engine.
    pub(crate) async fn new(engine: Engine) -> Place {
        let place = Place::without_tables(engine).await;
        place.ok(&["migrate"]);
        place
    }

    /// One whose database has no tables.
    pub(crate) async fn without_tables(engine: Engine) -> Place {
        let dir = tempfile::tempdir().unwrap();
        let mut flags = vec!["--data".to_owned(), dir.path().to_str().unwrap().to_owned()];
        let mut test = None;
        match engine {
            Engine::Sqlite => std::fs::write(dir.path().join("vestibule.db"), "").unwrap(),
            Engine::Postgres => {
                let made = TestDb::empty(engine).await;
                if let DbAddress::Postgres { url } = made.address() {
                    flags.extend(["--database".to_owned(), url.clone()]);
                }
                test = Some(made);
            }
        }
        Place { dir, test, flags }
    }

    /// The name of a file beside the data.
    pub(crate) fn file(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn arguments<'a>(&'a self, arguments: &[&'a str]) -> Vec<&'a str> {
        let mut all = arguments.to_vec();
        all.extend(self.flags.iter().map(String::as_str));
        all
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        run(&self.arguments(arguments))
    }

    /// Runs what must go well, and gives its output.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?}: {}{}", ran.out, ran.err);
        ran.out
    }

    /// Makes an account whose admin is `ada@SLUG.example`.
    pub(crate) fn init(&self, slug: &str) {
        let admin = format!("ada@{slug}.example");
        self.ok(&[
            "init",
            "--account",
            slug,
            "--name",
            "Acme",
            "--admin",
            &admin,
        ]);
    }

    /// A token of that admin.
    pub(crate) fn token(&self, slug: &str) -> String {
        let admin = format!("ada@{slug}.example");
        self.ok(&["token", "--account", slug, "--user", &admin])
            .trim()
            .to_owned()
    }

    /// How many tasks the account has.
    pub(crate) fn tasks(&self, slug: &str) -> usize {
        let bundle = self.ok(&["export", "--account", slug]);
        bundle
            .lines()
            .filter(|line| line.starts_with("{\"kind\":\"task\""))
            .count()
    }

    /// Starts the program with what it reads from us.
    pub(crate) fn start(&self, arguments: &[&str]) -> Running {
        Running::start(&self.arguments(arguments))
    }

    /// Starts the server and waits until it says where it answers.
    pub(crate) fn serve(&self) -> Server {
        Server::start(&self.arguments(&["serve", "--listen", "127.0.0.1:0"]))
    }
}

/// A process of ours, killed when it is dropped.
pub(crate) struct Running {
    pub(crate) child: Child,
    ended: Receiver<String>,
}

impl Running {
    pub(crate) fn start(arguments: &[&str]) -> Running {
        let mut child = Command::new(env!("CARGO_BIN_EXE_vestibule"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut errors = child.stderr.take().unwrap();
        let (tell, ended) = channel();
        std::thread::spawn(move || {
            let mut said = String::new();
            let _ = errors.read_to_string(&mut said);
            let _ = tell.send(said);
        });
        Running { child, ended }
    }

    /// What it said, once it has ended by itself within that time.
    pub(crate) fn said_within(&self, time: Duration) -> Option<String> {
        self.ended.recv_timeout(time).ok()
    }

    /// Its exit status, once it has ended.
    pub(crate) fn status(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    /// Kills it at once, and gives its exit status if it was faster.
    pub(crate) fn kill(mut self) -> Option<i32> {
        let _ = self.child.kill();
        self.child.wait().unwrap().code()
    }

    /// The most memory it held so far, in MiB.
    pub(crate) fn peak_memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmHWM:"))
            .unwrap();
        line.split_whitespace()
            .nth(1)
            .unwrap()
            .parse::<u64>()
            .unwrap()
            >> 10
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A server of ours, killed when it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
}

impl Server {
    fn start(arguments: &[&str]) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_vestibule"))
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = lines
            .by_ref()
            .map(Result::unwrap)
            .find_map(|line| Some(line.split("http://").nth(1)?.split('"').next()?.to_owned()));
        std::thread::spawn(move || lines.for_each(drop));
        Server {
            child,
            address: address.expect("the server says where it answers"),
        }
    }

    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends a request and gives the status and the whole answer.
    pub(crate) fn get(&self, path: &str, token: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head = format!("GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n");
        stream
            .write_all(format!("{head}Connection: close\r\n\r\n").as_bytes())
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        (answer.split(' ').nth(1).unwrap().parse().unwrap(), answer)
    }

    /// Begins to send a bundle of `length` bytes.
    pub(crate) fn post_import(&self, slug: &str, token: &str, length: usize) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head = format!(
            "POST /api/v1/{slug}/import HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/x-ndjson\r\nContent-Length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
