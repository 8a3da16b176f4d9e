//! How many requests came, how they went and how long they took, for Prometheus.
//!
//! Counted for each door, never for an account or a person.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::routes::Route;

/// Upper ends of the buckets, in microseconds.
const ENDS: [u64; 10] = [
    250, 500, 1_000, 2_500, 5_000, 10_000, 50_000, 250_000, 1_000_000, 10_000_000,
];

/// Counters of every door.
#[derive(Debug)]
pub(crate) struct Metrics {
    doors: Vec<Door>,
}

#[derive(Debug, Default)]
struct Door {
    label: String,
    /// By the first figure of the status.
    answers: [AtomicU64; 6],
    buckets: [AtomicU64; ENDS.len() + 1],
    microseconds: AtomicU64,
}

impl Metrics {
    /// Nothing counted yet. The last door is for what matches none.
    pub(crate) fn new(routes: &[Route]) -> Metrics {
        let labels = routes
            .iter()
            .map(|route| format!("{} {}", route.method, route.path));
        let doors = labels
            .chain(["none".to_owned()])
            .map(|label| Door {
                label,
                ..Door::default()
            })
            .collect();
        Metrics { doors }
    }

    /// Counts one answer given at the door with that number.
    pub(crate) fn count(&self, door: usize, status: u16, took: Duration) {
        let Some(door) = self.doors.get(door).or(self.doors.last()) else {
            return;
        };
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = ENDS
            .iter()
            .position(|end| took <= *end)
            .unwrap_or(ENDS.len());
        let class = usize::from(status / 100).min(5);
        for counter in [&door.answers[class], &door.buckets[bucket]] {
            counter.fetch_add(1, Ordering::Relaxed);
        }
        door.microseconds.fetch_add(took, Ordering::Relaxed);
    }

    /// Everything counted, in the text format of Prometheus; doors that nobody used are left out.
    pub(crate) fn text(&self) -> String {
        let mut text = String::from(
            "# HELP vestibule_build_info The version that runs.\n# TYPE vestibule_build_info gauge\n",
        );
        let mut line = |words: std::fmt::Arguments<'_>| {
            // Writing to a string does not fail.
            let _ = text.write_fmt(words);
            text.push('\n');
        };
        line(format_args!(
            "vestibule_build_info{{version=\"{}\"}} 1",
            env!("CARGO_PKG_VERSION")
        ));
        line(format_args!(
            "# HELP vestibule_requests_total Requests answered, by door and class of status."
        ));
        line(format_args!("# TYPE vestibule_requests_total counter"));
        for door in self.doors.iter().filter(|door| door.used()) {
            for (class, counter) in door.answers.iter().enumerate() {
                let count = counter.load(Ordering::Relaxed);
                if count > 0 {
                    let label = &door.label;
                    line(format_args!(
                        "vestibule_requests_total{{door=\"{label}\",status=\"{class}xx\"}} {count}"
                    ));
                }
            }
        }
        line(format_args!(
            "# HELP vestibule_request_seconds How long answers took."
        ));
        line(format_args!("# TYPE vestibule_request_seconds histogram"));
        for door in self.doors.iter().filter(|door| door.used()) {
            let label = &door.label;
            let mut sum = 0;
            for (bucket, counter) in door.buckets.iter().enumerate() {
                sum += counter.load(Ordering::Relaxed);
                let end = ENDS
                    .get(bucket)
                    .map_or("+Inf".to_owned(), |end| seconds(*end));
                line(format_args!(
                    "vestibule_request_seconds_bucket{{door=\"{label}\",le=\"{end}\"}} {sum}"
                ));
            }
            let took = seconds(door.microseconds.load(Ordering::Relaxed));
            line(format_args!(
                "vestibule_request_seconds_sum{{door=\"{label}\"}} {took}"
            ));
            line(format_args!(
                "vestibule_request_seconds_count{{door=\"{label}\"}} {sum}"
            ));
        }
        text
    }
}

impl Door {
    fn used(&self) -> bool {
        self.answers
            .iter()
            .any(|counter| counter.load(Ordering::Relaxed) > 0)
    }
}

fn seconds(microseconds: u64) -> String {
    format!(
        "{}.{:06}",
        microseconds / 1_000_000,
        microseconds % 1_000_000
    )
}

#[cfg(test)]
mod tests {
    use super::super::routes::routes;
    use super::*;

    #[test]
    fn answers_are_counted_by_door_and_status() {
        let metrics = Metrics::new(&routes());
        metrics.count(0, 200, Duration::from_micros(300));
        metrics.count(0, 200, Duration::from_micros(3_000_000));
        metrics.count(9_999, 404, Duration::from_micros(1));
        let text = metrics.text();
        let door = &routes()[0].path;
        for line in [
            format!("vestibule_requests_total{{door=\"GET {door}\",status=\"2xx\"}} 2"),
            format!("vestibule_request_seconds_bucket{{door=\"GET {door}\",le=\"0.000250\"}} 0"),
            format!("vestibule_request_seconds_bucket{{door=\"GET {door}\",le=\"0.000500\"}} 1"),
            format!("vestibule_request_seconds_bucket{{door=\"GET {door}\",le=\"+Inf\"}} 2"),
            format!("vestibule_request_seconds_sum{{door=\"GET {door}\"}} 3.000300"),
            "vestibule_requests_total{door=\"none\",status=\"4xx\"} 1".to_owned(),
        ] {
            assert!(text.lines().any(|l| l == line), "{line} is not in\n{text}");
        }
    }
}
