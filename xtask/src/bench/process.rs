//! What the operating system says of a process: its CPU time and its private memory.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};

/// A clock tick of `/proc`: a hundredth of a second on every Linux that Rust's standard targets
/// run on.
const TICK: Duration = Duration::from_millis(10);

/// Whose CPU time a request costs.
#[derive(Clone, Copy)]
pub(crate) struct Processes {
    /// The server.
    pub(crate) server: u32,
    /// The first process of PostgreSQL, where that is the engine.
    pub(crate) postgres: Option<u32>,
}

impl Processes {
    /// User and system time of all of them since they started.
    ///
    /// # Errors
    /// Where the server or PostgreSQL has died.
    pub(crate) fn cpu(self) -> Result<Duration> {
        let mut ticks = stat(self.server)?.own;
        if let Some(first) = self.postgres {
            let parent = stat(first)?;
            ticks += parent.own + parent.ended_children;
            for child in children(first)? {
                ticks += child.own;
            }
        }
        Ok(TICK * u32::try_from(ticks).unwrap_or(u32::MAX))
    }

    /// Private memory (`RssAnon`) of the server, in bytes.
    ///
    /// # Errors
    /// Where the server has died.
    pub(crate) fn private_memory(self) -> Result<u64> {
        private_memory(self.server)
    }
}

/// Private memory (`RssAnon`) of a process, in bytes.
///
/// # Errors
/// Where there is no such process, or none any more.
pub(crate) fn private_memory(process: u32) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))
        .with_context(|| format!("process `{process}` does not run"))?;
    rss_anon(&status).with_context(|| format!("process `{process}` has ended"))
}

fn rss_anon(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("RssAnon:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// The part of `/proc/PID/stat` that matters here; times in ticks.
#[derive(Debug, PartialEq, Eq)]
struct Stat {
    parent: u32,
    own: u64,
    ended_children: u64,
}

fn stat(process: u32) -> Result<Stat> {
    let line = fs::read_to_string(format!("/proc/{process}/stat"))
        .with_context(|| format!("process `{process}` does not run"))?;
    parse(&line).with_context(|| format!("`/proc/{process}/stat` is not as expected"))
}

fn parse(line: &str) -> Option<Stat> {
    // The name in brackets may hold anything, brackets and spaces included.
    let fields: Vec<&str> = line.rsplit_once(") ")?.1.split_whitespace().collect();
    let number = |place: usize| fields.get(place)?.parse::<u64>().ok();
    Some(Stat {
        parent: fields.get(1)?.parse().ok()?,
        own: number(11)? + number(12)?,
        ended_children: number(13)? + number(14)?,
    })
}

fn children(parent: u32) -> Result<Vec<Stat>> {
    let processes = fs::read_dir("/proc").context("`/proc` cannot be read")?;
    let numbers = processes
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    // A process may end between the list and the look: then its parent has its time.
    Ok(numbers
        .filter_map(|process| stat(process).ok())
        .filter(|stat| stat.parent == parent)
        .collect())
}

#[cfg(test)]
mod tests {
    use super::{Stat, parse, rss_anon};

    #[test]
    fn times_are_read_whatever_the_process_is_called() {
        let line = "7 (a) b) S 3 7 7 0 -1 4194304 100 0 0 0 120 30 5 6 20 0 4 0 9 1 2";
        assert_eq!(
            parse(line),
            Some(Stat {
                parent: 3,
                own: 150,
                ended_children: 11
            })
        );
        assert_eq!(parse("7 (short) S 3"), None);
    }

    #[test]
    fn private_memory_is_read_in_bytes() {
        assert_eq!(
            rss_anon("VmRSS:\t  900 kB\nRssAnon:\t     512 kB\nRssFile:\t 100 kB\n"),
            Some(524_288)
        );
        assert_eq!(rss_anon("Name:\tzombie\n"), None);
    }
}
