share-title = Share “{ $name }”
share-title-projects = Share { $count } projects
share-title-tasks = Share { $count } tasks
share-title-items = Share { $count } items
share-several = { $more ->
    [0] { $names }
    [one] { $names } and one more
   *[other] { $names } and { $more } more
}
share-close = Close without sharing
share-not-yet = Nothing is shared yet
share-is-off = Sharing is switched off for the whole company. What you share here is kept, and opens when sharing is switched on again. No e-mail goes out until then.
share-plan-full = Your plan has no place left for all of these people. Remove guests who no longer need access, or move to a larger plan.
share-owner-grant = One of these people is an owner here (L90). Only they can change that, so nothing was shared.

share-to = Who gets it?
share-to-how = (e-mail addresses, with commas between)
share-to-hint = Whoever is new here gets an invitation by e-mail.
share-to-guest = { $name } is a guest already.
share-to-invited = { $name } is invited already and gets a new link.
share-to-suspended = { $name } is suspended, and sees it once you let them in again.
share-to-new = { $name } gets an invitation.
share-to-new-place = { $name } gets an invitation and takes place { $place } of { $places }.
share-places = { $used } of { $places } places for guests are taken.

share-role = Start from a role
share-role-ticks = Just these ticks
share-role-hint = A role takes the place of the ticks.
share-role-only = The role decides what shows, and what can be done.
share-until = Until
share-until-never = No end
share-until-due = Due date, { $day }
share-until-month = In 30 days, { $day }
share-until-day = Another day…
share-last-day = The last day
share-ends = Ends by itself at the end of { $day }
share-ends-day = Ends by itself at the end of the day you choose
share-ends-never = Stays until you end it

share-show = What will they see?
share-show-besides = (besides the name)
share-capped = closed for all guests in Settings
share-conversation-hint = earlier messages open too
share-tick-tasks = Tasks
share-tick-due-on = Due date
share-tick-stage = Stage
share-tick-description = Description
share-tick-percent-tasks = Percentage of tasks
share-tick-percent-hours = Percentage of hours
share-tick-roadmap = Roadmap
share-tick-files = Files
share-tick-team = Team
share-tick-comments = Comments
share-tick-meetings = Meetings
share-tick-tickets = Tickets
share-tick-invoices = Sent invoices
share-tick-estimates = Sent estimates
share-tick-conversation = Conversation
share-tick-project = Name of the project

share-files-count = { $unmarked ->
    [0] { $marked ->
        [0] there are none yet
       *[other] { $marked } marked for guests
    }
   *[other] { $marked } marked for guests, { $unmarked } not yet
}
share-files-legend = { $unmarked ->
    [one] The file not yet marked for guests
   *[other] The { $unmarked } files not yet marked for guests
}
share-files-leave = Leave
share-files-all = Mark all
share-files-choose = Choose
share-files-which = Files to mark for guests
share-files-stay = { $count ->
    [one] One other file is not marked for guests and stays with staff.
   *[other] { $count } other files are not marked for guests and stay with staff.
}
share-files-marked = { $count ->
    [one] One file is marked for guests when you share.
   *[other] { $count } files are marked for guests when you share.
}

share-can = What can they do?
share-can-hint = Each one includes those before it. To collaborate is to add tasks and files.
share-can-none = Only look
share-can-comment = Comment
share-can-approve = Approve
share-can-collaborate = Collaborate

share-message = A few words from you
share-message-where = (in the e-mail)
share-more = Only the last days, or a label
share-more-days = Only the last days
share-days-back = Days back
share-days-back-hint = Only what is dated within so many days. Empty shows everything.
share-label = Label among the participants
share-label-hint = Such as “External co-worker”.

share-cancel = Cancel
share-do = Share
share-do-preview = Preview

share-preview = What they will see
share-preview-ticks = Follows your ticks. Nothing else opens.
share-preview-role = By the role you chose. Nothing else opens.
share-preview-stale = You chose another role. Press Preview to see what it opens.
share-preview-more = { $count ->
    [one] And in the same way:
   *[other] And in the same way { $count } others:
}
share-preview-nothing = This role opens nothing of it.
share-preview-name-alone = Its name alone.
share-preview-fields = Shown
share-preview-relations = And what hangs on it
share-due = Due { $day }
share-tasks-done = Tasks done
share-hours-used = Hours used
share-names = { $some } and { $last }
share-names-more = { $some } and { $count } others
share-size-b = { $number } B
share-size-kb = { $number } kB
share-size-mb = { $number } MB
share-size-gb = { $number } GB

share-now = Who sees it now
share-nobody-yet = Nobody outside the company.
share-and-more = And more people.
share-end-all = End all sharing
share-end = End
share-why = Why
share-until-when = , until { $when }
share-way-share = shared
share-way-customer = through the customer
share-way-project = through the project
share-way-task = through a task
share-way-related = through something shared
share-tie-owner = owner
share-tie-assignee = assignee
share-tie-collaborator = collaborator
share-tie-follower = follower
share-tie-client = client
share-tie-attendee = attendee
share-tie-requester = requester
share-tie-access = listed there
share-tie-other = tied to it

share-wrong-address = “{ $address }” does not fit. It takes { $expected }.
share-wrong-nobody = Write at least one e-mail address.
share-wrong-to = There are too many addresses, or too few: it takes { $expected }.
share-wrong-show = One of the ticks does not fit. It takes { $expected }.
share-wrong-role = This role does not fit. It takes { $expected }.
share-wrong-no-day = Choose the last day.
share-wrong-day = The last day should be a day that is still to come.
share-wrong-days-back = Days back is a whole number of days, 0 or more; for an owner (L90) leave it empty.
share-wrong-message = The message does not fit. It takes { $expected }.
share-wrong-label = The label does not fit. It takes { $expected }.
share-wrong-can = This cannot be chosen here. It takes { $expected }.
share-wrong-files = One of the chosen files is not among those you share. Look through them once more.
share-wrong-other = Something does not fit. It takes { $expected }.

share-kind-customer = Customer
share-kind-project = Project
share-kind-task = Task
share-kind-meeting = Meeting
share-kind-ticket = Ticket
share-kind-order = Order
share-kind-invoice = Invoice
share-kind-estimate = Estimate
share-kind-knowledge-base = Handbook

role-l10 = L10 Basic
role-l20 = L20 Orders
role-l30 = L30 Orders with prices
role-l40 = L40 Billing
role-l80 = L80 Admin
role-l90 = L90 Owner
role-viewer = Viewer
role-client = Client
role-commenter = Commenter
role-approver = Approver
role-collaborator = Collaborator

said-shared = { $n ->
    [one] Shared with one person.
   *[other] Shared with { $n } people.
} { $m ->
    [0] An e-mail tells them.
    [one] One of them is new, and gets an invitation by e-mail.
   *[other] { $m } of them are new, and get an invitation by e-mail.
}

end-title-grant = End what { $person } sees of “{ $name }”?
end-title-item = End all sharing of “{ $name }”?
end-title-everything = End all sharing of the company?
end-grant = { $person } no longer sees “{ $name }” by this share, from the next click on.
end-would-end = It would end by itself on { $when }.
end-still-sees = { $person } sees it by other ways too ({ $ways }), and keeps those.
end-item = { $count ->
    [0] Nobody has a share of it now.
    [one] One person loses their share:
   *[other] { $count } people lose their shares:
}
end-item-tasks = What they saw through it (its tasks, files and meetings) closes too, unless it is shared by itself.
end-others-stay = { $count ->
    [one] One more person sees it by another way, and keeps that.
   *[other] { $count } more people see it by other ways, and keep those.
}
end-everything = { $count ->
    [0] No share is open now.
    [one] One share ends, at once.
   *[other] { $count } shares end, at once.
} Guests stay as guests, and see nothing but what their work here ties them to. Owners (L90) keep theirs.
end-what-hangs = Links in e-mails, sign-ins and tokens that served nothing else end with it, and e-mails that wait are not sent.
end-do = End it now
end-keep = Keep it
end-owner = This is an owner’s access (L90). Only they can give it up. Nothing was changed.
end-already = This has ended already. Nothing was changed.
end-cannot-extend = This has no end that could be put off, or has been ended by hand. Nothing was changed.
end-changed = Somebody changed this meanwhile. Go back and look again; nothing was changed.

ended-title = Sharing of “{ $name }” has ended
ended-title-everything = All sharing has ended
ended-what = What ended
ended-nothing = There was nothing to end.
ended-grants = { $count ->
    [one] One share
   *[other] { $count } shares
}
ended-sessions = { $count ->
    [one] One sign-in
   *[other] { $count } sign-ins
}
ended-tokens = { $count ->
    [one] One token
   *[other] { $count } tokens
}
ended-links = { $count ->
    [one] One link in an e-mail
   *[other] { $count } links in e-mails
}
ended-mails = { $count ->
    [one] One e-mail that was waiting
   *[other] { $count } e-mails that were waiting
}
ended-still = Who sees it still
ended-nobody = Nobody outside the company.
ended-back = Back to it
ended-back-settings = Back to the settings

share-count-customer = { $count ->
    [one] one customer
   *[other] { $count } customers
}
share-count-project = { $count ->
    [one] one project
   *[other] { $count } projects
}
share-count-task = { $count ->
    [one] one task
   *[other] { $count } tasks
}
share-count-meeting = { $count ->
    [one] one meeting
   *[other] { $count } meetings
}
share-count-ticket = { $count ->
    [one] one ticket
   *[other] { $count } tickets
}
share-count-order = { $count ->
    [one] one order
   *[other] { $count } orders
}
share-count-invoice = { $count ->
    [one] one invoice
   *[other] { $count } invoices
}
share-count-estimate = { $count ->
    [one] one estimate
   *[other] { $count } estimates
}
share-count-knowledge-base = { $count ->
    [one] one handbook
   *[other] { $count } handbooks
}

pick-title = What do you want to share?
pick-for = With { $to }. You choose what shows of it in the next step.
pick-find = Find a project
pick-none = No project of that name that you may share.
pick-more = There are more: find them by name.
pick-go-on = Go on
pick-others = Tasks, customers, meetings, papers and handbooks are shared from their own pages.
