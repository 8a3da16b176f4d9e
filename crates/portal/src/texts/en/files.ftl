files-add = Add files
files-add-to = Add files to { $name }
files-back-to = Back to { $name }
files-most = Up to { $size } at once.
files-send = Add
files-sending = Adding …
files-stop = Stop
files-more = More
files-save = Save
files-cancel = Cancel
files-rename-named = Rename { $name }
files-delete-of = It is one of the files of { $name }.
files-delete-staff = Staff can bring it back for 30 days.
files-delete-guest = Only { $company } can bring it back, for 30 days.
files-deleted = { $count ->
    [one] One deleted file
   *[other] { $count } deleted files
}
files-deleted-by = deleted by { $who }, { $day }
files-bring-back = Bring back
files-wrong-large = Together that is more than { $size }. Add fewer files at once, or smaller ones.
files-wrong-many = Add at most { $count } files at once.
files-wrong-none = Choose a file first.
files-wrong-empty = { $name } has nothing in it, so none of the files was added. Leave it out and add the others again.
files-wrong-broken = The files did not arrive whole, so none was added. Add them again.
files-wrong-ours = The files could not be kept, so none was added. Add them again in a moment.
said-uploaded = { $n ->
    [one] Your file is there.
   *[other] Your { $n } files are there.
}
said-file-deleted = The file is deleted.
said-file-renamed = The file has its new name.
said-file-back = The file is back.
