//! Sharing from every side, on both engines, judged by what the people see.
#![allow(clippy::unwrap_used)]

mod ended;
mod ground;
mod invited;
mod places;
mod refused;
mod shared;
