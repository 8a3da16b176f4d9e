//! How far long work is: a bar on a terminal, a plain line now and then elsewhere.

use std::io::{IsTerminal as _, stderr};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use store::backup;
use store::bundle::{Phase, Progress};

/// A plain line is written after so many lines of work.
const EVERY: u64 = 100_000;

/// What the person at the keyboard is shown.
pub(super) struct Shown {
    bar: Option<ProgressBar>,
    size: Option<u64>,
    phase: Option<Phase>,
    told: u64,
}

impl Shown {
    /// Begins to show work over so many bytes, where that is known.
    pub(super) fn begin(size: Option<u64>) -> Shown {
        let bar = stderr().is_terminal().then(|| bar(size));
        Shown {
            bar,
            size,
            phase: None,
            told: 0,
        }
    }

    /// Shows how far it is.
    pub(super) fn tell(&mut self, progress: &Progress) {
        let word = match progress.phase {
            Phase::Reading => "reading",
            Phase::Writing => "writing",
        };
        if self.phase != Some(progress.phase) {
            self.phase = Some(progress.phase);
            self.told = 0;
            if let Some(bar) = &self.bar {
                bar.set_message(word);
                bar.set_length(self.size.unwrap_or(0).max(progress.bytes));
            }
        }
        match &self.bar {
            Some(bar) => bar.set_position(progress.bytes),
            None if progress.lines >= self.told + EVERY => {
                self.told = progress.lines - progress.lines % EVERY;
                eprintln!(
                    "{word}: {} lines, {} MiB",
                    progress.lines,
                    progress.bytes >> 20
                );
            }
            None => {}
        }
    }
}

impl Shown {
    /// Shows how far a copy is.
    pub(super) fn tell_copied(&mut self, word: &'static str, progress: &backup::Progress) {
        match &self.bar {
            Some(bar) => {
                bar.set_message(word);
                bar.set_position(progress.bytes);
            }
            None if progress.rows >= self.told + EVERY => {
                self.told = progress.rows - progress.rows % EVERY;
                eprintln!(
                    "{word}: {} rows, {} files, {} MiB",
                    progress.rows,
                    progress.files,
                    progress.bytes >> 20
                );
            }
            None => {}
        }
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(size: Option<u64>) -> ProgressBar {
    let target = ProgressDrawTarget::stderr();
    match size {
        Some(size) => {
            let bar = ProgressBar::with_draw_target(Some(size), target);
            let template = "{msg:9} {bar:40} {bytes} of {total_bytes}, {eta} left";
            bar.with_style(
                ProgressStyle::with_template(template)
                    .unwrap_or_else(|_| ProgressStyle::default_bar()),
            )
        }
        None => {
            let bar = ProgressBar::with_draw_target(None, target);
            let template = "{msg:9} {bytes}, {bytes_per_sec}";
            bar.with_style(
                ProgressStyle::with_template(template)
                    .unwrap_or_else(|_| ProgressStyle::default_spinner()),
            )
        }
    }
}
