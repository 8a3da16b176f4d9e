//! Sharing from every side, on both engines, judged by what the people see.
#![allow(clippy::unwrap_used)]

mod becoming;
mod ended;
mod ground;
mod invited;
mod parties;
mod places;
mod refused;
mod seen_before;
mod shared;
mod strange;
