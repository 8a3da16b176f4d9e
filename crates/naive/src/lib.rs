//! The naive twin of the access rule.
//!
//! A second evaluation of the access model, written from its pages alone and made to be
//! obviously right rather than quick: it loops over everything, keeps sets of strings and
//! remembers nothing between two questions. It shares no code with the `access` and `store`
//! crates and exists to be compared with them on random worlds.
//!
//! All ids are the bundle's own. `README.md` lists where the pages leave a choice, and which
//! choice was taken here.

pub mod catalogue;
pub mod decimal;
pub mod difficult;
pub mod explain;
pub mod lists;
pub mod money;
pub mod people;
pub mod permissions;
pub mod reasons;
pub mod references;
pub mod related;
pub mod roles;
pub mod rule;
pub mod seen;
pub mod show;
pub mod text;
mod ties;
pub mod world;
pub mod worlds;
mod worth;

pub use reasons::{Because, Path, Source};
pub use world::{Item, Viewer, World};
