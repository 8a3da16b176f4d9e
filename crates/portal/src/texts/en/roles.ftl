roles-intro = What a share or a guest can be given in one word. Several roles of one guest add up.
roles-new = New role
roles-own = Your own
roles-none = None yet. Copy one of those below, or begin with an empty one.
roles-presets = For shares and guests
roles-presets-hint = every company has them, and they stay as they are
roles-levels = Levels of external access
roles-levels-hint = for customers alone; each includes those before it
roles-role = Role
roles-opens = Opens
roles-with-actions = { $count ->
    [one] { $module } (one action)
   *[other] { $module } ({ $count } actions)
}
roles-nothing = nothing
roles-state = State
roles-on = On
roles-off = Switched off
roles-copy = Copy
roles-change = Change
roles-delete = Delete
roles-delete-says = Guests who have it lose it, and shares that were made with it open nothing any more. Switched off, it does the same and can come back.
roles-name = Name
roles-active = Switched on
roles-ends = Ends
roles-ends-hint = To the minute, in the time of the company ({ $zone }). Empty has no end. After it, the role opens nothing.
roles-whose = whoever has the role
roles-built-in = Every company has this role, and it stays as it is. Copy it to have one like it of your own.

said-role-made = The role is made.
said-role-saved = Saved.
said-role-deleted = The role is deleted.
