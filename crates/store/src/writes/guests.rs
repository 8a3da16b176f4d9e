//! What guests and limited members write: that alone which an action opens to them.

use super::WriteError;
use super::parts::{holds, only};
use super::record::{Entries, Put};
use super::shelf::Seen;
use super::turn::Turn;
use access::Module;

impl Turn {
    pub(super) async fn create_as_guest(
        &mut self,
        _module: Module,
        _body: Option<&[u8]>,
    ) -> Result<Put, WriteError> {
        Err(WriteError::NotAllowed)
    }

    /// Refuses changes of an item but for a customer's contact details, where the action is held.
    pub(super) fn may_change_as_guest(&self, seen: &Seen) -> Result<(), WriteError> {
        if seen.on.module == Module::Customers && holds(seen, "update_contact_details") {
            Ok(())
        } else {
            Err(WriteError::NotAllowed)
        }
    }

    /// Refuses all keys but those of the contact details that show.
    pub(super) fn only_contact_details(
        &self,
        seen: &Seen,
        sent: &Entries<'_>,
    ) -> Result<(), WriteError> {
        let showing: Vec<&str> = [
            ("email", Module::Customers.field("email")),
            ("phone", Module::Customers.field("phone")),
            ("address", Module::Customers.field("address")),
            ("website", Module::Customers.field("website")),
        ]
        .into_iter()
        .filter(|(_, bit)| seen.sets.fields.has(*bit))
        .map(|(key, _)| key)
        .collect();
        only(sent, "customer", &showing)
    }
}
