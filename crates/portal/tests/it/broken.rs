//! What can break underneath: each is told in one clear sentence, and nothing is left half done.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use jiff::Timestamp;
use store::migrate::{MIGRATIONS, Migration, migrate_with};
use store::testing::{Engine, TestDb, take_turn};
use store::{Db, DbAddress, Options};

use crate::cli::{Ran, run};
use crate::process::{Place, Running};
use crate::proxy::Proxy;

/// What every command but `migrate` says first.
fn every_command(place: &Place) -> Vec<(String, Ran)> {
    let file = place.dir.path().join("b.tar");
    let file = file.to_str().unwrap();
    let user = ["--account", "acme", "--user", "ada@acme.example"];
    let admin = [
        "--account",
        "bolt",
        "--name",
        "Bolt",
        "--admin",
        "ada@bolt.example",
    ];
    [
        [&["serve", "--listen", "127.0.0.1:0"][..], &[]],
        [&["init"], &admin],
        [&["import", "-"], &user[..2]],
        [&["export"], &user[..2]],
        [&["token"], &user],
        [&["explain", "--item", "tasks/t1"], &user],
        [&["audit", "verify"], &[]],
        [&["backup", file], &[]],
    ]
    .into_iter()
    .map(|arguments| {
        let arguments = arguments.concat();
        (arguments.join(" "), place.run(&arguments))
    })
    .collect()
}

fn says(ran: &Ran, code: i32, sentence: &str) {
    assert_eq!(ran.err.trim_end(), format!("error: {sentence}"));
    assert_eq!((ran.code, ran.out.as_str()), (code, ""), "{sentence}");
}

async fn opened(place: &Place) -> Db {
    let address = match &place.test {
        Some(test) => test.address().clone(),
        None => DbAddress::Sqlite {
            dir: place.dir.path().to_owned(),
        },
    };
    Db::open(&Options::new(address)).await.unwrap()
}

#[tokio::test]
async fn a_database_of_a_later_program_is_left_alone_by_every_command() {
    for engine in Engine::both() {
        let place = Place::new(engine).await;
        place.init("acme");
        let later = Migration {
            version: 9_999,
            name: "later",
            text: "CREATE TABLE later (id BIGINT)",
        };
        let db = opened(&place).await;
        migrate_with(&db, &[MIGRATIONS, &[later]].concat(), Timestamp::UNIX_EPOCH)
            .await
            .unwrap();
        drop(db);
        let known = MIGRATIONS.last().unwrap().version;
        let sentence = format!(
            "the database has schema 9999 but this program knows only up to {known}: use a newer program"
        );
        for (command, ran) in every_command(&place) {
            assert_eq!(ran.err.lines().count(), 1, "{command}: {}", ran.err);
            says(&ran, 1, &sentence);
        }
        says(&place.run(&["migrate"]), 1, &sentence);
        let doctor = place.run(&["doctor"]);
        assert_eq!(doctor.code, 1);
        assert!(
            doctor
                .out
                .contains(&format!("bad      database: {sentence}")),
            "{}",
            doctor.out
        );
    }
}

#[tokio::test]
async fn a_database_without_tables_is_sent_to_migrate() {
    for engine in Engine::both() {
        let place = Place::without_tables(engine).await;
        let ran = place.run(&["token", "--account", "acme", "--user", "ada@acme.example"]);
        let needed = MIGRATIONS.last().unwrap().version;
        says(
            &ran,
            1,
            &format!(
                "the database has schema 0 and this program needs {needed}: `vestibule migrate` brings it there"
            ),
        );
        let backup = place.dir.path().join("b.tar");
        says(
            &place.run(&["backup", backup.to_str().unwrap()]),
            1,
            "there is nothing to copy: the database has no tables yet",
        );
        assert!(!backup.exists());
        place.ok(&["migrate"]);
        place.ok(&["audit", "verify"]);
    }
}

#[test]
fn a_place_that_cannot_hold_data_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let file = file.to_str().unwrap();
    let init = [
        "init",
        "--account",
        "acme",
        "--name",
        "Acme",
        "--admin",
        "ada@acme.example",
    ];
    for (arguments, sentence) in [
        (
            &init[..],
            format!("the directory `{file}` cannot be made: "),
        ),
        (
            &["serve", "--listen", "127.0.0.1:0"],
            format!("the directory `{file}` cannot be made: "),
        ),
        (
            &["export", "--account", "acme"],
            format!("there is no database in `{file}`: "),
        ),
    ] {
        let ran = run(&[arguments, &["--data", file]].concat());
        assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{}", ran.err);
        assert!(
            ran.err.starts_with(&format!("error: {sentence}")),
            "{}",
            ran.err
        );
    }
    // A directory in which not even the superuser makes a file.
    let ran = run(&[&init[..], &["--data", "/proc/self"]].concat());
    says(
        &ran,
        1,
        "the database cannot be opened: `/proc/self/vestibule.db`: unable to open database file: /proc/self/vestibule.db",
    );
}

#[tokio::test]
async fn a_database_file_that_was_cut_or_is_something_else_is_named_by_every_command() {
    let place = Place::new(Engine::Sqlite).await;
    place.init("acme");
    let file = place.dir.path().join("vestibule.db");
    let whole = std::fs::read(&file).unwrap();
    for (content, what) in [
        (
            whole[..whole.len() / 2].to_vec(),
            "database disk image is malformed",
        ),
        (
            b"Dear Sir or Madam,\n".repeat(100),
            "file is not a database",
        ),
    ] {
        std::fs::write(&file, &content).unwrap();
        for (command, ran) in every_command(&place) {
            assert_eq!(
                (ran.code, ran.err.lines().count()),
                (1, 1),
                "{command}: {}",
                ran.err
            );
            let (begins, ends) = (
                "error: the database is damaged (",
                format!("{what}): restore a backup\n"),
            );
            assert!(
                ran.err.starts_with(begins) && ran.err.ends_with(&ends),
                "{command}: {}",
                ran.err
            );
        }
        assert_eq!(std::fs::read(&file).unwrap(), content);
    }
}

#[tokio::test]
async fn commands_wait_while_another_program_writes_and_read_meanwhile() {
    let place = Place::new(Engine::Sqlite).await;
    place.init("acme");
    let db = opened(&place).await;
    let turn = take_turn(&db).await;
    let waiting = place.start(&["token", "--account", "acme", "--user", "ada@acme.example"]);
    assert_eq!(waiting.said_within(Duration::from_millis(700)), None);
    place.ok(&["audit", "verify"]);
    place.ok(&["doctor"]);
    drop(turn);
    assert_eq!(
        waiting.said_within(Duration::from_secs(60)).as_deref(),
        Some("")
    );
    assert_eq!(waiting.status(), Some(0));
}

/// Runs the program where no file may grow beyond so many KiB, as on a disk that gets full.
fn run_on_full_disk(kib: u32, arguments: &[&str], input: Option<&Path>) -> Ran {
    let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", kib * 2);
    let input = input.map_or(Stdio::null(), |path| {
        std::fs::File::open(path).unwrap().into()
    });
    let ran = Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_vestibule")])
        .args(arguments)
        .stdin(input)
        .output()
        .unwrap();
    Ran {
        code: ran.status.code().unwrap(),
        out: String::from_utf8(ran.stdout).unwrap(),
        err: String::from_utf8(ran.stderr).unwrap(),
    }
}

#[tokio::test]
async fn a_full_disk_is_told_and_leaves_nothing_half_done() {
    const TASKS: usize = 1_500;
    let place = Place::new(Engine::Sqlite).await;
    place.init("acme");
    let bundle = place.dir.path().join("tasks.ndjson");
    let task = |n| {
        format!(
            "{{\"kind\":\"task\",\"id\":\"t{n}\",\"title\":\"{}\"}}\n",
            "x".repeat(250)
        )
    };
    std::fs::write(&bundle, (0..TASKS).map(task).collect::<String>()).unwrap();
    let import = place.arguments(&["import", "--account", "acme", "-"]);
    for kib in [100, 300, 450, 600, 700] {
        let ran = run_on_full_disk(kib, &import, Some(&bundle));
        assert_eq!(
            (ran.code, ran.err.lines().count()),
            (1, 1),
            "{kib} KiB: {}",
            ran.err
        );
        assert!(
            ran.err.starts_with("error: the disk under the database "),
            "{kib} KiB: {}",
            ran.err
        );
        assert_eq!(place.tasks("acme"), 0, "{kib} KiB");
    }
    place.ok(&["import", "--account", "acme", bundle.to_str().unwrap()]);
    assert_eq!(place.tasks("acme"), TASKS);

    let backups = tempfile::tempdir().unwrap();
    let file = backups.path().join("b.tar");
    let ran = run_on_full_disk(
        64,
        &place.arguments(&["backup", file.to_str().unwrap()]),
        None,
    );
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.starts_with("error: the backup cannot be written: "),
        "{}",
        ran.err
    );
    assert_eq!(std::fs::read_dir(backups.path()).unwrap().count(), 0);
    place.ok(&["audit", "verify"]);
}

#[tokio::test]
async fn a_database_server_that_goes_away_is_busy_until_it_comes_back() {
    let test = TestDb::new(Engine::Postgres).await;
    let DbAddress::Postgres { url } = test.address() else {
        panic!("no server")
    };
    let proxy = Proxy::before(url);
    let mut place = Place::without_tables(Engine::Sqlite).await;
    place
        .flags
        .extend(["--database".to_owned(), proxy.url.clone()]);
    place.init("acme");
    let token = place.token("acme");
    let server = place.serve();
    for _ in 0..2 {
        assert_eq!(server.get("/api/v1/me", &token).0, 200);
        proxy.cut();
        for _ in 0..3 {
            let (status, answer) = server.get("/api/v1/me", &token);
            assert_eq!(status, 503, "{answer}");
            assert!(
                answer.contains("/problems/busy") && !answer.contains("127.0.0.1"),
                "{answer}"
            );
        }
        assert_eq!(server.get("/readyz", "").0, 503);
        let ran = place.run(&["audit", "verify"]);
        assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{}", ran.err);
        assert!(
            ran.err
                .starts_with("error: the database server cannot be reached: "),
            "{}",
            ran.err
        );
        proxy.mend();
    }
    assert_eq!(server.get("/api/v1/me", &token).0, 200);
    assert_eq!(server.get("/readyz", "").0, 200);
}

#[test]
fn a_database_server_that_nobody_reaches_is_told_without_the_password() {
    let ran = run(&[
        "migrate",
        "--database",
        "postgres://me:hunter2@127.0.0.1:1/x",
    ]);
    assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{}", ran.err);
    assert!(
        ran.err
            .starts_with("error: the database server cannot be reached: "),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains("hunter2"), "{}", ran.err);
}

/// Writes so many MiB of a piece to the program, and gives the most memory it held, in MiB.
fn feed(import: &mut Running, piece: &[u8], mebibytes: usize) -> u64 {
    let mut input = import.child.stdin.take().unwrap();
    for _ in 0..(mebibytes << 20) / piece.len() {
        input.write_all(piece).unwrap();
    }
    let peak = import.peak_memory();
    input.write_all(b"{\"kind\":\"task\",\"id\":\"ha").unwrap();
    peak
}

#[tokio::test]
async fn an_endless_bundle_that_is_cut_is_refused_in_bounded_memory() {
    let place = Place::new(Engine::Sqlite).await;
    place.init("acme");
    let task = format!(
        "{{\"kind\":\"task\",\"id\":\"t1\",\"title\":\"x\",\"description\":\"{}\"}}\n",
        "x".repeat(200_000)
    );
    let lines = task.into_bytes();
    let no_line_at_all = vec![b'x'; 1 << 20];
    for (piece, sentence) in [(&lines, "expected "), (&no_line_at_all, "expected ")] {
        let mut import = place.start(&["import", "--account", "acme", "-"]);
        let peak = feed(&mut import, piece, 64);
        assert!(peak < 120, "it held {peak} MiB");
        let said = import.said_within(Duration::from_secs(120)).unwrap();
        assert!(
            said.contains(sentence) && said.contains("nothing was imported"),
            "{said}"
        );
        assert_eq!(import.status(), Some(1));
        assert_eq!(place.tasks("acme"), 0);
    }
}
