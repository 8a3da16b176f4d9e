guests-here = You are here
guests-by-state = Guests by state
guests-all = All
guests-guest = Guest
guests-customer = Customer
guests-state = State
guests-shared = Shared
guests-last-here = Last here
guests-ends = Access ends
guests-find = Find by name or address
guests-show = Show
guests-found = { $count ->
    [one] One guest
   *[other] { $count } guests
}
guests-none = Nobody yet. Share a project or a task, and whoever you share it with stands here.
guests-none-found = Nobody of that name or address here.
guests-pages = Pages
guests-first = First page
guests-next = Next page
guests-invite = Invite a guest
guests-state-active = Active
guests-state-invited = Invited
guests-state-suspended = Suspended
guests-state-removed = Removed
guests-state-over = Ended
guests-no-end = No end
guests-first-end = first on
guests-no-customer = none
guests-nothing = nothing
guests-never-here = Not here yet
guests-invited-at = invited { $when }
guests-share = Share something
guests-send-again = Send again
guests-withdraw = Withdraw
guests-ended = Ended { $when }
guests-ends-soon = { $days ->
    [0] { $when }, today
    [one] { $when }, tomorrow
   *[other] { $when }, in { $days } days
}

guests-on-this-page = On this page
guests-main = Main
guests-edit = Edit
guests-sharing-off = Sharing is switched off for the whole company, so no guest sees anything now.
guests-last-here-at = Last here { $when }
guests-suspend = Suspend
guests-resume = Let in again
guests-remove = Remove
guests-name = Name
guests-position = Position
guests-phone = Phone
guests-contact = Contact
guests-roles = Roles
guests-role = Role
guests-role-none = None of their own (looks as Viewer)
guests-role-is-off = switched off now
guests-roles-hint = What they can see and do where a share does not say it itself, such as tasks they are assigned to.
guests-own-permissions = Permissions set for them alone take the place of the roles.
guests-not-known = not known
guests-signed-in = Signed in
guests-sessions = { $count ->
    [0] nowhere
    [one] with one browser
   *[other] with { $count } browsers
}
guests-first-to-end = First share to end
guests-no-end-of-any = none has an end
guests-invited-by = Invited
guests-link-until = Link works until
guests-items = Available items
guests-items-hint = each with its own end
guests-items-of = Items shared with { $name }
guests-nothing-yet = Nothing is shared with them by itself. What ties them to the work here (as assignee, client or attendee) shows them that.
guests-item = Item
guests-with = With
guests-since = Since
guests-until = Until
guests-from = From { $when }
guests-with-their-roles = Their roles
guests-with-own = Own permissions
guests-days-back = { $days ->
    [one] of the last day
   *[other] of the last { $days } days
}
guests-owner = only they can give it up
guests-change = Change
guests-open-again = Open again
guests-extend = Extend by { $days } days
guests-mine-hint = of what you may share
guests-mails = E-mails to them
guests-all-mails = All e-mails
guests-no-mails = None yet.
guests-mail-sign-in = A link to sign in.
guests-mail-password = A link for a new password.
guests-mail-shared = Something was shared with them.
guests-mail-ends = Something ends soon.
guests-mail-other = News.
guests-mail-waiting = waiting
guests-mail-sent = sent
guests-mail-gave-up = not delivered
guests-mail-dropped = not sent

guests-edit-title = Edit { $name }
guests-not-saved = Nothing is saved yet
guests-save = Save
guests-ends-hint = To the minute, in the time of the company ({ $zone }). Empty has no end. They are told it too.
guests-wrong-end = Write day and time, such as 30 June 2026, 18:00, or leave it empty.
guests-owner-end = They are an owner (L90) of a customer, which has no end. Only they can give that up.
guests-cannot-send = They do not wait for an invitation now, or sharing is switched off. Nothing was sent.

guests-remove-title = Remove { $name }?
guests-remove-says = { $name } can no longer come in, from the next click on. Every share ends, and with them sign-ins, tokens, links in e-mails and e-mails that wait.
guests-remove-keeps = What they wrote stays, with their name. Their place in your plan is free again.
guests-withdraw-title = Withdraw the invitation of { $name }?
guests-withdraw-says = The link in the e-mail to { $name } stops working, and what was shared with them ends.
guests-keep = Keep
guests-removed-title = { $name } is removed
guests-what-stays = What stays
guests-removed-stays = What { $name } wrote stays, with their name. You find them under Removed, and can invite them again: they then start with nothing.
guests-back = Back to the guests

guests-invite-title = Invite a guest
guests-invite-says = They get an e-mail with a link. Usually you share something with them instead, which invites them too.
guests-email = E-mail address
guests-send-invitation = Send the invitation
guests-not-invited = Nobody is invited yet
guests-known = Somebody here has this address already.

said-guest-suspended = Suspended. They see nothing now, and what is shared stays for later.
said-guest-resumed = They can come in again, and see what they saw before.
said-guest-invited-again = A new link is on its way. The earlier one no longer works.
said-guest-invited = Invited. The e-mail is on its way.
said-guest-saved = Saved.
said-extended = Extended by { $n } days.

why-title = Why does { $person } see “{ $name }”?
why-crumb = Why
why-this-person = this person
why-yes = Yes, { $person } can see it
why-no = No, { $person } cannot see it
why-ways = { $all ->
    [0] No way leads there.
   *[other] { $open } of { $all } ways are open.
}
why-share = Share, or change
why-every-way = Every way that was tried
why-no-way = There is no share of it, and nothing that ties them to it.
why-fields = Field by field
why-numbers = numbers point to the ways above
why-field = Field
why-sees = Sees it
why-because = Because
why-field-yes = Yes
why-field-no = No
why-field-capped = Capped
why-no-way-opens = No way opens it
why-opened-by = Opened by
why-capped = capped for all guests in Settings
why-open = Open
why-closed = Closed
why-staff = Everyone of the staff who is not limited sees it
why-a-share = A share of it
why-a-share-of = A share of what it belongs to ({ $kind })
why-a-tie = Tied to it as { $tie }
why-a-tie-of = Tied as { $tie } to what it belongs to ({ $kind })
why-step-share = Share
why-relation = relation: { $relation }
why-with-grant = with these ticks
why-with-role = with the role of the share
why-with-card = with what stands on their card
why-with-roles = with their roles
why-because-not-started = The share begins later.
why-because-ended = The share ended by its date.
why-because-revoked = The share was ended by hand.
why-because-role-off = The role of the share is switched off.
why-because-role-ended = The role of the share has ended.
why-because-guest-not-active = They are invited or suspended, and cannot come in now.
why-because-guest-ended = Their whole access ended by its date.
why-because-sharing-off = Sharing is switched off for the whole company.
why-because-source-closed = What it comes through is not open to them.
why-because-relation-not-held = This way does not open the relation.
why-because-relation-capped = The company’s ceiling closes this relation for all guests.
why-because-too-old = It is older than the days back of the share.
why-because-no-date = It has no date, and the share shows the last days alone.
why-because-not-sent = It was never sent; a share of it by itself would open it.
why-because-module-not-held = The permissions of this way do not open this kind of item.
why-because-module-closed = The company’s ceiling closes this kind of item for all guests.
