//! The tables that `cargo xtask bench` prints.

use std::fmt::Write;
use std::time::Duration;

use super::load::Cost;
use super::program::Import;

/// A guest's page may cost this much more in the large account.
const GROWTH: f64 = 1.2;

/// One sort of request on one engine and size.
pub(crate) struct Request {
    pub(crate) engine: &'static str,
    pub(crate) tasks: u64,
    pub(crate) name: &'static str,
    pub(crate) connections: usize,
    /// The CPU time it may cost.
    pub(crate) budget: Option<Duration>,
    pub(crate) cost: Cost,
}

/// The rest of what was measured on one engine and size.
pub(crate) struct Run {
    pub(crate) engine: &'static str,
    pub(crate) tasks: u64,
    pub(crate) import: Import,
    /// Lines a second that an import should reach.
    pub(crate) import_budget: f64,
    pub(crate) start: Duration,
    pub(crate) idle_memory: u64,
    pub(crate) load_memory: u64,
}

/// Everything that was measured.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) requests: Vec<Request>,
    pub(crate) runs: Vec<Run>,
}

impl Report {
    /// The tables as Markdown; a value outside its budget is marked `over` or `under`.
    pub(crate) fn markdown(&self) -> String {
        let mut out = String::new();
        self.write_requests(&mut out);
        self.write_runs(&mut out);
        self.write_growth(&mut out);
        out
    }

    fn write_requests(&self, out: &mut String) {
        out.push_str("\n### Requests\n\n");
        table(
            out,
            &[
                "engine",
                "tasks",
                "request",
                "connections",
                "CPU ms a request",
                "budget",
                "p50 ms",
                "p99 ms",
                "requests a second",
            ],
        );
        for Request {
            engine,
            tasks,
            name,
            connections,
            budget,
            cost,
        } in &self.requests
        {
            let cpu = at_most(milliseconds(cost.cpu), budget.map(milliseconds), 3);
            let budget = budget.map_or_else(
                || "–".to_owned(),
                |budget| format!("{:.2}", milliseconds(budget)),
            );
            let (half, ninety_nine) = (milliseconds(cost.half), milliseconds(cost.ninety_nine));
            let _ = writeln!(
                out,
                "| {engine} | {tasks} | {name} | {connections} | {cpu} | {budget} | {half:.2} | {ninety_nine:.2} | {:.0} |",
                cost.per_second
            );
        }
    }

    fn write_runs(&self, out: &mut String) {
        out.push_str("\n### Import, start and private memory\n\n");
        table(
            out,
            &[
                "engine",
                "tasks",
                "import lines a second",
                "budget",
                "import MB",
                "first answer ms (100)",
                "idle MB (40)",
                "under load MB (120)",
            ],
        );
        for run in &self.runs {
            let speed = run.import.lines as f64 / run.import.time.as_secs_f64();
            let _ = writeln!(
                out,
                "| {} | {} | {} | {:.0} | {:.0} | {} | {} | {} |",
                run.engine,
                run.tasks,
                at_least(speed, run.import_budget),
                run.import_budget,
                megabytes(run.import.memory),
                at_most(milliseconds(run.start), Some(100.0), 0),
                at_most(megabytes(run.idle_memory), Some(40.0), 0),
                at_most(megabytes(run.load_memory), Some(120.0), 0),
            );
        }
    }

    /// CPU time in the largest account over that in the smallest, where there are two.
    fn write_growth(&self, out: &mut String) {
        let mut rows = String::new();
        for small in &self.requests {
            let same = |large: &&Request| {
                (large.engine, large.name, large.connections)
                    == (small.engine, small.name, small.connections)
                    && large.tasks > small.tasks
            };
            if let Some(large) = self.requests.iter().find(same) {
                let growth = large.cost.cpu.as_secs_f64() / small.cost.cpu.as_secs_f64();
                let budget = small.name.starts_with("guest").then_some(GROWTH);
                let growth = at_most(growth, budget, 2);
                let _ = writeln!(
                    rows,
                    "| {} | {} | {} | {} → {} | {growth} |",
                    small.engine, small.name, small.connections, small.tasks, large.tasks
                );
            }
        }
        if !rows.is_empty() {
            out.push_str("\n### Growth of the CPU time a request (guests: 1.2)\n\n");
            table(out, &["engine", "request", "connections", "tasks", "times"]);
            out.push_str(&rows);
        }
    }
}

fn table(out: &mut String, columns: &[&str]) {
    let _ = writeln!(out, "| {} |", columns.join(" | "));
    let _ = writeln!(out, "|{}", " --- |".repeat(columns.len()));
}

fn at_most(value: f64, budget: Option<f64>, digits: usize) -> String {
    let mark = if budget.is_some_and(|budget| value > budget) {
        " **over**"
    } else {
        ""
    };
    format!("{value:.digits$}{mark}")
}

fn at_least(value: f64, budget: f64) -> String {
    let mark = if value < budget { " **under**" } else { "" };
    format!("{value:.0}{mark}")
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Cost, Report, Request, at_least, at_most};

    fn request(tasks: u64, cpu: u64) -> Request {
        let cost = Cost {
            cpu: Duration::from_micros(cpu),
            half: Duration::from_micros(300),
            ninety_nine: Duration::from_micros(900),
            per_second: 3_000.0,
            memory: 0,
        };
        let budget = Some(Duration::from_micros(250));
        Request {
            engine: "sqlite",
            tasks,
            name: "guest, one task",
            connections: 1,
            budget,
            cost,
        }
    }

    #[test]
    fn a_value_outside_its_budget_is_marked() {
        assert_eq!(at_most(0.2, Some(0.25), 2), "0.20");
        assert_eq!(at_most(0.3, Some(0.25), 2), "0.30 **over**");
        assert_eq!(at_most(0.3, None, 2), "0.30");
        assert_eq!(at_least(9_000.0, 10_000.0), "9000 **under**");
    }

    #[test]
    fn growth_is_shown_where_two_sizes_were_measured() {
        let one = Report {
            requests: vec![request(200, 200)],
            runs: Vec::new(),
        };
        assert!(!one.markdown().contains("Growth"));

        let two = Report {
            requests: vec![request(200, 200), request(2_000, 260)],
            runs: Vec::new(),
        };
        let text = two.markdown();
        assert!(
            text.contains(
                "| sqlite | 200 | guest, one task | 1 | 0.200 | 0.25 | 0.30 | 0.90 | 3000 |"
            ),
            "{text}"
        );
        assert!(
            text.contains("| sqlite | 2000 | guest, one task | 1 | 0.260 **over** |"),
            "{text}"
        );
        assert!(
            text.contains("| sqlite | guest, one task | 1 | 200 → 2000 | 1.30 **over** |"),
            "{text}"
        );
    }
}
