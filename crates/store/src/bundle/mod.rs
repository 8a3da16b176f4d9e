//! The bundle: how an account's data comes in and goes out (`docs/bundle-format.md`).
//!
//! A bundle is read line by line and kept aside in a private temporary file, so that its lines may come in any
//! order and be more than memory holds; then it is written in one transaction. `kinds` declares what a line
//! takes, for both ways.

mod export;
mod frames;
mod given;
mod guards;
mod history;
mod ids;
mod import;
mod json;
mod judge;
mod kinds;
mod known_people;
mod lines;
mod names;
mod page;
mod parse;
mod payments;
mod people_lists;
mod reading;
mod ready_made;
mod removal;
mod report;
mod resolve;
mod room;
mod scratch;
mod settings;
mod settle;
mod spell;
mod tables;
#[cfg(test)]
mod tests;
mod touched;
mod values;
mod work;
mod write;

pub use export::{Exported, export};
pub use import::{Wish, import};
pub use page::page;
pub use report::{Count, Imported, Phase, Problem, Progress, REJECTED_KEPT, Rejected, Rejections};
