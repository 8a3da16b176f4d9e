//! The bundle: how an account's data comes in and goes out (`docs/bundle-format.md`).
//!
//! A bundle is read line by line and kept aside in a private temporary file, so that its lines may come in any
//! order and be more than memory holds; then it is written in one transaction. `kinds` declares what a line
//! takes, for both ways.

pub(crate) mod export;
mod frames;
pub(crate) mod given;
pub(crate) mod guards;
pub(crate) mod hand;
pub(crate) mod history;
pub(crate) mod ids;
mod import;
pub(crate) mod json;
pub(crate) mod judge;
pub(crate) mod kinds;
mod known_people;
mod lines;
pub(crate) mod names;
mod page;
pub(crate) mod parse;
mod payments;
mod people_lists;
mod reading;
mod ready_made;
pub(crate) mod removal;
mod report;
pub(crate) mod resolve;
mod room;
mod scratch;
pub(crate) mod settings;
mod settle;
pub(crate) mod spell;
pub(crate) mod tables;
pub mod takes;
#[cfg(test)]
mod tests;
mod touched;
pub(crate) mod values;
mod work;
mod write;

pub use export::{Exported, export};
pub use import::{Wish, import};
pub use page::page;
pub use report::{Count, Imported, Phase, Problem, Progress, REJECTED_KEPT, Rejected, Rejections};
