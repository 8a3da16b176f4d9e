//! The server: one table of addresses, one frame round every request, problems and answers.

mod account;
mod answer;
mod app;
mod bearer;
mod enter;
mod entries;
mod export;
pub(crate) mod files;
mod identity;
mod import;
mod incoming;
mod json_body;
mod kinds;
mod metrics;
pub(crate) mod multipart;
mod outgoing;
mod outside;
pub mod problem;
mod profile;
pub(crate) mod query;
pub mod routes;
mod sent;
pub mod server;
pub(crate) mod session;
mod sharing;
mod staff;
mod uploads;
mod wait;
mod writes;

pub use app::{App, Clock, Start};
pub use enter::{metrics_router, router};
