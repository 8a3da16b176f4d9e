//! The product as its users meet it: requests to the whole server, and the program run from outside.

#![allow(clippy::unwrap_used)]

mod answers;
mod cli;
mod doors;
mod errors;
mod settings;
mod world;
