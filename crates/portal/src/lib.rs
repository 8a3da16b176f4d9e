//! The product: server, interface, command line.

pub mod commands;
pub mod demo;
pub mod http;
mod imported;
mod logging;
mod openapi;
pub mod settings;
