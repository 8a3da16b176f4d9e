work-you-are-here = You are here
work-none = None
work-no-day = None
work-list = List
work-board = Board
work-show-as = Show as
work-this-list = This list
work-find = Find in this list
work-stage = Stage
work-every-stage = Every stage
work-sharing = Sharing
work-shared-or-not = Shared or not
work-shared-with-guests = Shared with guests
work-only-staff = Only staff
work-ends-soon = Ends within 14 days
work-show = Show
work-show-all = Show all
work-show-these = Show these
work-columns = Columns
work-columns-of = Columns of this list
work-pages = Pages
work-first-page = First page
work-next-page = More
work-pick = Pick { $name }
work-more-for = More for { $name }
work-share = Share
work-who-can-see = Who can see this
work-edit = Edit
work-delete = Delete
work-save = Save
work-leave = Leave it
work-with-picked = With what you picked
work-set-stage = Set this stage
work-ended = Ended { $day }
work-until = Until { $day }
work-guests = { $count ->
    [one] 1 guest
   *[other] { $count } guests
}
work-key-move = move
work-key-pick = pick
work-key-share = share
work-key-stage = stage
work-key-more = more
work-key-find = find
work-form-wrong = { $count ->
    [one] One thing needs another look:
   *[other] { $count } things need another look:
}
work-changed-meanwhile = Someone changed this while you were writing. Your words are still here; saving once more puts them in the place of theirs.
work-refused = This cannot be done now: { $why }.
work-wrong-name = Give it a name of at most 1,000 characters
work-wrong-email = Write an address such as maria@example.com
work-wrong-day = Choose a day that is in the calendar
work-wrong-money = Write an amount such as 1200.50, and its currency
work-wrong-hours = Write hours as a number such as 7.5
work-wrong-percent = Write a whole number from 0 to 100
work-wrong-colour = Choose a colour
work-wrong-website = Write a web address such as https://example.com
work-wrong-other = This was not taken: { $message }

said-nothing-picked = Nothing was picked, so nothing was changed.
said-stages-set = { $n ->
    [one] One of them has the stage now.
   *[other] { $n } of them have the stage now.
}
said-stages-set-some = { $n } have the stage now. { $m } are not yours to change and stay as they were.
work-files = Files
work-file = File
work-added-by = Added by
work-available = Available to guests
work-available-named = { $name } available to guests
work-for-guests = Guests
work-files-open = { $open } of { $all } available to guests
work-files-of = Files of { $name }
work-no-files = No file yet.
work-overdue = overdue
work-edit-named = Edit { $name }
work-delete-named = Delete { $name }
work-delete-for-good = This cannot be taken back.
work-keep = Keep it
work-name = Name
work-starts = Begins
work-due = Due
work-currency = Currency
work-description = Description
work-or-none = (or none)
work-of = of { $name }
work-wrong-currency = Write the currency’s three letters, such as EUR
said-file-opened = The file is available to guests now.
said-file-closed = Only staff see the file now.
work-comments = Comments
work-no-comments = Nobody has said anything yet.
work-comment-internal = within the company
work-comment-yours = Your comment
work-comment-only-staff = Only staff read it
work-comment-send = Send
said-commented = Your comment is there.
work-wrong-until = Choose a day that is still to come
work-keys-on = Keys
work-not-shared = Not shared
work-stop-sharing = Stop sharing
