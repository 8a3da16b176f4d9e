//! What every page shares: who came, the frame round the page, forms, assets, and the kind ends.

pub(crate) mod assets;
mod away;
pub(crate) mod brand;
mod compress;
pub(crate) mod cookie;
pub(crate) mod csrf;
mod entry;
mod fields;
pub(crate) mod layout;
pub(crate) mod parts;
mod serve;
mod stop;
mod visit;

pub(crate) use away::Away;
pub(crate) use fields::Fields;
pub(crate) use serve::router;
pub(crate) use stop::{Company, Paged, Stop, see};
pub(crate) use visit::{Listed, Posted, Visit, read};
