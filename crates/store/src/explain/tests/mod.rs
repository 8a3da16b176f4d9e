//! Explain, who and history, on both engines.
#![allow(clippy::unwrap_used)]

mod planted;
mod twin;
