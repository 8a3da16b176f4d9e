//! The product as its users meet it: requests to the whole server, and the program run from outside.

#![allow(clippy::unwrap_used)]

mod answers;
mod broken;
mod bundles;
mod cli;
mod copies;
mod crash;
mod described;
mod doors;
mod errors;
mod extending;
mod guest_becoming;
mod guest_card;
mod guest_pages;
mod mail;
mod mail_pages;
mod page_costs;
mod papers;
mod portal_pages;
mod portal_walk;
mod process;
mod program;
mod proxy;
mod roles_pages;
mod schema;
mod settings;
mod sharing;
mod sharing_many;
mod sharing_pages;
mod sign_in;
mod smtp;
mod tidy;
mod tree;
mod upload_pages;
mod uploads;
mod workspace_forms;
mod workspace_pages;
mod world;
mod writes;
