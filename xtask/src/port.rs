//! A port for a server of ours.

use std::net::TcpListener;

use anyhow::{Context, Result};

/// A port of 127.0.0.1 that was free a moment ago.
///
/// # Errors
/// Where there is none.
pub(crate) fn free() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("no free port on 127.0.0.1")?;
    let address = listener
        .local_addr()
        .context("the free port has no address")?;
    Ok(address.port())
}
