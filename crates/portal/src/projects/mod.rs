//! Projects: a guest's page of one, and the staff's list and page.

pub(crate) mod view;
