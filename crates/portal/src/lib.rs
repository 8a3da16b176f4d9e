//! The product: server, interface, command line.

pub mod commands;
pub mod demo;
pub mod http;
mod openapi;
pub mod settings;
