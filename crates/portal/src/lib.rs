//! The product: server, interface, command line.

pub mod commands;
pub mod demo;
mod frame;
mod guests;
mod home;
pub mod http;
mod imported;
mod logging;
pub mod mail;
mod meetings;
mod openapi;
mod papers;
mod portal_page;
mod projects;
pub mod settings;
pub mod sign_in;
mod sharing;
mod stages;
mod tasks;
mod texts;
mod tickets;
mod workspace;
