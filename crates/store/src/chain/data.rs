//! Bringing a bundle in and handing the account out: for admins, and for the machine's operator.

use super::{Action, Permit, Refusal, Seen, sealed};
use crate::engine::Tx;
use crate::error::Result;
use crate::viewer::{Viewer, by_id};
use crate::visible::Reader;
use access::Bits;

/// The account as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    /// Its name in addresses.
    pub slug: String,
    /// Its name for people.
    pub name: String,
}

/// Bringing a bundle in.
#[derive(Debug)]
pub enum Import {}

/// Handing the account out as a bundle.
#[derive(Debug)]
pub enum Export {}

/// Sending a mail again.
#[derive(Debug)]
pub enum SendAgain {}

macro_rules! for_admins {
    ($action:ident, $name:literal) => {
        impl sealed::Action for $action {}

        impl Action for $action {
            type On = Company;
            const NAME: &'static str = $name;

            fn judge(viewer: &Viewer, _: &Seen<Company>) -> std::result::Result<(), Refusal> {
                if viewer.administers() {
                    Ok(())
                } else {
                    Err(Refusal::NotAdmin)
                }
            }
        }

        impl Permit<$action> {
            /// Whether whoever holds it is still an admin, asked in the transaction that does the work.
            pub(crate) async fn still_holds(&self, tx: &mut Tx, now: i64) -> Result<bool> {
                match self.person {
                    None => Ok(true),
                    Some(person) => {
                        let holder = by_id(tx, self.account, person, now).await?;
                        Ok(holder.is_some_and(|holder| holder.administers()))
                    }
                }
            }
        }
    };
}

for_admins!(Import, "import");
for_admins!(Export, "export");
for_admins!(SendAgain, "mail.again");

impl Reader {
    /// The account that the viewer looks at, which everyone in it is shown.
    pub fn company(&self) -> Seen<Company> {
        self.viewer.company()
    }
}

impl Viewer {
    /// Leave to bring a bundle into the account.
    ///
    /// # Errors
    /// To all but admins.
    pub fn may_import(&self) -> std::result::Result<Permit<Import>, Refusal> {
        self.may(&self.company())
    }

    /// Leave to hand the account out as a bundle.
    ///
    /// # Errors
    /// To all but admins.
    pub fn may_export(&self) -> std::result::Result<Permit<Export>, Refusal> {
        self.may(&self.company())
    }

    fn company(&self) -> Seen<Company> {
        Seen {
            account: self.account.id,
            viewer: self.party.id,
            public_id: [0; 16],
            actions: Bits::NONE,
            record: Company {
                slug: self.account.slug.clone(),
                name: self.account.name.clone(),
            },
        }
    }
}
