//! From looking to doing: [`Viewer`](crate::Viewer) → [`Reader`] → [`Seen`] → [`Permit`] → [`Db::act`](crate::Db::act).
//!
//! Who was shown a record may ask for leave to do something to it; who has leave may do it once; doing it judges
//! again, in the transaction that writes, and leaves a line in the audit log. What the compiler refuses on the
//! way stands in [`short_cuts`].

mod act;
mod complete_task;
mod data;
mod file_bytes;
mod permit;
pub mod short_cuts;
#[cfg(test)]
mod tests;

pub(crate) use act::again;
pub(crate) use act::writing::Write;
pub use act::{ActError, Change};
pub use complete_task::CompleteTask;
pub use data::{Company, Export, Import, SendAgain};
pub use permit::{Action, Permit, Refusal};

use crate::error::Result;
use crate::visible::Reader;
use access::{Bits, Module};
use std::ops::Deref;

/// A record that a viewer was shown. It reads like the record; a record from elsewhere is none.
#[derive(Clone, Debug)]
pub struct Seen<T> {
    account: i64,
    viewer: i64,
    public_id: [u8; 16],
    actions: Bits,
    record: T,
}

impl<T> Deref for Seen<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.record
    }
}

/// An item of a module, as far as acting on it needs to name it.
pub trait Subject: sealed::Subject + Sized {
    /// The module its items are of.
    const MODULE: Module;
    #[doc(hidden)]
    fn named(id: String, name: String) -> Self;
}

pub(crate) mod sealed {
    pub trait Subject {}
    pub trait Action {}
}

macro_rules! subjects {
    ($($(#[$doc:meta])* $name:ident $module:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {
            /// Its public id.
            pub id: String,
            /// What it is called: its name, title, subject or number.
            pub name: String,
        }

        impl sealed::Subject for $name {}

        impl Subject for $name {
            const MODULE: Module = Module::$module;

            fn named(id: String, name: String) -> Self {
                $name { id, name }
            }
        }
    )*};
}

subjects! {
    /// A customer.
    Customer Customers
    /// A project.
    Project Projects
    /// A task.
    Task Tasks
    /// A meeting.
    Meeting Meetings
    /// A ticket.
    Ticket Tickets
    /// An order.
    Order Orders
    /// An invoice.
    Invoice Invoices
    /// An estimate.
    Estimate Estimates
    /// A knowledge base.
    KnowledgeBase Knowledge
}

impl Reader {
    /// An item by its public id, to act on; nothing where the viewer does not see it or it never was.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn find<T: Subject>(&mut self, id: &str) -> Result<Option<Seen<T>>> {
        let public_id = crate::ids::parse(id);
        let rows = self.find_row(T::MODULE, &public_id).await?;
        if rows.len() == 0 {
            return Ok(None);
        }
        let called = rows
            .layout
            .table
            .identity
            .last()
            .and_then(|field| rows.layout.field(field.name));
        let name = called
            .and_then(|shown| rows.text(0, shown.at[0]))
            .unwrap_or_default();
        Ok(Some(Seen {
            account: self.viewer.account.id,
            viewer: self.viewer.party.id,
            public_id,
            actions: rows.sets[0].actions,
            record: T::named(crate::ids::show(&public_id), name.to_owned()),
        }))
    }
}
