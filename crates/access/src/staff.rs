//! What members may do by their role.

/// The role of a member. A limited member sees only what grants and links open, like a guest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum MemberRole {
    /// Judged like a guest.
    Limited,
    /// Reads everything, writes the daily work.
    Member,
    /// Writes records of all modules.
    Manager,
    /// Also people, access, settings, import and export.
    Admin,
    /// As admin; only owners make or end owners.
    Owner,
}

impl MemberRole {
    /// All of them, the least first.
    pub const ALL: [MemberRole; 5] = [
        MemberRole::Limited,
        MemberRole::Member,
        MemberRole::Manager,
        MemberRole::Admin,
        MemberRole::Owner,
    ];

    /// Its name in bundles and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            MemberRole::Limited => "limited",
            MemberRole::Member => "member",
            MemberRole::Manager => "manager",
            MemberRole::Admin => "admin",
            MemberRole::Owner => "owner",
        }
    }

    /// The role of that name.
    pub fn named(name: &str) -> Option<MemberRole> {
        MemberRole::ALL.into_iter().find(|r| r.name() == name)
    }

    /// The role stored under that number.
    pub fn numbered(number: i64) -> Option<MemberRole> {
        usize::try_from(number)
            .ok()
            .and_then(|n| MemberRole::ALL.get(n).copied())
    }

    /// Whether the role reads everything in the account.
    pub fn reads_everything(self) -> bool {
        self >= MemberRole::Member
    }

    /// Members, guests, grants, roles, ceiling, settings, import, export, audit.
    pub fn administers(self) -> bool {
        self >= MemberRole::Admin
    }

    /// Explain, and who can see an item.
    pub fn explains(self) -> bool {
        self >= MemberRole::Manager
    }
}

/// What is done to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It is made.
    Create,
    /// Some of it is changed.
    Edit,
    /// It is deleted.
    Delete,
}

/// The parts of a company's work, as far as the right to write goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Tasks, meetings, tickets, comments, files, articles.
    Daily,
    /// Projects, with their milestones, revenues, expenses and work orders, whose every change is one of the project.
    Projects,
    /// Records of all other modules, with contacts and payments; stages.
    Records,
    /// Members, guests, grants, roles, ceiling, settings.
    Access,
}

/// How a member is tied to a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ties {
    /// The member made it.
    pub made_it: bool,
    /// It is a project, or of one, that the member manages or is on the team of.
    pub works_on_it: bool,
}

impl MemberRole {
    /// Whether a member with this role does this to a record of that work, tied to it like this.
    pub fn may(self, deed: Deed, work: Work, ties: Ties) -> bool {
        let (manager, member) = (self >= MemberRole::Manager, self >= MemberRole::Member);
        match (work, deed) {
            (Work::Daily, Deed::Delete) => manager || member && ties.made_it,
            (Work::Daily, _) => member,
            (Work::Projects, Deed::Edit) => manager || member && ties.works_on_it,
            (Work::Projects | Work::Records, _) => manager,
            (Work::Access, _) => self.administers(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limited_member_reads_nothing_by_role() {
        assert!(!MemberRole::Limited.reads_everything());
        assert!(MemberRole::Member.reads_everything());
        assert!(!MemberRole::Manager.administers() && MemberRole::Admin.administers());
        assert!(!MemberRole::Member.explains() && MemberRole::Manager.explains());
        assert_eq!(MemberRole::named("owner"), MemberRole::numbered(4));
    }
}
