# Reception days
receptions-title = Reception days
receptions-roster-title = Roster
receptions-roster-of = Roster of { $station }
receptions-station = Station
receptions-station-show = Show
receptions-quarters = Quarter
receptions-quarter = Quarter { $n } of { $year }
receptions-rhythm = Rhythm
receptions-rhythm-none = No rhythm is set yet. Please set one below, then have the roster proposed.
receptions-rhythm-weekly = Every week: { $day } { $time }, { $n ->
    [one] one deputy
   *[other] { $n } deputies
} at a time.
receptions-rhythm-monthly = Every month: day { $day }, { $time }, { $n ->
    [one] one deputy
   *[other] { $n } deputies
} at a time.
receptions-rhythm-kind = How often
receptions-kind-weekly = Every week
receptions-kind-monthly = Every month
receptions-rhythm-day = Which day
receptions-rhythm-day-hint = For a week 1 to 7, 1 is Monday; for a month the day. On a public holiday a weekly reception is left out, a monthly one moves to the next working day.
receptions-rhythm-set = Set
receptions-starts = Begins
receptions-ends = Ends
receptions-each = Deputies at a time
receptions-slot = Minutes of a place that can be booked
receptions-capacity = Bookings for each
receptions-capacity-hint = With 0 nobody can book; people simply come.
receptions-propose = Propose this quarter
receptions-add = Add a day
receptions-poster = Print the roster
receptions-roster-empty = There are no reception days in this quarter yet.
receptions-column-day = Day
receptions-column-time = Time
receptions-column-deputies = On duty
receptions-column-state = State
receptions-column-look = Please look
receptions-column-opinion = Opinion
receptions-column-number = No.
receptions-column-matter = Matter
receptions-column-sign = Signature
receptions-not-closed = Not closed yet
receptions-conflict = Conflict
receptions-note = Note
receptions-edit = Change
receptions-times = On duty in this quarter: 
receptions-and = ,{ " " }
receptions-publish = Publish { $n ->
    [one] one day
   *[other] { $n } days
}
receptions-publish-hint = Once published, everybody sees the days on the site and in calendars, and the deputies are told. Days in conflict or without a deputy have to be put right first.
receptions-publish-now = Publish
receptions-short-reason = Reason for the short notice
receptions-short-reason-hint = Some days are nearer than the notice asks. With a reason they can be published; they are marked as called at short notice.
receptions-close-days = Days on which the station is closed
receptions-closed-from = From
receptions-closed-to = To
receptions-closed-reason = Reason
receptions-close-days-set = Note
receptions-closed-on = Closed { $days }: { $why }
receptions-closure-remove = Take back
receptions-why-only = the only one free that day
receptions-why-least = least on duty this quarter
receptions-why-least-before = less on duty the year before
receptions-why-longest = longest since the last time
receptions-why-hand = put in by hand
receptions-weekday-1 = Monday
receptions-weekday-2 = Tuesday
receptions-weekday-3 = Wednesday
receptions-weekday-4 = Thursday
receptions-weekday-5 = Friday
receptions-weekday-6 = Saturday
receptions-weekday-7 = Sunday
reception-state-planned = Not published
reception-state-published = Published
reception-state-cancelled = Called off
reception-state-closed = Closed
receptions-done-rhythm = The rhythm is set.
receptions-done-proposed = { $n ->
    [one] One day was proposed
   *[other] { $n } days were proposed
}. Please check and publish.
receptions-done-published = { $n ->
    [one] One day was published
   *[other] { $n } days were published
}; the deputies have been told.
receptions-done-closed = The closed days are noted.
receptions-done-opened = Taken back.
receptions-done-cancelled = The day was called off.

receptions-conflict-nobody = Nobody is on duty.
receptions-conflict-no-seat = { $name } holds no seat on that day.
receptions-conflict-suspended = The mandate of { $name } rests.
receptions-conflict-leave = { $name } is on leave.
receptions-conflict-elsewhere = { $name } is on duty at { $place } that day.
receptions-conflict-twice = The station receives at that time already.
receptions-conflict-closed = The station is closed that day: { $why }
receptions-conflict-holiday = That day is a public holiday.
receptions-conflict-not-attached = { $name } is not attached to this station.
receptions-planned-past = The day { $day } has passed. Please drop or move it.
receptions-planned-conflict = The day { $day } is in conflict or has nobody on duty. Please put it right first.
receptions-short-reason-missing = Some days come with less than { $days } days' notice. Please give the reason.
receptions-nothing-planned = There is nothing to publish in this quarter.
receptions-no-rhythm = Please set the rhythm first, then have the roster proposed.
receptions-nobody-attached = No deputy is attached to this station. Please ask the commission to enter them.
receptions-moved-on = Somebody has just changed this day.
receptions-over = This day was called off or closed and cannot be changed any more.
receptions-reason-missing = It was published. Please give the reason.
receptions-day-past = Please choose today or a later day.
receptions-day-missing = Please give the day.
receptions-time-wrong = That is no time. Please write it like 9:00.
receptions-ends-before = It has to end after it begins.
receptions-closed-day-missing = Please say from which day it is closed.
receptions-closed-backwards = The last day has to come after the first.
receptions-closed-reason-missing = Please give the reason, at most 200 characters.

receptions-day-title = Reception day
receptions-day-edit = Change a reception day
receptions-announced-hint = This day was published. The deputies are told of the change, and the site says what it was before and why.
receptions-booked-hint = { $n ->
    [one] One person has booked
   *[other] { $n } people have booked
}. There are no text messages: please call them with the numbers at the desk.
receptions-reason = Reason for the change
receptions-reason-hint = For everybody to read, such as: the deputy is away, moved to next Wednesday.
receptions-save = Save
receptions-call-off = Call this day off
receptions-drop-hint = It was not published; it is taken out of the roster.
receptions-moved-from = Moved, first announced for { $was }: { $why }
receptions-called-off-because = Called off: { $why }
receptions-short-because = Called at short notice: { $why }

receptions-mine = My reception days
receptions-mine-none = You are not on duty in the near future.
receptions-past = Past reception days
receptions-feed = Subscribe on your phone
receptions-feed-city = Reception days of { $congress }
receptions-feed-station = Reception days of { $station }
receptions-feed-summary = Reception day ({ $station })
receptions-feed-on-duty = On duty: { $names }

receptions-desk = Reception desk
receptions-desk-not-open = The day has not come yet, or was not published.
receptions-closed-already = This reception is closed.
receptions-on-duty = On duty
receptions-nobody-on-duty = Nobody is on duty.
receptions-stands-in-for = in place of { $name }
receptions-presence-came = Came
receptions-presence-absent = Did not come
receptions-mark-came = Came
receptions-mark-absent = Did not come
receptions-mark-again = Change
receptions-stand-in = Somebody stands in
receptions-stand-in-for = Who did not come
receptions-stand-in-who = Who stands in
receptions-stand-in-set = Note
receptions-choose = Please choose
receptions-absent-missing = Please choose who did not come.
receptions-stand-in-missing = Please choose who stands in.
receptions-on-duty-already = This deputy is on duty that day anyway.
receptions-not-on-duty = Please choose a deputy who is on duty.
receptions-enter = Enter an opinion
receptions-enter-ahead = To be used on the day itself. A device that has opened this page can use it then without a network.
receptions-enter-late = This reception is closed. What was said on the day can still be entered.
receptions-serial = Number of the paper form
receptions-serial-hint = From the top right of the paper; empty for what was only said.
receptions-voter-name = Name
receptions-voter-phone = Telephone
receptions-voter-phone-hint = We call this number with the answer. Without one, choose another way under "More".
receptions-voter-place = Place
receptions-voter-body = What was said
receptions-voter-deputy = To which deputy
receptions-no-deputy = Nobody in particular
receptions-more = More: how to answer, where from, public or not
receptions-answer-by = How to answer
receptions-channel = How it came
receptions-confidential = Do not publish
receptions-enter-submit = Enter, with a receipt
receptions-entered = Entered { $number }: { $subject }
receptions-print-receipt = Print the receipt
receptions-receipt = Receipt
receptions-opinions = Opinions entered
receptions-received = Received
receptions-received-people = people received
receptions-received-without = Among them { $n } without an opinion; the others are counted by their opinions.
receptions-visitors = Came without an opinion
receptions-visitors-hint = 0 if there was nobody. Do not count those who handed in an opinion.
receptions-visitors-set = Note
receptions-visitors-missing = Please give a number; 0 if there was nobody.
receptions-bookings = Bookings
receptions-bookings-none = Nobody has booked.
receptions-bookings-hint = Names and numbers are erased 30 days after. A look at the whole number is recorded.
receptions-tick-came = Came
receptions-tick-missed = Did not come
receptions-show-phone = Show the whole number
booking-state-booked = Booked
booking-state-came = Came
booking-state-missed = Did not come
booking-state-cancelled = Given up
receptions-papers = Print
receptions-sign-in-sheet = Sign-in sheet
receptions-paper-forms = Paper forms with numbers
receptions-close = Close
receptions-close-hint = Closing makes the record; for each deputy who came one activity with voters is recorded, and he or she is told. Nobody needs to enter it again.
receptions-close-now = Close
receptions-summary = What was said
receptions-summary-hint = A few sentences will do; filled in from the opinions, please check. No names or numbers of voters.
receptions-summary-missing = Please write a few sentences on what was said.
receptions-presence-missing = Please note above whether { $name } came.
receptions-activity = The activity with voters that was recorded
receptions-desk-done-presence = Noted.
receptions-desk-done-visitors = The number is noted.
receptions-desk-done-ticked = Noted.
receptions-desk-done-closed = Closed; the record is made.

receptions-days-title = Reception days
receptions-days-lead = At these times deputies receive people at the stations. You may book, or simply come.
receptions-days-none = No reception days are announced for this week.
receptions-weeks = Time
receptions-week-before = The week before
receptions-week-this = This week
receptions-week-of = Week from { $day }
receptions-week-next = Next week
receptions-towns = Town or street
receptions-all-towns = All
receptions-off = Called off
receptions-come = Simply come
receptions-subscribe = Subscribe with your phone's calendar: 
receptions-subscribe-city = reception days of the whole city
receptions-day = Reception day
receptions-address = Address
receptions-phone = Telephone
receptions-book = Book
receptions-book-lead = No account is needed. You may also simply come and wait your turn.
receptions-slot-when = When
receptions-slot-left = { $n ->
    [one] one place left
   *[other] { $n } places left
}
receptions-slot-missing = Please choose a time.
receptions-slot-full = This time has just been taken. Please choose another.
receptions-name = How may we call you
receptions-name-hint = Such as: Mr Zhang. The whole name is not needed.
receptions-name-missing = Please say how we may call you.
receptions-phone-yours = Your telephone number
receptions-phone-hint = Only the station's staff see it, to call you if something changes; erased 30 days after.
receptions-phone-missing = Please give a number, so that we can tell you of changes.
receptions-book-now = Book
receptions-just-come = It is fully booked or takes no bookings. Please simply come.
receptions-no-booking = This day cannot be booked any more.
receptions-too-many = Too many bookings came from you. Please try again in { $minutes } minutes, or call the station.
receptions-booked-title = Booking
receptions-booked-booked = You are booked
receptions-booked-cancelled = The booking is given up
receptions-booked-came = You have been here
receptions-booked-missed = You did not come
receptions-booked-code = Booking code
receptions-booked-keep = Please keep a picture of this page or the code. At the station, say the name you booked with. If you cannot come, please give the place up here.
receptions-give-up = Give it up
receptions-other-days = Other days of this station
receptions-booking-over = The desk has dealt with this booking.
receptions-booking-given-up = The voter has given this booking up.

receptions-print-hint = Please use your browser's print, on A4.
receptions-poster-title = Reception days (quarter { $n } of { $year })
receptions-poster-empty = The days of this quarter are not published yet.
receptions-sign-in-note = Whoever hands in an opinion, please write the number of the paper form; others leave it empty. The station keeps this sheet; it is not public.

notice-reception-published = { $station } has published your reception days: { $n } in all, the first on { $first }.
notice-reception-assigned = Please receive voters at { $station } on { $day } at { $time }.
notice-reception-changed = Your reception day at { $station } was moved to { $day }, { $time }.
notice-reception-cancelled = The reception day at { $station } on { $day } was called off.
notice-reception-relieved = On { $day } another deputy is on duty at { $station }; you need not come.
notice-reception-tomorrow = Tomorrow ({ $day }) at { $time }: please receive voters at { $station }.
receptions-left-reason = A deputy who was on duty is a deputy no more
notice-receptions-without = { $n ->
    [one] On one reception day at { $station } somebody on duty is a deputy no more; please arrange it anew.
   *[other] On { $n } reception days at { $station } somebody on duty is a deputy no more; please arrange them anew.
}
