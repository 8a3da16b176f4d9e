my-project-roadmap = Roadmap
my-project-roadmap-done = { $done } of { $all } milestones { $all ->
    [one] is
   *[other] are
} done.
my-project-roadmap-done-and-now = { $done } of { $all } milestones done, { $now } under way.
my-project-roadmap-all-done = { $all ->
    [one] The milestone is reached.
   *[other] All { $all } milestones are reached.
}
my-project-roadmap-last = { $name } is planned for { $day }.
my-project-done = Done
my-project-late = Later than planned
my-project-under-way = Under way
my-project-not-started = Not started
my-project-runs = Runs
my-project-next = Next milestone
my-project-manager = Project manager
my-project-code = Code
my-project-budget = Budget
my-project-all-tasks = All tasks
my-project-tasks-of = Tasks of { $name }
my-project-no-tasks = There are no tasks here yet.
my-project-all-meetings = All meetings
my-project-all-tickets = All tickets
my-project-papers = Invoices and estimates
my-project-all-invoices = All invoices
my-project-all-estimates = All estimates
my-project-team = Team
my-project-finances = Finances
my-project-revenues = Revenues
my-project-expenses = Expenses
my-project-work-orders = Work orders
my-project-on = Day
my-project-for = For
my-project-amount = Amount
my-project-number = Number
my-project-status = Status
my-project-more-entries = There are more than fit here.
my-projects-show-open = Projects under way
my-projects-show-done = Finished projects
my-projects-show-all = Every project
my-projects-which = Which projects
my-projects-find = Find a project
my-projects-none = No project is under way at the moment.
