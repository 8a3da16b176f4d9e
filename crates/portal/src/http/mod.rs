//! The server: one table of addresses, one frame round every request, problems and answers.

mod account;
mod answer;
mod app;
mod bearer;
mod enter;
mod export;
mod files;
mod import;
mod incoming;
mod kinds;
mod metrics;
mod outgoing;
mod outside;
pub mod problem;
pub(crate) mod query;
pub mod routes;
mod sent;
pub mod server;
mod sharing;
mod staff;
mod wait;
mod writes;

pub use app::{App, Clock, Start};
pub use enter::{metrics_router, router};
