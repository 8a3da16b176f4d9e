//! The server: one table of addresses, one frame round every request, problems and answers.

mod account;
mod answer;
mod app;
mod bearer;
mod enter;
mod files;
mod metrics;
mod outside;
pub mod problem;
mod query;
pub mod routes;
pub mod server;

pub use app::{App, Clock, Start};
pub use enter::{metrics_router, router};
