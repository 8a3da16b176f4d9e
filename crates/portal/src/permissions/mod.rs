//! Permissions as people set them: a table of modules, each with its four sets, and what a change of them would open
//! and close. Used for a guest's card, for roles and for the ceiling.

mod matrix;
mod names;
mod sent;
mod would;

pub(crate) use matrix::Matrix;
pub(crate) use names::name;
pub(crate) use sent::{ceiling, permissions};
pub(crate) use would::Would;
