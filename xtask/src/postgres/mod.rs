//! PostgreSQL for tests and measurements: always a cluster of our own, never a running server.

mod binaries;
mod cluster;
mod owner;

pub(crate) use cluster::{Cluster, Durability};
pub(crate) use owner::is_root;
