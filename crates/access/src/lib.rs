//! The access rule of Vestibule: grants add, ceilings cap, clocks end; nothing else opens anything.
//!
//! Everything here is pure and total: no input or output, no clock, no randomness. The store loads
//! facts and asks; the words are those of `docs/access-model.md`.
//!
//! - [`catalogue`]: the modules and the names of what each can show
//! - [`permissions`]: four sets a module, how they add, and the ceiling that caps them
//! - [`roles`]: the built-in roles
//! - [`rule`]: may this path open that item, and if not, why not
//! - [`openings`]: what a viewer holds, made ready to judge row after row
//! - [`explain`]: the same judgement, told path by path and name by name
//! - [`people`]: who is shown by name
//! - [`staff`]: what members may do
//! - [`ticks`]: what the share dialog opens
//! - [`policy`]: all of it in words, for `docs/policy.txt`

pub mod catalogue;
pub mod explain;
pub mod openings;
pub mod people;
pub mod permissions;
pub mod policy;
pub mod roles;
pub mod rule;
pub mod staff;
pub mod ticks;

pub use catalogue::{Bits, Facet, Module};
pub use permissions::{Ceiling, Fault, Permissions, Sets};
