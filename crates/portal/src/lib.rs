//! The product: server, interface, command line.

pub mod commands;
pub mod demo;
mod frame;
mod home;
pub mod http;
mod imported;
mod logging;
mod openapi;
mod projects;
pub mod settings;
mod texts;
