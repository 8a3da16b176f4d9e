//! The product: server, interface, command line.

pub mod settings;
