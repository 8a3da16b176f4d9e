//! What mail is about. Facts alone: what it says is found out when it is sent.

use serde::{Deserialize, Serialize};

/// Why a mail is sent, with what must be known then and stands nowhere else. Grants are internal keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// The recipient wants to sign in, and then to be at this path of ours (`/acme/projects/…`).
    SignIn {
        /// Where to go afterwards; home where there is none.
        next: Option<String>,
    },
    /// The recipient wants to set a new password.
    PasswordReset,
    /// A colleague made the recipient a member.
    Membership,
    /// Something was opened to the recipient, a guest, who may never have been here.
    Shared {
        /// The grants made; with none, everything that the guest holds when the mail goes.
        grants: Vec<i64>,
        /// Words of who shared it.
        message: Option<String>,
    },
    /// To staff: who opened what to whom.
    SharedNotice {
        /// The grants made.
        grants: Vec<i64>,
    },
    /// These grants end soon; to the guest, or to who opened them.
    GrantsEnd {
        /// The grants.
        grants: Vec<i64>,
    },
    /// A guest's access as a whole ends soon; to the guest, or to staff.
    GuestEnds {
        /// The guest, by internal key.
        guest: i64,
    },
}

impl Kind {
    /// Its number in the database.
    pub(crate) const fn number(&self) -> i64 {
        match self {
            Kind::SignIn { .. } => 0,
            Kind::PasswordReset => 1,
            Kind::Membership => 2,
            Kind::Shared { .. } => 3,
            Kind::SharedNotice { .. } => 4,
            Kind::GrantsEnd { .. } => 5,
            Kind::GuestEnds { .. } => 6,
        }
    }

    /// Its name outside.
    pub(crate) const fn name(number: i64) -> &'static str {
        match number {
            0 => "sign-in",
            1 => "password-reset",
            2 => "membership",
            3 => "shared",
            4 => "shared-notice",
            5 => "grants-end",
            6 => "guest-ends",
            _ => "unknown",
        }
    }

    /// Whether people may say that they want no more of it.
    pub(crate) const fn may_be_stopped(&self) -> bool {
        !matches!(
            self,
            Kind::SignIn { .. } | Kind::PasswordReset | Kind::Membership
        )
    }

    /// The grants it is about, where it is about grants alone.
    pub(crate) fn grants(&self) -> Option<&[i64]> {
        match self {
            Kind::Shared { grants, .. }
            | Kind::SharedNotice { grants }
            | Kind::GrantsEnd { grants } => Some(grants),
            _ => None,
        }
    }
}
