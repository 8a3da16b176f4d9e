//! What a member may do: buttons show only to those for whom they work. The store judges again.

use access::staff::{Deed, MemberRole, Ties, Work};
use store::Who;

use crate::frame::Visit;

/// What the reader may do by role.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rights {
    role: MemberRole,
}

impl Rights {
    /// Those of whoever came; a guest has a limited member's.
    pub(crate) fn of(visit: &Visit) -> Rights {
        Rights {
            role: match visit.reader.viewer().who() {
                Who::Member(role) => role,
                Who::Guest => MemberRole::Limited,
            },
        }
    }

    /// Whether they make projects, customers, stages.
    pub(crate) fn makes_records(self) -> bool {
        self.role.may(Deed::Create, Work::Records, Ties::default())
    }

    /// Whether they make tasks.
    pub(crate) fn makes_tasks(self) -> bool {
        self.role.may(Deed::Create, Work::Daily, Ties::default())
    }

    /// Whether they change a project that they work on, or not.
    pub(crate) fn edits_project(self, works_on_it: bool) -> bool {
        let ties = Ties {
            works_on_it,
            ..Ties::default()
        };
        self.role.may(Deed::Edit, Work::Projects, ties)
    }

    /// Whether they delete projects, customers, stages.
    pub(crate) fn deletes_records(self) -> bool {
        self.role.may(Deed::Delete, Work::Records, Ties::default())
    }

    /// Whether they delete a task that they made, or not.
    pub(crate) fn deletes_task(self, made_it: bool) -> bool {
        let ties = Ties {
            made_it,
            ..Ties::default()
        };
        self.role.may(Deed::Delete, Work::Daily, ties)
    }

    /// Whether they read everything.
    pub(crate) fn reads_everything(self) -> bool {
        self.role.reads_everything()
    }

    /// Whether they administer the account.
    pub(crate) fn administers(self) -> bool {
        self.role.administers()
    }
}
