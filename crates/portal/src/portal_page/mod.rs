//! What the portal's pages have in common: for whom they are made, what they read, and the sections they are made of.

mod guest;
mod held;
mod paper;
pub(crate) mod sections;
pub(crate) mod told;
mod woven;

pub(crate) use guest::Guest;
pub(crate) use held::Held;
pub(crate) use paper::{Filter, empty, filters, more, narrow};
pub(crate) use sections::{Section, comments, crumbs, jump};
pub(crate) use told::{Comment, File, Milestone, Named, Person, Stage};
pub(crate) use woven::woven;
