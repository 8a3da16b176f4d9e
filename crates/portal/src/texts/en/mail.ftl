mail-sign-in-title = Sign in to { $company }
mail-sign-in-lead = Press the button to sign in, no password needed.
mail-sign-in-button = Sign in
mail-sign-in-foot = You did not ask for this? Then do nothing: without a press on the button, nothing happens.

mail-password-title = A new password for { $company }
mail-password-lead = Press the button to choose a new password. Until you do, the old one stays.
mail-password-button = Choose a password
mail-password-foot = You did not ask for this? Then do nothing, and your password stays as it is.

mail-link-until-time = The link is for { $email } alone and works once, until { $until }.
mail-link-until-day = The link is for { $email } alone and signs you in without a password. It works until { $until }.
mail-unexpected = You did not expect this? Then do nothing: without a press on the button, nothing happens.

mail-membership-title = { $by } made you a member of { $company }
mail-membership-lead = You can now work with your colleagues at { $company }.
mail-membership-button = Come in

mail-invited-title = { $by } invites you to { $company }
mail-invited-lead = What { $company } shares with you will be waiting for you there.
mail-shared-title = { $by } shared “{ $name }” with you
mail-shared-several-title = { $by } shared { $count } things with you
mail-shared-first = Open it with one press, no password needed.
mail-shared-until = It is shared with you until { $until }.
mail-find-there = What you will find there
mail-what-is-shared = What is shared with you

mail-notice-title = { $by } shared “{ $name }” with { $count ->
    [one] a guest
   *[other] { $count } guests
  }
mail-notice-several-title = { $by } opened things you look after to { $count ->
    [one] a guest
   *[other] { $count } guests
  }
mail-notice-lead = From now on this can be seen from outside.
mail-notice-who = Who can see what
mail-notice-foot = You get this because you manage, made or follow what was shared, or because it is assigned to you.

mail-ends-guest-title = “{ $name }” is shared with you until { $until }
mail-ends-guest-whole-title = { $company } shares with you until { $until }
mail-ends-guest-several-title = Some of what { $company } shares with you ends on { $until }
mail-ends-guest-lead = After that it is no longer shown to you. Save what you need before.
mail-ends-guest-foot = You still need it? Ask the people at { $company } to extend it.
mail-ends-staff-title = { $person } loses access on { $until }
mail-ends-staff-several-title = { $count } guests lose access from { $until } on
mail-ends-staff-lead = Nothing is to be done if that is right. One press extends it.
mail-ends-staff-button = Look, or extend
mail-ends-staff-foot = You get this because you opened this access, or look after what was opened.
mail-what-ends = What ends
mail-all-access = all access

mail-until = until { $until }
mail-and-more = and { $count } more
mail-open-company = Open { $company }
mail-open-guests = See the guests
mail-open-customers = Open the page
mail-open-projects = Open the project
mail-open-tasks = Open the task
mail-open-meetings = Open the meeting
mail-open-tickets = Open the ticket
mail-open-orders = Open the order
mail-open-invoices = Open the invoice
mail-open-estimates = Open the estimate
mail-open-knowledge = Start reading

mail-fact-stage = Stage
mail-fact-due = Due
mail-fact-starts = When
mail-fact-percent = Done
mail-fact-percent-tasks = Tasks done
mail-fact-percent-hours = Hours spent
mail-fact-milestones = Roadmap
mail-fact-projects = Projects
mail-fact-tasks = Tasks
mail-fact-subtasks = Steps
mail-fact-meetings = Meetings
mail-fact-tickets = Tickets
mail-fact-files = Files
mail-fact-orders = Orders
mail-fact-invoices = Invoices
mail-fact-estimates = Estimates
mail-fact-articles = Articles
mail-count-milestones = { $count ->
    [one] { $count } milestone
   *[other] { $count } milestones
  }
mail-count-tasks-done = { $count }, of which { $done ->
    [one] { $done } is done
   *[other] { $done } are done
  }

mail-ends-title = Access that ends soon
mail-ends-lead = What guests lose within thirty days, unless somebody extends it. An end that was put off is gone from here.
mail-ends-none = Nothing ends within thirty days.
mail-ends-who = Guest
mail-ends-what = What
mail-ends-until = Open until
mail-ends-extend = { $days } days more
said-mail-extended = Extended.

mail-stop = No more of these from { $company }
mail-stop-title = No more mail?
mail-stop-question = { $email } will get no more notifications from { $company }. Links to sign in, when you ask for one, still come.
mail-stop-button = Stop these mails
mail-stopped-title = Done
mail-stopped = { $email } gets no more notifications from { $company }.
mail-stop-undo = Send them again after all
mail-going-on = { $email } gets notifications from { $company } as before.

mail-queue-title = Mail
mail-queue-lead = What went out to guests and colleagues, and what did not. The newest hundred; what waits or failed comes first.
mail-queue-none = Nothing was sent yet.
mail-queue-none-more = Mail goes out when somebody shares, invites, or asks for a link to sign in.
mail-queue-what = Mail
mail-queue-to = To
mail-queue-by = Caused by
mail-queue-state = State
mail-queue-when = When
mail-queue-again = Try again
mail-queue-now = Try now
mail-queue-next = again { $when }
mail-queue-attempts = { $count ->
    [one] tried once
   *[other] tried { $count } times
  }
mail-kind-sign-in = Link to sign in
mail-kind-password-reset = Link for a new password
mail-kind-membership = Invitation of a member
mail-kind-shared = Invitation
mail-kind-shared-notice = Notice of sharing
mail-kind-grants-end = Reminder of an end
mail-kind-guest-ends = Reminder of an end
mail-state-waiting = Waiting
mail-state-sending = Being sent
mail-state-sent = Sent
mail-state-gave-up = Given up
mail-state-dropped = Not sent
said-mail-again = It is tried again now.

mailbox-title = Mailbox
mailbox-lead = This server has no mail server. What it would send lies here, for everybody who can reach this page: it is made for trying things out.
mailbox-none = No mail yet.
mailbox-none-more = Share something, or ask for a link to sign in, and it arrives here.
mailbox-back = All mail
mailbox-from = From
mailbox-to = To
mailbox-text = As text
mailbox-raw = The whole message
