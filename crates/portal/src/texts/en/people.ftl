people-intro = Everyone who works here. Guests stand on their own page and take no place among colleagues.
people-invite = Invite a colleague
people-invite-says = They get an e-mail, and sign in with a link. What they see and do hangs on their role.
people-found = { $count ->
    [one] One colleague
   *[other] { $count } colleagues
}
people-none-found = Nobody of that name or address here.
people-name = Name
people-role = Role
people-role-of = Role of { $name }
people-you = you
people-change = Change
people-deactivate = Deactivate
people-reactivate = Bring back
people-former = Deactivated
people-former-hint = They cannot come in. What they did keeps their name.
people-role-limited = Limited
people-role-member = Member
people-role-manager = Manager
people-role-admin = Admin
people-role-owner = Owner
people-may-limited = Sees only what is shared with them or ties them to it, like a guest.
people-may-member = Sees everything, works on tasks, tickets, meetings, files and articles.
people-may-manager = Also makes and changes records of all kinds, and sends documents.
people-may-admin = Also colleagues, guests, sharing, settings, import and export.
people-may-owner = As admin. Only owners make or end owners.
people-owners-alone = Only owners make, change or end owners.
people-last-admin = One owner or admin has to remain. Make somebody else an admin first. Nothing was changed.
people-deactivate-title = Deactivate { $name }?
people-deactivate-says = { $name } ({ $role }) can no longer come in, from the next click on.
people-deactivate-keeps = Tasks, comments and everything else keep their name. You can bring them back.

said-member-invited = Invited. The e-mail is on its way.
said-member-changed = Changed.
said-member-deactivated = Deactivated. They cannot come in any more.
said-member-back = They are back, with the role they had.

people-become = Make a guest
people-become-title = Make { $name } a guest?
people-become-says = { $name } stays the same person here: what they wrote keeps their name, and what was shared with them stays. They no longer see anything else, from the next click on.
people-become-then = As a guest they see
people-become-keeps = They take a place for guests in your plan. API tokens and links that were sent to them end. What ties them to the work here (as assignee or attendee) goes on showing them that.
people-become-do = Make a guest
people-sees-everything = everything in the company
people-sees-nothing = nothing
people-sees-many = { $what }: a thousand or more
people-not-oneself = Nobody makes a guest of themselves. Another admin can.
said-guest-is-member = A colleague now. The e-mail is on its way.
said-member-is-guest = A guest now. This is their card.
