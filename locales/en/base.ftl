# What every page says

site-name = Deputies and voters
site-skip = Skip to the content
site-demo = Fictional demo data: all people and matters on this site are made up and stand for no real person or body.
site-elder-on = Large text
site-elder-off = Standard text
site-other-language = 中文
site-inbox = Inbox
site-sign-in = Staff sign-in
site-sign-out = Sign out
site-menu = Main menu
site-crumbs = You are here
site-help = Help
site-privacy = Privacy
site-accessibility = Accessibility
site-complaint = Complain about this system
site-search = Search
site-pages = Pages
site-look-again = Look again whether it is done
site-first = Back to the first page
site-next = Next page

form-wrong = Error:{ " " }
form-summary = Please correct the following
form-optional = (optional)
form-limit = At most { $n } characters
form-left = { $n } characters left
form-over = { $n } characters too many
form-cancel = Cancel and go back
form-draft-kept = What you wrote last time was kept on this device.
form-draft-clear = Clear the draft
form-offline-kept = There is no network. It is kept on this device; { $n } waiting to be sent, which happens by itself once you are connected and signed in.
form-offline-off = There is no network now. You can fill this in all the same: it is kept on this device and sent later. Please add photos once you are connected.
form-offline-none = This browser cannot record without a network: what you write without one stays here as a draft only; please send it once you are connected.
form-offline-removed = This device was removed, and what was kept here is wiped.
form-keep-button = Save as a draft
form-keep-hint = Only you can see the draft. It is kept for 30 days, without files: choose those again later.
form-keep-done = Draft saved { $clock }
form-keep-lost = The draft could not be saved. Please keep this page open; it will be tried again.
form-keep-shown = You did not finish last time. What you wrote is still here.
form-keep-now = The draft is saved. You can come back and finish it later.

chart-unit = (in { $unit })
chart-desc = A bar chart. All its numbers are in the table below.
chart-table = Show the table
chart-empty = There is nothing to count yet.

error-too-long = At most { $max } characters; please shorten by { $over }.
error-phone = This is not a telephone number. Enter a mobile number such as 138 1234 5678, or a landline with its area code such as 0728-332 1234.
error-date = This is not a date. Write it as 2026-03-05 or pick it from the calendar.
error-choice = Choose one of the answers listed.
error-whole = Enter a whole number from { $least } to { $most }.

keys-title = Keyboard shortcuts
keys-on = Use shortcuts
keys-move = Next item, previous item
keys-open = Open this item

date = { $d } { $m ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
  } { $y }
date-moment = { $date }, { $clock }

days-left = { $n ->
    [one] 1 day left
   *[other] { $n } days left
  }
days-today = Due today
days-over = { $n ->
    [one] 1 day overdue
   *[other] { $n } days overdue
  }
form-unreadable = The form did not arrive whole. Please send it again.
paper-no-font = This machine has no font with hanzi, so no PDF can be made. Please take the DOCX, or ask the administrator to install one (Debian: fonts-noto-cjk).
paper-no-lists = This paper does not come as a spreadsheet. Please use .pdf or .docx.
