//! Asks the same questions over a number of connections, and says what that cost.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

use super::client::{Connection, Question};
use super::process::Processes;
use super::program::pause;

/// How many requests, and for how long at most.
#[derive(Clone, Copy)]
pub(crate) struct Effort {
    pub(crate) requests: usize,
    pub(crate) limit: Duration,
}

/// A question, and the body that it must be answered with each time.
pub(crate) struct Known {
    pub(crate) question: Question,
    pub(crate) body: Vec<u8>,
}

/// What a load cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// CPU time of all processes for one request.
    pub(crate) cpu: Duration,
    pub(crate) half: Duration,
    pub(crate) ninety_nine: Duration,
    pub(crate) per_second: f64,
    /// The most private memory of the server that was seen, in bytes.
    pub(crate) memory: u64,
}

/// Asks these questions in turn over this many connections, a thread each.
///
/// # Errors
/// Where an answer is not the known one, or the server dies.
pub(crate) fn measure(
    address: SocketAddr,
    processes: Processes,
    questions: &[Known],
    connections: usize,
    effort: Effort,
) -> Result<Cost> {
    let next = AtomicUsize::new(0);
    let open: Vec<Connection> = (0..connections)
        .map(|_| Connection::open(address))
        .collect::<Result<_>>()?;
    let before = processes.cpu()?;
    let started = Instant::now();
    let (times, memory) = thread::scope(|scope| {
        let workers: Vec<_> = open
            .into_iter()
            .map(|mut connection| {
                scope.spawn(|| {
                    ask_in_turn(
                        move |question| connection.ask(question),
                        questions,
                        &next,
                        started,
                        effort,
                    )
                })
            })
            .collect();
        let mut memory = 0;
        while !workers.iter().all(thread::ScopedJoinHandle::is_finished) {
            memory = memory.max(processes.private_memory().unwrap_or(0));
            pause(Duration::from_millis(20));
        }
        let mut times = Vec::new();
        for worker in workers {
            times.extend(worker.join().map_err(|_| anyhow!("a client died"))??);
        }
        anyhow::Ok((times, memory))
    })?;
    let (cpu, wall) = (processes.cpu()?.saturating_sub(before), started.elapsed());
    cost(times, cpu, wall, memory)
}

fn ask_in_turn(
    mut ask: impl FnMut(&Question) -> Result<super::client::Answer>,
    questions: &[Known],
    next: &AtomicUsize,
    started: Instant,
    effort: Effort,
) -> Result<Vec<Duration>> {
    let mut times = Vec::new();
    while started.elapsed() < effort.limit {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= effort.requests {
            break;
        }
        let known = questions
            .get(number % questions.len().max(1))
            .context("there is nothing to ask")?;
        let asked = Instant::now();
        let answer = ask(&known.question)?;
        times.push(asked.elapsed());
        if answer.status != 200 || answer.body != known.body {
            bail!(
                "request {number} was answered with {} and other bytes than the first time",
                answer.status
            );
        }
    }
    Ok(times)
}

fn cost(mut times: Vec<Duration>, cpu: Duration, wall: Duration, memory: u64) -> Result<Cost> {
    times.sort_unstable();
    let count = u32::try_from(times.len()).context("there are too many requests")?;
    let at = |hundredths: usize| times.get(times.len() * hundredths / 100).copied();
    let (Some(half), Some(ninety_nine)) = (at(50), at(99)) else {
        bail!("no request was answered in time");
    };
    Ok(Cost {
        cpu: cpu / count,
        half,
        ninety_nine,
        per_second: f64::from(count) / wall.as_secs_f64(),
        memory,
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::cost;

    #[test]
    fn the_cost_is_a_share_for_each_request_and_the_places_in_their_order() -> anyhow::Result<()> {
        let times = (1..=100).rev().map(Duration::from_millis).collect();
        let cost = cost(times, Duration::from_millis(250), Duration::from_secs(4), 7)?;
        assert_eq!(cost.cpu, Duration::from_micros(2_500));
        assert_eq!(
            (cost.half, cost.ninety_nine),
            (Duration::from_millis(51), Duration::from_millis(100))
        );
        assert_eq!((cost.per_second, cost.memory), (25.0, 7));
        Ok(())
    }

    #[test]
    fn no_answers_are_an_error() {
        assert!(cost(Vec::new(), Duration::ZERO, Duration::from_secs(1), 0).is_err());
    }
}
