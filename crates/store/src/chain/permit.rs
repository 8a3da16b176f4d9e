//! Leave to do one thing, once, to one record.

use super::{Seen, sealed};
use crate::viewer::Viewer;
use std::marker::PhantomData;

/// Something that can be done to a record. Actions are declared in the store, each with its rule.
pub trait Action: sealed::Action + Sized {
    /// What it is done to.
    type On;
    /// Its name in the audit log.
    const NAME: &'static str;

    /// Whether a viewer who was shown the record may do it.
    ///
    /// # Errors
    /// Why not.
    fn judge(viewer: &Viewer, on: &Seen<Self::On>) -> Result<(), Refusal>;
}

/// Why there is no leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The action is not in the viewer's set for this item.
    #[error("this was not opened to you")]
    NotHeld,
    /// It is for the account's admins.
    #[error("only admins may do this")]
    NotAdmin,
    /// Someone else was shown the record.
    #[error("the record was shown to somebody else")]
    ShownToAnother,
}

/// Leave to do `A`, once, to the record it was asked for.
#[derive(Debug)]
#[must_use = "a permit that is not used does nothing"]
pub struct Permit<A> {
    pub(super) account: i64,
    /// The user who holds it; none for the machine's operator.
    pub(super) person: Option<i64>,
    pub(super) on: [u8; 16],
    action: PhantomData<fn() -> A>,
}

impl Viewer {
    /// Leave to do `A` to a record that this viewer was shown. Acting judges again.
    ///
    /// # Errors
    /// Why there is no leave; also the reason to show beside a button that cannot be pressed.
    pub fn may<A: Action>(&self, on: &Seen<A::On>) -> Result<Permit<A>, Refusal> {
        if (on.account, on.viewer) != (self.account.id, self.party.id) {
            return Err(Refusal::ShownToAnother);
        }
        A::judge(self, on)?;
        Ok(Permit {
            account: self.account.id,
            person: (self.party.id != 0).then_some(self.party.id),
            on: on.public_id,
            action: PhantomData,
        })
    }
}

impl<A> Permit<A> {
    /// Leave for the machine's operator, for what is done to an account as a whole.
    pub(crate) const fn for_operator(account: i64) -> Permit<A> {
        Permit {
            account,
            person: None,
            on: [0; 16],
            action: PhantomData,
        }
    }

    /// Leave that hangs on more than the viewer alone, given by who has just read it all.
    pub(crate) const fn judged(viewer: &Viewer) -> Permit<A> {
        Permit {
            account: viewer.account.id,
            person: Some(viewer.party.id),
            on: [0; 16],
            action: PhantomData,
        }
    }

    /// The internal key of the account it is for.
    pub(crate) const fn account(&self) -> i64 {
        self.account
    }

    /// The internal key of the user who holds it; none for the machine's operator. For the audit log.
    pub(crate) const fn person(&self) -> Option<i64> {
        self.person
    }
}
