//! The program from its first command to a clean stop.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::cli::{Ran, run};

fn ok(arguments: &[&str]) -> Ran {
    let ran = run(arguments);
    assert_eq!(ran.code, 0, "{arguments:?}: {}{}", ran.out, ran.err);
    ran
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A server of our own, ended when the test is.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Starts `arguments` on a free port and waits until it says where it answers.
    fn start(arguments: &[&str]) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_vestibule"))
            .args(arguments)
            .args(["--listen", "127.0.0.1:0"])
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

    fn get(&self, path: &str, token: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        (status, answer.split_once("\r\n\r\n").unwrap().1.to_owned())
    }

    /// Asks it to end as an operator does, and gives its exit status.
    fn stop(mut self) -> Option<i32> {
        self.tell_to_end();
        self.child.wait().unwrap().code()
    }

    fn tell_to_end(&self) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn an_account_is_made_filled_asked_about_and_handed_out() {
    let place = tempfile::tempdir().unwrap();
    let data = text(place.path());
    let made = ok(&[
        "init",
        "--data",
        data,
        "--account",
        "acme",
        "--name",
        "Acme",
        "--admin",
        "Ada@Acme.example",
        "--json",
        "--public-url",
        "https://portal.acme.example",
    ]);
    let made: Value = serde_json::from_str(&made.out).unwrap();
    assert_eq!(
        (&made["account"], &made["admin"]),
        (&"acme".into(), &"ada@acme.example".into())
    );
    assert!(
        made["sign_in_url"]
            .as_str()
            .unwrap()
            .starts_with("https://portal.acme.example/sign-in/")
    );

    let bundle = place.path().join("acme.ndjson");
    std::fs::write(&bundle, include_str!("world.ndjson")).unwrap();
    let imported = ok(&[
        "import",
        "--data",
        data,
        "--account",
        "acme",
        "--json",
        text(&bundle),
    ]);
    let imported: Value = serde_json::from_str(&imported.out).unwrap();
    assert_eq!(
        (&imported["written"], &imported["rejected"]),
        (&true.into(), &0.into())
    );

    let explained = ok(&[
        "explain",
        "--data",
        data,
        "--account",
        "acme",
        "--user",
        "gus@client.example",
        "--item",
        "tasks/t1",
    ]);
    assert!(
        explained
            .out
            .starts_with("gus@client.example sees tasks/t1\n"),
        "{}",
        explained.out
    );
    let json = ok(&[
        "explain",
        "--data",
        data,
        "--account",
        "acme",
        "--user",
        "gus",
        "--item",
        "tasks/t3",
        "--json",
    ]);
    assert_eq!(
        serde_json::from_str::<Value>(&json.out).unwrap()["visible"],
        false
    );

    let out = ok(&[
        "export",
        "--data",
        data,
        "--account",
        "acme",
        "--with-files",
    ]);
    let copy = place.path().join("copy.ndjson");
    std::fs::write(&copy, &out.out).unwrap();
    // The first time, ready-made stages become the bundle's own.
    ok(&["import", "--data", data, "--account", "acme", text(&copy)]);
    let again = ok(&["import", "--data", data, "--account", "acme", text(&copy)]);
    assert!(
        again.err.contains("0 created, 0 changed, "),
        "{}",
        again.err
    );
    assert_eq!(
        ok(&[
            "export",
            "--data",
            data,
            "--account",
            "acme",
            "--with-files"
        ])
        .out,
        out.out
    );
    assert!(
        ok(&["audit", "verify", "--data", data])
            .err
            .contains("the audit log is whole")
    );
}

#[test]
fn a_wrong_wish_is_refused_in_one_sentence() {
    let place = tempfile::tempdir().unwrap();
    let data = text(place.path());
    let init = |slug: &str, email: &str| {
        run(&[
            "init",
            "--data",
            data,
            "--account",
            slug,
            "--name",
            "Acme",
            "--admin",
            email,
        ])
    };
    assert_eq!(init("acme", "ada@acme.example").code, 0);
    for (ran, code, sentence) in [
        (
            init("acme", "ada@acme.example"),
            1,
            "an account `acme` exists already",
        ),
        (
            init("Acme!", "ada@acme.example"),
            2,
            "`Acme!` cannot be an account's name",
        ),
        (
            init("api", "ada@acme.example"),
            2,
            "`api` is a word that the program's own addresses use",
        ),
        (
            init("bolt", "nobody"),
            2,
            "`nobody` is not an e-mail address",
        ),
        (
            run(&[
                "token",
                "--data",
                data,
                "--account",
                "nowhere",
                "--user",
                "ada@acme.example",
            ]),
            1,
            "there is no account `nowhere`",
        ),
        (
            run(&[
                "token",
                "--data",
                data,
                "--account",
                "acme",
                "--user",
                "eve@acme.example",
            ]),
            1,
            "there is no user `eve@acme.example` in the account `acme`",
        ),
        (
            run(&[
                "explain",
                "--data",
                data,
                "--account",
                "acme",
                "--user",
                "x",
                "--item",
                "tasks/x",
            ]),
            1,
            "there is no user `x` or no item `tasks/x` in the account `acme`",
        ),
        (
            run(&["import", "--data", data, "--account", "acme", "/nowhere"]),
            1,
            "the file `/nowhere` cannot be read",
        ),
    ] {
        assert_eq!(ran.code, code, "{}", ran.err);
        assert!(
            ran.err.starts_with(&format!("error: {sentence}")),
            "{}",
            ran.err
        );
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    }
}

#[test]
fn bad_lines_are_listed_by_file_and_line_and_the_status_says_so() {
    let place = tempfile::tempdir().unwrap();
    let data = text(place.path());
    ok(&[
        "init",
        "--data",
        data,
        "--account",
        "acme",
        "--name",
        "Acme",
        "--admin",
        "ada@acme.example",
    ]);
    let files = ["one.ndjson", "two.ndjson"].map(|name| place.path().join(name));
    std::fs::write(
        &files[0],
        "{\"kind\":\"customer\",\"id\":\"c1\",\"name\":\"One\"}",
    )
    .unwrap();
    std::fs::write(
        &files[1],
        "\n{\"kind\":\"customer\",\"id\":\"c2\",\"nome\":\"Two\"}\n",
    )
    .unwrap();
    let import = |more: &[&str]| {
        let mut arguments = vec![
            "import",
            "--data",
            data,
            "--account",
            "acme",
            text(&files[0]),
            text(&files[1]),
        ];
        arguments.extend(more);
        run(&arguments)
    };
    let refused = import(&[]);
    assert_eq!(refused.code, 1);
    assert!(
        refused
            .err
            .contains(&format!("{}, line 2: ", text(&files[1]))),
        "{}",
        refused.err
    );
    assert!(
        refused.err.contains("nothing was imported"),
        "{}",
        refused.err
    );
    let tried = import(&["--dry-run", "--keep-going"]);
    assert_eq!(tried.code, 1);
    assert!(
        tried.err.contains("nothing was kept, as asked"),
        "{}",
        tried.err
    );
    let taken = import(&["--keep-going"]);
    assert_eq!(taken.code, 1);
    assert!(
        taken.err.contains("imported what was good: 1 created"),
        "{}",
        taken.err
    );
}

#[test]
fn the_server_answers_whoever_has_a_token_and_stops_when_told() {
    let place = tempfile::tempdir().unwrap();
    let data = text(place.path());
    ok(&[
        "init",
        "--data",
        data,
        "--account",
        "acme",
        "--name",
        "Acme",
        "--admin",
        "ada@acme.example",
    ]);
    let server = Server::start(&["serve", "--data", data]);
    assert_eq!(server.get("/readyz", "").0, 200);
    // Commands work while it runs, and what they change counts at once.
    let token = ok(&[
        "token",
        "--data",
        data,
        "--account",
        "acme",
        "--user",
        "ada@acme.example",
    ])
    .out;
    assert_eq!(token.lines().count(), 1);
    let (status, body) = server.get("/api/v1/acme/projects", token.trim());
    assert_eq!(
        (status, body.as_str()),
        (200, r#"{"items":[],"next":null}"#)
    );
    let bundle = place.path().join("acme.ndjson");
    std::fs::write(&bundle, include_str!("world.ndjson")).unwrap();
    ok(&["import", "--data", data, "--account", "acme", text(&bundle)]);
    assert!(
        server
            .get("/api/v1/acme/projects", token.trim())
            .1
            .contains("Website")
    );
    let (status, me) = server.get("/api/v1/me", token.trim());
    assert_eq!(status, 200);
    assert!(
        me.starts_with(r#"{"identity":{"email":"ada@acme.example"}"#),
        "{me}"
    );
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn a_request_that_has_begun_is_finished_before_the_server_ends() {
    let place = tempfile::tempdir().unwrap();
    let data = text(place.path());
    ok(&[
        "init",
        "--data",
        data,
        "--account",
        "acme",
        "--name",
        "Acme",
        "--admin",
        "ada@acme.example",
    ]);
    let token = ok(&[
        "token",
        "--data",
        data,
        "--account",
        "acme",
        "--user",
        "ada@acme.example",
    ])
    .out;
    let mut server = Server::start(&["serve", "--data", data]);
    let bundle = "{\"kind\":\"customer\",\"id\":\"c1\",\"name\":\"Late Ltd\"}\n";
    let (first, rest) = bundle.split_at(10);
    let mut stream = TcpStream::connect(&server.address).unwrap();
    write!(
        stream,
        "POST /api/v1/acme/import HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/x-ndjson\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        token.trim(),
        bundle.len()
    )
    .unwrap();
    // The server reads the body by now: it says so.
    let mut answer = BufReader::new(stream.try_clone().unwrap());
    let mut line = String::new();
    answer.read_line(&mut line).unwrap();
    assert!(line.starts_with("HTTP/1.1 100"), "{line}");
    stream.write_all(first.as_bytes()).unwrap();
    server.tell_to_end();
    // New connections are refused once it has heard.
    while TcpStream::connect(&server.address).is_ok() {
        std::thread::yield_now();
    }
    stream.write_all(rest.as_bytes()).unwrap();
    let mut rest = String::new();
    answer.read_to_string(&mut rest).unwrap();
    assert!(
        rest.contains("HTTP/1.1 200") && rest.contains("\"created\":1"),
        "{rest}"
    );
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}

#[test]
fn the_demo_starts_twice_on_the_same_data() {
    let place = tempfile::tempdir().unwrap();
    let data = text(place.path());
    for _ in 0..2 {
        let server = Server::start(&["demo", "--data", data]);
        let token = ok(&[
            "token",
            "--data",
            data,
            "--account",
            portal::demo::AGENCY,
            "--user",
            portal::demo::HELENA,
        ]);
        let (status, body) =
            server.get("/api/v1/brightwater/projects?count=true", token.out.trim());
        assert_eq!(status, 200);
        assert!(body.contains("\"count\":2"), "{body}");
        assert_eq!(server.stop(), Some(0));
    }
    for question in portal::demo::five_questions() {
        let asked = [
            "--account",
            portal::demo::AGENCY,
            "--user",
            question.email,
            "--item",
            question.item,
        ];
        let ran = ok(&[&["explain", "--data", data, "--json"][..], &asked].concat());
        let answer: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(
            answer["visible"], question.visible,
            "{} {}",
            question.email, question.item
        );
    }
}
