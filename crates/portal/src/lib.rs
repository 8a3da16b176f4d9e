//! The product: server, interface, command line.

pub mod demo;
pub mod settings;
