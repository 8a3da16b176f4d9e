//! How fast a bundle comes in. It prints; what is asserted is that it came in.

use super::*;
use crate::bundle::{Phase, Progress};
use std::io::Read;
use std::time::Instant;

/// A bundle made line by line while it is read, so that it takes no memory.
struct Made {
    next: usize,
    tasks: usize,
    line: Vec<u8>,
    at: usize,
}

impl Read for Made {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.line.len() {
            self.line = line(self.next, self.tasks).into_bytes();
            self.next += 1;
            self.at = 0;
        }
        let piece = &self.line[self.at..];
        let taken = piece.len().min(out.len());
        out[..taken].copy_from_slice(&piece[..taken]);
        self.at += taken;
        Ok(taken)
    }
}

fn line(n: usize, tasks: usize) -> String {
    const HEAD: usize = 1 + 50 + 100 + 200;
    match n {
        0 => "{\"kind\":\"stage\",\"id\":\"doing\",\"module\":\"tasks\",\"name\":\"Doing\"}\n"
            .to_owned(),
        1..=50 => format!(
            "{{\"kind\":\"member\",\"id\":\"m{n}\",\"email\":\"m{n}@acme.example\",\"name\":\"Member {n}\"}}\n"
        ),
        51..=150 => {
            format!("{{\"kind\":\"customer\",\"id\":\"c{n}\",\"name\":\"Customer {n}\"}}\n")
        }
        151..=350 => format!("{{\"kind\":\"project\",\"id\":\"p{n}\",\"name\":\"Project {n}\"}}\n"),
        _ if n < HEAD + tasks => {
            let (day, month) = (n % 28 + 1, n % 12 + 1);
            format!(
                "{{\"kind\":\"task\",\"id\":\"t{n}\",\"project\":\"p{}\",\"title\":\"Task number {n}\",\
                 \"description\":\"Something to be done, said in a sentence.\",\"stage\":\"doing\",\
                 \"priority\":\"high\",\"due_on\":\"2026-{month:02}-{day:02}\",\"percent\":40,\
                 \"hours_estimated\":\"10\",\"hours_spent\":\"4.5\",\"owner\":\"m{}\",\"assignee\":\"m{}\",\
                 \"followers\":[\"m{}\"],\"created_at\":\"2026-01-06T09:00:00Z\"}}\n",
                151 + n % 200,
                1 + n % 50,
                1 + n % 37,
                1 + n % 41
            )
        }
        _ => String::new(),
    }
}

#[expect(clippy::disallowed_methods, reason = "whoever measures says how much")]
fn tasks() -> usize {
    std::env::var("VESTIBULE_SPEED_TASKS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(2_000)
}

#[tokio::test(flavor = "multi_thread")]
async fn many_tasks_come_in_quickly_and_again_without_a_change_on_sqlite() {
    measure(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_tasks_come_in_quickly_and_again_without_a_change_on_postgresql() {
    measure(Engine::Postgres).await;
}

async fn measure(engine: Engine) {
    let account = Account::new(engine).await;
    for round in ["new", "again"] {
        let start = Instant::now();
        let made = Made {
            next: 0,
            tasks: tasks(),
            line: Vec::new(),
            at: 0,
        };
        let permit = Permit::for_operator(account.id);
        let reading = std::sync::Arc::new(std::sync::Mutex::new(0.0));
        let read = reading.clone();
        let progress = move |progress: Progress| {
            if progress.phase == Phase::Reading {
                *read.lock().unwrap() = start.elapsed().as_secs_f64();
            }
        };
        let imported = import(
            account.test.db(),
            &account.blobs,
            permit,
            account.wish(),
            made,
            progress,
        )
        .await
        .unwrap();
        let seconds = start.elapsed().as_secs_f64();
        println!(
            "{engine:?}, {round}: {} lines in {seconds:.2} s ({:.2} reading), {:.0}/s",
            imported.lines,
            reading.lock().unwrap(),
            imported.lines as f64 / seconds
        );
        assert!(imported.written, "{:?}", imported.rejected);
        let count = imported.counts["task"];
        assert_eq!(
            if round == "new" {
                count.created
            } else {
                count.unchanged
            },
            tasks() as u64
        );
    }
    assert_eq!(
        account
            .number("SELECT COUNT(*) FROM task WHERE account_id = $1")
            .await,
        tasks() as i64
    );
}
