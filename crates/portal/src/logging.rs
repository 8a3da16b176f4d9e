//! The log of the running server, on standard error.

use std::io::{IsTerminal as _, stderr};

use tracing::level_filters::LevelFilter;

use crate::settings::{Level, LogFormat};

/// Begins to log. A second call changes nothing.
pub(crate) fn begin(level: Level, format: LogFormat) {
    let level = match level {
        Level::Off => LevelFilter::OFF,
        Level::Error => LevelFilter::ERROR,
        Level::Warn => LevelFilter::WARN,
        Level::Info => LevelFilter::INFO,
        Level::Debug => LevelFilter::DEBUG,
        Level::Trace => LevelFilter::TRACE,
    };
    let lines = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(stderr)
        .with_ansi(stderr().is_terminal())
        .with_target(false);
    let _ = match format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
    std::panic::set_hook(Box::new(|panic| {
        // What a panic says may hold a value of somebody's; where it happened does not.
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "the program met something it did not expect");
    }));
}
