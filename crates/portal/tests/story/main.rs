//! Whole stories in a real browser, with a real mail server, the program itself, and both databases.

#![allow(clippy::unwrap_used)]

mod files;
mod house;
mod invited;
mod looked_at;
mod passkeys;
mod share;
#[path = "../it/smtp.rs"]
#[expect(dead_code, reason = "the stories need a part of it")]
mod smtp;
mod without_script;
