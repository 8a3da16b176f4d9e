//! The product as its users meet it: requests to the whole server, and the program run from outside.

#![allow(clippy::unwrap_used)]

mod answers;
mod bundles;
mod cli;
mod described;
mod doors;
mod errors;
mod program;
mod schema;
mod settings;
mod world;
