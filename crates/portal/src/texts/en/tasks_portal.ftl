my-tasks-lead = What is being done for you, project by project.
my-tasks-waiting-count = { $count ->
    [one] One task is waiting for your approval.
   *[other] { $count } tasks are waiting for your approval.
}
my-tasks-none-open = There is no open task at the moment.
my-tasks-none-besides = Nothing else is open at the moment.
my-tasks-show-open = Open tasks
my-tasks-show-mine = With you
my-tasks-show-done = Done
my-tasks-show-all = Every task
my-tasks-which = Which tasks
my-tasks-find = Find a task
my-tasks-approve = Approve:
my-tasks-look = Look and decide
my-tasks-of = Tasks of { $project }
my-tasks-task = Task
my-tasks-decide-by = Decision by
my-tasks-asked-by = Asked by
my-tasks-also = Also on it
my-tasks-following = Following
my-tasks-priority = Priority
my-tasks-priority-low = Low
my-tasks-priority-normal = Normal
my-tasks-priority-high = High
my-tasks-priority-urgent = Urgent
my-tasks-hours-estimated = Hours planned
my-tasks-hours-spent = Hours spent
my-tasks-part-of = Part of
my-tasks-parts = Steps
my-tasks-about = About this task
my-tasks-approval-requested = Waiting for approval
my-tasks-approval-yours = Waiting for your approval
my-tasks-approval-approved = Approved
my-tasks-approval-changes_requested = Changes asked for
my-tasks-begins = Begins
