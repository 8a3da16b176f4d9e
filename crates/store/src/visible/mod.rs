//! The read policy, in one place: what a viewer holds, which rows that opens, and what shows of
//! each. Everything that leaves the store has passed here.
//!
//! [`holdings`] reads grants and links and makes openings; [`arms`] turns openings into one
//! statement; [`list`] judges the candidates row by row; [`show`] writes what is left.

mod arms;
mod asked_for;
pub(crate) mod cursor;
mod files;
pub(crate) mod fold;
pub(crate) mod holdings;
mod items;
pub(crate) mod json;
mod list;
mod matching;
pub(crate) mod names;
mod navigation;
pub(crate) mod parts;
#[cfg(test)]
mod plans;
pub(crate) mod question;
mod reader;
mod related;
pub(crate) mod rows;
mod show;
pub(crate) mod table;
mod together;

pub use files::SeenFile;
pub use question::Wrong;
pub use reader::{ReadError, Reader};
