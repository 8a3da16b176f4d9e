//! Why somebody sees an item, who does, and what a user held when.
//!
//! All of it judges with the rule that every read uses, over paths that are looked up from the
//! item's side: [`places`] says where a path can come from, [`ties`] reads the grants and links
//! there, [`paths`] judges them. [`moment`] is now or an earlier instant, for which grants, roles,
//! settings and guests are read from their history; items and links are always read as they are,
//! and an answer about a given instant says so: `"items_as_of":"now"`.
//!
//! The answers are in [`why`] (`Reader::explain`), [`who`] (`Reader::who`) and [`history`]
//! (`Reader::history`, with the shape of what it tells).

mod asker;
mod history;
mod moment;
mod paths;
mod places;
mod seeing;
mod target;
mod ties;
mod who;
mod why;

pub(crate) use seeing::Seeing;

#[cfg(test)]
mod tests;
