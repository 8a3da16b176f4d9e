//! What the staff's pages share: forms that lose nothing, saving, lists with addresses, and who may do what.

pub(crate) mod comments;
mod form;
mod listing;
pub(crate) mod moment;
pub(crate) mod removal;
mod rights;
mod save;
pub(crate) mod stage;
mod view;
mod writer;

pub(crate) use form::{Form, Pick};
pub(crate) use listing::{Address, end_address, pager, share_address, sortable};
pub(crate) use rights::Rights;
pub(crate) use save::{
    Saved, back_to, day_field, digest, ended, money_field, saved, sent_back, with_more,
};
pub(crate) use view::{Client, Money, Named, StageOf, last_day};
pub(crate) use writer::Writer;
