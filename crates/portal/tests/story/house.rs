//! Two companies on one server, their mail, and people who sit at browsers.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use browser::{Browser, Tab};
use store::DbAddress;
use store::testing::{Engine, TestDb};
use tempfile::TempDir;

use crate::smtp::{Smtp, Taken};

/// A server with its data, its mail server, and a browser.
pub(crate) struct House {
    pub(crate) url: String,
    pub(crate) mail: Smtp,
    pub(crate) browser: Browser,
    flags: Vec<String>,
    server: Child,
    _dir: TempDir,
    _database: Option<TestDb>,
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl House {
    /// Both companies, the first with two small projects.
    pub(crate) async fn open(engine: Engine) -> House {
        let dir = tempfile::tempdir().unwrap();
        let mut flags = vec!["--data".to_owned(), dir.path().display().to_string()];
        let mut database = None;
        if matches!(engine, Engine::Postgres) {
            let made = TestDb::empty(engine).await;
            if let DbAddress::Postgres { url } = made.address() {
                flags.extend(["--database".to_owned(), url.clone()]);
            }
            database = Some(made);
        }
        for (slug, name) in [
            ("larkfield", "Larkfield Studio"),
            ("nordwind", "Nordwind Handel"),
        ] {
            let admin = format!("ada@{slug}.example");
            run(
                &flags,
                &["init", "--account", slug, "--name", name, "--admin", &admin],
            );
            let bundle = dir.path().join(format!("{slug}.ndjson"));
            std::fs::write(&bundle, bundle_of(slug)).unwrap();
            let bundle = bundle.display().to_string();
            run(&flags, &["import", "--account", slug, &bundle]);
        }
        let mail = Smtp::start().await;
        // Passkeys are bound to a name, so people come by one.
        let port = free_port();
        let url = format!("http://localhost:{port}");
        let server = serve(&flags, &mail.url(), port, &url);
        House {
            url,
            mail,
            browser: Browser::start().await.unwrap(),
            flags,
            server,
            _dir: dir,
            _database: database,
        }
    }

    /// The admin of a company, in a window of their own, signed in through a link in a mail.
    pub(crate) async fn admin(&self, slug: &str) -> Tab {
        let tab = self.browser.person().await.unwrap();
        self.sign_in(&tab, slug).await;
        tab
    }

    /// Signs the admin of a company in, in this window.
    pub(crate) async fn sign_in(&self, tab: &Tab, slug: &str) {
        tab.go(&format!("{}/{slug}/projects", self.url))
            .await
            .unwrap();
        let admin = format!("ada@{slug}.example");
        tab.fill("#email", &admin).await.unwrap();
        tab.follow_words("Send me a link").await.unwrap();
        let letter = self.letter(&admin, 1).await;
        tab.go(&link(&letter, &self.url)).await.unwrap();
        tab.follow("main form button[type=submit]").await.unwrap();
    }

    /// The `nth` mail to an address, counted from 1, as text.
    pub(crate) async fn letter(&self, to: &str, nth: usize) -> String {
        let taken = self
            .mail
            .until(|taken| taken.iter().filter(|one| one.to == to).count() >= nth)
            .await;
        let letter = taken
            .iter()
            .filter(|one| one.to == to)
            .nth(nth - 1)
            .unwrap();
        words_of(letter)
    }

    /// A bearer token for a user, made by the operator.
    pub(crate) fn token(&self, slug: &str, email: &str) -> String {
        run(&self.flags, &["token", "--account", slug, "--user", email])
            .trim()
            .to_owned()
    }

    /// What the interface answers to a token.
    pub(crate) fn status(&self, path: &str, token: &str) -> u16 {
        use std::io::{Read as _, Write as _};
        let address = self.url.replace("http://localhost", "127.0.0.1");
        let mut stream = std::net::TcpStream::connect(&address).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).unwrap().parse().unwrap()
    }
}

/// The text of a mail, decoded.
fn words_of(letter: &Taken) -> String {
    let parsed = mail_parser::MessageParser::default()
        .parse(&letter.raw)
        .unwrap();
    parsed.body_text(0).unwrap().into_owned()
}

/// The first address of the server in a text.
pub(crate) fn link(text: &str, url: &str) -> String {
    let start = text
        .find(url)
        .unwrap_or_else(|| panic!("no link in:\n{text}"));
    text[start..]
        .split_whitespace()
        .next()
        .unwrap()
        .trim_end_matches(['>', ')', '.'])
        .to_owned()
}

fn run(flags: &[String], arguments: &[&str]) -> String {
    let ran = Command::new(env!("CARGO_BIN_EXE_vestibule"))
        .args(arguments)
        .args(flags)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(ran.stdout).unwrap()
}

/// A port that nobody had a moment ago.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn serve(flags: &[String], mail: &str, port: u16, url: &str) -> Child {
    let listen = format!("127.0.0.1:{port}");
    let mut server = Command::new(env!("CARGO_BIN_EXE_vestibule"))
        .args(["serve", "--listen", &listen, "--public-url", url])
        .args(["--mail", mail])
        .args(flags)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stderr.take().unwrap()).lines();
    let answers = lines
        .by_ref()
        .map(Result::unwrap)
        .any(|line| line.contains("the server answers"));
    assert!(answers, "the server does not start");
    std::thread::spawn(move || lines.for_each(drop));
    server
}

fn bundle_of(slug: &str) -> String {
    include_str!("house.ndjson").replace("SLUG", slug)
}
