//! The staff's areas and a customer's papers, on both engines.
#![allow(clippy::unwrap_used)]

mod access_table;
mod areas;
mod card;
mod for_pages;
pub(crate) mod house;
mod lists;
mod papers;
