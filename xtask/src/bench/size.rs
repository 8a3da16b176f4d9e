//! How large a generated account is.

/// How many of each there are in a generated account. Everything else follows from these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) tasks: u64,
    pub(crate) guests: u64,
    pub(crate) projects: u64,
    pub(crate) customers: u64,
}

/// Staff of a generated account, beside its admin.
pub(crate) const MEMBERS: u64 = 20;
/// Grants of one guest on projects, and on single tasks.
pub(crate) const PROJECT_GRANTS: u64 = 5;
pub(crate) const TASK_GRANTS: u64 = 20;

impl Size {
    /// 200,000 tasks, the account of the budgets.
    pub(crate) const SMALL: u64 = 200_000;
    /// Ten times that; a guest's page must cost the same.
    pub(crate) const LARGE: u64 = 2_000_000;

    /// An account of this many tasks: a hundred a project up to 2,000 projects, more a project
    /// from there, and up to 1,000 guests.
    pub(crate) fn of(tasks: u64) -> Size {
        let projects = (tasks / 100).clamp(10, 2_000);
        Size {
            tasks,
            guests: (tasks / 200).clamp(10, 1_000),
            projects,
            customers: (projects / 4).clamp(50, 500),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Size;

    #[test]
    fn the_large_account_differs_from_the_small_one_in_tasks_alone() {
        let small = Size::of(Size::SMALL);
        assert_eq!(
            small,
            Size {
                tasks: 200_000,
                guests: 1_000,
                projects: 2_000,
                customers: 500
            }
        );
        assert_eq!(
            Size::of(Size::LARGE),
            Size {
                tasks: 2_000_000,
                ..small
            }
        );
    }
}
