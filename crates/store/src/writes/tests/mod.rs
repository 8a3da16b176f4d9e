//! Writing, on both engines.
#![allow(clippy::unwrap_used)]

mod actions;
mod desk;
mod documents;
mod guests;
mod items;
mod people;
mod repeats;
mod roles;
mod stages;
mod uploads;
