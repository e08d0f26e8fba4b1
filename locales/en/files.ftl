# Attachments

files-none = Choose a file.
files-empty = This file is empty. Choose another one.
files-too-big = The file is too large. Each may have { $mb } MB at most.
files-wrong-kind = Files of this kind are not taken here. Photos may be JPG, PNG or WebP; papers PDF, Word (docx) or Excel (xlsx) without macros.
files-not-what-it-says = The file holds something else than its name says. Open it, save it again and upload the copy.
files-too-many-pixels = The photo is too large. It may have { $millions } million pixels at most; make it smaller and upload it again.
files-broken = The file cannot be opened. It may be damaged; upload another copy.
files-too-many = At most { $n } files at a time. Please choose again.
files-photo = Photo { $n }
files-size-kb = { $n } KB
files-size-mb = { $n } MB
