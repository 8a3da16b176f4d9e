//! Where results go.

use std::io::{self, Write};
use std::process::ExitCode;

use super::failure::Failure;

/// Writes a result as a line of its own.
pub(super) fn line(text: &str) -> Result<ExitCode, Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.write_all(b"\n"))
        .and_then(|()| out.flush())
        .map(|()| ExitCode::SUCCESS)
        .map_err(|error| Failure::output(&error))
}

/// Writes a result as it is.
pub(super) fn text(text: &str) -> Result<ExitCode, Failure> {
    line(text.strip_suffix('\n').unwrap_or(text))
}
