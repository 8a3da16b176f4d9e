//! A real Chromium for tests: people in windows of their own, who read, click and fill in.
//!
//! It speaks the browser's own debugging protocol over one web socket. Nothing here waits by the clock: a click
//! that leads somewhere waits for the page it leads to, and [`Tab::until`] waits inside the page.

mod chromium;
mod keys;
mod socket;
mod tab;

pub use chromium::Browser;
pub use tab::{Look, Tab};

/// What went wrong, in words; in a test this is its failure.
pub type Result<T> = std::result::Result<T, String>;
