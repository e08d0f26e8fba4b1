# Duties

duties-title = Duties
duties-own = My duties
duties-own-more = Each record, and how the number owed is counted
duties-own-none = Nothing is owed by you in this year.
duties-others = How far duties are done
duties-sums = Each duty in sum
duties-years = Year
duties-year = { $year }
duties-filters = Show
duties-show-open = Not yet done
duties-show-behind = Behind
duties-show-done = Done
duties-show-all = All
duties-every = All duties
duties-sum =
    { $n ->
        [one] 1 line
       *[other] { $n } lines
    }
duties-empty = Nobody is on this list.
duties-of = { $done } of { $owed }
duties-missing = { $n } missing
duties-targets =
    { $n ->
        [one] 1 assigned deputy
       *[other] { $n } assigned deputies
    }
duties-left = { $name }: { $n } missing
duties-tick = Select { $name }
duties-remind-all = Remind all on the list who are not done
duties-remind-ticked = Remind those selected only
duties-remind-hint = A reminder goes to the person's inbox. Nobody is reminded twice on one day.
duties-told =
    { $n ->
        [one] 1 person was reminded.
       *[other] { $n } people were reminded.
    }
duties-told-already =
    { $n ->
        [one] 1 person was reminded earlier today, and not again.
       *[other] { $n } people were reminded earlier today, and not again.
    }
duties-told-away =
    { $n ->
        [one] 1 person has no account; please call.
       *[other] { $n } people have no account; please call them.
    }
duties-nobody-ticked = Select whom to remind first.
duties-nobody-to-remind = Those selected are done, or the year is over; there is nobody to remind.

duties-pace-done = Done
duties-pace-on_pace = In progress
duties-pace-behind = Behind
duties-pace-missed = Missed

duties-forecast-year = at this pace about { $n } by the end of the year
duties-forecast-term = at this pace about { $n } by the end of the term

duties-column-person = Name
duties-column-place = Town and group
duties-column-duty = Duty
duties-column-period = Period
duties-column-done = Done
duties-column-owed = Owed
duties-column-missing = Missing
duties-column-pace = Pace
duties-column-persons = People
duties-column-all-done = All done
duties-column-late = Behind
duties-column-times = Times
duties-column-target = Towards
duties-column-acts = Records

duties-of-person = Duties of { $name }
duties-none-owed = Nothing is owed in this year.
duties-no-acts = None yet
duties-all-acts = All entries of this year
duties-from-to = { $from } to { $to }
duties-from-on = since { $from }
duties-part-seat = In office on { $days } of { $whole } days, for which { $times } would be asked: { $owed } by share.
duties-part-assigned = Assigned on { $days } of { $whole } days, for which { $times } would be asked: { $owed } by share.
duties-part-seat-new = In office under these rules on { $days } of { $whole } days, for which { $times } would be asked: { $owed } by share.
duties-part-assigned-new = Assigned under these rules on { $days } of { $whole } days, for which { $times } would be asked: { $owed } by share.
duties-part-none = Not assigned in this period; what was done is still counted.
duties-days = In office and on leave
duties-seat-deputy = Deputy: { $days }
duties-seat-member = Member of the standing committee: { $days }
duties-leave = On leave, or the mandate rested: { $days }
duties-days-hint = Whoever serves a part of the period, or is on leave, owes the share of the days.
duties-days-charter = See the rules

duties-this-year = this year
duties-this-term = this term
notice-duty-reminder = You still owe { $missing } of “{ $act }” { $per }; please do so by { $until }.
notice-duty-behind-office =
    { $count ->
        [one] 1 person has not yet done the duties of { $per }, due by { $until }; please offer help.
       *[other] { $count } people have not yet done the duties of { $per }, due by { $until }; please offer help.
    }
duties-archive = Duty archive
